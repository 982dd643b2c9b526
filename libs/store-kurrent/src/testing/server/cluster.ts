import { ServerLog } from './log.js';
import { type Cluster, KurrentNode, type NodeOptions } from './node.js';

export interface KurrentServerOptions extends Partial<NodeOptions> {
  readonly nodes?: 1 | 3;
}

const MEGABYTE = 1024 * 1024;

/**
 * A KurrentDB of the tests' own, on free ports of this machine: it speaks the protocol over gRPC as 26.1 does, where that
 * is known, and keeps its log in memory. No part of it is the product.
 */
export class KurrentServer implements Cluster {
  readonly nodes: KurrentNode[] = [];
  leader: KurrentNode | undefined;
  /** How far the clock of the leader is ahead of this machine's. */
  clockAheadMs = 0;
  readonly log = new ServerLog(() => Date.now() + this.clockAheadMs);

  private constructor() {}

  static async start({
    nodes = 1,
    version = '26.1.0',
    without = [],
    sizes = { maxAppendEventSize: 16 * MEGABYTE, maxAppendSize: 256 * MEGABYTE },
  }: KurrentServerOptions = {}): Promise<KurrentServer> {
    const server = new KurrentServer();
    for (let n = 0; n < nodes; n++) server.nodes.push(await KurrentNode.start(server, { version, without, sizes }));
    server.leader = server.nodes[0];
    return server;
  }

  /** How clients are told where it is: every node of it. */
  get url(): string {
    return `kurrentdb://${this.nodes.map(({ place }) => `${place.host}:${place.port}`).join(',')}?tls=false`;
  }

  /** Cuts every connection to every node. */
  sever(): void {
    for (const node of this.nodes) node.sever();
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
  }
}

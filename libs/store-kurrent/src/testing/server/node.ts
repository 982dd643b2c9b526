import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendRecords, appendSession, batchAppend, type Sizes } from './appending.js';
import { accessDenied, type Fault, notLeader, notLeaderNode, notReady, type Place } from './faults.js';
import { Line } from './line.js';
import type { ServerLog } from './log.js';
import {
  ClusterInfo,
  EndPoint,
  GossipService,
  MemberInfo,
  ServerFeaturesService,
  StreamsV1,
  StreamsV2,
  SupportedMethod,
  SupportedMethods,
  UUID,
} from './protocol.js';
import { type ReadCall, read, subscribe } from './reading.js';

export interface NodeOptions {
  readonly version: string;
  /** Paths of methods that this version does not have. */
  readonly without: readonly string[];
  readonly sizes: Sizes;
}

/** What a node knows of the others. */
export interface Cluster {
  readonly log: ServerLog;
  readonly nodes: readonly KurrentNode[];
  readonly leader: KurrentNode | undefined;
}

/** One node of the tests' own server, behind a line that can be cut. */
export class KurrentNode {
  readonly id = crypto.randomUUID();
  /** While it starts it answers, and does nothing yet. */
  isStarting = false;
  /** Whoever asks is refused, as by a node whose users have changed. */
  isForbidding = false;
  /** How many of the next appends are carried out while the line is cut in place of an answer. */
  swallowedAppends = 0;
  /** When an answer is swallowed the node goes down with it. */
  isAboutToFall = false;
  /** How many answers were swallowed. */
  swallowed = 0;
  /** How many calls of AppendRecords came here. */
  appendCalls = 0;

  private constructor(
    private readonly cluster: Cluster,
    private readonly options: NodeOptions,
    private readonly server: Server,
    private readonly line: Line,
  ) {
    this.serve();
  }

  static async start(cluster: Cluster, options: NodeOptions): Promise<KurrentNode> {
    const server = new Server({ 'grpc.max_receive_message_length': options.sizes.maxAppendSize + 64 * 1024 });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    return new KurrentNode(cluster, options, server, await Line.to(port));
  }

  get place(): Place {
    return { host: '127.0.0.1', port: this.line.port };
  }

  get isUp(): boolean {
    return this.line.isUp;
  }

  /** Nobody reaches it any more; its log stays. */
  goDown(): Promise<void> {
    return this.line.down();
  }

  comeBack(): Promise<void> {
    return this.line.up();
  }

  /** Cuts every connection, whatever it is in the middle of. */
  sever(): void {
    this.line.sever();
  }

  /** What is sent to it and from it stays on the way until it is let go again. */
  hold(isHeld: boolean): void {
    this.line.hold(isHeld);
  }

  async close(): Promise<void> {
    await this.line.down();
    this.server.forceShutdown();
  }

  private get isLeader(): boolean {
    return this.cluster.leader === this;
  }

  private serve(): void {
    const { log } = this.cluster;
    const { without, sizes } = this.options;
    this.server.addService(StreamsV1, {
      read: (call: ReadCall) => {
        try {
          const needsLeader = call.metadata.get('requires-leader')[0]?.toString().toLowerCase() === 'true';
          this.assertServing();
          if (needsLeader && !this.isLeader) throw notLeader(this.cluster.leader?.place);
          if (call.request.getOptions()!.hasSubscription()) subscribe(log, call);
          else read(log, call);
        } catch (error) {
          call.emit('error', told(error));
        }
      },
      // Forwarded to the leader where this node is not it.
      batchAppend: (call: Parameters<typeof batchAppend>[1]) =>
        batchAppend(log, call, () => !this.isStarting && this.cluster.leader !== undefined),
    } as never);
    this.server.addService(StreamsV2, {
      appendRecords: (
        call: { request: Parameters<typeof appendRecords>[1] },
        answer: (error: Fault | null, response?: unknown) => void,
      ) => {
        this.appendCalls += 1;
        this.answerAppend(async () => appendRecords(log, call.request, sizes), answer);
      },
      appendSession: (
        call: Parameters<typeof appendSession>[1],
        answer: (error: Fault | null, response?: unknown) => void,
      ) => void this.answerAppend(() => appendSession(log, call, sizes), answer),
    } as never);
    this.server.addService(GossipService, {
      read: (_call: unknown, answer: (error: null, response: unknown) => void) => answer(null, this.gossip()),
    } as never);
    const paths = [StreamsV1, StreamsV2]
      .flatMap((service) => Object.values(service as unknown as Record<string, { readonly path: string }>))
      .map(({ path }) => path.toLowerCase())
      .filter((path) => !without.includes(path));
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: (error: Fault | null, response?: unknown) => void) => {
        if (this.isForbidding) return answer(accessDenied());
        const methods = new SupportedMethods().setEventStoreServerVersion(this.options.version);
        for (const path of paths) {
          const [, service, method] = path.split('/');
          methods.addMethods(new SupportedMethod().setServiceName(service!).setMethodName(method!));
        }
        answer(null, methods);
      },
    } as never);
  }

  private async answerAppend(
    append: () => Promise<unknown>,
    answer: (error: Fault | null, response?: unknown) => void,
  ): Promise<void> {
    try {
      this.assertServing();
      if (!this.isLeader) throw this.cluster.leader ? notLeaderNode(this.cluster.leader.place) : notReady();
      const response = await append();
      if (this.swallowedAppends > 0) {
        this.swallowedAppends -= 1;
        this.swallowed += 1;
        if (this.isAboutToFall) await this.goDown();
        else this.sever();
        return;
      }
      answer(null, response);
    } catch (error) {
      answer(told(error));
    }
  }

  private assertServing(): void {
    if (this.isForbidding) throw accessDenied();
    if (this.isStarting) throw notReady();
  }

  private gossip() {
    const info = new ClusterInfo();
    for (const node of this.cluster.nodes)
      info.addMembers(
        new MemberInfo()
          .setInstanceId(new UUID().setString(node.id))
          .setTimeStamp(String(Date.now()))
          .setIsAlive(node.isUp)
          .setState(node === this.cluster.leader ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER)
          .setHttpEndPoint(new EndPoint().setAddress(node.place.host).setPort(node.place.port)),
      );
    return info;
  }
}

/** A fault as it is; anything else is a mistake in this server, which must not look like an answer of a real one. */
function told(error: unknown): Fault {
  if (typeof error === 'object' && error !== null && 'details' in error) return error as Fault;
  throw error;
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { makeDirectory, PortInUseError, type SupervisedServer, supervise } from '#supervisor';
import { kafkaClassPath } from './artifacts.js';
import { NotOurBrokerError } from './errors.js';
import { NAME, nodeProgram } from './node.js';
import type { PlannedNode } from './node-settings.js';

/** What a cluster is, for as long as its directory stands: who its nodes are and where they are found. */
interface Plan {
  readonly clusterId: string;
  readonly nodes: readonly PlannedNode[];
}

export interface KafkaOptions {
  /** Where everything of it lives; created when missing. */
  readonly directory: string;
  /** Nodes on this machine, each broker and controller; default 1. Fixed when the directory is made. */
  readonly nodes?: 1 | 3;
  /** Where the first node takes clients; a free port by default, the same again at the next start. */
  readonly port?: number;
  /** Where the node of a cluster of one says that it is reached, by default where it listens: a line may lie between. */
  readonly advertisedPort?: number;
  /** False where the directory is thrown away afterwards: stopping then hands nothing over and takes no time. */
  readonly isKept?: boolean;
  /** Leaves it running when this process ends without stop(); for one that several test processes share. */
  readonly outlivesProcess?: boolean;
  /** Told in a sentence when a node ended by itself and what became of it. */
  readonly onTrouble?: (sentence: string) => void;
  readonly signal?: AbortSignal;
}

/** A node of a running cluster, for whoever wants to see what happens without it. */
export interface KafkaNode {
  readonly id: number;
  /** Where clients reach it: host and port. */
  readonly address: string;
  /** Another one after the node ended by itself and was started again; undefined while it is stopped. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
}

export interface Kafka {
  /** Where clients reach it: host and port of each node. */
  readonly brokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  stop(): Promise<void>;
}

/** Ports are chosen anew this often when another program took one. */
const PORT_ATTEMPTS = 5;

/**
 * Starts Kafka on this machine, in KRaft mode, with its programs fetched and its data made on first use. What an earlier
 * process left behind when it was killed is cleared away; a node that ends by itself is started again. Throws a
 * ServerSetupError.
 */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const directory = resolve(options.directory);
  const classPath = await kafkaClassPath(options.signal);
  makeDirectory(directory);
  for (let attempt = 1; ; attempt += 1) {
    const plan = await planIn(directory, options, attempt > 1);
    try {
      return await startAll(directory, plan, classPath, options);
    } catch (error) {
      if (!(error instanceof PortInUseError) || attempt === PORT_ATTEMPTS || options.port !== undefined) throw error;
    }
  }
}

async function startAll(directory: string, plan: Plan, classPath: string, options: KafkaOptions): Promise<Kafka> {
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const nodes = plan.nodes.map((node) => nodeOf(join(directory, `node-${node.id}`), node, plan, classPath, options));
  // None is ready before most of them are there.
  const starting = nodes.map((node) =>
    node.start(signal).catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(starting);
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  if (outcomes.some(({ status }) => status === 'rejected')) {
    await stop();
    throw failed.signal.reason;
  }
  return { brokers: nodes.map(({ address }) => address), nodes, stop };
}

function nodeOf(directory: string, node: PlannedNode, plan: Plan, classPath: string, options: KafkaOptions) {
  const { isKept = true, outlivesProcess = false, onTrouble } = options;
  let running: SupervisedServer | undefined;
  return {
    id: node.id,
    address: `127.0.0.1:${node.port}`,
    get pid() {
      return running?.pid;
    },
    start: async (signal?: AbortSignal) => {
      running ??= await supervise(
        NAME,
        { directory, port: node.port, outlivesProcess, ...(onTrouble && { onTrouble }), ...(signal && { signal }) },
        (place) =>
          nodeProgram(place, {
            classPath,
            clusterId: plan.clusterId,
            node,
            nodes: plan.nodes,
            ...(options.advertisedPort !== undefined && { advertisedPort: options.advertisedPort }),
            isKept,
            endsWithUs: !outlivesProcess,
            signal,
          }),
      );
    },
    stop: async () => {
      const ending = running;
      running = undefined;
      await ending?.stop();
    },
  };
}

/** The plan that stands in the directory, with the wanted ports where they are; made on first use. */
async function planIn(directory: string, { nodes = 1, port }: KafkaOptions, isPortsAnew: boolean): Promise<Plan> {
  const file = join(directory, 'cluster.json');
  const known = existsSync(file) ? parsed(readFileSync(file, 'utf8')) : undefined;
  if (existsSync(file) && known === undefined) throw new NotOurBrokerError(directory);
  const count = known?.nodes.length ?? nodes;
  let plan = known;
  if (plan === undefined || isPortsAnew || (port !== undefined && port !== plan.nodes[0]?.port)) {
    const ports = await freePorts(2 * count);
    plan = {
      // 16 bytes, as Kafka's own tool makes them; a first character of - would read as an option.
      clusterId: known?.clusterId ?? `A${randomBytes(16).toString('base64url').slice(1)}`,
      nodes: Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        port: index === 0 && port !== undefined ? port : ports[2 * index]!,
        controllerPort: ports[2 * index + 1]!,
      })),
    };
    writeFileSync(`${file}.new`, JSON.stringify(plan));
    renameSync(`${file}.new`, file);
  }
  return plan;
}

function parsed(text: string): Plan | undefined {
  try {
    const plan = JSON.parse(text) as Plan;
    return typeof plan.clusterId === 'string' && plan.nodes.length > 0 ? plan : undefined;
  } catch {
    return undefined;
  }
}

/** Ports that nobody listens on just now, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done, failed) => {
        server.once('error', failed);
        server.listen({ host: '127.0.0.1', port: 0 }, done);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/* How a node is set up: one machine, a person or a test in front of it, nothing that another machine reaches. */

/** A node as the cluster's plan has it. */
export interface PlannedNode {
  /** From 1. */
  readonly id: number;
  /** Where clients reach it. */
  readonly port: number;
  /** Where the nodes agree on who leads. */
  readonly controllerPort: number;
}

/** Bytes of a message or batch that a broker takes at most, where a topic says nothing else. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** `server.properties` of a node. */
export function propertiesOf(
  node: PlannedNode,
  nodes: readonly PlannedNode[],
  data: string,
  advertisedPort = node.port,
): string {
  const copies = Math.min(nodes.length, 3);
  const settings: Readonly<Record<string, string | number>> = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': data,
    // A topic that nobody created is a mistake to be told of.
    'auto.create.topics.enable': 'false',
    'message.max.bytes': MAX_MESSAGE_BYTES,
    'replica.fetch.max.bytes': MAX_MESSAGE_BYTES,
    'default.replication.factor': copies,
    'min.insync.replicas': Math.max(1, copies - 1),
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.max(1, copies - 1),
    // A group of one member need not wait for others.
    'group.initial.rebalance.delay.ms': 0,
    // Who is gone is replaced quickly; a busy machine still answers within this.
    'broker.session.timeout.ms': 6_000,
    'broker.heartbeat.interval.ms': 1_000,
    'replica.lag.time.max.ms': 6_000,
    'controlled.shutdown.enable': 'true',
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 2,
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** What the virtual machine is started with: small, with little to say but that it is there, and what went wrong. */
export const JAVA_OPTIONS: readonly string[] = [
  '-Xms128m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
];

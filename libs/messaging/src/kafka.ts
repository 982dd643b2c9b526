import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin, type Consumer, type EachBatchPayload, type KafkaMessage, type Producer } from 'kafkajs';
import {
  type ConsumeOptions,
  type Consumption,
  type Incoming,
  type IncomingMessage,
  MESSAGING_LIMITS,
  type MessageBroker,
  type MessageProducer,
  MessageRefusedError,
  MessagingUnavailableError,
  type OutMessage,
  type PartitionLag,
  type ReadMessage,
  StaleBatchError,
  type TopicDeclaration,
  TopicsDifferError,
} from './broker.js';
import { partitionOf } from './partition.js';
import { assertWithinLimits, requestsOf } from './requests.js';

/*
 * Kafka by kafkajs 2.2.4, and the only file that knows it: it is no longer developed, and another client could take its
 * place here. What it gets wrong is worked around here as well:
 *
 * - With several sends of one idempotent producer in flight, sequence numbers are taken out of order (tulios/kafkajs#598):
 *   a producer has one send in flight, and a failed one is its last.
 * - A send that is tried again while leaders move counts a broker that has answered once as done with everything, also
 *   with partitions that it has only just become the leader of: each partition must be among the acknowledged ones.
 * - Its request queue wakes up every millisecond for nothing, and warns of it (tulios/kafkajs#1704, #1751).
 * - A handler that throws often enough ends the consumer for good: nothing that is not Kafka's own gets out of a handler.
 */

export const KAFKA_LIMITS = {
  connectTimeoutMs: 3_000,
  /** A request without an answer fails after this long. */
  requestTimeoutMs: 15_000,
  /** The leader waits this long for the replicas in sync. */
  acknowledgeTimeoutMs: 10_000,
  /** One request is tried again so often, with waits from the first doubled up to the longest. */
  retries: 4,
  firstRetryMs: 100,
  maxRetryMs: 2_000,
  /** A member that is silent for this long loses its partitions. */
  sessionTimeoutMs: 15_000,
  heartbeatIntervalMs: 3_000,
  /** So long a member may take to end its batch and join again once others come or go. */
  rebalanceTimeoutMs: 30_000,
  /** A fetch waits this long for news; also the wait of `stop` for it. */
  fetchWaitMs: 500,
  fetchBytes: 8 * 1024 * 1024,
  fetchBytesPerPartition: 1024 * 1024,
  /** Wait before messages that were not done come again, and before a consumer begins anew; doubled each time. */
  firstPauseMs: 100,
  maxPauseMs: 5_000,
  /** Reading a topic gives up after so long without a message. */
  readIdleMs: 30_000,
  topicTimeoutMs: 10_000,
  /** Ending waits this long for what is under way, then leaves it to itself. */
  closeMs: 3_000,
} as const;

export interface KafkaOptions {
  /** `host:port`, at least one that answers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** TLS; `ca` in PEM where the bureau has its own. */
  readonly tls?: { readonly ca?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** The broker behind these addresses. Connects when something is asked of it. */
export function openKafka(options: KafkaOptions): MessageBroker {
  return new KafkaBroker(options);
}

const RETRY = {
  retries: KAFKA_LIMITS.retries,
  initialRetryTime: KAFKA_LIMITS.firstRetryMs,
  maxRetryTime: KAFKA_LIMITS.maxRetryMs,
};

type Client = Pick<Producer | Consumer | Admin, 'connect' | 'disconnect'>;

class KafkaBroker implements MessageBroker {
  private readonly kafka: kafkajs.Kafka;
  private readonly place: string;
  /** Whoever waits for the cluster: a set, because a race against one long promise would keep what each race gave. */
  private readonly waiting = new Set<() => void>();
  private readonly open = new Set<{ close(): Promise<void> }>();
  private isClosed = false;

  constructor({ brokers, clientId, tls, sasl }: KafkaOptions) {
    quietRequestQueue();
    this.place = brokers.join(',');
    this.kafka = new kafkajs.Kafka({
      brokers: [...brokers],
      clientId,
      ...(tls === undefined ? {} : { ssl: tls.ca === undefined ? true : { ca: [tls.ca] } }),
      ...(sasl === undefined ? {} : { sasl: sasl as kafkajs.SASLOptions }),
      connectionTimeout: KAFKA_LIMITS.connectTimeoutMs,
      requestTimeout: KAFKA_LIMITS.requestTimeoutMs,
      retry: RETRY,
      // What matters comes as an error to whoever asked; the rest is between the client and the broker.
      logLevel: kafkajs.logLevel.NOTHING,
    });
  }

  async producer(): Promise<MessageProducer> {
    const asked = new Set<string>();
    const client = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: RETRY,
      createPartitioner:
        () =>
        ({ topic, partitionMetadata, message }) => {
          const partition = partitionOf(String(message.key), partitionMetadata.length);
          asked.add(`${topic} ${partition}`);
          return partition;
        },
    });
    await this.connected(client);
    const producer = new KafkaProducer(client, asked, {
      until: (work) => this.until(work),
      said: (error) => this.said(error),
      onClose: () => this.open.delete(producer),
    });
    this.open.add(producer);
    return producer;
  }

  async ensureTopics(topics: readonly TopicDeclaration[]): Promise<void> {
    await this.withAdmin(async (admin) => {
      const kept = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !kept.has(name));
      if (missing.length > 0)
        await admin.createTopics({
          timeout: KAFKA_LIMITS.topicTimeoutMs,
          waitForLeaders: false,
          topics: missing.map((topic) => ({
            topic: topic.name,
            numPartitions: topic.partitions,
            replicationFactor: topic.replication,
            configEntries: Object.entries(configOf(topic)).map(([name, value]) => ({ name, value })),
          })),
        });
      const differences = await this.differences(admin, topics);
      if (differences.length > 0) throw new TopicsDifferError(`Kafka 主题与配置不符：${differences.join('；')}。`);
    });
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    if (this.isClosed) throw this.closed();
    const consumption = new KafkaConsumption(options, {
      consumer: () => groupConsumer(this.kafka, options.group),
      connect: (client) => this.connected(client),
      said: (error) => this.said(error),
      onStop: () => this.open.delete(member),
    });
    const member = { close: () => consumption.stop() };
    this.open.add(member);
    return consumption;
  }

  async readTopic(topic: string, onMessage: (message: ReadMessage) => void | Promise<void>): Promise<void> {
    const offsets = await this.withAdmin((admin) => this.agreed(() => admin.fetchTopicOffsets(topic)));
    const reading = new TopicReading(offsets, onMessage);
    while (!reading.isDone)
      try {
        await this.read(topic, reading);
      } catch (error) {
        const said = this.said(error);
        const mayPass = said instanceof MessagingUnavailableError && !this.isClosed && reading.failure === undefined;
        if (!mayPass || reading.idleMs > KAFKA_LIMITS.readIdleMs) throw said;
        await this.until(delay(KAFKA_LIMITS.firstPauseMs));
      }
  }

  async lag(group: string, topics: readonly string[]): Promise<PartitionLag[]> {
    return this.withAdmin(async (admin) => {
      const committed = await this.agreed(() => admin.fetchOffsets({ groupId: group, topics: [...topics] }));
      const lags: PartitionLag[] = [];
      for (const topic of topics) {
        const kept = committed.find((candidate) => candidate.topic === topic)?.partitions ?? [];
        const offsets = await this.agreed(() => admin.fetchTopicOffsets(topic));
        for (const { partition, low, high } of offsets.toSorted((a, b) => a.partition - b.partition)) {
          const offset = kept.find((candidate) => candidate.partition === partition)?.offset;
          const isKept = offset !== undefined && BigInt(offset) >= 0n;
          const from = isKept && BigInt(offset) > BigInt(low) ? BigInt(offset) : BigInt(low);
          const behind = Math.max(0, Number(BigInt(high) - from));
          lags.push({ topic, partition, ...(isKept ? { committed: offset } : {}), end: high, behind });
        }
      }
      return lags;
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const ending = [...this.open].map((member) => member.close());
    for (const stop of this.waiting) stop();
    await Promise.all(ending);
  }

  private closed(): Error {
    return new MessagingUnavailableError(`与消息队列 ${this.place} 的连接已关闭。`);
  }

  /** One attempt; what was read before is not read again. */
  private async read(topic: string, reading: TopicReading): Promise<void> {
    // kafkajs reads in groups only. Nothing is committed: the group is gone when its one member is.
    const client = groupConsumer(this.kafka, `${topic}-read-${randomUUID()}`);
    const over = Promise.withResolvers<void>();
    over.promise.catch(() => {});
    const idle = setTimeout(
      () => over.reject(new MessagingUnavailableError(`主题 ${topic} 读不到末尾：长时间没有新的消息。`)),
      KAFKA_LIMITS.readIdleMs,
    );
    client.on(client.events.CRASH, ({ payload }) => over.reject(payload.error));
    // Told also of batches in which nothing is for us.
    client.on(client.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      idle.refresh();
      reading.reached(partition, lastOffset);
      if (reading.failure !== undefined) over.reject(reading.failure.error);
      else if (reading.isDone) over.resolve();
    });
    try {
      await this.connected(client);
      await this.until(client.subscribe({ topics: [topic], fromBeginning: true }));
      await client.run({
        autoCommit: false,
        eachBatch: ({ batch, heartbeat }) => reading.take(batch.partition, batch.messages, heartbeat),
      });
      await this.until(over.promise);
    } finally {
      clearTimeout(idle);
      await ended(client.disconnect());
    }
  }

  /** Ends with the broker at the latest. */
  private until<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.closed());
      this.waiting.add(stop);
      work.then(resolve, reject).finally(() => this.waiting.delete(stop));
      if (this.isClosed) stop();
    });
  }

  /** A client that is still connecting when the broker is closed lets go of its connection as soon as it has it. */
  private async connected(client: Client): Promise<void> {
    if (this.isClosed) throw this.closed();
    const connecting = client.connect();
    try {
      await this.until(connecting);
    } catch (error) {
      void connecting.finally(() => client.disconnect()).catch(() => {});
      throw this.said(error);
    }
  }

  private async withAdmin<Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> {
    const admin = this.kafka.admin({ retry: RETRY });
    await this.connected(admin);
    try {
      return await this.until(work(admin));
    } catch (error) {
      throw this.said(error);
    } finally {
      await ended(admin.disconnect());
    }
  }

  private async differences(admin: Admin, topics: readonly TopicDeclaration[]): Promise<string[]> {
    const names = topics.map(({ name }) => name);
    const { topics: kept } = await this.agreed(() => admin.fetchTopicMetadata({ topics: names }));
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((topic) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic.name,
        configNames: Object.keys(configOf(topic)),
      })),
    });
    return topics.flatMap((topic) => {
      const partitions = kept.find(({ name }) => name === topic.name)?.partitions ?? [];
      const config = resources.find(({ resourceName }) => resourceName === topic.name)?.configEntries ?? [];
      const found = [
        ['分区数', String(partitions.length), String(topic.partitions)],
        ['副本数', String(partitions[0]?.replicas.length ?? 0), String(topic.replication)],
        ...Object.entries(configOf(topic)).map(([name, wanted]) => [
          name,
          config.find(({ configName }) => configName === name)?.configValue ?? '（未知）',
          wanted,
        ]),
      ];
      return found
        .filter(([, is, wanted]) => is !== wanted)
        .map(([what, is, wanted]) => `${topic.name} 的${what} 是 ${is}，应为 ${wanted}`);
    });
  }

  /** Asks again for a while as long as the cluster is still agreeing. */
  private async agreed<Result>(ask: () => Promise<Result>): Promise<Result> {
    const deadline = performance.now() + KAFKA_LIMITS.topicTimeoutMs;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (performance.now() > deadline || !AGREEING.has(typeOf(error))) throw error;
        await this.until(delay(KAFKA_LIMITS.firstRetryMs));
      }
    }
  }

  /** An error of kafkajs as one of ours; others stay as they are. */
  private said(error: unknown): unknown {
    const cause = rootOf(error);
    if (!(cause instanceof Error) || !isTheirs(cause)) return cause;
    const reason = REFUSALS[cause.type ?? ''];
    if (reason !== undefined)
      return new MessageRefusedError(`消息队列 ${this.place} 拒绝：${reason}（${cause.message}）。`, { cause });
    return new MessagingUnavailableError(`消息队列 ${this.place} 暂不可用：${cause.message}`, { cause });
  }
}

/** What nodes say after they began, of topics that were just made, and while leaders change: some hear of it later. */
const AGREEING = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** What the broker says that trying again does not mend. */
const REFUSALS: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: '消息超过主题允许的大小',
  RECORD_LIST_TOO_LARGE: '消息超过主题允许的大小',
  INVALID_TOPIC_EXCEPTION: '主题名称无效',
  INVALID_REPLICATION_FACTOR: '副本数多于节点数',
  INVALID_PARTITIONS: '分区数无效',
  INVALID_CONFIG: '主题配置无效',
  TOPIC_AUTHORIZATION_FAILED: '该用户无权使用此主题',
  GROUP_AUTHORIZATION_FAILED: '该用户无权使用此消费组',
  CLUSTER_AUTHORIZATION_FAILED: '该用户无权执行此操作',
};

function configOf({ retentionMs, maxMessageBytes, replication }: TopicDeclaration): Record<string, string> {
  return {
    'cleanup.policy': 'delete',
    'retention.ms': String(retentionMs),
    'max.message.bytes': String(maxMessageBytes),
    // With three replicas one may be away; acknowledged by the leader alone would be no acknowledgement.
    'min.insync.replicas': String(Math.max(1, replication - 1)),
  };
}

interface ProducerSurroundings {
  until<Result>(work: Promise<Result>): Promise<Result>;
  said(error: unknown): unknown;
  onClose(): void;
}

class KafkaProducer implements MessageProducer {
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  private isSpent = false;

  constructor(
    private readonly client: Producer,
    /** Partitions that were chosen since it was last cleared. */
    private readonly asked: Set<string>,
    private readonly surroundings: ProducerSurroundings,
  ) {}

  async send(messages: readonly OutMessage[]): Promise<void> {
    for (const message of messages) assertWithinLimits(message);
    if (this.waiting >= MESSAGING_LIMITS.maxWaitingSends)
      throw new MessagingUnavailableError(`等待发送的消息已达 ${MESSAGING_LIMITS.maxWaitingSends} 批。`);
    this.waiting += 1;
    const turn = this.last.then(() => this.sendNow(messages));
    this.last = turn.catch(() => {});
    try {
      await turn;
    } finally {
      this.waiting -= 1;
    }
  }

  async close(): Promise<void> {
    this.isSpent = true;
    this.surroundings.onClose();
    await ended(this.client.disconnect());
  }

  private async sendNow(messages: readonly OutMessage[]): Promise<void> {
    try {
      for (const request of requestsOf(messages)) await this.request(request);
    } catch (error) {
      this.isSpent = true;
      throw this.surroundings.said(error);
    }
  }

  private async request(messages: readonly OutMessage[]): Promise<void> {
    if (this.isSpent) throw new MessagingUnavailableError('此前有消息发送失败或已关闭，须重新打开发送端。');
    const byTopic = new Map<string, { key: string; value: string | Buffer; headers: Record<string, string> }[]>();
    for (const { topic, key, value, headers = {} } of messages) {
      const message = { key, value, headers: { ...headers } };
      const others = byTopic.get(topic);
      if (others) others.push(message);
      else byTopic.set(topic, [message]);
    }
    this.asked.clear();
    const acknowledged = await this.surroundings.until(
      this.client.sendBatch({
        acks: -1,
        timeout: KAFKA_LIMITS.acknowledgeTimeoutMs,
        compression: kafkajs.CompressionTypes.GZIP,
        topicMessages: [...byTopic].map(([topic, out]) => ({ topic, messages: out })),
      }),
    );
    for (const { topicName, partition } of acknowledged) this.asked.delete(`${topicName} ${partition}`);
    if (this.asked.size > 0)
      throw new MessagingUnavailableError(`分区 ${[...this.asked].join('、')} 没有确认：分区的主节点正在变动。`);
  }
}

function groupConsumer(kafka: kafkajs.Kafka, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    sessionTimeout: KAFKA_LIMITS.sessionTimeoutMs,
    heartbeatInterval: KAFKA_LIMITS.heartbeatIntervalMs,
    rebalanceTimeout: KAFKA_LIMITS.rebalanceTimeoutMs,
    maxWaitTimeInMs: KAFKA_LIMITS.fetchWaitMs,
    maxBytes: KAFKA_LIMITS.fetchBytes,
    maxBytesPerPartition: KAFKA_LIMITS.fetchBytesPerPartition,
    allowAutoTopicCreation: false,
    // Whoever began it begins it anew, and says why.
    retry: { ...RETRY, restartOnFailure: async () => false },
  });
}

interface ConsumptionSurroundings {
  consumer(): Consumer;
  connect(client: Client): Promise<void>;
  said(error: unknown): unknown;
  onStop(): void;
}

/** Consumes in a group until it is stopped; a consumer that ends is followed by another. */
class KafkaConsumption implements Consumption {
  private readonly stopping = Promise.withResolvers<void>();
  private isStopping = false;
  private readonly running: Promise<void>;
  private failures = 0;
  /** When the group last heard of this member. */
  private heardMs = 0;

  constructor(
    private readonly options: ConsumeOptions,
    private readonly surroundings: ConsumptionSurroundings,
  ) {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    this.stopping.resolve();
    this.surroundings.onStop();
    await ended(this.running);
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      try {
        await this.consumeUntilItEnds();
      } catch (error) {
        if (this.isStopping) return;
        this.failures += 1;
        if (!AGREEING.has(typeOf(error)) || this.failures > KAFKA_LIMITS.retries) this.trouble(error);
        await this.pause(pauseMs(this.failures));
      }
    }
  }

  private async consumeUntilItEnds(): Promise<void> {
    const client = this.surroundings.consumer();
    const crash = Promise.withResolvers<never>();
    crash.promise.catch(() => {});
    client.on(client.events.CRASH, ({ payload }) => crash.reject(payload.error));
    client.on(client.events.HEARTBEAT, () => this.heard());
    client.on(client.events.GROUP_JOIN, () => {
      this.failures = 0;
      this.heard();
    });
    try {
      await Promise.race([this.surroundings.connect(client), this.stopping.promise]);
      if (this.isStopping) return;
      const { topics, partitionsAtOnce = 1 } = this.options;
      const attempts = new Map<string, number>();
      await client.subscribe({ topics: [...topics], fromBeginning: true });
      await client.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch: (payload) => this.batch(payload, attempts),
      });
      await Promise.race([crash.promise, this.stopping.promise]);
    } finally {
      await ended(client.disconnect());
    }
  }

  private heard(): void {
    this.heardMs = performance.now();
  }

  private trouble(error: unknown): void {
    const said = this.surroundings.said(error);
    this.options.onTrouble?.(said instanceof Error ? said : new Error(String(said)));
  }

  private async pause(ms: number): Promise<void> {
    const waited = Promise.withResolvers<void>();
    const timer = setTimeout(waited.resolve, ms);
    await Promise.race([waited.promise, this.stopping.promise]);
    clearTimeout(timer);
  }

  private async batch(payload: EachBatchPayload, attempts: Map<string, number>): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    // An error of the group or of the connection: kafkajs has to see it, to join again.
    let lost: unknown;
    let done = -1n;
    const tell = async (work: Promise<void>) => {
      try {
        await work;
      } catch (error) {
        lost ??= error;
        if (isOfGroup(error)) throw new StaleBatchError(`${topic}/${partition}`, { cause: error });
        throw this.surroundings.said(error);
      }
    };
    const isStale = () =>
      lost !== undefined ||
      this.isStopping ||
      !payload.isRunning() ||
      performance.now() - this.heardMs > KAFKA_LIMITS.sessionTimeoutMs - KAFKA_LIMITS.heartbeatIntervalMs;
    const batch: Incoming = {
      topic,
      partition,
      messages: messages.map(incoming),
      isStale,
      heartbeat: () => tell(payload.heartbeat()),
      commit: async (through) => {
        const offset = (BigInt(through) + 1n).toString();
        await tell(payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] }));
        this.heard();
        payload.resolveOffset(through);
        done = BigInt(through);
      },
    };
    try {
      await this.options.onBatch(batch);
    } catch (error) {
      if (lost === undefined) this.trouble(error);
    }
    if (lost !== undefined) throw lost;
    const place = `${topic} ${partition}`;
    if (done >= BigInt(messages.at(-1)!.offset)) attempts.delete(place);
    else if (!this.isStopping) {
      const attempt = (attempts.get(place) ?? 0) + 1;
      attempts.set(place, attempt);
      await this.pause(pauseMs(attempt));
      await payload.heartbeat();
    }
  }
}

/** A topic on its way to whoever reads it: per partition in order, each message once, up to the end as it was. */
class TopicReading {
  /** Offset of the next message of each partition that is not at its end, and that end. */
  private readonly left: Map<number, { next: bigint; readonly end: bigint }>;
  private movedMs = performance.now();
  /** What the reader threw. */
  failure: { readonly error: unknown } | undefined;

  constructor(
    offsets: readonly { readonly partition: number; readonly low: string; readonly high: string }[],
    private readonly onMessage: (message: ReadMessage) => void | Promise<void>,
  ) {
    this.left = new Map(
      offsets
        .map(({ partition, low, high }) => [partition, { next: BigInt(low), end: BigInt(high) }] as const)
        .filter(([, { next, end }]) => next < end),
    );
  }

  get isDone(): boolean {
    return this.left.size === 0;
  }

  get idleMs(): number {
    return performance.now() - this.movedMs;
  }

  async take(partition: number, messages: readonly KafkaMessage[], heartbeat: () => Promise<void>): Promise<void> {
    const place = this.left.get(partition);
    for (const message of messages) {
      const offset = BigInt(message.offset);
      if (!place || offset >= place.end) return;
      if (offset < place.next) continue;
      try {
        await this.onMessage({ ...incoming(message), partition });
      } catch (error) {
        this.failure = { error };
        return;
      }
      place.next = offset + 1n;
      this.movedMs = performance.now();
      await heartbeat();
    }
  }

  /** The last offset of a batch, which need not be one of its messages'. */
  reached(partition: number, offset: string): void {
    const place = this.left.get(partition);
    if (place && this.failure === undefined && BigInt(offset) + 1n >= place.end) this.left.delete(partition);
  }
}

const pauseMs = (failures: number) =>
  Math.min(KAFKA_LIMITS.maxPauseMs, KAFKA_LIMITS.firstPauseMs * 2 ** Math.min(failures - 1, 20));

function incoming({ offset, key, value, headers, timestamp }: KafkaMessage): IncomingMessage {
  const texts: Record<string, string> = {};
  for (const [name, header] of Object.entries(headers ?? {}))
    if (header !== undefined) texts[name] = String(Array.isArray(header) ? header.at(-1) : header);
  return {
    offset,
    ...(key === null ? {} : { key: key.toString() }),
    ...(value === null ? {} : { value }),
    headers: texts,
    sentAt: new Date(Number(timestamp)).toISOString(),
  };
}

/** Waits for something to end, as long as `closeMs`, whatever comes of it. */
async function ended(work: Promise<unknown>): Promise<void> {
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(limit.resolve, KAFKA_LIMITS.closeMs);
  await Promise.race([work.catch(() => {}), limit.promise]);
  clearTimeout(timer);
}

interface TheirError extends Error {
  readonly type?: string;
  readonly errors?: readonly unknown[];
}

const isTheirs = (error: Error): error is TheirError => error.name.startsWith('KafkaJS') || 'code' in error;

/** The error below the wrappings that kafkajs puts around it. */
function rootOf(error: unknown): unknown {
  if (!(error instanceof Error) || !isTheirs(error)) return error;
  const below = error.errors?.[0] ?? error.cause;
  return below instanceof Error && below !== error ? rootOf(below) : error;
}

/** The protocol's name of an error; empty where it is none of the protocol. */
function typeOf(error: unknown): string {
  const root = rootOf(error);
  return root instanceof Error ? ((root as TheirError).type ?? '') : '';
}

const GROUP_ERRORS = new Set([
  'REBALANCE_IN_PROGRESS',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

const isOfGroup = (error: unknown) => GROUP_ERRORS.has(typeOf(error));

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

/**
 * Nothing is to be woken up for while no request waits. The timer that kafkajs sets all the same has a negative wait, and
 * sets itself again each millisecond.
 */
function quietRequestQueue(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue & { isQuiet?: true };
  };
  if (prototype.isQuiet) return;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  prototype.isQuiet = true;
}

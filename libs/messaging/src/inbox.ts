import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import {
  Bell,
  backoffMs,
  type DeadLetter,
  type DeadLetters,
  defined,
  endsWithin,
  inTime,
  StoreUnavailableError,
} from '#eventsourcing';
import {
  type Consumption,
  type Incoming,
  type IncomingMessage,
  MESSAGING_LIMITS,
  type MessageBroker,
  type MessageProducer,
  MessagingUnavailableError,
  type OutMessage,
  StaleBatchError,
  type TopicDeclaration,
} from './broker.js';
import type { Delivery, NotYet, Receipt, Receive } from './delivery.js';

export const INBOX_LIMITS = {
  /** Messages whose outcomes are answered and committed together. */
  chunkMessages: 500,
  /** Keys of a chunk that are worked on at once; messages of one key follow each other. */
  keysAtOnce: 64,
  /** Partitions whose messages are worked on at once. */
  partitionsAtOnce: 4,
  /** A message that takes longer failed: its outcome is unknown, and it comes again with the same ids. */
  receiveMs: 60_000,
  /** An error that says nothing of store or broker is met so often before the message is laid aside for it. */
  unknownAttempts: 5,
  /** Messages whose errors are counted at the most. */
  unknownCounted: 10_000,
  /** The group hears of this member so often while a chunk takes long. */
  heartbeatMs: 1_000,
  /** Waits before topics are asked for again; doubled each time. */
  firstBackoffMs: 200,
  maxBackoffMs: 10_000,
  /** Trouble is told so long after it was last met. */
  troubleMs: 60_000,
  /** Stopping waits this long for what is in flight, then leaves it to itself. */
  stopMs: 4_000,
} as const;

export interface InboxOptions {
  /** The consumer group; every process of the same name shares the work. */
  readonly group: string;
  readonly broker: Pick<MessageBroker, 'producer' | 'ensureTopics' | 'consume'>;
  /** Topics that are read. */
  readonly topics: readonly TopicDeclaration[];
  /** Topics that are written to: replies. */
  readonly replyTopics: readonly TopicDeclaration[];
  readonly deadLettersTopic: TopicDeclaration;
  readonly deadLetters: DeadLetters;
  readonly receive: Receive;
  readonly log?: (event: InboxEvent) => void;
  readonly limits?: Partial<{ readonly [Name in keyof typeof INBOX_LIMITS]: number }>;
}

/** What an inbox has to tell its surroundings; nothing in it is a reason to crash, and nothing of a message's content. */
export type InboxEvent =
  | { readonly kind: 'started' | 'stopped' }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'laid-aside'; readonly deadLetter: string; readonly code: string; readonly error?: string };

export interface InboxStatus {
  /** `failing`: tries again by itself. */
  readonly state: 'new' | 'following' | 'failing' | 'stopped';
  readonly lastError?: string;
  /** Since this process began. */
  readonly done: number;
  readonly laidAside: number;
}

const NAMESPACE = '0d1f2f5e-54d4-5f0f-8d53-3a4f6f2f9b61';

/** Header of a message in the topic of dead letters, with what is told of it. */
export const DEAD_LETTER_HEADERS = {
  id: 'anjuan-dead-letter',
  code: 'anjuan-code',
  reason: 'anjuan-reason',
  topic: 'anjuan-topic',
  partition: 'anjuan-partition',
  offset: 'anjuan-offset',
  /** There where the content was too large to be sent on. */
  bytes: 'anjuan-bytes',
} as const;

/**
 * Reads what other systems send, in order per key, and has it carried out. A message is done with when what it asked for
 * is durable, or it is laid aside among the dead letters: then it is answered, and only then its offset is committed. So
 * after a crash it comes again; that it changes nothing then, and gets the same answer, `receive` sees to. While the store
 * or the broker is away it waits for them, and nothing is laid aside for that.
 */
export class Inbox {
  private readonly limits: { readonly [Name in keyof typeof INBOX_LIMITS]: number };
  private readonly bell = new Bell();
  private readonly unknown = new Map<string, number>();
  private running: Promise<void> | undefined;
  private consumption: Consumption | undefined;
  private producing: Promise<MessageProducer> | undefined;
  private isStopping = false;
  private stopped: Promise<void> | undefined;
  private state: 'new' | 'running' | 'stopped' = 'new';
  private trouble: { readonly error: string; readonly atMs: number } | undefined;
  private done = 0;
  private laidAside = 0;

  constructor(private readonly options: InboxOptions) {
    this.limits = { ...INBOX_LIMITS, ...options.limits };
  }

  /** Begins; where the broker is away, it begins once that is back. */
  start(): void {
    if (this.running) throw new Error('an inbox starts once');
    this.running = this.run();
  }

  /** Ends within `stopMs`; what was not committed comes again. */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    this.isStopping = true;
    this.bell.ring();
    const ending = async () => {
      await this.running;
      await this.consumption?.stop();
      await this.closeProducer();
    };
    await endsWithin(ending(), this.limits.stopMs);
    this.state = 'stopped';
    this.tell({ kind: 'stopped' });
  }

  status(): InboxStatus {
    const { state, trouble, done, laidAside } = this;
    const isTroubled = trouble !== undefined && performance.now() - trouble.atMs < this.limits.troubleMs;
    return {
      state: state === 'running' ? (isTroubled ? 'failing' : 'following') : isTroubled ? 'failing' : state,
      ...(isTroubled ? { lastError: trouble.error } : {}),
      done,
      laidAside,
    };
  }

  private async run(): Promise<void> {
    const { broker, topics, replyTopics, deadLettersTopic, group } = this.options;
    for (let failures = 1; !this.isStopping; failures++) {
      try {
        await broker.ensureTopics([...topics, ...replyTopics, deadLettersTopic]);
        if (this.isStopping) return;
        this.consumption = await broker.consume({
          group,
          topics: topics.map(({ name }) => name),
          onBatch: (batch) => this.batch(batch),
          onTrouble: (error) => this.failed(error),
          partitionsAtOnce: this.limits.partitionsAtOnce,
        });
        this.state = 'running';
        this.trouble = undefined;
        this.tell({ kind: 'started' });
        return;
      } catch (error) {
        this.failed(error);
        await this.bell.pause(backoffMs(this.limits, failures), () => this.isStopping);
      }
    }
  }

  private async batch(batch: Incoming): Promise<void> {
    const { chunkMessages, heartbeatMs } = this.limits;
    // Whoever stops while something hangs is not to be taken for alive.
    const beat = () => (this.isOver(batch) ? clearInterval(heart) : void batch.heartbeat().catch(() => {}));
    const heart = setInterval(beat, heartbeatMs);
    try {
      for (let from = 0; from < batch.messages.length; from += chunkMessages) {
        if (this.isOver(batch)) return;
        await this.chunk(batch, batch.messages.slice(from, from + chunkMessages));
      }
      this.trouble = undefined;
    } finally {
      clearInterval(heart);
    }
  }

  /** Has the messages of a chunk carried out, answers them, and commits. Throws what is to be tried again. */
  private async chunk(batch: Incoming, messages: readonly IncomingMessage[]): Promise<void> {
    const deliveries = messages.map((message) => deliveryOf(batch, message));
    const receipts = await this.receiveAll(batch, deliveries);
    // Somebody else has them by now, or will; whatever was done is known again by its ids.
    if (receipts === undefined) return;
    const letters = receipts.flatMap((receipt, index) => {
      const letter = deadLetterOf(deliveries[index]!, receipt);
      return letter === undefined ? [] : [letter];
    });
    await this.options.deadLetters.keep(letters);
    await this.send([
      ...receipts.flatMap(({ replies }) => replies),
      ...letters.map((letter) => letterMessage(this.options.deadLettersTopic.name, letter)),
    ]);
    await batch.commit(messages.at(-1)!.offset);
    for (const { id } of deliveries) this.unknown.delete(id);
    this.done += receipts.length - letters.length;
    this.laidAside += letters.length;
    for (const { id, code } of letters) this.tell({ kind: 'laid-aside', deadLetter: id, code });
  }

  /** The receipts in the order of the messages; undefined when the batch went stale. Throws the first error. */
  private async receiveAll(batch: Incoming, deliveries: readonly Delivery[]): Promise<Receipt[] | undefined> {
    const receipts: Receipt[] = [];
    const byKey = [...Map.groupBy(deliveries.keys(), (index) => deliveries[index]!.key ?? '').values()];
    let isEnding = false;
    const work = async () => {
      for (let indexes = byKey.shift(); indexes !== undefined; indexes = byKey.shift())
        for (const index of indexes) {
          if (isEnding || this.isOver(batch)) return;
          receipts[index] = await this.received(deliveries[index]!);
        }
    };
    const workers = Array.from({ length: Math.min(this.limits.keysAtOnce, byKey.length) }, () =>
      work().catch((error: unknown) => {
        isEnding = true;
        throw error;
      }),
    );
    // Nothing goes on behind the back of the next attempt.
    const outcomes = await Promise.allSettled(workers);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return this.isOver(batch) ? undefined : receipts;
  }

  private async received(delivery: Delivery): Promise<Receipt> {
    let receipt: Receipt | NotYet;
    try {
      // Whatever hangs holds a partition, and nobody would see it: past the limit it is an error as any other.
      const { receiveMs } = this.limits;
      receipt = await inTime(
        this.options.receive(delivery),
        receiveMs,
        () => new Error(`一条消息的办理超过 ${receiveMs / 1_000} 秒，没有结果`),
      );
    } catch (error) {
      if (isPassing(error)) throw error;
      // Of messages that went to other members nobody takes the count away.
      if (this.unknown.size > this.limits.unknownCounted) this.unknown.clear();
      const attempts = (this.unknown.get(delivery.id) ?? 0) + 1;
      this.unknown.set(delivery.id, attempts);
      if (attempts < this.limits.unknownAttempts) throw error;
      return internal();
    }
    if (receipt.outcome.kind === 'not-yet') throw new MessagingUnavailableError(receipt.outcome.reason);
    return receipt as Receipt;
  }

  /** A producer that failed once is of no more use. */
  private async send(messages: readonly OutMessage[]): Promise<void> {
    if (messages.length === 0) return;
    this.producing ??= this.options.broker.producer();
    const { producing } = this;
    try {
      await (await producing).send(messages);
    } catch (error) {
      if (this.producing === producing) await this.closeProducer();
      throw error;
    }
  }

  private async closeProducer(): Promise<void> {
    const { producing } = this;
    this.producing = undefined;
    await producing?.then((producer) => producer.close()).catch(() => {});
  }

  private isOver(batch: Incoming): boolean {
    return this.isStopping || batch.isStale();
  }

  private failed(error: unknown): void {
    if (this.isStopping || error instanceof StaleBatchError) return;
    const text = error instanceof Error ? error.message : String(error);
    this.trouble = { error: text, atMs: performance.now() };
    this.tell({ kind: 'failed', error: text });
  }

  private tell(event: InboxEvent): void {
    this.options.log?.(event);
  }
}

/** Whether an error says nothing of the message: store or broker are away, or the partition went elsewhere. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof StoreUnavailableError ||
    error instanceof MessagingUnavailableError ||
    error instanceof StaleBatchError
  );
}

/** What becomes of a message over which we fail ourselves, again and again. */
export function internal(): Receipt {
  return {
    subject: {},
    outcome: { kind: 'refused', code: 'internal', reason: '系统出错，没有办理；修复后可以重放' },
    replies: [],
  };
}

/** The id of a message by where it lies and what it says. */
export function deliveryId({
  topic,
  partition,
  offset,
  value,
}: Pick<Delivery, 'topic' | 'partition' | 'offset'> & { readonly value?: Uint8Array | undefined }): string {
  const digest = createHash('sha256')
    .update(value ?? '')
    .digest('hex');
  return v5(JSON.stringify([topic, partition, offset, digest]), NAMESPACE);
}

function deliveryOf({ topic, partition }: Incoming, message: IncomingMessage): Delivery {
  const { offset, key, value, headers } = message;
  return {
    id: deliveryId({ topic, partition, offset, value }),
    topic,
    partition,
    offset,
    ...defined({ key, value }),
    headers,
    attempt: 0,
  };
}

function deadLetterOf(delivery: Delivery, { subject, outcome }: Receipt): DeadLetter | undefined {
  if (outcome.kind !== 'refused') return undefined;
  const { id, topic, partition, offset, key, value, headers } = delivery;
  const { kind: _kind, ...why } = outcome;
  const bytes = value?.length ?? 0;
  return {
    id,
    topic,
    partition,
    offset,
    receivedAt: new Date().toISOString(),
    ...defined({ key }),
    headers,
    ...(value === undefined || bytes > MESSAGING_LIMITS.maxMessageBytes ? {} : { value }),
    bytes,
    ...subject,
    ...why,
  };
}

/** The letter in the topic of dead letters: the bytes as they came, and beside them why. */
function letterMessage(topic: string, letter: DeadLetter): OutMessage {
  const { id, key, value, headers, code, reason, partition, offset, bytes } = letter;
  const names = DEAD_LETTER_HEADERS;
  return {
    topic,
    key: key || id,
    value: value === undefined ? '' : Buffer.from(value),
    headers: {
      ...headers,
      [names.id]: id,
      [names.code]: code,
      [names.reason]: reason,
      [names.topic]: letter.topic,
      [names.partition]: String(partition),
      [names.offset]: offset,
      ...(value === undefined ? { [names.bytes]: String(bytes) } : {}),
    },
  };
}

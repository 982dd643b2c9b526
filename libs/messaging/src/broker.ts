/* What this house asks of a message broker: topics of partitions, kept in order per key. No client library shows here. */

export const MESSAGING_LIMITS = {
  /** Bytes of one message's value: the largest event (STORE_LIMITS) in its envelope. */
  maxMessageBytes: 1024 * 1024 + 128 * 1024,
  /** Bytes of keys, values and headers that go out in one request, before compression; a larger message goes alone. */
  maxRequestBytes: 2 * 1024 * 1024,
  /** Messages of one request. */
  maxRequestMessages: 2_000,
  /** Sends of one producer that may wait for their turn. */
  maxWaitingSends: 1_000,
  /** `max.message.bytes` of topics: what goes out in one request may all lie in one partition, and not compress. */
  topicMessageBytes: 4 * 1024 * 1024,
} as const;

export interface OutMessage {
  readonly topic: string;
  /** Messages of one key lie in one partition (`partitionOf`), in the order in which they were sent. Never empty. */
  readonly key: string;
  readonly value: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends to topics that exist. Idempotent, acknowledged by all replicas in sync, one request in flight at a time. After a
 * failed send it is of no more use: what that send did is unknown, and whoever sends opens another and begins again
 * where it knows.
 */
export interface MessageProducer {
  /**
   * Resolves when every message is acknowledged. Sends go out in the order of their calls. Throws MessageRefusedError
   * (none of these messages was sent) or MessagingUnavailableError (some may have been).
   */
  send(messages: readonly OutMessage[]): Promise<void>;
  /** Ends within `closeMs`; what is in flight may still arrive. */
  close(): Promise<void>;
}

export interface IncomingMessage {
  readonly offset: string;
  readonly key?: string;
  /** Undefined where the sender sent none. */
  readonly value?: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO-8601 UTC, as the sender or the broker says it. */
  readonly sentAt: string;
}

/** Messages of one partition, in order. */
export interface Incoming {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly IncomingMessage[];
  /** The partition is, or may be, another member's by now: what is not done yet is that one's to do. */
  isStale(): boolean;
  /** Tells the group that this member is alive; to be called between the parts of long work. Throws StaleBatchError. */
  heartbeat(): Promise<void>;
  /** Keeps that everything through this offset is done. Throws StaleBatchError or MessagingUnavailableError. */
  commit(through: string): Promise<void>;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Does a batch and commits what is done. What it leaves uncommitted, or all the rest when it throws, comes again after
   * a pause; so does what another member had not committed.
   */
  onBatch(batch: Incoming): Promise<void>;
  /** What went wrong; it is tried again by itself. */
  onTrouble?(error: Error): void;
  /** Partitions whose batches are done at once; default 1. */
  readonly partitionsAtOnce?: number;
}

export interface Consumption {
  /** Lets the batch in hand end, leaves the group. Ends within `closeMs`. */
  stop(): Promise<void>;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** -1: for ever. */
  readonly retentionMs: number;
  readonly maxMessageBytes: number;
}

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** Where the group goes on; undefined when it committed nothing yet. */
  readonly committed?: string;
  /** Offset that the next message of the partition will have. */
  readonly end: string;
  /** Messages between the two; all that are kept when nothing is committed. */
  readonly behind: number;
}

export interface ReadMessage extends IncomingMessage {
  readonly partition: number;
}

/** Opened lazily: nothing is connected before it is needed. What cannot be reached throws MessagingUnavailableError. */
export interface MessageBroker {
  producer(): Promise<MessageProducer>;
  /** Creates topics, or verifies those that exist. Throws TopicsDifferError. */
  ensureTopics(topics: readonly TopicDeclaration[]): Promise<void>;
  /** Joins a group and goes on where it stands; a new group begins with the first message. Troubles go to `onTrouble`. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Every message of a topic, per partition in order, from the first that is kept to the last as of now. */
  readTopic(topic: string, onMessage: (message: ReadMessage) => void | Promise<void>): Promise<void>;
  /** How far a group is behind, per partition in order. */
  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]>;
  /** Ends everything that was opened here, also what is being opened, within `closeMs`. */
  close(): Promise<void>;
}

/** The broker cannot be reached, or does not do now what it may do later. What was sent may have arrived all the same. */
export class MessagingUnavailableError extends Error {
  override readonly name = 'MessagingUnavailableError';
}

/** No broker takes this: too large, no topic of this name, not allowed. Trying again does not help. */
export class MessageRefusedError extends Error {
  override readonly name = 'MessageRefusedError';
}

/** The partition of this batch went to another member of the group: leave the rest of it. */
export class StaleBatchError extends Error {
  override readonly name = 'StaleBatchError';
}

/** Topics are kept in another way than declared. The message is one Chinese sentence for the operator. */
export class TopicsDifferError extends Error {
  override readonly name = 'TopicsDifferError';
}

import { type EventStore, LOG_START, type Position, type RecordedEvent } from '#eventsourcing';
import type { Contract } from './contract.js';
import { type Digest, LogIndex } from './log-index.js';

/*
 * The log against the topics: of every event that was relayed there is a message, once or more, saying what it is to say,
 * and each key comes in the order of the log. Of an event 18 bytes are kept, of what is wrong the first places.
 */

export const VERIFICATION_LIMITS = {
  /** Events read from the log at once. */
  batchEvents: 2_000,
  /** Places of each kind of fault that are told. */
  places: 10,
  /** Messages that are not as they would be made now and are compared field by field; the rest is counted. */
  compared: 1_000,
} as const;

/** What a partition of a topic keeps, as the broker says it. */
export interface PartitionKept {
  readonly partition: number;
  /** Offset that its next message will have. */
  readonly end: string;
  /** Messages that it keeps. */
  readonly behind: number;
}

/** A message as it lies in a topic. */
export interface LyingMessage {
  readonly partition: number;
  readonly offset: string;
  readonly key?: string;
  readonly value?: { toString(): string };
}

/** What can be wrong, by what it is called. */
export const FAULTS = {
  missing: '缺少的消息',
  disorder: '先后颠倒的消息',
  foreign: '不该有的消息',
  differing: '内容与日志不符的消息',
} as const;
export type FaultKind = keyof typeof FAULTS;

export interface Fault {
  readonly kind: FaultKind;
  readonly count: number;
  /** The first of them, each a Chinese sentence. */
  readonly places: readonly string[];
}

export interface TopicsVerified {
  /** Events that were relayed, and so had to be there. */
  readonly events: number;
  /** Events behind the relay's checkpoint: they may be there or not. */
  readonly notDue: number;
  readonly messages: number;
  /** Messages of events that had come before. */
  readonly duplicates: number;
  /** Events whose messages are older than what their partition keeps. */
  readonly expired: number;
  /** Messages of an earlier state of the contract: they say less than they would now. */
  readonly earlier: number;
  /** Empty, or something is wrong. */
  readonly faults: readonly Fault[];
}

export interface VerificationOptions {
  /** The log with its events in their present shape. */
  readonly store: Pick<EventStore, 'readAll' | 'readStream'>;
  readonly contract: Contract;
  /** Checkpoint of the relay: everything up to it has to be there. */
  readonly relayedTo: Position;
  /** 64 bits of a digest of a text, of which nobody finds another with the same. */
  readonly digestOf: (text: string) => Digest;
  /** The partition of a key among so many. */
  readonly partitionOf: (key: string, partitions: number) => number;
}

/** What a partition of a topic has shown so far. */
interface Partition {
  /** Whether messages were deleted for their age. */
  readonly isCut: boolean;
  /** Place in the log of the first message that is left; beyond all of them where none is. */
  first: number;
  /** The farthest place in the log that was seen. */
  farthest: number;
}

/** One verification: `readLog`; of each topic `begin`, then all its messages to `take`; then `finish`. */
export class Verification {
  private readonly index = new LogIndex();
  private readonly topics: readonly string[];
  private readonly partitions = new Map<string, readonly Partition[]>();
  /** The farthest place of keys that hold a whole register: there are as many as such registers. */
  private readonly farthestOfRegister = new Map<string, number>();
  private readonly faults = new Map<FaultKind, { count: number; places: string[] }>();
  private due = 0;
  private messages = 0;
  private duplicates = 0;
  private earlier = 0;
  private compared = 0;

  constructor(private readonly options: VerificationOptions) {
    this.topics = options.contract.topics().map(({ name }) => name);
  }

  /** Reads the log to its end as of now. */
  async readLog(): Promise<void> {
    const { relayedTo, contract, digestOf } = this.options;
    for await (const event of this.log()) {
      const { topic, value } = contract.messageOf(event);
      this.index.add(event.position, this.topics.indexOf(topic), digestOf(value));
      if (event.position <= relayedTo) this.due += 1;
    }
  }

  private async *log(): AsyncGenerator<RecordedEvent> {
    let after: Position = LOG_START;
    for (;;) {
      const events = await this.options.store.readAll(after, VERIFICATION_LIMITS.batchEvents);
      if (events.length === 0) return;
      yield* events;
      after = events.at(-1)!.position;
    }
  }

  /** Begins a topic with its partitions, in order. */
  begin(topic: string, partitions: readonly PartitionKept[]): void {
    this.partitions.set(
      topic,
      partitions.map(({ end, behind }) => ({
        isCut: BigInt(end) > BigInt(behind),
        first: Number.POSITIVE_INFINITY,
        farthest: -1,
      })),
    );
  }

  /** Takes a message of a topic; those of each partition in their order. Waits for what is rarely asked. */
  take(topic: string, message: LyingMessage): void | Promise<void> {
    this.messages += 1;
    const at = () => `主题 ${topic} 第 ${message.partition} 分区位移 ${message.offset}`;
    const value = message.value?.toString() ?? '';
    const said = readMessage(value);
    if (said === undefined) return this.fault('foreign', `${at()}：不是本系统发出的消息`);
    const { position, stream } = said;
    const index = this.index.indexOf(position);
    // What was appended since the log was read is told next time.
    if (index < 0 && position > this.lastPosition()) return;
    if (index < 0) return this.fault('foreign', `${at()}：日志中没有位置 ${position} 的事件`);
    const partitions = this.partitions.get(topic)!;
    if (this.topics[this.index.topicAt(index)] !== topic || stream !== message.key)
      return this.fault('foreign', `${at()}：位置 ${position} 的事件不在这个主题，或者不用这个 key`);
    if (this.options.partitionOf(stream, partitions.length) !== message.partition)
      return this.fault('foreign', `${at()}：${stream} 不在这个分区`);
    const isFirst = !this.index.isSeen(index);
    if (!isFirst) this.duplicates += 1;
    this.index.see(index);
    const partition = partitions[message.partition]!;
    partition.first = Math.min(partition.first, index);
    const isBehind = isFirst && index < partition.farthest;
    partition.farthest = Math.max(partition.farthest, index);
    const farther = said.revision === undefined ? (this.farthestOfRegister.get(stream) ?? -1) : -1;
    if (said.revision === undefined) this.farthestOfRegister.set(stream, Math.max(farther, index));
    const isAsMade = this.index.isMessage(index, this.options.digestOf(value));
    if (isAsMade && !isBehind) return;
    return this.look(at, value, said, index, { isAsMade, isBehind, farther });
  }

  /** What is left to be asked of a message that is not as most are. */
  private async look(
    at: () => string,
    value: string,
    { stream, revision, position }: Said,
    index: number,
    { isAsMade, isBehind, farther }: { isAsMade: boolean; isBehind: boolean; farther: number },
  ): Promise<void> {
    if (isBehind) {
      const isAfterLater =
        revision === undefined
          ? farther > index
          : (await this.options.store.readStream(stream, revision + 1)).some((later) => {
              const place = this.index.indexOf(later.position);
              return place >= 0 && this.index.isSeen(place);
            });
      if (isAfterLater) this.fault('disorder', `${at()}：${stream} 位置 ${position} 的事件在它以后的事件之后才到`);
    }
    if (isAsMade) return;
    this.compared += 1;
    if (this.compared > VERIFICATION_LIMITS.compared) {
      this.earlier += 1;
      return;
    }
    const event = await this.eventAt(index);
    const now = this.options.contract.messageOf(event);
    if (saysLess(JSON.parse(value), JSON.parse(now.value))) this.earlier += 1;
    else this.fault('differing', `${at()}：${stream} 位置 ${position} 的 ${event.type} 与日志不符`);
  }

  /** Once everything was taken. */
  async finish(): Promise<TopicsVerified> {
    const expired = await this.findMissing();
    const kinds = Object.keys(FAULTS) as FaultKind[];
    return {
      events: this.due,
      notDue: this.index.length - this.due,
      messages: this.messages,
      duplicates: this.duplicates,
      expired,
      earlier: this.earlier,
      faults: kinds.flatMap((kind) => {
        const found = this.faults.get(kind);
        return found === undefined ? [] : [{ kind, ...found }];
      }),
    };
  }

  /** Tells what is missing, and counts what was deleted for its age. */
  private async findMissing(): Promise<number> {
    let expired = 0;
    const isAnyCut = [...this.partitions.values()].flat().some(({ isCut }) => isCut);
    for (let index = 0; index < this.due; index += 1) {
      if (this.index.isSeen(index)) continue;
      // Which key it has is asked where it matters: for what may have been deleted, and for the places that are told.
      const isTold = (this.faults.get('missing')?.count ?? 0) < VERIFICATION_LIMITS.places;
      if (!isAnyCut && !isTold) {
        this.fault('missing', '');
        continue;
      }
      const topic = this.topics[this.index.topicAt(index)]!;
      const event = await this.eventAt(index);
      const { key } = this.options.contract.messageOf(event);
      const partitions = this.partitions.get(topic) ?? [];
      const partition = partitions[this.options.partitionOf(key, partitions.length)];
      if (partition?.isCut && index < partition.first) expired += 1;
      else this.fault('missing', `主题 ${topic}：没有 ${key} 位置 ${event.position} 的 ${event.type}`);
    }
    return expired;
  }

  private lastPosition(): Position {
    return this.index.length === 0 ? LOG_START : this.index.positionAt(this.index.length - 1);
  }

  private async eventAt(index: number): Promise<RecordedEvent> {
    const after = index === 0 ? LOG_START : this.index.positionAt(index - 1);
    const [event] = await this.options.store.readAll(after, 1);
    return event!;
  }

  private fault(kind: FaultKind, place: string): void {
    const found = this.faults.get(kind) ?? { count: 0, places: [] };
    this.faults.set(kind, found);
    found.count += 1;
    if (found.places.length < VERIFICATION_LIMITS.places) found.places.push(place);
  }
}

/** What a message says of which event it is. */
interface Said {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number | undefined;
}

function readMessage(value: string): Said | undefined {
  let message: unknown;
  try {
    message = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof message !== 'object' || message === null) return undefined;
  const { position, stream, revision } = message as Readonly<Record<string, unknown>>;
  if (typeof position !== 'string' || !/^\d{16}$/.test(position) || typeof stream !== 'string') return undefined;
  return { position: Number(position), stream, revision: typeof revision === 'number' ? revision : undefined };
}

/** Attributes that an earlier version, or an earlier address, says otherwise of the same event. */
const OF_THE_SENDER = new Set(['dataschema', 'schemaversion', 'source', 'withheld']);

/** Whether a message that was sent says nothing that the message made now does not say: then it is an earlier state of it. */
function saysLess(sent: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): boolean {
  // By another version of its schema it may say anything.
  const isSameVersion = versionOf(sent['dataschema']) === versionOf(now['dataschema']);
  return Object.entries(sent).every(
    ([name, value]) => OF_THE_SENDER.has(name) || (name === 'data' && !isSameVersion) || isPartOf(value, now[name]),
  );
}

function versionOf(dataschema: unknown): string | undefined {
  return typeof dataschema === 'string' ? dataschema.slice(dataschema.lastIndexOf('/')) : undefined;
}

function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  if (Array.isArray(part) || Array.isArray(whole))
    return (
      Array.isArray(part) &&
      Array.isArray(whole) &&
      part.length === whole.length &&
      part.every((item, index) => isPartOf(item, whole[index]))
    );
  const of = whole as Readonly<Record<string, unknown>>;
  return Object.entries(part).every(([name, value]) => isPartOf(value, of[name]));
}

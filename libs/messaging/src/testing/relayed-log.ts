import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type FollowerLimits, LOG_START, MemoryCheckpoints, MemoryStore, type RecordedEvent } from '#eventsourcing';
import type { MessageBroker, OutMessage, TopicDeclaration } from '../broker.js';
import { type KafkaOptions, openKafka } from '../kafka.js';
import { Relay, type RelayOptions } from '../relay.js';

export const TEST_LIMITS = {
  /** So long a thing may take to come to hold, on a busy machine. */
  waitMs: 240_000,
} as const;

/** Waits until something holds; what it throws meanwhile counts as not yet. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TEST_LIMITS.waitMs;
  let last: unknown;
  do {
    try {
      if (await holds()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await delay(50);
  } while (Date.now() < deadline);
  throw new Error(`${what}: not within ${TEST_LIMITS.waitMs} ms`, { cause: last });
}

export const KEYS = 20;
const EVENTS_PER_APPEND = 25;

/** What was told of a log in a topic, as whoever reads it finds it. */
export interface Told {
  readonly messages: number;
  /** Messages of events that had been told before. */
  readonly repeated: number;
}

/** A log in memory that grows, and relays that tell it to a topic of a real broker. */
export class RelayedLog {
  readonly log = new MemoryStore();
  readonly checkpoints = new MemoryCheckpoints();
  /** Why relays failed, in the order of the failures. */
  readonly failures: string[] = [];
  private readonly brokers: MessageBroker[] = [];
  private readonly relays: Relay[] = [];
  private appends = 0;
  private isGrowing = false;
  private growing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly kafka: Pick<KafkaOptions, 'brokers'>,
    readonly topic: TopicDeclaration,
  ) {}

  static on(brokers: readonly string[], topic: Pick<TopicDeclaration, 'name'> & Partial<TopicDeclaration>): RelayedLog {
    return new RelayedLog(
      { brokers },
      { partitions: 6, replication: 1, retentionMs: -1, maxMessageBytes: 4 * 1024 * 1024, ...topic },
    );
  }

  /** The same event always gives the same message. */
  readonly toMessages = (events: readonly RecordedEvent[]): OutMessage[] =>
    events.map(({ id, stream, position, data }) => ({
      topic: this.topic.name,
      key: stream,
      value: JSON.stringify({ id, position, data }),
      headers: { id },
    }));

  /** A connection as of a process of its own. */
  open(): MessageBroker {
    const broker = openKafka({ ...this.kafka, clientId: `faults-${this.brokers.length}` });
    this.brokers.push(broker);
    return broker;
  }

  async startRelay(options: Partial<RelayOptions> = {}): Promise<Relay> {
    const limits: Partial<FollowerLimits> = { batchEvents: 200, maxBackoffMs: 1_000, idleIntervalMs: 500 };
    const relay = new Relay({
      name: this.topic.name,
      store: this.log,
      checkpoints: this.checkpoints,
      broker: this.open(),
      topics: [this.topic],
      toMessages: this.toMessages,
      limits,
      log: (event) => {
        if (event.kind === 'failed') this.failures.push(event.error);
      },
      ...options,
    });
    this.relays.push(relay);
    await relay.start();
    return relay;
  }

  async append(events: number, data: unknown = {}): Promise<void> {
    for (let left = events; left > 0; left -= EVENTS_PER_APPEND) {
      const stream = `visit-${this.appends++ % KEYS}`;
      const commandId = randomUUID();
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId };
      const recorded = { ...meta, sourceSystem: 'test', ruleset: '1' };
      const event = { type: 'Visited', data, schemaVersion: 1, meta: recorded };
      const count = Math.min(left, EVENTS_PER_APPEND);
      await this.log.append([{ stream, expected: 'any', events: Array.from({ length: count }, () => event) }], {
        commandId,
      });
    }
  }

  /** Appends on and on, until `stopGrowing`. */
  grow(): void {
    this.isGrowing = true;
    this.growing = (async () => {
      while (this.isGrowing) {
        await this.append(EVENTS_PER_APPEND);
        await delay(20);
      }
    })();
  }

  async stopGrowing(): Promise<void> {
    this.isGrowing = false;
    await this.growing;
  }

  /** Waits until relays, whichever of them, have told so many events more than they have by now. */
  async toldMore(events = 100): Promise<void> {
    const from = Number(await this.checkpoints.load(this.topic.name));
    await until(`${events} more events are told`, async () => {
      return Number(await this.checkpoints.load(this.topic.name)) >= from + events;
    });
  }

  async toldAll(): Promise<void> {
    const { position } = await this.log.head();
    await until(`the log is told to its end (${this.failures.at(-1) ?? 'no failures'})`, async () => {
      return (await this.checkpoints.load(this.topic.name)) >= position;
    });
  }

  /**
   * Reads the topic as others do: leaves out what has an id that was there before, and must then have, of each key, the
   * log in its order, nothing missing, nothing else. Throws where it does not.
   */
  async readTold(): Promise<Told> {
    const values = new Map<string, string>();
    const perKey = new Map<string, string[]>();
    let messages = 0;
    await this.open().readTopic(this.topic.name, ({ key, value, headers }) => {
      messages += 1;
      const id = headers['id']!;
      const text = value!.toString();
      const before = values.get(id);
      if (before !== undefined && before !== text) throw new Error(`${id} was told in two ways`);
      if (before !== undefined) return;
      values.set(id, text);
      const told = perKey.get(key!);
      if (told) told.push(id);
      else perKey.set(key!, [id]);
    });
    const wanted = new Map<string, string[]>();
    for (let after = LOG_START; ; ) {
      const events = await this.log.readAll(after, 10_000);
      if (events.length === 0) break;
      after = events.at(-1)!.position;
      for (const { id, stream } of events) {
        const ids = wanted.get(stream);
        if (ids) ids.push(id);
        else wanted.set(stream, [id]);
      }
    }
    for (const [key, ids] of wanted) {
      const told = perKey.get(key) ?? [];
      const wrong = ids.findIndex((id, index) => told[index] !== id);
      if (wrong >= 0)
        throw new Error(`${key}: event ${wrong} of ${ids.length} is ${told[wrong] ?? 'missing'}, not ${ids[wrong]}`);
    }
    const total = [...wanted.values()].reduce((sum, { length }) => sum + length, 0);
    if (values.size !== total) throw new Error(`${values.size} events were told, ${total} happened`);
    return { messages, repeated: messages - total };
  }

  async close(): Promise<void> {
    await this.stopGrowing();
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await Promise.all(this.brokers.map((broker) => broker.close()));
  }
}

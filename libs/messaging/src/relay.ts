import {
  type Checkpoints,
  defined,
  type EventStore,
  FOLLOWER_LIMITS,
  Follower,
  type FollowerEvent,
  type FollowerLimits,
  type Position,
  type RecordedEvent,
} from '#eventsourcing';
import type { MessageBroker, MessageProducer, OutMessage, TopicDeclaration } from './broker.js';

export const RELAY_LIMITS = {
  ...FOLLOWER_LIMITS,
  /** Events of one batch: all of them in memory as messages, acknowledged before the checkpoint moves. */
  batchEvents: 1_000,
  /** A broker that was away for long is found again within this. */
  maxBackoffMs: 5_000,
  /** Whether the broker is to be had is seen this often while there is nothing to send. */
  idleIntervalMs: 10_000,
} as const;

type Log = Pick<EventStore, 'readAll' | 'head' | 'onAppended'>;

export interface RelayOptions {
  /** Name of the lease and the checkpoint. */
  readonly name: string;
  readonly store: Log;
  readonly checkpoints: Checkpoints;
  readonly broker: Pick<MessageBroker, 'producer' | 'ensureTopics'>;
  /** Every topic that `toMessages` may name. */
  readonly topics: readonly TopicDeclaration[];
  /**
   * The messages of a stretch of the log, in its order. The same event gives the same messages, with an id by which those
   * who meet one twice know it.
   */
  readonly toMessages: (events: readonly RecordedEvent[]) => readonly OutMessage[] | Promise<readonly OutMessage[]>;
  readonly limits?: Partial<FollowerLimits>;
  readonly log?: (event: FollowerEvent) => void;
}

/** How far a relay is behind the log. */
export interface RelayLag {
  readonly name: string;
  readonly position: Position;
  /** Age of the oldest event that is not relayed yet; 0 when there is none. */
  readonly lagMs: number;
}

/**
 * Sends the log to topics, and moves its checkpoint when everything is acknowledged. At least once: after a failure it
 * begins again from the checkpoint, with a new producer. In the order of the log per key, also while two take themselves
 * for the owner: whoever sends, sends what follows on a checkpoint, and nothing behind that before it is acknowledged.
 * What lies in a topic is therefore, of each key, always a beginning of the log, but for repetitions.
 */
export class Relay extends Follower {
  constructor(private readonly relaying: RelayOptions) {
    const { name, store, checkpoints, broker, topics, toMessages, limits, log } = relaying;
    super({
      name,
      store,
      lease: (lease, onLost) => checkpoints.lease(lease, onLost),
      open: async () => {
        let producer: Promise<MessageProducer> | undefined;
        // Not before it is needed: a relay stands by, and starts, also while the broker is away.
        const ready = () => {
          producer ??= broker.ensureTopics(topics).then(() => broker.producer());
          return producer;
        };
        return {
          position: await checkpoints.load(name),
          apply: async (events) => {
            const messages = await toMessages(events);
            await (await ready()).send(messages);
          },
          commit: (expected, next) => checkpoints.step(name, expected, next),
          idle: async () => void (await ready()),
          close: async () => void (await (await producer)?.close()),
        };
      },
      limits: { ...RELAY_LIMITS, ...limits },
      ...defined({ log }),
    });
  }

  get name(): string {
    return this.relaying.name;
  }

  lag(now = Date.now()): Promise<RelayLag> {
    return relayLag(this.relaying, now);
  }
}

/** How far a relay is behind, whichever process it runs in. */
export async function relayLag(
  { name, store, checkpoints }: Pick<RelayOptions, 'name' | 'store' | 'checkpoints'>,
  now = Date.now(),
): Promise<RelayLag> {
  const position = await checkpoints.load(name);
  const [next] = await store.readAll(position, 1);
  return { name, position, lagMs: next === undefined ? 0 : Math.max(0, now - Date.parse(next.recordedAt)) };
}

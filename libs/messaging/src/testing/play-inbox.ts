import { defined } from '#eventsourcing';
import type { ConsumeOptions, Consumption, Incoming, IncomingMessage, MessageBroker } from '../broker.js';
import { StaleBatchError } from '../broker.js';
import { PlayBroker } from './play-broker.js';

/** The far side of an inbox, in memory: batches are handed over, and handed over again until they are committed. */
export class PlayInbox extends PlayBroker implements Pick<MessageBroker, 'producer' | 'ensureTopics' | 'consume'> {
  consuming: ConsumeOptions | undefined;
  readonly committed: string[] = [];
  heartbeats = 0;
  isStale = false;
  /** What the next commits do. */
  readonly commits: ('fails' | 'stale' | 'fine')[] = [];

  async consume(options: ConsumeOptions): Promise<Consumption> {
    this.consuming = options;
    return {
      stop: async () => {
        this.consuming = undefined;
      },
    };
  }

  /** Hands messages of a partition over once, from the first that is not committed; an error goes where Kafka's goes. */
  async deliver(messages: readonly IncomingMessage[], topic = 'in.bank', partition = 0): Promise<void> {
    const last = this.committed.at(-1);
    const left = messages.filter(({ offset }) => last === undefined || Number(offset) > Number(last));
    if (left.length === 0) return;
    const batch: Incoming = {
      topic,
      partition,
      messages: left,
      isStale: () => this.isStale,
      heartbeat: async () => {
        this.heartbeats += 1;
      },
      commit: async (through) => {
        const fate = this.commits.shift() ?? 'fine';
        if (fate === 'stale') throw new StaleBatchError('in.bank/0');
        if (fate === 'fails') throw new Error('no answer');
        this.committed.push(through);
      },
    };
    try {
      await this.consuming!.onBatch(batch);
    } catch (error) {
      this.consuming!.onTrouble?.(error as Error);
    }
  }
}

/** A message with the next offset. */
export function message(offset: number, value: string | undefined, key?: string): IncomingMessage {
  return {
    offset: String(offset),
    ...defined({ key }),
    ...(value === undefined ? {} : { value: Buffer.from(value) }),
    headers: { 'content-type': 'application/json' },
    sentAt: '2024-03-01T01:00:00.000Z',
  };
}

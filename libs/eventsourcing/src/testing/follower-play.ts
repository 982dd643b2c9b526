import type { Position, RecordedEvent } from '../event.js';
import { CheckpointMovedError, type Following } from '../following.js';
import { MemoryStore } from '../memory-store.js';

/* What the properties of a follower play with: a log, a lease, and a counter per stream with its checkpoint. */

/** A log of events without content. */
export class PlayLog {
  readonly store = new MemoryStore();
  private commands = 0;

  async append(...streams: readonly string[]): Promise<void> {
    for (const stream of streams) {
      const commandId = `00000000-0000-4000-8000-${(++this.commands).toString(16).padStart(10, '0')}00`;
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId };
      const event = {
        type: 'Visited',
        data: {},
        schemaVersion: 1,
        meta: { ...meta, sourceSystem: 'test', ruleset: '1' },
      };
      await this.store.append([{ stream, expected: 'any', events: [event] }], { commandId });
    }
  }
}

/** One lease for whoever asks first. */
export class PlayLease {
  private held: { readonly lease: object; readonly onLost: () => void } | undefined;

  get isHeld(): boolean {
    return this.held !== undefined;
  }

  readonly take = async (_name: string, onLost: () => void) => {
    if (this.held) return undefined;
    const lease = {
      release: async () => {
        if (this.held?.lease === lease) this.held = undefined;
      },
    };
    this.held = { lease, onLost };
    return lease;
  };

  /** Ends it as a broken connection does. Its owner hears of it by what is given back, or never. */
  end(): () => void {
    const { held } = this;
    this.held = undefined;
    return () => held?.onLost();
  }
}

/**
 * What becomes of a commit: it fails before it begins; it is done, but the answer gets lost; it is reported as failed and
 * done later; it is acknowledged and forgotten, as by a server that crashes before what it wrote is on the disk.
 */
export type Fate = 'before' | 'after' | 'late' | 'forgotten' | 'fine';

/** A process' way to the counters, and how long it takes. */
export interface Connection {
  /** Turns of the event loop that each call takes. */
  readonly turns?: number;
  readonly fates?: Fate[];
  /** From then on no call is answered: the process was killed. */
  isCut?: boolean;
}

/** A counter per stream and its checkpoint, kept together or not at all, and how they came about. */
export class Counters {
  position: Position = 0;
  readonly counts = new Map<string, number>();
  /** Positions of the events in the order in which they took effect. */
  readonly taken: Position[] = [];
  opened = 0;
  closed = 0;

  /** Counts in memory from what is kept, as rows are folded, and keeps the counts as they are then. */
  async open(connection: Connection = {}): Promise<Following> {
    await call(connection);
    this.opened += 1;
    const counts = new Map(this.counts);
    let pending: RecordedEvent[] = [];
    return {
      position: this.position,
      apply: async (events) => {
        for (const event of events) {
          await call(connection);
          counts.set(event.stream, (counts.get(event.stream) ?? 0) + 1);
          pending.push(event);
        }
      },
      commit: async (expected, next) => {
        const events = pending;
        const changed = events.map(({ stream }) => [stream, counts.get(stream)!] as const);
        pending = [];
        const fate = connection.fates?.shift() ?? 'fine';
        await call(connection);
        if (fate === 'before') throw new Error('connection refused');
        if (fate === 'forgotten') return;
        if (fate === 'late') {
          setImmediate(() => {
            if (this.position === expected) this.take(events, changed, next);
          });
          throw new Error('no answer');
        }
        if (this.position !== expected) throw new CheckpointMovedError('the checkpoint moved', expected, this.position);
        this.take(events, changed, next);
        await call(connection);
        if (fate === 'after') throw new Error('connection lost after the commit');
      },
      close: async () => {
        this.closed += 1;
      },
    };
  }

  private take(events: readonly RecordedEvent[], changed: readonly (readonly [string, number])[], next: Position) {
    for (const [stream, count] of changed) this.counts.set(stream, count);
    for (const { position } of events) this.taken.push(position);
    this.position = next;
  }
}

/** Lets the event loop turn so often. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function call({ turns: count = 0, isCut }: Connection): Promise<void> {
  await turns(count);
  if (isCut) await new Promise(() => {});
}

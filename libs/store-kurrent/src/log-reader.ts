import type { RecordedEvent as KurrentEvent } from '@kurrent/kurrentdb-client';
import {
  type Appended,
  defined,
  LOG_START,
  type Position,
  type RecordedEvent,
  type Revision,
  type StreamSlice,
} from '#eventsourcing';
import type { Tick } from './clock.js';
import type { KurrentConnection } from './connection.js';
import { typeOf } from './faults.js';
import { type CarriedOut, decode, lastIds, positionOf, recordedAtOf, type StreamNames } from './records.js';
import { Slots } from './slots.js';

export const KURRENT_READ_LIMITS = {
  /** Reads of streams at once for one question. */
  maxReadsAtOnce: 16,
  /** Events of one step when the end of a stream is searched for the events of a command. */
  searchedEvents: 100,
} as const;

interface StreamPart {
  readonly from?: bigint | 'start' | 'end';
  readonly maxCount?: number;
  readonly isBackwards?: boolean;
}

/** Reads the log. Always from the leader: what was appended is there for whoever reads afterwards. */
export class LogReader {
  private readonly slots = new Slots(KURRENT_READ_LIMITS.maxReadsAtOnce);

  constructor(
    private readonly connection: KurrentConnection,
    private readonly names: StreamNames,
  ) {}

  async readStream(stream: string, from: Revision, to?: Revision): Promise<RecordedEvent[]> {
    const maxCount = to === undefined ? undefined : to - from + 1;
    if (maxCount !== undefined && maxCount <= 0) return [];
    const events = await this.part(this.names.of(stream), {
      from: BigInt(from),
      ...(maxCount === undefined || !Number.isSafeInteger(maxCount) ? {} : { maxCount }),
    });
    return this.decoded(events);
  }

  readStreams(slices: readonly StreamSlice[]): Promise<RecordedEvent[][]> {
    return Promise.all(slices.map(({ stream, from }) => this.slots.run(() => this.readStream(stream, from ?? 0))));
  }

  async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    for (let from = after; found.length < limit; ) {
      // The event at the position itself is given as well, and it was seen; other people's may be among the rest.
      const wanted = limit - found.length + 1;
      const events = await this.all({ from, maxCount: wanted });
      const fresh = events.filter((event) => positionOf(event) > from);
      found.push(...this.decoded(fresh).slice(0, limit - found.length));
      if (events.length < wanted) break;
      from = positionOf(events.at(-1)!);
    }
    return found;
  }

  async last(): Promise<RecordedEvent | undefined> {
    const [event] = await this.all({ from: 'end', maxCount: 1, isBackwards: true });
    return event && decode(event, this.names);
  }

  async lastTick(): Promise<Tick> {
    const [event] = await this.part(this.names.clock, { from: 'end', maxCount: 1, isBackwards: true });
    return event ? { revision: Number(event.revision), at: recordedAtOf(event) } : { revision: 'no-stream', at: '' };
  }

  /** The outcome of a command from what its append left: one read for that, one for its last event. */
  async outcomeOf(commandId: string): Promise<Appended | undefined> {
    const [event] = await this.part(this.names.ofCommand(commandId), { maxCount: 1 });
    if (event === undefined) return undefined;
    const carriedOut = event.data as unknown as CarriedOut;
    const ids = lastIds(commandId, carriedOut);
    const revisions = await Promise.all(
      carriedOut.streams.map(({ stream, last }, n) =>
        this.slots.run(async () => [stream, last ?? (await this.revisionOf(stream, ids[n]!))] as const),
      ),
    );
    const [stream, revision] = revisions.at(-1)!;
    const [lastEvent] = await this.part(this.names.of(stream), { from: BigInt(revision), maxCount: 1 });
    return {
      kind: 'appended',
      revisions: new Map(revisions),
      position: positionOf(lastEvent!),
      recordedAt: recordedAtOf(event),
      replayed: true,
    };
  }

  /** Revision of an event that is known to be in a stream. The later it came the sooner it is found. */
  private async revisionOf(stream: string, id: string): Promise<Revision> {
    const maxCount = KURRENT_READ_LIMITS.searchedEvents;
    for (let from: bigint | 'end' = 'end'; from === 'end' || from >= 0n; ) {
      const events: KurrentEvent[] = await this.part(this.names.of(stream), { from, maxCount, isBackwards: true });
      const found = events.find((event) => event.id === id);
      if (found) return Number(found.revision);
      from = (events.at(-1)?.revision ?? 0n) - 1n;
    }
    throw new Error(`event ${id} is not on ${stream}`);
  }

  /** Part of a stream; nothing where there is no such stream. */
  private async part(name: string, { from = 'start', maxCount, isBackwards = false }: StreamPart) {
    try {
      return await this.connection.read((client) =>
        client.readStream(name, {
          fromRevision: from,
          direction: isBackwards ? 'backwards' : 'forwards',
          requiresLeader: true,
          ...defined({ maxCount }),
        }),
      );
    } catch (error) {
      if (typeOf(error) === 'stream-not-found') return [];
      throw error;
    }
  }

  private all({
    from,
    maxCount,
    isBackwards = false,
  }: {
    readonly from: Position | 'end';
    readonly maxCount: number;
    readonly isBackwards?: boolean;
  }) {
    const fromPosition =
      from === 'end' ? from : from === LOG_START ? 'start' : { commit: BigInt(from), prepare: BigInt(from) };
    return this.connection.read((client) =>
      client.readAll({
        fromPosition,
        direction: isBackwards ? 'backwards' : 'forwards',
        maxCount,
        requiresLeader: true,
        filter: this.names.eventsOnly,
      }),
    );
  }

  private decoded(events: readonly KurrentEvent[]): RecordedEvent[] {
    return events.map((event) => decode(event, this.names)).filter((event) => event !== undefined);
  }
}

import { LOG_START, type Position, type RecordedEvent, type Revision } from './event.js';
import { eventId } from './event-id.js';
import type { Appended, AppendOutcome, EventStore, Head, Positions, StreamSlice, StreamWrite } from './event-store.js';
import { assertWithinLimits, STORE_LIMITS } from './event-store.js';

/** The log in memory, for tests and for plays that need no durability. Keeps the same contract as the real stores. */
export class MemoryStore implements EventStore {
  private readonly log: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly outcomes = new Map<string, Appended>();
  private readonly listeners = new Set<() => void>();

  /**
   * @param now gives the store time as ISO-8601 UTC; time that goes back is held at the head's.
   * @param positions `ordered` leaves gaps of many sizes, so that a test notices whoever computes with positions.
   */
  constructor(
    private readonly now: () => string = () => new Date().toISOString(),
    readonly positions: Positions = 'gapless',
  ) {}

  async append(writes: readonly StreamWrite[], options: { readonly commandId: string }): Promise<AppendOutcome> {
    assertWithinLimits(writes);
    const earlier = this.outcomes.get(options.commandId);
    if (earlier) return { ...earlier, replayed: true };
    for (const { stream, expected } of writes) {
      const length = this.streams.get(stream)?.length ?? 0;
      const actual = length === 0 ? ('no-stream' as const) : length - 1;
      if (expected !== 'any' && expected !== actual) return { kind: 'conflict', stream, expected, actual };
    }
    const now = this.now();
    const last = this.log.at(-1)?.recordedAt ?? '';
    const recordedAt = now > last ? now : last;
    const revisions = new Map<string, Revision>();
    let ordinal = 0;
    for (const { stream, events } of writes) {
      const recorded = this.streams.get(stream) ?? [];
      for (const event of events) {
        const entry: RecordedEvent = {
          ...event,
          // What is stored is JSON: a later change of the caller's object must not reach into the log.
          data: JSON.parse(JSON.stringify(event.data)),
          id: eventId(options.commandId, ordinal++),
          stream,
          revision: recorded.length,
          position: this.nextPosition(),
          recordedAt,
        };
        recorded.push(entry);
        this.log.push(entry);
      }
      if (events.length > 0) {
        this.streams.set(stream, recorded);
        revisions.set(stream, recorded.length - 1);
      }
    }
    const { position } = this.log.at(-1)!;
    const outcome: Appended = { kind: 'appended', revisions, position, recordedAt, replayed: false };
    this.outcomes.set(options.commandId, outcome);
    for (const listener of this.listeners) listener();
    return outcome;
  }

  async outcomeOf(commandId: string): Promise<Appended | undefined> {
    const outcome = this.outcomes.get(commandId);
    return outcome && { ...outcome, replayed: true };
  }

  async readStream(stream: string, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<RecordedEvent[]> {
    return (this.streams.get(stream) ?? []).slice(from, Math.max(0, to + 1));
  }

  async readStreams(slices: readonly StreamSlice[]): Promise<RecordedEvent[][]> {
    return slices.map(({ stream, from }) => (this.streams.get(stream) ?? []).slice(from ?? 0));
  }

  async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    const first = this.countUpTo(after);
    return this.log.slice(first, first + Math.min(limit, STORE_LIMITS.maxReadBatch));
  }

  async head(): Promise<Head> {
    const last = this.log.at(-1);
    return last ? { position: last.position, recordedAt: last.recordedAt } : { position: LOG_START };
  }

  /** How many events stand at or before a position. */
  private countUpTo(position: Position): number {
    let low = 0;
    let high = this.log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.log[middle]!.position > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private nextPosition(): Position {
    const last = this.log.at(-1)?.position ?? LOG_START;
    return last + (this.positions === 'gapless' ? 1 : 1 + ((this.log.length * 37 + 41) % 97));
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.listeners.clear();
  }
}

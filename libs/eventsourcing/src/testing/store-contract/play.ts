import { expect } from '@jest/globals';
import type { Json, NewEvent, Position, RecordedEvent } from '../../event.js';
import {
  type Appended,
  type AppendOutcome,
  type EventStore,
  type ExpectedRevision,
  STORE_LIMITS,
  type StreamWrite,
} from '../../event-store.js';

/* What the contract of the event store plays with. */

/** Writers that append from outside: each stream gets `appends` single events, one after another, all streams at once. */
export interface WritersAtWork {
  readonly streams: readonly string[];
  readonly appends: number;
}

/** What an adapter can have done to itself. What is left out is not tested, and the adapter's spec says why. */
export interface StoreCapabilities {
  /** Breaks every connection of the store, as a network does: whatever is under way has an unknown outcome. */
  severConnections?(): Promise<void>;
  /** Opens transactions in the same cluster that have written elsewhere and stay idle until they are ended. */
  foreignTransactions?(): Promise<{ end(): Promise<void> }>;
  /** Runs writers in another process. Without it they run in this one, on another handle. */
  spawnWriters?(work: WritersAtWork): Promise<void>;
}

export interface StoreUnderTest {
  readonly store: EventStore;
  /** A further handle on the same log, as another process would have it. */
  another(): Promise<EventStore>;
  readonly capabilities: StoreCapabilities;
  /** Ends all handles and removes the log. */
  close(): Promise<void>;
}

/** The store under test as the parts of the contract see it: there once the suite has begun. */
export interface StoreInPlay extends Omit<StoreUnderTest, 'close'> {
  append(writes: readonly StreamWrite[], commandId?: string): Promise<AppendOutcome>;
}

let commands = 0;

/** A command id that no other call gives; far enough from the others for its events' ids. */
export function nextCommand(): string {
  commands += 1;
  return `c0117ac7-0000-4000-8000-${(commands * 0x10000).toString(16).padStart(12, '0')}`;
}

let streams = 0;

export function nextStream(): string {
  streams += 1;
  return `contract-${streams}`;
}

export function event(data: Json = {}, type = 'Happened'): NewEvent {
  return {
    type,
    schemaVersion: 1,
    data,
    meta: {
      actor: 'officer-1',
      unit: '330802',
      role: 'officer',
      commandId: 'c0117ac7-0000-4000-8000-000000000000',
      correlationId: 'c0117ac7-0000-4000-8000-000000000000',
      sourceSystem: 'contract',
      ruleset: '2023-1',
    },
  };
}

export function write(stream: string, expected: ExpectedRevision, ...data: readonly Json[]): StreamWrite {
  return { stream, expected, events: data.map((value) => event(value)) };
}

export async function appended(outcome: Promise<AppendOutcome>): Promise<Appended> {
  const settled = await outcome;
  if (settled.kind !== 'appended') throw new Error(`conflict: ${JSON.stringify(settled)}`);
  return settled;
}

export function dataOf(events: readonly RecordedEvent[]): unknown[] {
  return events.map(({ data }) => data);
}

export async function everything(store: EventStore, after: Position = 0): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(events.at(-1)?.position ?? after, STORE_LIMITS.maxReadBatch);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** Positions as the store declares them from `after`, times that never go back, revisions in order. */
export function expectOrdered(
  { positions: declared }: Pick<EventStore, 'positions'>,
  events: readonly RecordedEvent[],
  after: Position,
): void {
  const positions = [after, ...events.map(({ position }) => position)];
  if (declared === 'gapless') expect(positions).toEqual(positions.map((_, n) => after + n));
  else expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  const times = events.map(({ recordedAt }) => recordedAt);
  expect(times).toEqual([...times].sort());
  const last = new Map<string, number>();
  for (const { stream, revision } of events) {
    const before = last.get(stream);
    if (before !== undefined && revision !== before + 1)
      throw new Error(`${stream}: revision ${revision} after ${before}`);
    last.set(stream, revision);
  }
}

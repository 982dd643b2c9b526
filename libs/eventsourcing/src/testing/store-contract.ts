import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json, NewEvent, Position, RecordedEvent } from '../event.js';
import { eventId } from '../event-id.js';
import {
  type Appended,
  type AppendOutcome,
  type EventStore,
  type ExpectedRevision,
  InvalidAppendError,
  STORE_LIMITS,
  type StreamWrite,
} from '../event-store.js';

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

let commands = 0;

/** A command id that no other call gives; far enough from the others for its events' ids. */
function nextCommand(): string {
  commands += 1;
  return `c0117ac7-0000-4000-8000-${(commands * 0x10000).toString(16).padStart(12, '0')}`;
}

let streams = 0;

function nextStream(): string {
  streams += 1;
  return `contract-${streams}`;
}

function event(data: Json = {}, type = 'Happened'): NewEvent {
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

function write(stream: string, expected: ExpectedRevision, ...data: readonly Json[]): StreamWrite {
  return { stream, expected, events: data.map((value) => event(value)) };
}

async function appended(outcome: Promise<AppendOutcome>): Promise<Appended> {
  const settled = await outcome;
  if (settled.kind !== 'appended') throw new Error(`conflict: ${JSON.stringify(settled)}`);
  return settled;
}

function dataOf(events: readonly RecordedEvent[]): unknown[] {
  return events.map(({ data }) => data);
}

async function everything(store: EventStore, after: Position = 0): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(events.at(-1)?.position ?? after, STORE_LIMITS.maxReadBatch);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** Positions without gaps from `after`, times that never go back, revisions in order. */
function expectOrdered(events: readonly RecordedEvent[], after: Position): void {
  expect(events.map(({ position }) => position)).toEqual(events.map((_, n) => after + n + 1));
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

/** What every store must keep, concurrency and lost connections included. `create` gives an empty log. */
export function storeContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of the event store`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    const append = (writes: readonly StreamWrite[], commandId = nextCommand()) => store.append(writes, { commandId });

    beforeAll(async () => {
      under = await create();
      store = under.store;
    });
    afterAll(() => under.close());

    describe('an empty log', () => {
      it('has its head at 0 and nothing to read', async () => {
        expect(await store.head()).toEqual({ position: 0 });
        expect(await store.readAll(0, 10)).toEqual([]);
        expect(await store.positionAt('2999-01-01T00:00:00.000Z')).toBe(0);
      });

      it('has no events in any stream', async () => {
        expect(await store.readStream('contract-none')).toEqual([]);
        expect(await store.readStreams([{ stream: 'contract-none' }, { stream: 'contract-nil', from: 3 }])).toEqual([
          [],
          [],
        ]);
        expect(await store.readStreams([])).toEqual([]);
      });
    });

    describe('appending', () => {
      it('numbers revisions from 0 and positions without gaps', async () => {
        const stream = nextStream();
        const { position: before } = await store.head();
        const first = await appended(append([write(stream, 'no-stream', 1, 2)]));
        expect(first).toMatchObject({ position: before + 2, replayed: false });
        expect([...first.revisions]).toEqual([[stream, 1]]);
        const second = await appended(append([write(stream, 1, 3)]));
        expect([...second.revisions]).toEqual([[stream, 2]]);
        const events = await store.readStream(stream);
        expect(events.map(({ revision, position, data }) => [revision, position, data])).toEqual([
          [0, before + 1, 1],
          [1, before + 2, 2],
          [2, before + 3, 3],
        ]);
        expect(await store.head()).toEqual({ position: before + 3, recordedAt: second.recordedAt });
      });

      it('gives back everything of an event, its id made from the command id', async () => {
        const stream = nextStream();
        const commandId = nextCommand();
        const sent: NewEvent = {
          ...event({ a: 1 }, 'Filed'),
          schemaVersion: 3,
          meta: { ...event().meta, actor: '张三 "O\'Neil" \\ {1,2}', causationId: nextCommand() },
        };
        const { position, recordedAt } = await appended(
          append([{ stream, expected: 'no-stream', events: [sent, event()] }], commandId),
        );
        const [first, second] = await store.readStream(stream);
        expect(first).toEqual({ ...sent, id: commandId, stream, revision: 0, position: position - 1, recordedAt });
        expect(second?.id).toBe(eventId(commandId, 1));
        expect(recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      });

      it('keeps the bytes of the data: order of keys, numbers, any script, quotes, braces and backslashes', async () => {
        const stream = nextStream();
        const sent: Json[] = [
          { z: 1, a: { b: 2, A: [] }, 中: '柯城区', '': null },
          ['"', '\\', '\\u0000', '{},"', "'", '\n\t\r\b', '\u007f\u2028', '😀', 'é', 'e\u0301', '\ufeff'],
          [0, -1.5, 1e21, 1e-7, Number.MAX_SAFE_INTEGER, 0.1, 123456789.012345],
          'text',
          null,
          false,
          JSON.parse('{"__proto__":{"x":1},"constructor":2}') as Json,
        ];
        await appended(append([write(stream, 'no-stream', ...sent)]));
        const read = await store.readStream(stream);
        expect(dataOf(read).map((data) => JSON.stringify(data))).toEqual(sent.map((data) => JSON.stringify(data)));
      });

      it('keeps names with quotes, braces, commas, backslashes and any script', async () => {
        const stream = `contract-"{}',\\ 案件 😀 null`;
        await appended(
          append([{ stream, expected: 'no-stream', events: [event({}, '立案"{},\\'), event({}, 'NULL')] }]),
        );
        const read = await store.readStream(stream);
        expect(read.map(({ stream: name, type }) => [name, type])).toEqual([
          [stream, '立案"{},\\'],
          [stream, 'NULL'],
        ]);
      });

      it('keeps what was given, whatever the caller does with his objects afterwards', async () => {
        const stream = nextStream();
        const data = { list: [1] };
        const outcome = append([write(stream, 'no-stream', data)]);
        data.list.push(2);
        await outcome;
        expect(dataOf(await store.readStream(stream))).toEqual([{ list: [1] }]);
      });

      it('writes to all streams of an append, in the order given', async () => {
        const [a, b] = [nextStream(), nextStream()];
        const outcome = await appended(append([write(a, 'no-stream', 1, 2), write(b, 'no-stream', 3)]));
        expect([...outcome.revisions]).toEqual([
          [a, 1],
          [b, 0],
        ]);
        expect(dataOf(await store.readAll(outcome.position - 3, 10))).toEqual([1, 2, 3]);
      });

      it('writes to none of them when one is not as expected', async () => {
        const [a, b] = [nextStream(), nextStream()];
        await appended(append([write(b, 'no-stream', 0)]));
        const { position } = await store.head();
        const outcome = await append([write(a, 'no-stream', 1), write(b, 'no-stream', 1)]);
        expect(outcome).toEqual({ kind: 'conflict', stream: b, expected: 'no-stream', actual: 0 });
        expect(await store.readStream(a)).toEqual([]);
        expect(await store.head()).toMatchObject({ position });
      });

      it('never lets the recorded time go back', async () => {
        const stream = nextStream();
        for (let n = 0; n < 20; n++) await append([write(stream, 'any', n)]);
        const times = (await store.readStream(stream)).map(({ recordedAt }) => recordedAt);
        expect(times).toEqual([...times].sort());
      });
    });

    describe('the expected revision', () => {
      it('no-stream holds for a new stream only', async () => {
        const stream = nextStream();
        expect(await append([write(stream, 'no-stream', 1)])).toMatchObject({ kind: 'appended' });
        expect(await append([write(stream, 'no-stream', 2)])).toEqual({
          kind: 'conflict',
          stream,
          expected: 'no-stream',
          actual: 0,
        });
      });

      it('an exact revision holds at that revision only', async () => {
        const stream = nextStream();
        expect(await append([write(stream, 0, 1)])).toEqual({
          kind: 'conflict',
          stream,
          expected: 0,
          actual: 'no-stream',
        });
        await append([write(stream, 'no-stream', 1, 2)]);
        for (const expected of [0, 2])
          expect(await append([write(stream, expected, 3)])).toEqual({ kind: 'conflict', stream, expected, actual: 1 });
        expect(await append([write(stream, 1, 3)])).toMatchObject({ kind: 'appended' });
      });

      it('any holds always', async () => {
        const stream = nextStream();
        expect(await append([write(stream, 'any', 1)])).toMatchObject({ kind: 'appended' });
        expect(await append([write(stream, 'any', 2)])).toMatchObject({ kind: 'appended' });
        expect(dataOf(await store.readStream(stream))).toEqual([1, 2]);
      });

      it('a write without events holds the append to a revision and appends nothing', async () => {
        const [asserted, absent, written] = [nextStream(), nextStream(), nextStream()];
        await append([write(asserted, 'no-stream', 1, 2)]);
        const outcome = await appended(
          append([write(asserted, 1), write(absent, 'no-stream'), write(written, 'any', 1)]),
        );
        expect([...outcome.revisions]).toEqual([[written, 0]]);
        expect(await store.readStream(asserted)).toHaveLength(2);
        expect(await store.readStream(absent)).toEqual([]);
      });

      it('a write without events that does not hold refuses the whole append', async () => {
        const [asserted, absent, written] = [nextStream(), nextStream(), nextStream()];
        await append([write(asserted, 'no-stream', 1, 2)]);
        expect(await append([write(written, 'any', 1), write(asserted, 0)])).toEqual({
          kind: 'conflict',
          stream: asserted,
          expected: 0,
          actual: 1,
        });
        expect(await append([write(absent, 0), write(written, 'any', 1)])).toEqual({
          kind: 'conflict',
          stream: absent,
          expected: 0,
          actual: 'no-stream',
        });
        expect(await store.readStream(written)).toEqual([]);
      });

      it('sees the appends that were accepted just before it, in the order of the calls', async () => {
        const [a, b] = [nextStream(), nextStream()];
        const outcomes = await Promise.all([
          append([write(a, 'no-stream', 1)]),
          append([write(a, 0, 2)]),
          append([write(a, 0, 'late')]),
          append([write(a, 1), write(b, 'no-stream', 1)]),
          append([write(a, 0), write(b, 'any', 'stale')]),
          append([write(a, 1, 3)]),
        ]);
        expect(outcomes.map(({ kind }) => kind)).toEqual([
          'appended',
          'appended',
          'conflict',
          'appended',
          'conflict',
          'appended',
        ]);
        expect(outcomes[2]).toMatchObject({ stream: a, expected: 0, actual: 1 });
        expect(outcomes[4]).toMatchObject({ stream: a, expected: 0, actual: 1 });
        expect(dataOf(await store.readStream(a))).toEqual([1, 2, 3]);
        expect(dataOf(await store.readStream(b))).toEqual([1]);
      });

      it('lets exactly one of 50 racing writers win, and tells the others the actual revision', async () => {
        const stream = nextStream();
        await append([write(stream, 'no-stream', 'start')]);
        const other = await under.another();
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            (n % 2 === 0 ? store : other).append([write(stream, 0, n)], { commandId: nextCommand() }),
          ),
        );
        const lost = outcomes.filter(({ kind }) => kind === 'conflict');
        expect(lost).toHaveLength(49);
        for (const outcome of lost) expect(outcome).toEqual({ kind: 'conflict', stream, expected: 0, actual: 1 });
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      it('keeps a conflict to itself: the appends around it go through', async () => {
        const taken = nextStream();
        await append([write(taken, 'no-stream', 0)]);
        const outcomes = await Promise.all(
          Array.from({ length: 30 }, (_, n) => append([write(n % 3 === 0 ? taken : nextStream(), 'no-stream', n)])),
        );
        expect(outcomes.map(({ kind }) => kind)).toEqual(
          outcomes.map((_, n) => (n % 3 === 0 ? 'conflict' : 'appended')),
        );
      });
    });

    describe('the same command again', () => {
      it('answers with the first outcome and adds nothing', async () => {
        const [a, b] = [nextStream(), nextStream()];
        const commandId = nextCommand();
        const first = await appended(append([write(a, 'no-stream', 1), write(b, 'no-stream', 2, 3)], commandId));
        await append([write(a, 0, 'later')]);
        const { position } = await store.head();
        const again = await append([write(a, 'no-stream', 1), write(b, 'no-stream', 2, 3)], commandId);
        expect(again).toEqual({ ...first, replayed: true });
        expect(await store.head()).toMatchObject({ position });
      });

      it('answers so whatever the writes are the second time', async () => {
        const [a, b] = [nextStream(), nextStream()];
        const commandId = nextCommand();
        const first = await appended(append([write(a, 'no-stream', 1)], commandId));
        expect(await append([write(b, 'any', 2), write(a, 17)], commandId)).toEqual({ ...first, replayed: true });
        expect(await store.readStream(b)).toEqual([]);
      });

      it('is decided anew after a conflict', async () => {
        const stream = nextStream();
        const commandId = nextCommand();
        expect(await append([write(stream, 3, 1)], commandId)).toMatchObject({ kind: 'conflict' });
        expect(await append([write(stream, 'no-stream', 1)], commandId)).toMatchObject({
          kind: 'appended',
          replayed: false,
        });
      });

      it('is carried out once when it comes many times at once, from two handles', async () => {
        const stream = nextStream();
        const commandId = nextCommand();
        const other = await under.another();
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            appended((n % 2 === 0 ? store : other).append([write(stream, 'no-stream', 1, 2)], { commandId })),
          ),
        );
        expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
        for (const outcome of outcomes)
          expect({ ...outcome, replayed: false }).toEqual({ ...outcomes[0], replayed: false });
        expect(await store.readStream(stream)).toHaveLength(2);
      });

      it('is known to another handle', async () => {
        const stream = nextStream();
        const commandId = nextCommand();
        const first = await appended(append([write(stream, 'no-stream', 1)], commandId));
        const other = await under.another();
        expect(await other.append([write(stream, 'no-stream', 1)], { commandId })).toEqual({
          ...first,
          replayed: true,
        });
        expect(await other.outcomeOf(commandId)).toEqual({ ...first, replayed: true });
      });

      it('can be asked for by its id', async () => {
        const [a, b] = [nextStream(), nextStream()];
        const commandId = nextCommand();
        expect(await store.outcomeOf(commandId)).toBeUndefined();
        const first = await appended(append([write(a, 'no-stream', 1, 2), write(b, 'no-stream', 3)], commandId));
        await append([write(a, 1, 'later')]);
        expect(await store.outcomeOf(commandId)).toEqual({ ...first, replayed: true });
        // The id of a later event of an append is not a command.
        expect(await store.outcomeOf(eventId(commandId, 1))).toBeUndefined();
      });
    });

    describe('reading', () => {
      it('resumes exactly after any position', async () => {
        const stream = nextStream();
        for (let n = 0; n < 4; n++) await append([write(stream, 'any', n, -n)]);
        const all = await everything(store);
        expectOrdered(all, 0);
        const from = all.length - 8;
        for (let after = from; after <= all.length; after++) {
          expect(await store.readAll(after, 100)).toEqual(all.slice(after));
          expect(await store.readAll(after, 3)).toEqual(all.slice(after, after + 3));
        }
        expect(await store.readAll(all.length + 5, 3)).toEqual([]);
      });

      it('gives one stream from a revision up to a revision, both included', async () => {
        const stream = nextStream();
        await append([write(stream, 'no-stream', 0, 1, 2, 3, 4)]);
        expect(dataOf(await store.readStream(stream))).toEqual([0, 1, 2, 3, 4]);
        expect(dataOf(await store.readStream(stream, 3))).toEqual([3, 4]);
        expect(dataOf(await store.readStream(stream, 1, 2))).toEqual([1, 2]);
        expect(dataOf(await store.readStream(stream, 0, 0))).toEqual([0]);
        expect(await store.readStream(stream, 5)).toEqual([]);
        expect(await store.readStream(stream, 3, 2)).toEqual([]);
      });

      it('gives several streams in the order of the slices', async () => {
        const [a, b] = [nextStream(), nextStream()];
        await append([write(a, 'no-stream', 0, 1, 2), write(b, 'no-stream', 3)]);
        const slices = await store.readStreams([
          { stream: b },
          { stream: 'contract-none' },
          { stream: a, from: 1 },
          { stream: a },
          { stream: a, from: 3 },
        ]);
        expect(slices.map(dataOf)).toEqual([[3], [], [1, 2], [0, 1, 2], []]);
      });

      it('knows the position at any instant', async () => {
        const stream = nextStream();
        for (let n = 0; n < 5; n++) await append([write(stream, 'any', n)]);
        const all = await everything(store);
        const instants = new Set(all.slice(-20).map(({ recordedAt }) => recordedAt));
        for (const instant of instants)
          expect(await store.positionAt(instant)).toBe(all.filter(({ recordedAt }) => recordedAt <= instant).length);
        expect(await store.positionAt('2999-01-01T00:00:00.000Z')).toBe(all.length);
        expect(await store.positionAt('1999-01-01T00:00:00.000Z')).toBe(0);
      });

      it('calls back after an append, until told to stop', async () => {
        let calls = 0;
        let called: () => void = () => {};
        const once = new Promise<void>((resolve) => {
          called = resolve;
        });
        const stop = store.onAppended(() => {
          calls += 1;
          called();
        });
        await append([write(nextStream(), 'any', 1)]);
        await once;
        stop();
        const before = calls;
        await append([write(nextStream(), 'any', 1)]);
        expect(calls).toBe(before);
      });

      it('never skips and never sees disorder while 8 writers append from two processes', async () => {
        const names = Array.from({ length: 8 }, nextStream);
        const appends = 60;
        const { position: start } = await store.head();
        const other = await under.another();
        let isDone = false;
        const write8 = async (writer: EventStore, streams: readonly string[]) => {
          await Promise.all(
            streams.map(async (stream) => {
              for (let n = 0; n < appends; n++)
                await writer.append([write(stream, n === 0 ? 'no-stream' : n - 1, n)], { commandId: nextCommand() });
            }),
          );
        };
        const spawn = under.capabilities.spawnWriters;
        const far = (streams: readonly string[]) => (spawn ? spawn({ streams, appends }) : write8(other, streams));
        const writers = Promise.all([far(names.slice(0, 4)), far(names.slice(4))]).finally(() => {
          isDone = true;
        });
        const reader = await under.another();
        const seen: RecordedEvent[] = [];
        let polls = 0;
        for (let wasDone = false; ; wasDone = isDone) {
          const page = await reader.readAll(seen.at(-1)?.position ?? start, 7);
          seen.push(...page);
          polls += 1;
          if (page.length === 0 && wasDone) break;
          // Other work of this process gets its turn, also when reading needs no round trip.
          if (polls % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
        }
        await writers;
        expectOrdered(seen, start);
        expect(seen).toHaveLength(names.length * appends);
        for (const stream of names)
          expect(dataOf(seen.filter((entry) => entry.stream === stream))).toEqual(
            Array.from({ length: appends }, (_, n) => n),
          );
      });

      it('is not held up by transactions that others leave open', async () => {
        const foreign = await under.capabilities.foreignTransactions?.();
        try {
          const stream = nextStream();
          for (let n = 0; n < 5; n++) {
            const { position } = await appended(append([write(stream, 'any', n)]));
            expect(await store.head()).toMatchObject({ position });
            expect(dataOf(await store.readAll(position - 1, 10))).toEqual([n]);
          }
        } finally {
          await foreign?.end();
        }
      });
    });

    describe('limits', () => {
      const bytes = (size: number): Json => '案'.repeat(Math.floor((size - 2) / 3)) + 'x'.repeat((size - 2) % 3);

      it('takes an event of the largest size', async () => {
        const stream = nextStream();
        await appended(append([write(stream, 'no-stream', bytes(STORE_LIMITS.maxEventBytes))]));
        expect(dataOf(await store.readStream(stream))).toEqual([bytes(STORE_LIMITS.maxEventBytes)]);
      });

      it('takes the largest number of events and of streams', async () => {
        const stream = nextStream();
        const many = Array.from({ length: STORE_LIMITS.maxEventsPerAppend }, (_, n) => n);
        await appended(append([write(stream, 'no-stream', ...many)]));
        expect(dataOf(await store.readStream(stream))).toEqual(many);
        const wide = Array.from({ length: STORE_LIMITS.maxStreamsPerAppend }, (_, n) => write(nextStream(), 'any', n));
        expect((await appended(append(wide))).revisions.size).toBe(wide.length);
      });

      const refused: readonly (readonly [InvalidAppendError['code'], () => readonly StreamWrite[]])[] = [
        ['event_too_large', () => [write(nextStream(), 'any', bytes(STORE_LIMITS.maxEventBytes + 1))]],
        [
          'append_too_large',
          () => [
            write(nextStream(), 'any', ...Array.from({ length: 65 }, () => 'x'.repeat(STORE_LIMITS.maxEventBytes - 2))),
          ],
        ],
        [
          'too_many_events',
          () => [write(nextStream(), 'any', ...Array.from({ length: STORE_LIMITS.maxEventsPerAppend + 1 }, () => 0))],
        ],
        [
          'too_many_streams',
          () => Array.from({ length: STORE_LIMITS.maxStreamsPerAppend + 1 }, () => write(nextStream(), 'any', 0)),
        ],
        ['stream_name', () => [write('', 'any', 0)]],
        ['stream_name', () => [write('x'.repeat(STORE_LIMITS.maxStreamNameLength + 1), 'any', 0)]],
        ['no_events', () => []],
        ['no_events', () => [write(nextStream(), 'any')]],
        ['stream_twice', () => [write('contract-twice', 'any', 0), write('contract-twice', 'any', 0)]],
        ['character', () => [write(nextStream(), 'any', { text: 'a\u0000b' })]],
        ['character', () => [write(nextStream(), 'any', { '\u0000': 1 })]],
        ['character', () => [write(nextStream(), 'any', ['half a pair \ud83d'])]],
        ['character', () => [write('contract-\u0000', 'any', 0)]],
        ['character', () => [write('contract-\udc00', 'any', 0)]],
        ['character', () => [{ stream: nextStream(), expected: 'any', events: [event({}, 'A\u0000')] }]],
      ];
      it.each(refused)('refuses with %s (%#), and the appends that ride along are not harmed', async (code, writes) => {
        const { position } = await store.head();
        const bad = writes();
        const [before, outcome, after] = await Promise.allSettled([
          append([write(nextStream(), 'no-stream', 'before')]),
          append(bad),
          append([write(nextStream(), 'no-stream', 'after')]),
        ]);
        expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'InvalidAppendError', code } });
        expect([before, after]).toMatchObject([
          { status: 'fulfilled', value: { kind: 'appended' } },
          { status: 'fulfilled', value: { kind: 'appended' } },
        ]);
        expect(await store.head()).toMatchObject({ position: position + 2 });
      });

      it('refuses a command id that is not a UUID', async () => {
        await expect(append([write(nextStream(), 'any', 0)], 'not-a-uuid')).rejects.toThrow(TypeError);
      });
    });

    describe('lost connections', () => {
      it('neither doubles nor loses an append whose outcome was unknown', async () => {
        const sever = under.capabilities.severConnections;
        const names = Array.from({ length: 8 }, nextStream);
        const appends = 40;
        const { position: start } = await store.head();
        const outcomes = new Map<string, Appended>();
        let isDone = false;
        const writers = Promise.all(
          names.map(async (stream) => {
            for (let n = 0; n < appends; n++) {
              const commandId = nextCommand();
              const expected = n === 0 ? 'no-stream' : n - 1;
              outcomes.set(commandId, await appended(append([write(stream, expected, n)], commandId)));
            }
          }),
        ).finally(() => {
          isDone = true;
        });
        for (let cuts = 0; sever && cuts < 10 && !isDone; cuts++) {
          const size = outcomes.size;
          await sever();
          // The next cut falls into work that has got going again.
          for (let turns = 0; !isDone && outcomes.size < size + 10 && turns < 10_000; turns++)
            await new Promise((resolve) => setTimeout(resolve, 1));
        }
        await writers;
        const log = await everything(store, start);
        expectOrdered(log, start);
        expect(log).toHaveLength(names.length * appends);
        for (const entry of log) expect(outcomes.get(entry.id)?.position).toBe(entry.position);
        for (const [commandId, outcome] of outcomes)
          expect(await store.outcomeOf(commandId)).toEqual({ ...outcome, replayed: true });
      });
    });

    it('has, at the end of all this, a log without a gap whose time never went back', async () => {
      const all = await everything(await under.another());
      expectOrdered(all, 0);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(await store.head()).toEqual({ position: all.length, recordedAt: all.at(-1)?.recordedAt });
    });
  });
}

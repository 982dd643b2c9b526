import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventId, type RecordedEvent } from '#eventsourcing';
import { checkLog } from './check.js';
import type { Line } from './journal.js';

/* The checker finds what it is for: each fault is planted in a log that is right. */

const A = '00000000-0000-4000-8000-000000000000';
const B = '10000000-0000-4000-8000-000000000000';
const AT = '2026-11-26T00:00:00.000Z';

const event = (position: number, append: string, ordinal: number, stream: string, revision: number, n: number) =>
  ({
    ...{ position, stream, revision, id: eventId(append, ordinal), recordedAt: AT, type: 'Tortured', schemaVersion: 1 },
    data: { append, stream, n },
    meta: {},
  }) as unknown as RecordedEvent;

/** A of two streams, then B on one of them. */
const LOG = [
  event(1, A, 0, 'x', 0, 0),
  event(2, A, 1, 'x', 1, 1),
  event(3, A, 2, 'y', 0, 0),
  event(4, B, 0, 'x', 2, 0),
];
const TRY_A: Line = {
  kind: 'try',
  id: A,
  writes: [
    { stream: 'x', expected: 'no-stream', events: 2 },
    { stream: 'y', expected: 'any', events: 1 },
  ],
};
const TRY_B: Line = { kind: 'try', id: B, writes: [{ stream: 'x', expected: 1, events: 1 }] };
const DONE_A: Line = {
  ...{ kind: 'appended', id: A, position: 3, recordedAt: AT, replayed: false },
  revisions: [
    ['x', 1],
    ['y', 0],
  ],
} as Line;
const DONE_B: Line = { kind: 'appended', id: B, position: 4, recordedAt: AT, replayed: false, revisions: [['x', 2]] };
const JOURNAL: readonly Line[] = [TRY_A, DONE_A, TRY_B, DONE_B];

const violations = (log: readonly RecordedEvent[], ...lines: Line[]) => checkLog(log, [lines]).violations;

describe('the checker of a tortured log', () => {
  it('has nothing to say of a log that is as everybody was told', () => {
    const { counts, violations: none } = checkLog(LOG, [JOURNAL]);
    expect(none).toEqual([]);
    expect(counts).toMatchObject({ tried: 2, appended: 2, conflicts: 0, unknown: 0 });
  });

  it('lets an append of unknown outcome be there whole, or not at all', () => {
    expect(checkLog(LOG, [[TRY_A, TRY_B, DONE_B]])).toMatchObject({
      violations: [],
      counts: { unknown: 1, ofUnknownThere: 1 },
    });
    expect(violations([], TRY_A)).toEqual([]);
    const torn = [LOG[0]!, { ...LOG[3]!, position: 2, revision: 1 }];
    expect(violations(torn, TRY_A, TRY_B).length).toBeGreaterThan(0);
  });

  it.each<readonly [string, readonly RecordedEvent[], readonly Line[]]>([
    ['an acknowledged append that is lost', LOG.slice(0, 3), JOURNAL],
    [
      'a refused append that is there',
      LOG,
      [TRY_A, DONE_A, TRY_B, { kind: 'conflict', id: B, stream: 'x', expected: 1, actual: 7 }],
    ],
    ['an append that is there and of which nothing was sent', LOG, [TRY_A, DONE_A, TRY_B, { kind: 'undone', id: B }]],
    [
      'a conflict that is none',
      LOG.slice(0, 3),
      [TRY_A, DONE_A, TRY_B, { kind: 'conflict', id: B, stream: 'x', expected: 1, actual: 1 }],
    ],
    ['an event that nobody wrote', LOG, [TRY_A, DONE_A]],
    ['a gap between positions', LOG.with(3, { ...LOG[3]!, position: 5 }), JOURNAL],
    ['a gap between revisions', LOG.with(3, { ...LOG[3]!, revision: 3 }), JOURNAL],
    ['a time that goes back', LOG.with(3, { ...LOG[3]!, recordedAt: '2026-11-25T00:00:00.000Z' }), JOURNAL],
    ['another position than was said', LOG, [TRY_A, { ...DONE_A, position: 2 } as Line, TRY_B, DONE_B]],
    ['another revision than was said', LOG, [TRY_A, DONE_A, TRY_B, { ...DONE_B, revisions: [['x', 3]] } as Line]],
    [
      'an expectation that did not hold',
      LOG,
      [TRY_A, DONE_A, { ...TRY_B, writes: [{ stream: 'x', expected: 0, events: 1 }] } as Line, DONE_B],
    ],
    ['an event that says something else', LOG.with(3, { ...LOG[3]!, data: { append: B, stream: 'x', n: 9 } }), JOURNAL],
    ['what a process saw itself', LOG, [...JOURNAL, { kind: 'violation', what: 'seen' }]],
  ])('finds %s', (_what, log, lines) => {
    expect(violations(log, ...lines).length).toBeGreaterThan(0);
  });

  it('finds a reader that skipped an event, or saw them in another order', () => {
    const read = (...seen: readonly RecordedEvent[]): Line => {
      const digest = createHash('sha256');
      for (const { position, id } of seen) digest.update(`${position} ${id}\n`);
      return { kind: 'read', upTo: seen.at(-1)?.position ?? 0, events: seen.length, digest: digest.digest('hex') };
    };
    expect(violations(LOG, ...JOURNAL, read(), read(...LOG), read(...LOG.slice(0, 2)))).toEqual([]);
    expect(violations(LOG, ...JOURNAL, read(...LOG.toSpliced(1, 1))).length).toBeGreaterThan(0);
    expect(violations(LOG, ...JOURNAL, read(LOG[1]!, LOG[0]!, LOG[2]!, LOG[3]!)).length).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#eventsourcing';
import { checkCommands } from './check-commands.js';
import { checkRelay } from './check-relay.js';
import type { Line } from './journal.js';

const event = (position: number, commandId: string, stream = 'unit-1', revision = position - 1) =>
  ({
    position,
    stream,
    revision,
    id: `${position}`,
    type: 'T',
    data: {},
    meta: { commandId },
  }) as unknown as RecordedEvent;
const asked = (key: string): Line => ({
  ...{ kind: 'asked', key, aggregate: 'unit', path: 'units', id: '1', command: 'EstablishUnit', body: {} },
});
const done = (key: string, position: number | null, events = 1, replayed = false): Line => ({
  ...{ kind: 'done', key, stream: 'unit-1', revision: (position ?? 1) - 1, position, commandId: `of ${key}` },
  ...{ events: Array(events).fill('T'), replayed },
});
const refused = (key: string): Line => ({ kind: 'refused', key });
const check = (log: readonly RecordedEvent[], ...lines: Line[]) =>
  checkCommands(log, [lines], ({ key }) => `of ${key}`);
const violations = (log: readonly RecordedEvent[], ...lines: Line[]) => check(log, ...lines).violations;

describe('the checker of commands that were given over HTTP', () => {
  const log = [event(1, 'of a'), event(2, 'of b')];

  it('has nothing to say of what is as everybody was told, and of what nobody was told', () => {
    const lines = [
      asked('a'),
      done('a', 1, 0, true),
      asked('b'),
      asked('c'),
      refused('c'),
      asked('d'),
      done('d', null, 0),
    ];
    expect(check(log, ...lines)).toEqual({ violations: [], counts: { given: 4, done: 2, refused: 1, open: 1 } });
  });

  it('knows that a command writes into a book beside its own stream', () => {
    const beside = [event(1, 'of a', 'unit-1', 0), event(2, 'of a', 'book-1', 7)];
    const told: Line = { ...(done('a', 2, 2) as Extract<Line, { kind: 'done' }>), revision: 0 };
    expect(violations(beside, asked('a'), told)).toEqual([]);
    expect(violations(beside.slice(0, 1), asked('a'), told)).toHaveLength(1);
    expect(violations(beside.slice(1), asked('a'), told)).toHaveLength(1);
  });

  it.each<[string, readonly RecordedEvent[], readonly Line[]]>([
    ['is lost', [], [asked('a'), done('a', 1)]],
    ['stands elsewhere', log, [asked('b'), done('b', 1)]],
    ['lacks an event', log, [asked('a'), done('a', 1, 2)]],
    ['was carried out twice', [event(1, 'of a'), event(2, 'x'), event(3, 'of a')], [asked('a'), done('a', 3, 2)]],
    ['was refused and is there', log, [asked('a'), refused('a')]],
    ['had nothing to change and changed something', log, [asked('a'), done('a', null, 0)]],
    ['was never given', log, [done('a', 1)]],
  ])('finds one that %s', (_what, written, lines) => expect(violations(written, ...lines)).toHaveLength(1));
});

describe('the checker of what others were told', () => {
  const log = [event(1, 'a', 'x', 0), event(2, 'a', 'y', 0), event(3, 'b', 'x', 1)];
  const [x0, y0, x1] = log.map(({ stream, revision, id }) => ({ stream, revision, id })) as [never, never, never];

  it('lets them hear a thing again, and streams in any order', () => {
    const heard = checkRelay(log, [y0, x0, x0, y0, x1, x0]);
    expect(heard).toEqual({ violations: [], counts: { told: 6, toldAgain: 3 } });
  });

  it.each([
    ['left out', [x0, x1]],
    ['told too early', [x1, x0, y0]],
    ['made up', [x0, y0, x1, { stream: 'x', revision: 1, id: 'other' }]],
  ])('finds what was %s', (_what, told) => expect(checkRelay(log, told).violations).toHaveLength(1));
});

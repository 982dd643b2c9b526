import { describe, expect, it } from '@jest/globals';
import { LOG_START, type Position, type RecordedEvent } from './event.js';
import type { Positions } from './event-store.js';
import { eventsBetween, firstFaultyPosition } from './positions.js';

const log = (declared: Positions, ...positions: readonly Position[]) => ({
  positions: declared,
  // As it lies there: a store that numbers wrongly.
  readAll: async (after: Position) => {
    const from = after === LOG_START ? 0 : positions.lastIndexOf(after) + 1;
    return positions.slice(from, from + 2).map((position) => ({ position }) as RecordedEvent);
  },
});

describe('positions', () => {
  it('count events only where the store declares them gapless', () => {
    expect(eventsBetween({ positions: 'gapless' }, 3, 10)).toBe(7);
    expect(eventsBetween({ positions: 'gapless' }, 10, 3)).toBe(0);
    expect(eventsBetween({ positions: 'ordered' as Positions }, 3, 10)).toBeUndefined();
  });

  it.each([
    ['gapless', [], undefined],
    ['gapless', [1, 2, 3, 4, 5], undefined],
    ['gapless', [2, 3], 1],
    ['gapless', [1, 2, 3, 5], 4],
    ['ordered', [7, 19, 20, 4_000], undefined],
    ['ordered', [7, 19, 20, 18, 21], 18],
    ['ordered', [7, 7], 7],
  ] as const)('are checked as the store declares them: %s, %j', async (declared, positions, faulty) => {
    expect(await firstFaultyPosition(log(declared, ...positions))).toBe(faulty);
  });
});

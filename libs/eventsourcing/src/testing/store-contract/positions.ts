import { describe, expect, it } from '@jest/globals';
import { LOG_START } from '../../event.js';
import { firstFaultyPosition } from '../../positions.js';
import { everything, expectOrdered, type StoreInPlay } from './play.js';

/** The whole log as it lies there when everything else has been tried on it. */
export function positionsContract(on: StoreInPlay): void {
  describe('positions, at the end of all this,', () => {
    it('make one log whose time never went back and whose events are each there once', async () => {
      const another = await on.another();
      const all = await everything(another);
      expectOrdered(another, all, LOG_START);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      const last = all.at(-1)!;
      expect(await another.head()).toEqual({ position: last.position, recordedAt: last.recordedAt });
    });

    it('are as the store declares them', async () => {
      expect(await firstFaultyPosition(on.store)).toBeUndefined();
    });
  });
}

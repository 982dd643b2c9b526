import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Checkpoints } from '../checkpoints.js';
import { LOG_START, type RecordedEvent } from '../event.js';
import { Follower } from '../follower.js';
import { CheckpointMovedError } from '../following.js';
import { PlayLog } from './follower-play.js';

export interface CheckpointsUnderTest {
  readonly checkpoints: Checkpoints;
  close(): Promise<void>;
}

const LIMIT_MS = 20_000;

/** What every store of checkpoints must hold. The store is empty. */
export function checkpointsContract(name: string, create: () => Promise<CheckpointsUnderTest>): void {
  describe(`${name} keeps the contract of checkpoints`, () => {
    let under: CheckpointsUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    it('moves a checkpoint on from where it stands, each name for itself', async () => {
      const { checkpoints } = under;
      expect(await checkpoints.load('relay')).toBe(LOG_START);
      await checkpoints.step('relay', LOG_START, 7);
      expect([await checkpoints.load('relay'), await checkpoints.load('relay2')]).toEqual([7, LOG_START]);
      await checkpoints.step('relay', 7, Number.MAX_SAFE_INTEGER);
      await checkpoints.step('relay2', LOG_START, 3);
      expect([await checkpoints.load('relay'), await checkpoints.load('relay2')]).toEqual([Number.MAX_SAFE_INTEGER, 3]);
    });

    it.each([
      ['behind', 3],
      ['ahead', 9],
      ['at the start', LOG_START],
    ])('leaves it where it is for an owner who is %s', async (_, expected) => {
      const { checkpoints } = under;
      await checkpoints.step('relay', LOG_START, 7);
      const step = checkpoints.step('relay', expected, 12);
      await expect(step).rejects.toThrow(CheckpointMovedError);
      await expect(step).rejects.toMatchObject({ expected, actual: 7 });
      expect(await checkpoints.load('relay')).toBe(7);
    });

    it('is not made by an owner who takes it to be there', async () => {
      await expect(under.checkpoints.step('relay', 3, 4)).rejects.toMatchObject({ expected: 3, actual: LOG_START });
      expect(await under.checkpoints.load('relay')).toBe(LOG_START);
    });

    it('takes one step when many take it at once', async () => {
      for (const from of [LOG_START, 5]) {
        const steps = await Promise.allSettled(
          Array.from({ length: 8 }, () => under.checkpoints.step('relay', from, from + 5)),
        );
        expect(steps.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const step of steps)
          if (step.status === 'rejected') expect(step.reason).toMatchObject({ expected: from, actual: from + 5 });
        expect(await under.checkpoints.load('relay')).toBe(from + 5);
      }
    });

    it('gives a lease to one at a time, per name, until it is released', async () => {
      const nobody = () => {};
      const take = (of: string) => under.checkpoints.lease(of, nobody);
      const first = await take('relay');
      expect(first).toBeDefined();
      expect(await take('relay')).toBeUndefined();
      const elsewhere = await take('other');
      expect(elsewhere).toBeDefined();
      await first?.release();
      await first?.release();
      const second = await take('relay');
      expect(second).toBeDefined();
      // A release that comes twice does not end what somebody else has by now.
      await first?.release();
      expect(await take('relay')).toBeUndefined();
      await second?.release();
      await elsewhere?.release();
    });

    it('loses no event of those who follow by it, also when two take themselves for the owner', async () => {
      const log = new PlayLog();
      await log.append(...Array.from({ length: 40 }, (_, index) => `s-${index % 3}`));
      const { checkpoints } = under;
      const done: number[] = [];
      const owners = Array.from({ length: 2 }, () => {
        const open = async () => ({
          position: await checkpoints.load('relay'),
          apply: async (events: readonly RecordedEvent[]) => void done.push(...events.map(({ position }) => position)),
          commit: (expected: number, next: number) => checkpoints.step('relay', expected, next),
        });
        const limits = { batchEvents: 3, pollIntervalMs: 20 };
        return new Follower({ name: 'relay', store: log.store, open, limits });
      });
      await Promise.all(owners.map((owner) => owner.start()));
      for (const owner of owners) expect(await owner.waitFor(40, LIMIT_MS)).toBe(true);
      await Promise.all(owners.map((owner) => owner.stop()));
      expect(await checkpoints.load('relay')).toBe(40);
      // Again, perhaps; the first time in order, and none left out.
      expect([...new Set(done)]).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import type { ReadModelStore } from '../read-model-store.js';
import { type Draft, kept, replaced, straightRun } from './read-model-fixtures.js';
import { filed, type ReadModelPlay } from './read-model-play.js';

/** Of several processes one follows: leases, and what holds when two take themselves for the owner. */
export function ownersContract(play: ReadModelPlay): void {
  const { follow } = play;
  describe('owners', () => {
    it('lets one of several processes follow, and another take over when that one is gone', async () => {
      const events: string[] = [];
      const first = await follow();
      const others = [await follow(), await follow()];
      const states = () => others.map((projector) => projector.status().state).sort();
      expect([first.status().state, ...states()]).toEqual(['following', 'standby', 'standby']);
      await play.log.append(
        ...Array.from({ length: 30 }, (_, index): Draft => [`case-${index % 7}`, 'Filed', filed(`u${index % 3}`)]),
      );
      await Promise.all([first, ...others].map((projector) => projector.caughtUp()));
      expect(states()).toEqual(['standby', 'standby']);
      expect(others.map(({ position }) => position)).toEqual([play.log.at(30), play.log.at(30)]);

      await first.stop();
      await play.log.append(['case-1', 'Visited']);
      await Promise.all(others.map((projector) => projector.caughtUp()));
      expect(states()).toEqual(['following', 'standby']);
      expect(await kept(play.under)).toEqual(await straightRun(play.log));
      expect(await play.under.ledger.ledgerAgreesWithRollup()).toEqual([]);

      const heir = others.find((projector) => projector.status().state === 'following')!;
      await heir.stop();
      const last = await follow({ log: ({ kind }) => events.push(kind) });
      await play.log.append(['case-2', 'Visited']);
      await last.caughtUp();
      expect(await kept(play.under)).toEqual(await straightRun(play.log));
      expect(events.filter((kind) => kind === 'lost' || kind === 'failed')).toEqual([]);
    });

    it('gives a lease to one at a time, per projection, until it is released', async () => {
      const nobody = () => {};
      const first = await play.under.store.lease(play.projection, nobody);
      expect(await play.under.store.lease(play.projection, nobody)).toBeUndefined();
      const elsewhere = await play.under.store.lease(`${play.projection}_other`, nobody);
      expect(elsewhere).toBeDefined();
      await first?.release();
      await first?.release();
      const second = await play.under.store.lease(play.projection, nobody);
      expect(second).toBeDefined();
      // A release that comes twice does not end what somebody else has by now.
      await first?.release();
      expect(await play.under.store.lease(play.projection, nobody)).toBeUndefined();
      await second?.release();
      await elsewhere?.release();
    });

    it('doubles nothing when two take themselves for the owner', async () => {
      let lost = 0;
      const careless = (store: ReadModelStore) =>
        replaced(store, {
          lease: async () => ({ release: async () => {} }),
          commit: (step, changes) =>
            store.commit(step, changes).catch((error: Error) => {
              if (error.name === 'CheckpointLostError') lost += 1;
              throw error;
            }),
        });
      const owners = [
        await follow({ readModelStore: careless(play.under.store), limits: { batchEvents: 3 } }),
        await follow({ readModelStore: careless(play.under.store), limits: { batchEvents: 3 } }),
      ];
      for (let round = 0; round < 10; round++) {
        await play.log.append(
          ...Array.from({ length: 10 }, (_, index): Draft => [`case-${index % 7}`, 'Filed', filed(`u${index % 3}`)]),
        );
        await Promise.all(owners.map((projector) => projector.caughtUp()));
      }
      expect(lost).toBeGreaterThan(0);
      expect(owners.map((projector) => projector.status().state)).toEqual(['following', 'following']);
      expect(await kept(play.under)).toEqual(await straightRun(play.log));
      expect(await play.under.ledger.ledgerAgreesWithRollup()).toEqual([]);
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProjectorEvent } from '../projector.js';
import type { ReadModelStore } from '../read-model-store.js';
import {
  allEntries,
  allRows,
  cases,
  type Fate,
  failing,
  histories,
  kept,
  LIMIT_MS,
  Log,
  MODELS,
  steps,
  straightRun,
  units,
} from './read-model-fixtures.js';
import { filed, type ReadModelPlay } from './read-model-play.js';

/** A position that no log of these tests reaches. */
const NOT_YET = Number.MAX_SAFE_INTEGER;

/** Row by row: what is kept is the fold of the log, whatever fails and wherever it is stopped. */
export function followingContract(play: ReadModelPlay): void {
  const { make, follow, clear } = play;
  describe('following', () => {
    it('keeps each row as evolve made it, all column types included', async () => {
      await play.log.append(
        [
          'case-1',
          'Filed',
          { ...filed('north', '2024-02-29', 2 ** 45), tags: ['a "b", {c}', '中文', ''], note: 'x\ty' },
        ],
        ['case-1', 'Visited'],
        ['case-2', 'Filed', filed('south')],
        ['case-2', 'Paid', { paidOn: '2023-05-01' }],
      );
      await follow();
      expect(await play.under.store.row(cases, 'case-1')).toEqual({
        unit: 'north',
        filedOn: '2024-02-29',
        fineFen: 2 ** 45,
        visits: 1,
        isOpen: true,
        paidOn: null,
        seenAt: '2023-03-01T02:00:00.000Z',
        tags: ['a "b", {c}', '中文', ''],
        extra: { note: 'x\ty', amounts: [2 ** 45, 0.5] },
      });
      expect(await play.under.store.row(cases, 'case-2')).toMatchObject({
        paidOn: '2023-05-01',
        isOpen: false,
        extra: null,
      });
      expect(await play.under.store.row(cases, 'case-3')).toBeUndefined();
      expect(await play.under.store.row(units, 'north')).toEqual({ filed: 1, lastStream: 'case-1' });
      expect((await allRows(play.under.store, steps)).map(({ key }) => key)).toEqual([
        'case-1@0',
        'case-1@1',
        'case-2@0',
        'case-2@1',
      ]);
    });

    it('follows what is appended while it runs, and says when it got to a position', async () => {
      const projector = await follow();
      await play.log.append(['case-1', 'Filed', filed('north')]);
      expect(await projector.waitFor(play.log.at(1), LIMIT_MS)).toBe(true);
      expect(await play.under.store.row(cases, 'case-1')).toMatchObject({ unit: 'north' });
      expect(await projector.waitFor(NOT_YET, 5)).toBe(false);
      expect(projector.status()).toMatchObject({
        state: 'following',
        position: play.log.at(1),
        readModels: MODELS.map(({ name }) => ({
          name,
          version: 1,
          state: 'following',
          position: play.log.at(1),
          parkedKeys: 0,
        })),
      });
      await projector.stop();
      await expect(projector.waitFor(NOT_YET, LIMIT_MS)).rejects.toThrow('stopped');
    });

    it('keeps the same rows and entries wherever it is stopped and started', async () => {
      await fc.assert(
        fc.asyncProperty(
          histories,
          fc.array(fc.nat({ max: 39 }), { maxLength: 3 }),
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: 0, max: 3 }),
          async (history, stops, batchEvents, rowsCached) => {
            await clear();
            const limits = { batchEvents, rowsCached };
            let from = 0;
            for (const to of [...stops.sort((a, b) => a - b), history.length]) {
              await play.log.append(...history.slice(from, to));
              from = Math.max(from, to);
              const projector = await follow({ limits });
              await projector.stop();
            }
            expect(await kept(play.under)).toEqual(await straightRun(play.log));
            expect(await play.under.ledger.ledgerAgreesWithRollup()).toEqual([]);
          },
        ),
        { numRuns: 12 },
      );
    });

    it('keeps the same rows and entries whichever commits fail, are done unheard or are forgotten', async () => {
      await fc.assert(
        fc.asyncProperty(
          histories,
          fc.array(fc.constantFrom<Fate>('before', 'after', 'forgotten', 'fine'), { maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          async (history, plan, batchEvents) => {
            await clear();
            const fates = [...plan];
            const projector = await follow({
              readModelStore: failing(play.under.store, fates),
              limits: { batchEvents, rowsCached: 2 },
            });
            await play.log.append(...history);
            await projector.caughtUp();
            // What is forgotten shows at the next commit.
            fates.length = 0;
            await play.log.append(['case-1', 'Noted']);
            await projector.caughtUp();
            expect(projector.status().state).not.toBe('lost');
            expect(await kept(play.under)).toEqual(await straightRun(play.log));
            expect(await play.under.ledger.ledgerAgreesWithRollup()).toEqual([]);
          },
        ),
        { numRuns: 12 },
      );
    });

    it('shows a failure that lasts, and goes on by itself when it is over', async () => {
      const plan: Fate[] = [];
      const events: ProjectorEvent[] = [];
      const projector = await follow({
        readModelStore: failing(play.under.store, plan),
        log: (event) => events.push(event),
      });
      plan.push('before', 'before', 'before');
      await play.log.append(['case-1', 'Filed', filed('north')]);
      await projector.caughtUp();
      expect(events.filter(({ kind }) => kind === 'failed')).toEqual([
        { kind: 'failed', error: 'Error: connection refused', failures: 1, retryInMs: 1 },
        { kind: 'failed', error: 'Error: connection refused', failures: 2, retryInMs: 2 },
        { kind: 'failed', error: 'Error: connection refused', failures: 3, retryInMs: 4 },
      ]);
      expect(projector.status()).toMatchObject({ state: 'following' });
      expect(projector.status().lastError).toBeUndefined();
    });

    it('does not begin on a log that is shorter than what the read models have seen', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Visited']);
      await (await follow()).stop();
      play.log = new Log(play.openLog);
      await play.log.append(['case-1', 'Filed', filed('north')]);
      await expect(make().start()).rejects.toThrow('another log');
    });

    it('asks the tables for no row that an event begins', async () => {
      const asked: string[] = [];
      const readModelStore = new Proxy(play.under.store, {
        get(target, property) {
          const member: unknown = Reflect.get(target, property);
          if (typeof member !== 'function') return member;
          if (property !== 'rows') return member.bind(target);
          return (requests: Parameters<ReadModelStore['rows']>[0]) => {
            asked.push(...requests.flatMap(({ model, keys }) => keys.map((key) => `${model.name} ${key}`)));
            return target.rows(requests);
          };
        },
      });
      await play.log.append(
        ['case-1', 'Filed', filed('north')],
        ['case-1', 'Visited'],
        ['case-2', 'Filed', filed('north')],
      );
      await (await follow({ readModelStore })).stop();
      await play.log.append(['case-1', 'Visited'], ['case-3', 'Filed', filed('south')]);
      await (await follow({ readModelStore })).stop();
      // The first time the tables are built, and nothing is asked of this store.
      expect(asked).toEqual(['contract_case case-1', 'contract_unit south']);
      expect(await kept(play.under)).toEqual(await straightRun(play.log));
    });

    it('removes a row that evolve ends, and books its facts away', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Paid', { paidOn: '2023-05-01' }]);
      const projector = await follow();
      await play.log.append(['case-1', 'Withdrawn']);
      await projector.caughtUp();
      expect(await play.under.store.row(cases, 'case-1')).toBeUndefined();
      const entries = await allEntries(play.under.ledger, { measures: ['filed', 'paid'] });
      expect(
        entries.map(({ position, ordinal, measure, subject, unit, date, count, fen }) =>
          [position, ordinal, measure, subject, unit, date, count, fen].join(' '),
        ),
      ).toEqual([
        `${play.log.at(1)} 0 filed  north 2023-01-05 1 0`,
        `${play.log.at(2)} 0 paid fine north 2023-05-01 1 100`,
        `${play.log.at(3)} 0 filed  north 2023-01-05 -1 0`,
        `${play.log.at(3)} 1 paid fine north 2023-05-01 -1 -100`,
      ]);
      expect(await play.under.ledger.sum({ measures: ['filed', 'paid'] })).toEqual({ count: 0, fen: 0, entries: 4 });
      await play.log.append(['case-1', 'Filed', filed('south')]);
      await projector.caughtUp();
      expect(await play.under.store.row(cases, 'case-1')).toMatchObject({ unit: 'south' });
    });
  });
}

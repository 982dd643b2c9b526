import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Positions } from '../event-store.js';
import { Projector, type ProjectorEvent, type ProjectorOptions } from '../projector.js';
import type { LedgerEntry, ReadModel } from '../read-model.js';
import { InvalidQueryError } from '../read-model-check.js';
import { type KeyedRow, type ListQuery, ReadModelNotReadyError, type ReadModelStore } from '../read-model-store.js';
import {
  allEntries,
  allRows,
  CASE_COLUMNS,
  type CaseData,
  type CaseRow,
  caseFacts,
  cases,
  type Draft,
  evolveCase,
  type Fate,
  failing,
  histories,
  kept,
  LIMIT_MS,
  Log,
  MEASURES,
  MODELS,
  QUICK,
  type ReadModelStoreUnderTest,
  replaced,
  steps,
  straightRun,
  units,
} from './read-model-fixtures.js';

/** A position that no log of these tests reaches. */
const NOT_YET = Number.MAX_SAFE_INTEGER;

/**
 * What every ReadModelStore must hold, with the Projector on top of it: the fold of the log up to the checkpoint and
 * nothing else, whatever fails and whoever competes, and whatever positions look like.
 */
export function readModelStoreContract(
  name: string,
  create: () => Promise<ReadModelStoreUnderTest>,
  positions: Positions = 'gapless',
): void {
  describe(`${name} keeps the read-model contract`, () => {
    let under: ReadModelStoreUnderTest;
    let log: Log;
    let projection: string;
    let projections = 0;
    const running = new Set<Projector>();

    beforeEach(async () => {
      under = await create();
      log = new Log(positions);
      projection = `contract_${++projections}`;
    });
    afterEach(async () => {
      for (const projector of running) await projector.stop();
      running.clear();
      await under.close();
    });

    const make = (options: Partial<ProjectorOptions> = {}) => {
      const projector = new Projector({
        store: log.store,
        readModels: MODELS,
        readModelStore: under.store,
        decode: (event) => event,
        projection,
        ...options,
        limits: { ...QUICK, ...options.limits },
      });
      running.add(projector);
      return projector;
    };
    const follow = async (options: Partial<ProjectorOptions> = {}) => {
      const projector = make(options);
      await projector.start();
      await projector.caughtUp();
      return projector;
    };
    /** Clears the store for another run of a property. */
    const clear = async () => {
      for (const projector of running) await projector.stop();
      running.clear();
      const { readModels } = await under.store.load(projection);
      await under.store.retire(
        projection,
        readModels.map(({ name }) => name),
      );
      projection = `contract_${++projections}`;
      log = new Log(positions);
    };
    const filed = (unit: string, filedOn = '2023-01-05', fineFen = 100): Partial<CaseData> => ({
      unit,
      filedOn,
      fineFen,
      tags: [],
    });

    it('keeps each row as evolve made it, all column types included', async () => {
      await log.append(
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
      expect(await under.store.row(cases, 'case-1')).toEqual({
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
      expect(await under.store.row(cases, 'case-2')).toMatchObject({
        paidOn: '2023-05-01',
        isOpen: false,
        extra: null,
      });
      expect(await under.store.row(cases, 'case-3')).toBeUndefined();
      expect(await under.store.row(units, 'north')).toEqual({ filed: 1, lastStream: 'case-1' });
      expect((await allRows(under.store, steps)).map(({ key }) => key)).toEqual([
        'case-1@0',
        'case-1@1',
        'case-2@0',
        'case-2@1',
      ]);
    });

    it('follows what is appended while it runs, and says when it got to a position', async () => {
      const projector = await follow();
      await log.append(['case-1', 'Filed', filed('north')]);
      expect(await projector.waitFor(log.at(1), LIMIT_MS)).toBe(true);
      expect(await under.store.row(cases, 'case-1')).toMatchObject({ unit: 'north' });
      expect(await projector.waitFor(NOT_YET, 5)).toBe(false);
      expect(projector.status()).toMatchObject({
        state: 'following',
        position: log.at(1),
        readModels: MODELS.map(({ name }) => ({
          name,
          version: 1,
          state: 'following',
          position: log.at(1),
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
              await log.append(...history.slice(from, to));
              from = Math.max(from, to);
              const projector = await follow({ limits });
              await projector.stop();
            }
            expect(await kept(under)).toEqual(await straightRun(log));
            expect(await under.ledger.ledgerAgreesWithRollup()).toEqual([]);
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
              readModelStore: failing(under.store, fates),
              limits: { batchEvents, rowsCached: 2 },
            });
            await log.append(...history);
            await projector.caughtUp();
            // What is forgotten shows at the next commit.
            fates.length = 0;
            await log.append(['case-1', 'Noted']);
            await projector.caughtUp();
            expect(projector.status().state).not.toBe('lost');
            expect(await kept(under)).toEqual(await straightRun(log));
            expect(await under.ledger.ledgerAgreesWithRollup()).toEqual([]);
          },
        ),
        { numRuns: 12 },
      );
    });

    it('shows a failure that lasts, and goes on by itself when it is over', async () => {
      const plan: Fate[] = [];
      const events: ProjectorEvent[] = [];
      const projector = await follow({
        readModelStore: failing(under.store, plan),
        log: (event) => events.push(event),
      });
      plan.push('before', 'before', 'before');
      await log.append(['case-1', 'Filed', filed('north')]);
      await projector.caughtUp();
      expect(events.filter(({ kind }) => kind === 'failed')).toEqual([
        { kind: 'failed', error: 'Error: connection refused', failures: 1, retryInMs: 1 },
        { kind: 'failed', error: 'Error: connection refused', failures: 2, retryInMs: 2 },
        { kind: 'failed', error: 'Error: connection refused', failures: 3, retryInMs: 4 },
      ]);
      expect(projector.status()).toMatchObject({ state: 'following' });
      expect(projector.status().lastError).toBeUndefined();
    });

    it('lets one of several processes follow, and another take over when that one is gone', async () => {
      const events: string[] = [];
      const first = await follow();
      const others = [await follow(), await follow()];
      const states = () => others.map((projector) => projector.status().state).sort();
      expect([first.status().state, ...states()]).toEqual(['following', 'standby', 'standby']);
      await log.append(
        ...Array.from({ length: 30 }, (_, index): Draft => [`case-${index % 7}`, 'Filed', filed(`u${index % 3}`)]),
      );
      await Promise.all([first, ...others].map((projector) => projector.caughtUp()));
      expect(states()).toEqual(['standby', 'standby']);
      expect(others.map(({ position }) => position)).toEqual([log.at(30), log.at(30)]);

      await first.stop();
      await log.append(['case-1', 'Visited']);
      await Promise.all(others.map((projector) => projector.caughtUp()));
      expect(states()).toEqual(['following', 'standby']);
      expect(await kept(under)).toEqual(await straightRun(log));
      expect(await under.ledger.ledgerAgreesWithRollup()).toEqual([]);

      const heir = others.find((projector) => projector.status().state === 'following')!;
      await heir.stop();
      const last = await follow({ log: ({ kind }) => events.push(kind) });
      await log.append(['case-2', 'Visited']);
      await last.caughtUp();
      expect(await kept(under)).toEqual(await straightRun(log));
      expect(events.filter((kind) => kind === 'lost' || kind === 'failed')).toEqual([]);
    });

    it('gives a lease to one at a time, per projection, until it is released', async () => {
      const nobody = () => {};
      const first = await under.store.lease(projection, nobody);
      expect(await under.store.lease(projection, nobody)).toBeUndefined();
      const elsewhere = await under.store.lease(`${projection}_other`, nobody);
      expect(elsewhere).toBeDefined();
      await first?.release();
      await first?.release();
      const second = await under.store.lease(projection, nobody);
      expect(second).toBeDefined();
      // A release that comes twice does not end what somebody else has by now.
      await first?.release();
      expect(await under.store.lease(projection, nobody)).toBeUndefined();
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
        await follow({ readModelStore: careless(under.store), limits: { batchEvents: 3 } }),
        await follow({ readModelStore: careless(under.store), limits: { batchEvents: 3 } }),
      ];
      for (let round = 0; round < 10; round++) {
        await log.append(
          ...Array.from({ length: 10 }, (_, index): Draft => [`case-${index % 7}`, 'Filed', filed(`u${index % 3}`)]),
        );
        await Promise.all(owners.map((projector) => projector.caughtUp()));
      }
      expect(lost).toBeGreaterThan(0);
      expect(owners.map((projector) => projector.status().state)).toEqual(['following', 'following']);
      expect(await kept(under)).toEqual(await straightRun(log));
      expect(await under.ledger.ledgerAgreesWithRollup()).toEqual([]);
    });

    it('does not begin on a log that is shorter than what the read models have seen', async () => {
      await log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Visited']);
      await (await follow()).stop();
      log = new Log(positions);
      await log.append(['case-1', 'Filed', filed('north')]);
      await expect(make().start()).rejects.toThrow('another log');
    });

    it('asks the tables for no row that an event begins', async () => {
      const asked: string[] = [];
      const readModelStore = new Proxy(under.store, {
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
      await log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Visited'], ['case-2', 'Filed', filed('north')]);
      await (await follow({ readModelStore })).stop();
      await log.append(['case-1', 'Visited'], ['case-3', 'Filed', filed('south')]);
      await (await follow({ readModelStore })).stop();
      // The first time the tables are built, and nothing is asked of this store.
      expect(asked).toEqual(['contract_case case-1', 'contract_unit south']);
      expect(await kept(under)).toEqual(await straightRun(log));
    });

    it('removes a row that evolve ends, and books its facts away', async () => {
      await log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Paid', { paidOn: '2023-05-01' }]);
      const projector = await follow();
      await log.append(['case-1', 'Withdrawn']);
      await projector.caughtUp();
      expect(await under.store.row(cases, 'case-1')).toBeUndefined();
      const entries = await allEntries(under.ledger, { measures: ['filed', 'paid'] });
      expect(
        entries.map(({ position, ordinal, measure, subject, unit, date, count, fen }) =>
          [position, ordinal, measure, subject, unit, date, count, fen].join(' '),
        ),
      ).toEqual([
        `${log.at(1)} 0 filed  north 2023-01-05 1 0`,
        `${log.at(2)} 0 paid fine north 2023-05-01 1 100`,
        `${log.at(3)} 0 filed  north 2023-01-05 -1 0`,
        `${log.at(3)} 1 paid fine north 2023-05-01 -1 -100`,
      ]);
      expect(await under.ledger.sum({ measures: ['filed', 'paid'] })).toEqual({ count: 0, fen: 0, entries: 4 });
      await log.append(['case-1', 'Filed', filed('south')]);
      await projector.caughtUp();
      expect(await under.store.row(cases, 'case-1')).toMatchObject({ unit: 'south' });
    });

    describe('parking', () => {
      it('parks the key that throws and no other: its row keeps the last good state, others go on', async () => {
        await log.append(
          ['case-1', 'Filed', filed('north')],
          ['case-2', 'Filed', filed('south')],
          ['case-1', 'Visited'],
          ['case-1', 'Poisoned'],
          ['case-1', 'Visited'],
          ['case-2', 'Visited'],
        );
        const events: ProjectorEvent[] = [];
        const projector = await follow({ now: () => '2023-03-01T02:00:01.000Z', log: (event) => events.push(event) });
        expect(await under.store.row(cases, 'case-1')).toMatchObject({ visits: 1 });
        expect(await under.store.row(cases, 'case-2')).toMatchObject({ visits: 1 });
        expect(await allRows(under.store, steps)).toHaveLength(6);
        expect(projector.status().readModels[0]).toMatchObject({ state: 'following', parkedKeys: 1 });
        const { readModels } = await under.store.load(projection);
        expect(readModels.find(({ name }) => name === cases.name)?.parked).toEqual([
          {
            readModel: cases.name,
            scope: 'key',
            key: 'case-1',
            position: log.at(4),
            stream: 'case-1',
            eventType: 'Poisoned',
            firstSeenAt: '2023-03-01T02:00:01.000Z',
            error: 'Error: cannot be digested',
          },
        ]);

        await log.append(['case-2', 'Poisoned']);
        await projector.caughtUp();
        expect(events.filter(({ kind }) => kind === 'parked')).toHaveLength(1);
        await projector.stop();
        await log.append(['case-1', 'Visited'], ['case-2', 'Visited']);
        await follow();
        expect(await under.store.row(cases, 'case-1')).toMatchObject({ visits: 1 });
        expect(await under.store.row(cases, 'case-2')).toMatchObject({ visits: 1 });
      });

      it('takes parked keys up again with a new version', async () => {
        await log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Poisoned'], ['case-1', 'Visited']);
        const before = await follow();
        await before.stop();
        const cured: ReadModel<CaseRow> = {
          ...cases,
          version: 2,
          evolve: (row, event) => (event.type === 'Poisoned' ? row : evolveCase(row, event)),
        };
        const projector = await follow({ readModels: [cured, steps, units] });
        expect(await under.store.row(cured, 'case-1')).toMatchObject({ visits: 1 });
        expect(projector.status().readModels[0]).toMatchObject({ version: 2, parkedKeys: 0 });
        expect((await under.store.load(projection)).readModels.flatMap(({ parked }) => parked)).toEqual([]);
      });

      it('parks a row that the table cannot hold, and a fact that the ledger cannot', async () => {
        await log.append(
          ['case-1', 'Filed', filed('north', '2023-02-29')],
          ['case-3', 'Filed', filed('north', '2023-01-05', 1.5)],
          ['case-4', 'Filed', filed('north')],
          ['case-4', 'Paid', { paidOn: '2023-13-01' }],
          ['case-5', 'Filed', filed('n'.repeat(5_000))],
          ['case-6', 'Filed', filed('north')],
        );
        const projector = await follow();
        expect(projector.status().readModels[0]).toMatchObject({ parkedKeys: 4 });
        expect((await allRows(under.store, cases)).map(({ key }) => key)).toEqual(['case-4', 'case-6']);
      });

      it('parks the whole stream when not even the key can be told, or the event cannot be decoded', async () => {
        await log.append(['case-1', 'Filed', filed('north')], ['case-2', 'Filed', filed('north')]);
        await log.append(['case-1', 'Garbled'], ['case-1', 'Visited'], ['case-2', 'Visited']);
        const projector = await follow({
          decode: (event) => {
            if (event.type === 'Garbled') throw new Error('no upcaster');
            return event;
          },
        });
        expect(projector.status().readModels.map(({ parkedKeys }) => parkedKeys)).toEqual([1, 1, 1]);
        expect(await under.store.row(cases, 'case-1')).toMatchObject({ visits: 0 });
        expect(await under.store.row(cases, 'case-2')).toMatchObject({ visits: 1 });
        const [parked] = (await under.store.load(projection)).readModels[0]!.parked;
        expect(parked).toMatchObject({ scope: 'stream', key: 'case-1', error: 'Error: no upcaster' });
      });
    });

    describe('rebuilding', () => {
      const second: ReadModel<CaseRow & { readonly rank: string }> = {
        ...cases,
        version: 2,
        columns: { ...CASE_COLUMNS, rank: { type: 'text' } },
        indexes: [['rank']],
        evolve: (row, event) => {
          const next = evolveCase(row, event);
          return next && { ...next, rank: next.fineFen > 1_000 ? 'high' : 'low' };
        },
        facts: (row) => caseFacts(row).map((fact) => ({ ...fact, unit: `v2 ${fact.unit}` })),
      };

      it('rebuilds a read model whose version changed, entries and all, and drops what was before', async () => {
        await log.append(['case-1', 'Filed', filed('north')], ['case-2', 'Filed', filed('south', '2023-01-05', 5_000)]);
        await (await follow()).stop();
        await log.append(['case-2', 'Paid', { paidOn: '2023-05-01' }]);
        const projector = await follow({ readModels: [second, steps, units], limits: { batchEvents: 1 } });
        expect(await under.store.row(second, 'case-2')).toMatchObject({ rank: 'high', paidOn: '2023-05-01' });
        expect(await under.ledger.groupBy({ measures: ['filed', 'paid'] }, 'unit')).toEqual([
          { group: 'v2 north', count: 1, fen: 0, entries: 1 },
          { group: 'v2 south', count: 2, fen: 5_000, entries: 2 },
        ]);
        expect((await under.store.list(second, { filters: { rank: 'high' }, limit: 10 })).rows).toHaveLength(1);
        await log.append(['case-1', 'Visited']);
        await projector.caughtUp();
        expect(await under.store.row(second, 'case-1')).toMatchObject({ visits: 1 });
        expect(await under.ledger.ledgerAgreesWithRollup()).toEqual([]);
        expect((await under.store.load(projection)).readModels.map(({ name, version }) => [name, version])).toEqual(
          expect.arrayContaining([
            [second.name, 2],
            [steps.name, 1],
            [units.name, 1],
          ]),
        );
      });

      it('rebuilds a table of another shape even when its version was forgotten', async () => {
        await log.append(['case-1', 'Filed', filed('north')]);
        await (await follow()).stop();
        const forgotten = { ...second, version: 1 };
        await follow({ readModels: [forgotten, steps, units] });
        expect(await under.store.row(forgotten, 'case-1')).toMatchObject({ rank: 'low' });
      });

      it('lets the live ones follow and readers read whole tables while it rebuilds and events arrive', async () => {
        const drafts = Array.from(
          { length: 300 },
          (_, index): Draft => [`case-${index}`, 'Filed', filed(`u${index % 5}`)],
        );
        await log.append(...drafts.slice(0, 200));
        const projector = await follow({ limits: { batchEvents: 7, buildPending: 20, rowsCached: 10 } });
        let done = false;
        const rebuilding = Promise.all([projector.rebuild(cases.name), projector.rebuild(units.name)]).finally(() => {
          done = true;
        });
        const sizes: number[] = [];
        const reading = (async () => {
          while (!done) sizes.push((await allRows(under.store, cases)).length);
        })();
        for (const draft of drafts.slice(200)) await log.append(draft);
        await rebuilding;
        await reading;
        await projector.caughtUp();
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(200);
        expect(projector.status()).toMatchObject({ state: 'following', position: log.at(300) });
        expect(await kept(under)).toEqual(await straightRun(log));
        expect(await under.ledger.ledgerAgreesWithRollup()).toEqual([]);
      });

      it('begins again when it was stopped on the way', async () => {
        await log.append(
          ...Array.from({ length: 200 }, (_, index): Draft => [`case-${index % 20}`, 'Filed', filed('north')]),
        );
        await (await follow()).stop();
        const stopped = make({ readModels: [second, steps, units], limits: { batchEvents: 1, buildPending: 1 } });
        await stopped.start();
        await stopped.stop();
        const projector = await follow({ readModels: [second, steps, units] });
        expect(await under.store.row(second, 'case-7')).toMatchObject({ rank: 'low' });
        expect((await projector.compare(second.name)).differing).toBe(0);
      });

      it('proves that rebuilt is kept, row by row and entry by entry, after any history', async () => {
        await fc.assert(
          fc.asyncProperty(histories, fc.integer({ min: 1, max: 9 }), async (history, batchEvents) => {
            await clear();
            await log.append(...history);
            const projector = await follow({ limits: { batchEvents, rowsCached: 1, buildPending: 5 } });
            for (const { name } of MODELS) {
              const comparison = await projector.compare(name);
              expect(comparison).toMatchObject({ readModel: name, position: log.at(history.length), differing: 0 });
            }
            expect((await projector.compare(steps.name)).rows).toBe(history.length);
          }),
          { numRuns: 8 },
        );
      });

      it('shows what differs when kept rows or entries were tampered with', async () => {
        await log.append(
          ['case-1', 'Filed', filed('north')],
          ['case-2', 'Filed', filed('south')],
          ['case-3', 'Filed', filed('south')],
        );
        const projector = await follow();
        await projector.stop();
        const { position, epoch } = await under.store.load(projection);
        const [row] = await under.store.rows([{ model: cases, keys: ['case-1'] }]);
        const forged: LedgerEntry = {
          position: log.at(2),
          ordinal: 7,
          readModel: cases.name,
          stream: 'case-2',
          measure: 'filed',
          subject: '',
          unit: 'south',
          date: '2023-01-05',
          count: 10,
          fen: 0,
          recordedAt: '2023-03-01T02:00:00.000Z',
        };
        await under.store.commit({ projection, expected: position, epoch, next: position }, [
          {
            model: cases,
            inserts: [{ key: 'case-9', row: row!.get('case-1')! }],
            updates: [{ key: 'case-1', row: { ...row!.get('case-1'), fineFen: 7, extra: { note: 'forged' } } }],
            deletes: ['case-3'],
            ledger: [forged],
            parked: [],
          },
        ]);
        const verifier = make();
        const comparison = await verifier.compare(cases.name);
        expect(comparison).toMatchObject({
          readModel: cases.name,
          position: log.at(3),
          rows: 3,
          entries: 3,
          differing: 4,
        });
        expect(comparison.differences).toEqual([
          {
            of: 'row',
            key: 'case-1',
            kept: { ...row!.get('case-1'), fineFen: 7, extra: { note: 'forged' } },
            rebuilt: row!.get('case-1'),
          },
          { of: 'row', key: 'case-3', rebuilt: expect.objectContaining({ unit: 'south' }) },
          { of: 'row', key: 'case-9', kept: row!.get('case-1') },
          { of: 'entry', position: log.at(2), ordinal: 7, kept: forged },
        ]);
        await verifier.rebuild(cases.name);
        expect((await verifier.compare(cases.name)).differing).toBe(0);
        expect(await kept(under)).toEqual(await straightRun(log));
      });

      it('goes on following after another process swapped a table in', async () => {
        await log.append(['case-1', 'Filed', filed('north')]);
        const projector = await follow();
        const other = make();
        await other.rebuild(cases.name);
        await log.append(['case-1', 'Visited']);
        await projector.caughtUp();
        expect(projector.status().state).toBe('following');
        expect(await under.store.row(cases, 'case-1')).toMatchObject({ visits: 1 });
      });

      it('gives way to an owner that keeps another version', async () => {
        await log.append(['case-1', 'Filed', filed('north')]);
        const old = await follow();
        await follow({ readModels: [second, steps, units] });
        await log.append(['case-1', 'Visited']);
        await expect(old.caughtUp()).rejects.toThrow('lost');
        expect(old.status().state).toBe('lost');
      });

      it('removes a read model that is no longer declared, with what it booked', async () => {
        await log.append(['case-1', 'Filed', filed('north')]);
        await (await follow()).stop();
        await follow({ readModels: [steps, units] });
        await expect(under.store.row(cases, 'case-1')).rejects.toThrow(ReadModelNotReadyError);
        await expect(under.store.list(cases, { limit: 1 })).rejects.toThrow(ReadModelNotReadyError);
        expect(await under.ledger.sum({ measures: ['filed'] })).toEqual({ count: 0, fen: 0, entries: 0 });
        expect(await under.ledger.sum({ measures: ['unit.filed'] })).toMatchObject({ count: 1 });
      });
    });

    describe('ledger', () => {
      beforeEach(async () => {
        log.now = '2023-12-31T15:59:59.999Z'; // the last moment of 2023 in Shanghai
        await log.append(
          ['case-1', 'Filed', filed('north', '2023-01-05')],
          ['case-2', 'Filed', filed('north', '2023-02-28', 1_000)],
          ['case-3', 'Filed', filed('south', '2023-12-31', 2_000)],
          ['case-2', 'Paid', { paidOn: '2023-05-01' }],
        );
        log.now = '2023-12-31T16:00:00.000Z'; // the first of 2024
        await log.append(['case-3', 'Paid', { paidOn: '2023-12-31' }], ['case-1', 'Moved', { unit: 'south' }]);
        await follow();
      });

      it('sums by measure, subject, unit and inclusive days', async () => {
        const { ledger } = under;
        expect(await ledger.sum({ measures: ['filed'] })).toEqual({ count: 3, fen: 0, entries: 5 });
        expect(await ledger.sum({ measures: ['filed'], units: ['south'] })).toMatchObject({ count: 2 });
        expect(await ledger.sum({ measures: ['filed'], units: [] })).toMatchObject({ count: 0 });
        expect(await ledger.sum({ measures: ['paid'], subjects: ['fine'] })).toMatchObject({ count: 2, fen: 3_000 });
        expect(await ledger.sum({ measures: ['filed', 'paid'], subjects: [''] })).toMatchObject({ count: 3, fen: 0 });
        expect(
          await ledger.sums([
            { measures: ['filed'], from: '2023-01-05', to: '2023-02-28' },
            { measures: ['filed'], from: '2023-01-06', to: '2023-02-27' },
            { measures: ['paid'], to: '2023-05-01' },
            { measures: ['paid', 'filed'], from: '2023-12-31' },
            { measures: ['none'] },
          ]),
        ).toEqual([
          { count: 2, fen: 0, entries: 4 },
          { count: 0, fen: 0, entries: 0 },
          { count: 1, fen: 1_000, entries: 1 },
          { count: 2, fen: 2_000, entries: 2 },
          { count: 0, fen: 0, entries: 0 },
        ]);
        expect(await ledger.sums([])).toEqual([]);
      });

      it('knows the figures as they were known at the end of a day in Shanghai', async () => {
        const { ledger } = under;
        expect(await ledger.sum({ measures: ['paid'], knownOn: '2023-12-30' })).toMatchObject({ count: 0 });
        expect(await ledger.sum({ measures: ['paid'], knownOn: '2023-12-31' })).toMatchObject({ count: 1 });
        expect(await ledger.sum({ measures: ['paid'], knownOn: '2024-01-01' })).toMatchObject({ count: 2 });
        const query = { measures: ['filed'], units: ['north'] };
        expect(await ledger.sum({ ...query, knownOn: '2023-12-31' })).toMatchObject({ count: 2 });
        expect(await ledger.sum(query)).toMatchObject({ count: 1 });
        expect(await allEntries(ledger, { ...query, knownOn: '2023-12-31' })).toHaveLength(2);
      });

      it('groups by subject, unit, month and measure, and leaves out what is zero', async () => {
        const { ledger } = under;
        expect(await ledger.groupBy({ measures: ['filed'] }, 'unit')).toEqual([
          { group: 'north', count: 1, fen: 0, entries: 3 },
          { group: 'south', count: 2, fen: 0, entries: 2 },
        ]);
        expect(await ledger.groupBy({ measures: ['filed'], units: ['north'] }, 'month')).toEqual([
          { group: '2023-02', count: 1, fen: 0, entries: 1 },
        ]);
        expect(await ledger.groupBy({ measures: ['filed', 'paid'] }, 'measure')).toEqual([
          { group: 'filed', count: 3, fen: 0, entries: 5 },
          { group: 'paid', count: 2, fen: 3_000, entries: 2 },
        ]);
        expect(await ledger.groupBy({ measures: ['filed', 'paid'] }, 'subject')).toEqual([
          { group: '', count: 3, fen: 0, entries: 5 },
          { group: 'fine', count: 2, fen: 3_000, entries: 2 },
        ]);
      });

      it('opens a figure into its entries, page by page, in the order of the log', async () => {
        const { ledger } = under;
        const query = { measures: ['filed', 'paid', 'unit.filed'] };
        const entries = await allEntries(ledger, query, 2);
        expect(entries.map(({ position, readModel, ordinal }) => `${position} ${readModel} ${ordinal}`)).toEqual([
          `${log.at(1)} contract_case 0`,
          `${log.at(1)} contract_unit 0`,
          `${log.at(2)} contract_case 0`,
          `${log.at(2)} contract_unit 0`,
          `${log.at(3)} contract_case 0`,
          `${log.at(3)} contract_unit 0`,
          `${log.at(4)} contract_case 0`,
          `${log.at(5)} contract_case 0`,
          `${log.at(6)} contract_case 0`,
          `${log.at(6)} contract_case 1`,
        ]);
        expect(entries[7]).toEqual({
          position: log.at(5),
          ordinal: 0,
          readModel: cases.name,
          stream: 'case-3',
          measure: 'paid',
          subject: 'fine',
          unit: 'south',
          date: '2023-12-31',
          count: 1,
          fen: 2_000,
          recordedAt: '2023-12-31T16:00:00.000Z',
        });
        const sum = await ledger.sum(query);
        expect(entries.reduce((total, { count }) => total + count, 0)).toBe(sum.count);
        expect(entries.reduce((total, { fen }) => total + fen, 0)).toBe(sum.fen);
        expect(entries).toHaveLength(sum.entries);
        expect(
          await ledger.entries({ ...query, units: ['north'], from: '2023-01-05', to: '2023-01-05', limit: 9 }),
        ).toEqual({ entries: [entries[0], entries[8]] });
      });

      it('gives as every figure, of whatever days, the sum of the entries that it opens into', async () => {
        const units = ['north', 'south', 'east'];
        const days = fc
          .date({ min: new Date('2022-11-01'), max: new Date('2024-03-31'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 10));
        const queries = fc.record(
          {
            measures: fc.subarray(MEASURES, { minLength: 1 }),
            subjects: fc.subarray(['', 'fine']),
            units: fc.subarray(units),
            from: days,
            to: days,
            knownOn: fc.constantFrom('2023-12-30', '2023-12-31', '2024-01-01', '2024-01-02'),
          },
          { requiredKeys: ['measures'] },
        );
        const filings = fc.array(fc.record({ unit: fc.constantFrom(...units), filedOn: days, paidOn: days }), {
          minLength: 30,
          maxLength: 60,
        });
        await fc.assert(
          fc.asyncProperty(filings, fc.array(queries, { minLength: 30, maxLength: 30 }), async (drafts, asked) => {
            await clear();
            log.now = '2023-12-31T10:00:00.000Z';
            for (const [index, { paidOn, ...data }] of drafts.entries()) {
              if (index === drafts.length >> 1) log.now = '2024-01-01T10:00:00.000Z';
              await log.append([`case-${index}`, 'Filed', { ...filed('north'), ...data }]);
              if (index % 3 === 0) await log.append([`case-${index >> 1}`, 'Paid', { paidOn }]);
              if (index % 5 === 0) await log.append([`case-${index >> 1}`, 'Moved', { unit: 'east' }]);
            }
            await follow();
            const sums = await under.ledger.sums(asked);
            for (const [index, query] of asked.entries()) {
              const entries = await allEntries(under.ledger, query, 20);
              for (const { measure, subject, unit, date, recordedAt } of entries) {
                expect(query.measures).toContain(measure);
                expect(query.subjects ?? [subject]).toContain(subject);
                expect(query.units ?? [unit]).toContain(unit);
                expect(date >= (query.from ?? date) && date <= (query.to ?? date)).toBe(true);
                expect(query.knownOn === undefined || recordedAt < `${query.knownOn}T16:00:00.000Z`).toBe(true);
              }
              const total = (of: (entry: LedgerEntry) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
              const expected = { count: total((e) => e.count), fen: total((e) => e.fen), entries: entries.length };
              expect(sums[index]).toEqual(expected);
              expect(await under.ledger.sum(query)).toEqual(expected);
              const groups = await under.ledger.groupBy(query, 'month');
              expect(groups.reduce((sum, { fen }) => sum + fen, 0)).toBe(expected.fen);
            }
            const everything = await allEntries(under.ledger, { measures: MEASURES });
            const byKnownOn = await allEntries(under.ledger, { measures: MEASURES, knownOn: '2023-12-31' });
            expect(byKnownOn).toEqual(everything.filter(({ recordedAt }) => recordedAt < '2023-12-31T16:00:00.000Z'));
            const february = { from: '2023-02-01', to: '2023-02-28' };
            expect(await allEntries(under.ledger, { measures: MEASURES, ...february })).toEqual(
              everything.filter(({ date }) => date.startsWith('2023-02')),
            );
          }),
          { numRuns: 4 },
        );
      });

      it('refuses queries that make no sense', async () => {
        const { ledger } = under;
        await expect(ledger.sum({ measures: [] })).rejects.toThrow(InvalidQueryError);
        await expect(ledger.sum({ measures: ['filed'], from: '2023-02-30' })).rejects.toThrow(InvalidQueryError);
        await expect(ledger.entries({ measures: ['filed'], limit: 0 })).rejects.toThrow(InvalidQueryError);
        await expect(ledger.entries({ measures: ['filed'], limit: 5, after: 'x' })).rejects.toThrow(InvalidQueryError);
      });
    });

    describe('lists', () => {
      const count = 60;
      beforeEach(async () => {
        for (let index = 0; index < count; index++) {
          const stream = `case-${String((index * 37) % count).padStart(2, '0')}`;
          await log.append([
            stream,
            'Filed',
            {
              unit: ['north', '南', '\u{20000}', '\uff5e'][index % 4]!,
              filedOn: `2023-0${1 + (index % 5)}-10`,
              fineFen: index % 7,
              tags: index % 3 === 0 ? ['x', 'y'] : index % 3 === 1 ? ['y'] : [],
            },
          ]);
          if (index % 4 === 0) await log.append([stream, 'Paid', { paidOn: `2023-0${6 + (index % 3)}-01` }]);
        }
        await follow();
      });

      const listed = async (query: Omit<ListQuery<CaseRow>, 'limit' | 'after'>, limit = 7) => {
        const rows: KeyedRow<CaseRow>[] = [];
        let after: string | undefined;
        do {
          const page = await under.store.list(cases, { ...query, limit, ...(after === undefined ? {} : { after }) });
          rows.push(...page.rows);
          after = page.next;
          expect(rows.length).toBeLessThanOrEqual(count);
        } while (after !== undefined);
        return rows;
      };

      for (const property of ['unit', 'filedOn', 'fineFen', 'isOpen', 'paidOn', 'seenAt'] as const)
        for (const direction of ['asc', 'desc'] as const)
          it(`pages through all rows by ${property} ${direction}, each once, those without it last`, async () => {
            const rows = await listed({ sort: { property, direction } });
            expect(new Set(rows.map(({ key }) => key)).size).toBe(count);
            expect(await listed({ sort: { property, direction } }, 200)).toEqual(rows);
            const values = rows.map(({ row }) => row[property]);
            const present = values.filter((value) => value !== null);
            expect(values.slice(0, present.length)).toEqual(present);
            const encoder = new TextEncoder();
            const rank = (value: unknown) =>
              typeof value === 'string' ? Buffer.from(encoder.encode(value)).toString('hex') : Number(value);
            for (let index = 1; index < present.length; index++) {
              const [a, b] = [rank(present[index - 1]), rank(present[index])];
              expect(direction === 'asc' ? a <= b : a >= b).toBe(true);
            }
          });

      it('filters by value, by several, by bounds, by nothing, by what a list of texts contains', async () => {
        const all = await listed({});
        expect(all.map(({ key }) => key)).toEqual([...all.map(({ key }) => key)].sort());
        const expectOnly = async (
          filters: NonNullable<ListQuery<CaseRow>['filters']>,
          is: (row: CaseRow) => boolean,
        ) => {
          const expected = all.filter(({ row }) => is(row));
          expect(expected.length).toBeLessThan(count);
          expect(await listed({ filters })).toEqual(expected);
        };
        await expectOnly({ unit: '南' }, ({ unit }) => unit === '南');
        await expectOnly({ unit: { in: ['南', 'north'] } }, ({ unit }) => unit === '南' || unit === 'north');
        await expectOnly({ unit: { in: [] } }, () => false);
        await expectOnly({ paidOn: null }, ({ paidOn }) => paidOn === null);
        await expectOnly({ isOpen: false, fineFen: 3 }, ({ isOpen, fineFen }) => !isOpen && fineFen === 3);
        await expectOnly(
          { filedOn: { from: '2023-02-10', to: '2023-03-10' } },
          ({ filedOn }) => filedOn >= '2023-02-10' && filedOn <= '2023-03-10',
        );
        await expectOnly({ fineFen: { from: 5 } }, ({ fineFen }) => fineFen >= 5);
        await expectOnly({ tags: { contains: 'x' } }, ({ tags }) => tags.includes('x'));
        await expectOnly({ tags: { contains: ['y', 'x'] } }, ({ tags }) => tags.includes('x') && tags.includes('y'));
        await expectOnly({ tags: { contains: "'; drop table x --" } }, () => false);
      });

      it('refuses unknown properties, values of another type, foreign cursors and boundless pages', async () => {
        const refused = async (query: object) => {
          const model = cases as unknown as ReadModel<Record<string, unknown>>;
          await expect(under.store.list(model, query as ListQuery<Record<string, unknown>>)).rejects.toThrow(
            InvalidQueryError,
          );
        };
        await refused({ limit: 201 });
        await refused({ limit: 0 });
        await refused({ limit: 5, filters: { nothing: 1 } });
        await refused({ limit: 5, filters: { constructor: 1 } });
        await refused({ limit: 5, filters: { filedOn: '2023-02-30' } });
        await refused({ limit: 5, filters: { fineFen: '1' } });
        await refused({ limit: 5, filters: { unit: { contains: 'n' } } });
        await refused({ limit: 5, filters: { extra: 'x' } });
        await refused({ limit: 5, sort: { property: 'extra', direction: 'asc' } });
        await refused({ limit: 5, sort: { property: 'unit', direction: 'down' } });
        await refused({ limit: 5, after: 'x' });
        const { next } = await under.store.list(cases, { limit: 5, sort: { property: 'fineFen', direction: 'asc' } });
        await refused({ limit: 5, after: next, sort: { property: 'filedOn', direction: 'asc' } });
        await refused({ limit: 5, after: next });
      });
    });
  });
}

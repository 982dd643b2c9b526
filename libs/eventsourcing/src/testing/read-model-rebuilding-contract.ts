import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEntry, ReadModel } from '../read-model.js';
import { ReadModelNotReadyError } from '../read-model-store.js';
import {
  allRows,
  CASE_COLUMNS,
  type CaseRow,
  caseFacts,
  cases,
  type Draft,
  evolveCase,
  histories,
  kept,
  MODELS,
  steps,
  straightRun,
  units,
} from './read-model-fixtures.js';
import { filed, type ReadModelPlay } from './read-model-play.js';

/** A read model built anew beside the live one, swapped in, and compared with it. */
export function rebuildingContract(play: ReadModelPlay): void {
  const { make, follow, clear } = play;
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
      await play.log.append(
        ['case-1', 'Filed', filed('north')],
        ['case-2', 'Filed', filed('south', '2023-01-05', 5_000)],
      );
      await (await follow()).stop();
      await play.log.append(['case-2', 'Paid', { paidOn: '2023-05-01' }]);
      const projector = await follow({ readModels: [second, steps, units], limits: { batchEvents: 1 } });
      expect(await play.under.store.row(second, 'case-2')).toMatchObject({ rank: 'high', paidOn: '2023-05-01' });
      expect(await play.under.ledger.groupBy({ measures: ['filed', 'paid'] }, 'unit')).toEqual([
        { group: 'v2 north', count: 1, fen: 0, entries: 1 },
        { group: 'v2 south', count: 2, fen: 5_000, entries: 2 },
      ]);
      expect((await play.under.store.list(second, { filters: { rank: 'high' }, limit: 10 })).rows).toHaveLength(1);
      await play.log.append(['case-1', 'Visited']);
      await projector.caughtUp();
      expect(await play.under.store.row(second, 'case-1')).toMatchObject({ visits: 1 });
      expect(await play.under.ledger.ledgerAgreesWithRollup()).toEqual([]);
      expect(
        (await play.under.store.load(play.projection)).readModels.map(({ name, version }) => [name, version]),
      ).toEqual(
        expect.arrayContaining([
          [second.name, 2],
          [steps.name, 1],
          [units.name, 1],
        ]),
      );
    });

    it('rebuilds a table of another shape even when its version was forgotten', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')]);
      await (await follow()).stop();
      const forgotten = { ...second, version: 1 };
      await follow({ readModels: [forgotten, steps, units] });
      expect(await play.under.store.row(forgotten, 'case-1')).toMatchObject({ rank: 'low' });
    });

    it('lets the live ones follow and readers read whole tables while it rebuilds and events arrive', async () => {
      const drafts = Array.from(
        { length: 300 },
        (_, index): Draft => [`case-${index}`, 'Filed', filed(`u${index % 5}`)],
      );
      await play.log.append(...drafts.slice(0, 200));
      const projector = await follow({ limits: { batchEvents: 7, buildPending: 20, rowsCached: 10 } });
      let done = false;
      const rebuilding = Promise.all([projector.rebuild(cases.name), projector.rebuild(units.name)]).finally(() => {
        done = true;
      });
      const sizes: number[] = [];
      const reading = (async () => {
        while (!done) {
          sizes.push((await allRows(play.under.store, cases)).length);
          // A store in memory answers before anything else gets its turn: a log beyond a network would never be heard.
          await new Promise(setImmediate);
        }
      })();
      for (const draft of drafts.slice(200)) await play.log.append(draft);
      await rebuilding;
      await reading;
      await projector.caughtUp();
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(200);
      expect(projector.status()).toMatchObject({ state: 'following', position: play.log.at(300) });
      expect(await kept(play.under)).toEqual(await straightRun(play.log));
      expect(await play.under.ledger.ledgerAgreesWithRollup()).toEqual([]);
    });

    it('begins again when it was stopped on the way', async () => {
      await play.log.append(
        ...Array.from({ length: 200 }, (_, index): Draft => [`case-${index % 20}`, 'Filed', filed('north')]),
      );
      await (await follow()).stop();
      const stopped = make({ readModels: [second, steps, units], limits: { batchEvents: 1, buildPending: 1 } });
      await stopped.start();
      await stopped.stop();
      const projector = await follow({ readModels: [second, steps, units] });
      expect(await play.under.store.row(second, 'case-7')).toMatchObject({ rank: 'low' });
      expect((await projector.compare(second.name)).differing).toBe(0);
    });

    it('proves that rebuilt is kept, row by row and entry by entry, after any history', async () => {
      await fc.assert(
        fc.asyncProperty(histories, fc.integer({ min: 1, max: 9 }), async (history, batchEvents) => {
          await clear();
          await play.log.append(...history);
          const projector = await follow({ limits: { batchEvents, rowsCached: 1, buildPending: 5 } });
          for (const { name } of MODELS) {
            const comparison = await projector.compare(name);
            expect(comparison).toMatchObject({ readModel: name, position: play.log.at(history.length), differing: 0 });
          }
          expect((await projector.compare(steps.name)).rows).toBe(history.length);
        }),
        { numRuns: 8 },
      );
    });

    it('shows what differs when kept rows or entries were tampered with', async () => {
      await play.log.append(
        ['case-1', 'Filed', filed('north')],
        ['case-2', 'Filed', filed('south')],
        ['case-3', 'Filed', filed('south')],
      );
      const projector = await follow();
      await projector.stop();
      const { position, epoch } = await play.under.store.load(play.projection);
      const [row] = await play.under.store.rows([{ model: cases, keys: ['case-1'] }]);
      const forged: LedgerEntry = {
        position: play.log.at(2),
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
      await play.under.store.commit({ projection: play.projection, expected: position, epoch, next: position }, [
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
        position: play.log.at(3),
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
        { of: 'entry', position: play.log.at(2), ordinal: 7, kept: forged },
      ]);
      await verifier.rebuild(cases.name);
      expect((await verifier.compare(cases.name)).differing).toBe(0);
      expect(await kept(play.under)).toEqual(await straightRun(play.log));
    });

    it('goes on following after another process swapped a table in', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')]);
      const projector = await follow();
      const other = make();
      await other.rebuild(cases.name);
      await play.log.append(['case-1', 'Visited']);
      await projector.caughtUp();
      expect(projector.status().state).toBe('following');
      expect(await play.under.store.row(cases, 'case-1')).toMatchObject({ visits: 1 });
    });

    it('gives way to an owner that keeps another version', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')]);
      const old = await follow();
      await follow({ readModels: [second, steps, units] });
      await play.log.append(['case-1', 'Visited']);
      await expect(old.caughtUp()).rejects.toThrow('lost');
      expect(old.status().state).toBe('lost');
    });

    it('removes a read model that is no longer declared, with what it booked', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')]);
      await (await follow()).stop();
      await follow({ readModels: [steps, units] });
      await expect(play.under.store.row(cases, 'case-1')).rejects.toThrow(ReadModelNotReadyError);
      await expect(play.under.store.list(cases, { limit: 1 })).rejects.toThrow(ReadModelNotReadyError);
      expect(await play.under.ledger.sum({ measures: ['filed'] })).toEqual({ count: 0, fen: 0, entries: 0 });
      expect(await play.under.ledger.sum({ measures: ['unit.filed'] })).toMatchObject({ count: 1 });
    });
  });
}

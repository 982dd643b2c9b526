import { describe, expect, it } from '@jest/globals';
import type { Aggregate } from '../decider.js';
import type { ProjectorEvent } from '../projector.js';
import { raising } from '../raising.js';
import type { ReadModel } from '../read-model.js';
import { allRows, type CaseRow, cases, evolveCase, steps, units } from './read-model-fixtures.js';
import { filed, type ReadModelPlay } from './read-model-play.js';

/** What an event spoils is one key, or one stream, and no more. */
export function parkingContract(play: ReadModelPlay): void {
  const { follow } = play;
  describe('parking', () => {
    it('parks the key that throws and no other: its row keeps the last good state, others go on', async () => {
      await play.log.append(
        ['case-1', 'Filed', filed('north')],
        ['case-2', 'Filed', filed('south')],
        ['case-1', 'Visited'],
        ['case-1', 'Poisoned'],
        ['case-1', 'Visited'],
        ['case-2', 'Visited'],
      );
      const events: ProjectorEvent[] = [];
      const projector = await follow({ now: () => '2023-03-01T02:00:01.000Z', log: (event) => events.push(event) });
      expect(await play.under.store.row(cases, 'case-1')).toMatchObject({ visits: 1 });
      expect(await play.under.store.row(cases, 'case-2')).toMatchObject({ visits: 1 });
      expect(await allRows(play.under.store, steps)).toHaveLength(6);
      expect(projector.status().readModels[0]).toMatchObject({ state: 'following', parkedKeys: 1 });
      const { readModels } = await play.under.store.load(play.projection);
      expect(readModels.find(({ name }) => name === cases.name)?.parked).toEqual([
        {
          readModel: cases.name,
          scope: 'key',
          key: 'case-1',
          position: play.log.at(4),
          stream: 'case-1',
          eventType: 'Poisoned',
          firstSeenAt: '2023-03-01T02:00:01.000Z',
          error: 'Error: cannot be digested',
        },
      ]);

      await play.log.append(['case-2', 'Poisoned']);
      await projector.caughtUp();
      expect(events.filter(({ kind }) => kind === 'parked')).toHaveLength(1);
      await projector.stop();
      await play.log.append(['case-1', 'Visited'], ['case-2', 'Visited']);
      await follow();
      expect(await play.under.store.row(cases, 'case-1')).toMatchObject({ visits: 1 });
      expect(await play.under.store.row(cases, 'case-2')).toMatchObject({ visits: 1 });
    });

    it('takes parked keys up again with a new version', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')], ['case-1', 'Poisoned'], ['case-1', 'Visited']);
      const before = await follow();
      await before.stop();
      const cured: ReadModel<CaseRow> = {
        ...cases,
        version: 2,
        evolve: (row, event) => (event.type === 'Poisoned' ? row : evolveCase(row, event)),
      };
      const projector = await follow({ readModels: [cured, steps, units] });
      expect(await play.under.store.row(cured, 'case-1')).toMatchObject({ visits: 1 });
      expect(projector.status().readModels[0]).toMatchObject({ version: 2, parkedKeys: 0 });
      expect((await play.under.store.load(play.projection)).readModels.flatMap(({ parked }) => parked)).toEqual([]);
    });

    it('parks a row that the table cannot hold, and a fact that the ledger cannot', async () => {
      await play.log.append(
        ['case-1', 'Filed', filed('north', '2023-02-29')],
        ['case-3', 'Filed', filed('north', '2023-01-05', 1.5)],
        ['case-4', 'Filed', filed('north')],
        ['case-4', 'Paid', { paidOn: '2023-13-01' }],
        ['case-5', 'Filed', filed('n'.repeat(5_000))],
        ['case-6', 'Filed', filed('north')],
      );
      const projector = await follow();
      expect(projector.status().readModels[0]).toMatchObject({ parkedKeys: 4 });
      expect((await allRows(play.under.store, cases)).map(({ key }) => key)).toEqual(['case-4', 'case-6']);
    });

    it('parks the whole stream when not even the key can be told, or the event cannot be read', async () => {
      await play.log.append(['case-1', 'Filed', filed('north')], ['case-2', 'Filed', filed('north')]);
      await play.log.append(['case-1', 'Garbled'], ['case-1', 'Visited'], ['case-2', 'Visited']);
      // Every type but `Garbled` is as it was stored.
      const shapes: Aggregate = {
        name: 'case',
        initialState: undefined,
        evolve: (state) => state,
        schemaVersion: (type) => (type === 'Garbled' ? 2 : 1),
        upcast: () => {
          throw new Error('no upcaster');
        },
      };
      const projector = await follow({ store: raising(play.log.store, () => shapes) });
      expect(projector.status().readModels.map(({ parkedKeys }) => parkedKeys)).toEqual([1, 1, 1]);
      expect(await play.under.store.row(cases, 'case-1')).toMatchObject({ visits: 0 });
      expect(await play.under.store.row(cases, 'case-2')).toMatchObject({ visits: 1 });
      const [parked] = (await play.under.store.load(play.projection)).readModels[0]!.parked;
      expect(parked).toMatchObject({
        scope: 'stream',
        key: 'case-1',
        error: 'UnreadableEventError: Garbled case-1/1: no upcaster',
      });
    });
  });
}

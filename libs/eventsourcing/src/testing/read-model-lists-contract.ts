import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReadModel } from '../read-model.js';
import { InvalidQueryError } from '../read-model-check.js';
import type { KeyedRow, ListQuery } from '../read-model-store.js';
import { type CaseRow, cases } from './read-model-fixtures.js';
import { type ReadModelPlay } from './read-model-play.js';

/** Lists: filters, order, pages. */
export function listsContract(play: ReadModelPlay): void {
  const { follow } = play;
  describe('lists', () => {
    const count = 60;
    beforeEach(async () => {
      for (let index = 0; index < count; index++) {
        const stream = `case-${String((index * 37) % count).padStart(2, '0')}`;
        await play.log.append([
          stream,
          'Filed',
          {
            unit: ['north', '南', '\u{20000}', '\uff5e'][index % 4]!,
            filedOn: `2023-0${1 + (index % 5)}-10`,
            fineFen: index % 7,
            tags: index % 3 === 0 ? ['x', 'y'] : index % 3 === 1 ? ['y'] : [],
          },
        ]);
        if (index % 4 === 0) await play.log.append([stream, 'Paid', { paidOn: `2023-0${6 + (index % 3)}-01` }]);
      }
      await follow();
    });

    const listed = async (query: Omit<ListQuery<CaseRow>, 'limit' | 'after'>, limit = 7) => {
      const rows: KeyedRow<CaseRow>[] = [];
      let after: string | undefined;
      do {
        const page = await play.under.store.list(cases, { ...query, limit, ...(after === undefined ? {} : { after }) });
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
      const expectOnly = async (filters: NonNullable<ListQuery<CaseRow>['filters']>, is: (row: CaseRow) => boolean) => {
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
        await expect(play.under.store.list(model, query as ListQuery<Record<string, unknown>>)).rejects.toThrow(
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
      const { next } = await play.under.store.list(cases, {
        limit: 5,
        sort: { property: 'fineFen', direction: 'asc' },
      });
      await refused({ limit: 5, after: next, sort: { property: 'filedOn', direction: 'asc' } });
      await refused({ limit: 5, after: next });
    });
  });
}

import { beforeEach, describe, expect, it } from '@jest/globals';
import { defined } from '../defined.js';
import type { AnyReadModel, ReadModel } from '../read-model.js';
import { assertDeclaration, InvalidQueryError, shapeOf } from '../read-model-check.js';
import type { Filter, Filters, KeyedRow, ListQuery, TallyQuery } from '../read-model-store.js';
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
        const page = await play.under.store.list(cases, { ...query, limit, ...defined({ after }) });
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
      await expectOnly({ tags: { begins: 'x' } }, ({ tags }) => tags.some((tag) => tag.startsWith('x')));
      await expectOnly({ tags: { begins: '%' } }, () => false);
      await expectOnly({ tags: { contains: "'; drop table x --" } }, () => false);
    });

    describe('of which a row must meet one of several groups of filters', () => {
      const scopes: [string, readonly Filters<CaseRow>[], (row: CaseRow) => boolean][] = [
        ['one group', [{ unit: 'north' }], ({ unit }) => unit === 'north'],
        ['no group', [], () => false],
        ['a group that asks nothing', [{ unit: 'north' }, {}], () => true],
        [
          'units, or what a list of texts contains',
          [{ unit: { in: ['north', '南', '南'] } }, { tags: { contains: 'x' } }],
          ({ unit, tags }) => unit === 'north' || unit === '南' || tags.includes('x'),
        ],
        [
          'groups of several filters',
          [
            { unit: { in: ['north', '\u{20000}'] }, isOpen: true },
            { tags: { contains: ['x', 'y'] }, fineFen: { to: 3 } },
            { paidOn: null, filedOn: { from: '2023-03-10' } },
          ],
          ({ unit, isOpen, tags, fineFen, paidOn, filedOn }) =>
            ((unit === 'north' || unit === '\u{20000}') && isOpen) ||
            (tags.includes('x') && fineFen <= 3) ||
            (paidOn === null && filedOn >= '2023-03-10'),
        ],
      ];
      for (const [what, anyOf, isWithin] of scopes)
        for (const property of [undefined, 'filedOn', 'paidOn', 'fineFen', 'unit'] as const)
          it(`pages through ${what} by ${property ?? 'key'}, each row once, whatever else is asked`, async () => {
            const filters = { unit: { in: ['north', '南', '\uff5e'] } } as const;
            const isAsked = ({ unit }: CaseRow) => unit !== '\u{20000}';
            for (const direction of ['asc', 'desc'] as const) {
              const sort = property && { sort: { property, direction } };
              const all = await listed({ ...sort }, 200);
              const expected = all.filter(({ row }) => isWithin(row));
              expect(await listed({ ...sort, anyOf }, 4)).toEqual(expected);
              expect(await listed({ ...sort, anyOf, filters }, 5)).toEqual(expected.filter(({ row }) => isAsked(row)));
              expect(await listed({ ...sort, anyOf, filters: { paidOn: { to: '2023-07-01' } } }, 3)).toEqual(
                expected.filter(({ row }) => row.paidOn !== null && row.paidOn <= '2023-07-01'),
              );
              expect(await listed({ ...sort, anyOf, filters: { paidOn: null } }, 3)).toEqual(
                expected.filter(({ row }) => row.paidOn === null),
              );
            }
          });
    });

    describe('in natural order (F9, C22)', () => {
      interface NumberedRow {
        readonly no: string;
        readonly party: string | null;
        readonly unit: string;
      }
      const numbered: ReadModel<NumberedRow> = {
        name: 'contract_numbered',
        version: 1,
        columns: {
          no: { type: 'text', order: 'natural' },
          party: { type: 'text', order: 'natural', optional: true },
          unit: { type: 'text' },
        },
        indexes: [['no'], ['unit', 'no']],
        key: ({ stream, type }) => (type === 'Numbered' ? stream : undefined),
        evolve: (_, { data }) => data as NumberedRow,
      };
      const caseNo = (n: number | string) => `衢综执立字〔2023〕${n}号`;
      const follow = async (rows: readonly Partial<NumberedRow>[]) => {
        for (const [index, row] of rows.entries())
          await play.log.append([
            `no-${(index * 7) % rows.length}-${index}`,
            'Numbered',
            { party: null, unit: 'north', ...row } as object,
          ]);
        await play.follow({ readModels: [numbered] });
      };
      const pages = async (query: Omit<ListQuery<NumberedRow>, 'limit' | 'after'>, limit = 5) => {
        const rows: NumberedRow[] = [];
        for (let after: string | undefined; ; ) {
          const page = await play.under.store.list(numbered, {
            ...query,
            limit,
            ...defined({ after }),
          });
          rows.push(...page.rows.map(({ row }) => row));
          expect(rows.length).toBeLessThan(50);
          if (page.next === undefined) return rows;
          after = page.next;
        }
      };
      const twelve = Array.from({ length: 12 }, (_, index) => caseNo(index + 1));
      const shuffled = twelve.map((_, index) => twelve[(index * 5) % 12]!);

      it('sorts and pages numbers by their value, in either direction', async () => {
        await follow([...shuffled, '衢综执立字〔2022〕100号'].map((no) => ({ no })));
        const ascending = ['衢综执立字〔2022〕100号', ...twelve];
        const by = (direction: 'asc' | 'desc') => ({ sort: { property: 'no', direction } }) as const;
        const numbers = async (query: Parameters<typeof pages>[0]) => (await pages(query)).map(({ no }) => no);
        expect(await numbers(by('asc'))).toEqual(ascending);
        expect(await numbers(by('desc'))).toEqual([...ascending].reverse());
        const anyOf = [{ unit: { in: ['north', 'south'] } }, { no: caseNo(3) }];
        expect(await numbers({ ...by('desc'), anyOf })).toEqual([...ascending].reverse());
      });

      it('sorts what counts alike by code point, full-width digits as the others, and Chinese by its sound', async () => {
        const order = [
          '安乐街9号',
          '白云路2号',
          '陈家巷',
          '丁山１号',
          '丁山0１０号',
          '丁山10号',
          '丁山１1号',
          '丁山12号',
          '丁山12號',
          'A9',
          'A10',
        ];
        await follow(
          [...order]
            .sort()
            .map((party, index) => ({ no: `${index}`, party }))
            .concat([{ no: '99', party: null as never }]),
        );
        const parties = async (direction: 'asc' | 'desc') =>
          (await pages({ sort: { property: 'party', direction } }, 3)).map(({ party }) => party);
        expect(await parties('asc')).toEqual([...order, null]);
        expect(await parties('desc')).toEqual([...order.reverse(), null]);
      });

      it('filters by the very text all the same, and within bounds by code point', async () => {
        await follow([...shuffled, caseNo('01'), caseNo('１')].map((no) => ({ no })));
        const sort = { property: 'no', direction: 'asc' } as const;
        const numbers = async (no: Filter) => (await pages({ sort, filters: { no } })).map((row) => row.no);
        expect(await numbers(caseNo(1))).toEqual([caseNo(1)]);
        expect(await numbers({ in: [caseNo(10), caseNo(2), caseNo('01')] })).toEqual([
          caseNo('01'),
          caseNo(2),
          caseNo(10),
        ]);
        expect(await numbers({ from: '衢综执立字〔2023〕1', to: '衢综执立字〔2023〕1\u{10ffff}' })).toEqual(
          [1, 10, 11, 12].map(caseNo),
        );
      });

      it('is of another shape than a column that goes by code point', () => {
        const columns = { ...numbered.columns, no: { type: 'text' } } as const;
        expect(shapeOf({ ...numbered, columns } as AnyReadModel)).not.toBe(
          shapeOf(numbered as unknown as AnyReadModel),
        );
        const dated = { ...columns, no: { type: 'date', order: 'natural' } } as const;
        expect(() => assertDeclaration({ ...numbered, columns: dated } as unknown as AnyReadModel)).toThrow(TypeError);
      });
    });

    describe('counted by a text of their rows', () => {
      const tallied = (query: Partial<TallyQuery<CaseRow>>) =>
        play.under.store.tally(cases, { by: 'unit', among: {}, limit: 9, ...query });

      it('says how many have each, the most first, and how many of them are what is counted beside', async () => {
        const rows = await listed({ filters: { fineFen: { to: 3 } } });
        const units = Map.groupBy(rows, ({ row }) => row.unit);
        const expected = [...units]
          .map(([value, of]) => ({ value, rows: of.length, among: of.filter(({ row }) => row.paidOn !== null).length }))
          .sort((a, b) => b.rows - a.rows || Buffer.from(a.value).compare(Buffer.from(b.value)));
        const query = { filters: { fineFen: { to: 3 } }, among: { paidOn: { from: '2000-01-01' } } } as const;
        expect(await tallied(query)).toEqual(expected);
        expect(await tallied({ ...query, limit: 2 })).toEqual(expected.slice(0, 2));
      });

      it('counts a row once for each text of a list, whoever it is for', async () => {
        const of = (tag: string) => ({ tags: { contains: tag } }) as const;
        const size = async (query: Parameters<typeof listed>[0]) => (await listed(query)).length;
        for (const anyOf of [undefined, [{ unit: 'north' }, { isOpen: false }]] as const)
          expect(await tallied({ by: 'tags', anyOf, among: { isOpen: false } })).toEqual(
            await Promise.all(
              ['y', 'x'].map(async (value) => ({
                value,
                rows: await size({ filters: of(value), anyOf }),
                among: await size({ filters: { ...of(value), isOpen: false }, anyOf }),
              })),
            ),
          );
        expect(await tallied({ by: 'tags', anyOf: [] })).toEqual([]);
      });

      it('refuses what is no text, and boundless answers', async () => {
        for (const query of [{ by: 'fineFen' }, { by: 'nothing' }, { limit: 0 }, { limit: 501 }] as never[])
          await expect(tallied(query)).rejects.toThrow(InvalidQueryError);
      });
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
      await refused({ limit: 5, filters: { unit: { begins: 'n' } } });
      await refused({ limit: 5, filters: { extra: 'x' } });
      await refused({ limit: 5, anyOf: [{ unit: 'north' }, { nothing: 1 }] });
      await refused({ limit: 5, anyOf: [{ unit: 7 }] });
      await refused({ limit: 5, anyOf: Array.from({ length: 17 }, () => ({ unit: 'north' })) });
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

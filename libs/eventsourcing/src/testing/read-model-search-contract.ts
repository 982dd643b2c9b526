import { describe, expect, it } from '@jest/globals';
import { defined } from '../defined.js';
import type { AnyReadModel, ReadModel } from '../read-model.js';
import { assertDeclaration, InvalidQueryError } from '../read-model-check.js';
import type { ListQuery } from '../read-model-store.js';
import { SEARCH_LIMITS, UNSEARCHED } from '../text-search.js';
import type { ReadModelPlay } from './read-model-play.js';

interface FoundRow {
  readonly no: string | null;
  readonly matter: string;
  readonly parties: string[];
  readonly unit: string;
}

const found: ReadModel<FoundRow> = {
  name: 'contract_found',
  version: 1,
  columns: {
    no: { type: 'text', optional: true },
    matter: { type: 'text' },
    parties: { type: 'text[]' },
    unit: { type: 'text' },
  },
  search: { open: ['no'], all: ['no', 'matter', 'parties'] },
  key: ({ stream, type }) => (type === 'Found' ? stream : undefined),
  evolve: (_, { data }) => data as FoundRow,
};

const ROWS: Readonly<Record<string, Partial<FoundRow>>> = {
  a: { no: '衢综执罚决字〔2023〕12号', matter: '擅自占道经营', parties: ['张三'] },
  b: { no: '衢综执罚决字[2023]第１２０号', matter: '违法停车', parties: ['李四', '衢州市建材行'] },
  c: { no: null, matter: '占用消防通道停车经营', parties: ['张三丰'], unit: 'south' },
  d: { matter: `${'长'.repeat(SEARCH_LIMITS.text)}尾巴`, parties: ['ＡＢＣ Trade', '', '\u{20000}记'], unit: 'south' },
  e: { matter: '道占营经', parties: [] },
};

/** Full text: what is found, in which order, by whom. */
export function searchContract(play: ReadModelPlay): void {
  describe('search', () => {
    const write = async () => {
      for (const [stream, row] of Object.entries(ROWS))
        await play.log.append([
          stream,
          'Found',
          { no: null, matter: '', parties: [], unit: 'north', ...row } as object,
        ]);
      await play.follow({ readModels: [found] });
    };
    const search = async (text: string, more: Partial<ListQuery<FoundRow>> = {}) => {
      const query = { search: { under: 'all', text }, limit: 50, ...more };
      const { rows } = await play.under.store.list(found, query);
      expect(await play.under.store.count(found, query, 100)).toBe(rows.length);
      return rows.map(({ key }) => key).join('');
    };

    it('finds by pairs of characters, the whole text before its beginning before what stands within', async () => {
      await write();
      expect(await search('张三')).toBe('ac');
      expect(await search('停车')).toBe('bc');
      expect(await search('经营 占道')).toBe('a');
      expect(await search('占道经营')).toBe('a');
      expect(await search('违法停车')).toBe('b');
      expect(await search('营占')).toBe('');
      expect(await search('张')).toBe('ac');
      expect(await search('没有')).toBe('');
      expect(await search('\u{20000}记')).toBe('d');
    });

    it('takes official numbers however they are written: brackets, 第, width', async () => {
      await write();
      for (const written of ['衢综执罚决字〔2023〕12号', '衢综执罚决字（2023）第12号', '２０２３］第１２', '(2023)12'])
        expect(await search(written)).toBe('ab');
      expect(await search('[2023] 第120号')).toBe('ba');
      expect(await search('abc trade')).toBe('d');
      expect(await search('ABCTRADE')).toBe('d');
    });

    it('finds under a name by its own properties, of a long text by its beginning', async () => {
      await write();
      expect(await search('张三', { search: { under: 'open', text: '张三' } })).toBe('');
      expect(await search('2023', { search: { under: 'open', text: '2023' } })).toBe('ab');
      expect(await search('尾巴')).toBe('');
      expect(await search('长长')).toBe('d');
    });

    it('finds one character wherever it stands, and never two that belong to two texts', async () => {
      await write();
      for (const [character, keys] of Object.entries({ 张: 'ac', 三: 'ac', 丰: 'c', 行: 'b', 记: 'd' }))
        expect(await search(character)).toBe(keys);
      expect(await search('四衢')).toBe('');
    });

    it('overlooks every mark that is not searched', async () => {
      await play.log.append([
        'f',
        'Found',
        { no: null, matter: `甲${UNSEARCHED}乙`, parties: [], unit: 'north' } as object,
      ]);
      await play.follow({ readModels: [found] });
      expect(await search('甲乙')).toBe('f');
      expect(await search('甲 〔乙〕')).toBe('f');
    });

    it('takes a row with very many long texts, and finds it by the first of them', async () => {
      // Of four bytes each, and no pair twice.
      const rare = (n: number) => (_: unknown, at: number) => 0x20000 + ((n * 7_919 + at * (n + 1)) % 42_000);
      const parties = Array.from({ length: 200 }, (_, n) =>
        String.fromCodePoint(...Array.from({ length: SEARCH_LIMITS.text }, rare(n))),
      );
      await play.log.append(['g', 'Found', { no: null, matter: '很多', parties, unit: 'north' } as object]);
      await play.follow({ readModels: [found] });
      expect(await search(parties[0]!.slice(0, 10))).toBe('g');
      expect(await search(parties[199]!.slice(0, 10))).toBe('');
    });

    it('keeps to filters and groups, sorts what matches alike, and goes on page by page', async () => {
      await write();
      expect(await search('停车', { filters: { unit: 'south' } })).toBe('c');
      expect(await search('停车', { anyOf: [{ unit: 'south' }, { parties: { contains: '张三' } }] })).toBe('c');
      expect(await search('停车', { anyOf: [] })).toBe('');
      const sort = { property: 'unit', direction: 'desc' } as const;
      expect(await search('张', { sort })).toBe('ca');
      const keys: string[] = [];
      for (let after: string | undefined; ; ) {
        const query = { search: { under: 'all', text: '张' }, limit: 1, ...defined({ after }) };
        const page = await play.under.store.list(found, query);
        keys.push(...page.rows.map(({ key }) => key));
        if (page.next === undefined) break;
        after = page.next;
      }
      expect(keys).toEqual(['a', 'c']);
    });

    it('counts no further than it is asked to', async () => {
      await write();
      const count = (query: object, atMost: number) => play.under.store.count(found, query, atMost);
      expect(await count({}, 10)).toBe(5);
      expect(await count({}, 5)).toBe(5);
      expect(await count({}, 4)).toBe(5);
      expect(await count({}, 2)).toBe(3);
      expect(await count({ filters: { unit: 'south' } }, 10)).toBe(2);
      expect(await count({ anyOf: [{ unit: 'south' }, { unit: 'north', no: null }] }, 10)).toBe(3);
      expect(await count({ anyOf: [] }, 10)).toBe(0);
    });

    it('refuses a search that asks nothing, under an unknown name, from a foreign cursor', async () => {
      await write();
      for (const query of [
        { search: { under: 'all', text: '〔 〕' } },
        { search: { under: 'none', text: '张三' } },
        { search: { under: 'all', text: '张三' }, after: 'x' },
      ])
        await expect(play.under.store.list(found, { limit: 5, ...query })).rejects.toThrow(InvalidQueryError);
      const wrong = { ...found, search: { all: ['nothing'] } } as unknown as AnyReadModel;
      expect(() => assertDeclaration(wrong)).toThrow(TypeError);
    });
  });
}

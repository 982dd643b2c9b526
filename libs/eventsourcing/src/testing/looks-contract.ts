import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defined } from '../defined.js';
import { LOOK_LIMITS, type Look, type Looks, type LooksQuery } from '../looks.js';
import { InvalidQueryError } from '../read-model-check.js';

export interface LooksUnderTest {
  readonly looks: Looks;
  close(): Promise<void>;
}

/** What every store of looks must hold. The store is empty. */
export function looksContract(name: string, create: () => Promise<LooksUnderTest>): void {
  describe(`${name} keeps the contract of looks`, () => {
    let under: LooksUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const look = (at: string, more: Partial<Look> = {}): Look => ({
      at: `2024-03-01T${at}Z`,
      person: 'li',
      unit: 'qz',
      roles: ['OFFICER'],
      question: '/cases/:id',
      ...more,
    });
    const all = async (query: Omit<LooksQuery, 'limit' | 'after'>, limit = 3) => {
      const looks: Look[] = [];
      for (let after: string | undefined; ; ) {
        const page = await under.looks.list({ ...query, limit, ...defined({ after }) });
        expect(page.looks.length).toBeLessThanOrEqual(limit);
        looks.push(...page.looks);
        if (page.next === undefined) return looks;
        after = page.next;
      }
    };

    it('gives back what was recorded as it was', async () => {
      const file = look('01:00:00.001', { register: 'case', id: 'c-1', roles: ['OFFICER', 'LEGAL_REVIEWER'] });
      const filter = { z: '中 "文"', a: { in: [1, true, null] }, 'a\tb': [] };
      const list = look('01:00:00.002', { question: '/cases', register: 'case', roles: [], filter });
      const plain = look('01:00:00.003', { question: '/metrics' });
      for (const one of [file, list, plain]) await under.looks.record(one);
      expect(await under.looks.list({ limit: 10 })).toEqual({ looks: [plain, list, file] });
    });

    it('lists the newest first, page by page, each look once, also those of one instant', async () => {
      const looks = Array.from({ length: 20 }, (_, index) =>
        look(`01:00:00.${String(Math.floor(((index * 7) % 20) / 4)).padStart(3, '0')}`, {
          id: `c-${index}`,
          register: 'case',
        }),
      );
      for (const one of looks) await under.looks.record(one);
      const listed = await all({});
      expect(listed).toHaveLength(20);
      expect(new Set(listed.map(({ id }) => id)).size).toBe(20);
      expect(listed.map(({ at }) => at)).toEqual(
        looks
          .map(({ at }) => at)
          .sort()
          .reverse(),
      );
      expect(await all({}, 200)).toEqual(listed);
      expect(await all({}, 20)).toEqual(listed);
    });

    it('shows none twice and leaves none out of a list while newer looks are recorded', async () => {
      for (const id of ['c-1', 'c-2', 'c-3']) await under.looks.record(look('01:00:00.000', { register: 'case', id }));
      const first = await under.looks.list({ limit: 2 });
      await under.looks.record(look('02:00:00.000'));
      const second = await under.looks.list({ limit: 2, after: first.next! });
      expect([...first.looks, ...second.looks].map(({ id }) => id)).toEqual(['c-3', 'c-2', 'c-1']);
    });

    it('answers what people of some units looked at', async () => {
      for (const unit of ['qz', 'kc', 'ly'])
        await under.looks.record(look('01:00:00.000', { unit, register: 'case', id: `c-${unit}` }));
      const ids = async (units: readonly string[]) => (await all({ units }, 1)).map(({ id }) => id);
      expect(await ids(['qz', 'ly'])).toEqual(['c-ly', 'c-qz']);
      expect(await ids([])).toEqual([]);
    });

    it('answers who looked at one file, what one person looked at, and when', async () => {
      const looks = [
        look('01:00:00.000', { register: 'case', id: 'c-1' }),
        look('02:00:00.000', { register: 'case', id: 'c-1', person: 'wang' }),
        look('03:00:00.000', { register: 'lead', id: 'c-1' }),
        look('04:00:00.000', { register: 'case', id: 'c-2' }),
        look('05:00:00.000', { register: 'case', question: '/cases' }),
      ];
      for (const one of looks) await under.looks.record(one);
      const hours = async (query: Omit<LooksQuery, 'limit' | 'after'>) =>
        (await all(query, 2)).map(({ at }) => Number(at.slice(11, 13)));
      expect(await hours({ register: 'case', id: 'c-1' })).toEqual([2, 1]);
      expect(await hours({ register: 'case' })).toEqual([5, 4, 2, 1]);
      expect(await hours({ person: 'li' })).toEqual([5, 4, 3, 1]);
      expect(await hours({ person: 'li', register: 'case', id: 'c-1' })).toEqual([1]);
      expect(await hours({ person: 'zhao' })).toEqual([]);
      expect(await hours({ from: '2024-03-01T02:00:00.000Z', to: '2024-03-01T04:00:00.000Z' })).toEqual([4, 3, 2]);
      expect(await hours({ from: '2024-03-01T02:00:00.001Z', to: '2024-03-01T03:59:59.999Z' })).toEqual([3]);
      expect(await hours({ person: 'li', to: '2024-03-01T01:00:00.000Z' })).toEqual([1]);
    });

    it('takes many looks at once', async () => {
      await Promise.all(
        Array.from({ length: 1_200 }, (_, index) =>
          under.looks.record(look('01:00:00.000', { register: 'case', id: `c-${index}` })),
        ),
      );
      const ids = (await all({}, 200)).map(({ id }) => id);
      expect(ids).toEqual(Array.from({ length: 1_200 }, (_, index) => `c-${1_199 - index}`));
    });

    it('refuses what is not a look, and keeps nothing of it', async () => {
      const refused = async (more: object) =>
        expect(under.looks.record({ ...look('01:00:00.000'), ...more })).rejects.toThrow(TypeError);
      await refused({ at: '2024-03-01' });
      await refused({ person: undefined });
      await refused({ person: 'a\u0000b' });
      await refused({ roles: 'OFFICER' });
      await refused({ roles: [7] });
      await refused({ id: 'c-1' });
      await refused({ register: 'case', id: 'c'.repeat(LOOK_LIMITS.maxNameLength + 1) });
      await refused({ filter: { text: 'f'.repeat(LOOK_LIMITS.maxFilterLength) } });
      await refused({ filter: null });
      await refused({ filter: 'text' });
      expect(await under.looks.list({ limit: 10 })).toEqual({ looks: [] });
    });

    it('refuses queries that make no sense', async () => {
      const refused = async (query: object) =>
        expect(under.looks.list(query as LooksQuery)).rejects.toThrow(InvalidQueryError);
      await refused({ limit: 0 });
      await refused({ limit: LOOK_LIMITS.maxPage + 1 });
      await refused({ limit: 5, id: 'c-1' });
      await refused({ limit: 5, person: 'a\u0000b' });
      await refused({ limit: 5, from: '2024-03-01' });
      await refused({ limit: 5, after: 'x' });
      await refused({ limit: 5, after: '2024-13-01T01:00:00.000Z~1' });
    });
  });
}

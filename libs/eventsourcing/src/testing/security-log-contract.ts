import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defined } from '../defined.js';
import { InvalidQueryError } from '../read-model-check.js';
import { SECURITY_LOG_LIMITS, type SecurityEntry, type SecurityLog, type SecurityQuery } from '../security-log.js';

export interface SecurityLogUnderTest {
  readonly log: SecurityLog;
  close(): Promise<void>;
}

/** What every store of the security log must hold. It is empty. */
export function securityLogContract(name: string, create: () => Promise<SecurityLogUnderTest>): void {
  describe(`${name} keeps the contract of the security log`, () => {
    let under: SecurityLogUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const entry = (at: string, more: Partial<SecurityEntry> = {}): SecurityEntry => ({
      at: `2026-11-27T${at}Z`,
      kind: 'signed-in',
      person: 'u-zhang',
      unit: 'QZ',
      address: '203.0.113.7',
      what: '',
      code: '',
      count: 1,
      ...more,
    });
    const all = async (query: Omit<SecurityQuery, 'limit' | 'after'> = {}, limit = 3) => {
      const entries: SecurityEntry[] = [];
      for (let after: string | undefined; ; ) {
        const page = await under.log.list({ ...query, limit, ...defined({ after }) });
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        entries.push(...page.entries);
        if (page.next === undefined) return entries;
        after = page.next;
      }
    };

    it('gives back what was added as it was, the newest first, page by page', async () => {
      const refused = entry('01:01:00.000', { kind: 'refused', what: 'POST /cases/:id/FileCase', code: 'forbidden' });
      const some = Array.from({ length: 7 }, (_, n) => entry('01:02:00.000', { address: `203.0.113.${n}` }));
      await under.log.add([refused]);
      await under.log.add(some);
      const listed = await all();
      expect(listed).toHaveLength(8);
      expect(listed.at(-1)).toEqual(refused);
      expect(new Set(listed.map(({ address, kind }) => `${kind} ${address}`)).size).toBe(8);
    });

    it('counts up what is of one minute, and keeps its first moment', async () => {
      const wrong = { kind: 'wrong-credential', person: '', unit: '', what: 'token' } as const;
      await under.log.add([
        entry('01:02:10.000', { ...wrong, count: 400 }),
        entry('01:02:30.000', { ...wrong, count: 1 }),
      ]);
      await under.log.add([entry('01:02:59.999', { ...wrong, count: 600 }), entry('01:03:00.000', wrong)]);
      await under.log.add([entry('01:02:20.000', { ...wrong, address: '198.51.100.1' })]);
      expect((await all()).map(({ at, address, count }) => `${at.slice(11, 19)} ${address} ${count}`)).toEqual([
        '01:03:00 203.0.113.7 1',
        '01:02:20 198.51.100.1 1',
        '01:02:10 203.0.113.7 1001',
      ]);
    });

    it('finds by person, kind, units and days', async () => {
      await under.log.add([
        entry('01:00:00.000'),
        entry('02:00:00.000', { person: 'u-li', unit: 'KC', kind: 'signed-out' }),
        entry('03:00:00.000', { person: '', unit: '', kind: 'wrong-credential' }),
      ]);
      const hours = async (query: Omit<SecurityQuery, 'limit' | 'after'>) =>
        (await all(query)).map(({ at }) => at.slice(11, 13));
      expect(await hours({ person: 'u-li' })).toEqual(['02']);
      expect(await hours({ kind: 'wrong-credential' })).toEqual(['03']);
      expect(await hours({ units: ['QZ', 'KC'] })).toEqual(['02', '01']);
      expect(await hours({ units: [] })).toEqual([]);
      expect(await hours({ from: '2026-11-27T02:00:00.000Z' })).toEqual(['03', '02']);
      expect(await hours({ to: '2026-11-27T02:00:00.000Z' })).toEqual(['02', '01']);
    });

    it('forgets what is older than its time, and nothing else', async () => {
      const kept = entry('01:00:00.000');
      await under.log.add([entry('00:59:59.999', { person: 'u-old' }), kept]);
      const now = Date.parse(kept.at) + SECURITY_LOG_LIMITS.keptDays * 24 * 60 * 60 * 1000;
      await under.log.forget(new Date(now).toISOString());
      expect(await all()).toEqual([kept]);
    });

    it('takes nothing that is no entry, and nothing of what came with it', async () => {
      const wrong: Partial<Record<keyof SecurityEntry, unknown>>[] = [
        { at: 'yesterday' },
        { kind: 'danced' },
        { count: 0 },
        { address: 'x'.repeat(SECURITY_LOG_LIMITS.maxNameLength + 1) },
        { what: '\u0000' },
      ];
      for (const part of wrong)
        await expect(
          under.log.add([entry('01:00:00.000'), { ...entry('01:00:00.000'), ...part } as SecurityEntry]),
        ).rejects.toThrow(TypeError);
      expect(await all()).toEqual([]);
    });

    it.each([
      ['a limit of nothing', { limit: 0 }],
      ['a page that is too large', { limit: SECURITY_LOG_LIMITS.maxPage + 1 }],
      ['a cursor of something else', { limit: 1, after: 'x' }],
      ['a day for an instant', { limit: 1, from: '2026-11-27' }],
    ] satisfies [string, SecurityQuery][])('refuses %s', async (_what, query) => {
      await expect(under.log.list(query)).rejects.toThrow(InvalidQueryError);
    });
  });
}

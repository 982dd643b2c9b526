import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { smallBureau } from '../testing/small-bureau.js';

describe('what a form offers to choose from', () => {
  let bureau: Awaited<ReturnType<typeof smallBureau>>;
  beforeAll(async () => {
    bureau = await smallBureau();
  }, 30_000);
  afterAll(() => bureau.bench.close());

  const found = async (what: string, q: string) => {
    const { people, units } = (await bureau.bench.get(`/api/pick/${what}?q=${encodeURIComponent(q)}`)).json();
    return (people ?? units).map(({ name }: { name: string }) => name);
  };

  it('finds people by the beginning of their name, its pinyin, or the initials of it', async () => {
    for (const q of ['张', 'zhangb', 'Zhang Ban', 'zba'])
      expect([q, await found('people', q)]).toEqual([q, ['张办案']]);
    expect(await found('people', 'ab')).toEqual([]);
    expect((await found('people', 'ban')).sort()).toEqual(['张办案', '李协办']);
  });

  it('finds units by any part of their name, or how it is spelled', async () => {
    const unit = '衢州市综合行政执法局';
    for (const q of ['执法', 'qzs', 'zhifa']) expect([q, await found('unit-tree', q)]).toEqual([q, [unit]]);
    expect(await found('unit-tree', '江山')).toEqual([]);
  });
});

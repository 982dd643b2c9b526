import { describe, expect, it } from '@jest/globals';
import { LAW_ROWS } from '#statutes';
import { titlesNaming, titlesOfSpecs } from './rows-held.js';

describe('the rows of the law', () => {
  const titles = titlesOfSpecs();

  it('are each held by tests that name them, or say why they are not in use (npm run law:coverage lists which)', () => {
    expect(titles.length).toBeGreaterThan(2_000);
    const inUse = LAW_ROWS.filter(({ notInUse }) => notInUse === undefined);
    const empty = inUse.filter(({ id }) => titlesNaming(id, titles).length === 0);
    expect(empty.map(({ id, says }) => `${id} ${says}`)).toEqual([]);
  });

  it('are named by their own number alone, not by a longer one, and none by a formula of the statutes', () => {
    const naming = (id: string, title: string, file = 'libs/enforcement/src/case/filing.spec.ts') =>
      titlesNaming(id, [{ file, title }]).length;
    expect([naming('F1', '（F12）'), naming('F1', '（F1）'), naming('G02', 'G021')]).toEqual([0, 1, 0]);
    expect(naming('F10', 'F10 信用公示', 'libs/statutes/src/credit-disclosure.spec.ts')).toBe(0);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface Limit {
  readonly name: string;
  readonly limit: string;
  readonly value: string;
}
const script = new URL('../../../scripts/limits-docs.mjs', import.meta.url).href;
const { declaredLimits, limitsPage } = (await import(script)) as {
  declaredLimits(): Limit[];
  limitsPage(): string;
};
const page = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8');
/** Without the widths of the table's columns. */
const plain = (text: string) => text.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');

const VALUE = /^([\d_ *+/]*[1-9][\d_ *+/]*|\[[\d_, ]+\]|[A-Z_]+(\.\w+)?( [*/] \d+)?)$/;

describe('the limits', () => {
  it('all stand on their page (npm run limits:docs)', () => {
    expect(plain(page)).toBe(plain(limitsPage()));
  });

  it('are each a number, a list of waits, or another limit', () => {
    const limits = declaredLimits();
    expect(limits.length).toBeGreaterThan(150);
    const odd = limits.filter(({ limit, value }) => !limit.startsWith('…') && !VALUE.test(value));
    expect(odd).toEqual([]);
  });
});

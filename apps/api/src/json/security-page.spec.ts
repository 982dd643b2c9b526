import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const file = (path: string) => new URL(`../../../../${path}`, import.meta.url);
const page = readFileSync(file('docs/security.md'), 'utf8');

describe('docs/security.md', () => {
  const shown = [...page.matchAll(/^\|.*\| `(\S+\.spec\.tsx?)` · (.*?) *\|$/gm)].map(([, path, title]) => [
    path!,
    title!,
  ]);

  it('names tests that there are', () => {
    expect(shown.length).toBeGreaterThan(30);
    // `it('…'`, or the title of an `it.each`, on a line of its own where the table before it is long.
    const isThere = ([path, title]: readonly string[]) => {
      const text = existsSync(file(path!)) ? readFileSync(file(path!), 'utf8') : '';
      return text.includes(`it('${title}'`) || /\)\(\s*$/.test(text.split(`'${title}',`)[0]!);
    };
    expect(shown.filter((test) => !isThere(test))).toEqual([]);
  });

  it('has a test or a gap in every line', () => {
    const lines = page.match(/^\| (\d+\.|[HML]\d).*$/gm) ?? [];
    const gaps = lines.filter((line) => line.includes('**gap**'));
    expect(lines.length).toBe(shown.length + gaps.length);
  });

  it('leaves out nothing that the attack found', () => {
    const found = new Set([...page.matchAll(/^\| ([HML]\d+) /gm)].map(([, id]) => id));
    const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n + 1}`);
    expect([...found]).toEqual([...numbered('H', 6), ...numbered('M', 10), ...numbered('L', 14)]);
  });
});

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
    const isThere = ([path, title]: readonly string[]) =>
      existsSync(file(path!)) && readFileSync(file(path!), 'utf8').includes(`it('${title}'`);
    expect(shown.filter((test) => !isThere(test))).toEqual([]);
  });

  it('has a test or a gap in every line', () => {
    const lines = page.match(/^\| \d+\..*$/gm) ?? [];
    const gaps = lines.filter((line) => line.includes('**gap**'));
    expect(lines.length).toBe(shown.length + gaps.length);
  });
});

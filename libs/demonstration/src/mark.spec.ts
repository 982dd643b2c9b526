import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readMark, writeMark } from './mark.js';
import { DEMONSTRATION_YEAR } from './year.js';

describe('the mark of a demonstration', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'anjuan-mark-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is read as it was written; without one there is none', () => {
    expect(readMark(directory)).toBeUndefined();
    const mark = { year: DEMONSTRATION_YEAR, state: 'playing' } as const;
    writeMark(directory, mark);
    expect(readMark(directory)).toEqual(mark);
  });

  it.each(['{bro', 'null', '{}', '{"year":{},"state":"lost"}'])(
    'that says %s is refused in a sentence (L8)',
    (text) => {
      writeFileSync(join(directory, 'demonstration.json'), text);
      expect(() => readMark(directory)).toThrow(/不是演示数据的标记文件/);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonWithLines } from './json-lines.js';

describe('带行号的 JSON', () => {
  it('与平台的解析一致', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const spaced = JSON.stringify(value, null, indent);
        expect(parseJsonWithLines(spaced).value).toEqual(value);
      }),
    );
  });

  it('记住每个值开始的行', () => {
    const { lines } = parseJsonWithLines('{\n "a": [\n  1,\n  { "b": "两\\n行" }\n ]\n}');
    expect([...lines]).toEqual([
      ['', 1],
      ['a', 2],
      ['a[0]', 3],
      ['a[1]', 4],
      ['a[1].b', 4],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedName } from './repeated-names.js';

const found = (text: string) => repeatedName(text, JSON.parse(text));

describe('a name that a JSON object has twice', () => {
  it('is found wherever it stands, and its place is named', () => {
    expect(found('{"amountFen":40000,"amountFen":60000}')).toBe('amountFen');
    expect(found('{"parties":[{"name":"甲"},{"name":"乙","kind":"x","name":"丙"}]}')).toBe('parties[1].name');
    expect(found('[{"a":{"b":[1,{"c":1,"c":1}]}}]')).toBe('[0].a.b[1].c');
    expect(found('{"a":1,"\\u0061":2}')).toBe('a');
    expect(found('{"__proto__":1,"__proto__":2}')).toBe('__proto__');
  });

  it('is none where objects beside or inside each other have it, or a text only looks like it', () => {
    for (const text of [
      '{"a":{"a":1},"b":{"a":1}}',
      '[{"a":1},{"a":1}]',
      '{"a":"\\"a\\": 1, \\\\","b":"a"}',
      '"a"',
      '7',
    ])
      expect(found(text)).toBeUndefined();
  });

  it('is none in whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(repeatedName(text, JSON.parse(text))).toBeUndefined();
      }),
    );
  });

  it('costs little in a body of two megabytes', () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ [`name${index}`]: '\\"'.repeat(40) })));
    const started = performance.now();
    expect(found(text)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

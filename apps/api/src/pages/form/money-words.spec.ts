import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { capitals } from '#fields';
import { inYuan } from './filled.js';

interface Island {
  capitals(typed: string): string | undefined;
}

/** The island as a browser defines it. */
function island(): Island {
  const source = readFileSync(new URL('../../islands/money-words.js', import.meta.url), 'utf8');
  const defined: Island[] = [];
  const customElements = { define: (_name: string, type: Island) => defined.push(type) };
  runInNewContext(source, { HTMLElement: class {}, customElements });
  return defined[0]!;
}

describe('the capitals below an amount while it is typed', () => {
  const typed = island();

  it('are those that stand on the document, whatever the amount', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat({ max: 20_000 }), fc.integer({ min: 0, max: 99_999_999_999_999 })), (fen) => {
        expect(typed.capitals(inYuan(fen))).toBe(capitals(fen));
      }),
    );
  });

  it('are of an amount as people write it, and of nothing else', () => {
    expect(typed.capitals('￥1,000.5')).toBe('壹仟元伍角整');
    for (const none of ['', '五百', '1.234', '-1']) expect(typed.capitals(none)).toBeUndefined();
  });
});

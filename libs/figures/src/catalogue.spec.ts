import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, metricNamed, partNamed } from './catalogue.js';

describe('指标目录', () => {
  it('M01 至 M25 都在，编号和部分不重名', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of Array.from({ length: 25 }, (_, n) => `M${String(n + 1).padStart(2, '0')}`))
      expect(metricNamed(id)?.id).toBe(id);
    for (const { id, parts } of CATALOGUE) {
      expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
      for (const part of parts) expect(partNamed(`${id}/${part.key}`)).toBe(part);
    }
  });

  it('每个指标有中文的定义、依据、计入的日期；比率和平均都有分母', () => {
    for (const { name, definition, source, countsBy, parts } of CATALOGUE) {
      for (const text of [name, definition, source, countsBy]) expect(text).toMatch(/[\u4e00-\u9fff]/);
      for (const part of parts) {
        expect(part.name).toMatch(/[\u4e00-\u9fff]/);
        expect(['率', '天'].includes(part.unit)).toBe(part.denominator !== undefined);
      }
    }
  });
});

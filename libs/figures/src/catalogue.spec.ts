import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, metricNamed, partNamed } from './catalogue.js';

describe('指标目录', () => {
  it('M01、M02、M04–M12、M14–M16 都在，编号和部分不重名', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16].map((n) => `M${String(n).padStart(2, '0')}`))
      expect(metricNamed(id)?.id).toBe(id);
    for (const { id, parts } of CATALOGUE) {
      expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
      for (const part of parts) expect(partNamed(`${id}/${part.key}`)).toBe(part);
    }
  });

  it('每个指标有中文的定义、依据、计入的日期；比率都有分母', () => {
    for (const { name, definition, source, countsBy, parts } of CATALOGUE) {
      for (const text of [name, definition, source, countsBy]) expect(text).toMatch(/[\u4e00-\u9fff]/);
      for (const part of parts) {
        expect(part.name).toMatch(/[\u4e00-\u9fff]/);
        expect(part.unit === '率').toBe(part.denominator !== undefined);
      }
    }
  });
});

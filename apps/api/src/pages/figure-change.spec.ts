import { describe, expect, it } from '@jest/globals';
import { changeInWords } from './figure-change.js';
import { yearBefore } from './figure-scope.js';

describe('与上年同期比较', () => {
  it('件数、金额按百分比，比率按百分点；相同的为持平', () => {
    expect(changeInWords('件', 1062, 1000)).toBe('增长 6.2%');
    expect(changeInWords('分', 900, 1000)).toBe('减少 10.0%');
    expect(changeInWords('率', 0.985, 1)).toBe('下降 1.5 个百分点');
    expect(changeInWords('率', 1, 0.92)).toBe('上升 8.0 个百分点');
    expect(changeInWords('件', 7, 7)).toBe('持平');
  });

  it('上年没有的，或者相差十倍以上的，只列两个数字：十倍还比', () => {
    expect(changeInWords('件', 5, 0)).toBe('');
    expect(changeInWords('件', 1000, 100)).toBe('增长 900.0%');
    expect(changeInWords('件', 1001, 100)).toBe('');
  });

  it('没有过完的一年，比到上年的同一日；二月二十九日比到二十八日', () => {
    expect(yearBefore({ year: 2023 }, '2024-01-01')).toEqual({ from: '2022-01-01', to: '2022-12-31' });
    expect(yearBefore({ year: 2023 }, '2023-06-20')).toEqual({ from: '2022-01-01', to: '2022-06-20' });
    expect(yearBefore({ year: 2024 }, '2024-02-29')).toEqual({ from: '2023-01-01', to: '2023-02-28' });
    expect(yearBefore({ year: 2024 }, '2023-06-20')).toEqual({ from: '2023-01-01', to: '2023-12-31' });
  });
});

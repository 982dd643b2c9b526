import { describe, expect, it } from '@jest/globals';
import { printable } from './spoken.js';

describe('在终端上打印的', () => {
  it('控制终端的、改变书写方向的、零宽的字符写出编码，换行、制表和其余的照旧（L4）', () => {
    expect(printable('甲\u001b[2J乙\u202e丙\u200b丁\u0007\u009b')).toBe(
      '甲\\u001b[2J乙\\u202e丙\\u200b丁\\u0007\\u009b',
    );
    expect(printable('甲〔2023〕1号\n\t𠮷 A')).toBe('甲〔2023〕1号\n\t𠮷 A');
  });
});

import { describe, expect, it } from '@jest/globals';
import { topicsFindings } from './topics-findings.js';

const WHOLE = { events: 10, notDue: 0, messages: 10, duplicates: 0, expired: 0, earlier: 0, faults: [] };

describe('what a comparison of the log with the topics found', () => {
  it('is one line where all is well', () => {
    expect(topicsFindings(WHOLE)).toEqual(['✓ 主题与日志一致（已发送 10 件，主题中 10 条）']);
  });

  it('counts what is no fault', () => {
    const found = { ...WHOLE, messages: 13, duplicates: 3, notDue: 2, expired: 4, earlier: 5 };
    expect(topicsFindings(found)).toEqual([
      '✓ 主题与日志一致（已发送 10 件，主题中 13 条）',
      '  重复的 3 条，编号相同，可以认出',
      '  尚未发送或者正在发送的 2 件',
      '  已过主题保存期、无从核对的 4 件',
      '  按以前的约定写成、与日志不冲突的 5 条',
    ]);
  });

  it('tells each kind of fault with its first places', () => {
    const faults = [
      { kind: 'missing', count: 2, places: ['甲'] },
      { kind: 'disorder', count: 1, places: ['乙'] },
    ] as const;
    expect(topicsFindings({ ...WHOLE, faults })).toEqual([
      '✗ 主题与日志不一致（已发送 10 件，主题中 10 条）',
      '✗ 缺少的消息 2 条，先列 1 条',
      '    甲',
      '✗ 先后颠倒的消息 1 条',
      '    乙',
    ]);
  });
});

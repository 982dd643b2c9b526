import { describe, expect, it } from '@jest/globals';
import { CASE_LIFE } from './phases.js';

const guard = (phase: 'Concluded' | 'Decided') =>
  CASE_LIFE.guard({ phase }, 'CriminalTransferProposed', '提出移送', '国务院令第310号第五条第一款');

describe('案件状态', () => {
  it('允许的状态下不拒绝', () => {
    expect(guard('Concluded')).toBeUndefined();
  });

  it('其他状态下拒绝，写明现在的状态、允许的状态和条文', () => {
    expect(guard('Decided')).toEqual({
      kind: 'refused',
      code: 'case.phase',
      article: '国务院令第310号第五条第一款',
      message: '案件现为“已决定”，提出移送只能在“调查中”或者“调查终结”时进行',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { inPhase } from './phases.js';

describe('案件状态', () => {
  it('允许的状态下不拒绝', () => {
    expect(
      inPhase({ phase: 'Concluded' }, '送法制审核', '行政处罚法第五十八条', 'Concluded', 'Noticed'),
    ).toBeUndefined();
  });

  it('其他状态下拒绝，写明现在的状态、允许的状态和条文', () => {
    expect(inPhase({ phase: 'Decided' }, '送法制审核', '行政处罚法第五十八条', 'Concluded', 'Noticed')).toEqual({
      kind: 'refused',
      code: 'case.phase',
      article: '行政处罚法第五十八条',
      message: '案件现为“已决定”，送法制审核只能在“调查终结”或“已告知”时进行',
    });
  });
});

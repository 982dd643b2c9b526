import { describe, expect, it } from '@jest/globals';
import { periodsBegunBy } from './periods-of-event.js';
import { loadStatutes } from './statutes.js';

describe('自一事起算的期限', () => {
  const statutes = loadStatutes();

  it('立案起算办案期限：九十日，至末日', () => {
    const [period] = periodsBegunBy(statutes, 'CaseFiled', '2023-06-05');
    expect(period).toMatchObject({ rule: 'D03', period: '90个自然日', dueOn: '2023-09-03' });
    expect(period!.article).toContain('行政处罚法60条');
  });

  it('末日所在年份的放假安排还没有公布的，只说期限，不说日子', () => {
    const [told] = periodsBegunBy(statutes, 'LeadRegistered', '2099-12-20');
    expect(told).toMatchObject({ period: '15个工作日' });
    expect(told).not.toHaveProperty('dueOn');
  });

  it('没有期限自它起算的，一条也没有', () => {
    expect(periodsBegunBy(statutes, 'EvidenceCollected', '2023-06-05')).toEqual([]);
  });
});

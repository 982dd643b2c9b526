import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const on = '2023-03-01';

describe('规章罚款限额', () => {
  it('F07 浙江省政府规章（罚款限额规定3条）：三万元，安全健康生态类十万元', () => {
    expect(statutes.ruleFineCap({ basis: 'LOCAL_GOVERNMENT_RULE', on }).capFen).toBe(3_000_000);
    expect(statutes.ruleFineCap({ basis: 'LOCAL_GOVERNMENT_RULE', grave: true, on }).capFen).toBe(10_000_000);
  });

  it('F07 版本：2021-09-29修正，前后数额相同，标记不同', () => {
    expect(statutes.ruleFineCap({ basis: 'LOCAL_GOVERNMENT_RULE', on: '2021-09-29' }).mark).toBe('V');
    expect(statutes.ruleFineCap({ basis: 'LOCAL_GOVERNMENT_RULE', on: '2021-09-28' }).mark).toBe('K');
  });

  it('F12 国务院部门规章（国发〔2021〕26号）：十万元，生命健康金融安全类二十万元', () => {
    expect(statutes.ruleFineCap({ basis: 'DEPARTMENT_RULE', on }).capFen).toBe(10_000_000);
    expect(statutes.ruleFineCap({ basis: 'DEPARTMENT_RULE', grave: true, on }).capFen).toBe(20_000_000);
  });

  it('F12 国务院部门规章：2021-11-15之前没有录入，不作猜测', () => {
    expect(() => statutes.ruleFineCap({ basis: 'DEPARTMENT_RULE', on: '2021-11-14' })).toThrow('没有已录入');
    expect(statutes.ruleFineCap({ basis: 'DEPARTMENT_RULE', on: '2021-11-15' }).rule).toBe('F12');
  });

  it('F07 法律、法规没有统一限额', () => {
    for (const basis of ['LAW', 'ADMINISTRATIVE_REGULATION', 'LOCAL_REGULATION'] as const) {
      expect(statutes.ruleFineCap({ basis, on }).capFen).toBeNull();
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import { ApproveBudget, caseBudget, RecordExpense } from './case-budget.js';

const the = <Command extends object>(input: new () => Command) => commandOf(caseBudget, input);
const clerk = (at: string) => by('qz', 'REGISTRAR', at);
const BUDGET: ApproveBudget = { year: 2023, budgetFen: 1_000_000, approvedOn: '2023-02-01' };
const approved = { type: 'BudgetApproved', data: { ...BUDGET, unitId: 'qz' } };
const SPEND: RecordExpense = { category: 'APPRAISAL', amountFen: 400_000, purpose: '建筑面积鉴定', on: '2023-03-01' };
const spent = (on: string, amountFen = 400_000) => ({
  type: 'ExpenseRecorded',
  data: { ...SPEND, on, amountFen, unitId: 'qz' },
});

describe('办案经费（预算法第十三条、行政处罚法第七十四条）', () => {
  it('支出以批复的预算为依据：用完为止，多一分不能', () => {
    given().when(the(RecordExpense), SPEND, clerk('2023-03-01')).thenRefused('budget.phase');
    given(approved, spent('2023-03-01'))
      .when(the(RecordExpense), { ...SPEND, amountFen: 600_000 }, clerk('2023-03-01'))
      .then({ type: 'ExpenseRecorded' });
    given(approved, spent('2023-03-01'))
      .when(the(RecordExpense), { ...SPEND, amountFen: 600_001 }, clerk('2023-03-01'))
      .thenRefused('budget.exceeded', { article: '预算法第十三条' });
  });

  it('列入当年：12月31日是，次年1月1日不是（预算法第十八条预算年度）', () => {
    given(approved)
      .when(the(RecordExpense), { ...SPEND, on: '2023-12-31' }, clerk('2024-01-02'))
      .then({ type: 'ExpenseRecorded' });
    given(approved)
      .when(the(RecordExpense), { ...SPEND, on: '2024-01-01' }, clerk('2024-01-02'))
      .thenRefused('budget.other_year');
  });

  it('支出按日期和用途计，预算计在批复之日；没有一项读罚没款（M25）', () => {
    const { facts, row } = rowAfter(caseBudget.register, approved, spent('2023-03-01'), spent('2023-04-01', 1));
    expect(facts).toEqual([
      'expense.budget 2023-02-01 qz',
      'expense.spent 2023-03-01 qz APPRAISAL',
      'expense.spent 2023-04-01 qz APPRAISAL',
    ]);
    expect(row['spentFen']).toBe(400_001);
    const { metrics, measures } = caseBudget.register;
    for (const { parts } of metrics)
      for (const { numerator, denominator } of parts)
        for (const measure of [...numerator.measures, ...(denominator?.measures ?? [])])
          expect(Object.keys(measures)).toContain(measure);
  });
});

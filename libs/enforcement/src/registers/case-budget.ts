import { refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Fen, ListOf, Optional, RecordRef, say, Text, the, UnitRef, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { amount } from '../definition/metric.js';
import { register } from '../definition/register.js';

/*
 * 办案经费 (行政处罚法第七十四条第三款; 预算法第十三条; DOMAIN F7, M25): a unit's budget of a year for handling cases, and what was spent
 * of it. It is another register than the fines, reads nothing of them, and no figure puts the two together (74条: 罚没款项不得同
 * 作出决定的机关及其人员的考核、经费挂钩).
 */

export const EXPENSE_CATEGORIES = {
  APPRAISAL: '鉴定',
  ASSESSMENT: '评估',
  DOCUMENTS: '执法文书',
  EXPERTS: '专家论证',
  COUNSEL: '法律顾问服务',
} as const;
export type ExpenseCategory = keyof typeof EXPENSE_CATEGORIES;

export class Expense {
  @Choice('用途', EXPENSE_CATEGORIES) category!: ExpenseCategory;
  @Fen('金额', { min: 1 }) amountFen!: number;
  @Day('支出日期') on!: LegalDay;
}

export class CaseBudget {
  @UnitRef('单位') unitId!: string;
  @WholeNumber('预算年度', { min: 2000, max: 2100 }) year!: number;
  @Fen('预算金额') budgetFen!: number;
  @Fen('已支出') spentFen!: number;
  @Day('批复日期') approvedOn!: LegalDay;
  @ListOf('支出', () => Expense, { min: 0 }) expenses!: readonly Expense[];
}

export class ApproveBudget {
  @WholeNumber('预算年度', { min: 2000, max: 2100 }) year!: number;
  @Fen('预算金额', { min: 1 }) budgetFen!: number;
  @ActDay('批复日期') approvedOn!: LegalDay;
}

export class RecordExpense {
  @Choice('用途', EXPENSE_CATEGORIES) category!: ExpenseCategory;
  @Fen('金额', { min: 1 }) amountFen!: number;
  @Text('事由') purpose!: string;
  @Optional() @RecordRef('case', '案件') caseId?: string;
  @ActDay('支出日期') on!: LegalDay;
}

const BUDGET = '预算法第十三条';
const PHASES = { Unapproved: '未批复', Approved: '执行中' } as const;

/** 办案经费, one stream a unit and year: `caseBudget-<id>`. */
export const caseBudget = register<CaseBudget, typeof PHASES>({
  name: 'caseBudget',
  path: 'case-budgets',
  title: '办案经费',
  noun: '办案经费',
  room: 'SUPPORT',
  code: 'budget',
  row: CaseBudget,
  phases: PHASES,
  roles: ['REGISTRAR', 'LEADER'],
  initial: { expenses: [], spentFen: 0 },
  acts: [
    act(ApproveBudget, 'BudgetApproved', {
      title: '批复经费预算',
      article: BUDGET,
      to: 'Approved',
      says: ({ year, budgetFen }) => say`批复${year}年办案经费预算${the.money(budgetFen)}`,
    }),
    act(RecordExpense, 'ExpenseRecorded', {
      title: '登记支出',
      article: BUDGET,
      from: ['Approved'],
      says: ({ category, amountFen, purpose }) =>
        say`${EXPENSE_CATEGORIES[category]}支出${the.money(amountFen)}：${the.words(purpose)}`,
      decide: ({ amountFen, on }, { year, budgetFen, spentFen }) => {
        if (Number(on.slice(0, 4)) !== year)
          return refuse({
            code: 'budget.other_year',
            article: '预算法第十八条',
            message: `支出日期${on}不在预算年度${year}年内，应当列入当年的预算`,
          });
        if (spentFen + amountFen > budgetFen)
          return refuse({
            code: 'budget.exceeded',
            article: BUDGET,
            message: say`预算余额${the.money(budgetFen - spentFen)}，不足支出${the.money(amountFen)}；支出必须以经批准的预算为依据`,
          });
        return {};
      },
      evolve: ({ expenses, spentFen }, { category, amountFen, on }) => ({
        expenses: [...expenses, { category, amountFen, on }],
        spentFen: spentFen + amountFen,
      }),
    }),
  ],
  list: {
    columns: ['year', 'unitId', 'budgetFen', 'spentFen', 'approvedOn'],
    filters: ['unitId', 'approvedOn'],
    sort: '-approvedOn',
  },
  measures: {
    'expense.budget': { title: '办案经费预算', on: ({ approvedOn }) => approvedOn, fen: ({ budgetFen }) => budgetFen },
    'expense.spent': {
      title: '办案经费支出',
      on: ({ expenses }) => expenses.map(({ on, category, amountFen }) => ({ on, subject: category, fen: amountFen })),
      subjects: EXPENSE_CATEGORIES,
    },
  },
  metrics: [
    {
      id: 'M25',
      name: '办案经费执行',
      definition: '统计期内办案专项经费支出，按用途；执行率为支出与年度预算之比。与罚没收入无关，不与之比较',
      source: '行政处罚法第七十四条；预算法第十三条',
      countsBy: '支出日期；预算批复日期',
      excluded: '罚没收入',
      parts: [
        amount('spent', '办案专项经费支出', ['expense.spent']),
        ...Object.entries(EXPENSE_CATEGORIES).map(([key, name]) =>
          amount(key, `其中${name}`, ['expense.spent'], [key]),
        ),
        amount('budget', '办案专项经费预算', ['expense.budget']),
        {
          key: 'rate',
          name: '经费执行率',
          numerator: { measures: ['expense.spent'] },
          denominator: { measures: ['expense.budget'] },
          sums: 'fen',
          unit: '率',
        },
      ],
    },
  ],
});

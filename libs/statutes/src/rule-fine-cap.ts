import { edition, type Formula, type FormulaEdition } from './formula.js';
import type { LegalDay } from './legal-day.js';
import type { Citation } from './rows.js';

interface CapEdition extends FormulaEdition {
  readonly generalFen: number;
  readonly graveFen: number;
}

/** 设定罚款的依据的层级. */
export type LegalBasis =
  | 'LAW'
  | 'ADMINISTRATIVE_REGULATION'
  | 'LOCAL_REGULATION'
  | 'DEPARTMENT_RULE'
  | 'LOCAL_GOVERNMENT_RULE';

export const RULE_FINE_CAP: Formula<CapEdition> = {
  id: 'F07',
  name: '规章罚款限额（浙江省、设区的市政府规章）',
  place: 'rule-fine-cap.ts',
  editions: [
    {
      from: '2021-09-29',
      generalFen: 3_000_000,
      graveFen: 10_000_000,
      says: '3万元以下；直接关系人身健康、生命财产安全及公共安全、生态环境保护、有限自然资源开发利用的10万元以下',
      article: '浙江省人大常委会关于政府规章设定罚款限额的规定3条',
      mark: 'V',
    },
    {
      from: '2013-07-01',
      to: '2021-09-29',
      generalFen: 3_000_000,
      graveFen: 10_000_000,
      says: '同上（修正前文本未核）',
      article: '浙江省人大常委会关于政府规章设定罚款限额的规定（2015）3条',
      mark: 'K',
    },
  ],
};

export const DEPARTMENT_RULE_FINE_CAP: Formula<CapEdition> = {
  id: 'F12',
  name: '规章罚款限额（国务院部门规章）',
  place: 'rule-fine-cap.ts',
  editions: [
    {
      from: '2021-11-15',
      generalFen: 10_000_000,
      graveFen: 20_000_000,
      says: '尚未制定法律、行政法规的，10万元以下；涉及公民生命健康安全、金融安全且有危害后果的20万元以下；超过的报国务院批准',
      article: '国发〔2021〕26号；行政处罚法13条2款',
      mark: 'K',
    },
  ],
};

export interface RuleFineCapInput {
  readonly basis: LegalBasis;
  /** The class that the cap raises: 人身健康、安全、生态 for Zhejiang, 生命健康、金融安全且有危害后果 for departments. */
  readonly grave?: boolean;
  readonly on: LegalDay;
}

export interface RuleFineCap extends Citation {
  /** Null: laws and regulations have no general cap. */
  readonly capFen: number | null;
}

/** The most that a rule (规章) may set as a fine. */
export function ruleFineCap(input: RuleFineCapInput): RuleFineCap {
  const formula = input.basis === 'DEPARTMENT_RULE' ? DEPARTMENT_RULE_FINE_CAP : RULE_FINE_CAP;
  const { row, cite } = edition(formula, input.on);
  if (input.basis !== 'DEPARTMENT_RULE' && input.basis !== 'LOCAL_GOVERNMENT_RULE') {
    return { ...cite, article: '行政处罚法10条、11条、12条', mark: 'V', capFen: null };
  }
  return { ...cite, capFen: input.grave === true ? row.graveFen : row.generalFen };
}

import { edition, type Formula, type FormulaEdition, wholeFen } from './formula.js';
import type { LegalDay } from './legal-day.js';
import { yuanInWords } from './money.js';
import type { Procedure } from './penalty-kind.js';
import type { Citation } from './rows.js';

interface CashEdition extends FormulaEdition {
  readonly smallFineFen: number;
  readonly small: string;
  readonly hard: string;
  readonly remote: string;
}

export const CASH_COLLECTION: Formula<CashEdition> = {
  id: 'F03',
  name: '当场收缴罚款',
  place: 'cash-collection.ts',
  editions: [
    {
      from: '2021-07-15',
      smallFineFen: 10_000,
      small: '行政处罚法68条(一)',
      hard: '行政处罚法68条(二)',
      remote: '行政处罚法69条',
      says: '当场处罚且罚款100元以下，或者不当场收缴事后难以执行的；边远、水上、交通不便地区缴款确有困难且当事人提出的（普通程序亦可）',
      article: '行政处罚法68条、69条',
      mark: 'V',
    },
    {
      from: '1996-10-01',
      to: '2021-07-15',
      smallFineFen: 2_000,
      small: '行政处罚法（2017）47条(一)',
      hard: '行政处罚法（2017）47条(二)',
      remote: '行政处罚法（2017）48条',
      says: '当场处罚且罚款20元以下，或者不当场收缴事后难以执行的；边远、水上、交通不便地区经当事人提出的',
      article: '行政处罚法（2017）47条、48条',
      mark: 'K',
    },
  ],
};

export interface CashCollectionInput {
  readonly procedure: Procedure;
  readonly fineFen: number;
  /** 不当场收缴事后难以执行. */
  readonly hardToCollectLater?: boolean;
  /** 边远、水上、交通不便地区，缴款确有困难，经当事人提出. */
  readonly remoteAndAskedByParty?: boolean;
  readonly on: LegalDay;
}

export interface CashCollection extends Citation {
  readonly allowed: boolean;
  readonly ground: '68.1' | '68.2' | '69' | null;
  readonly reason: string;
}

/** Whether officers may take the money themselves: 67条 forbids it but for these cases. */
export function cashCollection(input: CashCollectionInput): CashCollection {
  const { row, cite } = edition(CASH_COLLECTION, input.on);
  const fineFen = wholeFen(input.fineFen, '罚款数额');
  const onTheSpot = input.procedure === 'SUMMARY';
  if (onTheSpot && fineFen <= row.smallFineFen) {
    const reason = `当场处罚${yuanInWords(fineFen)}，不超过${yuanInWords(row.smallFineFen)}`;
    return { ...cite, article: row.small, allowed: true, ground: '68.1', reason };
  }
  if (onTheSpot && input.hardToCollectLater === true) {
    return { ...cite, article: row.hard, allowed: true, ground: '68.2', reason: '不当场收缴事后难以执行' };
  }
  if (input.remoteAndAskedByParty === true) {
    const reason = '边远、水上、交通不便地区缴款确有困难，当事人提出';
    return { ...cite, article: row.remote, allowed: true, ground: '69', reason };
  }
  return {
    ...cite,
    allowed: false,
    ground: null,
    reason: '不属于可以当场收缴的情形，应由当事人到银行或者电子支付缴纳',
  };
}

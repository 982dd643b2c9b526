import { StatutesError } from './errors.js';
import { edition, type Formula, type FormulaEdition } from './formula.js';
import type { PenaltyKind } from './penalty-kind.js';
import type { Citation } from './rows.js';

interface ClassRow {
  readonly class: PenaltyClassId;
  readonly name: string;
  readonly kinds: readonly PenaltyKind[];
}

export type PenaltyClassId =
  | 'OTHER'
  | 'WARNING'
  | 'FINE'
  | 'CONFISCATION'
  | 'LICENSE_SUSPENSION'
  | 'BUSINESS_RESTRICTION'
  | 'CLOSURE'
  | 'REVOCATION'
  | 'DETENTION';

interface ClassEdition extends FormulaEdition {
  /** The columns of the year's statistical table, from the lightest penalty to the heaviest. */
  readonly lightToHeavy: readonly ClassRow[];
}

// biome-ignore format: a table is read by its lines
export const PENALTY_CLASS: Formula<ClassEdition> = {
  id: 'F11',
  name: '并处的统计归类',
  place: 'penalty-class.ts',
  editions: [
    {
      from: '2023-01-01',
      lightToHeavy: [
        { class: 'OTHER', name: '其他行政处罚', kinds: ['OTHER'] },
        { class: 'WARNING', name: '警告、通报批评', kinds: ['WARNING', 'CRITICISM'] },
        { class: 'FINE', name: '罚款', kinds: ['FINE'] },
        { class: 'CONFISCATION', name: '没收违法所得、没收非法财物', kinds: ['CONFISCATE_INCOME', 'CONFISCATE_GOODS'] },
        { class: 'LICENSE_SUSPENSION', name: '暂扣许可证、执照，降低资质等级', kinds: ['SUSPEND_LICENSE', 'DOWNGRADE'] },
        { class: 'BUSINESS_RESTRICTION', name: '限制开展生产经营活动', kinds: ['RESTRICT_BUSINESS'] },
        { class: 'CLOSURE', name: '责令停产停业、责令关闭、限制从业', kinds: ['ORDER_SUSPENSION', 'ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT'] },
        { class: 'REVOCATION', name: '吊销许可证、执照', kinds: ['REVOKE_LICENSE'] },
        { class: 'DETENTION', name: '行政拘留', kinds: ['DETENTION'] },
      ],
      says: '并处两种以上算一宗，计入最重的类别；“其他”与明确类别并处的计明确类别',
      article: '浙江省行政执法统计年报口径（庆元县2024）；轻重次序（大同2021）',
      mark: 'V2',
    },
    {
      from: '2018-01-01',
      to: '2023-01-01',
      lightToHeavy: [
        { class: 'OTHER', name: '其他行政处罚', kinds: ['OTHER'] },
        { class: 'WARNING', name: '警告', kinds: ['WARNING', 'CRITICISM'] },
        { class: 'FINE', name: '罚款', kinds: ['FINE'] },
        { class: 'CONFISCATION', name: '没收违法所得、没收非法财物', kinds: ['CONFISCATE_INCOME', 'CONFISCATE_GOODS'] },
        { class: 'LICENSE_SUSPENSION', name: '暂扣许可证、执照', kinds: ['SUSPEND_LICENSE', 'DOWNGRADE'] },
        { class: 'CLOSURE', name: '责令停产停业', kinds: ['RESTRICT_BUSINESS', 'ORDER_SUSPENSION', 'ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT'] },
        { class: 'REVOCATION', name: '吊销许可证、执照', kinds: ['REVOKE_LICENSE'] },
        { class: 'DETENTION', name: '行政拘留', kinds: ['DETENTION'] },
      ],
      says: '七级旧序（警告、罚款、没收、暂扣、停产停业、吊销、拘留）；并处两种以上算一宗，计入最重的类别',
      article: '浙江省行政执法统计年报口径（西湖2022）',
      mark: 'V2',
    },
  ],
};

export interface PenaltyClass extends Citation {
  readonly class: PenaltyClassId;
  readonly name: string;
  /** 0 is the lightest. */
  readonly rank: number;
}

/** The one column of the year's table in which a penalty of several kinds is counted. */
export function penaltyClass(kinds: readonly PenaltyKind[], year: number): PenaltyClass {
  if (kinds.length === 0) throw new StatutesError('归类至少需要一种处罚');
  const { row, cite } = edition(PENALTY_CLASS, `${year}-01-01`);
  const rank = row.lightToHeavy.findLastIndex((one) => one.kinds.some((kind) => kinds.includes(kind)));
  const heaviest = row.lightToHeavy[rank];
  if (heaviest === undefined) throw new StatutesError(`不是处罚种类：${kinds.join('、')}`);
  return { ...cite, class: heaviest.class, name: heaviest.name, rank };
}

import { edition, type Formula, type FormulaEdition } from './formula.js';
import type { LegalDay } from './legal-day.js';
import type { Procedure } from './penalty-kind.js';
import type { Citation } from './rows.js';

interface RemedyEdition extends FormulaEdition {
  readonly reconsiderationFirst: readonly Procedure[];
}

export const REMEDY_ORDER: Formula<RemedyEdition> = {
  id: 'F09',
  name: '复议与诉讼的先后',
  place: 'remedy-order.ts',
  editions: [
    {
      from: '2024-01-01',
      reconsiderationFirst: ['SUMMARY'],
      says: '对当场作出的处罚决定不服的，应当先申请行政复议；普通程序的决定可以复议，也可以直接起诉',
      article: '行政复议法23条1款(一)；行政诉讼法44条',
      mark: 'V',
    },
    {
      from: '2015-05-01',
      to: '2024-01-01',
      reconsiderationFirst: [],
      says: '可以复议，也可以直接起诉',
      article: '行政诉讼法44条',
      mark: 'V',
    },
    {
      from: '1990-10-01',
      to: '2015-05-01',
      reconsiderationFirst: [],
      says: '可以复议，也可以直接起诉',
      article: '行政诉讼法（1989）37条',
      mark: 'K',
    },
  ],
};

export interface RemedyOrder extends Citation {
  readonly first: 'RECONSIDERATION' | 'EITHER';
  readonly maySueDirectly: boolean;
}

/** Which remedy comes first for a decision made on day `on`: what the decision has to tell the party. */
export function remedyOrder(input: { procedure: Procedure; on: LegalDay }): RemedyOrder {
  const { row, cite } = edition(REMEDY_ORDER, input.on);
  const before = row.reconsiderationFirst.includes(input.procedure);
  return { ...cite, first: before ? 'RECONSIDERATION' : 'EITHER', maySueDirectly: !before };
}

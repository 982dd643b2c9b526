import { edition, type Formula, type FormulaEdition } from './formula.js';
import type { Law } from './law.js';
import type { LegalDay } from './legal-day.js';
import type { PartyKind } from './penalty-kind.js';
import type { Citation } from './rows.js';

interface LimitEdition extends FormulaEdition {
  readonly citizenFen: number;
  readonly organisationFen: number;
}

export const ON_THE_SPOT: Formula<LimitEdition> = {
  id: 'F02',
  name: '当场处罚限额',
  place: 'on-the-spot.ts',
  editions: [
    {
      from: '2021-07-15',
      citizenFen: 20_000,
      organisationFen: 300_000,
      says: '对公民处200元以下、对法人或者其他组织处3000元以下罚款或者警告的，可以当场决定（“以下”含本数）；个体工商户按配置，默认比照公民（K）',
      article: '行政处罚法51条',
      mark: 'V',
    },
    {
      from: '1996-10-01',
      to: '2021-07-15',
      citizenFen: 5_000,
      organisationFen: 100_000,
      says: '对公民处50元以下、对法人或者其他组织处1000元以下罚款或者警告的，可以当场决定',
      article: '行政处罚法（2017）33条',
      mark: 'K',
    },
  ],
};

export interface OnTheSpotLimit extends Citation {
  /** The largest fine that may be imposed on the spot, itself included. */
  readonly limitFen: number;
}

export function onTheSpotLimit(law: Law, input: { partyKind: PartyKind; on: LegalDay }): OnTheSpotLimit {
  const { row, cite } = edition(ON_THE_SPOT, input.on);
  const as = input.partyKind === 'SOLE_TRADER' ? law.parameters(input.on).onTheSpotSoleTraderAs : input.partyKind;
  return { ...cite, limitFen: as === 'CITIZEN' ? row.citizenFen : row.organisationFen };
}

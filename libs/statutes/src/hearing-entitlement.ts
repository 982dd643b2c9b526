import { edition, type Formula, type FormulaEdition, wholeFen } from './formula.js';
import type { Law } from './law.js';
import type { LegalDay } from './legal-day.js';
import { yuanInWords } from './money.js';
import { type PartyKind, PENALTY_KIND_NAMES, type PenaltyKind } from './penalty-kind.js';
import type { Citation } from './rows.js';

interface HearingEdition extends FormulaEdition {
  /** The item of the article that names these kinds. */
  readonly named: readonly { readonly article: string; readonly kinds: readonly PenaltyKind[] }[];
  readonly fine: string;
  /** Null: confiscation gave no right to a hearing. */
  readonly confiscation: string | null;
  /** Null: no "other serious penalties". */
  readonly other: string | null;
}

export const HEARING_ENTITLEMENT: Formula<HearingEdition> = {
  id: 'F04',
  name: '听证范围',
  place: 'hearing-entitlement.ts',
  editions: [
    {
      from: '2021-07-15',
      named: [
        { article: '行政处罚法63条1款(三)', kinds: ['REVOKE_LICENSE', 'DOWNGRADE'] },
        { article: '行政处罚法63条1款(四)', kinds: ['ORDER_SUSPENSION', 'ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT'] },
      ],
      fine: '行政处罚法63条1款(一)',
      confiscation: '行政处罚法63条1款(二)',
      other: '行政处罚法63条1款(五)',
      says: '较大数额罚款；没收较大数额违法所得、较大价值非法财物；降低资质等级、吊销许可证件；责令停产停业、责令关闭、限制从业；其他较重的行政处罚（“较大数额”与“其他较重”为K，按配置；达到即有权，含本数）',
      article: '行政处罚法63条1款',
      mark: 'V',
    },
    {
      // The Supreme Court reads the “等” of the old article: confiscation weighs as a fine does.
      from: '2004-09-04',
      to: '2021-07-15',
      named: [{ article: '行政处罚法（2017）42条', kinds: ['ORDER_SUSPENSION', 'REVOKE_LICENSE'] }],
      fine: '行政处罚法（2017）42条',
      confiscation: '行政处罚法（2017）42条；最高法〔2004〕行他字第1号、指导案例6号',
      other: null,
      says: '责令停产停业、吊销许可证或者执照、较大数额罚款等；“等”包括没收较大数额财产、违法所得',
      article: '行政处罚法（2017）42条',
      mark: 'K',
    },
    {
      from: '1996-10-01',
      to: '2004-09-04',
      named: [{ article: '行政处罚法（1996）42条', kinds: ['ORDER_SUSPENSION', 'REVOKE_LICENSE'] }],
      fine: '行政处罚法（1996）42条',
      confiscation: null,
      other: null,
      says: '责令停产停业、吊销许可证或者执照、较大数额罚款等',
      article: '行政处罚法（1996）42条',
      mark: 'K',
    },
  ],
};

export interface HearingEntitlementInput {
  readonly partyKind: PartyKind;
  readonly fineFen: number;
  /** Illegal income and the value of illegal goods to be confiscated. */
  readonly confiscateFen: number;
  readonly kinds: readonly PenaltyKind[];
  /** The day of the notice. */
  readonly on: LegalDay;
}

export interface HearingEntitlement extends Citation {
  readonly entitled: boolean;
  readonly reason: string;
}

/** Whether the party has to be told of the right to a hearing. Fine and confiscation are measured apart, not added. */
export function hearingEntitled(law: Law, input: HearingEntitlementInput): HearingEntitlement {
  const { row, cite } = edition(HEARING_ENTITLEMENT, input.on);
  const parameters = law.parameters(input.on);
  const fineFen = wholeFen(input.fineFen, '拟罚款数额');
  const confiscateFen = wholeFen(input.confiscateFen, '拟没收数额');
  const as = input.partyKind === 'SOLE_TRADER' ? parameters.hearingSoleTraderAs : input.partyKind;
  const threshold =
    as === 'CITIZEN' ? parameters.hearingThresholdCitizenFen : parameters.hearingThresholdOrganisationFen;
  const who = as === 'CITIZEN' ? '公民' : '法人、其他组织';

  for (const { article, kinds } of row.named) {
    const kind = input.kinds.find((one) => kinds.includes(one));
    if (kind !== undefined) return { ...cite, article, entitled: true, reason: `拟${PENALTY_KIND_NAMES[kind]}` };
  }
  if (fineFen >= threshold) {
    const reason = `拟罚款${yuanInWords(fineFen)}，达到${who}较大数额${yuanInWords(threshold)}`;
    return { ...cite, article: row.fine, entitled: true, reason };
  }
  if (row.confiscation !== null && confiscateFen >= threshold) {
    const reason = `拟没收${yuanInWords(confiscateFen)}，达到${who}较大数额${yuanInWords(threshold)}`;
    return { ...cite, article: row.confiscation, entitled: true, reason };
  }
  const other = input.kinds.find((kind) => parameters.hearingOtherSeriousKinds.includes(kind));
  if (row.other !== null && other !== undefined) {
    const reason = `拟${PENALTY_KIND_NAMES[other]}，属其他较重的行政处罚`;
    return { ...cite, article: row.other, entitled: true, reason };
  }
  return { ...cite, entitled: false, reason: `未达到${who}较大数额${yuanInWords(threshold)}，且不属于列举的处罚种类` };
}

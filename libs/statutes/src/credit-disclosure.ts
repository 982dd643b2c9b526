import { edition, type Formula, type FormulaEdition } from './formula.js';
import type { Law } from './law.js';
import type { LegalDay } from './legal-day.js';
import type { PartyKind, PenaltyKind, Procedure } from './penalty-kind.js';
import type { Citation } from './rows.js';

interface DisclosureEdition extends FormulaEdition {
  readonly order: 58 | 36;
}

export const CREDIT_DISCLOSURE: Formula<DisclosureEdition> = {
  id: 'F10',
  name: '信用公示起止',
  place: 'credit-disclosure.ts',
  editions: [
    {
      from: '2026-04-01',
      order: 36,
      says: '自认定之日起：轻微失信原则上不公示；一般失信3个月至1年；严重失信1年至3年（期间见D37）。未指明程度的，简易程序或者仅警告、通报批评为轻微，吊销许可证件、责令关闭、限制从业为严重，其余为一般；自然人不作信用公示（K）',
      article: '国家发展改革委令36号',
      mark: 'V2',
    },
    {
      from: '2023-05-01',
      to: '2026-04-01',
      order: 58,
      says: '自处罚作出之日起最短3个月，食品药品、特种设备、安全生产、消防最短1年，最长3年（期间见D36）；简易程序、仅警告或者通报批评的不公示；自然人不作信用公示（K）',
      article: '国家发展改革委令58号',
      mark: 'V2',
    },
  ],
};

export interface CreditDisclosureInput {
  /** The day of the decision: it chooses the order in force. */
  readonly decidedOn: LegalDay;
  readonly procedure: Procedure;
  readonly kinds: readonly PenaltyKind[];
  readonly partyKind?: PartyKind | undefined;
  /** 食品、药品、特种设备、安全生产、消防领域 (58号令). */
  readonly safetySector?: boolean | undefined;
  /** 失信程度 as determined by the authority (36号令); derived from procedure and kinds when absent. */
  readonly gravity?: 'MINOR' | 'ORDINARY' | 'SERIOUS' | undefined;
}

export interface CreditDisclosure extends Citation {
  readonly disclosed: boolean;
  readonly reason: string;
  readonly fromOn: LegalDay | null;
  /** The last day of the shortest disclosure: repair may be asked for once it has passed. */
  readonly shortestUntilOn: LegalDay | null;
  /** The last day of the longest disclosure. */
  readonly longestUntilOn: LegalDay | null;
  /** 浙江: the last day on which the record is kept (D38). */
  readonly keptUntilOn: LegalDay;
}

export function creditDisclosure(law: Law, input: CreditDisclosureInput): CreditDisclosure {
  const { row, cite } = edition(CREDIT_DISCLOSURE, input.decidedOn);
  const keptUntilOn = law.due('D38', { on: input.decidedOn }).dueOn;
  const none = (reason: string): CreditDisclosure => {
    const nothing = { fromOn: null, shortestUntilOn: null, longestUntilOn: null, keptUntilOn };
    return { ...cite, disclosed: false, reason, ...nothing };
  };
  const between = (rule: 'D36' | 'D37', shortest: string, longest: string, reason: string): CreditDisclosure => ({
    ...cite,
    disclosed: true,
    reason,
    fromOn: input.decidedOn,
    shortestUntilOn: law.due(rule, { on: input.decidedOn, variant: shortest }).dueOn,
    longestUntilOn: law.due(rule, { on: input.decidedOn, variant: longest }).dueOn,
    keptUntilOn,
  });

  if (input.partyKind === 'CITIZEN') return { ...none('自然人的处罚信息默认不作信用公示'), mark: 'K' };
  if (row.order === 58) {
    if (isMinor(input)) return none('简易程序或者仅警告、通报批评，不公示');
    return input.safetySector === true
      ? between('D36', 'SHORTEST_SAFETY', 'LONGEST', '食品药品、特种设备、安全生产、消防领域')
      : between('D36', 'SHORTEST', 'LONGEST', '一般领域');
  }
  switch (input.gravity ?? gravityOf(input)) {
    case 'MINOR':
      return none('轻微失信信息原则上不予公示');
    case 'ORDINARY':
      return between('D37', 'ORDINARY_SHORTEST', 'ORDINARY_LONGEST', '一般失信信息');
    case 'SERIOUS':
      return between('D37', 'SERIOUS_SHORTEST', 'SERIOUS_LONGEST', '严重失信信息');
  }
}

function isMinor({ procedure, kinds }: CreditDisclosureInput): boolean {
  return procedure === 'SUMMARY' || kinds.every((kind) => kind === 'WARNING' || kind === 'CRITICISM');
}

const SERIOUS_KINDS: readonly PenaltyKind[] = ['REVOKE_LICENSE', 'ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT'];

function gravityOf(input: CreditDisclosureInput): 'MINOR' | 'ORDINARY' | 'SERIOUS' {
  if (isMinor(input)) return 'MINOR';
  return input.kinds.some((kind) => SERIOUS_KINDS.includes(kind)) ? 'SERIOUS' : 'ORDINARY';
}

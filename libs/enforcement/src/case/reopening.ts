import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Continued, Day, Narrative, Optional, PersonRef, Rule, say, the } from '#fields';
import type { LegalDay, PenaltyKind } from '#statutes';
import { adding, type PartOf } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { enterTransfer, historyNeeds } from '../party-history.js';
import { CLOSE_REASONS, type CloseReason } from '../terms.js';
import { act } from './act.js';
import { guardPublicationSettled, guardRefunded } from './closing.js';
import { LEADERS, ledBy } from './officers.js';
import { type CaseState, type FormerDecision, initialCase } from './state.js';

/*
 * 重新立案 (行政复议法第六十四条; 行政诉讼法第七十条、第七十一条; DOMAIN 3.2, 3.4). A closed file is taken up anew where the law lets it: the same
 * case, its people and its evidence, and everything from the conclusion of the investigation on done once more. The figures
 * of its first life stay (`booked` in the overview).
 */

export const REOPEN_CAUSES = {
  REDO_ORDERED: '复议机关、人民法院责令重新作出行政行为',
  REVOKED_BY_SELF: '自行撤销以后重新调查处理',
  NEW_EVIDENCE: '发现新的事实、证据',
  POLICE_RETURNED: '公安机关、检察机关移回，应当给予行政处罚',
} as const;
export type ReopenCause = keyof typeof REOPEN_CAUSES;

// ---- command and event, stored for ever

export class ReopenCase extends OnApproval {
  @Choice('重新立案的原因', REOPEN_CAUSES) cause!: ReopenCause;
  @Narrative('理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('重新立案日期') reopenedOn!: LegalDay;
}
@Continued()
export class CaseReopened extends ReopenCase {
  @PersonRef('批准人') declare approverId: string;
  /** D03 anew; absent where the law of then set none. */
  @Optional() @Day('办案期限') deadlineOn?: LegalDay;
  @Optional() @Rule('期限依据') deadlineRule?: string;
}

const ARTICLE = '行政处罚法第五十四条第二款、第七十五条第二款';
const REDO = '行政复议法第六十四条第二款、行政诉讼法第七十一条';

// ---- guards

const ENDED_WITHOUT_DECISION: readonly (CloseReason | undefined)[] = ['WITHDRAWN', 'TERMINATED'];

/** Why a file can be taken up anew; a decision that stands is set right first. */
function guardCause(cause: ReopenCause, { decision, closeReason }: CaseState): Refusal | undefined {
  const fallen = decision?.revokedOn === undefined ? undefined : decision.revoked;
  const holds: Readonly<Record<ReopenCause, boolean>> = {
    REDO_ORDERED: fallen?.redo === true,
    REVOKED_BY_SELF: fallen?.by === 'SELF',
    NEW_EVIDENCE: fallen !== undefined || ENDED_WITHOUT_DECISION.includes(closeReason),
    POLICE_RETURNED: closeReason === 'TRANSFERRED',
  };
  if (holds[cause]) return undefined;
  const stands = decision !== undefined && fallen === undefined;
  return refuse({
    code: stands ? 'reopening.decision_stands' : 'reopening.cause_disagrees',
    article: cause === 'REDO_ORDERED' ? REDO : ARTICLE,
    message: stands
      ? '本案的决定仍然有效，决定被撤销以后才能重新立案'
      : `本案以“${CLOSE_REASONS[closeReason!]}”结案，不是“${REOPEN_CAUSES[cause]}”的情形，不能以此重新立案`,
  });
}

/**
 * 复议法第六十四条第二款、行诉法第七十一条: on the same facts and reasons not the same act again, nor one that is basically the same, but
 * where only the procedure had been wrong.
 */
export function guardNotTheSameAgain(
  input: {
    readonly kinds: readonly PenaltyKind[];
    readonly fineFen: number;
    readonly confiscateFen: number;
    readonly differsBecause?: string;
  },
  { former }: CaseState,
): Refusal | undefined {
  if (former === undefined || former.by === 'SELF' || former.isProcedural) return undefined;
  if (input.differsBecause !== undefined) return undefined;
  const isLighter =
    input.fineFen < former.fineFen ||
    input.confiscateFen < former.confiscateFen ||
    former.kinds.some((kind) => !input.kinds.includes(kind));
  if (isLighter) return undefined;
  return refuse({
    code: 'decision.same_again',
    article: REDO,
    message: say`原决定罚款${the.money(former.fineFen)}、没收${the.money(former.confiscateFen)}已被撤销，不得以同一事实和理由作出相同或者基本相同的决定；事实、理由不同的，请写明`,
  });
}

/** What the case still is when it is taken up anew; everything else begins again. */
const STAYS: ReadonlySet<string> = new Set<keyof CaseState>([
  'phase',
  'caseId',
  'unitId',
  'procedure',
  'sourceSystem',
  'item',
  'parties',
  'happenedOn',
  'endedOn',
  'isGoingOn',
  'isAbout',
  'registeredOn',
  'violationFactId',
  'place',
  'territoryCode',
  'otherItems',
  'leadId',
  'caseNo',
  'officers',
  'leaders',
  'everInvestigated',
  'evidenceIds',
  'evidence',
  'lastEvidenceOn',
  'corrections',
  'recusals',
  'measures',
  // Who judged it once does not begin to investigate it.
  'reviews',
  'hosts',
  'absorbed',
  'splitOff',
  'missed',
]);

function formerOf({ decision, remedies, former }: CaseState): FormerDecision | undefined {
  if (decision?.revoked === undefined) return former;
  const { by, kinds, fineFen, confiscateFen, isProcedural } = decision.revoked;
  const remedyIds = [...(former?.remedyIds ?? []), ...remedies.map(({ remedyId }) => remedyId)];
  return { by, kinds, fineFen, confiscateFen, isProcedural, remedyIds };
}

function anew(state: CaseState, { reopenedOn, deadlineOn, deadlineRule }: CaseReopened): PartOf<CaseState> {
  const gone = Object.keys(state).filter((name) => !STAYS.has(name));
  return {
    ...Object.fromEntries(gone.map((name) => [name, initialCase[name as keyof CaseState]])),
    // A receipt that was once used is not used again.
    paid: { ...initialCase.paid, receipts: state.paid.receipts, refunds: state.paid.refunds },
    // 第五十四条第一款: what is investigated and decided anew is not decided on the spot.
    procedure: 'ORDINARY',
    filedOn: reopenedOn,
    cameBackOn: reopenedOn,
    decisionDueOn: deadlineOn,
    decisionRule: deadlineRule,
    former: formerOf(state),
  };
}

export const reopening: readonly Stage<CaseState>[] = [
  act(ReopenCase, CaseReopened, {
    title: '重新立案',
    isOfAllParties: true,
    article: ARTICLE,
    isFinal: true,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ cause, deadlineOn }) =>
      say`重新立案（${REOPEN_CAUSES[cause]}）${
        deadlineOn === undefined ? undefined : say`，应于${the.day(deadlineOn)}前作出决定`
      }`,
    needs: ({ cause }, { parties }) => (cause === 'POLICE_RETURNED' ? historyNeeds(parties) : []),
    restsOn: ({ closedOn, archivedOn, decision }) => [
      [closedOn, '结案日期'],
      [archivedOn, '归档日期'],
      [decision?.revokedOn, '撤销日期'],
    ],
    may: (state) => guardPublicationSettled(state),
    decide: ({ cause, reopenedOn }, state, { statutes }) => {
      const refusal = guardCause(cause, state) ?? guardRefunded(state, reopenedOn, statutes);
      if (refusal) return refusal;
      const deadline = statutes.hasPeriod('D03', reopenedOn) ? statutes.due('D03', { on: reopenedOn }) : undefined;
      // What the police or the procuratorate handed back is the organ's again (310号令第十条).
      const returned = { caseId: state.caseId, returnedOn: reopenedOn };
      return adding(
        { deadlineOn: deadline?.dueOn, deadlineRule: deadline && ruleOf(deadline) },
        { elsewhere: cause === 'POLICE_RETURNED' ? enterTransfer(state, returned) : [] },
      );
    },
    evolve: (state, data) => ({ ...anew(state, data), ...ledBy(state, data.approverId) }),
  }),
];

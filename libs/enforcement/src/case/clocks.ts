import type { LegalDay } from '#statutes';
import type { Clock } from '../definition/clock.js';
import { standsStillSince } from './decision-clock.js';
import { openMeasures } from './measures.js';
import type { OpenMeasure } from './parts.js';
import { CASE_LIFE, type CasePhase, NOTICE_PENDING, UNDECIDED } from './phases.js';
import { type Divided, standingsIn } from './standings.js';
import type { CaseState } from './state.js';

/*
 * The days that a case lives by (DOMAIN 2.2), declared once: for the page of the case, for the lists, and for the clock
 * that records what was missed. What has happened late is no longer missed; what belongs to the party or to another
 * organ nobody here misses.
 */

/** Days that the bureau can miss, with those on which it did what it had to; what others owe is not among them. */
type OwnDays =
  // D03, D28, D13; the day of the payment with which fine and confiscation were paid to the last fen.
  | `${'decision' | 'publication' | 'withdrawal' | 'payment'}DueOn`
  | 'decidedOn'
  | 'publishedOn'
  // D29.
  | 'withdrawnOn'
  | 'paidInFullOn'
  // D43.
  | 'archivingDueOn'
  | 'archivedOn'
  // Of the latest transfer: D30, approved or refused on a day; D31, the day on which the twenty-four hours end.
  | 'transferApprovalDueOn'
  | 'transferAnsweredOn'
  | 'transferSendDueOn'
  | 'transferSentOn';

/** Days of the party and the police (D09, D07, D32, a correction), and the rules by which all of them were found. */
type OthersDays =
  | `${'statement' | 'hearingRequest' | 'police' | 'correction'}DueOn`
  | 'statedOn'
  | 'hearingRequestedOn'
  | 'policeAnsweredOn'
  // The day on which the latest order was found followed.
  | 'correctionVerifiedOn'
  | `${'decision' | 'publication' | 'withdrawal' | 'payment' | 'archiving' | 'transferApproval' | 'transferSend' | 'police' | 'statement' | 'hearingRequest'}Rule`;

/**
 * What the clocks read of a case, state and row alike. A row has to have the days that the bureau can miss; the rules, and
 * days that are others' own, it may leave out.
 */
export type CaseTerms = Divided & {
  readonly [Day in OwnDays]: LegalDay | null | undefined;
} & {
  /** What is preserved, sealed or seized. */
  readonly openMeasures: readonly OpenMeasure[];
  /** What the time for deciding stands still for: entrusted tests by their numbers, a suspension, a hearing. */
  readonly stoppedBy: readonly string[];
} & { readonly [Day in OthersDays]?: LegalDay | null | undefined };

/** The terms of each standing: what is a party's own runs for each of them. */
function eachStanding(terms: CaseTerms): readonly CaseTerms[] {
  const { others = [] } = terms;
  return others.length === 0 ? [terms] : [terms, ...others.map((other) => ({ ...terms, ...other }))];
}

/** Day of the last decision; none as long as one is to come. */
function allDecidedOn(terms: CaseTerms): LegalDay | undefined {
  const days = eachStanding(terms).map(({ decidedOn }) => decidedOn);
  return days.some((day) => day == null) ? undefined : (days as LegalDay[]).sort().at(-1);
}

const isIn = (...phases: readonly CasePhase[]) => {
  const those: ReadonlySet<CasePhase> = new Set(phases);
  return ({ phase }: CaseTerms) => those.has(phase);
};
const isUndecided = isIn(...UNDECIDED);
const isNotOver = ({ phase }: CaseTerms) => !CASE_LIFE.isOver(phase);

/** The measure of those that ends first. */
function soonest({ openMeasures }: CaseTerms, isOfKind: (measure: OpenMeasure) => boolean): OpenMeasure | undefined {
  return openMeasures.filter(isOfKind).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0];
}

/** What follows where the party has not paid. */
const NEXT_OF_PAYMENT: Partial<Record<CasePhase, string>> = {
  PlanActive: '应记录未按期缴纳，延期、分期缴纳终止',
  Demanded: '催告期满仍不履行的，申请法院强制执行',
};

/** 案件的法定期限. */
export const CASE_CLOCKS: readonly Clock<CaseTerms>[] = [
  {
    name: 'correction',
    what: '当事人改正',
    due: 'correctionDueOn',
    done: 'correctionVerifiedOn',
    runs: isNotOver,
    isRight: true,
  },
  {
    name: 'preservation',
    what: '处理先行登记保存的物品',
    due: (terms) => soonest(terms, ({ kind }) => kind === 'PRESERVATION')?.dueOn,
    rule: (terms) => soonest(terms, ({ kind }) => kind === 'PRESERVATION')?.dueRule,
    done: () => undefined,
    by: ['DisposePreserved'],
  },
  {
    name: 'sealing',
    what: '解除查封、扣押或者延长期限',
    due: (terms) => soonest(terms, ({ kind }) => kind !== 'PRESERVATION')?.dueOn,
    rule: (terms) => soonest(terms, ({ kind }) => kind !== 'PRESERVATION')?.dueRule,
    done: () => undefined,
    by: ['LiftSealing', 'ExtendSealing'],
  },
  {
    name: 'sealingApproval',
    what: '补办查封、扣押的批准',
    due: ({ openMeasures }) => openMeasures.flatMap(({ approvalDueOn }) => approvalDueOn ?? []).sort()[0],
    done: () => undefined,
    by: ['ApproveSealing'],
  },
  {
    name: 'transferApproval',
    what: '决定是否批准移送',
    due: 'transferApprovalDueOn',
    rule: 'transferApprovalRule',
    done: 'transferAnsweredOn',
    by: ['ApproveCriminalTransfer', 'RefuseCriminalTransfer'],
    runs: isIn('TransferPending'),
  },
  {
    name: 'transferSending',
    what: '移送公安机关',
    due: 'transferSendDueOn',
    rule: 'transferSendRule',
    done: 'transferSentOn',
    by: ['SendCriminalTransfer'],
    runs: isIn('TransferPending'),
  },
  {
    name: 'policeAnswer',
    what: '公安机关决定是否立案',
    due: 'policeDueOn',
    rule: 'policeRule',
    done: 'policeAnsweredOn',
    runs: isIn('TransferPending'),
    isRight: true,
  },
  {
    name: 'statement',
    each: eachStanding,
    what: '当事人陈述申辩',
    due: 'statementDueOn',
    rule: 'statementRule',
    done: 'statedOn',
    runs: isIn(...NOTICE_PENDING),
    isRight: true,
  },
  {
    name: 'hearingRequest',
    each: eachStanding,
    what: '当事人申请听证',
    due: 'hearingRequestDueOn',
    rule: 'hearingRequestRule',
    done: 'hearingRequestedOn',
    runs: isIn(...NOTICE_PENDING),
    isRight: true,
  },
  {
    name: 'decision',
    what: '作出决定',
    due: 'decisionDueOn',
    rule: 'decisionRule',
    done: allDecidedOn,
    by: [
      ...[
        'DecidePenalty',
        'DecideNoPenalty',
        'DecideNotEstablished',
        'HoldHearing',
        'ScheduleHearing',
        'ReviewStatement',
      ],
      ...[
        'ServeNotice',
        'PassReview',
        'SubmitLegalReview',
        'ConcludeInvestigation',
        'CollectEvidence',
        'AssignOfficer',
      ],
    ],
    // Not while a transfer is pending or the police have the case: 不得以罚代移.
    runs: (terms) => isUndecided(terms) && terms.stoppedBy.length === 0,
  },
  {
    name: 'publication',
    each: eachStanding,
    what: '公示决定',
    due: 'publicationDueOn',
    rule: 'publicationRule',
    done: 'publishedOn',
    by: ['PublishPenalty'],
    // Nothing is published before it is served (G30); a service later than the last day moves that day.
    runs: (terms) => isNotOver(terms) && terms.phase !== 'Decided',
  },
  {
    name: 'withdrawal',
    each: eachStanding,
    what: '撤回公示并说明理由',
    due: 'withdrawalDueOn',
    rule: 'withdrawalRule',
    done: 'withdrawnOn',
    by: ['WithdrawPublication'],
  },
  {
    name: 'payment',
    each: eachStanding,
    what: '当事人缴款',
    due: 'paymentDueOn',
    rule: 'paymentRule',
    done: 'paidInFullOn',
    by: ['ApplyCourtEnforcement', 'ServeDemand', 'RecordPayment'],
    next: ({ phase }) => NEXT_OF_PAYMENT[phase] ?? '应送达履行催告书',
    // Once the court has it nobody waits for the party.
    runs: isIn('Performing', 'PlanActive', 'Overdue', 'Demanded'),
  },
  {
    name: 'archiving',
    what: '案卷归档',
    due: 'archivingDueOn',
    rule: 'archivingRule',
    done: 'archivedOn',
    by: ['ArchiveDossier'],
    runs: isIn('Closed'),
  },
];

/** Day on which fine and confiscation were paid in full; the surcharge has no last day of its own. */
function paidInFullOn({ decision, paid }: CaseState): LegalDay | undefined {
  if (decision === undefined) return undefined;
  if (paid.fineFen + paid.confiscateFen < decision.fineFen + decision.confiscateFen) return undefined;
  const days = paid.receipts.flatMap(({ kind, paidOn }) => (kind === 'SURCHARGE' ? [] : [paidOn]));
  return days.sort().at(-1);
}

function correctedOn({ corrections }: CaseState): LegalDay | undefined {
  const { result, verifiedOn } = corrections.at(-1) ?? {};
  return result === 'CORRECTED' ? verifiedOn : undefined;
}

/** What the clocks read of a case, from its state. */
export function caseTerms(state: CaseState): CaseTerms {
  const [, ...others] = standingsIn(state);
  const terms = termsOf(state);
  return others.length === 0 ? terms : { ...terms, others: others.map(termsOf) };
}

function termsOf(state: CaseState): CaseTerms {
  const { notice, transfer, partyIds } = state;
  return {
    phase: state.phase,
    ...(partyIds !== undefined && { partyIds }),
    openMeasures: openMeasures(state),
    stoppedBy: standsStillSince(state),
    decisionDueOn: state.decisionDueOn,
    decisionRule: state.decisionRule,
    decidedOn: state.decision?.decidedOn,
    publicationDueOn: state.publicationDueOn,
    publicationRule: state.publicationRule,
    publishedOn: state.publishedOn,
    withdrawalDueOn: state.withdrawalDueOn,
    withdrawalRule: state.withdrawalRule,
    withdrawnOn: state.withdrawnOn,
    paymentDueOn: state.paymentDueOn,
    paymentRule: state.paymentRule,
    paidInFullOn: paidInFullOn(state),
    archivingDueOn: state.archivingDueOn,
    archivingRule: state.archivingRule,
    archivedOn: state.archivedOn,
    transferApprovalDueOn: transfer?.approvalDueOn,
    transferApprovalRule: transfer?.approvalRule,
    transferAnsweredOn: transfer?.answeredOn,
    transferSendDueOn: transfer?.sendDueOn,
    transferSendRule: transfer?.sendRule,
    transferSentOn: transfer?.sentOn,
    policeDueOn: transfer?.policeDueOn,
    policeRule: transfer?.policeRule,
    policeAnsweredOn: transfer?.policeOn,
    statementDueOn: notice?.statementDueOn,
    statementRule: notice?.statementRule,
    statedOn: state.statedOn,
    hearingRequestDueOn: notice?.hearingRequestDueOn,
    hearingRequestRule: notice?.hearingRequestRule,
    hearingRequestedOn: state.hearing?.requestedOn ?? state.hearingWaivedOn,
    correctionDueOn: state.corrections.at(-1)?.dueOn,
    correctionVerifiedOn: correctedOn(state),
  };
}

import type { Interval, LegalDay, PenaltyKind } from '#statutes';
import type { Missed, Watched } from '../definition/clock.js';
import type { WithOpenDays } from '../definition/open-day.js';
import type {
  AttemptedDocument,
  AttemptMethod,
  AttemptResult,
  Claim,
  CloseReason,
  CorrectionResult,
  EvidenceKind,
  Outcome,
  Procedure,
  RemedyKind,
  RemedyOutcome,
  ReviewTrigger,
  SourceSystem,
  Stance,
  Topic,
} from '../terms.js';
import type { CaseMeasureKind, CaseOfficer, Item, Obligation, Party } from './parts.js';
import type { CasePhase } from './phases.js';

/*
 * What a case is, as its events add it up. The stages (one file each) change their part of it; guards may read all of
 * it. No value here is ever set by hand: only `evolve` functions of events do.
 */

export interface ReviewRound {
  readonly round: number;
  readonly submittedOn: LegalDay;
  readonly trigger?: ReviewTrigger;
  readonly reviewerId: string;
  readonly outcome?: 'PASSED' | 'RETURNED';
  readonly finishedOn?: LegalDay;
}

export interface Notice {
  readonly noticeId: string;
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly confiscateFen: number;
  readonly hearingEntitled: boolean;
  readonly servedOn: LegalDay;
  /** Last day on which a hearing may be requested (D07); absent without the right to one. */
  readonly hearingRequestDueOn?: LegalDay;
  readonly hearingRequestRule?: string;
  /** Last day for statement and defence (D09). */
  readonly statementDueOn: LegalDay;
  readonly statementRule?: string;
}

export interface Hearing {
  readonly requestedOn: LegalDay;
  readonly hostId?: string;
  readonly scheduledOn?: LegalDay;
  readonly place?: string;
  readonly heldOn?: LegalDay;
  readonly terminatedOn?: LegalDay;
}

/** A document that did not reach the party, and by which way. */
export interface ServiceAttempt {
  readonly document: AttemptedDocument;
  readonly method: AttemptMethod;
  readonly result: AttemptResult;
  readonly on: LegalDay;
}

/** 委托检测、检验、鉴定. */
export interface Entrusted {
  readonly entrustNo: string;
  readonly kind: 'TEST' | 'INSPECTION' | 'APPRAISAL';
  readonly startedOn: LegalDay;
}

export interface PenaltyDecision {
  readonly outcome: Outcome;
  readonly decisionNo: string;
  readonly decidedOn: LegalDay;
  /** The leader who decided; absent for 当场处罚, which the officers decide themselves (第五十一条). */
  readonly deciderId?: string;
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly confiscateFen: number;
  /** Revoked or found void: nothing is owed any more; and what it had been, for what may be decided anew. */
  readonly revokedOn?: LegalDay;
  readonly revoked?: {
    readonly kinds: readonly PenaltyKind[];
    readonly fineFen: number;
    readonly confiscateFen: number;
    readonly isProcedural: boolean;
    readonly by: 'RECONSIDERATION' | 'LITIGATION' | 'SELF';
    readonly redo: boolean;
  };
  /** 确认违法: it stands all the same. */
  readonly illegalOn?: LegalDay;
}

/** A piece of evidence, and whether a fact may rest on it. */
export interface Evidence {
  readonly evidenceId: string;
  readonly kind: EvidenceKind;
  readonly obtainedOn: LegalDay;
  readonly verifiedOn?: LegalDay;
  readonly excludedOn?: LegalDay;
}

/** 回避: asked for, and decided or not yet. */
export interface Recusal {
  readonly targetId: string;
  readonly requestedOn: LegalDay;
  readonly granted?: boolean;
}

/** What a leader said in a discussion that is not concluded yet. */
export interface Opinion {
  readonly topic: Topic;
  readonly targetId?: string;
  readonly memberId: string;
  readonly stance: Stance;
  readonly opinion: string;
  readonly givenOn: LegalDay;
}

/** What was said on a topic is done with: it was concluded, or what it was about has changed. */
export function withoutOpinions({ opinions = [] }: CaseState, topic: Topic, targetId?: string) {
  return { opinions: opinions.filter((one) => one.topic !== topic || one.targetId !== targetId) };
}

/** 责令改正, and what came of it. */
export interface CorrectionOrder {
  readonly correctionNo?: string;
  readonly orderedOn?: LegalDay;
  readonly dueOn: LegalDay;
  readonly verifiedOn?: LegalDay;
  readonly result?: CorrectionResult;
}

/** 先行登记保存, 查封 or 扣押. */
export interface CaseMeasure {
  readonly measureId: string;
  readonly kind: CaseMeasureKind;
  readonly goods: readonly { readonly name: string; readonly description: string }[];
  readonly on: LegalDay;
  readonly dueOn: LegalDay;
  readonly dueRule: string;
  readonly isExtended?: boolean;
  /** D06, of an emergency that nobody has approved yet. */
  readonly approvalDueAt?: string;
  readonly approvalDueOn?: LegalDay;
  readonly endedOn?: LegalDay;
}

/** 批准采取的措施. */
export interface ApprovedMeasure {
  readonly kind: CaseMeasureKind;
  readonly approverId: string;
  readonly approvedOn: LegalDay;
}

/** A reconsideration or a lawsuit about the case, as far as the case was told. */
export interface CaseRemedy {
  readonly remedyId: string;
  readonly kind: RemedyKind;
  readonly soughtOn: LegalDay;
  readonly end?: 'DECLINED' | 'WITHDRAWN' | 'DECIDED';
  readonly endedOn?: LegalDay;
  readonly outcome?: RemedyOutcome;
  /** Day on which the party got the outcome: from here it no longer stands in the way. */
  readonly outcomeServedOn?: LegalDay;
}

/**
 * Whether the penalty was decided outside the platform and only imported (X2): such a decision is not coded. Whatever was
 * decided here ran on the platform, wherever the matter had come from.
 */
export function isDecidedOffPlatform(decided: Pick<CaseState, 'procedure' | 'sourceSystem'>): boolean {
  return decided.procedure === 'SUMMARY' && decided.sourceSystem !== 'PLATFORM';
}

export type PaymentKind = 'FINE' | 'CONFISCATE' | 'SURCHARGE';

export interface Receipt {
  readonly receiptNo: string;
  readonly amountFen: number;
  readonly kind: PaymentKind;
  readonly paidOn: LegalDay;
}

export interface Refund {
  readonly receiptNo: string;
  readonly amountFen: number;
  readonly kind: PaymentKind;
  readonly refundedOn: LegalDay;
}

/** An obligation and how far it has got. */
export interface ObligationState extends Obligation {
  readonly performedOn?: LegalDay;
  /** The latest verification, and whether it found the obligation performed. */
  readonly verifiedOn?: LegalDay;
  readonly isPerformed?: boolean;
  readonly endedOn?: LegalDay;
}

export interface Payments {
  readonly fineFen: number;
  readonly confiscateFen: number;
  readonly surchargeFen: number;
  /** What was paid back of each. */
  readonly refunded: { readonly fineFen: number; readonly confiscateFen: number; readonly surchargeFen: number };
  /** 减免的加处罚款. */
  readonly waivedFen?: number;
  /** Every payment towards the fine with its day, for the surcharge. */
  readonly fine: readonly { readonly on: LegalDay; readonly fen: number }[];
  readonly receipts: readonly Receipt[];
  /** Every voucher by which something was paid back. */
  readonly refunds: readonly Refund[];
  /** Day of the latest payment of any kind. */
  readonly lastOn?: LegalDay;
}

export interface CriminalTransfer {
  readonly stage: 'PROPOSED' | 'APPROVED' | 'REFUSED' | 'SENT' | 'POLICE_FILED' | 'POLICE_DECLINED';
  readonly proposedOn: LegalDay;
  /** D30: last day for approving or refusing. */
  readonly approvalDueOn?: LegalDay;
  readonly approvalRule?: string;
  readonly approvedAt?: string;
  /** Day on which the transfer was approved or refused. */
  readonly answeredOn?: LegalDay;
  /** Day on which the twenty-four hours for sending end (D31). */
  readonly sendDueOn?: LegalDay;
  readonly sendRule?: string;
  readonly sentAt?: string;
  readonly sentOn?: LegalDay;
  /** D32: last day for the police to answer. */
  readonly policeDueOn?: LegalDay;
  readonly policeRule?: string;
  /** Day of the police's answer. */
  readonly policeOn?: LegalDay;
  /** Phase to which the case returns when the transfer is refused or the police decline. */
  readonly from: CasePhase;
}

/** 批准的延期、分期缴纳: since when, what is due when, and what had been paid before. */
export interface PaymentPlan {
  readonly approvedOn: LegalDay;
  readonly instalments: readonly { readonly dueOn: LegalDay; readonly amountFen: number }[];
  readonly paidBeforeFen: number;
  /** D13, from which the surcharge runs where the plan is not kept, or was granted after it. */
  readonly originalDueOn?: LegalDay | undefined;
}

/** 法院不予受理、不准予执行或者部分准予执行的裁定, and the application to the court above. */
export interface CourtRefusal {
  readonly against: 'REJECTION' | 'RULING';
  readonly on: LegalDay;
  /** D19: last day for applying to the court above. */
  readonly dueOn?: LegalDay;
  /** Day on which the lower court had accepted what it then did not grant. */
  readonly acceptedOn?: LegalDay;
  readonly appliedOn?: LegalDay;
}

/** 移送其他机关, and what it or the common superior answered. */
export interface TransferredOut {
  readonly toOrgan: string;
  readonly on: LegalDay;
  readonly answer?: 'ACCEPTED' | 'DISPUTED' | 'DESIGNATED_HERE';
  readonly answeredOn?: LegalDay;
}

/** A decision that fell before the case was taken up anew. */
export interface FormerDecision {
  readonly by: 'RECONSIDERATION' | 'LITIGATION' | 'SELF';
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly confiscateFen: number;
  readonly isProcedural: boolean;
  readonly remedyIds: readonly string[];
}

/** What a standing has of its own (docs/decisions/0009); everything else is common to the case. */
export const OF_STANDING = [
  ...(['phase', 'notice', 'isNoticeOutdated', 'statement', 'statementOn', 'statedOn', 'hearing'] as const),
  ...(['hearingWaivedOn', 'attempts', 'decision', 'obligations', 'servedOn', 'paymentDueOn', 'paymentRule'] as const),
  ...(['planRequestedOn', 'plan', 'actCode', 'publicationDueOn', 'publicationRule', 'publishedOn'] as const),
  ...(['withdrawalDueOn', 'withdrawalRule', 'withdrawnOn', 'remedies', 'paid', 'demandServedOn', 'demanded'] as const),
  ...(['courtAppliedOn', 'courtAcceptedOn', 'courtRejectedOn', 'courtRefusal', 'courtRuling', 'openDays'] as const),
] as const satisfies readonly (keyof CaseState)[];

/** How one party, or several together, stand in a case: from the notice on. */
export interface PartyStanding extends Pick<CaseState, (typeof OF_STANDING)[number]> {
  /** For whom; for all whom no other standing names, where nothing is said. */
  readonly partyIds?: readonly string[];
}

export interface CaseState extends Watched, WithOpenDays {
  readonly phase: CasePhase;
  /** Whom the standing in view is about, which these fields say; all whom no other one names, where nothing is said. */
  readonly partyIds?: readonly string[];
  /** The standings that are not in view: there as soon as a notice or a decision was for some of the parties alone. */
  readonly others?: readonly PartyStanding[];
  readonly caseId: string;
  readonly unitId: string;
  readonly procedure: Procedure;
  readonly sourceSystem: SourceSystem;
  readonly item?: Item;
  readonly parties: readonly Party[];
  readonly happenedOn?: LegalDay;
  /** 连续或者继续状态的行为: when it ended, or that it goes on. */
  readonly endedOn?: LegalDay;
  readonly isGoingOn?: boolean;
  readonly place?: string;
  readonly territoryCode?: string;
  /** It was one act, on a day between the two that nobody knows more nearly. */
  readonly isAbout?: boolean;
  readonly registeredOn?: LegalDay;
  /** By which other cases tell that they are about the same fact (第二十九条). */
  readonly violationFactId?: string;
  /** 同一违法行为违反的其他规定. */
  readonly otherItems?: readonly Item[];
  readonly leadId?: string;

  readonly caseNo?: string;
  readonly filedOn?: LegalDay;
  /** Of a case that was split off: the day from which D03 runs; `filedOn` of every other. */
  readonly decisionRunsFrom?: LegalDay;
  /** D03: last day for a decision. */
  readonly decisionDueOn?: LegalDay;
  readonly decisionRule?: string;
  readonly officers: readonly CaseOfficer[];
  /** Leaders who approved or discussed something in the case: none of them may begin to investigate it. */
  readonly leaders: readonly string[];
  /** Everyone who ever investigated the case, also when replaced later: none of them may review, host or decide. */
  readonly everInvestigated: readonly string[];

  readonly evidenceIds: readonly string[];
  readonly evidence?: readonly Evidence[];
  /** Day on which the latest piece of evidence was obtained. */
  readonly lastEvidenceOn?: LegalDay;
  readonly corrections: readonly CorrectionOrder[];
  readonly recusals?: readonly Recusal[];
  /** Of discussions that are not concluded. */
  readonly opinions?: readonly Opinion[];
  /** Measures that were approved and not taken yet. */
  readonly approvals?: readonly ApprovedMeasure[];
  readonly measures?: readonly CaseMeasure[];
  readonly concludedOn?: LegalDay;
  /** Day on which the case last came back: for more investigation, from a refused transfer, from the police. */
  readonly cameBackOn?: LegalDay;
  readonly reviews: readonly ReviewRound[];
  readonly notice?: Notice;
  /** The investigation went on after the notice: its facts are no longer those of the case (第四十四条). */
  readonly isNoticeOutdated: boolean;
  /** What was tried and did not reach the party. */
  readonly attempts?: readonly ServiceAttempt[];
  readonly statement: 'NONE' | 'RECEIVED' | 'REVIEWED' | 'WAIVED';
  /** Day of the latest statement, waiver, or review of a statement under the present notice. */
  readonly statementOn?: LegalDay;
  /** Day of the first statement or waiver under the present notice: on it the party used the period. */
  readonly statedOn?: LegalDay;
  readonly hearing?: Hearing;
  /** Day on which the party said that he asks for no hearing under the present notice. */
  readonly hearingWaivedOn?: LegalDay;
  /** Everyone who was ever appointed to host a hearing of the case, also under an earlier notice. */
  readonly hosts: readonly string[];
  /** R9: stretches, half-open, that do not count towards the time for deciding. */
  readonly suspensions: readonly Interval[];
  /** Tests, inspections and appraisals whose results are not in: the time for deciding stands still. */
  readonly entrusted: readonly Entrusted[];
  /** Day since which the investigation is suspended. */
  readonly suspendedOn?: LegalDay;
  /** By how many days the time for deciding was extended, the first time and the second (G13). */
  readonly extensions: readonly number[];
  /** Days on which the leaders discussed the case collectively. */
  readonly discussedOn: readonly LegalDay[];

  readonly decision?: PenaltyDecision;
  /** 行为义务 that the decision imposed; what is owed in money follows from decision and payments. */
  readonly obligations: readonly ObligationState[];
  readonly servedOn?: LegalDay;
  /** D13: last day for paying. */
  readonly paymentDueOn?: LegalDay;
  readonly paymentRule?: string;
  /** The party has asked for a deferral or instalments, and nobody has answered. */
  readonly planRequestedOn?: LegalDay;
  readonly plan?: PaymentPlan;
  readonly actCode?: string;
  /** D28: last day for publishing; absent where the decision is not published. */
  readonly publicationDueOn?: LegalDay;
  readonly publicationRule?: string;
  readonly publishedOn?: LegalDay;
  /** D29: last day for withdrawing what was published of a decision that was set right. */
  readonly withdrawalDueOn?: LegalDay;
  readonly withdrawalRule?: string;
  readonly withdrawnOn?: LegalDay;
  readonly remedies: readonly CaseRemedy[];
  readonly paid: Payments;
  readonly demandServedOn?: LegalDay;
  /** What the latest demand was about; everything owed where it does not say. */
  readonly demanded?: readonly Claim[];
  readonly courtAppliedOn?: LegalDay;
  readonly courtAcceptedOn?: LegalDay;
  readonly courtRejectedOn?: LegalDay;
  readonly courtRuling?: 'GRANTED' | 'PARTLY_GRANTED';
  /** What the court did not take up or grant, as long as the court above has not said the last word. */
  readonly courtRefusal?: CourtRefusal;
  readonly transfer?: CriminalTransfer;
  /** Day on which it was withdrawn, terminated, transferred to another organ or merged. */
  readonly endedEarlyOn?: LegalDay;
  readonly transferredOut?: TransferredOut;
  /** Other cases that were merged into this one. */
  readonly absorbed?: readonly string[];
  /** Cases that were split off from this one. */
  readonly splitOff?: readonly string[];
  readonly closedOn?: LegalDay;
  readonly closeReason?: CloseReason;
  /** D43: last day for putting the folder into the archive. */
  readonly archivingDueOn?: LegalDay;
  readonly archivingRule?: string;
  readonly archivedOn?: LegalDay;
  /** What had been decided before the case was reopened, where something had. */
  readonly former?: FormerDecision;
  /** Deadlines that were recorded as missed. */
  readonly missed: readonly Missed[];
}

export const initialCase: CaseState = {
  phase: 'Unregistered',
  caseId: '',
  unitId: '',
  procedure: 'ORDINARY',
  sourceSystem: 'PLATFORM',
  parties: [],
  officers: [],
  leaders: [],
  everInvestigated: [],
  evidenceIds: [],
  corrections: [],
  reviews: [],
  isNoticeOutdated: false,
  statement: 'NONE',
  hosts: [],
  suspensions: [],
  entrusted: [],
  extensions: [],
  discussedOn: [],
  obligations: [],
  remedies: [],
  paid: {
    fineFen: 0,
    confiscateFen: 0,
    surchargeFen: 0,
    refunded: { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
    fine: [],
    receipts: [],
    refunds: [],
  },
  missed: [],
  openDays: [],
};

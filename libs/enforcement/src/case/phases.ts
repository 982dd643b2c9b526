import { lifecycle, type Step } from '../definition/lifecycle.js';

/** 案件状态 (DOMAIN 3.2): the main line; service, publication and remedy run beside it. */
export const PHASES = {
  Unregistered: '未登记',
  Registered: '已登记（待立案）',
  Declined: '不予立案',
  Investigating: '调查中',
  Suspended: '中止调查',
  Concluded: '调查终结',
  InLegalReview: '法制审核中',
  ReviewPassed: '审核通过',
  Noticed: '已告知',
  HearingPhase: '听证中',
  InDiscussion: '集体讨论',
  Decided: '已决定',
  Served: '已送达',
  Performing: '履行中',
  PlanActive: '延期、分期缴纳中',
  Overdue: '逾期',
  Demanded: '已催告',
  CourtEnforcement: '申请法院强制执行',
  TransferPending: '移送审批/公安审查',
  TransferredCriminal: '公安已立案',
  Withdrawn: '已撤案',
  Terminated: '终止调查',
  TransferredOut: '移送其他机关',
  Merged: '已并入他案',
  Closed: '已结案',
  Archived: '已归档',
} as const;
export type CasePhase = keyof typeof PHASES;

/**
 * How far a case has got (docs/decisions/0009): as the table of phases has them, but that a decision with something left to perform is less
 * advanced than one with nothing.
 */
const PROGRESS: readonly CasePhase[] = [
  ...(Object.keys(PHASES) as CasePhase[]).filter((phase) => phase !== 'Served'),
].flatMap((phase) => (phase === 'CourtEnforcement' ? [phase, 'Served' as const] : [phase]));

/** Whether a standing in one phase is less advanced than one in the other. */
export const isBefore = (one: CasePhase, other: CasePhase): boolean => PROGRESS.indexOf(one) < PROGRESS.indexOf(other);

/** 应当责令改正 until the decision is taken. */
export const UNDECIDED = [
  'Investigating',
  'Concluded',
  'InLegalReview',
  'ReviewPassed',
  'Noticed',
  'HearingPhase',
  'InDiscussion',
] as const satisfies readonly CasePhase[];

/**
 * A notice may be pending. The agency's own steps (a second review, a discussion) do not take away the party's right to be
 * heard: it lasts as long as the period runs and nothing is decided.
 */
export const NOTICE_PENDING = [
  'Noticed',
  'HearingPhase',
  'Concluded',
  'InLegalReview',
  'ReviewPassed',
  'InDiscussion',
] as const satisfies readonly CasePhase[];

/** 已送达 and not closed. */
const SERVED = [
  'Served',
  'Performing',
  'PlanActive',
  'Overdue',
  'Demanded',
  'CourtEnforcement',
] as const satisfies readonly CasePhase[];

/** Something is left to pay or to do. */
const OWING = [
  'Performing',
  'PlanActive',
  'Overdue',
  'Demanded',
  'CourtEnforcement',
] as const satisfies readonly CasePhase[];

/** Ended without a decision, and not closed. */
const ENDED_EARLY = ['Withdrawn', 'Terminated', 'TransferredOut'] as const satisfies readonly CasePhase[];

/** Somebody still has to act on the case: its people may change. */
const HANDLED = [
  ...UNDECIDED,
  'Decided',
  ...SERVED,
  'Suspended',
  'TransferPending',
  'TransferredCriminal',
  ...ENDED_EARLY,
] as const;

/** The file is closed, in the archive or not: what happens to its decision, and what others do, is put on record all the same. */
const FILED_AWAY = ['Closed', 'Archived'] as const satisfies readonly CasePhase[];
/** 已结案, in the archive or not. */
export const isFiledAway = (phase: CasePhase): boolean => (FILED_AWAY as readonly CasePhase[]).includes(phase);

/** Something is left to do for the party: to pay, or to do what the decision imposed. */
const performing = ({
  paymentDueOn,
  isToPerform,
  openDays = [],
}: {
  readonly paymentDueOn?: string;
  readonly isToPerform?: boolean;
  readonly openDays?: readonly { readonly rule: string }[];
}): CasePhase =>
  paymentDueOn !== undefined || isToPerform === true || openDays.some(({ rule }) => rule === 'D13')
    ? 'Performing'
    : 'Served';
/** 不准予执行: the case is where it was before the application. A file that was closed upon acceptance stays closed until it is reopened. */
const ruled = ({ ruling }: { readonly ruling: string }, phase: CasePhase): CasePhase =>
  phase === 'CourtEnforcement' && ruling === 'REFUSED' ? 'Overdue' : phase;
/** The court above: what it takes up or grants is with the court again. */
const reviewed = ({ outcome }: { readonly outcome: string }, phase: CasePhase): CasePhase =>
  outcome === 'UPHELD' || isFiledAway(phase) ? phase : 'CourtEnforcement';
/** Nothing is left to perform; a file that is closed stays so. */
const fallen = (_data: object, phase: CasePhase): CasePhase => (isFiledAway(phase) ? phase : 'Served');
/** 第二十五条第二款: what two organs dispute goes where their superior says. */
const answered = ({ answer }: { readonly answer: string }): CasePhase =>
  answer === 'DESIGNATED_HERE' ? 'Investigating' : 'TransferredOut';
const fined = ({ fineFen }: { readonly fineFen: number }): CasePhase => (fineFen > 0 ? 'Performing' : 'Served');

/** Where each event may happen, and where it leads. An event that is not here happens anywhere and leads nowhere. */
// biome-ignore format: a table is read by its lines
const STEPS = {
  CaseRegistered:           { from: ['Unregistered'],                                         to: 'Registered' },
  CaseFiled:                { from: ['Registered'],                                           to: 'Investigating' },
  FilingDeclined:           { from: ['Registered'],                                           to: 'Declined' },
  OfficerAssigned:          { from: HANDLED },
  OfficerRemoved:           { from: HANDLED },
  OfficerReplaced:          { from: HANDLED },
  EvidenceCollected:        { from: ['Investigating'] },
  EvidenceVerified:         { from: UNDECIDED },
  EvidenceExcluded:         { from: UNDECIDED },
  RecusalRequested:         { from: UNDECIDED },
  RecusalDecided:           { from: UNDECIDED },
  CorrectionOrdered:        { from: UNDECIDED },
  CorrectionVerified:       { from: HANDLED },
  MeasureApproved:          { from: ['Investigating'] },
  EvidencePreserved:        { from: ['Investigating'] },
  PreservedEvidenceDisposed: { from: HANDLED },
  SealingImposed:           { from: ['Investigating'] },
  SealingApproved:          { from: HANDLED },
  SealingExtended:          { from: [...UNDECIDED, 'Suspended'] },
  SealingLifted:            { from: HANDLED },
  GoodsHandedOver:          { from: ['TransferPending', 'TransferredCriminal', 'TransferredOut'] },
  TestEntrusted:            { from: ['Investigating'] },
  // The result comes when it comes.
  PeriodExcluded:           { from: ['Investigating', 'Suspended', 'TransferPending', 'TransferredCriminal'] },
  CaseSuspended:            { from: ['Investigating'],                                        to: 'Suspended' },
  CaseResumed:              { from: ['Suspended'],                                            to: 'Investigating' },
  DeadlineExtended:         { from: UNDECIDED },
  DeadlineExtendedAgain:    { from: UNDECIDED },
  InvestigationConcluded:   { from: ['Investigating'],                                        to: 'Concluded' },
  InvestigationReturned:    { from: ['Concluded', 'InDiscussion'],                            to: 'Investigating' },
  LegalReviewSubmitted:     { from: ['Concluded', 'Noticed', 'HearingPhase', 'InDiscussion'], to: 'InLegalReview' },
  LegalReviewPassed:        { from: ['InLegalReview'],                                        to: 'ReviewPassed' },
  LegalReviewReturned:      { from: ['InLegalReview'],                                        to: 'Concluded' },
  // Before a notice, and before a decision is served: which of the two follows from the phase.
  ServiceAttempted:         { from: ['Concluded', 'ReviewPassed', 'Noticed', 'InDiscussion', 'Decided'] },
  // From Concluded where neither the law nor the bureau asks for a review (G22).
  PenaltyNoticeServed:      { from: ['Concluded', 'ReviewPassed', 'Noticed', 'InDiscussion'], to: 'Noticed' },
  StatementReceived:        { from: NOTICE_PENDING },
  StatementReviewed:        { from: NOTICE_PENDING },
  StatementWaived:          { from: NOTICE_PENDING },
  HearingRequested:         { from: ['Noticed', 'Concluded', 'InLegalReview', 'ReviewPassed', 'InDiscussion'], to: 'HearingPhase' },
  HearingWaived:            { from: NOTICE_PENDING },
  HearingScheduled:         { from: ['HearingPhase'] },
  HearingHeld:              { from: ['HearingPhase'] },
  HearingTerminated:        { from: ['HearingPhase'] },
  OpinionGiven:             { from: UNDECIDED },
  CollectivelyDiscussed:    { from: ['ReviewPassed', 'Noticed'],                              to: 'InDiscussion' },
  PenaltyDecided:           { from: ['ReviewPassed', 'Noticed', 'InDiscussion'],              to: 'Decided' },
  NoPenaltyDecided:         { from: ['Concluded', 'ReviewPassed', 'Noticed', 'InDiscussion'], to: 'Decided' },
  NotEstablishedDecided:    { from: ['Concluded', 'ReviewPassed', 'Noticed', 'InDiscussion'], to: 'Decided' },
  SummaryDecisionMade:      { from: ['Unregistered'],                                         to: fined },
  SummaryDecisionImported:  { from: ['Unregistered'],                                         to: fined },
  DecisionServed:           { from: ['Decided'],                                              to: performing },
  PenaltyPublished:         { from: SERVED },
  // 已结案 too: when the court has taken the case over, the money comes in after the file is closed.
  FinePaid:                 { from: [...OWING, ...FILED_AWAY] },
  ObligationPerformed:      { from: [...OWING, ...FILED_AWAY] },
  PerformanceVerified:      { from: [...OWING, ...FILED_AWAY] },
  ObligationEnded:          { from: OWING },
  PaymentPlanRequested:     { from: ['Performing'] },
  PaymentPlanApproved:      { from: ['Performing'],                                           to: 'PlanActive' },
  PaymentPlanRefused:       { from: ['Performing'] },
  PaymentPlanEnded:         { from: ['PlanActive'],                                           to: 'Overdue' },
  SurchargeWaived:          { from: ['Performing', 'PlanActive', 'Overdue', 'Demanded'] },
  DemandServed:             { from: ['Performing', 'Overdue'],                                to: 'Demanded' },
  CourtEnforcementApplied:  { from: ['Demanded', 'Overdue'],                                  to: 'CourtEnforcement' },
  CourtEnforcementAccepted: { from: ['CourtEnforcement'] },
  CourtEnforcementRejected: { from: ['CourtEnforcement'],                                     to: 'Overdue' },
  CourtRulingReceived:      { from: ['CourtEnforcement', ...FILED_AWAY], to: ruled },
  CourtReviewApplied:       { from: ['Overdue', 'Demanded', 'CourtEnforcement', ...FILED_AWAY] },
  CourtReviewDecided:       { from: ['Overdue', 'Demanded', 'CourtEnforcement', ...FILED_AWAY], to: reviewed },
  DecisionRevoked:          { from: [...SERVED, 'Decided', ...FILED_AWAY],                         to: fallen },
  DecisionAltered:          { from: [...SERVED, 'Decided', ...FILED_AWAY] },
  DecisionCorrected:        { from: [...SERVED, 'Decided', ...FILED_AWAY] },
  PublicationWithdrawn:     { from: [...SERVED, ...FILED_AWAY] },
  RefundIssued:             { from: [...SERVED, ...FILED_AWAY] },
  CriminalTransferProposed: { from: ['Investigating', 'Concluded'],                           to: 'TransferPending' },
  CriminalTransferApproved: { from: ['TransferPending'] },
  CriminalTransferRefused:  { from: ['TransferPending'], to: ({ returnsTo }: { readonly returnsTo: CasePhase }) => returnsTo },
  CriminalTransferSent:     { from: ['TransferPending'] },
  PoliceFiledCase:          { from: ['TransferPending'],                                      to: 'TransferredCriminal' },
  PoliceDeclinedToFile:     { from: ['TransferPending'],                                      to: 'Investigating' },
  CaseWithdrawn:            { from: ['Investigating'],                                        to: 'Withdrawn' },
  CaseTerminated:           { from: ['Investigating', 'Suspended'],                           to: 'Terminated' },
  CaseTransferredOut:       { from: ['Investigating'],                                        to: 'TransferredOut' },
  TransferOutAnswered:      { from: ['TransferredOut'],                                       to: answered },
  CaseMerged:               { from: ['Investigating'],                                        to: 'Merged' },
  CaseAbsorbed:             { from: ['Investigating'] },
  CaseSplit:                { from: ['Investigating'] },
  CaseSplitOff:             { from: ['Unregistered'],                                         to: 'Investigating' },
  ConvertedToOrdinary:      { from: ['Unregistered'],                                         to: 'Registered' },
  CaseClosed:               { from: [...SERVED, 'TransferredCriminal', ...ENDED_EARLY],       to: 'Closed' },
  EventCorrected:           { from: [...HANDLED, ...FILED_AWAY] },
  DossierArchived:          { from: ['Closed'],                                               to: 'Archived' },
  // 重启 is a way and no place: the case is where its investigation begins.
  CaseReopened:             { from: FILED_AWAY,                                               to: 'Investigating' },
} as const satisfies Readonly<Record<string, Step<CasePhase>>>;

/** The life of a case, for guards, `evolve`, read models and pages alike. */
export const CASE_LIFE = lifecycle({ code: 'case', noun: '案件', phases: PHASES, steps: STEPS });

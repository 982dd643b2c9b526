import type * as law from '#enforcement';
import {
  agendaOf,
  aggregateNamed,
  CASE_CLOCKS,
  CASE_LIFE,
  CLOSE_REASONS,
  caseAggregate,
  columnsOf,
  DEFECTS,
  dividedBy,
  factsBy,
  happenedOn,
  ITEM_FIELDS,
  indexesOf,
  isDecidedOffPlatform,
  isOfParties,
  nextInstalmentOn,
  OPEN_COLUMNS,
  OpenDay,
  OpenMeasure,
  OUTCOMES,
  openOn,
  PARTY_KINDS,
  PENALTY_KINDS,
  PHASES,
  PROCEDURES,
  PROGRESS_COLUMNS,
  SOURCE_SYSTEMS,
  searchOf,
  standingsOf,
  withParties,
} from '#enforcement';
import { defined, type Fact, type ReadModel, type RecordedEvent } from '#eventsourcing';
import {
  Choice,
  Choices,
  Continued,
  Day,
  Days,
  Fen,
  Flag,
  fieldsOf,
  Ids,
  Label,
  ListOf,
  OfficialNumber,
  OfficialNumbers,
  Optional,
  PartyName,
  PartyNames,
  PersonRefs,
  RecordRef,
  Territory,
  Text,
  UnitRef,
  WholeNumber,
} from '#fields';
import { dayOf, daysBetween, loadStatutes, type PenaltyKind } from '#statutes';

/** A day and an amount, as booked by one payment. */
export class Payment {
  @Day('缴款日期') on!: string;
  @Fen('金额') fen!: number;
}

/** 程序瑕疵, as the ledger counts it. */
export class DefectShown {
  @Choice('瑕疵', DEFECTS) kind!: law.Defect;
  @Day('期限') dueOn!: string;
}

/** 当事人, as a list shows him. */
export class PartyShown {
  @Choice('当事人种类', PARTY_KINDS) kind!: law.PartyKind;
  @PartyName('姓名或者名称') name!: string;
}

const REVIEW_STANDINGS = { SUBMITTED: '审核中', PASSED: '通过', RETURNED: '退回' } as const;

const DISCRETION_STANDINGS = { WITHIN: '在裁量基准以内', DEVIATES: '偏离裁量基准' } as const;

export const APPROVAL_WAYS = { PROPOSAL: '平台呈批', PAPER: '纸质审批' } as const;

/** What a leader approved, on which day it was done, and in which of the two ways. */
export class ApprovalGiven {
  @Day('办理日期') on!: string;
  @Choice('审批方式', APPROVAL_WAYS) way!: keyof typeof APPROVAL_WAYS;
}

/** One booking of the ledger, as a reopened case keeps it. */
export class Booked implements Fact {
  @Label('计数') measure!: string;
  @Day('日期') date!: string;
  @UnitRef('单位') unit!: string;
  @WholeNumber('件数') count!: number;
  @Fen('金额') fen!: number;
  @Optional() @Label('类别') subject?: string;
}

/** What is one standing's own (docs/decisions/0009): the whole case's, where its parties are handled together. */
export class StandingShown {
  /** Whom it is about; all whom no other one names, where it names nobody. */
  @Ids('当事人编号', { min: 0 }) partyIds!: readonly string[];
  @Choice('状态', PHASES) phase!: law.CasePhase;
  @Choice('当事人种类', PARTY_KINDS) partyKind!: law.PartyKind;
  @Optional() @OfficialNumber('决定书文号') decisionNo!: string | null;
  @Optional() @Label('行政行为码') actCode!: string | null;
  @Optional() @Choice('处理结果', OUTCOMES) outcome!: keyof typeof OUTCOMES | null;
  @Optional() @Day('决定日') decidedOn!: string | null;
  /** Whether the latest round before the decision had passed (M06). */
  @Flag('决定前审核通过') reviewedBeforeDecision!: boolean;
  @Choices('处罚种类', PENALTY_KINDS) kinds!: readonly PenaltyKind[];
  @Fen('罚款') fineFen!: number;
  @Fen('没收') confiscateFen!: number;
  /** Of a fine for an item that has a benchmark (G24). */
  @Optional() @Choice('裁量', DISCRETION_STANDINGS) discretion!: keyof typeof DISCRETION_STANDINGS | null;
  @Optional() @Day('送达日') servedOn!: string | null;
  @Optional() @Day('缴款期限') paymentDueOn!: string | null;
  /** Day of the payment with which fine and confiscation were paid to the last fen. */
  @Optional() @Day('缴清日') paidInFullOn!: string | null;
  @ListOf('缴款', () => Payment) payments!: readonly Payment[];
  @ListOf('加处罚款缴款', () => Payment) surcharges!: readonly Payment[];
  /** 延期、分期缴纳: what is due when, and what had been paid before. */
  @ListOf('各期应缴', () => Payment) instalments!: readonly Payment[];
  @Fen('批准延期、分期时已缴') paidBeforePlanFen!: number;
  @ListOf('减免加处罚款', () => Payment) waivers!: readonly Payment[];
  @Optional() @Day('公示期限') publicationDueOn!: string | null;
  @Optional() @Day('公示日') publishedOn!: string | null;
  /** D29: last day for withdrawing what was published of a decision that was set right. */
  @Optional() @Day('撤回公示期限') withdrawalDueOn!: string | null;
  @Optional() @Day('撤回公示日') withdrawnOn!: string | null;
  @Optional() @Day('决定撤销日') revokedOn!: string | null;
  @ListOf('退还', () => Payment) refunds!: readonly Payment[];
  /** Last days that cannot be told yet (F2). */
  @ListOf('待定的期限', () => OpenDay, { min: 0 }) openDays!: readonly OpenDay[];
}

/** One row a case: what lists show and sort by, and what the ledger counts. */
@Continued()
export class CaseRow extends StandingShown {
  /** How the other parties stand, where some of them are handled by themselves; the least advanced stand in the row itself. */
  @ListOf('分别处理的其他当事人', () => StandingShown, { min: 0 }) others!: readonly StandingShown[];
  @UnitRef('办案单位') unitId!: string;
  @Choice('程序', PROCEDURES) procedure!: 'ORDINARY' | 'SUMMARY';
  @Choice('来源系统', SOURCE_SYSTEMS) sourceSystem!: law.SourceSystem;
  @RecordRef('powerItem', '事项编码') itemId!: string;
  @Text('案由') itemName!: string;
  @Choice('领域', ITEM_FIELDS) field!: law.ItemField;
  @ListOf('当事人', () => PartyShown) parties!: readonly PartyShown[];
  /** By which cases are found; shown is `parties`. */
  @PartyNames('当事人姓名或者名称') partyNames!: readonly string[];
  @Territory('行政区划代码') territoryCode!: string;
  @Optional() @Text('地点') place!: string | null;
  @Optional() @OfficialNumber('案号') caseNo!: string | null;
  /** Of the others, where they have documents of their own: by these too a case is found. */
  @OfficialNumbers('其他当事人的决定书文号', { min: 0 }) otherDecisionNos!: readonly string[];
  @PersonRefs('办案人员') officers!: readonly string[];
  @PersonRefs('审核人') reviewers!: readonly string[];
  /** Those to whom it is assigned, wherever they are: officers, reviewers, hosts. */
  @PersonRefs('经办人员') assignedTo!: readonly string[];
  @Day('登记日') registeredOn!: string;
  @Optional() @Day('立案日') filedOn!: string | null;
  /** D03: last day for the decision. */
  @Optional() @Day('决定期限') decisionDueOn!: string | null;
  @ListOf('未解除的措施', () => OpenMeasure) openMeasures!: readonly OpenMeasure[];
  /** What the time for deciding stands still for: entrusted tests by their numbers, 中止, 听证. */
  @OfficialNumbers('停计办案期限的事由') stoppedBy!: readonly string[];
  /** 责令改正: of the first order, and the day on which it was found followed. */
  @Optional() @Day('责令改正日') correctionOrderedOn!: string | null;
  @Optional() @Day('改正查实日') correctedOn!: string | null;
  @Optional() @Day('调查终结日') concludedOn!: string | null;
  /** Days on which a round of legal review was submitted. */
  @Days('送审日') reviewsSubmittedOn!: readonly string[];
  @Optional() @Choice('法制审核', REVIEW_STANDINGS) lastReview!: keyof typeof REVIEW_STANDINGS | null;
  @Optional() @Day('告知送达日') noticeServedOn!: string | null;
  /** Days on which a hearing was held; again after a second notice. */
  @Days('听证日') hearingsHeldOn!: readonly string[];
  /** Days on which the court was asked to enforce; again after it had refused. */
  @Days('申请法院强制执行日') courtAppliedOn!: readonly string[];
  /** Days on which the case was sent to the police; again after they had declined. */
  @Days('移送公安日') transfersSentOn!: readonly string[];
  /** D30 of the latest transfer, its answer, D31, and the day on which it was sent. */
  @Optional() @Day('移送批准期限') transferApprovalDueOn!: string | null;
  @Optional() @Day('移送批准日') transferAnsweredOn!: string | null;
  @Optional() @Day('移送期限') transferSendDueOn!: string | null;
  @Optional() @Day('最近移送日') transferSentOn!: string | null;
  @Optional() @Day('公安立案日') policeFiledOn!: string | null;
  /** Of the leader's own acts that nobody proposed, and of those of before 2026-11-26, there are none. */
  @ListOf('经批准办理', () => ApprovalGiven) approvals!: readonly ApprovalGiven[];
  @ListOf('程序瑕疵', () => DefectShown) defects!: readonly DefectShown[];
  @Optional() @Day('结案日') closedOn!: string | null;
  @Optional() @Choice('结案理由', CLOSE_REASONS) closeReason!: law.CloseReason | null;
  /** D43. */
  @Optional() @Day('归档期限') archivingDueOn!: string | null;
  @Optional() @Day('归档日') archivedOn!: string | null;
  /** What the case had booked before it was taken up anew. */
  @ListOf('重新立案以前的计数', () => Booked) booked!: readonly Booked[];
}

/** A row with the days to watch and how far it has got. */
export type CaseOverview = Readonly<CaseRow> &
  law.Agenda &
  law.Progress & {
    readonly missed: readonly law.Missed[];
    /** First day of the year whose days off are waited for. */
    readonly openOn: string | null;
  };

const STANDINGS = dividedBy<CaseOverview>([...fieldsOf(StandingShown).keys()]);

/** Each standing in view, as if it were the whole case: what is decided, owed and published is counted by the decision. */
const decisionsOf = STANDINGS.all;

type Change = (row: CaseOverview, data: never) => Partial<CaseOverview>;

/** What an event changes in the row, with the type of its data checked. */
function on<Data>(change: (row: CaseOverview, data: Data) => Partial<CaseOverview>): Change {
  return change;
}

/** What an event changes besides the phase, which is the table's (CASE_LIFE). */
const CHANGES: { readonly [type: string]: Change } = {
  CaseFiled: on<law.CaseFiled>((_row, data) => ({
    caseNo: data.caseNo,
    filedOn: data.filedOn,
    decisionDueOn: data.deadlineOn ?? null,
    officers: data.officers.map(({ userId }) => userId),
  })),
  OfficerAssigned: on<law.OfficerAssigned>((row, data) => ({ officers: [...row.officers, data.userId] })),
  OfficerRemoved: on<law.OfficerRemoved>((row, data) => ({
    officers: row.officers.filter((userId) => userId !== data.userId),
  })),
  OfficerReplaced: on<law.OfficerReplaced>((row, data) => ({
    officers: row.officers.map((userId) => (userId === data.fromId ? data.userId : userId)),
  })),
  EvidencePreserved: on<law.EvidencePreserved>((row, { measureId, dueOn, dueRule }) => ({
    openMeasures: [...row.openMeasures, { measureId, kind: 'PRESERVATION', dueOn, dueRule }],
  })),
  SealingImposed: on<law.SealingImposed>((row, { measureId, kind, untilOn, untilRule, approvalDueAt }) => ({
    openMeasures: [
      ...row.openMeasures,
      {
        measureId,
        kind,
        dueOn: untilOn,
        dueRule: untilRule,
        ...(approvalDueAt !== undefined && { approvalDueOn: dayOf(approvalDueAt) }),
      },
    ],
  })),
  SealingApproved: on<law.SealingApproved>((row, { measureId }) => ({
    openMeasures: row.openMeasures.map((measure) => {
      const { approvalDueOn: _due, ...approved } = measure;
      return measure.measureId === measureId ? approved : measure;
    }),
  })),
  SealingExtended: on<law.SealingExtended>((row, { measureId, untilOn, untilRule }) => ({
    openMeasures: row.openMeasures.map((measure) =>
      measure.measureId === measureId ? { ...measure, dueOn: untilOn, dueRule: untilRule } : measure,
    ),
  })),
  PreservedEvidenceDisposed: on<law.PreservedEvidenceDisposed>(ended),
  SealingLifted: on<law.SealingLifted>(ended),
  GoodsHandedOver: on<law.GoodsHandedOver>(ended),
  RecusalDecided: on<law.RecusalDecided>((row, { targetId, granted }) =>
    granted ? { officers: row.officers.filter((userId) => userId !== targetId) } : {},
  ),
  CorrectionOrdered: on<law.CorrectionOrdered>((row, { orderedOn }) => ({
    correctionOrderedOn: row.correctionOrderedOn ?? orderedOn,
  })),
  CorrectionVerified: on<law.CorrectionVerified>((_row, { result, verifiedOn }) => ({
    correctedOn: result === 'CORRECTED' ? verifiedOn : null,
  })),
  InvestigationConcluded: on<law.InvestigationConcluded>((_row, data) => ({
    concludedOn: data.concludedOn,
  })),
  LegalReviewSubmitted: on<law.LegalReviewSubmitted>((row, data) => ({
    reviewers: withOne(row.reviewers, data.reviewerId),
    lastReview: 'SUBMITTED',
    reviewsSubmittedOn: [...row.reviewsSubmittedOn, data.submittedOn],
  })),
  LegalReviewPassed: on<law.LegalReviewPassed>(() => ({ lastReview: 'PASSED' })),
  LegalReviewReturned: on<law.LegalReviewReturned>(() => ({ lastReview: 'RETURNED' })),
  PenaltyNoticeServed: on<law.PenaltyNoticeServed>((row, data) => ({
    noticeServedOn: data.servedOn,
    ...goesOn(row, STOPS.hearing),
    ...defined({ decisionDueOn: data.decisionDueOn }),
  })),
  TestEntrusted: on<law.TestEntrusted>((row, { entrustNo }) => ({ stoppedBy: [...row.stoppedBy, entrustNo] })),
  PeriodExcluded: on<law.PeriodExcluded>((row, { entrustNo, decisionDueOn }) => ({
    ...goesOn(row, entrustNo),
    ...defined({ decisionDueOn }),
  })),
  CaseSuspended: on<law.CaseSuspended>((row) => ({ stoppedBy: [...row.stoppedBy, STOPS.suspension] })),
  CaseResumed: on<law.CaseResumed>((row, { decisionDueOn }) => ({
    ...goesOn(row, STOPS.suspension),
    ...defined({ decisionDueOn }),
  })),
  DeadlineExtended: on<law.DeadlineExtended>((_row, { decisionDueOn }) => ({ decisionDueOn })),
  DeadlineExtendedAgain: on<law.DeadlineExtendedAgain>((_row, { decisionDueOn }) => ({ decisionDueOn })),
  HearingRequested: on<law.HearingRequested>((row) => ({ stoppedBy: [...row.stoppedBy, STOPS.hearing] })),
  HearingScheduled: on<law.HearingScheduled>((row, data) => ({ assignedTo: withOne(row.assignedTo, data.hostId) })),
  HearingHeld: on<law.HearingHeld>((row, data) => ({
    hearingsHeldOn: [...row.hearingsHeldOn, data.heldOn],
    ...goesOn(row, STOPS.hearing),
    ...defined({ decisionDueOn: data.decisionDueOn }),
  })),
  HearingTerminated: on<law.HearingTerminated>((row, data) => ({
    ...goesOn(row, STOPS.hearing),
    ...defined({ decisionDueOn: data.decisionDueOn }),
  })),
  PenaltyDecided: on<law.PenaltyDecided>((row, data) => ({
    ...decided(row, 'PENALTY', data),
    kinds: data.kinds,
    fineFen: data.fineFen,
    confiscateFen: data.confiscateFen,
    publicationDueOn: data.publicationDueOn ?? null,
    ...(data.discretion?.deviates !== undefined && { discretion: data.discretion.deviates ? 'DEVIATES' : 'WITHIN' }),
  })),
  NoPenaltyDecided: on<law.NoPenaltyDecided>((row, data) => decided(row, 'NO_PENALTY', data)),
  NotEstablishedDecided: on<law.NotEstablishedDecided>((row, data) => decided(row, 'NOT_ESTABLISHED', data)),
  DecisionServed: on<law.DecisionServed>((_row, data) => ({
    servedOn: data.servedOn,
    ...defined({ publicationDueOn: data.publicationDueOn }),
    paymentDueOn: data.paymentDueOn ?? null,
  })),
  ActCodeAssigned: on<law.ActCodeAssigned>((_row, data) => ({ actCode: data.actCode })),
  PenaltyPublished: on<law.PenaltyPublished>((_row, data) => ({ publishedOn: data.publishedOn })),
  DecisionRevoked: on<law.DecisionRevoked>((row, data) => ({
    ...withdrawing(row, data),
    revokedOn: data.revokedOn,
    fineFen: 0,
    confiscateFen: 0,
    publicationDueOn: row.publishedOn === null ? null : row.publicationDueOn,
  })),
  DecisionAltered: on<law.DecisionAltered>((row, data) => ({
    ...withdrawing(row, data),
    fineFen: data.fineFen,
    confiscateFen: data.confiscateFen,
    paidInFullOn: paidInFullOn(row.payments, data.fineFen + data.confiscateFen),
  })),
  DecisionFoundIllegal: on<law.DecisionFoundIllegal>((row, data) => withdrawing(row, data)),
  PublicationWithdrawn: on<law.PublicationWithdrawn>((_row, data) => ({ withdrawnOn: data.withdrawnOn })),
  RefundIssued: on<law.RefundIssued>((row, { refundedOn, amountFen }) => ({
    refunds: [...row.refunds, { on: refundedOn, fen: amountFen }],
  })),
  FinePaid: on<law.FinePaid>((row, { kind, paidOn, amountFen }) => {
    if (kind === 'SURCHARGE') return { surcharges: [...row.surcharges, { on: paidOn, fen: amountFen }] };
    const payments = [...row.payments, { on: paidOn, fen: amountFen }];
    const paid = { payments, paidInFullOn: paidInFullOn(payments, penaltyFen(row)) };
    if (row.phase !== 'PlanActive') return paid;
    const paidFen = payments.reduce((sum, { fen }) => sum + fen, 0) - row.paidBeforePlanFen;
    return { ...paid, paymentDueOn: nextInstalmentOn(asInstalments(row.instalments), paidFen) };
  }),
  PaymentPlanApproved: on<law.PaymentPlanApproved>((_row, { instalments, paidBeforeFen }) => ({
    instalments: instalments.map(({ dueOn, amountFen }) => ({ on: dueOn, fen: amountFen })),
    paidBeforePlanFen: paidBeforeFen,
    paymentDueOn: nextInstalmentOn(instalments, 0),
  })),
  PaymentPlanEnded: on<law.PaymentPlanEnded>((_row, { missedOn }) => ({ paymentDueOn: missedOn })),
  SurchargeWaived: on<law.SurchargeWaived>((row, { waivedOn, amountFen }) => ({
    waivers: [...row.waivers, { on: waivedOn, fen: amountFen }],
  })),
  CourtEnforcementApplied: on<law.CourtEnforcementApplied>((row, data) => ({
    courtAppliedOn: [...row.courtAppliedOn, data.appliedOn],
  })),
  CriminalTransferProposed: on<law.CriminalTransferProposed>((_row, { approvalDueOn }) => ({
    transferApprovalDueOn: approvalDueOn,
    transferAnsweredOn: null,
    transferSendDueOn: null,
    transferSentOn: null,
  })),
  CriminalTransferApproved: on<law.CriminalTransferApproved>((_row, { approvedAt, sendDueAt }) => ({
    transferAnsweredOn: dayOf(approvedAt),
    transferSendDueOn: dayOf(sendDueAt),
  })),
  CriminalTransferRefused: on<law.CriminalTransferRefused>((row, data) => ({
    transferAnsweredOn: data.refusedOn,
    decisionDueOn: data.decisionDueOn ?? row.decisionDueOn,
  })),
  CriminalTransferSent: on<law.CriminalTransferSent>((row, data) => ({
    transfersSentOn: [...row.transfersSentOn, data.sentOn],
    transferSentOn: data.sentOn,
  })),
  PoliceDeclinedToFile: on<law.PoliceDeclinedToFile>((row, data) => ({
    decisionDueOn: data.decisionDueOn ?? row.decisionDueOn,
  })),
  PoliceFiledCase: on<law.PoliceFiledCase>((_row, data) => ({ policeFiledOn: data.on })),
  EventCorrected: on<law.EventCorrected>(corrected),
  CaseWithdrawn: on<law.CaseWithdrawn>((row, { withdrawnOn }) => noLongerDue(row, withdrawnOn)),
  CaseTerminated: on<law.CaseTerminated>((row, { terminatedOn }) => ({
    ...noLongerDue(row, terminatedOn),
    ...goesOn(row, STOPS.suspension),
  })),
  CaseMerged: on<law.CaseMerged>((row, { mergedOn }) => noLongerDue(row, mergedOn)),
  CaseAbsorbed: on<law.CaseAbsorbed>((row, data) => {
    const parties = withParties(row.parties, data.parties).map(({ kind, name }) => ({ kind, name }));
    return { parties, partyNames: parties.map(({ name }) => name) };
  }),
  CaseSplit: on<law.CaseSplit>((_row, { staying }) => whom(staying)),
  TransferOutAnswered: on<law.TransferOutAnswered>((_row, { decisionDueOn }) => defined({ decisionDueOn })),
  CaseClosed: on<law.CaseClosed>((_row, data) => ({
    closedOn: data.closedOn,
    closeReason: data.closeReason,
    archivingDueOn: data.archivingDueOn ?? null,
  })),
  DossierArchived: on<law.DossierArchived>((_row, { archivedOn }) => ({ archivedOn })),
  CaseReopened: on<law.CaseReopened>((row, data) => ({
    ...UNTOUCHED,
    ...Object.fromEntries(STAYS.map((name) => [name, row[name]])),
    booked: factsOf(row),
    procedure: 'ORDINARY',
    filedOn: data.reopenedOn,
    decisionDueOn: data.deadlineOn ?? null,
  })),
  ProceduralDefectRecorded: on<law.ProceduralDefectRecorded>((row, { kind, dueOn }) => ({
    defects: [...row.defects, { kind, dueOn }],
  })),
  DeadlineDetermined: on<law.DeadlineDetermined>((row, { rule, variant, on: from, dueOn }) => ({
    openDays: row.openDays.filter((open) => open.rule !== rule || open.variant !== variant || open.on !== from),
    ...(rule === 'D13' && row.instalments.length === 0 && { paymentDueOn: dueOn }),
    ...(rule === 'D28' && { publicationDueOn: dueOn }),
  })),
  DeadlineMissed: on<law.DeadlineMissed>((row, { clock, dueOn, partyIds }) => ({
    missed: [...row.missed, { clock, dueOn, ...defined({ partyIds }) }],
  })),
};

/** 误录更正: the row as if it had been entered rightly; the ledger books the difference. */
function corrected(row: CaseOverview, data: law.EventCorrected): Partial<CaseOverview> {
  const { entry, becomesOn } = data;
  switch (entry) {
    case 'CaseFiled.filedOn':
      return { filedOn: becomesOn!, ...defined({ decisionDueOn: data.decisionDueOn }) };
    case 'DecisionServed.servedOn':
      return {
        servedOn: becomesOn!,
        openDays: row.openDays.filter(({ rule }) => rule !== 'D13' && rule !== 'D28'),
        ...defined({ publicationDueOn: data.publicationDueOn }),
        ...(row.instalments.length === 0 && defined({ paymentDueOn: data.paymentDueOn })),
      };
    case 'PenaltyPublished.publishedOn':
      return { publishedOn: becomesOn! };
    case 'CaseClosed.closedOn':
      return { closedOn: becomesOn!, ...defined({ archivingDueOn: data.archivingDueOn }) };
    default:
      return paidAs(row, data);
  }
}

/** The payment that was corrected, by what it had said: of two that say the same it does not matter which. */
function paidAs(row: CaseOverview, { paymentKind, wasPaidOn, wasPaidFen, becomesOn, becomesFen }: law.EventCorrected) {
  const now: Payment = { on: becomesOn ?? wasPaidOn!, fen: becomesFen ?? wasPaidFen! };
  const list = paymentKind === 'SURCHARGE' ? row.surcharges : row.payments;
  const index = list.findIndex(({ on: day, fen }) => day === wasPaidOn && fen === wasPaidFen);
  const payments = list.map((payment, n) => (n === index ? now : payment));
  if (paymentKind === 'SURCHARGE') return { surcharges: payments };
  return { payments, paidInFullOn: paidInFullOn(payments, penaltyFen(row)) };
}

const asInstalments = (due: readonly Payment[]) => due.map(({ on: dueOn, fen: amountFen }) => ({ dueOn, amountFen }));

/** What ended in time without a decision owes none any more. */
function noLongerDue({ decisionDueOn }: CaseOverview, on: string): Partial<CaseOverview> {
  return decisionDueOn !== null && on <= decisionDueOn ? { decisionDueOn: null } : {};
}

/** A measure that is over. */
function ended(row: CaseOverview, { measureId }: { readonly measureId: string }): Partial<CaseOverview> {
  return { openMeasures: row.openMeasures.filter((measure) => measure.measureId !== measureId) };
}

/** What a row goes on saying of a case that is taken up anew; what its first life has booked stays booked. */
const STAYS = [
  ...([
    'unitId',
    'procedure',
    'sourceSystem',
    'phase',
    'itemId',
    'itemName',
    'field',
    'parties',
    'partyNames',
  ] as const),
  ...([
    'partyKind',
    'territoryCode',
    'place',
    'caseNo',
    'officers',
    'reviewers',
    'assignedTo',
    'registeredOn',
  ] as const),
  ...(['openMeasures'] as const),
] as const satisfies readonly (keyof CaseOverview)[];

/** What stops the clock and has no number of its own. */
const STOPS = { suspension: '中止调查', hearing: '听证' } as const;

function goesOn({ stoppedBy }: CaseOverview, what: string): Pick<CaseOverview, 'stoppedBy'> {
  return { stoppedBy: stoppedBy.filter((known) => known !== what) };
}

/** D29, of the first time that the decision was set right. */
function withdrawing(row: CaseOverview, { withdrawalDueOn }: law.SetRight): Partial<CaseOverview> {
  return { withdrawalDueOn: row.withdrawalDueOn ?? withdrawalDueOn ?? null };
}

/** Day on which the payments reached what is owed; null as long as they have not. */
function paidInFullOn(payments: readonly Payment[], owedFen: number): string | null {
  if (payments.reduce((sum, { fen }) => sum + fen, 0) < owedFen) return null;
  return payments.reduce((last, { on: day }) => (day > last ? day : last), '');
}

function withOne(people: readonly string[], userId: string): readonly string[] {
  return people.includes(userId) ? people : [...people, userId];
}

function decided(
  row: CaseOverview,
  outcome: NonNullable<CaseOverview['outcome']>,
  data: { readonly decisionNo?: string; readonly decidedOn: string; readonly partyKind?: law.PartyKind },
): Partial<CaseOverview> {
  return {
    ...defined({ partyKind: data.partyKind }),
    outcome,
    decisionNo: data.decisionNo ?? null,
    decidedOn: data.decidedOn,
    reviewedBeforeDecision: row.lastReview === 'PASSED',
  };
}

/** What a row says of everything that has not happened yet: nothing, none, no. */
const UNTOUCHED = {
  missed: [],
  openDays: [],
  openOn: null,
  ...Object.fromEntries(
    [...fieldsOf(CaseRow)].map(([name, { isList, isOptional, kind }]): [string, unknown] => [
      name,
      isList ? [] : isOptional ? null : kind === 'fen' ? 0 : false,
    ]),
  ),
} as unknown as CaseOverview;

/** What the events that start a case say of it. */
const BEGINNINGS: { readonly [type: string]: Change } = {
  CaseRegistered: on<law.CaseRegistered>((_row, data) => ({
    ...subject(data.item, data.parties),
    unitId: data.unitId,
    procedure: 'ORDINARY',
    sourceSystem: data.sourceSystem,
    territoryCode: data.territoryCode,
    place: data.place ?? null,
    registeredOn: data.registeredOn,
  })),
  ConvertedToOrdinary: on<law.ConvertedToOrdinary>((_row, data) => ({
    ...subject(data.item, [data.party]),
    unitId: data.unitId,
    procedure: 'ORDINARY',
    sourceSystem: data.sourceSystem,
    territoryCode: data.territoryCode,
    place: data.place,
    registeredOn: data.registeredOn,
  })),
  CaseSplitOff: on<law.CaseSplitOff>((_row, data) => {
    const officers = data.officers.map(({ userId }) => userId);
    return {
      ...subject(data.item, data.parties),
      unitId: data.unitId,
      procedure: 'ORDINARY',
      sourceSystem: data.sourceSystem,
      territoryCode: data.territoryCode,
      place: data.place ?? null,
      registeredOn: data.splitOn,
      caseNo: data.caseNo,
      filedOn: data.splitOn,
      decisionDueOn: data.deadlineOn ?? null,
      officers,
      assignedTo: officers,
    };
  }),
  SummaryDecisionImported: on<law.SummaryDecisionImported>((_row, data) => decidedOnTheSpot(data)),
  SummaryDecisionMade: on<law.SummaryDecisionMade>((_row, data) => {
    const officers = data.officers.map(({ userId }) => userId);
    return {
      ...decidedOnTheSpot(data),
      officers,
      assignedTo: officers,
      servedOn: data.servedOn,
      paymentDueOn: data.paymentDueOn ?? null,
      publicationDueOn: data.publicationDueOn ?? null,
    };
  }),
};

function decidedOnTheSpot(data: law.SummaryDecision): Partial<CaseOverview> {
  return {
    ...subject(data.item, [data.party]),
    unitId: data.unitId,
    procedure: 'SUMMARY',
    sourceSystem: data.sourceSystem,
    territoryCode: data.territoryCode,
    place: data.place ?? null,
    registeredOn: data.decidedOn,
    outcome: 'PENALTY',
    decisionNo: data.decisionNo,
    decidedOn: data.decidedOn,
    kinds: data.kinds,
    fineFen: data.fineFen,
  };
}

function subject(item: law.Item, parties: readonly law.Party[]) {
  return { itemId: item.itemId, itemName: item.name, field: item.field, ...whom(parties) };
}

function whom(parties: readonly law.Party[]) {
  return {
    parties: parties.map(({ kind, name }) => ({ kind, name })),
    partyNames: parties.map(({ name }) => name),
    partyKind: parties[0]?.kind ?? 'CITIZEN',
  };
}

/** The row after an event of its case; undefined before the case has started. */
export function overviewAfter(known: CaseOverview | undefined, event: RecordedEvent): CaseOverview | undefined {
  const change = (known === undefined ? BEGINNINGS : CHANGES)[event.type];
  if (known === undefined && change === undefined) return undefined;
  const row = known ?? UNTOUCHED;
  const type = caseAggregate.events.get(event.type)?.type;
  const after = STANDINGS.after(row, event, type !== undefined && isOfParties(type), (seen) => {
    const said: CaseOverview = { ...seen, ...change?.(seen, event.data as never) };
    const phase = CASE_LIFE.after(seen.phase, event.type, event.data) as law.CasePhase;
    return { ...said, phase, ...leftOpen(said, event.data as object) };
  });
  const changed: CaseOverview = {
    ...after,
    approvals: approvalsAfter(after, event),
    revision: event.revision,
    updatedAt: event.recordedAt,
  };
  if (known === undefined) return watched(changed);
  if (changed.officers === row.officers && changed.reviewers === row.reviewers) return watched(changed);
  // Who no longer handles the case is no longer assigned to it; reviewers and hosts stay.
  const gone = row.officers.filter(
    (userId) => !changed.officers.includes(userId) && !changed.reviewers.includes(userId),
  );
  const assignedTo = new Set([...row.assignedTo, ...changed.officers, ...changed.reviewers]);
  for (const userId of gone) assignedTo.delete(userId);
  return watched({ ...changed, assignedTo: [...assignedTo] });
}

function approvalsAfter({ approvals }: CaseOverview, event: RecordedEvent): readonly ApprovalGiven[] {
  const { proposalId, paper } = event.data as Partial<law.OnApproval>;
  const on = happenedOn(aggregateNamed(caseAggregate.name), event);
  if (on === undefined || (proposalId === undefined && paper === undefined)) return approvals;
  return [...approvals, { on, way: paper === undefined ? 'PROPOSAL' : 'PAPER' }];
}

/** What an event leaves open takes the place of the day that was known; of the others the row has no days. */
function leftOpen(row: CaseOverview, { openDays }: { readonly openDays?: readonly law.OpenDay[] }) {
  if (openDays === undefined) return {};
  const rules = new Set(openDays.map(({ rule }) => rule));
  const left = row.openDays.filter(({ rule }) => !rules.has(rule));
  return {
    openDays: [...left, ...openDays],
    ...(rules.has('D28') && { publicationDueOn: null }),
    ...(rules.has('D13') && row.instalments.length === 0 && { paymentDueOn: null }),
  };
}

/** The row with the days that are to be watched. */
function watched(row: CaseOverview): CaseOverview {
  const otherNos = row.others.flatMap(({ decisionNo }) => decisionNo ?? []).filter((no) => no !== row.decisionNo);
  return {
    ...row,
    ...agendaOf(standingsOf(CASE_CLOCKS, row), row),
    otherDecisionNos: [...new Set(otherNos)],
    openOn: firstOf(decisionsOf(row).map(openOn)),
  };
}

/** The year's tables count cases: one that was heard twice in a year is one of that year, and stays in an earlier year's. */
function firstOfEachYear(days: readonly string[]): string[] {
  return days.filter((day, n) => days.findIndex((other) => other.slice(0, 4) === day.slice(0, 4)) === n);
}

const statutes = loadStatutes();

const isOrdinary = ({ procedure }: CaseOverview) => procedure === 'ORDINARY';
const penaltyFen = ({ fineFen, confiscateFen }: CaseOverview) => fineFen + confiscateFen;
/** Day of the first decision in the ordinary procedure that imposed a fine on any of the parties. */
const firstFinedOn = (row: CaseOverview) =>
  isOrdinary(row)
    ? firstOf(decisionsOf(row).map((one) => (isPenalty(one) && one.fineFen > 0 ? one.decidedOn : null)))
    : null;
const isPenalty = ({ outcome }: CaseOverview) => outcome === 'PENALTY';

/** Columns of the statistical table by class; they bear their names by year, this is the class's own. */
export const PENALTY_CLASSES = Object.fromEntries(
  (Object.keys(PENALTY_KINDS) as PenaltyKind[]).map((kind) => {
    const { class: id, name } = statutes.penaltyClass([kind], 2023);
    return [id, name];
  }),
);

/** The first of the days that there are. */
function firstOf(days: readonly (string | null)[]): string | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}

/** The last of the days; none as long as one of them is still to come. */
function lastOf(days: readonly (string | null)[]): string | null {
  return days.includes(null) ? null : ([...days].sort().at(-1) ?? null);
}

/** Decided after its last day, or not decided when that had passed. */
function isDecidedLate(row: CaseOverview): boolean {
  const { decisionDueOn, missed } = row;
  if (decisionDueOn === null) return false;
  const decidedOn = lastOf(decisionsOf(row).map((one) => one.decidedOn));
  return decidedOn === null ? missed.some(({ dueOn }) => dueOn === decisionDueOn) : decidedOn > decisionDueOn;
}

/** What a case says in the metric ledger. Each measure is explained by the metrics of the catalogue that sum it. */
export const CASE_MEASURES: law.Measures<CaseOverview> = {
  // 计数按存续案: what was merged is counted where it goes on.
  'filed.ordinary': {
    title: '立案',
    on: (row) => (isOrdinary(row) && row.phase !== 'Merged' ? row.filedOn : null),
  },
  'closed.ordinary': {
    title: '普通程序结案',
    on: (row) => (isOrdinary(row) ? row.closedOn : null),
    subject: ({ closeReason }) => closeReason ?? '',
    subjects: CLOSE_REASONS,
  },
  'review.submitted': { title: '送法制审核', on: (row) => (isOrdinary(row) ? row.reviewsSubmittedOn : null) },
  'hearing.held': {
    title: '举行听证',
    on: (row) => (isOrdinary(row) ? firstOfEachYear(row.hearingsHeldOn) : null),
  },
  'decided.ordinary': {
    each: decisionsOf,
    title: '普通程序决定',
    on: (row) => (isOrdinary(row) ? row.decidedOn : null),
    subject: ({ outcome }) => String(outcome ?? ''),
    subjects: OUTCOMES,
  },
  'decided.reviewed': {
    each: decisionsOf,
    title: '审核通过后决定',
    on: (row) => (isOrdinary(row) && row.reviewedBeforeDecision ? row.decidedOn : null),
  },
  'court.applied': {
    title: '申请法院强制执行',
    on: (row) => (isOrdinary(row) ? firstOfEachYear(row.courtAppliedOn) : null),
  },
  'transfer.sent': { title: '移送公安机关', on: (row) => (isOrdinary(row) ? row.transfersSentOn : null) },
  // Dated by the sending: the rate asks how many of the year's transfers the police took up.
  'transfer.policeFiled': {
    title: '公安机关立案',
    on: (row) => (isOrdinary(row) && row.policeFiledOn !== null ? row.transfersSentOn.at(-1) : null),
  },
  'closed.summary': {
    title: '简易程序办结',
    on: (row) => (isOrdinary(row) ? null : row.decidedOn),
    subject: ({ field }) => field,
    subjects: ITEM_FIELDS,
    fen: penaltyFen,
  },
  // One a case, however many decisions punish its parties.
  'case.penalised': {
    title: '给予处罚的案件',
    on: (row) => firstOf(decisionsOf(row).map((one) => (isPenalty(one) ? one.decidedOn : null))),
    subject: ({ procedure }) => procedure,
    subjects: PROCEDURES,
  },
  penalty: {
    each: decisionsOf,
    title: '行政处罚',
    on: (row) => (isPenalty(row) ? row.decidedOn : null),
    subject: ({ kinds, decidedOn }) => statutes.penaltyClass(kinds, Number(decidedOn!.slice(0, 4))).class,
    subjects: PENALTY_CLASSES,
    fen: penaltyFen,
  },
  'penalty.measured': {
    each: decisionsOf,
    title: '有裁量基准的罚款决定',
    on: (row) => (row.discretion === null ? null : row.decidedOn),
    subject: ({ discretion }) => discretion ?? '',
    subjects: DISCRETION_STANDINGS,
  },
  'penalty.ordinary': {
    each: decisionsOf,
    title: '普通程序处罚',
    on: (row) => (isPenalty(row) && isOrdinary(row) ? row.decidedOn : null),
    fen: penaltyFen,
  },
  // C37: of a driver who objected on the spot.
  'penalty.ordinaryParking': {
    each: decisionsOf,
    title: '普通程序的交通违停处罚',
    on: (row) => (isPenalty(row) && isOrdinary(row) && row.field === 'TRAFFIC_PARKING' ? row.decidedOn : null),
  },
  'penalty.offPlatform': {
    each: decisionsOf,
    title: '未在平台的处罚',
    on: (row) => (isPenalty(row) && isDecidedOffPlatform(row) ? row.decidedOn : null),
    subject: ({ field }) => field,
    subjects: ITEM_FIELDS,
  },
  'penalty.onPlatform': {
    each: decisionsOf,
    title: '平台办理的处罚',
    on: (row) => (isPenalty(row) && !isDecidedOffPlatform(row) ? row.decidedOn : null),
    subject: ({ field }) => field,
    subjects: ITEM_FIELDS,
  },
  'penalty.coded': {
    each: decisionsOf,
    title: '已赋码的处罚',
    on: (row) => (isPenalty(row) && !isDecidedOffPlatform(row) && row.actCode !== null ? row.decidedOn : null),
  },
  'publication.due': { each: decisionsOf, title: '公示期限届满', on: ({ publicationDueOn }) => publicationDueOn },
  'publication.inTime': {
    each: decisionsOf,
    title: '按期公示',
    on: ({ publishedOn, publicationDueOn }) =>
      publishedOn !== null && publicationDueOn !== null && publishedOn <= publicationDueOn ? publicationDueOn : null,
  },
  'fine.collected': { each: decisionsOf, title: '收缴罚没款', on: ({ payments }) => payments },
  'refund.issued': { each: decisionsOf, title: '退还罚没款', on: ({ refunds }) => refunds },
  'surcharge.waived': { each: decisionsOf, title: '减免加处罚款', on: ({ waivers }) => waivers },
  'surcharge.collected': { each: decisionsOf, title: '收缴加处罚款', on: ({ surcharges }) => surcharges },
  // 涉企处罚: of legal persons and other organisations.
  'penalty.firm': {
    each: decisionsOf,
    title: '涉企行政处罚',
    on: (row) => (isPenalty(row) && row.partyKind === 'ORGANISATION' ? row.decidedOn : null),
  },
  'decision.due': { title: '办案期限届满', on: (row) => (isOrdinary(row) ? row.decisionDueOn : null) },
  'decision.late': {
    title: '超过办案期限',
    on: (row) => (isOrdinary(row) && isDecidedLate(row) ? row.decisionDueOn : null),
  },
  'decision.days': {
    each: decisionsOf,
    title: '自立案至决定的天数',
    on: ({ procedure, filedOn, decidedOn }) =>
      procedure !== 'ORDINARY' || filedOn === null || decidedOn === null || decidedOn <= filedOn
        ? []
        : [{ on: decidedOn, count: daysBetween(filedOn, decidedOn) }],
  },
  // 监督线索: what a supervisor looks into; none of them is a finding.
  'signal.notFiled': {
    title: '登记以后没有决定是否立案',
    on: ({ phase, registeredOn }) => (phase === 'Registered' ? registeredOn : null),
  },
  'signal.notOrdered': {
    title: '罚款而没有责令改正',
    on: (row) => (row.correctionOrderedOn === null ? firstFinedOn(row) : null),
  },
  'signal.notCorrected': {
    title: '罚款、责令改正而结案时没有查实改正',
    on: (row) =>
      firstFinedOn(row) !== null && row.correctionOrderedOn !== null && row.correctedOn === null ? row.closedOn : null,
  },
  // By firm and matter: a firm is no person, and of people no name stands in the ledger; so only where it is clear whose name comes first.
  'signal.finedUncorrected': {
    title: '单位被罚款而没有查实改正',
    on: (row) =>
      row.others.length === 0 && row.partyKind === 'ORGANISATION' && row.correctedOn === null
        ? firstFinedOn(row)
        : null,
    subject: ({ partyNames, itemName }) => `${partyNames[0] ?? ''}：${itemName}`,
  },
  'approval.given': {
    title: '经批准办理',
    on: ({ approvals }) => approvals.map(({ on, way }) => ({ on, subject: way })),
    subjects: APPROVAL_WAYS,
  },
  'defect.recorded': {
    title: '程序瑕疵',
    on: ({ defects }) => defects.map(({ kind, dueOn }) => ({ on: dueOn, subject: kind })),
    subjects: DEFECTS,
  },
  'deadline.missed': {
    title: '期限届满未办',
    on: ({ missed }) => missed.map(({ clock, dueOn }) => ({ on: dueOn, subject: clock })),
    subjects: Object.fromEntries(CASE_CLOCKS.map(({ name, what }) => [name, what])),
  },
};

const presentFacts = factsBy(CASE_MEASURES);

/** What a case counts for, in all its lives. */
function factsOf(row: CaseOverview): Fact[] {
  return [...row.booked, ...presentFacts(row)];
}

const columns = columnsOf(CaseRow);

/** What the list of cases shows, filters and sorts by. */
export const CASE_LIST: law.ListDeclaration<Record<string, unknown>> = {
  columns: ['parties', 'unitId', 'phase', 'filedOn', 'decidedOn', 'closedOn', 'fineFen', 'confiscateFen'],
  filters: [
    'phase',
    'unitId',
    'procedure',
    'field',
    'sourceSystem',
    'outcome',
    'officers',
    'assignedTo',
    'partyNames',
    'caseNo',
    'decisionNo',
    'registeredOn',
    'filedOn',
    'decidedOn',
    'closedOn',
  ],
  sort: '-registeredOn',
  sorts: ['nextDueOn', 'filedOn', 'decisionDueOn', 'decidedOn', 'closedOn', 'paymentDueOn', 'fineFen', 'caseNo'],
};

const INDEXES = indexesOf(
  { list: CASE_LIST, people: 'assignedTo', clocks: CASE_CLOCKS, determines: OPEN_COLUMNS, row: CaseRow },
  ['unitId'],
);

export const caseOverview: ReadModel<CaseOverview> = {
  name: 'case_overview',
  version: 18,
  columns: {
    ...columns,
    // 1, 2, … 12: as people count.
    caseNo: { type: 'text', optional: true, order: 'natural' },
    decisionNo: { type: 'text', optional: true, order: 'natural' },
    ...PROGRESS_COLUMNS,
    ...OPEN_COLUMNS,
  } as ReadModel<CaseOverview>['columns'],
  indexes: [...INDEXES.indexes, ['unitId', 'procedure', 'nextDueOn']] as ReadModel<CaseOverview>['indexes'] & {},
  lookups: INDEXES.lookups as ReadModel<CaseOverview>['lookups'] & {},
  search: searchOf(CaseRow) as NonNullable<ReadModel<CaseOverview>['search']>,
  key: ({ stream }) => (stream.startsWith('case-') ? stream.slice('case-'.length) : undefined),
  begins: ({ revision }) => revision === 0,
  evolve: overviewAfter,
  facts: factsOf,
};

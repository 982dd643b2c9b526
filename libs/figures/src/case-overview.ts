import type {
  ActCodeAssigned,
  CaseClosed,
  CaseFiled,
  CasePhase,
  CaseRegistered,
  CloseReason,
  CourtEnforcementApplied,
  CriminalTransferRefused,
  CriminalTransferSent,
  DecisionServed,
  FinePaid,
  HearingHeld,
  HearingTerminated,
  InvestigationConcluded,
  Item,
  ItemField,
  LegalReviewPassed,
  LegalReviewReturned,
  LegalReviewSubmitted,
  NoPenaltyDecided,
  NotEstablishedDecided,
  OfficerAssigned,
  OfficerRemoved,
  Party,
  PartyKind,
  PenaltyDecided,
  PenaltyNoticeServed,
  PenaltyPublished,
  PoliceDeclinedToFile,
  PoliceFiledCase,
  SourceSystem,
  SummaryDecision,
  SummaryDecisionImported,
  SummaryDecisionMade,
} from '#enforcement';
import { isDecidedOffPlatform } from '#enforcement';
import type { Fact, ReadModel, RecordedEvent } from '#eventsourcing';
import { loadStatutes, type PenaltyKind } from '#statutes';
import { beginsStream } from './row-changes.js';

/** A day and an amount, as booked by one payment. */
interface Payment {
  readonly on: string;
  readonly fen: number;
}

/** One row a case: what lists show and sort by, and what the ledger counts. */
export interface CaseOverview {
  readonly unitId: string;
  readonly procedure: 'ORDINARY' | 'SUMMARY';
  readonly sourceSystem: SourceSystem;
  readonly phase: CasePhase;
  readonly itemId: string;
  readonly itemName: string;
  readonly field: ItemField;
  readonly partyNames: string;
  readonly partyKind: PartyKind;
  readonly territoryCode: string;
  readonly caseNo: string | null;
  readonly decisionNo: string | null;
  readonly actCode: string | null;
  readonly officers: readonly string[];
  readonly registeredOn: string;
  readonly filedOn: string | null;
  /** D03: last day for the decision. */
  readonly decisionDueOn: string | null;
  readonly concludedOn: string | null;
  /** Days on which a round of legal review was submitted. */
  readonly reviewsSubmittedOn: readonly string[];
  readonly lastReview: 'SUBMITTED' | 'PASSED' | 'RETURNED' | null;
  readonly noticeServedOn: string | null;
  /** Days on which a hearing was held; again after a second notice. */
  readonly hearingsHeldOn: readonly string[];
  readonly outcome: 'PENALTY' | 'NO_PENALTY' | 'NOT_ESTABLISHED' | null;
  readonly decidedOn: string | null;
  /** Whether the latest round before the decision had passed (M06). */
  readonly reviewedBeforeDecision: boolean;
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly confiscateFen: number;
  readonly servedOn: string | null;
  readonly paymentDueOn: string | null;
  readonly payments: readonly Payment[];
  readonly surcharges: readonly Payment[];
  readonly publicationDueOn: string | null;
  readonly publishedOn: string | null;
  /** Days on which the court was asked to enforce; again after it had refused. */
  readonly courtAppliedOn: readonly string[];
  /** Days on which the case was sent to the police; again after they had declined. */
  readonly transfersSentOn: readonly string[];
  readonly policeFiledOn: string | null;
  readonly closedOn: string | null;
  readonly closeReason: CloseReason | null;
  readonly revision: number;
  readonly updatedAt: string;
}

type Change = (row: CaseOverview, data: never) => Partial<CaseOverview>;

/** What an event changes in the row, with the type of its data checked. */
function on<Data>(change: (row: CaseOverview, data: Data) => Partial<CaseOverview>): Change {
  return change;
}

const to = (phase: CasePhase): Change => on<unknown>(() => ({ phase }));

/** An event that is not here changes only `revision` and `updatedAt`. */
const CHANGES: { readonly [type: string]: Change } = {
  CaseFiled: on<CaseFiled>((_row, data) => ({
    phase: 'Investigating',
    caseNo: data.caseNo,
    filedOn: data.filedOn,
    decisionDueOn: data.deadlineOn,
    officers: data.officers.map(({ userId }) => userId),
  })),
  FilingDeclined: to('Declined'),
  OfficerAssigned: on<OfficerAssigned>((row, data) => ({ officers: [...row.officers, data.userId] })),
  OfficerRemoved: on<OfficerRemoved>((row, data) => ({
    officers: row.officers.filter((userId) => userId !== data.userId),
  })),
  InvestigationConcluded: on<InvestigationConcluded>((_row, data) => ({
    phase: 'Concluded',
    concludedOn: data.concludedOn,
  })),
  LegalReviewSubmitted: on<LegalReviewSubmitted>((row, data) => ({
    phase: 'InLegalReview',
    lastReview: 'SUBMITTED',
    reviewsSubmittedOn: [...row.reviewsSubmittedOn, data.submittedOn],
  })),
  LegalReviewPassed: on<LegalReviewPassed>(() => ({ phase: 'ReviewPassed', lastReview: 'PASSED' })),
  LegalReviewReturned: on<LegalReviewReturned>(() => ({ phase: 'Concluded', lastReview: 'RETURNED' })),
  PenaltyNoticeServed: on<PenaltyNoticeServed>((_row, data) => ({ phase: 'Noticed', noticeServedOn: data.servedOn })),
  HearingRequested: to('HearingPhase'),
  InvestigationReturned: to('Investigating'),
  HearingHeld: on<HearingHeld>((row, data) => ({
    hearingsHeldOn: [...row.hearingsHeldOn, data.heldOn],
    decisionDueOn: data.decisionDueOn,
  })),
  HearingTerminated: on<HearingTerminated>((_row, data) => ({ decisionDueOn: data.decisionDueOn })),
  CollectivelyDiscussed: to('InDiscussion'),
  PenaltyDecided: on<PenaltyDecided>((row, data) => ({
    ...decided(row, 'PENALTY', data),
    kinds: data.kinds,
    fineFen: data.fineFen,
    confiscateFen: data.confiscateFen,
    publicationDueOn: data.publicationDueOn ?? null,
  })),
  NoPenaltyDecided: on<NoPenaltyDecided>((row, data) => decided(row, 'NO_PENALTY', data)),
  NotEstablishedDecided: on<NotEstablishedDecided>((row, data) => decided(row, 'NOT_ESTABLISHED', data)),
  DecisionServed: on<DecisionServed>((_row, data) => ({
    phase: data.paymentDueOn === undefined ? 'Served' : 'Performing',
    servedOn: data.servedOn,
    paymentDueOn: data.paymentDueOn ?? null,
  })),
  ActCodeAssigned: on<ActCodeAssigned>((_row, data) => ({ actCode: data.actCode })),
  PenaltyPublished: on<PenaltyPublished>((_row, data) => ({ publishedOn: data.publishedOn })),
  FinePaid: on<FinePaid>((row, data) =>
    data.kind === 'SURCHARGE'
      ? { surcharges: [...row.surcharges, { on: data.paidOn, fen: data.amountFen }] }
      : { payments: [...row.payments, { on: data.paidOn, fen: data.amountFen }] },
  ),
  DemandServed: to('Demanded'),
  CourtEnforcementApplied: on<CourtEnforcementApplied>((row, data) => ({
    phase: 'CourtEnforcement',
    courtAppliedOn: [...row.courtAppliedOn, data.appliedOn],
  })),
  CourtEnforcementRejected: to('Overdue'),
  CriminalTransferProposed: to('TransferPending'),
  CriminalTransferRefused: on<CriminalTransferRefused>((row, data) => ({
    phase: data.returnsTo,
    decisionDueOn: data.decisionDueOn ?? row.decisionDueOn,
  })),
  CriminalTransferSent: on<CriminalTransferSent>((row, data) => ({
    transfersSentOn: [...row.transfersSentOn, data.sentOn],
  })),
  PoliceDeclinedToFile: on<PoliceDeclinedToFile>((row, data) => ({
    phase: 'Investigating',
    decisionDueOn: data.decisionDueOn ?? row.decisionDueOn,
  })),
  PoliceFiledCase: on<PoliceFiledCase>((_row, data) => ({ phase: 'TransferredCriminal', policeFiledOn: data.on })),
  CaseClosed: on<CaseClosed>((_row, data) => ({
    phase: 'Closed',
    closedOn: data.closedOn,
    closeReason: data.closeReason,
  })),
};

function decided(
  row: CaseOverview,
  outcome: NonNullable<CaseOverview['outcome']>,
  data: { readonly decisionNo?: string; readonly decidedOn: string },
): Partial<CaseOverview> {
  return {
    phase: 'Decided',
    outcome,
    decisionNo: data.decisionNo ?? null,
    decidedOn: data.decidedOn,
    reviewedBeforeDecision: row.lastReview === 'PASSED',
  };
}

/** What a row says of everything that has not happened yet. */
export const UNTOUCHED = {
  caseNo: null,
  decisionNo: null,
  actCode: null,
  officers: [],
  filedOn: null,
  decisionDueOn: null,
  concludedOn: null,
  reviewsSubmittedOn: [],
  lastReview: null,
  noticeServedOn: null,
  hearingsHeldOn: [],
  outcome: null,
  decidedOn: null,
  reviewedBeforeDecision: false,
  kinds: [],
  fineFen: 0,
  confiscateFen: 0,
  servedOn: null,
  paymentDueOn: null,
  payments: [],
  surcharges: [],
  publicationDueOn: null,
  publishedOn: null,
  courtAppliedOn: [],
  transfersSentOn: [],
  policeFiledOn: null,
  closedOn: null,
  closeReason: null,
} satisfies Partial<CaseOverview>;

/** The first row of a case, by the event that starts it. */
function started(event: RecordedEvent): CaseOverview | undefined {
  const at = { revision: event.revision, updatedAt: event.recordedAt };
  if (event.type === 'CaseRegistered') {
    const data = event.data as CaseRegistered;
    return {
      ...UNTOUCHED,
      ...at,
      ...subject(data.item, data.parties),
      unitId: data.unitId,
      procedure: 'ORDINARY',
      sourceSystem: data.sourceSystem,
      phase: 'Registered',
      territoryCode: data.territoryCode,
      registeredOn: data.registeredOn,
    };
  }
  if (event.type === 'SummaryDecisionImported') return decidedOnTheSpot(event.data as SummaryDecisionImported, at);
  if (event.type === 'SummaryDecisionMade') {
    const data = event.data as SummaryDecisionMade;
    return {
      ...decidedOnTheSpot(data, at),
      officers: data.officers.map(({ userId }) => userId),
      servedOn: data.servedOn,
      paymentDueOn: data.paymentDueOn ?? null,
      publicationDueOn: data.publicationDueOn ?? null,
    };
  }
  return undefined;
}

function decidedOnTheSpot(data: SummaryDecision, at: Pick<CaseOverview, 'revision' | 'updatedAt'>): CaseOverview {
  return {
    ...UNTOUCHED,
    ...at,
    ...subject(data.item, [data.party]),
    unitId: data.unitId,
    procedure: 'SUMMARY',
    sourceSystem: data.sourceSystem,
    phase: data.fineFen > 0 ? 'Performing' : 'Served',
    territoryCode: data.territoryCode,
    registeredOn: data.decidedOn,
    outcome: 'PENALTY',
    decisionNo: data.decisionNo,
    decidedOn: data.decidedOn,
    kinds: data.kinds,
    fineFen: data.fineFen,
  };
}

function subject(item: Item, parties: readonly Party[]) {
  return {
    itemId: item.itemId,
    itemName: item.name,
    field: item.field,
    partyNames: parties.map(({ name }) => name).join('、'),
    partyKind: parties[0]?.kind ?? 'CITIZEN',
  };
}

/** The row after an event of its case; undefined before the case has started. */
export function overviewAfter(row: CaseOverview | undefined, event: RecordedEvent): CaseOverview | undefined {
  if (row === undefined) return started(event);
  const change = CHANGES[event.type] as ((row: CaseOverview, data: unknown) => Partial<CaseOverview>) | undefined;
  return { ...row, ...change?.(row, event.data), revision: event.revision, updatedAt: event.recordedAt };
}

/** The year's tables count cases: one that was heard twice in a year is one of that year, and stays in an earlier year's. */
function firstOfEachYear(days: readonly string[]): string[] {
  return days.filter((day, n) => days.findIndex((other) => other.slice(0, 4) === day.slice(0, 4)) === n);
}

const statutes = loadStatutes();

/** What a case says in the metric ledger. Each measure is explained by the metrics of the catalogue that sum it. */
export function caseFacts(row: CaseOverview): Fact[] {
  const facts: Fact[] = [];
  const book = (measure: string, date: string | null, subject = '', fen = 0) => {
    if (date !== null) facts.push({ measure, date, unit: row.unitId, count: 1, fen, subject });
  };
  const ordinary = row.procedure === 'ORDINARY';
  const penaltyFen = row.fineFen + row.confiscateFen;

  if (ordinary) {
    book('filed.ordinary', row.filedOn);
    book('closed.ordinary', row.closedOn, row.closeReason ?? '');
    for (const submittedOn of row.reviewsSubmittedOn) book('review.submitted', submittedOn);
    for (const heldOn of firstOfEachYear(row.hearingsHeldOn)) book('hearing.held', heldOn);
    book('decided.ordinary', row.decidedOn, row.outcome ?? '');
    if (row.reviewedBeforeDecision) book('decided.reviewed', row.decidedOn);
    for (const appliedOn of firstOfEachYear(row.courtAppliedOn)) book('court.applied', appliedOn);
    for (const sentOn of row.transfersSentOn) book('transfer.sent', sentOn);
    // Dated by the sending: the rate asks how many of the year's transfers the police took up.
    if (row.policeFiledOn !== null) book('transfer.policeFiled', row.transfersSentOn.at(-1) ?? null);
  } else book('closed.summary', row.decidedOn, row.field, penaltyFen);

  if (row.outcome === 'PENALTY' && row.decidedOn !== null) {
    const heaviest = statutes.penaltyClass(row.kinds, Number(row.decidedOn.slice(0, 4))).class;
    book('penalty', row.decidedOn, heaviest, penaltyFen);
    if (ordinary) book('penalty.ordinary', row.decidedOn, '', penaltyFen);
    if (isDecidedOffPlatform(row)) book('penalty.offPlatform', row.decidedOn, row.field);
    else {
      book('penalty.onPlatform', row.decidedOn, row.field);
      if (row.actCode !== null) book('penalty.coded', row.decidedOn);
    }
  }
  book('publication.due', row.publicationDueOn);
  if (row.publishedOn !== null && row.publicationDueOn !== null && row.publishedOn <= row.publicationDueOn)
    book('publication.inTime', row.publicationDueOn);
  for (const payment of row.payments) book('fine.collected', payment.on, '', payment.fen);
  for (const payment of row.surcharges) book('surcharge.collected', payment.on, '', payment.fen);
  return facts;
}

export const caseOverview: ReadModel<CaseOverview> = {
  name: 'case_overview',
  version: 2,
  columns: {
    unitId: { type: 'text' },
    procedure: { type: 'text' },
    sourceSystem: { type: 'text' },
    phase: { type: 'text' },
    itemId: { type: 'text' },
    itemName: { type: 'text' },
    field: { type: 'text' },
    partyNames: { type: 'text' },
    partyKind: { type: 'text' },
    territoryCode: { type: 'text' },
    caseNo: { type: 'text', optional: true },
    decisionNo: { type: 'text', optional: true },
    actCode: { type: 'text', optional: true },
    officers: { type: 'text[]' },
    registeredOn: { type: 'date' },
    filedOn: { type: 'date', optional: true },
    decisionDueOn: { type: 'date', optional: true },
    concludedOn: { type: 'date', optional: true },
    reviewsSubmittedOn: { type: 'text[]' },
    lastReview: { type: 'text', optional: true },
    noticeServedOn: { type: 'date', optional: true },
    hearingsHeldOn: { type: 'text[]' },
    outcome: { type: 'text', optional: true },
    decidedOn: { type: 'date', optional: true },
    reviewedBeforeDecision: { type: 'boolean' },
    kinds: { type: 'text[]' },
    fineFen: { type: 'bigint' },
    confiscateFen: { type: 'bigint' },
    servedOn: { type: 'date', optional: true },
    paymentDueOn: { type: 'date', optional: true },
    payments: { type: 'json' },
    surcharges: { type: 'json' },
    publicationDueOn: { type: 'date', optional: true },
    publishedOn: { type: 'date', optional: true },
    courtAppliedOn: { type: 'text[]' },
    transfersSentOn: { type: 'text[]' },
    policeFiledOn: { type: 'date', optional: true },
    closedOn: { type: 'date', optional: true },
    closeReason: { type: 'text', optional: true },
    revision: { type: 'integer' },
    updatedAt: { type: 'instant' },
  },
  indexes: [['registeredOn'], ['unitId', 'registeredOn'], ['decidedOn'], ['closedOn']],
  key: (event) => (event.stream.startsWith('case-') ? event.stream.slice('case-'.length) : undefined),
  begins: beginsStream,
  evolve: overviewAfter,
  facts: caseFacts,
};

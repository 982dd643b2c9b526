import { addDays } from '#statutes';
import type { CaseClosed } from './closing.js';
import type { CourtEnforcementAccepted, CourtEnforcementApplied } from './court-enforcement.js';
import type {
  CriminalTransferApproved,
  CriminalTransferProposed,
  CriminalTransferSent,
  PoliceFiledCase,
} from './criminal-transfer.js';
import type { NoPenaltyDecided, NotEstablishedDecided } from './decision.js';
import type { DemandServed } from './demand.js';
import type { FinePaid } from './payment.js';
import type { PenaltyPublished } from './publication.js';
import { happened, penaltyDecided, SHA256, UNIT, UNTIL_NOTICED, waived } from './scenario.js';
import type { DecisionServed } from './service.js';
import type { SummaryDecisionImported, SummaryDecisionMade } from './summary.js';

/*
 * The case of scenario.ts after its decision: 10,000 yuan decided on 2023-05-08, served on 2023-05-10, to be paid until
 * 2023-05-25; a case of 当场处罚; a transfer to the police. For tests alone.
 */

export const UNTIL_DECIDED = [...UNTIL_NOTICED, waived(), penaltyDecided()];

export const served = (data: Partial<DecisionServed> = {}) =>
  happened<DecisionServed>('DecisionServed', {
    method: 'DIRECT',
    servedOn: '2023-05-10',
    receiptId: 'SE1',
    serviceDueOn: '2023-05-17',
    serviceRule: 'D11@2021-07-15',
    paymentDueOn: '2023-05-25',
    paymentRule: 'D13@2021-07-15',
    ...data,
  });

export const UNTIL_SERVED = [...UNTIL_DECIDED, served()];

const servedWithoutPayment = () =>
  happened<DecisionServed>('DecisionServed', {
    method: 'DIRECT',
    servedOn: '2023-05-10',
    receiptId: 'SE1',
    serviceDueOn: '2023-05-17',
    serviceRule: 'D11@2021-07-15',
  });

/** The same case with a warning alone. */
export const UNTIL_WARNING_DECIDED = [
  ...UNTIL_NOTICED,
  waived(),
  penaltyDecided({ kinds: ['WARNING'], fineFen: 0, confiscateFen: 0 }),
];
export const UNTIL_WARNING_SERVED = [...UNTIL_WARNING_DECIDED, servedWithoutPayment()];

const withoutPenalty = {
  decisionNo: '衢综执不罚决字〔2023〕1号',
  decidedOn: '2023-05-08',
  deciderId: 'chen',
  unitId: UNIT,
  itemId: '330217001',
  field: 'CITY_APPEARANCE',
  partyKind: 'CITIZEN',
} as const;

export const noPenaltyDecided = () =>
  happened<NoPenaltyDecided>('NoPenaltyDecided', { ...withoutPenalty, ground: '33.1a', educated: true });

export const notEstablishedDecided = () =>
  happened<NotEstablishedDecided>('NotEstablishedDecided', { ...withoutPenalty, reason: '证据不能证明' });

export const UNTIL_NO_PENALTY_SERVED = [...UNTIL_NOTICED, waived(), noPenaltyDecided(), servedWithoutPayment()];
export const UNTIL_NOT_ESTABLISHED_SERVED = [
  ...UNTIL_NOTICED,
  waived(),
  notEstablishedDecided(),
  servedWithoutPayment(),
];

export const published = (publishedOn = '2023-05-12') =>
  happened<PenaltyPublished>('PenaltyPublished', { channel: '浙江政务服务网', redactedDocSha: SHA256, publishedOn });

export const paid = (data: Partial<FinePaid> = {}) =>
  happened<FinePaid>('FinePaid', {
    receiptNo: 'R1',
    amountFen: 1_000_000,
    kind: 'FINE',
    channel: 'BANK',
    paidOn: '2023-05-25',
    ...data,
  });

/** Ten working days end on 2023-06-15. */
export const demanded = (servedOn = '2023-06-01') =>
  happened<DemandServed>('DemandServed', {
    demandNo: '衢综执催字〔2023〕1号',
    servedOn,
    dueOn: '2023-06-15',
    demandRule: 'D16@2012-01-01',
    amounts: { fineFen: 1_000_000, confiscateFen: 0, surchargeFen: 210_000 },
  });

export const courtApplied = (appliedOn = '2023-11-13') =>
  happened<CourtEnforcementApplied>('CourtEnforcementApplied', {
    applicationNo: '衢综执强申字〔2023〕1号',
    court: '衢州市柯城区人民法院',
    appliedOn,
    windowFirstOn: '2023-11-11',
    windowEndOn: '2024-02-18',
    windowRule: 'F08@2012-01-01',
    signedBy: 'chen',
    amounts: { fineFen: 1_000_000, confiscateFen: 0, surchargeFen: 1_000_000 },
    acceptanceDueOn: '2023-11-20',
    acceptanceRule: 'D19@2012-01-01',
  });

export const courtAccepted = (on = '2023-11-16') =>
  happened<CourtEnforcementAccepted>('CourtEnforcementAccepted', {
    on,
    rulingDueOn: '2023-11-27',
    rulingRule: 'D19@2012-01-01',
  });

export const closed = (data: Partial<CaseClosed> = {}) =>
  happened<CaseClosed>('CaseClosed', {
    closeReason: 'COURT_ACCEPTED',
    closedOn: '2023-11-20',
    approverId: 'chen',
    ...data,
  });

// ---- 移送

export const transferProposed = (proposedOn = '2023-03-20') =>
  happened<CriminalTransferProposed>('CriminalTransferProposed', {
    proposedOn,
    taskForce: [
      { userId: 'zhang', certNo: 'C01' },
      { userId: 'li', certNo: 'C02' },
    ],
    reportId: 'TR1',
    approvalDueOn: addDays(proposedOn, 3),
    approvalRule: 'D30@2020-08-07',
  });

export const transferApproved = () =>
  happened<CriminalTransferApproved>('CriminalTransferApproved', {
    approvedAt: '2023-03-21T02:00:00.000Z',
    approverId: 'chen',
    approverRank: 'CHIEF',
    sendDueAt: '2023-03-22T02:00:00.000Z',
    sendRule: 'D31@2020-08-07',
  });

export const transferSent = () =>
  happened<CriminalTransferSent>('CriminalTransferSent', {
    transferNo: '衢综执移字〔2023〕1号',
    sentAt: '2023-03-21T08:00:00.000Z',
    sentOn: '2023-03-21',
    copiedToProcuratorate: true,
    policeDueOn: '2023-03-24',
    policeRule: 'D32@2020-08-07',
  });

export const policeFiled = (on = '2023-03-23') =>
  happened<PoliceFiledCase>('PoliceFiledCase', { on, handoverDueOn: '2023-03-26', handoverRule: 'D34@2020-08-07' });

// ---- 当场处罚

/** 100 yuan on a citizen, on the spot. */
export const summaryMade = (data: Partial<SummaryDecisionMade> = {}) =>
  happened<SummaryDecisionMade>('SummaryDecisionMade', {
    caseId: 'k1',
    unitId: UNIT,
    procedure: 'SUMMARY',
    sourceSystem: 'PLATFORM',
    decisionNo: '衢综执当罚决字〔2023〕1号',
    decidedOn: '2023-05-08',
    item: { itemId: '330217002', name: '随地丢弃垃圾', field: 'CITY_APPEARANCE' },
    party: { partyId: 'p1', kind: 'CITIZEN', name: '当事人乙' },
    partyKind: 'CITIZEN',
    kinds: ['FINE'],
    fineFen: 10_000,
    place: '柯城区上街1号',
    territoryCode: '330802',
    officers: [
      { userId: 'zhang', certNo: 'C01', duty: 'LEAD' },
      { userId: 'li', certNo: 'C02', duty: 'ASSIST' },
    ],
    issuedOnSite: true,
    servedOn: '2023-05-08',
    limitFen: 20_000,
    limitRule: 'F02@2021-07-15',
    paymentDueOn: '2023-05-23',
    paymentRule: 'D13@2021-07-15',
    ...data,
  });

/** 150 yuan for parking, from the offline system. */
export const summaryImported = (data: Partial<SummaryDecisionImported> = {}) =>
  happened<SummaryDecisionImported>('SummaryDecisionImported', {
    caseId: 'OFFLINE_TRAFFIC.T1',
    unitId: UNIT,
    procedure: 'SUMMARY',
    sourceSystem: 'OFFLINE_TRAFFIC',
    sourceNo: 'T1',
    batchId: 'b1',
    decisionNo: '3308001234567',
    decidedOn: '2023-05-08',
    item: { itemId: '330281001', name: '机动车违规停放', field: 'TRAFFIC_PARKING' },
    party: { partyId: 'T1', kind: 'CITIZEN', name: '浙H·***12' },
    partyKind: 'CITIZEN',
    kinds: ['FINE'],
    fineFen: 15_000,
    place: '荷花中路',
    territoryCode: '330802',
    ...data,
  });

import type { Actor, DecisionContext, DomainEvent } from '#eventsourcing';
import type { OtherHistories, Scenario } from '#eventsourcing/testing';
import { dayOf, type LegalDay, loadStatutes } from '#statutes';
import type { RegisteredCommand } from '../definition/aggregate.js';
import type { LawContext } from '../definition/context.js';
import { unit } from '../organisation/unit.js';
import { powerItem } from '../registers/power-item.js';
import { proposal } from '../registers/proposal.js';
import type { Role } from '../roles.js';
import type { SourceSystem } from '../terms.js';
import { caseAggregate } from './case.js';
import type { PenaltyDecided } from './decision.js';
import type { CollectivelyDiscussed, OpinionGiven } from './discussion.js';
import type { CaseFiled, CaseRegistered } from './filing.js';
import type { HearingHeld, HearingScheduled, HearingTerminated } from './hearing.js';
import type { EvidenceCollected, InvestigationConcluded } from './investigation.js';
import type { LegalReviewPassed, LegalReviewReturned, LegalReviewSubmitted } from './legal-review.js';
import type { PenaltyNoticeServed } from './notice.js';
import type { ServiceAttempted } from './service-attempts.js';
import type { CaseState } from './state.js';

/*
 * Fixtures of the specs: a bureau with its people as histories, and the steps of one case as events with plausible
 * days. For tests alone; the library does not export it.
 */

const statutes = loadStatutes();

/** Completes the kernel's context as the command loop of the product does. */
export function lawContext(kernel: DecisionContext): LawContext {
  return {
    ...kernel,
    sourceSystem: kernel.sourceSystem as SourceSystem,
    statutes,
    today: dayOf(kernel.now),
    // Who somebody is, is asked of the register in `standing.spec.ts`; here whoever acts is whom the scenario says.
    standing: () => kernel.actor.roles,
    unitOf: (unitId) => kernel.facts.get(unit, unitId),
    itemOf: (itemId) => kernel.facts.get(powerItem, itemId),
    proposalOf: (proposalId) => kernel.facts.get(proposal, proposalId),
    caseOf: (caseId) => kernel.facts.get(caseAggregate, caseId),
  };
}

export const UNIT = 'qz';

const person = (userId: string, name: string, unitId = UNIT, auxiliary = false): DomainEvent => ({
  type: 'OfficerRegistered',
  data: { userId, name, unitId, auxiliary },
});
const certificate = (certNo: string, validFrom: LegalDay, validTo: LegalDay): DomainEvent => ({
  type: 'CertificateIssued',
  data: { certNo, validFrom, validTo },
});
const leader = (rank: 'CHIEF' | 'ACTING_CHIEF' | 'DEPUTY', from: LegalDay): DomainEvent => ({
  type: 'LeaderAppointed',
  data: { rank, from },
});
const reviewer = (enrolledOn: LegalDay): DomainEvent => ({
  type: 'ReviewerEnrolled',
  data: { enrolledOn, firstTime: false },
});

/** The bureau and its people, by stream. */
export const BUREAU: OtherHistories = {
  'unit-qz': [
    {
      type: 'UnitEstablished',
      data: {
        unitId: UNIT,
        name: '衢州市综合行政执法局',
        level: 'CITY',
        territoryCode: '330800',
        uscc: '11330800768656330Q',
        documentPrefix: '衢综',
      },
    },
  ],
  'officer-zhang': [person('zhang', '张三'), certificate('C01', '2022-01-01', '2025-12-31')],
  'officer-li': [person('li', '李四'), certificate('C02', '2022-01-01', '2025-12-31')],
  // Certificates at whose ends the rules turn.
  'officer-wang': [person('wang', '王五'), certificate('C03', '2022-01-01', '2023-03-10')],
  'officer-zhao': [person('zhao', '赵六'), certificate('C04', '2023-03-10', '2025-12-31')],
  'officer-twin': [person('twin', '张三（另一账号）'), certificate('C01', '2022-01-01', '2025-12-31')],
  'officer-helper': [person('helper', '辅助员', UNIT, true), certificate('C06', '2022-01-01', '2025-12-31')],
  'officer-stranger': [person('stranger', '外单位人员', 'kecheng'), certificate('C07', '2022-01-01', '2025-12-31')],
  'officer-lent': [
    person('lent', '借调人员', 'kecheng'),
    certificate('C08', '2022-01-01', '2025-12-31'),
    { type: 'OfficerSeconded', data: { toUnitId: UNIT, from: '2023-03-01', to: '2023-03-10' } },
  ],
  'officer-chen': [person('chen', '陈局长'), leader('CHIEF', '2022-01-01')],
  'officer-lin': [person('lin', '林副局长'), leader('DEPUTY', '2022-01-01')],
  'officer-he': [person('he', '何副局长'), leader('DEPUTY', '2022-01-01')],
  // In office from 2023-05-08 until 2023-05-31.
  'officer-new': [
    person('new', '新副局长'),
    leader('DEPUTY', '2023-05-08'),
    { type: 'LeaderRelieved', data: { from: '2023-06-01' } },
  ],
  // A leader who also holds a certificate and can be made to investigate.
  'officer-both': [
    person('both', '兼办案的副局长'),
    leader('DEPUTY', '2022-01-01'),
    certificate('C09', '2022-01-01', '2025-12-31'),
  ],
  'officer-sun': [person('sun', '孙审核'), reviewer('2022-01-01')],
  'officer-zhou': [person('zhou', '周审核'), reviewer('2023-04-12'), certificate('C10', '2022-01-01', '2025-12-31')],
  'officer-qian': [person('qian', '钱主持')],
};

const ROLES_OF: Readonly<Record<string, readonly Role[]>> = {
  chen: ['LEADER'],
  lin: ['LEADER'],
  he: ['LEADER'],
  new: ['LEADER'],
  both: ['LEADER', 'OFFICER'],
  sun: ['REVIEWER'],
  zhou: ['REVIEWER'],
};

export function actor(id: string): Actor {
  return { id, unit: UNIT, roles: ROLES_OF[id] ?? ['OFFICER'] };
}

/** A command of the case, given by one of the bureau's people at a day (noon in Shanghai) or instant. */
export function by(id: string, at: string, elsewhere: OtherHistories = {}): Scenario<LawContext> {
  return { context: lawContext, actor: actor(id), at, elsewhere: { ...BUREAU, ...elsewhere }, id: 'k1' };
}

/** The command of the case that a class stands for. */
export function the<Command extends object>(input: new () => Command): RegisteredCommand<CaseState, Command> {
  const found = caseAggregate.commands.find(({ name }) => name === input.name);
  if (!found) throw new Error(`the case has no command ${input.name}`);
  return found as unknown as RegisteredCommand<CaseState, Command>;
}

/** What happened, with the type of its data checked. */
export function happened<Data>(type: string, data: Data): DomainEvent {
  return { type, data };
}

/** A leader approved on paper: what the officer who records it says of it. */
export const onPaper = (approvedOn: LegalDay, approverId = 'chen') => ({
  approverId,
  paper: { documentNo: '审批表〔2023〕1号', approvedOn },
});

// ---- the steps of one case: a fine of 10,000 yuan on a citizen, in the spring of 2023

export const registered = (data: Partial<CaseRegistered> = {}) =>
  happened<CaseRegistered>('CaseRegistered', {
    caseId: 'k1',
    unitId: UNIT,
    item: { itemId: '330217001', name: '擅自占用城市道路摆摊', field: 'CITY_APPEARANCE' },
    parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' }],
    happenedOn: '2023-03-01',
    place: '柯城区上街1号',
    territoryCode: '330802',
    registeredOn: '2023-03-02',
    sourceSystem: 'PLATFORM',
    ...data,
  });

/** Filed on 2023-03-03 with zhang (C01) and li (C02); 90 days end on 2023-06-01. */
export const filed = (data: Partial<CaseFiled> = {}) =>
  happened<CaseFiled>('CaseFiled', {
    caseNo: '衢综执立字〔2023〕1号',
    procedure: 'ORDINARY',
    filedOn: '2023-03-03',
    approverId: 'chen',
    officers: [
      { userId: 'zhang', certNo: 'C01', duty: 'LEAD' },
      { userId: 'li', certNo: 'C02', duty: 'ASSIST' },
    ],
    deadlineOn: '2023-06-01',
    deadlineRule: 'D03@2021-07-15',
    ...data,
  });

export const SHA256 = 'a'.repeat(64);

export const collected = (evidenceId = 'E1', obtainedAt = '2023-03-06T02:00:00.000Z') =>
  happened<EvidenceCollected>('EvidenceCollected', {
    evidenceId,
    kind: 'SITE_RECORD',
    sha256: SHA256,
    obtainedAt,
    officers: [
      { userId: 'zhang', certNo: 'C01' },
      { userId: 'li', certNo: 'C02' },
    ],
  });

export const concluded = (concludedOn = '2023-04-10') =>
  happened<InvestigationConcluded>('InvestigationConcluded', {
    concludedOn,
    facts: '当事人未经批准占用城市道路摆摊',
    nature: '擅自占用城市道路',
    proposedFineFen: 1_000_000,
    discretionReason: '一般情节',
  });

export const submitted = (round = 1, submittedOn = '2023-04-11', reviewerId = 'sun') =>
  happened<LegalReviewSubmitted>('LegalReviewSubmitted', {
    round,
    trigger: 'EVERY_CASE',
    reviewerId,
    submittedOn,
    dueOn: submittedOn,
    dueRule: 'D10@2018-01-01',
  });

export const passed = (round = 1, passedOn = '2023-04-14', reviewerId = 'sun') =>
  happened<LegalReviewPassed>('LegalReviewPassed', { round, opinion: '同意', reviewerId, passedOn });

export const returned = (round = 1, returnedOn = '2023-04-14', reviewerId = 'sun') =>
  happened<LegalReviewReturned>('LegalReviewReturned', { round, opinion: '证据不足，请补正', reviewerId, returnedOn });

/** Served on 2023-04-26: a hearing may be requested until Saturday 2023-05-06, a working day (DOMAIN 2.2). */
export const noticed = (data: Partial<PenaltyNoticeServed> = {}) =>
  happened<PenaltyNoticeServed>('PenaltyNoticeServed', {
    noticeId: 'qz.NOTICE.2023.1',
    noticeNo: '衢综执罚告字〔2023〕1号',
    proposed: { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
    hearingEntitled: true,
    hearingReason: '拟罚款达到较大数额',
    hearingArticle: '行政处罚法63条1款(一)',
    servedOn: '2023-04-26',
    hearingRequestDueOn: '2023-05-06',
    hearingRequestRule: 'D07@2021-07-15',
    statementDueOn: '2023-05-04',
    statementRule: 'D09@2018-01-01',
    ...data,
  });

/** A document that did not reach the party: the notice, while it was to be served. */
export const attempted = (data: Partial<ServiceAttempted> = {}) =>
  happened<ServiceAttempted>('ServiceAttempted', {
    document: 'NOTICE',
    method: 'DIRECT',
    attemptedOn: '2023-04-17',
    result: 'ABSENT',
    account: '到当事人住所送达，门已上锁，没有人可以代收',
    ...data,
  });

/** A notice of a fine too small for a hearing. */
export const noticedWithoutHearing = (): DomainEvent => {
  const { hearingRequestDueOn: _due, hearingRequestRule: _rule, ...data } = noticed().data as PenaltyNoticeServed;
  return {
    type: 'PenaltyNoticeServed',
    data: {
      ...data,
      proposed: { kinds: ['FINE'], fineFen: 100_000, confiscateFen: 0 },
      hearingEntitled: false,
    } satisfies PenaltyNoticeServed,
  };
};

export const stated = (receivedOn = '2023-04-27'): DomainEvent => ({
  type: 'StatementReceived',
  data: { content: '家庭困难，请求从轻', receivedOn },
});

export const statementReviewed = (reviewedOn = '2023-04-28'): DomainEvent => ({
  type: 'StatementReviewed',
  data: { adopted: false, reason: '不属于法定从轻情形', reviewedOn },
});

export const waived = (waivedOn = '2023-04-27'): DomainEvent => ({ type: 'StatementWaived', data: { waivedOn } });

export const hearingRequested = (requestedOn = '2023-05-05'): DomainEvent => ({
  type: 'HearingRequested',
  data: { requestedOn },
});

export const hearingScheduled = (data: Partial<HearingScheduled> = {}) =>
  happened<HearingScheduled>('HearingScheduled', {
    hostId: 'qian',
    noticeServedOn: '2023-05-08',
    on: '2023-05-18',
    place: '局机关三楼会议室',
    public: true,
    noticeRule: 'D08@2021-07-15',
    ...data,
  });

/** 13 days from the request to the hearing do not count: 2023-06-01 becomes 2023-06-14. */
export const hearingHeld = () =>
  happened<HearingHeld>('HearingHeld', {
    heldOn: '2023-05-18',
    hostId: 'qian',
    recordSigned: true,
    decisionDueOn: '2023-06-14',
    decisionDueRule: 'D03@2021-07-15',
  });

export const hearingTerminated = () =>
  happened<HearingTerminated>('HearingTerminated', {
    abandonReason: 'ABSENT',
    terminatedOn: '2023-05-18',
    decisionDueOn: '2023-06-14',
    decisionDueRule: 'D03@2021-07-15',
  });

/** A leader's opinion on a discussion of the decision, at a day. */
export const opinionGiven = (memberId: string, data: Partial<OpinionGiven> = {}) =>
  happened<OpinionGiven>('OpinionGiven', {
    memberId,
    topic: 'DECISION',
    stance: 'AGREE',
    opinion: '同意承办机构意见',
    givenOn: '2023-05-08',
    ...data,
  });

/** The leaders discussed on paper: what is said of it by whoever records it. */
export const onRecord = (signedOn: LegalDay, attendees: readonly string[] = ['chen', 'lin', 'he']) => ({
  attendees,
  signedAll: true,
  record: { documentNo: '集体讨论记录〔2023〕1号', signedOn },
});

export const discussed = (discussedOn = '2023-05-08') =>
  happened<CollectivelyDiscussed>('CollectivelyDiscussed', {
    attendees: ['chen', 'lin', 'he'],
    dissent: [],
    conclusion: '同意处罚',
    signedAll: true,
    discussedOn,
  });

export const penaltyDecided = (data: Partial<PenaltyDecided> = {}) =>
  happened<PenaltyDecided>('PenaltyDecided', {
    decisionNo: '衢综执罚决字〔2023〕1号',
    decidedOn: '2023-05-08',
    deciderId: 'chen',
    unitId: UNIT,
    itemId: '330217001',
    field: 'CITY_APPEARANCE',
    partyKind: 'CITIZEN',
    kinds: ['FINE'],
    fineFen: 1_000_000,
    confiscateFen: 0,
    lawVersion: '浙江省城市市容和环境卫生管理条例（2020）第十二条',
    mitigating: [],
    publicationDueOn: '2023-05-17',
    publicationRule: 'D28@2018-01-01',
    ...data,
  });

/** Histories up to and including a step, each on the one before. */
export const UNTIL_FILED = [registered(), filed()];
export const UNTIL_CONCLUDED = [...UNTIL_FILED, collected(), concluded()];
export const UNTIL_REVIEWED = [...UNTIL_CONCLUDED, submitted(), passed()];
export const UNTIL_NOTICED = [...UNTIL_REVIEWED, noticed()];
export const UNTIL_REQUESTED = [...UNTIL_NOTICED, waived(), hearingRequested()];
export const UNTIL_SCHEDULED = [...UNTIL_REQUESTED, hearingScheduled()];
export const UNTIL_HELD = [...UNTIL_SCHEDULED, hearingHeld()];

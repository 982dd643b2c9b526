import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { caseOverview } from './case-overview.js';
import { playInto } from './overview-history.js';

const play = (...events: DomainEvent[]) => playInto(caseOverview, 'case-k1', ...events);
const event = (type: string, data: object): DomainEvent => ({ type, data });

const registered = event('CaseRegistered', {
  caseId: 'k1',
  unitId: 'qz',
  item: { itemId: 'i1', name: '擅自占用城市道路', field: 'CITY_APPEARANCE' },
  parties: [
    { partyId: 'p1', kind: 'ORGANISATION', name: '甲公司' },
    { partyId: 'p2', kind: 'CITIZEN', name: '乙' },
  ],
  happenedOn: '2022-11-01',
  place: '上街',
  territoryCode: '330802',
  registeredOn: '2022-11-02',
  sourceSystem: 'PLATFORM',
});
const filed = event('CaseFiled', {
  caseNo: '1号',
  procedure: 'ORDINARY',
  filedOn: '2022-11-03',
  approverId: 'chen',
  officers: [{ userId: 'zhang' }, { userId: 'li' }],
  deadlineOn: '2023-02-01',
});
const submitted = (submittedOn: string) => event('LegalReviewSubmitted', { round: 1, submittedOn, reviewerId: 'wu' });
const passed = event('LegalReviewPassed', { round: 1, passedOn: '2022-12-06' });
const returned = event('LegalReviewReturned', { round: 1, returnedOn: '2022-12-06' });
const concluded = event('InvestigationConcluded', { concludedOn: '2022-12-01' });
const noticed = event('PenaltyNoticeServed', { servedOn: '2022-12-07' });
const decided = event('PenaltyDecided', {
  decisionNo: '决1号',
  decidedOn: '2023-01-10',
  kinds: ['FINE', 'CONFISCATE_INCOME'],
  fineFen: 1_000_000,
  confiscateFen: 50_000,
  publicationDueOn: '2023-01-19',
});
const served = event('DecisionServed', { servedOn: '2023-01-11', paymentDueOn: '2023-01-28' });
const paid = (kind: string, amountFen: number, paidOn: string) => event('FinePaid', { kind, amountFen, paidOn });
const UNTIL_DECIDED = [registered, filed, concluded, submitted('2022-12-02'), passed, noticed, decided];
const imported = (sourceSystem: string, field: string, fineFen = 15_000) =>
  event('SummaryDecisionImported', {
    caseId: 'k1',
    unitId: 'qz',
    procedure: 'SUMMARY',
    sourceSystem,
    decisionNo: 'T1',
    decidedOn: '2023-03-01',
    item: { itemId: 'i2', name: '违停', field },
    party: { partyId: 'p', kind: 'CITIZEN', name: '浙H·***12' },
    kinds: [fineFen > 0 ? 'FINE' : 'WARNING'],
    fineFen,
    territoryCode: '330802',
  });

describe('普通程序案件在台账中的各项', () => {
  it('登记、不予立案都不计；立案按立案日计（M01）；登记而没有决定的是监督线索（G07）', () => {
    expect(play(registered).facts).toEqual(['signal.notFiled 2022-11-02 qz']);
    expect(play(registered, event('FilingDeclined', { declinedOn: '2022-11-03' })).facts).toEqual([]);
    expect(play(registered, filed).facts).toEqual(['filed.ordinary 2022-11-03 qz']);
  });

  it('经批准办理的，平台呈批和纸质审批分开计（M26）；两样都没有的不计', () => {
    const approved = (how: object) => event('CaseFiled', { ...(filed.data as object), ...how });
    const given = (how: object) => play(registered, approved(how)).facts.filter((fact) => fact.startsWith('approval'));
    expect(given({ proposalId: 'b1' })).toEqual(['approval.given 2022-11-03 qz PROPOSAL']);
    expect(given({ paper: { documentNo: '1号', approvedOn: '2022-11-02' } })).toEqual([
      'approval.given 2022-11-03 qz PAPER',
    ]);
    expect(given({})).toEqual([]);
  });

  it('送审一次计一件次（M07），没有通过的决定不计入已审核（M06）', () => {
    const { facts } = play(registered, filed, concluded, submitted('2022-12-02'), returned, submitted('2023-01-03'));
    expect(facts).toEqual([
      'filed.ordinary 2022-11-03 qz',
      'review.submitted 2022-12-02 qz',
      'review.submitted 2023-01-03 qz',
    ]);
    expect(play(registered, filed, submitted('2022-12-02'), decided).facts).not.toContain(
      'decided.reviewed 2023-01-10 qz',
    );
  });

  it('处罚决定：宗数归入最重的种类，决定额为罚款加没收，按决定日计（M04、M05、M06、M11、M12）', () => {
    expect(play(...UNTIL_DECIDED).booked).toEqual([
      '+1 decided.ordinary 2023-01-10 qz PENALTY',
      '+1 decided.reviewed 2023-01-10 qz',
      '+1 case.penalised 2023-01-10 qz ORDINARY',
      '+1 penalty 2023-01-10 qz CONFISCATION 1050000分',
      '+1 penalty.ordinary 2023-01-10 qz 1050000分',
      '+1 penalty.onPlatform 2023-01-10 qz CITY_APPEARANCE',
      '+1 publication.due 2023-01-19 qz',
      '+1 signal.notOrdered 2023-01-10 qz',
      '+1 signal.finedUncorrected 2023-01-10 qz 甲公司：擅自占用城市道路',
    ]);
    expect(play(...UNTIL_DECIDED, event('ActCodeAssigned', { actCode: 'XZ-1' })).booked).toEqual([
      '+1 penalty.coded 2023-01-10 qz',
    ]);
  });

  it('办案期限届满计一件，其后决定、届满仍未决定的计超期；天数自立案日至决定日；涉企的另计（M18、M19、M20）', () => {
    expect(play(registered, filed).pace).toEqual(['1 decision.due 2023-02-01 qz']);
    expect(play(...UNTIL_DECIDED).pace).toEqual([
      '1 penalty.firm 2023-01-10 qz',
      '1 decision.due 2023-02-01 qz',
      '68 decision.days 2023-01-10 qz',
    ]);
    const missed = event('DeadlineMissed', {
      clock: 'decision',
      what: '作出决定',
      dueOn: '2023-02-01',
      missedOn: '2023-02-02',
      days: 1,
    });
    const late = ['1 decision.due 2023-02-01 qz', '1 decision.late 2023-02-01 qz'];
    expect(play(registered, filed, missed).pace).toEqual([...late, '1 deadline.missed 2023-02-01 qz decision']);
  });

  it('不予处罚、事实不成立有决定而没有处罚', () => {
    for (const [type, outcome] of [
      ['NoPenaltyDecided', 'NO_PENALTY'],
      ['NotEstablishedDecided', 'NOT_ESTABLISHED'],
    ] as const)
      expect(
        play(registered, filed, submitted('2022-12-02'), passed, event(type, { decidedOn: '2023-01-10' })).booked,
      ).toEqual([`+1 decided.ordinary 2023-01-10 qz ${outcome}`, '+1 decided.reviewed 2023-01-10 qz']);
  });

  it('公示期限最后一日公示算按时，次日不算；没有期限的不计（M12）', () => {
    const published = (publishedOn: string) =>
      play(...UNTIL_DECIDED, served, event('PenaltyPublished', { publishedOn })).booked;
    expect(published('2023-01-19')).toEqual(['+1 publication.inTime 2023-01-19 qz']);
    expect(published('2023-01-20')).toEqual([]);
  });

  it('缴款按缴款日计，加处罚款另列（M05）', () => {
    const { facts } = play(
      ...UNTIL_DECIDED,
      served,
      paid('FINE', 400_000, '2023-01-20'),
      paid('CONFISCATE', 50_000, '2023-01-20'),
      paid('SURCHARGE', 30_000, '2023-02-01'),
    );
    expect(facts.filter((fact) => /collected/.test(fact))).toEqual([
      'fine.collected 2023-01-20 qz 400000分',
      'fine.collected 2023-01-20 qz 50000分',
      'surcharge.collected 2023-02-01 qz 30000分',
    ]);
  });

  it('结案按结案日和理由计（M02）', () => {
    expect(
      play(...UNTIL_DECIDED, served, event('CaseClosed', { closeReason: 'EXECUTED', closedOn: '2023-02-01' })).booked,
    ).toEqual(['+1 closed.ordinary 2023-02-01 qz EXECUTED']);
  });

  it('听证按举行计：一年之内再次听证仍是一件，跨年的各计其年，前一年的数字不变（M08）', () => {
    const held = (heldOn: string) => event('HearingHeld', { heldOn, decisionDueOn: '2023-03-01' });
    const requested = event('HearingRequested', { requestedOn: '2022-12-08' });
    const start = [registered, filed, noticed, requested];
    expect(play(...start).facts).toEqual(['filed.ordinary 2022-11-03 qz']);
    expect(play(...start, held('2022-12-20')).booked).toEqual(['+1 hearing.held 2022-12-20 qz']);
    expect(play(...start, held('2022-12-20'), held('2022-12-28')).booked).toEqual([]);
    const { booked, row } = play(...start, held('2022-12-20'), noticed, requested, held('2023-01-09'));
    expect(booked).toEqual(['+1 hearing.held 2023-01-09 qz']);
    expect(row).toMatchObject({ hearingsHeldOn: ['2022-12-20', '2023-01-09'], decisionDueOn: '2023-03-01' });
  });

  it('申请法院强制执行按申请计，不予受理以后跨年再申请的各计其年（M08）', () => {
    const applied = (appliedOn: string) => event('CourtEnforcementApplied', { appliedOn });
    const rejected = event('CourtEnforcementRejected', { on: '2023-12-20' });
    const base = [...UNTIL_DECIDED, served, event('DemandServed', {}), applied('2023-12-01'), rejected];
    expect(play(...base).row.phase).toBe('Overdue');
    expect(play(...base, applied('2024-01-05')).booked).toEqual(['+1 court.applied 2024-01-05 qz']);
    expect(play(...base, applied('2023-12-28')).booked).toEqual([]);
  });

  it('移送按送出计，公安立案率按送出之日；不予立案以后再移送是又一件（M14）', () => {
    const sent = (sentOn: string) => event('CriminalTransferSent', { sentOn });
    const proposed = event('CriminalTransferProposed', { proposedOn: '2022-11-20', approvalDueOn: '2022-11-23' });
    const declined = event('PoliceDeclinedToFile', { on: '2022-12-03' });
    const base = [registered, filed, proposed, sent('2022-12-01'), declined, proposed, sent('2023-01-05')];
    expect(play(...base).facts).toEqual([
      'filed.ordinary 2022-11-03 qz',
      'transfer.sent 2022-12-01 qz',
      'transfer.sent 2023-01-05 qz',
    ]);
    expect(play(...base, event('PoliceFiledCase', { on: '2023-01-08' })).booked).toEqual([
      '+1 transfer.policeFiled 2023-01-05 qz',
    ]);
  });

  it('移送停计办案期限的，恢复以后有新的期限；不停计的照旧', () => {
    const proposed = event('CriminalTransferProposed', { proposedOn: '2022-11-20', approvalDueOn: '2022-11-23' });
    for (const [type, data] of [
      ['CriminalTransferRefused', { returnsTo: 'Investigating', refusedOn: '2022-11-22' }],
      ['PoliceDeclinedToFile', {}],
    ] as const) {
      expect(play(registered, filed, proposed, event(type, data)).row).toMatchObject({
        phase: 'Investigating',
        decisionDueOn: '2023-02-01',
      });
      expect(
        play(registered, filed, proposed, event(type, { ...data, decisionDueOn: '2023-02-03' })).row.decisionDueOn,
      ).toBe('2023-02-03');
    }
  });

  it('更换办案人员以后，由接办的人经办，原来的人不再是；审核人员不变', () => {
    const replaced = event('OfficerReplaced', { fromId: 'zhang', userId: 'zhao', duty: 'LEAD', certNo: 'C9' });
    const { row } = play(registered, filed, concluded, submitted('2022-12-02'), replaced);
    expect(row.officers).toEqual(['zhao', 'li']);
    expect([...row.assignedTo].sort()).toEqual(['li', 'wu', 'zhao']);
  });

  it('退回补充调查回到调查中；列出当事人，种类以第一名为准', () => {
    const { row } = play(registered, filed, concluded, event('InvestigationReturned', { returnedOn: '2022-12-05' }));
    expect(row).toMatchObject({ phase: 'Investigating', partyNames: ['甲公司', '乙'], partyKind: 'ORGANISATION' });
  });
});

describe('简易程序案件在台账中的各项', () => {
  it('以作出决定计办结，导入的不在平台，结案不再计（M02、M04、X2）', () => {
    const facts = [
      'closed.summary 2023-03-01 qz TRAFFIC_PARKING 15000分',
      'case.penalised 2023-03-01 qz SUMMARY',
      'penalty 2023-03-01 qz FINE 15000分',
      'penalty.offPlatform 2023-03-01 qz TRAFFIC_PARKING',
    ];
    expect(play(imported('OFFLINE_TRAFFIC', 'TRAFFIC_PARKING')).facts).toEqual(facts);
    expect(
      play(
        imported('OFFLINE_TRAFFIC', 'TRAFFIC_PARKING'),
        event('CaseClosed', { closeReason: 'EXECUTED', closedOn: '2024-01-02' }),
      ).facts,
    ).toEqual(facts);
  });

  it('当场处罚在平台，须赋码；公示范围含简易的才有公示期限', () => {
    const made = event('SummaryDecisionMade', {
      ...(imported('PLATFORM', 'COMMERCE').data as object),
      officers: [{ userId: 'zhang' }, { userId: 'li' }],
      servedOn: '2023-03-01',
      paymentDueOn: '2023-03-16',
    });
    const { facts, row } = play(made);
    expect(facts).toContain('penalty.onPlatform 2023-03-01 qz COMMERCE');
    expect(facts.some((fact) => fact.startsWith('publication'))).toBe(false);
    expect(row).toMatchObject({ phase: 'Performing', officers: ['zhang', 'li'], paymentDueOn: '2023-03-16' });
  });

  it('来自两法衔接平台而在平台作出的处罚，在平台', () => {
    const start = event('CaseRegistered', { ...(registered.data as object), sourceSystem: 'XINGXING' });
    expect(play(start, ...UNTIL_DECIDED.slice(1)).facts).toContain('penalty.onPlatform 2023-01-10 qz CITY_APPEARANCE');
  });
});

describe('没有处罚的结束、重新立案', () => {
  const ended = (type: string, data: object, closeReason: string) =>
    play(registered, filed, event(type, data), event('CaseClosed', { closedOn: '2023-03-01', closeReason })).facts;

  it('撤案、终止调查、移送其他机关的，计办结、不计处罚；在期限以内的不再计办案期限', () => {
    const filing = 'filed.ordinary 2022-11-03 qz';
    expect(ended('CaseWithdrawn', { withdrawnOn: '2022-12-20' }, 'WITHDRAWN')).toEqual([
      filing,
      'closed.ordinary 2023-03-01 qz WITHDRAWN',
    ]);
    expect(ended('CaseTerminated', { terminatedOn: '2023-02-01' }, 'TERMINATED')).toEqual([
      filing,
      'closed.ordinary 2023-03-01 qz TERMINATED',
    ]);
    const late = play(registered, filed, event('CaseTerminated', { terminatedOn: '2023-02-02' }));
    expect(late.pace).toContain('1 decision.due 2023-02-01 qz');
    const inTime = play(registered, filed, event('CaseTerminated', { terminatedOn: '2023-02-01' }));
    expect(inTime.pace).toEqual([]);
  });

  it('并入他案的不再计立案；存续的案件有两案的当事人', () => {
    expect(play(registered, filed, event('CaseMerged', { mergedOn: '2022-12-20' })).facts).toEqual([]);
    const { row } = play(
      registered,
      filed,
      event('CaseAbsorbed', { caseId: 'k2', parties: [{ partyId: 'p9', kind: 'CITIZEN', name: '丙' }] }),
    );
    expect(row?.partyNames).toEqual(['甲公司', '乙', '丙']);
  });

  it('重新立案以前计过的都还在，重新立案再计一次立案、一次办结', () => {
    const first = [
      ...UNTIL_DECIDED,
      served,
      event('DecisionRevoked', { revokedOn: '2023-02-10' }),
      event('CaseClosed', { closedOn: '2023-02-20', closeReason: 'REVOKED' }),
    ];
    const before = play(...first).facts;
    const reopened = event('CaseReopened', { reopenedOn: '2023-03-01', deadlineOn: '2023-05-30' });
    const { row, facts, pace } = play(...first, reopened);
    expect(facts).toEqual([...before, 'filed.ordinary 2023-03-01 qz']);
    expect(pace).toContain('1 decision.due 2023-05-30 qz');
    expect(row).toMatchObject({
      phase: 'Investigating',
      filedOn: '2023-03-01',
      outcome: null,
      closedOn: null,
      caseNo: '1号',
    });
    const again = play(...first, reopened, event('CaseWithdrawn', { withdrawnOn: '2023-03-10' }), {
      type: 'CaseClosed',
      data: { closedOn: '2023-03-20', closeReason: 'WITHDRAWN' },
    }).facts;
    expect(again.filter((fact) => fact.startsWith('closed'))).toEqual([
      'closed.ordinary 2023-02-20 qz REVOKED',
      'closed.ordinary 2023-03-20 qz WITHDRAWN',
    ]);
    expect(again.filter((fact) => fact.startsWith('penalty 2'))).toHaveLength(1);
  });
});

describe('延期、分期缴纳', () => {
  it('缴款期限是下一期的期限；没有按期的，是未缴的一期；减免的加处罚款单列', () => {
    const planned = [
      ...UNTIL_DECIDED,
      served,
      event('PaymentPlanApproved', {
        instalments: [
          { dueOn: '2023-02-28', amountFen: 500_000 },
          { dueOn: '2023-03-31', amountFen: 550_000 },
        ],
        approvedOn: '2023-01-20',
        paidBeforeFen: 0,
      }),
    ];
    expect(play(...planned).row).toMatchObject({ phase: 'PlanActive', paymentDueOn: '2023-02-28' });
    const first = [...planned, paid('FINE', 500_000, '2023-02-28')];
    expect(play(...first).row).toMatchObject({ paymentDueOn: '2023-03-31', paidInFullOn: null });
    const missed = event('PaymentPlanEnded', { endedOn: '2023-04-03', missedOn: '2023-03-31' });
    expect(play(...first, missed).row).toMatchObject({ phase: 'Overdue', paymentDueOn: '2023-03-31' });
    const { facts } = play(...first, event('SurchargeWaived', { waivedOn: '2023-04-10', amountFen: 30_000 }));
    expect(facts.filter((fact) => fact.startsWith('surcharge'))).toEqual(['surcharge.waived 2023-04-10 qz 30000分']);
  });
});

describe('误录更正：台账记差额，行与当初录对了一样', () => {
  const corrected = (data: object) => event('EventCorrected', data);
  const until = (...events: DomainEvent[]) => [...UNTIL_DECIDED, served, ...events];
  const closing = (closedOn: string) => event('CaseClosed', { closedOn, closeReason: 'EXECUTED' });

  it('结案日期更正到上一年的，本年减一件，上一年加一件', () => {
    const { booked, facts } = play(
      ...until(closing('2023-02-01')),
      corrected({ entry: 'CaseClosed.closedOn', wasOn: '2023-02-01', becomesOn: '2022-12-30' }),
    );
    expect(booked).toEqual(['-1 closed.ordinary 2023-02-01 qz EXECUTED', '+1 closed.ordinary 2022-12-30 qz EXECUTED']);
    expect(facts).toEqual(play(...until(closing('2022-12-30'))).facts);
  });

  it('缴款的日期、金额更正的，收缴额跟着更正', () => {
    const wrong = [paid('FINE', 1_000_000, '2023-01-28'), paid('CONFISCATE', 50_000, '2023-01-28')];
    const was = { receiptNo: 'R1', paymentKind: 'FINE', wasPaidOn: '2023-01-28', wasPaidFen: 1_000_000 };
    const earlier = corrected({ ...was, entry: 'FinePaid.paidOn', wasOn: '2023-01-28', becomesOn: '2023-01-20' });
    expect(play(...until(...wrong), earlier).facts).toEqual(
      play(...until(paid('FINE', 1_000_000, '2023-01-20'), wrong[1]!)).facts,
    );
    const less = corrected({ ...was, entry: 'FinePaid.amountFen', wasFen: 1_000_000, becomesFen: 100_000 });
    expect(play(...until(...wrong), less).row).toMatchObject({ paidInFullOn: null });
    expect(play(...until(...wrong), less).facts).toEqual(
      play(...until(paid('FINE', 100_000, '2023-01-28'), wrong[1]!)).facts,
    );
  });

  it('立案、送达、公示日期更正的，期限跟着更正', () => {
    const again = corrected({
      entry: 'CaseFiled.filedOn',
      wasOn: '2022-11-03',
      becomesOn: '2022-11-02',
      decisionDueOn: '2023-01-31',
    });
    expect(play(...until(), again).row).toMatchObject({ filedOn: '2022-11-02', decisionDueOn: '2023-01-31' });
    const servedAgain = corrected({
      entry: 'DecisionServed.servedOn',
      wasOn: '2023-01-11',
      becomesOn: '2023-01-10',
      paymentDueOn: '2023-01-25',
    });
    expect(play(...until(), servedAgain).row).toMatchObject({ servedOn: '2023-01-10', paymentDueOn: '2023-01-25' });
    const shown = event('PenaltyPublished', { publishedOn: '2023-01-20' });
    const inTime = corrected({ entry: 'PenaltyPublished.publishedOn', wasOn: '2023-01-20', becomesOn: '2023-01-19' });
    expect(play(...until(shown)).facts).not.toContain('publication.inTime 2023-01-19 qz');
    expect(play(...until(shown), inTime).facts).toContain('publication.inTime 2023-01-19 qz');
  });
});

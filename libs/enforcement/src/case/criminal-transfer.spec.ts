import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import {
  ApproveCriminalTransfer,
  ProposeCriminalTransfer,
  RecordPoliceDecline,
  RecordPoliceFiling,
  RefuseCriminalTransfer,
  SendCriminalTransfer,
} from './criminal-transfer.js';
import { DecidePenalty } from './decision.js';
import { ConcludeInvestigation } from './investigation.js';
import { SubmitLegalReview } from './legal-review.js';
import {
  by,
  filed,
  registered,
  returned,
  submitted,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_REVIEWED,
} from './scenario.js';
import { policeFiled, transferApproved, transferProposed, transferSent } from './scenario-after-decision.js';

const UNTIL_PROPOSED = [...UNTIL_FILED, transferProposed()];
const UNTIL_APPROVED = [...UNTIL_PROPOSED, transferApproved()];
const UNTIL_SENT = [...UNTIL_APPROVED, transferSent()];

const propose = (history: readonly DomainEvent[], change: Partial<ProposeCriminalTransfer> = {}, at = '2023-12-29') =>
  given(...history).when(
    the(ProposeCriminalTransfer),
    { proposedOn: '2023-03-20', taskForce: ['zhang', 'li'], reportId: 'TR1', ...change },
    by('zhang', at),
  );

describe('提出移送（国务院令第310号第五条第一款）', () => {
  it('两名执法人员组成专案组提出书面报告，负责人三日内决定，按自然日', () => {
    propose(UNTIL_FILED).then({
      type: 'CriminalTransferProposed',
      data: {
        taskForce: [
          { userId: 'zhang', certNo: 'C01' },
          { userId: 'li', certNo: 'C02' },
        ],
        reportId: 'TR1',
        approvalDueOn: '2023-03-23',
      },
    });
  });

  it('调查中、调查终结可以提出；送审以后不可以', () => {
    propose(UNTIL_CONCLUDED, { proposedOn: '2023-04-11' }).then({ type: 'CriminalTransferProposed' });
    propose(UNTIL_REVIEWED, { proposedOn: '2023-04-20' }).thenRefused('case.phase');
  });

  it('同一人、同一执法证不算两人，辅助人员不能参加', () => {
    for (const taskForce of [['zhang'], ['zhang', 'zhang'], ['zhang', 'twin']])
      propose(UNTIL_FILED, { taskForce }).thenRefused('transfer.task_force_too_small', {
        article: '国务院令第310号第五条第一款',
      });
    propose(UNTIL_FILED, { taskForce: ['zhang', 'helper'] }).thenRefused('officer.auxiliary');
  });

  it('审核过、主持过听证、批准过立案的人不能参加专案组（行政处罚法第五十七条、第五十八条、第六十四条第四项）', () => {
    const zhou = { ...submitted(1, '2023-04-12', 'zhou') };
    propose([...UNTIL_CONCLUDED, zhou, returned(1, '2023-04-14', 'zhou')], {
      proposedOn: '2023-04-17',
      taskForce: ['zhang', 'zhou'],
    }).thenRefused('officer.judged_case');
    propose([registered(), filed({ approverId: 'both' })], { taskForce: ['zhang', 'both'] }).thenRefused(
      'officer.judged_case',
    );
    propose(UNTIL_FILED, { taskForce: ['zhang', 'both'] }).then({ type: 'CriminalTransferProposed' });
  });

  it('报告不早于立案，不在将来', () => {
    propose(UNTIL_FILED, { proposedOn: '2023-03-03' }).then({ type: 'CriminalTransferProposed' });
    propose(UNTIL_FILED, { proposedOn: '2023-03-02' }).thenRefused('day.out_of_order');
    propose(UNTIL_FILED, {}, '2023-03-19').thenRefused('day.in_future');
  });

  it('终结、审核退回以后提出的，不早于终结和退回', () => {
    propose(UNTIL_CONCLUDED, { proposedOn: '2023-04-09' }).thenRefused('day.out_of_order', { earliest: '2023-04-10' });
    const sentBack = [...UNTIL_CONCLUDED, submitted(), returned()];
    propose(sentBack, { proposedOn: '2023-04-13' }).thenRefused('day.out_of_order', { earliest: '2023-04-14' });
    propose(sentBack, { proposedOn: '2023-04-14' }).then({ type: 'CriminalTransferProposed' });
  });

  it('移送期间不得作出处罚决定（第十一条：不得以罚代移）', () => {
    given(...UNTIL_PROPOSED)
      .when(
        the(DecidePenalty),
        { decidedOn: '2023-03-21', kinds: ['FINE'], fineFen: 1, confiscateFen: 0, lawVersion: '条例' },
        by('chen', '2023-03-21'),
      )
      .thenRefused('decision.transferred');
  });
});

describe('批准移送（第五条第二款：正职负责人或者主持工作的负责人）', () => {
  const approve = (
    history: readonly DomainEvent[],
    who = 'chen',
    approvedAt = '2023-03-21T10:00:00+08:00',
    now = '2023-12-29',
  ) => given(...history).when(the(ApproveCriminalTransfer), { approvedAt }, by(who, now));

  it('正职批准，二十四小时内移送', () => {
    approve(UNTIL_PROPOSED).then({
      type: 'CriminalTransferApproved',
      data: {
        approvedAt: '2023-03-21T02:00:00.000Z',
        approverId: 'chen',
        approverRank: 'CHIEF',
        sendDueAt: '2023-03-22T02:00:00.000Z',
      },
    });
  });

  it('主持工作的负责人可以批准，副职不可以', () => {
    const acting = {
      'officer-acting': [
        { type: 'OfficerRegistered', data: { userId: 'acting', name: '主持工作的', unitId: 'qz', auxiliary: false } },
        { type: 'LeaderAppointed', data: { rank: 'ACTING_CHIEF', from: '2022-01-01' } },
      ],
    };
    given(...UNTIL_PROPOSED)
      .when(
        the(ApproveCriminalTransfer),
        { approvedAt: '2023-03-21T10:00:00+08:00' },
        by('acting', '2023-12-29', acting),
      )
      .then({ type: 'CriminalTransferApproved', data: { approverRank: 'ACTING_CHIEF' } });
    approve(UNTIL_PROPOSED, 'lin').thenRefused('approver.rank');
    approve(UNTIL_PROPOSED, 'sun').thenRefused('approver.not_leader');
  });

  it('专案组的人不能批准自己的报告', () => {
    const chiefHimself = {
      'officer-boss': [
        { type: 'OfficerRegistered', data: { userId: 'boss', name: '亲自办案的局长', unitId: 'qz', auxiliary: false } },
        { type: 'LeaderAppointed', data: { rank: 'CHIEF', from: '2022-01-01' } },
      ],
    };
    const taskForce = [
      { userId: 'zhang', certNo: 'C01' },
      { userId: 'boss', certNo: 'C11' },
    ];
    const proposed = transferProposed();
    const history = [...UNTIL_FILED, { ...proposed, data: { ...(proposed.data as object), taskForce } }];
    given(...history)
      .when(
        the(ApproveCriminalTransfer),
        { approvedAt: '2023-03-21T10:00:00+08:00' },
        by('boss', '2023-12-29', chiefHimself),
      )
      .thenRefused('approver.investigates');
  });

  it('逾三日批准照实记录（内部期限）', () => {
    approve(UNTIL_PROPOSED, 'chen', '2023-03-24T10:00:00+08:00').then(
      { type: 'CriminalTransferApproved' },
      { type: 'ProceduralDefectRecorded', data: { kind: 'TRANSFER_ANSWER_OVERDUE' } },
    );
  });

  it('批准不早于报告，不在将来', () => {
    approve(UNTIL_PROPOSED, 'chen', '2023-03-19T23:59:59+08:00').thenRefused('day.out_of_order');
    approve(UNTIL_PROPOSED, 'chen', '2023-03-20T00:00:00+08:00').then({ type: 'CriminalTransferApproved' });
    approve(UNTIL_PROPOSED, 'chen', '2023-03-21T10:00:00+08:00', '2023-03-21T01:59:59Z').thenRefused('day.in_future');
  });

  it('没有报告、已经批准的不能批准', () => {
    approve(UNTIL_FILED).thenRefused('case.phase');
    approve(UNTIL_APPROVED).thenRefused('transfer.out_of_order');
  });
});

describe('不批准移送，理由记录在案（第五条第二款）', () => {
  const refuseIt = (history: readonly DomainEvent[], who = 'chen', refusedOn = '2023-03-22') =>
    given(...history).when(the(RefuseCriminalTransfer), { reason: '不构成犯罪', refusedOn }, by(who, '2023-12-29'));

  it('案件回到提出以前的阶段', () => {
    const { events } = refuseIt(UNTIL_PROPOSED).then({
      type: 'CriminalTransferRefused',
      data: { reason: '不构成犯罪', returnsTo: 'Investigating', approverRank: 'CHIEF' },
    });
    propose([...UNTIL_PROPOSED, ...events], { proposedOn: '2023-03-25' }).then({ type: 'CriminalTransferProposed' });
    propose([...UNTIL_PROPOSED, ...events], { proposedOn: '2023-03-21' }).thenRefused('day.out_of_order', {
      earliest: '2023-03-22',
    });

    const concluded = [...UNTIL_CONCLUDED, transferProposed('2023-04-11')];
    const back = refuseIt(concluded, 'chen', '2023-04-12').then({
      type: 'CriminalTransferRefused',
      data: { returnsTo: 'Concluded' },
    });
    given(...concluded, ...back.events)
      .when(
        the(SubmitLegalReview),
        { trigger: 'EVERY_CASE', reviewerId: 'sun', submittedOn: '2023-04-13' },
        by('zhang', '2023-04-13'),
      )
      .then({ type: 'LegalReviewSubmitted' });
  });

  it('同样只能由正职或者主持工作的负责人决定，不早于报告', () => {
    refuseIt(UNTIL_PROPOSED, 'lin').thenRefused('approver.rank');
    refuseIt(UNTIL_PROPOSED, 'chen', '2023-03-19').thenRefused('day.out_of_order');
    refuseIt(UNTIL_APPROVED).thenRefused('transfer.out_of_order');
  });

  it('移送期间是否停计办案期限由本局定，默认不停计', () => {
    const ruling = {
      parameters: [{ name: 'transferSuspendsCase', from: '2023-01-01', value: true, source: '本局会议纪要' }],
    };
    const statutes = loadStatutes(ruling);
    const scenario = by('chen', '2023-12-29');
    const { events } = given(...UNTIL_PROPOSED)
      .when(
        the(RefuseCriminalTransfer),
        { reason: '不构成犯罪', refusedOn: '2023-03-22' },
        { ...scenario, context: (kernel) => ({ ...scenario.context(kernel), statutes }) },
      )
      .then({
        type: 'CriminalTransferRefused',
        data: { suspension: { startOn: '2023-03-20', endOn: '2023-03-22' }, decisionDueOn: '2023-06-03' },
      });
    // Two days later than 2023-06-01, for the events that follow as well.
    expect(
      [...UNTIL_PROPOSED, ...events].reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState),
    ).toMatchObject({ decisionDueOn: '2023-06-03' });
    const { decision } = refuseIt(UNTIL_PROPOSED);
    if (decision.kind !== 'accepted' || 'suspension' in (decision.events[0]!.data as object))
      throw new Error('suspended without a ruling');
  });
});

describe('向公安机关移送（第六条）', () => {
  const send = (history: readonly DomainEvent[], sentAt = '2023-03-21T16:00:00+08:00', now = '2023-12-29') =>
    given(...history).when(
      the(SendCriminalTransfer),
      { sentAt, copiedToProcuratorate: true, policeOrgan: '柯城区公安分局' },
      by('zhang', now),
    );

  it('移送书编号，公安机关三日内审查', () => {
    send(UNTIL_APPROVED).then({
      type: 'CriminalTransferSent',
      data: {
        transferNo: '衢综执移字〔2023〕1号',
        sentAt: '2023-03-21T08:00:00.000Z',
        sentOn: '2023-03-21',
        policeDueOn: '2023-03-24',
        policeOrgan: '柯城区公安分局',
        copiedToProcuratorate: true,
      },
    });
  });

  it('移送日按北京时间：UTC 16时已是次日', () => {
    send(UNTIL_APPROVED, '2023-03-21T16:00:00Z').then({
      type: 'CriminalTransferSent',
      data: { sentOn: '2023-03-22' },
    });
  });

  it('没有批准的不能移送，不能重复移送', () => {
    send(UNTIL_PROPOSED).thenRefused('transfer.out_of_order');
    send(UNTIL_SENT).thenRefused('transfer.out_of_order');
    send(UNTIL_FILED).thenRefused('case.phase');
  });

  it('移送不早于批准，不在将来；逾二十四小时照实记录', () => {
    send(UNTIL_APPROVED, '2023-03-21T10:00:00+08:00').then({ type: 'CriminalTransferSent' });
    send(UNTIL_APPROVED, '2023-03-21T09:59:59+08:00').thenRefused('day.out_of_order');
    send(UNTIL_APPROVED, '2023-03-23T10:00:00+08:00').then(
      { type: 'CriminalTransferSent' },
      { type: 'ProceduralDefectRecorded', data: { kind: 'TRANSFER_SENDING_OVERDUE' } },
    );
    send(UNTIL_APPROVED, '2023-03-21T16:00:00+08:00', '2023-03-21T07:59:59Z').thenRefused('day.in_future');
  });
});

describe('公安机关的决定（第八条、第九条、第十二条）', () => {
  const filedBy = (history: readonly DomainEvent[], on = '2023-03-23', at = '2023-12-29') =>
    given(...history).when(the(RecordPoliceFiling), { on, policeCaseNo: '衢公立字1号' }, by('zhang', at));
  const declined = (history: readonly DomainEvent[], on = '2023-03-23') =>
    given(...history).when(the(RecordPoliceDecline), { on, reason: '没有犯罪事实' }, by('zhang', '2023-12-29'));

  it('立案的，三日内移交涉案物品和材料（第十二条）', () => {
    filedBy(UNTIL_SENT).then({
      type: 'PoliceFiledCase',
      data: { on: '2023-03-23', handoverDueOn: '2023-03-26', policeCaseNo: '衢公立字1号' },
    });
  });

  it('不予立案的，三日内可以提请复议（第九条），案件恢复调查（第十条）', () => {
    const { events } = declined(UNTIL_SENT).then({
      type: 'PoliceDeclinedToFile',
      data: { on: '2023-03-23', reason: '没有犯罪事实', reviewDueOn: '2023-03-26' },
    });
    const history = [...UNTIL_SENT, ...events];
    given(...history)
      .when(
        the(ConcludeInvestigation),
        { concludedOn: '2023-03-24', facts: '事实', nature: '定性', proposedFineFen: 1, discretionReason: '理由' },
        by('zhang', '2023-03-24'),
      )
      .thenRefused('investigation.no_evidence');
    propose(history, { proposedOn: '2023-03-22' }).thenRefused('day.out_of_order');
    propose(history, { proposedOn: '2023-03-23' }).then({ type: 'CriminalTransferProposed' });
  });

  it('没有移送的没有答复，答复只有一次，不早于移送，不在将来', () => {
    filedBy(UNTIL_APPROVED).thenRefused('transfer.out_of_order');
    declined(UNTIL_APPROVED).thenRefused('transfer.out_of_order');
    filedBy([...UNTIL_SENT, policeFiled()]).thenRefused('case.phase');
    filedBy(UNTIL_SENT, '2023-03-21').then({ type: 'PoliceFiledCase' });
    filedBy(UNTIL_SENT, '2023-03-20').thenRefused('day.out_of_order');
    filedBy(UNTIL_SENT, '2023-03-23', '2023-03-22').thenRefused('day.in_future');
    declined(UNTIL_SENT, '2023-03-20').thenRefused('day.out_of_order');
  });
});

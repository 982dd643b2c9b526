import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, ordinaryCase, rowAfter, summaryCase } from '../scenario.js';
import {
  AnswerReferral,
  FileReferral,
  type InboundReferralReceived,
  ReceiveReferral,
  ReportReferralOutcome,
  referral,
} from './referral.js';

const the = <Command extends object>(input: new () => Command) => commandOf(referral, input);

const RECEIVE: ReceiveReferral = {
  from: 'PROCURATORATE',
  fromOrg: '柯城区人民检察院',
  subject: '不起诉人员的行政违法行为',
  receivedOn: '2023-01-30',
};
const received = (data: Partial<InboundReferralReceived> = {}): DomainEvent => ({
  type: 'InboundReferralReceived',
  data: { ...RECEIVE, referralId: 'x1', unitId: 'qz', ...data } satisfies InboundReferralReceived,
});
const filed: DomainEvent = { type: 'ReferralFiled', data: { unitId: 'qz', caseId: 'k1', on: '2023-02-03' } };

const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, elsewhere);

describe('接收移送（行政处罚法第二十七条）', () => {
  it('记下移送机关和要求答复的期限', () => {
    given()
      .when(the(ReceiveReferral), { ...RECEIVE, replyDueOn: '2023-03-30' }, clerk('2023-01-30'))
      .then({
        type: 'InboundReferralReceived',
        data: {
          referralId: 'x1',
          unitId: 'qz',
          from: 'PROCURATORATE',
          receivedOn: '2023-01-30',
          replyDueOn: '2023-03-30',
        },
      });
  });

  it('接收日期不在将来，答复期限不早于接收日期', () => {
    given()
      .when(the(ReceiveReferral), { ...RECEIVE, receivedOn: '2023-01-31' }, clerk('2023-01-30'))
      .thenRefused('day.in_future', { earliest: '2023-01-31' });
    given()
      .when(the(ReceiveReferral), { ...RECEIVE, replyDueOn: '2023-01-29' }, clerk('2023-01-30'))
      .thenRefused('day.out_of_order');
  });

  it('同一移送不能接收两次；移送机关只有检察院和公安', () => {
    given(received()).when(the(ReceiveReferral), RECEIVE, clerk('2023-01-30')).thenRefused('referral.phase');
    expect(parseCommand(ReceiveReferral, RECEIVE).faults).toBeUndefined();
    expect(parseCommand(ReceiveReferral, { ...RECEIVE, from: 'COURT' }).faults?.[0]?.path).toBe('from');
  });
});

describe('移送事项立案', () => {
  const file: FileReferral = { caseId: 'k1', on: '2023-02-03' };

  it('立为本单位已经立案的案件，当场处罚的也算', () => {
    given(received())
      .when(the(FileReferral), file, clerk('2023-02-03', { 'case-k1': ordinaryCase('k1', 'qz') }))
      .then({ type: 'ReferralFiled', data: { unitId: 'qz', caseId: 'k1', on: '2023-02-03' } });
    given(received())
      .when(the(FileReferral), file, clerk('2023-02-03', { 'case-k1': summaryCase('k1', 'qz', '2023-02-02') }))
      .then({ type: 'ReferralFiled' });
  });

  it('案件没有登记、只登记没有立案、由别的单位办理的，不能', () => {
    given(received()).when(the(FileReferral), file, clerk('2023-02-03')).thenRefused('referral.case_not_filed');
    given(received())
      .when(the(FileReferral), file, clerk('2023-02-03', { 'case-k1': ordinaryCase('k1', 'qz').slice(0, 1) }))
      .thenRefused('referral.case_not_filed');
    given(received())
      .when(the(FileReferral), file, clerk('2023-02-03', { 'case-k1': ordinaryCase('k1', 'kecheng') }))
      .thenRefused('referral.case_of_other_unit');
  });

  it('登记日期不早于案件立案日期', () => {
    given(received())
      .when(
        the(FileReferral),
        { ...file, on: '2023-01-31' },
        clerk('2023-02-03', { 'case-k1': ordinaryCase('k1', 'qz') }),
      )
      .thenRefused('day.out_of_order', { earliest: '2023-02-01' });
  });

  it('只由接收移送的单位办理', () => {
    given(received())
      .when(the(FileReferral), file, by('kecheng', 'REGISTRAR', '2023-02-03'))
      .thenRefused('unit.not_responsible');
  });
});

describe('答复不予立案', () => {
  it('说明理由答复移送机关', () => {
    given(received())
      .when(the(AnswerReferral), { answer: '已超过追责时效', on: '2023-02-10' }, clerk('2023-02-10'))
      .then({ type: 'ReferralAnswered', data: { unitId: 'qz', answer: '已超过追责时效', on: '2023-02-10' } });
    expect(parseCommand(AnswerReferral, { answer: ' ', on: '2023-02-10' }).faults?.[0]?.path).toBe('answer');
  });

  it('已经立案的不能再答复不予立案', () => {
    given(received(), filed)
      .when(the(AnswerReferral), { answer: '反悔', on: '2023-02-10' }, clerk('2023-02-10'))
      .thenRefused('referral.phase');
  });
});

describe('回告处理结果（刑事诉讼法第一百七十七条第三款）', () => {
  const report: ReportReferralOutcome = { on: '2023-06-12' };
  const decided = (type: string): DomainEvent[] => [
    ...ordinaryCase('k1', 'qz'),
    { type, data: { decisionNo: '1', decidedOn: '2023-06-09', kinds: [], fineFen: 0, confiscateFen: 0 } },
  ];

  it.each([
    ['PenaltyDecided', 'PENALTY'],
    ['NoPenaltyDecided', 'NO_PENALTY'],
    ['NotEstablishedDecided', 'NOT_ESTABLISHED'],
  ])('案件%s，回告%s', (type, outcome) => {
    given(received(), filed)
      .when(the(ReportReferralOutcome), report, clerk('2023-06-12', { 'case-k1': decided(type) }))
      .then({ type: 'ReferralOutcomeReported', data: { unitId: 'qz', caseId: 'k1', outcome, on: '2023-06-12' } });
  });

  it('案件尚未决定的没有结果可以回告；回告不早于决定', () => {
    given(received(), filed)
      .when(the(ReportReferralOutcome), report, clerk('2023-06-12', { 'case-k1': ordinaryCase('k1', 'qz') }))
      .thenRefused('referral.case_undecided');
    given(received(), filed)
      .when(
        the(ReportReferralOutcome),
        { on: '2023-06-08' },
        clerk('2023-06-12', { 'case-k1': decided('PenaltyDecided') }),
      )
      .thenRefused('day.out_of_order', { earliest: '2023-06-09' });
  });

  it.each([
    ['撤案', [{ type: 'CaseWithdrawn', data: { withdrawnOn: '2023-05-10' } }], 'WITHDRAWN'],
    ['终止调查', [{ type: 'CaseTerminated', data: { terminatedOn: '2023-05-10' } }], 'TERMINATED'],
    ['并案', [{ type: 'CaseMerged', data: { mergedOn: '2023-05-10' } }], 'MERGED'],
    [
      '移送其他机关后结案',
      [
        { type: 'CaseTransferredOut', data: { toOrgan: '市场监督管理局', transferredOn: '2023-05-10' } },
        { type: 'TransferOutAnswered', data: { answer: 'ACCEPTED', on: '2023-05-12' } },
        { type: 'CaseClosed', data: { closeReason: 'TRANSFERRED_OUT', closedOn: '2023-05-15' } },
      ],
      'TRANSFERRED_OUT',
    ],
  ])('没有作出决定而%s的，同样回告，不早于其日期', (_how, ending, outcome) => {
    const elsewhere = { 'case-k1': [...ordinaryCase('k1', 'qz'), ...ending] };
    given(received(), filed)
      .when(the(ReportReferralOutcome), { on: '2023-05-10' }, clerk('2023-06-12', elsewhere))
      .then({ type: 'ReferralOutcomeReported', data: { caseId: 'k1', outcome } });
    given(received(), filed)
      .when(the(ReportReferralOutcome), { on: '2023-05-09' }, clerk('2023-06-12', elsewhere))
      .thenRefused('day.out_of_order', { earliest: '2023-05-10' });
  });

  it('移送其他机关而对方没有接收的，还没有结果', () => {
    const elsewhere = {
      'case-k1': [
        ...ordinaryCase('k1', 'qz'),
        { type: 'CaseTransferredOut', data: { toOrgan: '市场监督管理局', transferredOn: '2023-05-10' } },
      ],
    };
    given(received(), filed)
      .when(the(ReportReferralOutcome), report, clerk('2023-06-12', elsewhere))
      .thenRefused('referral.case_undecided');
  });

  it('没有立案的不能回告', () => {
    given(received()).when(the(ReportReferralOutcome), report, clerk('2023-06-12')).thenRefused('referral.phase');
  });
});

describe('接收的移送怎样计、怎样催（M14）', () => {
  const play = (...events: DomainEvent[]) => rowAfter(referral.register, ...events);
  const reported: DomainEvent = {
    type: 'ReferralOutcomeReported',
    data: { unitId: 'qz', caseId: 'k1', outcome: 'PENALTY', on: '2023-06-12' },
  };

  it('接收按接收日和移送机关计，以后的处理不改变接收数', () => {
    expect(play(received()).facts).toEqual(['referral.received 2023-01-30 qz PROCURATORATE']);
    expect(play(received(), filed, reported)).toMatchObject({
      booked: [],
      row: { phase: 'Reported', caseId: 'k1', filedOn: '2023-02-03', outcome: 'PENALTY', reportedOn: '2023-06-12' },
    });
  });

  it('移送文书定有答复期限的才有期限，答复不予立案或者回告结果才算答复', () => {
    const due = received({ replyDueOn: '2023-03-30' });
    const answered: DomainEvent = {
      type: 'ReferralAnswered',
      data: { unitId: 'qz', answer: '理由', on: '2023-02-10' },
    };
    expect(play(received()).open).toEqual([]);
    expect(play(due).open).toEqual(['reply 2023-03-30']);
    expect(play(due, filed).open).toEqual(['reply 2023-03-30']);
    expect(play(due, filed, reported).open).toEqual([]);
    expect(play(due, answered).open).toEqual([]);
  });
});

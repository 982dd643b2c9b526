import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  CloseSupervisionNotice,
  PlanRectification,
  ReceiveSupervisionNotice,
  ReportRectification,
  ReturnRectification,
  supervisionNotice,
} from './supervision-notice.js';

const the = <Command extends object>(input: new () => Command) => commandOf(supervisionNotice, input);
const one = (at: string) => by('kecheng', 'REGISTRAR', at);
const head = (at: string) => by('kecheng', 'LEADER', at);

const RECEIVE: ReceiveSupervisionNotice = {
  issuer: '衢州市司法局',
  documentNo: '衢司法监〔2023〕1号',
  issues: ['TIME_LIMIT', 'PUBLICATION'],
  findings: '两件案件超过办案期限，一件处罚决定公示的内容不全',
  receivedOn: '2023-06-01',
  dueOn: '2023-06-30',
};
const received = { type: 'SupervisionNoticeReceived', data: { ...RECEIVE, unitId: 'kecheng' } };
const planned = {
  type: 'RectificationPlanned',
  data: { unitId: 'kecheng', plan: '逐件核查', on: '2023-06-05' },
};
const reported = (on: string) => ({
  type: 'RectificationReported',
  data: { unitId: 'kecheng', result: '已经整改', on },
});
const returned = {
  type: 'RectificationReturned',
  data: { unitId: 'kecheng', reason: '未附材料', on: '2023-07-03' },
};

describe('执法监督通知书（行政处罚法第七十五条）', () => {
  it('收到时写明发出机关、文号、问题类别和通知书载明的反馈期限；期限不早于收到之日', () => {
    given().when(the(ReceiveSupervisionNotice), RECEIVE, one('2023-06-01')).then(received);
    given()
      .when(the(ReceiveSupervisionNotice), { ...RECEIVE, dueOn: '2023-06-01' }, one('2023-06-01'))
      .then({ type: 'SupervisionNoticeReceived' });
    given()
      .when(the(ReceiveSupervisionNotice), { ...RECEIVE, dueOn: '2023-05-31' }, one('2023-06-01'))
      .thenRefused('day.out_of_order');
    for (const wrong of [{ issues: [] }, { issues: ['LUNCH'] }, { issues: ['FACTS', 'FACTS'] }])
      expect(parseCommand(ReceiveSupervisionNotice, { ...RECEIVE, ...wrong }).faults?.[0]?.path).toMatch(/^issues/);
  });

  it('市局的指导办可以替县局登记，别的单位不能', () => {
    const forKecheng = { ...RECEIVE, unitId: 'kecheng' };
    given()
      .when(the(ReceiveSupervisionNotice), forKecheng, by('qz', 'COORDINATOR', '2023-06-01'))
      .then({ type: 'SupervisionNoticeReceived', data: { unitId: 'kecheng' } });
    given()
      .when(the(ReceiveSupervisionNotice), forKecheng, by('qujiang', 'REGISTRAR', '2023-06-01'))
      .thenRefused('unit.not_responsible');
  });

  it('整改措施可以先定，也可以径行反馈；反馈后由发出机关认可办结，或者退回再整改', () => {
    given(received)
      .when(the(PlanRectification), { plan: '逐件核查', on: '2023-06-05' }, one('2023-06-05'))
      .then({ type: 'RectificationPlanned' });
    for (const before of [[received], [received, planned], [received, reported('2023-06-20'), returned]])
      given(...before)
        .when(the(ReportRectification), { result: '已经整改', on: '2023-07-04' }, one('2023-07-04'))
        .then({ type: 'RectificationReported' });
    given(received, reported('2023-06-20'))
      .when(the(ReturnRectification), { reason: '未附材料', on: '2023-07-03' }, one('2023-07-03'))
      .then({ type: 'RectificationReturned' });
    given(received, reported('2023-06-20'))
      .when(the(CloseSupervisionNotice), { opinion: '同意', on: '2023-07-03' }, head('2023-07-03'))
      .then({ type: 'SupervisionNoticeClosed' });
    for (const before of [[received], [received, planned], [received, reported('2023-06-20'), returned]])
      given(...before)
        .when(the(CloseSupervisionNotice), { opinion: '同意', on: '2023-07-03' }, head('2023-07-03'))
        .thenRefused('supervisionNotice.phase');
  });
});

describe('监督通知怎样计、怎样催（G5、M23）', () => {
  const play = (...events: DomainEvent[]) => rowAfter(supervisionNotice.register, ...events);
  const COMMON = ['supervision.received 2023-06-01 kecheng', 'supervision.due 2023-06-30 kecheng'];
  const ISSUES = [
    'supervision.issue 2023-06-01 kecheng TIME_LIMIT',
    'supervision.issue 2023-06-01 kecheng PUBLICATION',
  ];

  it('期限当日反馈是按期，次日反馈不是；退回的不改变已经按期反馈', () => {
    const inTime = 'supervision.reportedInTime 2023-06-30 kecheng';
    expect(play(received, reported('2023-06-30')).facts).toEqual([...COMMON, inTime, ...ISSUES]);
    expect(play(received, reported('2023-07-01')).facts).toEqual([...COMMON, ...ISSUES]);
    expect(play(received, reported('2023-06-30'), returned, reported('2023-07-10')).facts).toContain(inTime);
  });

  it('反馈以前催办，反馈以后不再催', () => {
    expect(play(received).open).toEqual(['feedback 2023-06-30']);
    expect(play(received, planned).open).toEqual(['feedback 2023-06-30']);
    expect(play(received, reported('2023-06-20')).open).toEqual([]);
  });
});

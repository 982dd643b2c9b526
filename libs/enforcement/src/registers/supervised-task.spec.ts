import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  DischargeTask,
  IssueTask,
  ReactivateTask,
  SubmitRectification,
  supervisedTask,
  VerifyRectification,
} from './supervised-task.js';

const the = <Command extends object>(input: new () => Command) => commandOf(supervisedTask, input);
const city = (at: string) => by('qz', 'LEADER', at);
const county = (at: string) => by('kecheng', 'OFFICER', at);

const ISSUE: IssueTask = {
  toUnitId: 'kecheng',
  origin: '市政府督查',
  matter: '沿街餐饮油烟扰民反复投诉',
  issuedOn: '2023-03-01',
  dueOn: '2023-03-31',
};
const issued = { type: 'TaskIssued', data: { ...ISSUE, unitId: 'kecheng', byUnitId: 'qz' } };
const submitted = (submittedById = 'u-kecheng') => ({
  type: 'RectificationSubmitted',
  data: { unitId: 'kecheng', result: '已加装净化设施', submittedById, on: '2023-03-20' },
});
const verified = (isPassed: boolean, on = '2023-03-25') => ({
  type: 'RectificationVerified',
  data: { unitId: 'kecheng', isPassed, opinion: '现场查看', verifiedById: 'u-qz', on },
});
const discharged = (on: string) => ({ type: 'TaskDischarged', data: { unitId: 'kecheng', on } });
const reactivated = {
  type: 'TaskReactivated',
  data: { unitId: 'kecheng', reason: '再次投诉', dueOn: '2023-05-31', on: '2023-05-04' },
};

describe('督办销号（浙江省综合行政执法条例第十二条）', () => {
  it('交办写明责任单位和整改期限；期限可以就在当日，不能更早；责任单位须已登记', () => {
    given().when(the(IssueTask), ISSUE, city('2023-03-01')).then(issued);
    given()
      .when(the(IssueTask), { ...ISSUE, dueOn: '2023-03-01' }, city('2023-03-01'))
      .then({ type: 'TaskIssued' });
    given()
      .when(the(IssueTask), { ...ISSUE, dueOn: '2023-02-28' }, city('2023-03-01'))
      .thenRefused('day.out_of_order');
    given()
      .when(the(IssueTask), { ...ISSUE, toUnitId: 'nowhere' }, city('2023-03-01'))
      .thenRefused('unit.unknown');
  });

  it('整改由责任单位报送，由督办单位核验；核验不到位的退回整改', () => {
    given(issued)
      .when(the(SubmitRectification), { result: '已加装净化设施', on: '2023-03-20' }, county('2023-03-20'))
      .then(submitted());
    given(issued)
      .when(the(SubmitRectification), { result: '已加装净化设施', on: '2023-03-20' }, city('2023-03-20'))
      .thenRefused('unit.not_responsible');
    const verify: VerifyRectification = { isPassed: false, opinion: '仍有油烟', on: '2023-03-25' };
    given(issued, submitted())
      .when(the(VerifyRectification), verify, by('kecheng', 'LEADER', '2023-03-25'))
      .thenRefused('unit.not_responsible');
    given(issued, submitted())
      .when(the(VerifyRectification), verify, city('2023-03-25'))
      .then({ type: 'RectificationVerified', data: { isPassed: false, verifiedById: 'u-qz' } });
    given(issued, submitted(), verified(false))
      .when(the(SubmitRectification), { result: '已换装', on: '2023-03-28' }, county('2023-03-28'))
      .then({ type: 'RectificationSubmitted' });
  });

  it('报送整改的人不能核验，也不能销号', () => {
    const verify: VerifyRectification = { isPassed: true, opinion: '到位', on: '2023-03-25' };
    given(issued, submitted('u-qz'))
      .when(the(VerifyRectification), verify, city('2023-03-25'))
      .thenRefused('task.own_work', { article: '浙江省综合行政执法条例第十二条' });
    given(issued, submitted('u-qz'), verified(true))
      .when(the(DischargeTask), { on: '2023-03-26' }, city('2023-03-26'))
      .thenRefused('task.own_work');
    given(issued, submitted(), verified(true))
      .when(the(DischargeTask), { on: '2023-03-26' }, city('2023-03-26'))
      .then({ type: 'TaskDischarged' });
  });

  it('未经核验到位不得销号；已销号的可以恢复督办，另定期限', () => {
    for (const before of [[issued], [issued, submitted()], [issued, submitted(), verified(false)]])
      given(...before)
        .when(the(DischargeTask), { on: '2023-03-26' }, city('2023-03-26'))
        .thenRefused('task.phase');
    const again: ReactivateTask = { reason: '再次投诉', dueOn: '2023-05-31', on: '2023-05-04' };
    given(issued, submitted(), verified(true), discharged('2023-03-26'))
      .when(the(ReactivateTask), again, city('2023-05-04'))
      .then(reactivated);
    given(issued, submitted(), verified(true), discharged('2023-03-26'))
      .when(the(ReactivateTask), { ...again, dueOn: '2023-05-03' }, city('2023-05-04'))
      .thenRefused('day.out_of_order');
  });
});

describe('督办事项怎样计、怎样催（M23、H12）', () => {
  const play = (...events: DomainEvent[]) => rowAfter(supervisedTask.register, ...events);

  it('期限当日销号是按期，次日销号只计销号', () => {
    const before = [issued, submitted(), verified(true)];
    expect(play(...before, discharged('2023-03-31')).facts).toEqual([
      'task.issued 2023-03-01 kecheng',
      'task.ended 2023-03-31 kecheng',
      'task.due 2023-03-31 kecheng',
      'task.discharged 2023-03-31 kecheng',
      'task.dischargedInTime 2023-03-31 kecheng',
    ]);
    expect(play(...before, discharged('2023-04-01')).facts).not.toContain('task.dischargedInTime 2023-03-31 kecheng');
  });

  it('恢复督办的，以新的期限计，又成为未销号', () => {
    const before = [issued, submitted(), verified(true), discharged('2023-03-26')];
    expect(play(...before, reactivated)).toMatchObject({
      facts: ['task.issued 2023-03-01 kecheng', 'task.due 2023-05-31 kecheng'],
      open: ['rectification 2023-05-31'],
    });
  });

  it('整改期限走到核验到位为止；退回整改的仍在催', () => {
    expect(play(issued).open).toEqual(['rectification 2023-03-31']);
    expect(play(issued, submitted()).open).toEqual(['rectification 2023-03-31']);
    expect(play(issued, submitted(), verified(false)).open).toEqual(['rectification 2023-03-31']);
    expect(play(issued, submitted(), verified(true)).open).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  AcceptCoordination,
  CompleteCoordination,
  type CoordinationRequested,
  coordination,
  DeclineCoordination,
  EscalateCoordination,
  RequestCoordination,
  RespondCoordination,
} from './coordination.js';

const the = <Command extends object>(input: new () => Command) => commandOf(coordination, input);

const REQUEST: RequestCoordination = {
  kind: 'EVIDENCE',
  toUnitId: 'qujiang',
  content: '请协助调取监控',
  requestedOn: '2023-09-27',
};

/** `kecheng` asks `qujiang` on 2023-09-27: five working days, over the holidays, end on 2023-10-10. */
const requested = (data: Partial<CoordinationRequested> = {}): DomainEvent => ({
  type: 'CoordinationRequested',
  data: {
    ...REQUEST,
    requestId: 'x1',
    unitId: 'qujiang',
    fromUnitId: 'kecheng',
    dueOn: '2023-10-10',
    dueRule: 'L02@2018-01-01',
    ...data,
  } satisfies CoordinationRequested,
});
const event = (type: string, on: string): DomainEvent => ({ type, data: { unitId: 'qujiang', on } });

const asking = (at: string) => by('kecheng', ['OFFICER', 'LEADER'], at);
const asked = (at: string) => by('qujiang', 'OFFICER', at);

describe('提出协同请求（行政处罚法第二十六条）', () => {
  it('响应期限自请求次日起算五个工作日，跨国庆调休（L02：9月27日至10月10日）', () => {
    given()
      .when(the(RequestCoordination), REQUEST, asking('2023-09-27'))
      .then({
        type: 'CoordinationRequested',
        data: {
          requestId: 'x1',
          kind: 'EVIDENCE',
          unitId: 'qujiang',
          fromUnitId: 'kecheng',
          toUnitId: 'qujiang',
          dueOn: '2023-10-10',
          dueRule: expect.stringMatching(/^L02@/),
        },
      });
  });

  it('编号已有人用的，只告诉双方单位办到哪一步；别的单位只知道与己无关', () => {
    const history: DomainEvent = {
      type: 'CoordinationRequested',
      data: {
        ...REQUEST,
        requestId: 'x1',
        unitId: 'qujiang',
        fromUnitId: 'kecheng',
        dueOn: '2023-10-10',
        dueRule: 'L02@1',
      },
    };
    const again = given(history);
    again.when(the(RequestCoordination), REQUEST, asking('2023-09-28')).thenRefused('coordination.phase');
    again.when(the(RequestCoordination), REQUEST, asked('2023-09-28')).thenRefused('coordination.phase');
    again
      .when(the(RequestCoordination), REQUEST, by('xinxin', 'OFFICER', '2023-09-28'))
      .thenRefused('unit.not_responsible');
  });

  it('被请求单位须已登记，不能是自己', () => {
    given()
      .when(the(RequestCoordination), { ...REQUEST, toUnitId: 'nowhere' }, asking('2023-09-27'))
      .thenRefused('unit.unknown');
    given()
      .when(the(RequestCoordination), { ...REQUEST, toUnitId: 'kecheng' }, asking('2023-09-27'))
      .thenRefused('coordination.same_unit');
  });

  it('市指导办可以代单位提出，别的单位不能', () => {
    const body = { ...REQUEST, fromUnitId: 'kecheng' };
    given()
      .when(the(RequestCoordination), body, by('qz', 'COORDINATOR', '2023-09-27'))
      .then({ type: 'CoordinationRequested', data: { fromUnitId: 'kecheng' } });
    given()
      .when(the(RequestCoordination), body, by('xinxin', 'OFFICER', '2023-09-27'))
      .thenRefused('unit.not_responsible');
  });

  it('请求日期不能在将来，同一请求不能提出两次', () => {
    given()
      .when(the(RequestCoordination), { ...REQUEST, requestedOn: '2023-09-28' }, asking('2023-09-27'))
      .thenRefused('day.in_future', { earliest: '2023-09-28' });
    given(requested()).when(the(RequestCoordination), REQUEST, asking('2023-09-27')).thenRefused('coordination.phase');
  });

  it('协同只有五种', () => {
    const kinds = ['EVIDENCE', 'APPRAISAL', 'JOINT_ENFORCEMENT', 'INFORMATION', 'COOPERATION'];
    for (const kind of kinds) expect(parseCommand(RequestCoordination, { ...REQUEST, kind }).faults).toBeUndefined();
    expect(parseCommand(RequestCoordination, { ...REQUEST, kind: 'LUNCH' }).faults?.[0]?.path).toBe('kind');
  });
});

describe('响应协同请求（浙江省综合行政执法条例第十七条）', () => {
  it('受理、说明理由不予协助、直接反馈结果，都是响应', () => {
    given(requested())
      .when(the(AcceptCoordination), { on: '2023-10-07' }, asked('2023-10-07'))
      .then({ type: 'CoordinationAccepted', data: { unitId: 'qujiang', on: '2023-10-07' } });
    given(requested())
      .when(the(DeclineCoordination), { reason: '超出本机关职权', on: '2023-10-07' }, asked('2023-10-07'))
      .then({ type: 'CoordinationDeclined', data: { reason: '超出本机关职权' } });
    given(requested())
      .when(the(RespondCoordination), { result: '监控已调取', on: '2023-10-07' }, asked('2023-10-07'))
      .then({ type: 'CoordinationResponded', data: { result: '监控已调取' } });
  });

  it('不予协助须说明理由', () => {
    expect(parseCommand(DeclineCoordination, { reason: '  ', on: '2023-10-07' }).faults?.[0]?.path).toBe('reason');
  });

  it('由被请求单位响应，请求单位不能代为响应', () => {
    given(requested())
      .when(the(AcceptCoordination), { on: '2023-10-07' }, asking('2023-10-07'))
      .thenRefused('unit.not_responsible');
  });

  it('响应日不早于请求日，不晚于今天', () => {
    given(requested())
      .when(the(AcceptCoordination), { on: '2023-09-26' }, asked('2023-10-07'))
      .thenRefused('day.out_of_order', { earliest: '2023-09-27' });
    given(requested())
      .when(the(AcceptCoordination), { on: '2023-10-08' }, asked('2023-10-07'))
      .thenRefused('day.in_future', { earliest: '2023-10-08' });
  });

  it('只受理或者不予协助一次', () => {
    const accepted = event('CoordinationAccepted', '2023-10-07');
    given(requested(), accepted)
      .when(the(DeclineCoordination), { reason: '反悔', on: '2023-10-08' }, asked('2023-10-08'))
      .thenRefused('coordination.phase');
    given(requested(), event('CoordinationDeclined', '2023-10-07'))
      .when(the(AcceptCoordination), { on: '2023-10-08' }, asked('2023-10-08'))
      .thenRefused('coordination.phase');
    given(requested(), accepted)
      .when(the(RespondCoordination), { result: '监控已调取', on: '2023-10-08' }, asked('2023-10-08'))
      .then({ type: 'CoordinationResponded' });
  });
});

describe('办结', () => {
  const responded = event('CoordinationResponded', '2023-10-08');

  it('反馈之后由请求单位办结', () => {
    given(requested(), responded)
      .when(the(CompleteCoordination), { on: '2023-10-09' }, asking('2023-10-09'))
      .then({ type: 'CoordinationCompleted', data: { unitId: 'qujiang', on: '2023-10-09' } });
    given(requested(), responded)
      .when(the(CompleteCoordination), { on: '2023-10-09' }, asked('2023-10-09'))
      .thenRefused('unit.not_responsible');
  });

  it('没有反馈不能办结', () => {
    given(requested())
      .when(the(CompleteCoordination), { on: '2023-10-09' }, asking('2023-10-09'))
      .thenRefused('coordination.phase');
  });
});

describe('提请本级人民政府纠正（浙江省综合行政执法条例第三十六条）', () => {
  const escalate: EscalateCoordination = { reason: '逾期不响应', on: '2023-10-11' };

  it('响应期限届满的次日起可以提请，届满当日不能', () => {
    given(requested())
      .when(the(EscalateCoordination), { ...escalate, on: '2023-10-10' }, asking('2023-10-11'))
      .thenRefused('coordination.not_overdue', {
        article: '浙江省综合行政执法条例第三十六条',
        earliest: '2023-10-11',
      });
    given(requested())
      .when(the(EscalateCoordination), escalate, asking('2023-10-11'))
      .then({ type: 'CoordinationEscalated', data: { unitId: 'qujiang', reason: '逾期不响应' } });
  });

  it('已经响应的不能提请；提请由请求单位作出，须说明理由', () => {
    given(requested(), event('CoordinationAccepted', '2023-10-07'))
      .when(the(EscalateCoordination), escalate, asking('2023-10-11'))
      .thenRefused('coordination.phase');
    given(requested())
      .when(the(EscalateCoordination), escalate, asked('2023-10-11'))
      .thenRefused('unit.not_responsible');
    expect(parseCommand(EscalateCoordination, { ...escalate, reason: ' ' }).faults?.[0]?.path).toBe('reason');
  });

  it('提请之后仍可以响应', () => {
    given(requested(), event('CoordinationEscalated', '2023-10-11'))
      .when(the(AcceptCoordination), { on: '2023-10-12' }, asked('2023-10-12'))
      .then({ type: 'CoordinationAccepted' });
  });
});

describe('协同响应率（M09）', () => {
  const play = (...events: DomainEvent[]) => rowAfter(coordination.register, requested(), ...events);
  const DUE = 'coordination.due 2023-10-10 qujiang';
  const ANSWERED = 'coordination.answeredInTime 2023-10-10 qujiang';
  const EFFECTIVELY = 'coordination.answeredEffectively 2023-10-10 qujiang';

  it('请求即进入被请求单位的分母，按响应期限届满日计', () => {
    expect(play()).toMatchObject({ facts: [DUE], open: ['answer 2023-10-10'] });
  });

  it('受理、反馈是有效响应；不予协助是响应，不是有效响应', () => {
    expect(play(event('CoordinationAccepted', '2023-10-10')).facts).toEqual([DUE, ANSWERED, EFFECTIVELY]);
    expect(play(event('CoordinationResponded', '2023-10-10')).facts).toEqual([DUE, ANSWERED, EFFECTIVELY]);
    expect(play(event('CoordinationDeclined', '2023-10-10')).facts).toEqual([DUE, ANSWERED]);
  });

  it('期限次日才响应的不算，提请纠正之后才响应的也不算', () => {
    for (const type of ['CoordinationAccepted', 'CoordinationResponded', 'CoordinationDeclined'])
      expect(play(event(type, '2023-10-11')).facts).toEqual([DUE]);
    const escalated = event('CoordinationEscalated', '2023-10-11');
    expect(play(escalated, event('CoordinationAccepted', '2023-10-12')).facts).toEqual([DUE]);
  });

  it('按时受理之后，期限外反馈、办结不改变响应', () => {
    const accepted = event('CoordinationAccepted', '2023-10-10');
    const responded = event('CoordinationResponded', '2023-10-20');
    expect(play(accepted, responded, event('CoordinationCompleted', '2023-10-21'))).toMatchObject({
      facts: [DUE, ANSWERED, EFFECTIVELY],
      row: { phase: 'Completed', answeredOn: '2023-10-10', respondedOn: '2023-10-20', completedOn: '2023-10-21' },
      open: [],
    });
  });
});

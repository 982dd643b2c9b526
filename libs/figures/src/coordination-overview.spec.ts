import { describe, expect, it } from '@jest/globals';
import type { CoordinationRequested } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { coordinationOverview } from './coordination-overview.js';
import { playInto } from './overview-history.js';

const requested: DomainEvent = {
  type: 'CoordinationRequested',
  data: {
    requestId: 'x1',
    unitId: 'qujiang',
    kind: 'EVIDENCE',
    fromUnitId: 'kecheng',
    toUnitId: 'qujiang',
    content: '调取监控',
    requestedOn: '2023-03-01',
    dueOn: '2023-03-08',
    dueRule: 'L02@1996-10-01',
  } satisfies CoordinationRequested,
};
const event = (type: string, on: string): DomainEvent => ({ type, data: { unitId: 'qujiang', on } });
const play = (...events: DomainEvent[]) => playInto(coordinationOverview, 'coordination-x1', requested, ...events);

const DUE = 'coordination.due 2023-03-08 qujiang';
const ANSWERED = 'coordination.answeredInTime 2023-03-08 qujiang';
const EFFECTIVELY = 'coordination.answeredEffectively 2023-03-08 qujiang';

describe('执法协同一览和协同响应率（M09）', () => {
  it('请求即进入被请求单位的分母，按响应期限届满日计', () => {
    expect(play().facts).toEqual([DUE]);
  });

  it('受理、反馈是有效响应；不予协助是响应，不是有效响应', () => {
    expect(play(event('CoordinationAccepted', '2023-03-08')).facts).toEqual([DUE, ANSWERED, EFFECTIVELY]);
    expect(play(event('CoordinationResponded', '2023-03-08')).facts).toEqual([DUE, ANSWERED, EFFECTIVELY]);
    expect(play(event('CoordinationDeclined', '2023-03-08')).facts).toEqual([DUE, ANSWERED]);
  });

  it('期限次日才响应的不算', () => {
    for (const type of ['CoordinationAccepted', 'CoordinationResponded', 'CoordinationDeclined'])
      expect(play(event(type, '2023-03-09')).facts).toEqual([DUE]);
  });

  it('按时受理之后，期限外反馈、办结不改变响应', () => {
    const { facts, row } = play(
      event('CoordinationAccepted', '2023-03-08'),
      event('CoordinationResponded', '2023-03-20'),
      event('CoordinationCompleted', '2023-03-21'),
    );
    expect(facts).toEqual([DUE, ANSWERED, EFFECTIVELY]);
    expect(row).toMatchObject({
      phase: 'Completed',
      answeredOn: '2023-03-08',
      respondedOn: '2023-03-20',
      completedOn: '2023-03-21',
    });
  });

  it('提请纠正之后才受理的不算按时', () => {
    const { facts, row } = play(
      event('CoordinationEscalated', '2023-03-09'),
      event('CoordinationAccepted', '2023-03-10'),
    );
    expect(facts).toEqual([DUE]);
    expect(row).toMatchObject({ phase: 'Accepted', escalatedOn: '2023-03-09' });
  });
});

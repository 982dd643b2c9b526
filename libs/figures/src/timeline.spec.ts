import { describe, expect, it } from '@jest/globals';
import { sentenceOf, timeline } from './timeline.js';

const recorded = (stream: string, type: string, data: object, revision = 3) => ({
  id: 'e1',
  stream,
  revision,
  position: 17,
  type,
  schemaVersion: 1,
  data,
  recordedAt: '2023-06-01T02:00:00.000Z',
  meta: {
    actor: 'zhang',
    unit: 'qz',
    role: 'OFFICER',
    commandId: 'c',
    correlationId: 'c',
    sourceSystem: 'PLATFORM',
    ruleset: 'r',
  },
});
const happenedOn = (type: string, data: object, stream = 'case-k1') =>
  timeline.evolve(undefined, recorded(stream, type, data))?.happenedOn;

describe('时间线', () => {
  it('每个事件一行：谁、以何身份、何时记录、发生在哪一天、一句中文', () => {
    const event = recorded('case-k1', 'StatementWaived', { waivedOn: '2023-04-27' });
    expect(timeline.key(event)).toBe('case-k1/3');
    expect(timeline.evolve(undefined, event)).toEqual({
      stream: 'case-k1',
      revision: 3,
      position: 17,
      type: 'StatementWaived',
      sentence: '当事人明确放弃陈述申辩',
      happenedOn: '2023-04-27',
      actor: 'zhang',
      role: 'OFFICER',
      unitId: 'qz',
      recordedAt: '2023-06-01T02:00:00.000Z',
    });
  });

  it('没有说法的事件用其名称，不认识的用其类型', () => {
    expect(sentenceOf(recorded('remedy-x1', 'LitigationWithdrawn', { on: '2023-05-01' }))).toBe('撤诉');
    expect(sentenceOf(recorded('case-k1', 'Unheard', {}))).toBe('Unheard');
  });

  it('文书编号簿不入时间线', () => {
    expect(timeline.key(recorded('documentNumber-qz.FILING.2023', 'DocumentNumberTaken', {}))).toBeUndefined();
  });

  it.each([
    ['EvidenceCollected', { kind: 'OBJECT', officers: [], obtainedAt: '2023-03-10T16:00:00.000Z' }, '2023-03-11'],
    ['OfficerRemoved', { userId: 'li', removedOn: '2023-03-10' }, '2023-03-10'],
    ['StatementReviewed', { adopted: false, reviewedOn: '2023-04-28' }, '2023-04-28'],
    ['HearingScheduled', { noticeServedOn: '2023-05-08', on: '2023-05-18' }, '2023-05-08'],
    ['HearingTerminated', { terminatedOn: '2023-05-18', decisionDueOn: '2023-06-14' }, '2023-05-18'],
    ['PenaltyDecided', { kinds: ['FINE'], decidedOn: '2023-05-08', publicationDueOn: '2023-05-17' }, '2023-05-08'],
    ['ProceduralDefectRecorded', { dueOn: '2023-06-01', doneOn: '2023-06-05' }, '2023-06-05'],
    ['ActCodeAssigned', { assignedAt: '2023-05-09T02:00:00.000Z', decidedOn: '2023-05-08' }, '2023-05-09'],
    [
      'CriminalTransferApproved',
      { approvedAt: '2023-03-21T02:00:00.000Z', sendDueAt: '2023-03-22T02:00:00.000Z' },
      '2023-03-21',
    ],
    ['CriminalTransferRefused', { refusedOn: '2023-03-22', returnsTo: 'Investigating' }, '2023-03-22'],
  ])('%s 的日期是行为本身的日期', (type, data, day) => {
    expect(happenedOn(type, data)).toBe(day);
  });

  it('其他档案的事件同样', () => {
    expect(happenedOn('LeaderAppointed', { rank: 'CHIEF', from: '2022-01-01' }, 'officer-chen')).toBe('2022-01-01');
    expect(happenedOn('InboundReferralReceived', { from: 'PSB', receivedOn: '2023-03-01' }, 'referral-r1')).toBe(
      '2023-03-01',
    );
    expect(happenedOn('ExecutionFinished', { finishedOn: '2023-07-01' }, 'actLedger-a1')).toBe('2023-07-01');
    expect(happenedOn('LitigationEffective', { effectiveOn: '2023-08-01' }, 'remedy-x1')).toBe('2023-08-01');
    expect(happenedOn('UnitEstablished', { name: '局' }, 'unit-qz')).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { type Sentence, spoken } from '#fields';
import type { CloseReason } from '../terms.js';
import { CloseCase } from './closing.js';
import { by, onPaper, penaltyDecided, the, UNTIL_FILED, UNTIL_NOTICED, waived } from './scenario.js';
import {
  closed,
  courtAccepted,
  courtApplied,
  demanded,
  noPenaltyDecided,
  paid,
  policeFiled,
  published,
  served,
  summaryImported,
  summaryMade,
  transferApproved,
  transferProposed,
  transferSent,
  UNTIL_NO_PENALTY_SERVED,
  UNTIL_NOT_ESTABLISHED_SERVED,
  UNTIL_SERVED,
  UNTIL_WARNING_SERVED,
} from './scenario-after-decision.js';

const close = (
  history: readonly DomainEvent[],
  closeReason: CloseReason,
  closedOn: string,
  approverId: string | null = 'chen',
  at = '2024-06-28',
) =>
  given(...history).when(
    the(CloseCase),
    { closeReason, closedOn, ...(approverId === null ? {} : onPaper(closedOn, approverId)) },
    by('zhang', at),
  );

const PUBLISHED = [...UNTIL_SERVED, published()];
const PAID = [...PUBLISHED, paid()];

describe('履行完毕结案（G36）', () => {
  it('罚款缴清、已经公示的可以结案', () => {
    close(PAID, 'EXECUTED', '2023-05-30').then({
      type: 'CaseClosed',
      data: { closeReason: 'EXECUTED', closedOn: '2023-05-30', approverId: 'chen' },
    });
  });

  it('差一分也不是履行完毕，并说明尚欠多少元', () => {
    const history = [...PUBLISHED, paid({ amountFen: 999_999 })];
    const refusal = close(history, 'EXECUTED', '2023-05-25').thenRefused('closing.not_executed', {
      article: '行政处罚法第六十六条第一款',
    });
    expect(spoken(refusal.message as Sentence)).toContain('尚欠0.01元（罚款0.01元）');
    close([...history, paid({ receiptNo: 'R2', amountFen: 1 })], 'EXECUTED', '2023-05-25').then({ type: 'CaseClosed' });
  });

  it('没收款同样要缴清', () => {
    const history = [
      ...UNTIL_NOTICED,
      waived(),
      penaltyDecided({ kinds: ['FINE', 'CONFISCATE_INCOME'], confiscateFen: 25_000 }),
      served(),
      published(),
      paid(),
    ];
    const refusal = close(history, 'EXECUTED', '2023-05-30').thenRefused('closing.not_executed');
    expect(spoken(refusal.message as Sentence)).toContain('尚欠250.00元（没收款250.00元）');
    const settled = [...history, paid({ receiptNo: 'R2', kind: 'CONFISCATE', amountFen: 25_000 })];
    close(settled, 'EXECUTED', '2023-05-30').then({ type: 'CaseClosed' });
  });

  it('期满当日缴清没有加处罚款；次日缴清的，加处一日也要缴清（第七十二条）', () => {
    const late = [...PUBLISHED, paid({ paidOn: '2023-05-26' })];
    const refusal = close(late, 'EXECUTED', '2023-06-30').thenRefused('closing.not_executed');
    expect(spoken(refusal.message as Sentence)).toContain('尚欠300.00元（加处罚款300.00元）');
    const settled = [...late, paid({ receiptNo: 'R2', kind: 'SURCHARGE', amountFen: 30_000, paidOn: '2023-05-30' })];
    close(settled, 'EXECUTED', '2023-06-30').then({ type: 'CaseClosed' });
    close(PAID, 'EXECUTED', '2023-06-30').then({ type: 'CaseClosed' });
  });

  it('催告、申请强制执行以后缴清的也是履行完毕', () => {
    const settled = [
      paid({ paidOn: '2023-12-01' }),
      paid({ receiptNo: 'R2', kind: 'SURCHARGE', amountFen: 1_000_000, paidOn: '2023-12-01' }),
    ];
    close([...PUBLISHED, demanded(), ...settled], 'EXECUTED', '2023-12-05').then({ type: 'CaseClosed' });
    close([...PUBLISHED, demanded(), courtApplied(), ...settled], 'EXECUTED', '2023-12-05').then({
      type: 'CaseClosed',
    });
  });

  it('只有警告的，送达即履行完毕', () => {
    close([...UNTIL_WARNING_SERVED, published()], 'EXECUTED', '2023-05-30').then({ type: 'CaseClosed' });
  });

  it('没有决定、没有送达的不能结案', () => {
    close(UNTIL_FILED, 'EXECUTED', '2023-05-30').thenRefused('case.phase');
    close([...UNTIL_NOTICED, waived(), penaltyDecided()], 'EXECUTED', '2023-05-30').thenRefused('case.phase');
  });
});

describe('结案理由与事实一致（G36）', () => {
  it('法院受理结案须法院已经受理（行政强制法第五十六条）', () => {
    const applied = [...PUBLISHED, demanded(), courtApplied()];
    close(applied, 'COURT_ACCEPTED', '2023-11-20').thenRefused('closing.court_not_accepted');
    close([...applied, courtAccepted()], 'COURT_ACCEPTED', '2023-11-20').then({ type: 'CaseClosed' });
    close(PAID, 'COURT_ACCEPTED', '2023-11-20').thenRefused('case.phase');
  });

  it('不予处罚、事实不成立的决定送达以后以各自的理由结案', () => {
    close(UNTIL_NO_PENALTY_SERVED, 'NO_PENALTY', '2023-05-30').then({ type: 'CaseClosed' });
    close(UNTIL_NOT_ESTABLISHED_SERVED, 'NOT_ESTABLISHED', '2023-05-30').then({ type: 'CaseClosed' });
    close([...UNTIL_NOTICED, waived(), noPenaltyDecided()], 'NO_PENALTY', '2023-05-30').thenRefused('case.phase');
  });

  it('理由与决定不符的不能结案', () => {
    close(UNTIL_NO_PENALTY_SERVED, 'NOT_ESTABLISHED', '2023-05-30').thenRefused('closing.reason_disagrees');
    close(UNTIL_NOT_ESTABLISHED_SERVED, 'NO_PENALTY', '2023-05-30').thenRefused('closing.reason_disagrees');
    close(UNTIL_NO_PENALTY_SERVED, 'EXECUTED', '2023-05-30').thenRefused('closing.reason_disagrees');
    close([...UNTIL_WARNING_SERVED, published()], 'NO_PENALTY', '2023-05-30').thenRefused('closing.reason_disagrees');
  });

  it('移送结案须公安机关已经立案', () => {
    const sent = [...UNTIL_FILED, transferProposed(), transferApproved(), transferSent()];
    close(sent, 'TRANSFERRED', '2023-03-30').thenRefused('case.phase');
    close([...sent, policeFiled()], 'TRANSFERRED', '2023-03-30').then({ type: 'CaseClosed' });
    close([...sent, policeFiled()], 'EXECUTED', '2023-03-30').thenRefused('case.phase');
  });
});

describe('结案的其他条件', () => {
  it('应当公示而没有公示的不能结案（第四十八条第一款）', () => {
    close([...UNTIL_SERVED, paid()], 'EXECUTED', '2023-05-30').thenRefused('closing.not_published', {
      article: '行政处罚法第四十八条第一款',
    });
  });

  it('普通程序由机关负责人批准，办案人员、非负责人不能批准（G05）', () => {
    close(PAID, 'EXECUTED', '2023-05-30', 'lin').then({ type: 'CaseClosed', data: { approverId: 'lin' } });
    close(PAID, 'EXECUTED', '2023-05-30', null).thenRefused('approval.not_proposed');
    close(PAID, 'EXECUTED', '2023-05-30', 'sun').thenRefused('approver.not_leader');
    const assigned = { type: 'OfficerAssigned', data: { userId: 'both', certNo: 'C09', duty: 'ASSIST' } };
    const removed = { type: 'OfficerRemoved', data: { userId: 'both', reason: '调离', removedOn: '2023-03-08' } };
    close([...UNTIL_FILED, assigned, removed, ...PAID.slice(2)], 'EXECUTED', '2023-05-30', 'both').thenRefused(
      'approver.investigates',
    );
  });

  it('当场处罚报所属机关备案即可，不须批准（第五十二条第三款）', () => {
    const history = [summaryMade(), paid({ amountFen: 10_000, paidOn: '2023-05-09' })];
    const { decision } = close(history, 'EXECUTED', '2023-05-09', null);
    expect(decision).toMatchObject({
      kind: 'accepted',
      events: [{ data: { closeReason: 'EXECUTED', closedOn: '2023-05-09' } }],
    });
    close(history, 'EXECUTED', '2023-05-09', 'zhang').thenRefused('approver.not_leader');
    close([summaryMade()], 'EXECUTED', '2023-05-09', null).thenRefused('closing.not_executed');
    close([summaryMade({ kinds: ['WARNING'], fineFen: 0 })], 'EXECUTED', '2023-05-08', null).then({
      type: 'CaseClosed',
    });
  });

  it('导入而未缴款的，缴清以后照样结案', () => {
    close([summaryImported()], 'EXECUTED', '2023-06-30', null).thenRefused('closing.not_executed');
    close([summaryImported(), paid({ amountFen: 15_000, paidOn: '2023-06-30' })], 'EXECUTED', '2023-06-30', null).then({
      type: 'CaseClosed',
    });
  });

  it('结案不早于最后一笔缴款，不在将来，不能再结一次', () => {
    close(PAID, 'EXECUTED', '2023-05-25').then({ type: 'CaseClosed' });
    close(PAID, 'EXECUTED', '2023-05-24').thenRefused('day.out_of_order', { earliest: '2023-05-25' });
    close(PAID, 'EXECUTED', '2023-05-30', 'chen', '2023-05-30').then({ type: 'CaseClosed' });
    close(PAID, 'EXECUTED', '2023-05-30', 'chen', '2023-05-29').thenRefused('day.in_future');
    close([...PAID, closed({ closeReason: 'EXECUTED', closedOn: '2023-05-30' })], 'EXECUTED', '2023-05-30').thenRefused(
      'case.phase',
    );
  });

  it('结案不早于催告、申请强制执行', () => {
    const late = [...PUBLISHED, demanded('2023-06-01'), paid()];
    close(late, 'EXECUTED', '2023-05-31').thenRefused('day.out_of_order', { earliest: '2023-06-01' });
    close(late, 'EXECUTED', '2023-06-01').then({ type: 'CaseClosed' });
    close([...late, courtApplied()], 'EXECUTED', '2023-11-12').thenRefused('day.out_of_order', {
      earliest: '2023-11-13',
    });
  });

  it('结案不早于公示、受理、公安立案', () => {
    close([...UNTIL_SERVED, paid(), published('2023-06-01')], 'EXECUTED', '2023-05-31').thenRefused('day.out_of_order');
    close([...PUBLISHED, demanded(), courtApplied(), courtAccepted()], 'COURT_ACCEPTED', '2023-11-15').thenRefused(
      'day.out_of_order',
    );
    const police = [...UNTIL_FILED, transferProposed(), transferApproved(), transferSent(), policeFiled()];
    close(police, 'TRANSFERRED', '2023-03-22').thenRefused('day.out_of_order', { earliest: '2023-03-23' });
  });
});

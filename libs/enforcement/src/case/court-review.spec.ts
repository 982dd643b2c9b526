import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import type { CourtEnforcementRejected, CourtRulingReceived } from './court-enforcement.js';
import { ApplyCourtReview, RecordCourtReview } from './court-review.js';
import { by, the } from './scenario.js';
import { closed, courtAccepted, courtApplied, demanded, UNTIL_SERVED } from './scenario-after-decision.js';

const APPLIED = [...UNTIL_SERVED, demanded(), courtApplied()];
const rejected: DomainEvent = {
  type: 'CourtEnforcementRejected',
  data: { on: '2023-11-16', reason: '材料不齐', objectionDueOn: '2023-12-01' } satisfies CourtEnforcementRejected,
};
const ruled = (ruling: 'REFUSED' | 'PARTLY_GRANTED'): DomainEvent => ({
  type: 'CourtRulingReceived',
  data: {
    ruling,
    ruledOn: '2023-11-27',
    reason: '明显缺乏事实根据',
    objectionDueOn: '2023-12-12',
  } satisfies CourtRulingReceived,
});
const REJECTED = [...APPLIED, rejected];
const REFUSED = [...APPLIED, courtAccepted(), ruled('REFUSED')];

const apply = (history: readonly DomainEvent[], appliedOn: string) =>
  given(...history).when(
    the(ApplyCourtReview),
    { court: '衢州市中级人民法院', appliedOn, reason: '申请材料齐备' },
    by('zhang', '2023-12-29'),
  );
const record = (history: readonly DomainEvent[], input: RecordCourtReview) =>
  given(...history).when(the(RecordCourtReview), input, by('zhang', '2024-02-29'));
const stateAfter = (history: readonly DomainEvent[]) =>
  history.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

/** The history with the application to the court above. */
function reviewed(history: readonly DomainEvent[], appliedOn: string): DomainEvent[] {
  const { decision } = apply(history, appliedOn);
  if (decision.kind !== 'accepted') throw new Error(decision.code);
  return [...history, ...decision.events];
}

describe('对法院裁定申请复议（行政强制法第五十六条第二款、第五十八条第三款）', () => {
  it('不予受理的，十五日内申请，上一级法院十五日内裁定', () => {
    apply(REJECTED, '2023-12-01').then({
      type: 'CourtReviewApplied',
      data: { against: 'REJECTION', reviewDueOn: '2023-12-18', reviewRule: 'D19@2012-01-01' },
    });
    apply(REJECTED, '2023-12-02').thenRefused('court_review.too_late', { article: '行政强制法第五十六条第二款' });
    apply(REJECTED, '2023-11-15').thenRefused('day.out_of_order', { earliest: '2023-11-16' });
  });

  it('不准予、部分准予执行的，十五日内申请，上一级法院三十日内裁定', () => {
    for (const ruling of ['REFUSED', 'PARTLY_GRANTED'] as const)
      apply([...APPLIED, courtAccepted(), ruled(ruling)], '2023-12-01').then({
        type: 'CourtReviewApplied',
        data: { against: 'RULING', reviewDueOn: '2024-01-02' },
      });
    apply(REFUSED, '2023-12-12').then({ type: 'CourtReviewApplied' });
    apply(REFUSED, '2023-12-13').thenRefused('court_review.too_late', { article: '行政强制法第五十八条第三款' });
  });

  it('没有不利的裁定不能申请，也不能申请两次', () => {
    apply(APPLIED, '2023-11-20').thenRefused('court_review.nothing_refused');
    apply(reviewed(REJECTED, '2023-11-20'), '2023-11-21').thenRefused('court_review.applied');
  });

  it('复议裁定受理的，案件回到法院，裁定期限自受理起算；维持的，仍是逾期', () => {
    const history = reviewed(REJECTED, '2023-11-20');
    const { events } = record(history, { outcome: 'ACCEPTED', on: '2023-12-04' }).then({
      type: 'CourtReviewDecided',
      data: { rulingDueOn: '2023-12-13' },
    });
    expect(stateAfter([...history, ...events])).toMatchObject({
      phase: 'CourtEnforcement',
      courtAcceptedOn: '2023-12-04',
    });
    const { events: upheld } = record(history, { outcome: 'UPHELD', on: '2023-12-04' }).then({
      type: 'CourtReviewDecided',
    });
    expect(stateAfter([...history, ...upheld])).toMatchObject({ phase: 'Overdue', courtRejectedOn: '2023-11-16' });
  });

  it('复议裁定准予执行的，即为准予；结案以后收到的不改变案件状态', () => {
    const history = reviewed(REFUSED, '2023-12-01');
    const { events } = record(history, { outcome: 'GRANTED', on: '2023-12-20' }).then({ type: 'CourtReviewDecided' });
    expect(stateAfter([...history, ...events])).toMatchObject({
      phase: 'CourtEnforcement',
      courtRuling: 'GRANTED',
      courtAcceptedOn: '2023-11-16',
    });
    const closedCase = reviewed([...APPLIED, courtAccepted(), closed(), ruled('REFUSED')], '2023-12-01');
    const { events: granted } = record(closedCase, { outcome: 'PARTLY_GRANTED', on: '2023-12-20' }).then({
      type: 'CourtReviewDecided',
    });
    expect(stateAfter([...closedCase, ...granted])).toMatchObject({ phase: 'Closed', courtRuling: 'PARTLY_GRANTED' });
  });

  it('结果与申请复议的裁定相符；没有申请的没有结果，结果不早于申请', () => {
    record(reviewed(REJECTED, '2023-11-20'), { outcome: 'GRANTED', on: '2023-12-04' }).thenRefused(
      'court_review.outcome',
    );
    record(reviewed(REFUSED, '2023-12-01'), { outcome: 'ACCEPTED', on: '2023-12-04' }).thenRefused(
      'court_review.outcome',
    );
    record(REJECTED, { outcome: 'UPHELD', on: '2023-12-04' }).thenRefused('court_review.not_applied');
    record(reviewed(REJECTED, '2023-11-20'), { outcome: 'UPHELD', on: '2023-11-19' }).thenRefused('day.out_of_order');
  });
});

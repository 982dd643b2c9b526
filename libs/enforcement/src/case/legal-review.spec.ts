import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { PassReview, ReturnReview, SubmitLegalReview } from './legal-review.js';
import { ServeNotice } from './notice.js';
import {
  by,
  discussed,
  hearingHeld,
  hearingRequested,
  hearingScheduled,
  hearingTerminated,
  noticed,
  passed,
  penaltyDecided,
  returned,
  submitted,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_HELD,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_REVIEWED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';

const SUBMIT: SubmitLegalReview = { trigger: 'EVERY_CASE', reviewerId: 'sun', submittedOn: '2023-04-11' };
const PASS: PassReview = { opinion: '事实清楚、程序合法，同意', passedOn: '2023-04-14' };
const RETURN: ReturnReview = { opinion: '裁量理由不足，退回补正', returnedOn: '2023-04-14' };

describe('送法制审核（行政处罚法第五十八条）', () => {
  it('调查终结后送第一轮，并算出办理期限', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(SubmitLegalReview), SUBMIT, by('zhang', '2023-04-11'))
      .then({
        type: 'LegalReviewSubmitted',
        data: { ...SUBMIT, round: 1, dueOn: '2023-04-24', dueRule: expect.stringMatching(/^D10@\d{4}-/) },
      });
  });

  it('调查没有终结、已经送审、已经决定的，不能送', () => {
    given(...UNTIL_FILED)
      .when(the(SubmitLegalReview), SUBMIT, by('zhang', '2023-04-11'))
      .thenRefused('case.phase');
    given(...UNTIL_CONCLUDED, submitted())
      .when(the(SubmitLegalReview), SUBMIT, by('zhang', '2023-04-11'))
      .thenRefused('case.phase');
    given(...UNTIL_NOTICED, waived(), penaltyDecided())
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-05-09' }, by('zhang', '2023-05-09'))
      .thenRefused('case.phase');
  });

  it('送审日期不能早于调查终结，不能晚于今天', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-04-10' }, by('zhang', '2023-04-11'))
      .then({ type: 'LegalReviewSubmitted' });
    given(...UNTIL_CONCLUDED)
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-04-09' }, by('zhang', '2023-04-11'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-10' });
    given(...UNTIL_CONCLUDED)
      .when(the(SubmitLegalReview), SUBMIT, by('zhang', '2023-04-10'))
      .thenRefused('day.in_future');
  });

  it('审核人须在审核人员库：入库之日可以，前一日不可以', () => {
    given(...UNTIL_CONCLUDED)
      .when(the(SubmitLegalReview), { ...SUBMIT, reviewerId: 'zhou' }, by('zhang', '2023-04-12'))
      .thenRefused('reviewer.not_enrolled');
    given(...UNTIL_CONCLUDED)
      .when(
        the(SubmitLegalReview),
        { ...SUBMIT, reviewerId: 'zhou', submittedOn: '2023-04-12' },
        by('zhang', '2023-04-12'),
      )
      .then({ type: 'LegalReviewSubmitted' });
  });

  it('办理过本案的人不能审核本案，撤换以后也不能', () => {
    given(
      ...UNTIL_FILED,
      { type: 'OfficerAssigned', data: { userId: 'zhou', certNo: 'C10', duty: 'ASSIST', assignedOn: '2023-03-04' } },
      { type: 'OfficerRemoved', data: { userId: 'zhou', reason: '调离', removedOn: '2023-03-05' } },
      ...UNTIL_CONCLUDED.slice(2),
    )
      .when(
        the(SubmitLegalReview),
        { ...SUBMIT, reviewerId: 'zhou', submittedOn: '2023-04-12' },
        by('zhang', '2023-04-12'),
      )
      .thenRefused('reviewer.investigates');
  });
});

describe('法制审核由审核人本人出具意见（行政处罚法第五十八条）', () => {
  const history = [...UNTIL_CONCLUDED, submitted()];

  it('本人通过', () => {
    given(...history)
      .when(the(PassReview), PASS, by('sun', '2023-04-14'))
      .then({ type: 'LegalReviewPassed', data: { ...PASS, round: 1, reviewerId: 'sun' } });
  });

  it('本人退回', () => {
    given(...history)
      .when(the(ReturnReview), RETURN, by('sun', '2023-04-14'))
      .then({ type: 'LegalReviewReturned', data: { ...RETURN, round: 1, reviewerId: 'sun' } });
  });

  it('另一名审核人员不能代为通过或者退回', () => {
    given(...history)
      .when(the(PassReview), PASS, by('zhou', '2023-04-14'))
      .thenRefused('review.not_assigned');
    given(...history)
      .when(the(ReturnReview), RETURN, by('zhou', '2023-04-14'))
      .thenRefused('review.not_assigned');
  });

  it('送审以后才参加办案的，也不能出具意见', () => {
    const investigating = {
      type: 'OfficerAssigned',
      data: { userId: 'zhou', certNo: 'C10', duty: 'ASSIST', assignedOn: '2023-04-13' },
    };
    const events = [...UNTIL_CONCLUDED, submitted(1, '2023-04-12', 'zhou'), investigating];
    given(...events)
      .when(the(PassReview), PASS, by('zhou', '2023-04-14'))
      .thenRefused('reviewer.investigates');
    given(...events)
      .when(the(ReturnReview), RETURN, by('zhou', '2023-04-14'))
      .thenRefused('reviewer.investigates');
  });

  it('没有送审的不能通过或者退回；已经通过、退回的不能再来一次', () => {
    for (const events of [UNTIL_CONCLUDED, [...history, passed()], [...history, returned()]]) {
      given(...events)
        .when(the(PassReview), PASS, by('sun', '2023-04-14'))
        .thenRefused('case.phase');
      given(...events)
        .when(the(ReturnReview), RETURN, by('sun', '2023-04-14'))
        .thenRefused('case.phase');
    }
  });

  it('不能早于送审，不能晚于今天', () => {
    given(...history)
      .when(the(PassReview), { ...PASS, passedOn: '2023-04-11' }, by('sun', '2023-04-14'))
      .then({ type: 'LegalReviewPassed' });
    given(...history)
      .when(the(PassReview), { ...PASS, passedOn: '2023-04-10' }, by('sun', '2023-04-14'))
      .thenRefused('day.out_of_order');
    given(...history)
      .when(the(ReturnReview), { ...RETURN, returnedOn: '2023-04-10' }, by('sun', '2023-04-14'))
      .thenRefused('day.out_of_order');
    given(...history)
      .when(the(PassReview), PASS, by('sun', '2023-04-13'))
      .thenRefused('day.in_future');
    given(...history)
      .when(the(ReturnReview), RETURN, by('sun', '2023-04-13'))
      .thenRefused('day.in_future');
  });
});

describe('退回后须再次送审', () => {
  const history = [...UNTIL_CONCLUDED, submitted(), returned()];

  it('退回的案件不能告知', () => {
    given(...history)
      .when(
        the(ServeNotice),
        { proposed: { kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 }, servedOn: '2023-04-26' },
        by('zhang', '2023-04-26'),
      )
      .thenRefused('notice.not_reviewed');
  });

  it('再次送审是第二轮，不能早于退回', () => {
    given(...history)
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-04-14' }, by('zhang', '2023-04-14'))
      .then({ type: 'LegalReviewSubmitted', data: { round: 2 } });
    given(...history)
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-04-13' }, by('zhang', '2023-04-14'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-14' });
  });
});

describe('告知后的第二轮审核不影响告知和当事人的权利', () => {
  const state = (...events: DomainEvent[]) =>
    events.reduce((s, e) => caseAggregate.evolve(s, e), caseAggregate.initialState);

  it('送审、通过以后，告知、陈述申辩、听证照旧', () => {
    const before = state(...UNTIL_NOTICED, waived());
    const after = state(...UNTIL_NOTICED, waived(), submitted(2, '2023-05-08'), passed(2, '2023-05-09'));
    expect(after).toEqual({
      ...before,
      phase: 'ReviewPassed',
      reviews: [
        ...before.reviews,
        {
          round: 2,
          trigger: 'EVERY_CASE',
          reviewerId: 'sun',
          submittedOn: '2023-05-08',
          outcome: 'PASSED',
          finishedOn: '2023-05-09',
        },
      ],
    });
  });

  it('可以从已告知、集体讨论送第二轮；不能早于告知送达', () => {
    for (const events of [UNTIL_NOTICED, [...UNTIL_NOTICED, discussed()]])
      given(...events)
        .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-05-08' }, by('zhang', '2023-05-08'))
        .then({ type: 'LegalReviewSubmitted', data: { round: 2 } });
    given(...UNTIL_NOTICED)
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-04-25' }, by('zhang', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    given(...UNTIL_NOTICED, discussed('2023-05-08'))
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-05-07' }, by('zhang', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-08' });
  });
});

describe('听证以后再审一轮（行政处罚法第五十八条第一款第二项）', () => {
  const SECOND: SubmitLegalReview = { trigger: '58.2', reviewerId: 'sun', submittedOn: '2023-05-18' };

  it('听证举行或者终止以后送审', () => {
    for (const end of [hearingHeld(), hearingTerminated()])
      given(...UNTIL_SCHEDULED, end)
        .when(the(SubmitLegalReview), SECOND, by('zhang', '2023-05-19'))
        .then({ type: 'LegalReviewSubmitted', data: { round: 2 } });
  });

  it('申请了听证而没有结束的，不能送审', () => {
    for (const events of [UNTIL_REQUESTED, UNTIL_SCHEDULED])
      given(...events)
        .when(the(SubmitLegalReview), SECOND, by('zhang', '2023-05-19'))
        .thenRefused('review.hearing_pending');
  });

  it('不能早于听证之日', () => {
    given(...UNTIL_HELD)
      .when(the(SubmitLegalReview), { ...SECOND, submittedOn: '2023-05-17' }, by('zhang', '2023-05-19'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-18' });
  });

  it('听证主持人不能审核', () => {
    given(...UNTIL_REQUESTED, hearingScheduled({ hostId: 'sun' }), hearingHeld())
      .when(the(SubmitLegalReview), SECOND, by('zhang', '2023-05-19'))
      .thenRefused('reviewer.hosted_hearing');
  });

  it('重新告知以后，前一次听证的主持人仍然不能审核', () => {
    given(
      ...UNTIL_REQUESTED,
      hearingScheduled({ hostId: 'sun' }),
      hearingHeld(),
      submitted(2, '2023-05-18', 'zhou'),
      passed(2, '2023-05-19', 'zhou'),
      noticed({ servedOn: '2023-05-22', changeReason: '听证查明新的事实' }),
    )
      .when(the(SubmitLegalReview), { ...SECOND, submittedOn: '2023-05-23' }, by('zhang', '2023-05-23'))
      .thenRefused('reviewer.hosted_hearing');
  });

  it('审核期间申请听证的，先听证，未完的一轮作废，听证后另起一轮', () => {
    const history = [...UNTIL_NOTICED, submitted(2, '2023-04-27'), hearingRequested('2023-05-05')];
    given(...history)
      .when(the(PassReview), { ...PASS, passedOn: '2023-05-05' }, by('sun', '2023-05-05'))
      .thenRefused('case.phase');
    given(...history, hearingScheduled(), hearingHeld())
      .when(the(SubmitLegalReview), SECOND, by('zhang', '2023-05-19'))
      .then({ type: 'LegalReviewSubmitted', data: { round: 3 } });
  });

  it('通过以后不必、也不能从“审核通过”再送', () => {
    given(...UNTIL_REVIEWED)
      .when(the(SubmitLegalReview), { ...SUBMIT, submittedOn: '2023-04-14' }, by('zhang', '2023-04-14'))
      .thenRefused('case.phase');
  });
});

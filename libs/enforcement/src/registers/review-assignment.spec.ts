import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, ordinaryCase, rowAfter } from '../scenario.js';
import {
  AssignReviewer,
  FinishAssignedReview,
  RecuseReviewer,
  RequestReviewer,
  reviewAssignment,
} from './review-assignment.js';

const the = <Command extends object>(input: new () => Command) => commandOf(reviewAssignment, input);

const person = (userId: string, unitId: string, reviewer?: object) => [
  { type: 'OfficerRegistered', data: { userId, name: '某', unitId, auxiliary: false } },
  ...(reviewer ? [{ type: 'ReviewerEnrolled', data: reviewer }] : []),
];
const filedBy = (userId: string) => [
  ordinaryCase('c1', 'kecheng')[0]!,
  {
    type: 'CaseFiled',
    data: {
      caseNo: '1',
      procedure: 'ORDINARY',
      filedOn: '2023-02-01',
      deadlineOn: '2023-05-02',
      officers: [{ userId, certNo: '1', duty: 'LEAD' }],
    },
  },
];
const ELSEWHERE = {
  'case-c1': filedBy('zhang'),
  'officer-qian': person('qian', 'qz', { enrolledOn: '2023-03-01', firstTime: false }),
  'officer-zhang': person('zhang', 'kecheng', { enrolledOn: '2023-01-01', firstTime: false }),
  'officer-new': person('new', 'qz', { enrolledOn: '2023-01-01', firstTime: true }),
};
const county = (at: string) => by('kecheng', 'OFFICER', at, ELSEWHERE);
const city = (at: string) => by('qz', 'COORDINATOR', at, ELSEWHERE);
const reviewer = (at: string, id = 'qian') => {
  const scenario = by('qz', 'REVIEWER', at, ELSEWHERE);
  return { ...scenario, actor: { ...scenario.actor, id } };
};

const REQUEST: RequestReviewer = { caseId: 'c1', reason: '本局审核人员承办了此案的初查', requestedOn: '2023-03-01' };
const requested = { type: 'ReviewerRequested', data: { ...REQUEST, unitId: 'kecheng' } };
const assigned = {
  type: 'ReviewAssigned',
  data: {
    unitId: 'kecheng',
    reviewerId: 'qian',
    reviewerUnitId: 'qz',
    isCrossDepartment: true,
    dueOn: '2023-03-15',
    dueRule: 'D10@2021-07-15',
    on: '2023-03-01',
  },
};
const finished = (on: string, isApproved = true) => ({
  type: 'AssignedReviewFinished',
  data: { unitId: 'kecheng', isApproved, opinion: '事实清楚', on },
});

describe('法制审核派单（行政处罚法第五十八条、浙江省综合行政执法条例第二十四条）', () => {
  it('为本单位的案件申请；派出后十个工作日内完成（D10）', () => {
    given().when(the(RequestReviewer), REQUEST, county('2023-03-01')).then(requested);
    given()
      .when(the(RequestReviewer), REQUEST, by('qujiang', 'OFFICER', '2023-03-01', ELSEWHERE))
      .thenRefused('assignment.other_case');
    given(requested)
      .when(the(AssignReviewer), { reviewerId: 'qian', on: '2023-03-01' }, city('2023-03-01'))
      .then({
        type: 'ReviewAssigned',
        data: {
          reviewerUnitId: 'qz',
          isCrossDepartment: true,
          dueOn: '2023-03-15',
          dueRule: expect.stringMatching(/^D10@/),
        },
      });
  });

  it('派的是库中的人：入库之日起可以，之前不能；初次从事而无法律职业资格的不能；办案人员不能', () => {
    const assign = (reviewerId: string, on = '2023-03-01'): AssignReviewer => ({ reviewerId, on });
    const early = { type: 'ReviewerRequested', data: { ...REQUEST, requestedOn: '2023-02-28', unitId: 'kecheng' } };
    given(early)
      .when(the(AssignReviewer), assign('qian', '2023-02-28'), city('2023-03-01'))
      .thenRefused('reviewer.not_enrolled', { article: '行政处罚法第五十八条', earliest: '2023-03-01' });
    for (const id of ['new', 'nobody'])
      given(requested).when(the(AssignReviewer), assign(id), city('2023-03-01')).thenRefused('reviewer.not_enrolled');
    given(requested)
      .when(the(AssignReviewer), assign('zhang'), city('2023-03-01'))
      .thenRefused('reviewer.investigates');
  });

  it('审核意见由被派的人本人提出；回避的另行派人', () => {
    const finish: FinishAssignedReview = { isApproved: true, opinion: '事实清楚', on: '2023-03-10' };
    given(requested, assigned)
      .when(the(FinishAssignedReview), finish, reviewer('2023-03-10'))
      .then(finished('2023-03-10'));
    given(requested, assigned)
      .when(the(FinishAssignedReview), finish, reviewer('2023-03-10', 'sun'))
      .thenRefused('assignment.other_reviewer');
    const recuse: RecuseReviewer = { reason: '与当事人有利害关系', on: '2023-03-02' };
    given(requested, assigned)
      .when(the(RecuseReviewer), recuse, reviewer('2023-03-02'))
      .then({ type: 'ReviewerRecused' });
    const recused = { type: 'ReviewerRecused', data: { unitId: 'kecheng', ...recuse } };
    given(requested, assigned, recused)
      .when(the(AssignReviewer), { reviewerId: 'qian', on: '2023-03-02' }, city('2023-03-02'))
      .then({ type: 'ReviewAssigned' });
  });

  it('期限当日完成是按期，次日不是；件次计在送审单位，负担计在审核人员的单位（E12）', () => {
    const facts = (on: string) => rowAfter(reviewAssignment.register, requested, assigned, finished(on)).facts;
    expect(facts('2023-03-15')).toEqual([
      'assignment.made 2023-03-01 kecheng',
      'assignment.cross 2023-03-01 kecheng',
      'assignment.load 2023-03-01 qz',
      'assignment.finished 2023-03-15 kecheng',
      'assignment.due 2023-03-15 kecheng',
      'assignment.inTime 2023-03-15 kecheng',
    ]);
    expect(facts('2023-03-16')).not.toContain('assignment.inTime 2023-03-15 kecheng');
    expect(rowAfter(reviewAssignment.register, requested, assigned).open).toEqual(['review 2023-03-15']);
  });
});

import { refuse } from '#eventsourcing';
import { ActDay, Day, Flag, Narrative, Optional, PersonRef, RecordRef, Rule, say, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { guardReviewer } from '../case/officers.js';
import { act } from '../definition/act.js';
import { ruleOf } from '../definition/context.js';
import { count, rate } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { officer } from '../organisation/officer.js';
import { officerNeed } from '../organisation/person.js';

/*
 * 法制审核派单 (行政处罚法第五十八条; 浙江省综合行政执法条例第二十四条; DOMAIN 4.8): whoever has no reviewer of his own, or too few,
 * asks the pool of the city; the 指导办 sends one, of whatever department. Who is in the pool stands in the register of people.
 */

/** 审核派单, as it stands. */
export class ReviewAssignment {
  @UnitRef('送审单位') unitId!: string;
  @RecordRef('case', '案件') caseId!: string;
  @Narrative('需要协助审核的事由') reason!: string;
  @Day('申请日期') requestedOn!: LegalDay;
  @Optional() @PersonRef('审核人员') reviewerId?: string;
  @Optional() @UnitRef('审核人员所在单位') reviewerUnitId?: string;
  @Optional() @Flag('是否跨部门') isCrossDepartment?: boolean;
  @Optional() @Day('派单日期') assignedOn?: LegalDay;
  @Optional() @Day('办理期限') dueOn?: LegalDay;
  @Optional() @Rule('期限依据') dueRule?: string;
  @Optional() @Day('完成日期') finishedOn?: LegalDay;
  @Optional() @Flag('是否同意') isApproved?: boolean;
}

// ---- commands and, beside each, the event that is stored for ever

export class RequestReviewer {
  @RecordRef('case', '案件') caseId!: string;
  @Narrative('需要协助审核的事由') reason!: string;
  @ActDay('申请日期') requestedOn!: LegalDay;
}

export class AssignReviewer {
  @PersonRef('审核人员') reviewerId!: string;
  @ActDay('派单日期') on!: LegalDay;
}
export class ReviewAssigned extends AssignReviewer {
  @UnitRef('送审单位') unitId!: string;
  @UnitRef('审核人员所在单位') reviewerUnitId!: string;
  @Flag('是否跨部门') isCrossDepartment!: boolean;
  @Day('办理期限') dueOn!: LegalDay;
  @Rule('期限依据') dueRule!: string;
}

/** 审核人员回避: another one is to be sent. */
export class RecuseReviewer {
  @Narrative('回避的理由') reason!: string;
  @ActDay('回避日期') on!: LegalDay;
}

export class FinishAssignedReview {
  @Flag('是否同意') isApproved!: boolean;
  @Narrative('审核意见') opinion!: string;
  @ActDay('完成日期') on!: LegalDay;
}

const REVIEW = '行政处罚法第五十八条第一款';
const REVIEWERS = '行政处罚法第五十八条第二款';
const POOL = '浙江省综合行政执法条例第二十四条';
const RECUSAL = '行政处罚法第四十三条';

const PHASES = { Unrequested: '未申请', Requested: '待派单', Assigned: '审核中', Finished: '已完成' } as const;

/** 法制审核派单, one stream each: `reviewAssignment-<id>`. */
export const reviewAssignment = register<ReviewAssignment, typeof PHASES>({
  name: 'reviewAssignment',
  path: 'review-assignments',
  title: '法制审核派单',
  noun: '审核派单',
  room: 'SUPERVISION',
  code: 'assignment',
  row: ReviewAssignment,
  phases: PHASES,
  roles: ['OFFICER', 'REGISTRAR', 'LEADER'],
  acts: [
    act(RequestReviewer, 'ReviewerRequested', {
      title: '申请派审核人员',
      article: POOL,
      to: 'Requested',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ caseId, reason }) => say`案件${the.record('case', caseId)}申请派审核人员：${the.words(reason)}`,
      decide: ({ caseId }, _row, { facts, actor }) =>
        facts.get(caseAggregate, caseId).unitId === actor.unit
          ? {}
          : refuse({
              code: 'assignment.other_case',
              article: REVIEW,
              message: say`本单位没有编号为${the.record('case', caseId)}的案件，请核对案件编号`,
            }),
    }),
    act(AssignReviewer, ReviewAssigned, {
      title: '派审核人员',
      article: POOL,
      roles: ['COORDINATOR'],
      from: ['Requested'],
      to: 'Assigned',
      needs: ({ reviewerId }, { caseId }) => [officerNeed(reviewerId), ...caseNeeds(caseId)],
      says: ({ reviewerId, reviewerUnitId, dueOn }) =>
        say`派${the.unit(reviewerUnitId)}${the.person(reviewerId)}审核，应于${the.day(dueOn)}前完成`,
      decide: (input, { unitId, caseId }, context) => {
        const { facts } = context;
        const refused = guardReviewer(facts, input.reviewerId, facts.get(caseAggregate, caseId), input.on);
        if (refused) return refused;
        const { unitId: reviewerUnitId } = facts.get(officer, input.reviewerId);
        const due = context.statutes.due('D10', { on: input.on });
        return {
          reviewerUnitId,
          isCrossDepartment: reviewerUnitId !== unitId,
          dueOn: due.dueOn,
          dueRule: ruleOf(due),
        };
      },
      evolve: (_row, { on }) => ({ assignedOn: on }),
    }),
    act(RecuseReviewer, 'ReviewerRecused', {
      title: '审核人员回避',
      article: RECUSAL,
      roles: ['REVIEWER', 'COORDINATOR'],
      from: ['Assigned'],
      to: 'Requested',
      unitOf: ({ reviewerUnitId = '' }) => reviewerUnitId,
      says: ({ reason }) => say`审核人员回避：${the.words(reason)}`,
      evolve: () => ({
        reviewerId: undefined,
        reviewerUnitId: undefined,
        isCrossDepartment: undefined,
        assignedOn: undefined,
        dueOn: undefined,
        dueRule: undefined,
      }),
    }),
    act(FinishAssignedReview, 'AssignedReviewFinished', {
      title: '完成审核',
      article: REVIEW,
      roles: ['REVIEWER'],
      from: ['Assigned'],
      to: 'Finished',
      unitOf: ({ reviewerUnitId = '' }) => reviewerUnitId,
      says: ({ isApproved, opinion }) => say`审核意见${isApproved ? '同意' : '不同意'}：${the.words(opinion)}`,
      decide: (_input, { reviewerId = '' }, { actor }) =>
        actor.id === reviewerId
          ? {}
          : refuse({
              code: 'assignment.other_reviewer',
              article: REVIEWERS,
              message: say`此件派给${the.person(reviewerId)}审核，由其本人提出审核意见`,
            }),
      evolve: (_row, { on }) => ({ finishedOn: on }),
    }),
  ],
  units: ['unitId', 'reviewerUnitId'],
  desks: { COORDINATOR: ['Requested'] },
  waits: [
    { what: '派审核人员', in: ['Requested'], by: 'unitId', from: { named: '指导办' }, since: 'requestedOn' },
    { what: '派单审核', in: ['Assigned'], by: 'unitId', from: 'reviewerId', since: 'assignedOn' },
  ],
  list: {
    columns: ['caseId', 'unitId', 'reviewerUnitId', 'phase', 'requestedOn', 'dueOn', 'finishedOn'],
    filters: ['phase', 'unitId', 'reviewerUnitId', 'caseId', 'requestedOn', 'dueOn'],
    sort: '-requestedOn',
    sorts: ['dueOn'],
  },
  clocks: [
    {
      name: 'review',
      what: '完成派单审核',
      due: 'dueOn',
      rule: 'dueRule',
      done: 'finishedOn',
      unit: 'reviewerUnitId',
      by: ['FinishAssignedReview'],
    },
  ],
  measures: {
    'assignment.made': { title: '派审核人员', on: ({ assignedOn }) => assignedOn },
    'assignment.cross': {
      title: '跨部门派审核人员',
      on: ({ assignedOn, isCrossDepartment }) => (isCrossDepartment ? assignedOn : null),
    },
    // The load of each department's reviewers.
    'assignment.load': {
      title: '承担派单审核',
      on: ({ assignedOn }) => assignedOn,
      unit: ({ reviewerUnitId, unitId }) => reviewerUnitId ?? unitId,
    },
    'assignment.finished': { title: '完成派单审核', on: ({ finishedOn }) => finishedOn },
    'assignment.due': { title: '派单审核期限届满', on: ({ dueOn }) => dueOn },
    'assignment.inTime': {
      title: '按期完成派单审核',
      on: ({ finishedOn, dueOn }) => (finishedOn !== null && dueOn !== null && finishedOn <= dueOn ? dueOn : null),
    },
    'assignment.disapproved': {
      title: '派单审核不同意',
      on: ({ finishedOn, isApproved }) => (isApproved === false ? finishedOn : null),
    },
  },
  metrics: [
    {
      id: 'E12',
      name: '法制审核人员库',
      definition: '统计期内从市级法制审核人员库派出的审核件次、其中跨部门的比例、按期完成的比例、不同意的比例',
      source: '行政处罚法第五十八条；浙江省综合行政执法条例第二十四条',
      countsBy: '派单日期；完成日期；办理期限届满日',
      parts: [
        count('assigned', '派单审核', ['assignment.made'], '件次'),
        count('load', '承担派单审核', ['assignment.load'], '件次'),
        rate('crossRate', '跨部门派单率', ['assignment.cross'], ['assignment.made']),
        rate('inTimeRate', '按期完成率', ['assignment.inTime'], ['assignment.due']),
        rate('disapprovedRate', '不同意率', ['assignment.disapproved'], ['assignment.finished']),
      ],
    },
  ],
});

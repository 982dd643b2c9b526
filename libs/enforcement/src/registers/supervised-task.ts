import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Day, Flag, Narrative, Optional, PersonRef, say, Text, the, UnitRef } from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import type { LawContext } from '../definition/context.js';
import { balance } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';

/*
 * 督办销号 (浙江省综合行政执法条例第十二条; DOMAIN 4.10): what somebody above wants done by a day. It is crossed off the list
 * (销号) only after it was verified, by another than whoever reported it done.
 */

/** 督办事项, as it stands. */
export class SupervisedTask {
  @UnitRef('责任单位') unitId!: string;
  /** Who keeps the list, and crosses off. */
  @UnitRef('督办单位') byUnitId!: string;
  @Text('督办来源') origin!: string;
  @Narrative('督办事项') matter!: string;
  @Day('交办日期') issuedOn!: LegalDay;
  @Day('整改期限') dueOn!: LegalDay;
  /** Whoever reported it done, the last time. */
  @Optional() @PersonRef('报送人') submittedById?: string;
  @Optional() @Day('报送整改日期') submittedOn?: LegalDay;
  @Optional() @PersonRef('核验人') verifiedById?: string;
  @Optional() @Day('核验日期') verifiedOn?: LegalDay;
  @Optional() @Day('销号日期') dischargedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class IssueTask {
  @UnitRef('责任单位') toUnitId!: string;
  @Text('督办来源') origin!: string;
  @Narrative('督办事项') matter!: string;
  @Day('整改期限') dueOn!: LegalDay;
  @ActDay('交办日期') issuedOn!: LegalDay;
}
export class TaskIssued extends IssueTask {
  /** The unit that has to do it: `toUnitId`. */
  @UnitRef('责任单位') unitId!: string;
  @UnitRef('督办单位') byUnitId!: string;
}

export class ReportProgress {
  @Narrative('进展') progress!: string;
  @ActDay('报告日期') on!: LegalDay;
}

export class SubmitRectification {
  @Narrative('整改情况') result!: string;
  @ActDay('报送日期') on!: LegalDay;
}
export class RectificationSubmitted extends SubmitRectification {
  @UnitRef('责任单位') unitId!: string;
  @PersonRef('报送人') submittedById!: string;
}

export class VerifyRectification {
  @Flag('是否整改到位') isPassed!: boolean;
  @Narrative('核验意见') opinion!: string;
  @ActDay('核验日期') on!: LegalDay;
}
export class RectificationVerified extends VerifyRectification {
  @UnitRef('责任单位') unitId!: string;
  @PersonRef('核验人') verifiedById!: string;
}

/** 销号. */
export class DischargeTask {
  @ActDay('销号日期') on!: LegalDay;
}

/** 恢复督办: what was crossed off has come back. */
export class ReactivateTask {
  @Narrative('恢复督办的理由') reason!: string;
  @Day('新的整改期限') dueOn!: LegalDay;
  @ActDay('恢复日期') on!: LegalDay;
}

const SUPERVISING = '浙江省综合行政执法条例第十二条';

const PHASES = {
  Unissued: '未交办',
  Issued: '整改中',
  Submitted: '待核验',
  Verified: '待销号',
  Discharged: '已销号',
} as const;

/** 核验、销号的不是报送整改的人: nobody crosses off what he reported done himself. */
function guardAnother({ actor }: LawContext, { submittedById }: SupervisedTask): Refusal | undefined {
  if (actor.id !== submittedById) return undefined;
  return refuse({
    code: 'task.own_work',
    article: SUPERVISING,
    message: '整改情况由您报送，核验、销号应当由其他人员办理',
  });
}

/** 督办事项, one stream each: `supervisedTask-<id>`. */
export const supervisedTask = register<SupervisedTask, typeof PHASES>({
  name: 'supervisedTask',
  path: 'supervised-tasks',
  title: '督办销号',
  noun: '督办事项',
  room: 'SUPERVISION',
  code: 'task',
  row: SupervisedTask,
  phases: PHASES,
  over: ['Discharged'],
  roles: ['LEADER', 'COORDINATOR', 'OFFICER', 'REGISTRAR'],
  acts: [
    act(IssueTask, TaskIssued, {
      title: '交办督办事项',
      article: SUPERVISING,
      roles: ['LEADER', 'COORDINATOR'],
      to: 'Issued',
      unitOf: (_row, _input, actor) => actor.unit,
      needs: ({ toUnitId }) => [unitNeed(toUnitId)],
      says: ({ byUnitId, unitId, matter, dueOn }) =>
        say`${the.unit(byUnitId)}交${the.unit(unitId)}办理：${the.words(matter)}，应于${the.day(dueOn)}前整改`,
      decide: ({ toUnitId, issuedOn, dueOn }, _row, context) =>
        guardUnitKnown(context, toUnitId) ??
        guardNotBefore(dueOn, issuedOn, '整改期限', '交办日期', SUPERVISING) ?? {
          unitId: toUnitId,
          byUnitId: context.actor.unit,
        },
    }),
    act(ReportProgress, 'TaskProgressReported', {
      title: '报告进展',
      article: SUPERVISING,
      from: ['Issued'],
      says: ({ progress }) => say`报告进展：${the.words(progress)}`,
    }),
    act(SubmitRectification, RectificationSubmitted, {
      title: '报送整改情况',
      article: SUPERVISING,
      from: ['Issued'],
      to: 'Submitted',
      says: ({ result }) => say`报送整改情况：${the.words(result)}`,
      decide: (_input, _row, { actor }) => ({ submittedById: actor.id }),
      evolve: (_row, { on }) => ({ submittedOn: on }),
    }),
    act(VerifyRectification, RectificationVerified, {
      title: '核验整改',
      article: SUPERVISING,
      roles: ['LEADER', 'COORDINATOR'],
      from: ['Submitted'],
      to: ({ isPassed }) => (isPassed ? 'Verified' : 'Issued'),
      unitOf: ({ byUnitId }) => byUnitId,
      may: (row, context) => guardAnother(context, row),
      says: ({ isPassed, opinion }) => say`${isPassed ? '核验整改到位' : '核验未整改到位'}：${the.words(opinion)}`,
      decide: (_input, _row, { actor }) => ({ verifiedById: actor.id }),
      evolve: (_row, { on }) => ({ verifiedOn: on }),
    }),
    act(DischargeTask, 'TaskDischarged', {
      title: '销号',
      article: SUPERVISING,
      roles: ['LEADER', 'COORDINATOR'],
      from: ['Verified'],
      to: 'Discharged',
      unitOf: ({ byUnitId }) => byUnitId,
      may: (row, context) => guardAnother(context, row),
      evolve: (_row, { on }) => ({ dischargedOn: on }),
    }),
    act(ReactivateTask, 'TaskReactivated', {
      title: '恢复督办',
      article: SUPERVISING,
      roles: ['LEADER', 'COORDINATOR'],
      from: ['Discharged'],
      to: 'Issued',
      unitOf: ({ byUnitId }) => byUnitId,
      says: ({ reason, dueOn }) => say`恢复督办：${the.words(reason)}，应于${the.day(dueOn)}前整改`,
      decide: ({ on, dueOn }) => guardNotBefore(dueOn, on, '新的整改期限', '恢复日期', SUPERVISING) ?? {},
      evolve: () => ({ dischargedOn: undefined, submittedOn: undefined, submittedById: undefined }),
    }),
  ],
  units: ['unitId', 'byUnitId'],
  desks: { COORDINATOR: ['Issued', 'Submitted', 'Verified'] },
  waits: [
    { what: '整改', in: ['Issued'], by: 'byUnitId', from: 'unitId', since: 'issuedOn' },
    { what: '核验、销号', in: ['Submitted', 'Verified'], by: 'unitId', from: 'byUnitId', since: 'submittedOn' },
  ],
  list: {
    columns: ['origin', 'unitId', 'byUnitId', 'phase', 'issuedOn', 'dueOn', 'dischargedOn'],
    filters: ['phase', 'unitId', 'byUnitId', 'issuedOn', 'dueOn', 'dischargedOn'],
    sort: '-issuedOn',
    sorts: ['dueOn'],
  },
  clocks: [
    {
      name: 'rectification',
      what: '整改督办事项',
      due: 'dueOn',
      done: ({ verifiedOn, phase }) => (phase === 'Verified' || phase === 'Discharged' ? verifiedOn : undefined),
      by: ['VerifyRectification', 'SubmitRectification', 'ReportProgress'],
    },
  ],
  measures: {
    'task.issued': { title: '交办督办事项', on: ({ issuedOn }) => issuedOn },
    'task.ended': { title: '督办事项销号', on: ({ dischargedOn }) => dischargedOn },
    'task.due': { title: '督办整改期限届满', on: ({ dueOn }) => dueOn },
    'task.discharged': {
      title: '期限届满的督办事项销号',
      on: ({ dischargedOn, dueOn }) => (dischargedOn !== null ? dueOn : null),
    },
    'task.dischargedInTime': {
      title: '督办事项按期销号',
      on: ({ dischargedOn, dueOn }) => (dischargedOn !== null && dischargedOn <= dueOn ? dueOn : null),
    },
  },
  metrics: [
    {
      id: 'H12',
      name: '督办事项平衡',
      definition: '期初未销号加交办减销号等于期末未销号',
      source: '浙江省综合行政执法条例第十二条',
      countsBy: '交办日期；销号日期',
      parts: balance('task', '督办事项', 'task.issued', 'task.ended'),
    },
  ],
});

import { refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Narrative, Optional, RecordRef, Rule, say, the, UnitRef } from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { ruleOf } from '../definition/context.js';
import { rate } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';

/*
 * 执法协同 (行政处罚法第二十六条; 浙江省综合行政执法条例第十一条至第十九条; DOMAIN 4.2): one unit asks another for help.
 * To decline is an answer too, but only with a reason. The law says 应当及时; the day (L02) is the bureau's own.
 */

export const COORDINATION_KINDS = {
  EVIDENCE: '协助取证',
  APPRAISAL: '技术鉴定',
  JOINT_ENFORCEMENT: '联合执法',
  INFORMATION: '信息共享',
  COOPERATION: '执法协作',
} as const;
export type CoordinationKind = keyof typeof COORDINATION_KINDS;

/** 协同请求, as it stands. */
export class Coordination {
  @UnitRef('被请求单位') unitId!: string;
  @UnitRef('请求单位') fromUnitId!: string;
  @Choice('协同种类', COORDINATION_KINDS) kind!: CoordinationKind;
  @Narrative('请求内容') content!: string;
  @Day('请求日期') requestedOn!: LegalDay;
  @Day('响应期限') dueOn!: LegalDay;
  @Rule('期限依据') dueRule!: string;
  /** The first answer of any kind: taken up, declined, or answered at once. */
  @Optional() @Day('响应日期') answeredOn?: LegalDay;
  @Optional() @Day('不予协助日期') declinedOn?: LegalDay;
  @Optional() @Day('反馈日期') respondedOn?: LegalDay;
  @Optional() @Day('办结日期') completedOn?: LegalDay;
  @Optional() @Day('提请纠正日期') escalatedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class RequestCoordination {
  @Choice('协同种类', COORDINATION_KINDS) kind!: CoordinationKind;
  @Optional() @UnitRef('请求单位') fromUnitId?: string;
  @UnitRef('被请求单位') toUnitId!: string;
  @Narrative('请求内容') content!: string;
  @ActDay('请求日期') requestedOn!: LegalDay;
}
export class CoordinationRequested extends RequestCoordination {
  @RecordRef('coordination', '协同请求编号') requestId!: string;
  /** The unit that has to answer: `toUnitId`. */
  @UnitRef('被请求单位') unitId!: string;
  @UnitRef('请求单位') declare fromUnitId: string;
  /** L02: last day for the answer, with the edition of the rule that gave it. */
  @Day('响应期限') dueOn!: LegalDay;
  @Rule('期限依据') dueRule!: string;
}

export class AcceptCoordination {
  @ActDay('受理日期') on!: LegalDay;
}

export class DeclineCoordination {
  @Narrative('理由') reason!: string;
  @ActDay('不予协助日期') on!: LegalDay;
}

export class RespondCoordination {
  @Narrative('协同结果') result!: string;
  @ActDay('反馈日期') on!: LegalDay;
}

export class CompleteCoordination {
  @ActDay('办结日期') on!: LegalDay;
}

/** 提请本级人民政府予以纠正. */
export class EscalateCoordination {
  @Narrative('理由') reason!: string;
  @ActDay('提请日期') on!: LegalDay;
}

const ASSISTANCE = '行政处罚法第二十六条';
const PROMPTLY = '浙江省综合行政执法条例第十七条';
const CORRECTION = '浙江省综合行政执法条例第三十六条';

const PHASES = {
  Unrequested: '未提出',
  Requested: '待响应',
  Accepted: '已受理',
  Declined: '不予协助',
  Responded: '已反馈',
  Completed: '已办结',
  Escalated: '已提请纠正',
} as const;

/** 执法协同, one stream each: `coordination-<requestId>`. */
export const coordination = register<Coordination, typeof PHASES>({
  name: 'coordination',
  path: 'coordinations',
  title: '执法协同',
  noun: '协同请求',
  row: Coordination,
  phases: PHASES,
  roles: ['COORDINATOR', 'OFFICER', 'REGISTRAR'],
  acts: [
    act(RequestCoordination, CoordinationRequested, {
      title: '提出协同请求',
      article: ASSISTANCE,
      to: 'Requested',
      // Who asks acts for the unit that asks.
      unitOf: (_row, input, actor) => input?.fromUnitId ?? actor.unit,
      needs: ({ toUnitId }) => [unitNeed(toUnitId)],
      says: ({ fromUnitId, toUnitId, kind, dueOn }) =>
        say`${the.unit(fromUnitId)}请求${the.unit(toUnitId)}${COORDINATION_KINDS[kind]}，应于${the.day(dueOn)}前响应`,
      decide: ({ toUnitId, requestedOn, fromUnitId: asked }, _row, context) => {
        const { id, actor, statutes } = context;
        const fromUnitId = asked ?? actor.unit;
        const unknown = guardUnitKnown(context, toUnitId);
        if (unknown) return unknown;
        if (fromUnitId === toUnitId)
          return refuse({
            code: 'coordination.same_unit',
            article: ASSISTANCE,
            message: '请求单位和被请求单位相同，本单位内部的事项不须提出协同请求',
          });
        const due = statutes.due('L02', { on: requestedOn });
        return { requestId: id, unitId: toUnitId, fromUnitId, dueOn: due.dueOn, dueRule: ruleOf(due) };
      },
    }),
    act(AcceptCoordination, 'CoordinationAccepted', {
      title: '受理协同请求',
      article: PROMPTLY,
      from: ['Requested', 'Escalated'],
      to: 'Accepted',
      evolve: ({ answeredOn }, { on }) => ({ answeredOn: answeredOn ?? on }),
    }),
    act(DeclineCoordination, 'CoordinationDeclined', {
      title: '不予协助',
      article: PROMPTLY,
      from: ['Requested', 'Escalated'],
      to: 'Declined',
      says: ({ reason }) => say`不予协助：${the.words(reason)}`,
      evolve: ({ answeredOn }, { on }) => ({ answeredOn: answeredOn ?? on, declinedOn: on }),
    }),
    act(RespondCoordination, 'CoordinationResponded', {
      title: '反馈协同结果',
      article: PROMPTLY,
      from: ['Requested', 'Accepted', 'Escalated'],
      to: 'Responded',
      says: ({ result }) => say`反馈协同结果：${the.words(result)}`,
      evolve: ({ answeredOn }, { on }) => ({ answeredOn: answeredOn ?? on, respondedOn: on }),
    }),
    act(CompleteCoordination, 'CoordinationCompleted', {
      title: '办结协同请求',
      article: ASSISTANCE,
      from: ['Responded'],
      to: 'Completed',
      // Whoever asked says when it is done.
      unitOf: ({ fromUnitId }) => fromUnitId,
      evolve: (_row, { on }) => ({ completedOn: on }),
    }),
    act(EscalateCoordination, 'CoordinationEscalated', {
      title: '提请本级人民政府纠正',
      article: CORRECTION,
      roles: ['LEADER', 'COORDINATOR'],
      from: ['Requested'],
      to: 'Escalated',
      unitOf: ({ fromUnitId }) => fromUnitId,
      says: ({ reason }) => say`提请本级人民政府纠正：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ escalatedOn: on }),
      decide: ({ on }, { dueOn }) =>
        on <= dueOn
          ? refuse({
              code: 'coordination.not_overdue',
              article: CORRECTION,
              message: `响应期限至${dueOn}，期限届满仍不响应的，方可提请本级人民政府纠正`,
              earliest: addDays(dueOn, 1),
            })
          : {},
    }),
  ],
  units: ['unitId', 'fromUnitId'],
  desks: { COORDINATOR: ['Requested', 'Accepted', 'Escalated'] },
  waits: [
    {
      what: '协同',
      in: ['Requested', 'Accepted', 'Escalated'],
      by: 'fromUnitId',
      from: 'unitId',
      since: 'requestedOn',
    },
  ],
  list: {
    columns: ['kind', 'fromUnitId', 'unitId', 'phase', 'requestedOn', 'dueOn', 'answeredOn'],
    filters: ['phase', 'kind', 'unitId', 'fromUnitId', 'requestedOn', 'dueOn'],
    sort: '-requestedOn',
    sorts: ['dueOn'],
  },
  clocks: [
    {
      name: 'answer',
      what: '响应协同请求',
      due: 'dueOn',
      rule: 'dueRule',
      done: 'answeredOn',
      by: ['AcceptCoordination', 'DeclineCoordination'],
    },
  ],
  // At the unit that was asked. To decline is an answer, but not help.
  measures: {
    'coordination.due': { title: '协同响应期限届满', on: ({ dueOn }) => dueOn },
    'coordination.answeredInTime': {
      title: '按期响应协同',
      on: ({ answeredOn, dueOn }) => (answeredOn !== null && answeredOn <= dueOn ? dueOn : null),
    },
    'coordination.answeredEffectively': {
      title: '按期有效响应协同',
      on: ({ answeredOn, declinedOn, dueOn }) =>
        answeredOn !== null && answeredOn <= dueOn && declinedOn === null ? dueOn : null,
    },
  },
  metrics: [
    {
      id: 'M09',
      name: '执法协同响应率',
      definition: '响应期限在统计期内届满的协同请求中，期限内受理、说明理由不受理或者反馈的比例；有效响应率不含不受理',
      source: '行政处罚法第二十六条；浙江省综合行政执法条例第十七条',
      countsBy: '响应期限届满日',
      excluded: '期限未届满的请求',
      parts: [
        rate('rate', '协同响应率', ['coordination.answeredInTime'], ['coordination.due']),
        rate('effective', '有效响应率', ['coordination.answeredEffectively'], ['coordination.due']),
      ],
    },
  ],
});

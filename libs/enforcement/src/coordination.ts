import { accept, refuse } from '#eventsourcing';
import { addDays, type LegalDay } from '#statutes';
import { guardNotInFuture } from './days.js';
import { aggregate, command, event, type Stage } from './definition.js';
import { Choice, Day, Id, LongText, Optional } from './fields.js';
import { guardSaid, laterAct, lifecycle, type Standing } from './lifecycle.js';
import { unitNeed } from './organisation/unit.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds } from './responsible-unit.js';

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

// ---- events, stored for ever

export interface CoordinationRequested {
  readonly requestId: string;
  /** The unit that has to answer: `toUnitId`. */
  readonly unitId: string;
  readonly kind: CoordinationKind;
  readonly fromUnitId: string;
  readonly toUnitId: string;
  readonly content: string;
  readonly requestedOn: LegalDay;
  /** L02: last day for the answer, with the edition of the rule that gave it. */
  readonly dueOn: LegalDay;
  readonly dueRule: string;
}

export interface CoordinationAccepted {
  readonly unitId: string;
  readonly on: LegalDay;
}

export interface CoordinationDeclined {
  readonly unitId: string;
  readonly reason: string;
  readonly on: LegalDay;
}

export interface CoordinationResponded {
  readonly unitId: string;
  readonly result: string;
  readonly on: LegalDay;
}

export interface CoordinationCompleted {
  readonly unitId: string;
  readonly on: LegalDay;
}

/** 提请本级人民政府予以纠正. */
export interface CoordinationEscalated {
  readonly unitId: string;
  readonly reason: string;
  readonly on: LegalDay;
}

// ---- state

export const COORDINATION_PHASES = {
  Unrequested: '未提出',
  Requested: '待响应',
  Accepted: '已受理',
  Declined: '不予协助',
  Responded: '已反馈',
  Completed: '已办结',
  Escalated: '已提请纠正',
} as const;
export type CoordinationPhase = keyof typeof COORDINATION_PHASES;

export interface CoordinationState extends Standing<CoordinationPhase> {
  readonly fromUnitId: string;
  readonly dueOn: LegalDay;
}

const initialRequest: CoordinationState = { phase: 'Unrequested', unitId: '', fromUnitId: '', lastOn: '', dueOn: '' };

// biome-ignore format: a table is read by its lines
const LIFE = lifecycle({
  code: 'coordination',
  noun: '协同请求',
  initial: initialRequest,
  phases: COORDINATION_PHASES,
  steps: {
    CoordinationRequested: { from: ['Unrequested'],                        to: 'Requested' },
    CoordinationAccepted:  { from: ['Requested', 'Escalated'],             to: 'Accepted' },
    CoordinationDeclined:  { from: ['Requested', 'Escalated'],             to: 'Declined' },
    CoordinationResponded: { from: ['Requested', 'Accepted', 'Escalated'], to: 'Responded' },
    CoordinationCompleted: { from: ['Responded'],                          to: 'Completed' },
    CoordinationEscalated: { from: ['Requested'],                          to: 'Escalated' },
  },
});

// ---- commands

/** 提出协同请求. */
export class RequestCoordination {
  @Choice('协同种类', COORDINATION_KINDS) kind!: CoordinationKind;
  @Optional() @Id('请求单位') fromUnitId?: string;
  @Id('被请求单位') toUnitId!: string;
  @LongText('请求内容') content!: string;
  @Day('请求日期') requestedOn!: LegalDay;
}

/** 受理协同请求. */
export class AcceptCoordination {
  @Day('受理日期') on!: LegalDay;
}

/** 不予协助. */
export class DeclineCoordination {
  @LongText('理由') reason!: string;
  @Day('日期') on!: LegalDay;
}

/** 反馈协同结果. */
export class RespondCoordination {
  @LongText('协同结果') result!: string;
  @Day('反馈日期') on!: LegalDay;
}

/** 办结协同请求. */
export class CompleteCoordination {
  @Day('办结日期') on!: LegalDay;
}

/** 提请本级人民政府纠正. */
export class EscalateCoordination {
  @LongText('理由') reason!: string;
  @Day('提请日期') on!: LegalDay;
}

const ASSISTANCE = '行政处罚法第二十六条';
const PROMPTLY = '浙江省综合行政执法条例第十七条';
const CORRECTION = '浙江省综合行政执法条例第三十六条';

const answering: Stage<CoordinationState> = {
  events: {
    CoordinationRequested: event<CoordinationState, CoordinationRequested>({
      title: '提出协同请求',
      describe: (data) =>
        `${data.fromUnitId}请求${data.toUnitId}${COORDINATION_KINDS[data.kind]}，应于${data.dueOn}前响应`,
      evolve: (state, data) => ({
        phase: LIFE.after(state, 'CoordinationRequested'),
        unitId: data.toUnitId,
        fromUnitId: data.fromUnitId,
        lastOn: data.requestedOn,
        dueOn: data.dueOn,
      }),
    }),
    CoordinationAccepted: event<CoordinationState, CoordinationAccepted>({
      title: '受理协同请求',
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'CoordinationAccepted'), lastOn: on }),
    }),
    CoordinationDeclined: event<CoordinationState, CoordinationDeclined>({
      title: '不予协助',
      describe: (data) => `不予协助：${data.reason}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'CoordinationDeclined'), lastOn: on }),
    }),
    CoordinationResponded: event<CoordinationState, CoordinationResponded>({
      title: '反馈协同结果',
      describe: (data) => `反馈协同结果：${data.result}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'CoordinationResponded'), lastOn: on }),
    }),
    CoordinationCompleted: event<CoordinationState, CoordinationCompleted>({
      title: '办结协同请求',
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'CoordinationCompleted'), lastOn: on }),
    }),
    CoordinationEscalated: event<CoordinationState, CoordinationEscalated>({
      title: '提请本级人民政府纠正',
      describe: (data) => `提请本级人民政府纠正：${data.reason}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'CoordinationEscalated'), lastOn: on }),
    }),
  },
  commands: [
    command<CoordinationState, RequestCoordination>({
      input: RequestCoordination,
      title: '提出协同请求',
      article: ASSISTANCE,
      roles: ['COORDINATOR', 'OFFICER', 'REGISTRAR'],
      creates: true,
      needs: ({ fromUnitId, toUnitId }, _state, actor) => [
        ...responsibleNeeds(actor, fromUnitId ?? actor.unit),
        unitNeed(toUnitId),
      ],
      decide: (input, state, context) => {
        const { id, actor, facts, statutes, today } = context;
        const fromUnitId = input.fromUnitId ?? actor.unit;
        const refusal =
          LIFE.guard(state, 'CoordinationRequested', '提出协同请求', ASSISTANCE) ??
          guardResponsible(context, fromUnitId) ??
          guardUnitKnown(facts, input.toUnitId) ??
          guardNotInFuture(input.requestedOn, today, '请求日期', ASSISTANCE);
        if (refusal) return refusal;
        if (fromUnitId === input.toUnitId)
          return refuse({
            code: 'coordination.same_unit',
            article: ASSISTANCE,
            message: '请求单位和被请求单位相同，本单位内部的事项不须提出协同请求',
          });
        const due = statutes.due('L02', { on: input.requestedOn });
        return accept({
          type: 'CoordinationRequested',
          data: {
            ...input,
            requestId: id,
            unitId: input.toUnitId,
            fromUnitId,
            dueOn: due.dueOn,
            dueRule: `${due.rule}@${due.edition}`,
          } satisfies CoordinationRequested,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'CoordinationAccepted',
      input: AcceptCoordination,
      title: '受理协同请求',
      article: PROMPTLY,
      roles: ['COORDINATOR', 'OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '受理日期',
      decide: ({ on }, { unitId }) =>
        accept({ type: 'CoordinationAccepted', data: { unitId, on } satisfies CoordinationAccepted }),
    }),
    laterAct({
      life: LIFE,
      type: 'CoordinationDeclined',
      input: DeclineCoordination,
      title: '不予协助',
      article: PROMPTLY,
      roles: ['COORDINATOR', 'OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '不予协助的日期',
      decide: (input, { unitId }) =>
        guardSaid(input.reason, 'coordination.reason_missing', '不予协助的理由', PROMPTLY) ??
        accept({ type: 'CoordinationDeclined', data: { unitId, ...input } satisfies CoordinationDeclined }),
    }),
    laterAct({
      life: LIFE,
      type: 'CoordinationResponded',
      input: RespondCoordination,
      title: '反馈协同结果',
      article: PROMPTLY,
      roles: ['COORDINATOR', 'OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '反馈日期',
      decide: (input, { unitId }) =>
        accept({ type: 'CoordinationResponded', data: { unitId, ...input } satisfies CoordinationResponded }),
    }),
    laterAct({
      life: LIFE,
      type: 'CoordinationCompleted',
      input: CompleteCoordination,
      title: '办结协同请求',
      article: ASSISTANCE,
      roles: ['COORDINATOR', 'OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '办结日期',
      // Whoever asked says when it is done.
      unitOf: ({ fromUnitId }) => fromUnitId,
      decide: ({ on }, { unitId }) =>
        accept({ type: 'CoordinationCompleted', data: { unitId, on } satisfies CoordinationCompleted }),
    }),
    laterAct({
      life: LIFE,
      type: 'CoordinationEscalated',
      input: EscalateCoordination,
      title: '提请本级人民政府纠正',
      article: CORRECTION,
      roles: ['LEADER', 'COORDINATOR'],
      day: ({ on }) => on,
      dayTitle: '提请日期',
      unitOf: ({ fromUnitId }) => fromUnitId,
      decide: (input, { unitId, dueOn }) => {
        const unsaid = guardSaid(input.reason, 'coordination.reason_missing', '提请纠正的理由', CORRECTION);
        if (unsaid) return unsaid;
        if (input.on <= dueOn)
          return refuse({
            code: 'coordination.not_overdue',
            article: CORRECTION,
            message: `响应期限至${dueOn}，期限届满仍不响应的，方可提请本级人民政府纠正`,
            earliest: addDays(dueOn, 1),
          });
        return accept({ type: 'CoordinationEscalated', data: { unitId, ...input } satisfies CoordinationEscalated });
      },
    }),
  ],
};

/** 执法协同, one stream each: `coordination-<requestId>`. */
export const coordination = aggregate<CoordinationState>({
  name: 'coordination',
  title: '执法协同',
  initialState: LIFE.initial,
  stages: [answering],
});

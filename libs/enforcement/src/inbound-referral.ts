import { accept, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { caseAggregate } from './case/case.js';
import { guardNotBefore, guardNotInFuture } from './days.js';
import { aggregate, command, event, type Stage } from './definition.js';
import { Choice, Day, Id, LongText, Optional, Text } from './fields.js';
import { guardSaid, laterAct, lifecycle, type Standing } from './lifecycle.js';

/*
 * 反向移送的接收 (行政处罚法第二十七条; 刑事诉讼法第一百七十七条第三款; DOMAIN 2.8): the procuratorate or the police hand
 * over a matter that is no crime, or is not prosecuted, but may deserve a penalty. The sender is told how it ended.
 */

export const REFERRAL_SENDERS = { PROCURATORATE: '人民检察院', PSB: '公安机关' } as const;
export type ReferralSender = keyof typeof REFERRAL_SENDERS;

export const REFERRAL_OUTCOMES = {
  PENALTY: '给予行政处罚',
  NO_PENALTY: '不予行政处罚',
  NOT_ESTABLISHED: '违法事实不成立',
  TRANSFERRED: '移送司法机关',
} as const;
export type ReferralOutcome = keyof typeof REFERRAL_OUTCOMES;

// ---- events, stored for ever

export interface InboundReferralReceived {
  readonly referralId: string;
  readonly unitId: string;
  readonly from: ReferralSender;
  readonly fromOrg: string;
  readonly subject: string;
  readonly receivedOn: LegalDay;
  /** The day that the sender's own document sets for a reply. */
  readonly replyDueOn?: LegalDay;
}

export interface ReferralFiled {
  readonly unitId: string;
  readonly caseId: string;
  readonly on: LegalDay;
}

/** No case is filed; the sender is told why. */
export interface ReferralAnswered {
  readonly unitId: string;
  readonly answer: string;
  readonly on: LegalDay;
}

export interface ReferralOutcomeReported {
  readonly unitId: string;
  readonly caseId: string;
  /** As the case decided it. */
  readonly outcome: ReferralOutcome;
  readonly on: LegalDay;
}

// ---- state

export const REFERRAL_PHASES = {
  Unreceived: '未接收',
  Received: '已接收',
  Filed: '已立案',
  Answered: '已答复不予立案',
  Reported: '已回告结果',
} as const;
export type ReferralPhase = keyof typeof REFERRAL_PHASES;

export interface ReferralState extends Standing<ReferralPhase> {
  readonly caseId?: string;
}

const initialReferral: ReferralState = { phase: 'Unreceived', unitId: '', lastOn: '' };

// biome-ignore format: a table is read by its lines
const LIFE = lifecycle({
  code: 'referral',
  noun: '接收的移送',
  initial: initialReferral,
  phases: REFERRAL_PHASES,
  steps: {
    InboundReferralReceived: { from: ['Unreceived'], to: 'Received' },
    ReferralFiled:           { from: ['Received'],   to: 'Filed' },
    ReferralAnswered:        { from: ['Received'],   to: 'Answered' },
    ReferralOutcomeReported: { from: ['Filed'],      to: 'Reported' },
  },
});

// ---- commands

/** 接收移送. */
export class ReceiveReferral {
  @Choice('移送机关种类', REFERRAL_SENDERS) from!: ReferralSender;
  @Text('移送机关') fromOrg!: string;
  @LongText('移送事项') subject!: string;
  @Day('接收日期') receivedOn!: LegalDay;
  @Optional() @Day('要求答复的期限') replyDueOn?: LegalDay;
}

/** 登记移送事项已立案. */
export class FileReferral {
  @Id('案件编号') caseId!: string;
  @Day('日期') on!: LegalDay;
}

/** 答复不予立案. */
export class AnswerReferral {
  @LongText('答复内容') answer!: string;
  @Day('答复日期') on!: LegalDay;
}

/** 回告处理结果; what was decided is read from the case. */
export class ReportReferralOutcome {
  @Day('回告日期') on!: LegalDay;
}

const TRANSFER = '行政处罚法第二十七条第一款';
const NOTIFY = '刑事诉讼法第一百七十七条第三款';

const life: Stage<ReferralState> = {
  events: {
    InboundReferralReceived: event<ReferralState, InboundReferralReceived>({
      title: '接收移送',
      describe: (data) => `接收${data.fromOrg}（${REFERRAL_SENDERS[data.from]}）移送：${data.subject}`,
      evolve: (state, data) => ({
        phase: LIFE.after(state, 'InboundReferralReceived'),
        unitId: data.unitId,
        lastOn: data.receivedOn,
      }),
    }),
    ReferralFiled: event<ReferralState, ReferralFiled>({
      title: '移送事项立案',
      describe: (data) => `移送事项立为案件${data.caseId}`,
      evolve: (state, { caseId, on }) => ({ ...state, phase: LIFE.after(state, 'ReferralFiled'), caseId, lastOn: on }),
    }),
    ReferralAnswered: event<ReferralState, ReferralAnswered>({
      title: '答复不予立案',
      describe: (data) => `答复不予立案：${data.answer}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'ReferralAnswered'), lastOn: on }),
    }),
    ReferralOutcomeReported: event<ReferralState, ReferralOutcomeReported>({
      title: '回告处理结果',
      describe: (data) => `回告处理结果：${REFERRAL_OUTCOMES[data.outcome]}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'ReferralOutcomeReported'), lastOn: on }),
    }),
  },
  commands: [
    command<ReferralState, ReceiveReferral>({
      input: ReceiveReferral,
      title: '接收移送',
      article: TRANSFER,
      roles: ['REGISTRAR', 'OFFICER'],
      creates: true,
      decide: (input, state, { id, actor, today }) =>
        LIFE.guard(state, 'InboundReferralReceived', '接收移送', TRANSFER) ??
        guardNotInFuture(input.receivedOn, today, '接收日期', TRANSFER) ??
        (input.replyDueOn === undefined
          ? undefined
          : guardNotBefore(input.replyDueOn, input.receivedOn, '答复期限', '接收日期', TRANSFER)) ??
        accept({
          type: 'InboundReferralReceived',
          data: { ...input, referralId: id, unitId: actor.unit } satisfies InboundReferralReceived,
        }),
    }),
    laterAct({
      life: LIFE,
      type: 'ReferralFiled',
      input: FileReferral,
      title: '移送事项立案',
      article: TRANSFER,
      roles: ['REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '立案登记日期',
      needs: ({ caseId }) => [{ aggregate: caseAggregate.name, id: caseId }],
      decide: ({ caseId, on }, { unitId }, { facts }) => {
        const opened = facts.get(caseAggregate, caseId);
        // A summary decision is its own filing; an ordinary case has been approved by a leader on a day.
        const filedOn = opened.procedure === 'SUMMARY' ? opened.decision?.decidedOn : opened.filedOn;
        if (filedOn === undefined)
          return refuse({
            code: 'referral.case_not_filed',
            article: TRANSFER,
            message: `案件${caseId}尚未立案，请先立案；不予立案的，应当答复移送机关`,
          });
        if (opened.unitId !== unitId)
          return refuse({
            code: 'referral.case_of_other_unit',
            article: TRANSFER,
            message: `案件${caseId}由${opened.unitId}办理，不是接收移送的单位${unitId}`,
          });
        return (
          guardNotBefore(on, filedOn, '立案登记日期', '案件立案日期', TRANSFER) ??
          accept({ type: 'ReferralFiled', data: { unitId, caseId, on } satisfies ReferralFiled })
        );
      },
    }),
    laterAct({
      life: LIFE,
      type: 'ReferralAnswered',
      input: AnswerReferral,
      title: '答复不予立案',
      article: TRANSFER,
      roles: ['REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '答复日期',
      decide: (input, { unitId }) =>
        guardSaid(input.answer, 'referral.answer_missing', '不予立案的理由', TRANSFER) ??
        accept({ type: 'ReferralAnswered', data: { unitId, ...input } satisfies ReferralAnswered }),
    }),
    laterAct({
      life: LIFE,
      type: 'ReferralOutcomeReported',
      input: ReportReferralOutcome,
      title: '回告处理结果',
      article: NOTIFY,
      roles: ['REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '回告日期',
      needs: (_input, { caseId }) => (caseId === undefined ? [] : [{ aggregate: caseAggregate.name, id: caseId }]),
      decide: ({ on }, state, { facts }) => {
        const caseId = state.caseId!;
        const { decision, closeReason, closedOn } = facts.get(caseAggregate, caseId);
        const outcome = decision?.outcome ?? (closeReason === 'TRANSFERRED' ? closeReason : undefined);
        if (outcome === undefined)
          return refuse({
            code: 'referral.case_undecided',
            article: NOTIFY,
            message: `案件${caseId}尚未作出决定，还没有可以回告的处理结果`,
          });
        return (
          guardNotBefore(on, decision?.decidedOn ?? closedOn ?? '', '回告日期', '案件决定日期', NOTIFY) ??
          accept({
            type: 'ReferralOutcomeReported',
            data: { unitId: state.unitId, caseId, outcome, on } satisfies ReferralOutcomeReported,
          })
        );
      },
    }),
  ],
};

/** 反向接收的移送, one stream each: `referral-<referralId>`. */
export const referral = aggregate<ReferralState>({
  name: 'referral',
  path: 'referrals',
  title: '接收移送',
  initialState: LIFE.initial,
  belongsTo: ({ unitId }) => ({ units: [unitId], people: [] }),
  stages: [life],
});

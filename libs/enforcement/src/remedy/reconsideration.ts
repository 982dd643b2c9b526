import { accept, acceptWith, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { Choice, Day, Flag, Id, LongText, Optional, Text } from '../fields.js';
import { guardSaid, laterAct } from '../lifecycle.js';
import { LIFE } from './life.js';
import { guardNotParallel, RECONSIDERATION_LAW_2023, registerNeeds, registerWrite } from './register.js';
import {
  carriedOver,
  caseNeeds,
  guardCase,
  RECONSIDERATION_PROCEDURES,
  type ReconsiderationProcedure,
  type RemedyState,
} from './state.js';

/* 行政复议, from the side of the respondent (被申请人); DOMAIN 2.8, 3.3, 4.12. */

export const RECONSIDERATION_OUTCOMES = {
  UPHELD: '维持',
  ALTERED: '变更',
  REVOKED: '撤销',
  PARTLY_REVOKED: '部分撤销',
  ILLEGAL: '确认违法',
  INVALID: '确认无效',
  DISMISSED: '驳回',
  MEDIATED: '调解',
  TERMINATED: '终止',
} as const;
export type ReconsiderationOutcome = keyof typeof RECONSIDERATION_OUTCOMES;

// ---- events, stored for ever

export interface ReconsiderationFiled {
  readonly remedyId: string;
  /** 被申请人. */
  readonly unitId: string;
  readonly caseId?: string;
  readonly applicant: string;
  readonly filedOn: LegalDay;
}

export interface ReconsiderationAccepted {
  readonly unitId: string;
  readonly caseId?: string;
  readonly acceptedOn: LegalDay;
  readonly procedure: ReconsiderationProcedure;
  /** 复议机关, and its number of the matter. */
  readonly organ?: string;
  readonly organCaseNo?: string;
  /** Day on which the unit got its copy of the application: D23 runs from it. */
  readonly copyReceivedOn: LegalDay;
  /** D23. */
  readonly answerDueOn: LegalDay;
  readonly answerRule: string;
  /** D24. */
  readonly decisionDueOn: LegalDay;
  readonly decisionRule: string;
  /** Accepted in this earlier year and put on record in a later one. */
  readonly carriedOverFromYear?: number;
}

export interface ReconsiderationDeclined {
  readonly unitId: string;
  readonly reason: string;
  readonly on: LegalDay;
}

export interface ReconsiderationAnswerSubmitted {
  readonly unitId: string;
  readonly on: LegalDay;
  /** After D23: 视为没有证据、依据 (行政复议法第七十条). */
  readonly late: boolean;
}

export interface ReconsiderationSuspended {
  readonly unitId: string;
  readonly reason: string;
  readonly on: LegalDay;
}

export interface ReconsiderationResumed {
  readonly unitId: string;
  readonly on: LegalDay;
  /** D24, the days of the suspension left out, and the edition of the rule. */
  readonly decisionDueOn: LegalDay;
  readonly decisionRule: string;
}

export interface ReconsiderationWithdrawn {
  readonly unitId: string;
  readonly on: LegalDay;
}

export interface ReconsiderationDecided {
  readonly unitId: string;
  readonly caseId?: string;
  readonly outcome: ReconsiderationOutcome;
  /** 责令重新作出行政行为. */
  readonly redo: boolean;
  readonly decidedOn: LegalDay;
}

// ---- commands

/** 登记行政复议申请. */
export class FileReconsideration {
  @Optional() @Id('案件编号') caseId?: string;
  @Text('申请人', { max: 100 }) applicant!: string;
  @Day('申请日期') filedOn!: LegalDay;
}

/** 登记复议受理. */
export class AcceptReconsideration {
  @Day('受理日期') acceptedOn!: LegalDay;
  @Optional() @Choice('审理程序', RECONSIDERATION_PROCEDURES) procedure?: ReconsiderationProcedure;
  @Optional() @Day('收到申请书副本日期') copyReceivedOn?: LegalDay;
  @Optional() @Text('复议机关') organ?: string;
  @Optional() @Text('复议案号') organCaseNo?: string;
}

/** 登记复议不予受理. */
export class DeclineReconsideration {
  @LongText('理由') reason!: string;
  @Day('日期') on!: LegalDay;
}

/** 提交复议答复. */
export class SubmitReconsiderationAnswer {
  @Day('答复日期') on!: LegalDay;
}

/** 登记复议中止. */
export class SuspendReconsideration {
  @LongText('理由') reason!: string;
  @Day('中止日期') on!: LegalDay;
}

/** 登记复议恢复. */
export class ResumeReconsideration {
  @Day('恢复日期') on!: LegalDay;
}

/** 登记撤回复议申请. */
export class WithdrawReconsideration {
  @Day('撤回日期') on!: LegalDay;
}

/** 登记复议决定. */
export class DecideReconsideration {
  @Choice('结果', RECONSIDERATION_OUTCOMES) outcome!: ReconsiderationOutcome;
  @Optional() @Flag('是否责令重作') redo?: boolean;
  @Day('决定日期') decidedOn!: LegalDay;
}

const ROLES = ['REGISTRAR', 'REVIEWER'] as const;
const FILE = '行政复议法第二十条';
const ACCEPT = '行政复议法第三十条';
const ANSWER = '行政复议法第四十八条';
const SUSPEND = '行政复议法第三十九条';
const RESUME = '行政复议法第四十条';
const END = '行政复议法第四十一条';
const DECIDE = '行政复议法第六十二条';

export const reconsideration: Stage<RemedyState> = {
  events: {
    ReconsiderationFiled: event<RemedyState, ReconsiderationFiled>({
      title: '申请行政复议',
      describe: (data) => `${data.applicant}申请行政复议`,
      evolve: (state, { remedyId, unitId, caseId, filedOn }) => ({
        ...state,
        phase: LIFE.after(state, 'ReconsiderationFiled'),
        kind: 'RECONSIDERATION',
        remedyId,
        unitId,
        lastOn: filedOn,
        ...(caseId === undefined ? {} : { caseId }),
      }),
    }),
    ReconsiderationAccepted: event<RemedyState, ReconsiderationAccepted>({
      title: '复议受理',
      describe: (data) =>
        `复议受理${data.carriedOverFromYear === undefined ? '' : `（${data.carriedOverFromYear}年结转）`}，` +
        `应于${data.answerDueOn}前答复，决定期限至${data.decisionDueOn}`,
      evolve: (state, { acceptedOn, procedure, answerDueOn, decisionDueOn }) => ({
        ...state,
        phase: LIFE.after(state, 'ReconsiderationAccepted'),
        lastOn: acceptedOn,
        acceptedOn,
        procedure,
        answerDueOn,
        decisionDueOn,
      }),
    }),
    ReconsiderationDeclined: event<RemedyState, ReconsiderationDeclined>({
      title: '复议不予受理',
      describe: (data) => `复议不予受理：${data.reason}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'ReconsiderationDeclined'), lastOn: on }),
    }),
    ReconsiderationAnswerSubmitted: event<RemedyState, ReconsiderationAnswerSubmitted>({
      title: '提交复议答复',
      describe: (data) => (data.late ? '逾期提交复议答复' : '提交复议答复'),
      // Beside the line of acts: it does not hold back the day of the next one.
      evolve: (state, { on }) => ({ ...state, answeredOn: on }),
    }),
    ReconsiderationSuspended: event<RemedyState, ReconsiderationSuspended>({
      title: '复议中止',
      describe: (data) => `复议中止：${data.reason}`,
      evolve: (state, { on }) => ({
        ...state,
        phase: LIFE.after(state, 'ReconsiderationSuspended'),
        lastOn: on,
        suspendedOn: on,
      }),
    }),
    ReconsiderationResumed: event<RemedyState, ReconsiderationResumed>({
      title: '复议恢复审理',
      describe: (data) => `复议恢复审理，决定期限至${data.decisionDueOn}`,
      evolve: ({ suspendedOn, ...state }, { on, decisionDueOn }) => ({
        ...state,
        phase: LIFE.after(state, 'ReconsiderationResumed'),
        lastOn: on,
        decisionDueOn,
        suspensions: [...state.suspensions, { startOn: suspendedOn ?? on, endOn: on }],
      }),
    }),
    ReconsiderationWithdrawn: event<RemedyState, ReconsiderationWithdrawn>({
      title: '撤回复议申请',
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'ReconsiderationWithdrawn'), lastOn: on }),
    }),
    ReconsiderationDecided: event<RemedyState, ReconsiderationDecided>({
      title: '作出复议决定',
      describe: (data) =>
        `复议决定：${RECONSIDERATION_OUTCOMES[data.outcome]}${data.redo ? '，责令重新作出行政行为' : ''}`,
      evolve: (state, { decidedOn }) => ({
        ...state,
        phase: LIFE.after(state, 'ReconsiderationDecided'),
        lastOn: decidedOn,
      }),
    }),
  },
  commands: [
    command<RemedyState, FileReconsideration>({
      input: FileReconsideration,
      title: '登记行政复议申请',
      article: FILE,
      roles: ROLES,
      creates: true,
      needs: ({ caseId }) => [...caseNeeds(caseId), ...registerNeeds(caseId)],
      decide: (input, state, { id, actor, facts, today }) =>
        LIFE.guard(state, 'ReconsiderationFiled', '登记行政复议申请', FILE) ??
        guardNotInFuture(input.filedOn, today, '申请日期', FILE) ??
        guardCase(facts, input.caseId, actor.unit, input.filedOn, FILE) ??
        guardNotParallel(facts, input.caseId, 'RECONSIDERATION', input.filedOn) ??
        accept({
          type: 'ReconsiderationFiled',
          data: { ...input, remedyId: id, unitId: actor.unit } satisfies ReconsiderationFiled,
        }),
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationAccepted',
      input: AcceptReconsideration,
      title: '登记复议受理',
      article: ACCEPT,
      roles: ROLES,
      day: ({ acceptedOn }) => acceptedOn,
      dayTitle: '受理日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ acceptedOn, procedure = 'ORDINARY', ...input }, state, { facts, statutes, today }) => {
        const { unitId, remedyId, caseId } = state;
        const about = caseId === undefined ? {} : { caseId };
        // Where the day of receipt is not known the time is counted from the acceptance: never too long.
        const copyReceivedOn = input.copyReceivedOn ?? acceptedOn;
        const refusal =
          guardNotParallel(facts, caseId, 'RECONSIDERATION', acceptedOn) ??
          guardNotInFuture(copyReceivedOn, today, '收到申请书副本日期', ANSWER) ??
          guardNotBefore(copyReceivedOn, acceptedOn, '收到申请书副本日期', '受理日期', ANSWER);
        if (refusal) return refusal;
        if (procedure === 'SUMMARY' && acceptedOn < RECONSIDERATION_LAW_2023)
          return refuse({
            code: 'reconsideration.no_summary_procedure',
            article: '行政复议法第五十三条',
            message: `行政复议简易程序自${RECONSIDERATION_LAW_2023}起施行，此前受理的适用普通程序`,
          });
        const answer = statutes.due('D23', { on: copyReceivedOn, variant: procedure });
        const decision = statutes.due('D24', { on: acceptedOn, variant: procedure });
        return acceptWith(
          [
            {
              type: 'ReconsiderationAccepted',
              data: {
                unitId,
                ...about,
                acceptedOn,
                procedure,
                ...(input.organ === undefined ? {} : { organ: input.organ }),
                ...(input.organCaseNo === undefined ? {} : { organCaseNo: input.organCaseNo }),
                copyReceivedOn,
                answerDueOn: answer.dueOn,
                answerRule: `${answer.rule}@${answer.edition}`,
                decisionDueOn: decision.dueOn,
                decisionRule: `${decision.rule}@${decision.edition}`,
                ...carriedOver(acceptedOn, today),
              } satisfies ReconsiderationAccepted,
            },
          ],
          registerWrite(caseId, 'RemedyEntered', {
            caseId: caseId ?? '',
            remedyId,
            kind: 'RECONSIDERATION',
            acceptedOn,
            decisionDueOn: decision.dueOn,
          }),
        );
      },
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationDeclined',
      input: DeclineReconsideration,
      title: '登记复议不予受理',
      article: ACCEPT,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '不予受理日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: (input, { unitId, remedyId, caseId }) =>
        guardSaid(input.reason, 'remedy.reason_missing', '不予受理的理由', ACCEPT) ??
        acceptWith(
          [{ type: 'ReconsiderationDeclined', data: { unitId, ...input } satisfies ReconsiderationDeclined }],
          registerWrite(caseId, 'RemedyEnded', {
            caseId: caseId ?? '',
            remedyId,
            kind: 'RECONSIDERATION',
            end: 'DECLINED',
            on: input.on,
          }),
        ),
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationAnswerSubmitted',
      input: SubmitReconsiderationAnswer,
      title: '提交复议答复',
      article: ANSWER,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '答复日期',
      decide: ({ on }, { unitId, answerDueOn, answeredOn }) => {
        if (answeredOn !== undefined)
          return refuse({
            code: 'remedy.answered',
            article: ANSWER,
            message: `已于${answeredOn}提交复议答复，不能重复提交`,
          });
        const late = answerDueOn !== undefined && on > answerDueOn;
        return accept({
          type: 'ReconsiderationAnswerSubmitted',
          data: { unitId, on, late } satisfies ReconsiderationAnswerSubmitted,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationSuspended',
      input: SuspendReconsideration,
      title: '登记复议中止',
      article: SUSPEND,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '中止日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: (input, { unitId, remedyId, caseId }) =>
        guardSaid(input.reason, 'remedy.reason_missing', '中止的理由', SUSPEND) ??
        acceptWith(
          [{ type: 'ReconsiderationSuspended', data: { unitId, ...input } satisfies ReconsiderationSuspended }],
          registerWrite(caseId, 'RemedyDueMoved', { remedyId, decisionDueOn: null }),
        ),
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationResumed',
      input: ResumeReconsideration,
      title: '登记复议恢复',
      article: RESUME,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '恢复日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ on }, state, { statutes }) => {
        const { unitId, remedyId, caseId, acceptedOn, procedure, suspensions, suspendedOn } = state;
        const decision = statutes.due('D24', {
          on: acceptedOn!,
          variant: procedure,
          suspensions: [...suspensions, { startOn: suspendedOn!, endOn: on }],
        });
        const decisionDueOn = decision.dueOn;
        return acceptWith(
          [
            {
              type: 'ReconsiderationResumed',
              data: {
                unitId,
                on,
                decisionDueOn,
                decisionRule: `${decision.rule}@${decision.edition}`,
              } satisfies ReconsiderationResumed,
            },
          ],
          registerWrite(caseId, 'RemedyDueMoved', { remedyId, decisionDueOn }),
        );
      },
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationWithdrawn',
      input: WithdrawReconsideration,
      title: '登记撤回复议申请',
      article: END,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '撤回日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ on }, { unitId, remedyId, caseId }) =>
        acceptWith(
          [{ type: 'ReconsiderationWithdrawn', data: { unitId, on } satisfies ReconsiderationWithdrawn }],
          registerWrite(caseId, 'RemedyEnded', {
            caseId: caseId ?? '',
            remedyId,
            kind: 'RECONSIDERATION',
            end: 'WITHDRAWN',
            on,
          }),
        ),
    }),
    laterAct({
      life: LIFE,
      type: 'ReconsiderationDecided',
      input: DecideReconsideration,
      title: '登记复议决定',
      article: DECIDE,
      roles: ROLES,
      day: ({ decidedOn }) => decidedOn,
      dayTitle: '决定日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ outcome, redo = false, decidedOn }, { phase, unitId, remedyId, caseId }) => {
        if (phase === 'Suspended' && outcome !== 'TERMINATED')
          return refuse({
            code: 'reconsideration.suspended',
            article: RESUME,
            message: '复议正在中止，恢复审理后方可作出决定；中止期间只能终止复议',
          });
        if (redo && outcome !== 'REVOKED' && outcome !== 'PARTLY_REVOKED')
          return refuse({
            code: 'reconsideration.redo_without_revocation',
            article: '行政复议法第六十四条',
            message: `只有撤销或者部分撤销的，才可以责令重新作出行政行为，本决定为${RECONSIDERATION_OUTCOMES[outcome]}`,
          });
        const about = caseId === undefined ? {} : { caseId };
        return acceptWith(
          [
            {
              type: 'ReconsiderationDecided',
              data: { unitId, ...about, outcome, redo, decidedOn } satisfies ReconsiderationDecided,
            },
          ],
          registerWrite(caseId, 'RemedyEnded', {
            caseId: caseId ?? '',
            remedyId,
            kind: 'RECONSIDERATION',
            end: outcome === 'TERMINATED' ? 'WITHDRAWN' : 'DECIDED',
            on: decidedOn,
          }),
        );
      },
    }),
  ],
};

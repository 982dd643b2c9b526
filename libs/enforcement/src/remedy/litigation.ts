import { accept, acceptWith, type Facts, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, Statutes } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { peopleNeeds } from '../case/officers.js';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { Choice, Day, Id, LongText, Optional, Text, WholeNumber } from '../fields.js';
import { guardSaid, laterAct } from '../lifecycle.js';
import { LEADER_RANKS, type LeaderRank, leaderRankOn, officer, servesUnitOn } from '../organisation/officer.js';
import { LIFE } from './life.js';
import { guardNotParallel, hasBeenReconsidered, registerNeeds, registerWrite } from './register.js';
import { carriedOver, caseNeeds, guardCase, type RemedyState } from './state.js';

/* 行政诉讼, from the side of the defendant (被告); DOMAIN 2.8, 3.3, 4.12. */

export const JUDGMENT_OUTCOMES = {
  DISMISSED: '驳回',
  UPHELD: '维持原判',
  REVOKED: '撤销',
  ALTERED: '变更',
  ILLEGAL: '确认违法',
  INVALID: '确认无效',
  MEDIATED: '调解',
} as const;
export type JudgmentOutcome = keyof typeof JUDGMENT_OUTCOMES;

// ---- events, stored for ever

export interface LitigationFiled {
  readonly remedyId: string;
  /** 被告. */
  readonly unitId: string;
  readonly caseId?: string;
  readonly plaintiff: string;
  readonly filedOn: LegalDay;
}

export interface LitigationAccepted {
  readonly unitId: string;
  readonly caseId?: string;
  readonly acceptedOn: LegalDay;
  readonly court?: string;
  /** 法院案号. */
  readonly courtCaseNo?: string;
  /** Day on which the unit got its copy of the complaint: D27 runs from it. */
  readonly copyReceivedOn: LegalDay;
  /** D27. */
  readonly answerDueOn: LegalDay;
  readonly answerRule: string;
  /** Accepted in this earlier year and put on record in a later one. */
  readonly carriedOverFromYear?: number;
}

export interface LitigationDeclined {
  readonly unitId: string;
  readonly reason: string;
  readonly on: LegalDay;
}

export interface LitigationAnswerSubmitted {
  readonly unitId: string;
  readonly on: LegalDay;
  /** After D27: 视为没有相应证据 (行政诉讼法第三十四条第二款). */
  readonly late: boolean;
}

export interface CourtHearingHeld {
  readonly unitId: string;
  readonly heldOn: LegalDay;
  readonly leaderAttended: boolean;
  readonly leaderId?: string;
  /** As the register of officers had it on that day. */
  readonly leaderRank?: LeaderRank;
  readonly absenceReason?: string;
}

export interface LitigationWithdrawn {
  readonly unitId: string;
  readonly on: LegalDay;
}

export interface LitigationJudged {
  readonly unitId: string;
  readonly caseId?: string;
  readonly instance: 1 | 2;
  readonly outcome: JudgmentOutcome;
  readonly judgedOn: LegalDay;
}

export interface LitigationAppealed {
  readonly unitId: string;
  readonly appellant: string;
  readonly on: LegalDay;
}

/** 撤回上诉: the judgment of the first instance stands. */
export interface AppealWithdrawn {
  readonly unitId: string;
  readonly on: LegalDay;
}

export interface LitigationEffective {
  readonly unitId: string;
  readonly caseId?: string;
  readonly effectiveOn: LegalDay;
}

// ---- commands

/** 登记行政诉讼. */
export class FileLitigation {
  @Optional() @Id('案件编号') caseId?: string;
  @Text('原告', { max: 100 }) plaintiff!: string;
  @Day('起诉日期') filedOn!: LegalDay;
}

/** 登记法院立案. */
export class AcceptLitigation {
  @Day('立案日期') acceptedOn!: LegalDay;
  @Optional() @Day('收到起诉状副本日期') copyReceivedOn?: LegalDay;
  @Optional() @Text('人民法院') court?: string;
  @Optional() @Text('法院案号') courtCaseNo?: string;
}

/** 登记法院不予立案. */
export class DeclineLitigation {
  @LongText('理由') reason!: string;
  @Day('日期') on!: LegalDay;
}

/** 提交答辩状和证据. */
export class SubmitLitigationAnswer {
  @Day('答辩日期') on!: LegalDay;
}

/** 登记开庭. */
export class HoldCourtHearing {
  @Day('开庭日期') heldOn!: LegalDay;
  @Optional() @Id('出庭负责人') leaderId?: string;
  @Optional() @LongText('负责人未出庭的理由') absenceReason?: string;
}

/** 登记撤诉. */
export class WithdrawLitigation {
  @Day('撤诉日期') on!: LegalDay;
}

/** 登记裁判. */
export class JudgeLitigation {
  @WholeNumber('审级', { min: 1, max: 2 }) instance!: 1 | 2;
  @Choice('结果', JUDGMENT_OUTCOMES) outcome!: JudgmentOutcome;
  @Day('裁判日期') judgedOn!: LegalDay;
}

/** 登记上诉. */
export class AppealLitigation {
  @Text('上诉人', { max: 100 }) appellant!: string;
  @Day('上诉日期') on!: LegalDay;
}

/** 登记撤回上诉. */
export class WithdrawAppeal {
  @Day('撤回日期') on!: LegalDay;
}

/** 登记裁判生效. */
export class RecordEffectiveJudgment {
  @Day('生效日期') effectiveOn!: LegalDay;
}

const ROLES = ['REGISTRAR', 'REVIEWER'] as const;
const FILE = '行政诉讼法第四十九条';
const ACCEPT = '行政诉讼法第五十一条';
const ANSWER = '行政诉讼法第六十七条第一款';
const ATTEND = '行政诉讼法第三条第三款';
const WITHDRAW = '行政诉讼法第六十二条';
const JUDGE = '行政诉讼法第八十条';
const APPEAL = '行政诉讼法第八十五条';
const FIRST_INSTANCE = '行政诉讼法第六十九条';

/** G39 复议前置 (行政复议法第二十三条第一款第一项): from 2024 on a penalty imposed on the spot is reconsidered first. */
function guardReconsideredFirst(
  facts: Facts,
  statutes: Statutes,
  caseId: string | undefined,
  on: LegalDay,
): Refusal | undefined {
  if (caseId === undefined) return undefined;
  const { procedure, decision } = facts.get(caseAggregate, caseId);
  if (procedure !== 'SUMMARY' || decision === undefined) return undefined;
  const order = statutes.remedyOrder({ procedure, on: decision.decidedOn });
  if (order.maySueDirectly || hasBeenReconsidered(facts, caseId, on)) return undefined;
  return refuse({
    code: 'litigation.reconsideration_first',
    article: '行政复议法第二十三条第一款第一项',
    message: '对当场作出的处罚决定不服的，应当先申请行政复议；对复议决定仍不服、不予受理或者逾期不作决定的，方可起诉',
  });
}

export const litigation: Stage<RemedyState> = {
  events: {
    LitigationFiled: event<RemedyState, LitigationFiled>({
      title: '提起行政诉讼',
      describe: (data) => `${data.plaintiff}提起行政诉讼`,
      evolve: (state, { remedyId, unitId, caseId, filedOn }) => ({
        ...state,
        phase: LIFE.after(state, 'LitigationFiled'),
        kind: 'LITIGATION',
        remedyId,
        unitId,
        lastOn: filedOn,
        ...(caseId === undefined ? {} : { caseId }),
      }),
    }),
    LitigationAccepted: event<RemedyState, LitigationAccepted>({
      title: '法院立案',
      describe: (data) =>
        `法院立案${data.carriedOverFromYear === undefined ? '' : `（${data.carriedOverFromYear}年结转）`}，` +
        `应于${data.answerDueOn}前答辩、举证`,
      evolve: (state, { acceptedOn, answerDueOn }) => ({
        ...state,
        phase: LIFE.after(state, 'LitigationAccepted'),
        lastOn: acceptedOn,
        acceptedOn,
        answerDueOn,
      }),
    }),
    LitigationDeclined: event<RemedyState, LitigationDeclined>({
      title: '法院不予立案',
      describe: (data) => `法院不予立案：${data.reason}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LitigationDeclined'), lastOn: on }),
    }),
    LitigationAnswerSubmitted: event<RemedyState, LitigationAnswerSubmitted>({
      title: '提交答辩状和证据',
      describe: (data) => (data.late ? '逾期提交答辩状和证据' : '提交答辩状和证据'),
      // Beside the line of acts: it does not hold back the day of the next one.
      evolve: (state, { on }) => ({ ...state, answeredOn: on }),
    }),
    CourtHearingHeld: event<RemedyState, CourtHearingHeld>({
      title: '开庭审理',
      describe: (data) =>
        data.leaderRank === undefined ? '开庭审理，负责人未出庭' : `开庭审理，${LEADER_RANKS[data.leaderRank]}出庭应诉`,
      evolve: (state, { heldOn }) => ({ ...state, lastOn: heldOn }),
    }),
    LitigationWithdrawn: event<RemedyState, LitigationWithdrawn>({
      title: '撤诉',
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LitigationWithdrawn'), lastOn: on }),
    }),
    LitigationJudged: event<RemedyState, LitigationJudged>({
      title: '法院裁判',
      describe: (data) => `${data.instance === 1 ? '一审' : '二审'}裁判：${JUDGMENT_OUTCOMES[data.outcome]}`,
      evolve: (state, { instance, judgedOn }) => ({
        ...state,
        phase: instance === 1 ? 'Judged' : 'FinallyJudged',
        lastOn: judgedOn,
      }),
    }),
    LitigationAppealed: event<RemedyState, LitigationAppealed>({
      title: '上诉',
      describe: (data) => `${data.appellant}上诉`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LitigationAppealed'), lastOn: on }),
    }),
    AppealWithdrawn: event<RemedyState, AppealWithdrawn>({
      title: '撤回上诉',
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'AppealWithdrawn'), lastOn: on }),
    }),
    LitigationEffective: event<RemedyState, LitigationEffective>({
      title: '裁判生效',
      evolve: (state, { effectiveOn }) => ({
        ...state,
        phase: LIFE.after(state, 'LitigationEffective'),
        lastOn: effectiveOn,
      }),
    }),
  },
  commands: [
    command<RemedyState, FileLitigation>({
      input: FileLitigation,
      title: '登记行政诉讼',
      article: FILE,
      roles: ROLES,
      creates: true,
      needs: ({ caseId }) => [...caseNeeds(caseId), ...registerNeeds(caseId)],
      decide: (input, state, { id, actor, facts, statutes, today }) =>
        LIFE.guard(state, 'LitigationFiled', '登记行政诉讼', FILE) ??
        guardNotInFuture(input.filedOn, today, '起诉日期', FILE) ??
        guardCase(facts, input.caseId, actor.unit, input.filedOn, FILE) ??
        guardNotParallel(facts, input.caseId, 'LITIGATION', input.filedOn) ??
        guardReconsideredFirst(facts, statutes, input.caseId, input.filedOn) ??
        accept({
          type: 'LitigationFiled',
          data: { ...input, remedyId: id, unitId: actor.unit } satisfies LitigationFiled,
        }),
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationAccepted',
      input: AcceptLitigation,
      title: '登记法院立案',
      article: ACCEPT,
      roles: ROLES,
      day: ({ acceptedOn }) => acceptedOn,
      dayTitle: '立案日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ acceptedOn, ...input }, { unitId, remedyId, caseId }, { facts, statutes, today }) => {
        // Where the day of receipt is not known the time is counted from the acceptance: never too long.
        const copyReceivedOn = input.copyReceivedOn ?? acceptedOn;
        const refusal =
          guardNotParallel(facts, caseId, 'LITIGATION', acceptedOn) ??
          guardNotInFuture(copyReceivedOn, today, '收到起诉状副本日期', ANSWER) ??
          guardNotBefore(copyReceivedOn, acceptedOn, '收到起诉状副本日期', '立案日期', ANSWER);
        if (refusal) return refusal;
        const due = statutes.due('D27', { on: copyReceivedOn });
        return acceptWith(
          [
            {
              type: 'LitigationAccepted',
              data: {
                unitId,
                ...(caseId === undefined ? {} : { caseId }),
                acceptedOn,
                ...(input.court === undefined ? {} : { court: input.court }),
                ...(input.courtCaseNo === undefined ? {} : { courtCaseNo: input.courtCaseNo }),
                copyReceivedOn,
                answerDueOn: due.dueOn,
                answerRule: `${due.rule}@${due.edition}`,
                ...carriedOver(acceptedOn, today),
              } satisfies LitigationAccepted,
            },
          ],
          registerWrite(caseId, 'RemedyEntered', { caseId: caseId ?? '', remedyId, kind: 'LITIGATION', acceptedOn }),
        );
      },
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationDeclined',
      input: DeclineLitigation,
      title: '登记法院不予立案',
      article: ACCEPT,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '不予立案日期',
      decide: (input, { unitId }) =>
        guardSaid(input.reason, 'remedy.reason_missing', '不予立案的理由', ACCEPT) ??
        accept({ type: 'LitigationDeclined', data: { unitId, ...input } satisfies LitigationDeclined }),
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationAnswerSubmitted',
      input: SubmitLitigationAnswer,
      title: '提交答辩状和证据',
      article: ANSWER,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '答辩日期',
      decide: ({ on }, { unitId, answerDueOn, answeredOn }) => {
        if (answeredOn !== undefined)
          return refuse({
            code: 'remedy.answered',
            article: ANSWER,
            message: `已于${answeredOn}提交答辩状和证据，不能重复提交`,
          });
        const late = answerDueOn !== undefined && on > answerDueOn;
        return accept({
          type: 'LitigationAnswerSubmitted',
          data: { unitId, on, late } satisfies LitigationAnswerSubmitted,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'CourtHearingHeld',
      input: HoldCourtHearing,
      title: '登记开庭',
      article: ATTEND,
      roles: ROLES,
      day: ({ heldOn }) => heldOn,
      dayTitle: '开庭日期',
      needs: ({ leaderId }) => peopleNeeds(leaderId),
      decide: ({ heldOn, leaderId, absenceReason }, { unitId }, { facts }) => {
        if (leaderId === undefined)
          return accept({
            type: 'CourtHearingHeld',
            data: {
              unitId,
              heldOn,
              leaderAttended: false,
              ...(absenceReason === undefined ? {} : { absenceReason }),
            } satisfies CourtHearingHeld,
          });
        const person = facts.get(officer, leaderId);
        const leaderRank = leaderRankOn(person, heldOn);
        if (leaderRank === undefined || !servesUnitOn(person, unitId, heldOn))
          return refuse({
            code: 'litigation.not_leader',
            article: '最高人民法院关于适用行政诉讼法的解释第一百二十八条',
            message: `${person.name ?? leaderId}在${heldOn}不是本机关负责人，不算负责人出庭；请按未出庭登记，或者核对任职`,
          });
        return accept({
          type: 'CourtHearingHeld',
          data: { unitId, heldOn, leaderAttended: true, leaderId, leaderRank } satisfies CourtHearingHeld,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationWithdrawn',
      input: WithdrawLitigation,
      title: '登记撤诉',
      article: WITHDRAW,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '撤诉日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ on }, { unitId, remedyId, caseId }) =>
        acceptWith(
          [{ type: 'LitigationWithdrawn', data: { unitId, on } satisfies LitigationWithdrawn }],
          registerWrite(caseId, 'RemedyEnded', {
            caseId: caseId ?? '',
            remedyId,
            kind: 'LITIGATION',
            end: 'WITHDRAWN',
            on,
          }),
        ),
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationJudged',
      input: JudgeLitigation,
      title: '登记裁判',
      article: JUDGE,
      roles: ROLES,
      day: ({ judgedOn }) => judgedOn,
      dayTitle: '裁判日期',
      decide: ({ instance, outcome, judgedOn }, { phase, unitId, caseId }) => {
        const pending = phase === 'Appealed' ? 2 : 1;
        if (instance !== pending)
          return refuse({
            code: 'litigation.instance',
            article: pending === 2 ? '行政诉讼法第八十八条' : APPEAL,
            message:
              pending === 2 ? '本案正在二审，应登记二审裁判' : '本案正在一审，应登记一审裁判；二审裁判须在登记上诉之后',
          });
        if (instance === 1 && outcome === 'UPHELD')
          return refuse({
            code: 'litigation.upheld_in_first_instance',
            article: FIRST_INSTANCE,
            message: '“维持原判”是二审的结果；一审认定行政行为合法的，应为驳回诉讼请求',
          });
        const about = caseId === undefined ? {} : { caseId };
        return accept({
          type: 'LitigationJudged',
          data: { unitId, ...about, instance, outcome, judgedOn } satisfies LitigationJudged,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationAppealed',
      input: AppealLitigation,
      title: '登记上诉',
      article: APPEAL,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '上诉日期',
      decide: (input, { unitId }) =>
        accept({ type: 'LitigationAppealed', data: { unitId, ...input } satisfies LitigationAppealed }),
    }),
    laterAct({
      life: LIFE,
      type: 'AppealWithdrawn',
      input: WithdrawAppeal,
      title: '登记撤回上诉',
      article: WITHDRAW,
      roles: ROLES,
      day: ({ on }) => on,
      dayTitle: '撤回上诉日期',
      decide: ({ on }, { unitId }) =>
        accept({ type: 'AppealWithdrawn', data: { unitId, on } satisfies AppealWithdrawn }),
    }),
    laterAct({
      life: LIFE,
      type: 'LitigationEffective',
      input: RecordEffectiveJudgment,
      title: '登记裁判生效',
      article: APPEAL,
      roles: ROLES,
      day: ({ effectiveOn }) => effectiveOn,
      dayTitle: '生效日期',
      needs: (_input, { caseId }) => registerNeeds(caseId),
      decide: ({ effectiveOn }, { unitId, remedyId, caseId }) =>
        acceptWith(
          [
            {
              type: 'LitigationEffective',
              data: { unitId, ...(caseId === undefined ? {} : { caseId }), effectiveOn } satisfies LitigationEffective,
            },
          ],
          registerWrite(caseId, 'RemedyEnded', {
            caseId: caseId ?? '',
            remedyId,
            kind: 'LITIGATION',
            end: 'DECIDED',
            on: effectiveOn,
          }),
        ),
    }),
  ],
};

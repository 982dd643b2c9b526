import { type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  Flag,
  Narrative,
  OfficialNumber,
  Optional,
  PersonRef,
  PersonRefs,
  Rule,
  say,
  Text,
  the,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { OnApproval } from '../definition/approval.js';
import type { LawContext } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { clockMoved, clockResumed, decisionClock, decisionDueBy } from './decision-clock.js';
import { discussedOr, MIN_ATTENDEES, memberNeeds, OfDiscussion } from './discussion.js';
import { LEADERS, ledBy } from './officers.js';
import { type CaseState, withoutOpinions } from './state.js';

/*
 * 办案期限的停计、中止、延长 (行政处罚法第六十条; DOMAIN 3.3, G12, G13, R9). The day moves by these acts and by those of hearing
 * and announcement, and by nothing else; it never moves back.
 */

/** 依法不计入办案期限的委托. */
export const EXCLUSION_KINDS = { TEST: '检测', INSPECTION: '检验', APPRAISAL: '鉴定' } as const;
export type ExclusionKind = keyof typeof EXCLUSION_KINDS;

/** 中止调查的情形 (市场监督管理行政处罚程序规定第四十六条; 住建部令55号的情形以其为准, K). */
export const SUSPENSION_GROUNDS = {
  RELATED_MATTER: '须以相关案件的裁判结果或者其他行政决定为依据，而其尚未作出',
  LEGAL_QUESTION: '涉及法律适用等问题，需要送请有权机关作出解释或者确认',
  FORCE_MAJEURE: '因不可抗力致使案件暂时无法调查',
  PARTY_MISSING: '因当事人下落不明致使案件暂时无法调查',
  OTHER: '其他应当中止调查的情形',
} as const;
export type SuspensionGround = keyof typeof SUSPENSION_GROUNDS;

// ---- commands and, beside each, the event that is stored for ever

export class EntrustTest {
  /** By it the entrustment is known when its result is in. */
  @OfficialNumber('委托书编号') entrustNo!: string;
  @Choice('委托事由', EXCLUSION_KINDS) kind!: ExclusionKind;
  @Text('受委托的机构') agency!: string;
  @Narrative('委托事项') matter!: string;
  @ActDay('委托日期') startedOn!: LegalDay;
}
export class TestEntrusted extends EntrustTest {}

export class EndTest {
  @OfficialNumber('委托书编号') entrustNo!: string;
  /** Absent where it was called off. */
  @Optional() @OfficialNumber('报告编号') reportNo?: string;
  /** The first day that counts again. */
  @ActDay('收到报告或者撤回委托的日期') endedOn!: LegalDay;
}
export class PeriodExcluded extends EndTest {
  @Choice('委托事由', EXCLUSION_KINDS) kind!: ExclusionKind;
  @Day('委托日期') startOn!: LegalDay;
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('期限依据') decisionDueRule?: string;
}

export class SuspendCase extends OnApproval {
  @Choice('中止的情形', SUSPENSION_GROUNDS) ground!: SuspensionGround;
  @Narrative('理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('中止日期') suspendedOn!: LegalDay;
}
@Continued()
export class CaseSuspended extends SuspendCase {
  @PersonRef('批准人') declare approverId: string;
}

export class ResumeCase {
  @Narrative('恢复的理由') reason!: string;
  /** The first day that counts again. */
  @ActDay('恢复日期') resumedOn!: LegalDay;
}
export class CaseResumed extends ResumeCase {
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('期限依据') decisionDueRule?: string;
}

export class ExtendDeadline extends OnApproval {
  @WholeNumber('延长天数', { min: 1, max: 1000 }) days!: number;
  @Narrative('延长的理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('批准延长日期') extendedOn!: LegalDay;
}
@Continued()
export class DeadlineExtended extends ExtendDeadline {
  @PersonRef('批准人') declare approverId: string;
  @Day('办案期限') decisionDueOn!: LegalDay;
  @Rule('期限依据') decisionDueRule!: string;
}

/** 再次延长, by the leaders together. */
export class ExtendDeadlineAgain extends OfDiscussion {
  @WholeNumber('延长天数', { min: 1, max: 1000 }) days!: number;
  @Narrative('延长的理由') reason!: string;
  @ActDay('讨论决定延长的日期') extendedOn!: LegalDay;
}
@Continued()
export class DeadlineExtendedAgain extends ExtendDeadlineAgain {
  @PersonRefs('参加讨论的负责人', { min: MIN_ATTENDEES, max: 30 }) declare attendees: readonly string[];
  @Flag('是否全部签字') declare signedAll: boolean;
  @Optional() @PersonRef('讨论主持人') chairId?: string;
  @Day('办案期限') decisionDueOn!: LegalDay;
  @Rule('期限依据') decisionDueRule!: string;
}

const IN_TIME = '行政处罚法第六十条';
const EXCLUSION = '行政处罚法第六十条；住房和城乡建设行政处罚程序规定（住建部令55号）';

// ---- guards

function entrustmentOf({ entrusted }: CaseState, entrustNo: string) {
  return entrusted.find((known) => known.entrustNo === entrustNo);
}

function guardNewEntrustment(state: CaseState, entrustNo: string): Refusal | undefined {
  if (entrustmentOf(state, entrustNo) === undefined) return undefined;
  return refuse({
    code: 'exclusion.running',
    article: EXCLUSION,
    message: say`委托书${the.words(entrustNo)}的委托已经登记，尚未了结，不必再登记`,
  });
}

function guardAnyEntrusted({ entrusted }: CaseState): Refusal | undefined {
  if (entrusted.length > 0) return undefined;
  return refuse({
    code: 'exclusion.unknown',
    article: EXCLUSION,
    message: '没有未了结的检测、检验、检疫、鉴定委托',
  });
}

function guardEntrusted(state: CaseState, { entrustNo, endedOn }: EndTest): Refusal | undefined {
  const entrustment = entrustmentOf(state, entrustNo);
  if (entrustment === undefined)
    return refuse({
      code: 'exclusion.unknown',
      article: EXCLUSION,
      message: say`没有委托书编号为${the.words(entrustNo)}的未了结的委托，请核对编号`,
    });
  if (endedOn >= entrustment.startedOn) return undefined;
  return refuse({
    code: 'day.out_of_order',
    article: EXCLUSION,
    message: `收到报告或者撤回委托的日期${endedOn}早于委托日期${entrustment.startedOn}`,
    earliest: entrustment.startedOn,
  });
}

/** What was entrusted belongs to the investigation: it is not over before the answer is there, or is given up. */
export function guardNothingEntrusted({ entrusted }: CaseState, article: string): Refusal | undefined {
  const [first] = entrusted;
  if (first === undefined) return undefined;
  return refuse({
    code: 'exclusion.open',
    article,
    message: say`${EXCLUSION_KINDS[first.kind]}（委托书${the.words(first.entrustNo)}）还没有结果，请先登记收到报告或者撤回委托`,
  });
}

/**
 * G13: the time is extended before it is over, the second time after the first, each by no more than its row allows.
 * What is over cannot be extended; a decision after it is a defect (R11).
 */
/** Why the time for deciding is not extended. */
const refusal = (code: string, message: string): Refusal =>
  refuse({ code: `deadline.${code}`, article: IN_TIME, message });

function guardNeverExtended(extensions: number): Refusal | undefined {
  if (extensions === 0) return undefined;
  return refusal('extended', '办案期限已经延长过，再次延长须由负责人集体讨论决定');
}

function guardExtendedOnce(extensions: number): Refusal | undefined {
  if (extensions === 1) return undefined;
  return extensions === 0
    ? refusal('not_extended', '办案期限还没有延长过，第一次延长由负责人批准')
    : refusal('extended_twice', '办案期限已经两次延长，不得再延长');
}

function guardExtension(
  state: CaseState,
  round: 1 | 2,
  { days, extendedOn }: { readonly days: number; readonly extendedOn: LegalDay },
  { statutes }: LawContext,
): Refusal | undefined {
  const { extensions, filedOn } = state;
  const dueOn = decisionDueBy(statutes, state, extendedOn);
  if (dueOn === undefined) return refusal('none', '立案时的法律没有规定办案期限，无需延长');
  const isOutOfTurn = round === 1 ? guardNeverExtended(extensions.length) : guardExtendedOnce(extensions.length);
  if (isOutOfTurn) return isOutOfTurn;
  if (extendedOn > dueOn)
    return refusal('lapsed', `办案期限已于${dueOn}届满，不能再延长，应在届满以前延长；确需作出决定的，记为程序瑕疵`);
  const most = statutes.extensions('D03', filedOn!)[round - 1] ?? 0;
  if (days <= most) return undefined;
  return refusal('extension_too_long', `第${round === 1 ? '一' : '二'}次延长不得超过${most}日，实为${days}日`);
}

/** The new last day: the law gives it, since the guard has seen that there is one. */
function extendedBy({ statutes }: LawContext, state: CaseState, days: number) {
  return decisionClock(statutes, { ...state, extensions: [...state.extensions, days] }) as {
    decisionDueOn: LegalDay;
    decisionDueRule: string;
  };
}

function extended(state: CaseState, data: DeadlineExtended | DeadlineExtendedAgain): Partial<CaseState> {
  return { extensions: [...state.extensions, data.days], ...clockMoved(data) };
}

export const timeForDeciding: readonly Stage<CaseState>[] = [
  act(EntrustTest, TestEntrusted, {
    title: '委托检测、检验、鉴定',
    eventTitle: '委托检测、检验、鉴定',
    article: EXCLUSION,
    roles: ['OFFICER'],
    says: ({ kind, agency, entrustNo }) =>
      say`委托${the.words(agency)}${EXCLUSION_KINDS[kind]}（${the.label(entrustNo)}），办案期限停计`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: ({ entrustNo }, state) => guardNewEntrustment(state, entrustNo) ?? {},
    evolve: ({ entrusted }, { entrustNo, kind, startedOn }) => ({
      entrusted: [...entrusted, { entrustNo, kind, startedOn }],
    }),
  }),
  act(EndTest, PeriodExcluded, {
    title: '收到检测、检验、鉴定结果',
    eventTitle: '扣除期间',
    article: EXCLUSION,
    roles: ['OFFICER'],
    draft: ({ entrusted: [first] }) => ({ entrustNo: first?.entrustNo }),
    says: ({ kind, startOn, endedOn, decisionDueOn }) =>
      say`${EXCLUSION_KINDS[kind]}自${the.day(startOn)}至${the.day(endedOn)}的期间不计入办案期限${
        decisionDueOn === undefined ? undefined : say`，应于${the.day(decisionDueOn)}前作出决定`
      }`,
    may: guardAnyEntrusted,
    decide: (input, state, { statutes }) => {
      const refusal = guardEntrusted(state, input);
      if (refusal) return refusal;
      const { kind, startedOn: startOn } = entrustmentOf(state, input.entrustNo)!;
      return { kind, startOn, ...clockResumed(statutes, state, { startOn, endOn: input.endedOn }) };
    },
    evolve: ({ entrusted, suspensions }, data) => ({
      entrusted: entrusted.filter(({ entrustNo }) => entrustNo !== data.entrustNo),
      suspensions: [...suspensions, { startOn: data.startOn, endOn: data.endedOn }],
      ...clockMoved(data),
    }),
  }),
  act(SuspendCase, CaseSuspended, {
    title: '中止调查',
    article: EXCLUSION,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ ground, reason }) => say`中止调查（${SUSPENSION_GROUNDS[ground]}）：${the.words(reason)}`,
    restsOn: ({ filedOn, cameBackOn }) => [
      [filedOn, '立案日期'],
      [cameBackOn, '案件退回调查的日期'],
    ],
    evolve: (state, { approverId, suspendedOn }) => ({ ...ledBy(state, approverId), suspendedOn }),
  }),
  act(ResumeCase, CaseResumed, {
    title: '恢复调查',
    article: EXCLUSION,
    roles: ['OFFICER'],
    says: ({ reason, decisionDueOn }) =>
      say`恢复调查：${the.words(reason)}${
        decisionDueOn === undefined ? undefined : say`；应于${the.day(decisionDueOn)}前作出决定`
      }`,
    restsOn: ({ suspendedOn }) => [[suspendedOn, '中止日期']],
    decide: ({ resumedOn }, state, { statutes }) =>
      clockResumed(statutes, state, { startOn: state.suspendedOn!, endOn: resumedOn }),
    evolve: ({ suspensions, suspendedOn }, data) => ({
      suspensions: [...suspensions, { startOn: suspendedOn!, endOn: data.resumedOn }],
      suspendedOn: undefined,
      cameBackOn: data.resumedOn,
      ...clockMoved(data),
    }),
  }),
  act(ExtendDeadline, DeadlineExtended, {
    title: '延长办案期限',
    article: IN_TIME,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ days, decisionDueOn, reason }) =>
      say`办案期限延长${days}日，至${the.day(decisionDueOn)}：${the.words(reason)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    may: ({ extensions }) => guardNeverExtended(extensions.length),
    decide: (input, state, context) =>
      guardExtension(state, 1, input, context) ?? extendedBy(context, state, input.days),
    evolve: (state, data) => ({ ...ledBy(state, data.approverId), ...extended(state, data) }),
  }),
  act(ExtendDeadlineAgain, DeadlineExtendedAgain, {
    title: '再次延长办案期限',
    article: IN_TIME,
    roles: ['LEADER', 'OFFICER'],
    needs: (input, state) => memberNeeds(input, state, 'EXTENSION'),
    says: ({ attendees, days, decisionDueOn, reason }) =>
      say`${attendees.length}名负责人集体讨论，办案期限再延长${days}日，至${the.day(decisionDueOn)}：${the.words(reason)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    may: ({ extensions }) => guardExtendedOnce(extensions.length),
    decide: (input, state, context) => {
      const refusal = guardExtension(state, 2, input, context);
      if (refusal) return refusal;
      const discussed = discussedOr(input, input.extendedOn, state, context, 'EXTENSION');
      return 'kind' in discussed ? discussed : { ...discussed, ...extendedBy(context, state, input.days) };
    },
    evolve: (state, data) => ({
      ...ledBy(state, ...data.attendees),
      ...withoutOpinions(state, 'EXTENSION'),
      ...extended(state, data),
    }),
  }),
];

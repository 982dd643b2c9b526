import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  Flag,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  PersonName,
  RecordRef,
  Rule,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay, Trigger } from '#statutes';
import { caseNeeds } from '../case/case-need.js';
import { WhichParties } from '../case/parts.js';
import { guardNotBefore } from '../days.js';
import { type Act, act, adding } from '../definition/act.js';
import { lastDay, OpenDay, openOf } from '../definition/open-day.js';
import { RECONSIDERATION_OUTCOMES, type ReconsiderationOutcome } from '../terms.js';
import {
  guardNotParallel,
  RECONSIDERATION_LAW_2023,
  RemedyDueMoved,
  RemedyEntered,
  registerNeeds,
  registerWrite,
} from './register.js';
import {
  Altered,
  AnswerSubmitted,
  answer,
  carriedOver,
  caseRegister,
  ended,
  guardAltered,
  guardCase,
  guardCopy,
  RECONSIDERATION_PROCEDURES,
  type ReconsiderationProcedure,
  type Remedy,
  type RemedyPhase,
  WITHDRAWING,
  whoseOf,
} from './state.js';

/* 行政复议, from the side of the respondent (被申请人); DOMAIN 2.8, 3.3, 4.12. */

// ---- commands and, beside each, the event that is stored for ever

export class FileReconsideration {
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @PersonName('申请人', { max: 100 }) applicant!: string;
  @ActDay('申请日期') filedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class ReconsiderationFiled extends FileReconsideration {
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @UnitRef('被申请人') unitId!: string;
}

export class AcceptReconsideration {
  @ActDay('受理日期') acceptedOn!: LegalDay;
  @Optional() @Choice('审理程序', RECONSIDERATION_PROCEDURES) procedure?: ReconsiderationProcedure;
  @Optional() @Day('收到申请书副本日期') copyReceivedOn?: LegalDay;
  @Optional() @Label('复议机关') organ?: string;
  @Optional() @OfficialNumber('复议案号') organCaseNo?: string;
}
export class ReconsiderationAccepted {
  @UnitRef('被申请人') unitId!: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @ActDay('受理日期') acceptedOn!: LegalDay;
  @Choice('审理程序', RECONSIDERATION_PROCEDURES) procedure!: ReconsiderationProcedure;
  @Optional() @Label('复议机关') organ?: string;
  @Optional() @OfficialNumber('复议案号') organCaseNo?: string;
  /** Day on which the unit got its copy of the application: D23 runs from it. */
  @Day('收到申请书副本日期') copyReceivedOn!: LegalDay;
  /** D23. */
  @Optional() @Day('答复期限') answerDueOn?: LegalDay;
  @Optional() @Rule('答复期限依据') answerRule?: string;
  /** D24. */
  @Optional() @Day('复议决定期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('复议决定期限依据') decisionRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 2 }) openDays?: readonly OpenDay[];
  /** Accepted in this earlier year and put on record in a later one. */
  @Optional() @WholeNumber('结转自年度', { max: 9_999 }) carriedOverFromYear?: number;
}

export class DeclineReconsideration {
  @Narrative('不予受理的理由') reason!: string;
  @ActDay('不予受理日期') on!: LegalDay;
}

export class SubmitReconsiderationAnswer {
  @ActDay('答复日期') on!: LegalDay;
}
/** Late after D23: 视为没有证据、依据 (行政复议法第七十条). */
export class ReconsiderationAnswerSubmitted extends AnswerSubmitted {}

export class SuspendReconsideration {
  @Narrative('中止的理由') reason!: string;
  @ActDay('中止日期') on!: LegalDay;
}

export class ResumeReconsideration {
  @ActDay('恢复日期') on!: LegalDay;
}
export class ReconsiderationResumed {
  @UnitRef('被申请人') unitId!: string;
  @ActDay('恢复日期') on!: LegalDay;
  /** D24, the days of the suspension left out, and the edition of the rule. */
  @Optional() @Day('复议决定期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('复议决定期限依据') decisionRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 2 }) openDays?: readonly OpenDay[];
}

export class WithdrawReconsideration {
  @ActDay('撤回日期') on!: LegalDay;
}

/** 延长审理期限 (复议法第六十二条第一款): once, at the most by thirty days. */
export class ExtendReconsideration {
  @ActDay('延长日期') extendedOn!: LegalDay;
}
export class ReconsiderationExtended {
  @UnitRef('被申请人') unitId!: string;
  @ActDay('延长日期') extendedOn!: LegalDay;
  @WholeNumber('延长天数', { min: 1, max: 30 }) days!: number;
  @Optional() @Day('复议决定期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('复议决定期限依据') decisionRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 2 }) openDays?: readonly OpenDay[];
}

export class DecideReconsideration extends Altered {
  @Choice('结果', RECONSIDERATION_OUTCOMES) outcome!: ReconsiderationOutcome;
  @Optional() @Flag('是否责令重作') redo?: boolean;
  @ActDay('决定日期') decidedOn!: LegalDay;
}
export class ReconsiderationDecided extends Altered {
  @UnitRef('被申请人') unitId!: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @Choice('结果', RECONSIDERATION_OUTCOMES) outcome!: ReconsiderationOutcome;
  /** 责令重新作出行政行为. */
  @Flag('是否责令重作') redo!: boolean;
  @ActDay('决定日期') decidedOn!: LegalDay;
}

const FILE = '行政复议法第二十条';
const ACCEPT = '行政复议法第三十条';
const ANSWER = '行政复议法第四十八条';
const SUSPEND = '行政复议法第三十九条';
const RESUME = '行政复议法第四十条';
const END = '行政复议法第四十一条';
const DECIDE = '行政复议法第六十二条';

const kind = 'RECONSIDERATION';

/** Days by which the time for deciding is extended, once. */
const RECONSIDERATION_EXTENSION = 30;

/** D24 with the days on which it stood still left out, and those by which it was extended. */
export function decisionPeriod({ acceptedOn, procedure, suspensions, extendedDays }: Remedy): Trigger {
  return {
    on: acceptedOn!,
    variant: procedure,
    suspensions,
    ...(extendedDays === undefined ? {} : { extensions: [extendedDays] }),
  };
}

/** 第六十二条: 普通程序 alone can be extended, and once. */
function guardExtendable({ procedure, extendedDays }: Remedy): Refusal | undefined {
  if (procedure === 'SUMMARY')
    return refuse({
      code: 'reconsideration.summary_not_extended',
      article: '行政复议法第六十二条第二款',
      message: '适用简易程序审理的行政复议案件，期限不能延长',
    });
  if (extendedDays === undefined) return undefined;
  return refuse({
    code: 'reconsideration.extended',
    article: '行政复议法第六十二条第一款',
    message: `复议审理期限已经延长${extendedDays}天，延长最多不得超过三十日，不能再次延长`,
  });
}

/** Nobody gets a decision before there is one. */
function guardServed({ decidedOn, servedOn }: DecideReconsideration): Refusal | undefined {
  return servedOn === undefined
    ? undefined
    : guardNotBefore(servedOn, decidedOn, '送达当事人日期', '复议决定日期', '行政复议法第七十五条第一款');
}

export const reconsideration: readonly Act<Remedy, RemedyPhase>[] = [
  act(FileReconsideration, ReconsiderationFiled, {
    title: '登记行政复议申请',
    eventTitle: '申请行政复议',
    article: FILE,
    to: 'Applied',
    says: ({ applicant }) => say`${the.name(applicant)}申请行政复议`,
    needs: ({ caseId }) => [...caseNeeds(caseId), ...registerNeeds(caseId)],
    decide: (input, _row, { id, actor, facts }) => {
      const { caseId, filedOn } = input;
      const foreign = guardCase(facts, input, actor.unit, filedOn, '登记行政复议申请', FILE);
      if (foreign) return foreign;
      const partyIds = whoseOf(facts, input);
      return guardNotParallel(facts, { caseId, partyIds }, kind, filedOn) ?? { remedyId: id, partyIds };
    },
    evolve: (_row, { applicant }) => ({ kind, party: applicant }),
  }),
  act(AcceptReconsideration, ReconsiderationAccepted, {
    title: '登记复议受理',
    eventTitle: '复议受理',
    article: ACCEPT,
    from: ['Applied'],
    to: 'UnderReconsideration',
    says: ({ carriedOverFromYear: year, answerDueOn, decisionDueOn }) =>
      say`复议受理${year === undefined ? '' : say`（${year}年结转）`}${
        answerDueOn === undefined ? undefined : say`，应于${the.day(answerDueOn)}前答复`
      }${decisionDueOn === undefined ? undefined : say`，决定期限至${the.day(decisionDueOn)}`}`,
    needs: caseRegister,
    decide: (input, row, { facts, statutes, today }) => {
      const { remedyId, caseId, partyIds } = row;
      const { acceptedOn, copyReceivedOn = acceptedOn, procedure = 'ORDINARY' } = input;
      const refusal =
        guardNotParallel(facts, row, kind, acceptedOn) ??
        guardCopy(AcceptReconsideration, copyReceivedOn, acceptedOn, today, ANSWER);
      if (refusal) return refusal;
      if (procedure === 'SUMMARY' && acceptedOn < RECONSIDERATION_LAW_2023)
        return refuse({
          code: 'reconsideration.no_summary_procedure',
          article: '行政复议法第五十三条',
          message: `行政复议简易程序自${RECONSIDERATION_LAW_2023}起施行，此前受理的适用普通程序`,
        });
      const answer = lastDay(statutes, 'D23', { on: copyReceivedOn, variant: procedure });
      const decision = lastDay(statutes, 'D24', { on: acceptedOn, variant: procedure });
      const decisionDueOn = decision.dueOn;
      return adding(
        {
          caseId,
          procedure,
          copyReceivedOn,
          answerDueOn: answer.dueOn,
          answerRule: answer.rule,
          decisionDueOn,
          decisionRule: decision.rule,
          openDays: openOf(answer, decision),
          carriedOverFromYear: carriedOver(acceptedOn, today),
        },
        {
          elsewhere: registerWrite(caseId, RemedyEntered, {
            remedyId,
            kind,
            acceptedOn,
            ...defined({ decisionDueOn, partyIds }),
          }),
        },
      );
    },
  }),
  act(DeclineReconsideration, 'ReconsiderationDeclined', {
    title: '登记复议不予受理',
    eventTitle: '复议不予受理',
    article: ACCEPT,
    from: ['Applied'],
    to: 'Declined',
    says: ({ reason }) => say`复议不予受理：${the.words(reason)}`,
    needs: caseRegister,
    decide: ({ on }, row) => ended(row, 'DECLINED', on),
  }),
  act(SubmitReconsiderationAnswer, ReconsiderationAnswerSubmitted, {
    ...answer('复议答复', ANSWER),
    from: ['UnderReconsideration', 'Suspended'],
  }),
  act(SuspendReconsideration, 'ReconsiderationSuspended', {
    title: '登记复议中止',
    eventTitle: '复议中止',
    article: SUSPEND,
    from: ['UnderReconsideration'],
    to: 'Suspended',
    says: ({ reason }) => say`复议中止：${the.words(reason)}`,
    needs: caseRegister,
    decide: (_input, { remedyId, caseId }) =>
      adding({}, { elsewhere: registerWrite(caseId, RemedyDueMoved, { remedyId, decisionDueOn: null }) }),
    evolve: (_row, { on }) => ({ suspendedOn: on, decisionDueOn: undefined, decisionRule: undefined }),
  }),
  act(ResumeReconsideration, ReconsiderationResumed, {
    title: '登记复议恢复',
    eventTitle: '复议恢复审理',
    article: RESUME,
    from: ['Suspended'],
    to: 'UnderReconsideration',
    says: ({ decisionDueOn }) =>
      say`复议恢复审理${decisionDueOn === undefined ? undefined : say`，决定期限至${the.day(decisionDueOn)}`}`,
    needs: caseRegister,
    decide: ({ on }, row, { statutes }) => {
      const { remedyId, caseId, suspensions, suspendedOn } = row;
      const decision = lastDay(
        statutes,
        'D24',
        decisionPeriod({ ...row, suspensions: [...suspensions, { startOn: suspendedOn!, endOn: on }] }),
      );
      const decisionDueOn = decision.dueOn;
      return adding(
        { decisionDueOn, decisionRule: decision.rule, openDays: openOf(decision) },
        { elsewhere: registerWrite(caseId, RemedyDueMoved, { remedyId, decisionDueOn: decisionDueOn ?? null }) },
      );
    },
    evolve: ({ suspensions, suspendedOn }, { on }) => ({
      suspensions: [...suspensions, { startOn: suspendedOn ?? on, endOn: on }],
      suspendedOn: undefined,
    }),
  }),
  act(ExtendReconsideration, ReconsiderationExtended, {
    title: '登记复议延期',
    eventTitle: '复议延长审理期限',
    article: '行政复议法第六十二条第一款',
    from: ['UnderReconsideration'],
    says: ({ days, decisionDueOn }) =>
      say`复议审理期限延长${days}天${decisionDueOn === undefined ? undefined : say`，至${the.day(decisionDueOn)}`}`,
    needs: caseRegister,
    may: guardExtendable,
    decide: ({ extendedOn }, row, context) => {
      const { remedyId, caseId, decisionDueOn: dueOn } = row;
      if (dueOn !== undefined && extendedOn > dueOn)
        return refuse({
          code: 'reconsideration.extended_too_late',
          article: '行政复议法第六十二条第一款',
          message: `复议审理期限已于${dueOn}届满，延期应当在届满以前批准；请核对延长日期`,
        });
      const decision = lastDay(
        context.statutes,
        'D24',
        decisionPeriod({ ...row, extendedDays: RECONSIDERATION_EXTENSION }),
      );
      const decisionDueOn = decision.dueOn;
      return adding(
        {
          days: RECONSIDERATION_EXTENSION,
          decisionDueOn,
          decisionRule: decision.rule,
          openDays: openOf(decision),
        },
        { elsewhere: registerWrite(caseId, RemedyDueMoved, { remedyId, decisionDueOn: decisionDueOn ?? null }) },
      );
    },
    evolve: (_row, { days }) => ({ extendedDays: days }),
  }),
  act(WithdrawReconsideration, 'ReconsiderationWithdrawn', {
    title: '登记撤回复议申请',
    eventTitle: '撤回复议申请',
    article: END,
    from: ['Applied', 'UnderReconsideration', 'Suspended'],
    to: 'Withdrawn',
    ...WITHDRAWING,
  }),
  act(DecideReconsideration, ReconsiderationDecided, {
    title: '登记复议决定',
    eventTitle: '作出复议决定',
    article: DECIDE,
    from: ['UnderReconsideration', 'Suspended'],
    to: 'Reconsidered',
    says: ({ outcome, redo }) =>
      say`复议决定：${RECONSIDERATION_OUTCOMES[outcome]}${redo ? '，责令重新作出行政行为' : ''}`,
    needs: caseRegister,
    decide: (input, row) => {
      const { outcome, redo = false, decidedOn } = input;
      if (row.phase === 'Suspended' && outcome !== 'TERMINATED')
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
      const refusal = guardAltered(outcome, input, '行政复议法第六十三条、第六十四条') ?? guardServed(input);
      if (refusal) return refusal;
      // A reconsideration that was terminated opens no way to court.
      const end = outcome === 'TERMINATED' ? 'WITHDRAWN' : 'DECIDED';
      return ended(row, end, decidedOn, { caseId: row.caseId, redo });
    },
    evolve: (_row, { decidedOn, servedOn }) => ({ concludedOn: decidedOn, outcomeServedOn: servedOn }),
  }),
];

import { type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  type Constructor,
  Day,
  Days,
  Fen,
  Flag,
  fieldsOf,
  Label,
  ListOf,
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
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { WhichParties } from '../case/parts.js';
import { CASE_STANDINGS, standingsIn } from '../case/standings.js';
import type { CaseState } from '../case/state.js';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { type Adding, adding, type Folded, type PartOf } from '../definition/act.js';
import { OpenDay, openInWords } from '../definition/open-day.js';
import { isRefusal, type OfParties } from '../definition/standings.js';
import {
  JUDGMENT_OUTCOMES,
  type JudgmentOutcome,
  RECONSIDERATION_OUTCOMES,
  REMEDY_KINDS,
  type RemedyKind,
} from '../terms.js';
import { type RemedyEnd, RemedyEnded, registerNeeds, registerWrite } from './register.js';

/* What a reconsideration or a lawsuit is, as its events add it up; and what both ask of the case they are about. */

export const REMEDY_PHASES = {
  Unfiled: '未提出',
  Applied: '已申请复议',
  UnderReconsideration: '复议审理中',
  Suspended: '复议中止',
  Reconsidered: '已作复议决定',
  Sued: '已起诉',
  UnderTrial: '一审审理中',
  Judged: '一审已判决',
  Appealed: '二审审理中',
  FinallyJudged: '二审已判决',
  Effective: '裁判已生效',
  UnderRetrial: '再审审理中',
  Withdrawn: '已撤回',
  Declined: '不予受理',
} as const;
export type RemedyPhase = keyof typeof REMEDY_PHASES;

export const RECONSIDERATION_PROCEDURES = { ORDINARY: '普通程序', SUMMARY: '简易程序' } as const;
export type ReconsiderationProcedure = keyof typeof RECONSIDERATION_PROCEDURES;

const WITHDRAWN = { WITHDRAWN: '撤回' } as const;

/** How matters end, of each kind and of both: the application or the suit may be taken back. */
export const RECONSIDERATION_ENDS = { ...RECONSIDERATION_OUTCOMES, ...WITHDRAWN } as const;
export const LITIGATION_ENDS = { ...JUDGMENT_OUTCOMES, ...WITHDRAWN } as const;
const ENDS = { ...LITIGATION_ENDS, ...RECONSIDERATION_ENDS } as const;

/** R9: a stretch that does not count, half-open. */
export class Suspension {
  @Day('中止日期') startOn!: LegalDay;
  @Day('恢复日期') endOn!: LegalDay;
}

/** One proceeding that was heard (法释〔2020〕3号: 出庭按每一审理程序计). */
export class ProceedingHeard {
  @WholeNumber('审理程序序号', { max: 100 }) proceeding!: number;
  @Day('首次开庭日期') heldOn!: LegalDay;
  /** A leader came to one of its hearings in the year of the first: what comes later changes no earlier year. */
  @Flag('负责人是否出庭') leaderAttended!: boolean;
}

/** How a lawsuit had ended before it was taken up again (再审). */
export class EarlierConclusion {
  @Day('审结日期') concludedOn!: LegalDay;
  @Choice('结果', JUDGMENT_OUTCOMES) outcome!: JudgmentOutcome;
}

/** What was left of a penalty that was altered, and the day on which the party got to know. */
export class Altered {
  @Optional() @Fen('变更后的罚款') fineFen?: number;
  @Optional() @Fen('变更后的没收') confiscateFen?: number;
  @Optional() @Flag('仅因违反法定程序') isProcedural?: boolean;
  @Optional() @Day('送达当事人日期') servedOn?: LegalDay;
}

/** 复议或者诉讼, as it stands. */
export class Remedy {
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @UnitRef('被申请人或者被告') unitId!: string;
  @Choice('救济途径', REMEDY_KINDS) kind!: RemedyKind;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  /** Of a case whose parties are handled apart: about whose decision it is. */
  @WhichParties() partyIds?: readonly string[];
  /** A firm or a person; nobody says which, so that it is hidden as a person's is. */
  @PersonName('申请人或者原告', { max: 100 }) party!: string;
  @Day('提出日期') filedOn!: LegalDay;
  @Optional() @Day('受理日期') acceptedOn?: LegalDay;
  @Optional() @WholeNumber('结转自年度', { max: 9_999 }) carriedOverFromYear?: number;
  /** 复议普通程序、简易程序: which D23 and D24 apply. */
  @Optional() @Choice('复议程序', RECONSIDERATION_PROCEDURES) procedure?: ReconsiderationProcedure;
  @Optional() @Label('复议机关') organ?: string;
  @Optional() @OfficialNumber('复议案号') organCaseNo?: string;
  @Optional() @Label('人民法院') court?: string;
  @Optional() @OfficialNumber('法院案号') courtCaseNo?: string;
  @Optional() @Day('答复、答辩期限') answerDueOn?: LegalDay;
  @Optional() @Rule('答复、答辩期限依据') answerRule?: string;
  @Optional() @Day('答复、答辩日期') answeredOn?: LegalDay;
  /** D24, of a reconsideration; none while it stands still. */
  @Optional() @Day('复议决定期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('复议决定期限依据') decisionRule?: string;
  @ListOf('待定的期限', () => OpenDay, { min: 0 }) openDays!: readonly OpenDay[];
  @Optional() @WholeNumber('复议延长天数', { max: 30 }) extendedDays?: number;
  @ListOf('复议中止期间', () => Suspension, { min: 0 }) suspensions!: readonly Suspension[];
  @Optional() @Day('复议中止日期') suspendedOn?: LegalDay;
  /** First court hearing. */
  @Optional() @Day('首次开庭日期') heldOn?: LegalDay;
  /** Whether a leader attended any hearing of the matter. */
  @Flag('负责人是否出庭') leaderAttended!: boolean;
  /** Of each proceeding (first instance, second, first again after a remand, retrial) that was heard: its first day, and whether a leader came. */
  @ListOf('各审理程序的开庭', () => ProceedingHeard, { min: 0 }) proceedings!: readonly ProceedingHeard[];
  /** How many proceedings came before the present one. */
  @Optional() @WholeNumber('审理程序序号', { max: 100 }) proceeding?: number;
  @Optional() @Choice('一审结果', JUDGMENT_OUTCOMES) firstOutcome?: JudgmentOutcome;
  /** What became of the bureau's act; nothing while the matter is pending, also on appeal. */
  @Optional() @Choice('结果', ENDS) outcome?: keyof typeof ENDS;
  @Flag('是否责令重作') redo!: boolean;
  /** What is left of the penalty after it was altered or revoked in part. */
  @Optional() @Fen('变更后的罚款') fineFen?: number;
  @Optional() @Fen('变更后的没收') confiscateFen?: number;
  /** 复议法第六十四条第二款: revoked for its procedure alone, so that the same act may follow on the same facts. */
  @Optional() @Flag('仅因违反法定程序') isProcedural?: boolean;
  /** Day on which the party got the decision or the judgment that ended the matter. */
  @Optional() @Day('结果送达当事人日期') outcomeServedOn?: LegalDay;
  @Optional() @Day('审结日期') concludedOn?: LegalDay;
  /** A retrial is received and concluded by itself: what had been concluded stays in its year. */
  @ListOf('再审以前的审结', () => EarlierConclusion, { min: 0 }) earlier!: readonly EarlierConclusion[];
  @Days('裁定再审日期') retriedOn!: readonly LegalDay[];
  @Optional() @Day('生效日期') effectiveOn?: LegalDay;
}

export type RemedyState = Folded<Remedy, RemedyPhase>;

/** What an application says of the case that it is about. */
export interface AboutCase extends OfParties {
  readonly caseId?: string;
}

/** Of a case whose parties are handled apart it is said whose decision is meant: one of them, as the case has them. */
function guardWhose(about: CaseState, { partyIds }: AboutCase, title: string, article: string): Refusal | undefined {
  const views = standingsIn(about);
  if (views.length === 1) {
    if (partyIds === undefined || partyIds.length === about.parties.length) return undefined;
    return refuse({
      code: 'remedy.parties_together',
      article,
      message: '本案当事人没有分别处理，救济是对全案当事人的决定提出的，不选当事人',
    });
  }
  if (partyIds === undefined)
    return CASE_STANDINGS.whichOf(CASE_STANDINGS.seen(about, true, undefined), title, article);
  const whose = CASE_STANDINGS.named(about, partyIds, article);
  return isRefusal(whose) ? whose : undefined;
}

/** About whose decision it is, as the case has it: nothing where it is about that of all. */
export function whoseOf(facts: Facts, { caseId, partyIds }: AboutCase): readonly string[] | undefined {
  if (caseId === undefined || partyIds === undefined) return undefined;
  const whose = CASE_STANDINGS.named(facts.get(caseAggregate, caseId), partyIds, '');
  return isRefusal(whose) ? undefined : CASE_STANDINGS.partyIdsOf(whose);
}

/** The case that the remedy is about is the unit's own, and was there before. */
export function guardCase(
  facts: Facts,
  input: AboutCase,
  unitId: string,
  on: LegalDay,
  title: string,
  article: string,
): Refusal | undefined {
  const { caseId, partyIds } = input;
  if (caseId === undefined) {
    if (partyIds === undefined) return undefined;
    return refuse({ code: 'remedy.parties_without_case', article, message: '没有填写案件编号的，不选当事人' });
  }
  const about = facts.get(caseAggregate, caseId);
  if (about.unitId !== unitId)
    return refuse({
      code: 'remedy.unknown_case',
      article,
      message: say`本单位没有编号为${the.record('case', caseId)}的案件，请核对案件编号；本系统以前的案件不填案件编号`,
    });
  const begun = about.procedure === 'SUMMARY' ? about.decision?.decidedOn : (about.filedOn ?? about.happenedOn);
  return (
    guardNotBefore(on, begun ?? '', '提出日期', '案件开始日期', article) ?? guardWhose(about, input, title, article)
  );
}

/** The year from which a matter was carried over: it had been accepted in an earlier one when it was put on record. */
export function carriedOver(acceptedOn: LegalDay, today: LegalDay): number | undefined {
  const year = acceptedOn.slice(0, 4);
  return year < today.slice(0, 4) ? Number(year) : undefined;
}

// ---- what acts of both kinds have in common

/** The unit's answer to the application or the complaint. */
export class AnswerSubmitted {
  @UnitRef('被申请人或者被告') unitId!: string;
  @ActDay('答复、答辩日期') on!: LegalDay;
  @Flag('是否逾期') late!: boolean;
}

/** The register of remedies of the case that a remedy is about. */
export function caseRegister(_input: object, { caseId }: Remedy): Need[] {
  return registerNeeds(caseId);
}

/** The act ends the remedy, and the register of its case is told. */
export function ended<Event>(
  { remedyId, caseId, kind }: Remedy,
  end: RemedyEnd,
  on: LegalDay,
  data: PartOf<NoInfer<Event>> = {},
): Adding<Event> {
  return adding<Event>(data, { elsewhere: registerWrite(caseId, RemedyEnded, { remedyId, kind, end, on }) });
}

/** What is taken back, whichever it is. */
export const WITHDRAWING = {
  needs: caseRegister,
  decide: ({ on }: { readonly on: LegalDay }, row: Remedy) =>
    ended<{ readonly unitId: string; readonly on: LegalDay }>(row, 'WITHDRAWN', on),
  evolve: (_row: Remedy, { on }: { readonly on: LegalDay }) => ({ outcome: 'WITHDRAWN' as const, concludedOn: on }),
};

/** The party got what ended the matter: from here the remedy no longer stands in the way of enforcing. */
export class RecordOutcomeService {
  @ActDay('送达当事人日期') servedOn!: LegalDay;
}
export class OutcomeServed {
  @UnitRef('被申请人或者被告') unitId!: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @ActDay('送达当事人日期') servedOn!: LegalDay;
}

/** What alters nothing alters no amount; what revokes in part or alters may say what is left. */
export function guardAltered(
  outcome: string,
  { fineFen, confiscateFen, isProcedural }: Altered,
  article: string,
): Refusal | undefined {
  const isAltered = outcome === 'ALTERED' || outcome === 'PARTLY_REVOKED';
  if (!isAltered && (fineFen !== undefined || confiscateFen !== undefined))
    return refuse({
      code: 'remedy.amount_without_alteration',
      article,
      message: '只有变更、部分撤销的，才填变更后的罚款、没收数额',
    });
  if (isProcedural === true && outcome !== 'REVOKED' && outcome !== 'PARTLY_REVOKED')
    return refuse({
      code: 'remedy.procedure_without_revocation',
      article,
      message: '只有撤销、部分撤销的，才注明“仅因违反法定程序”',
    });
  return undefined;
}

/** Whether an answer is late rests on its last day; within the years that are published it is not, while that is open. */
function guardDayKnown({ openDays }: Remedy, on: LegalDay, article: string): Refusal | undefined {
  const open = openDays.filter(({ rule, year }) => (rule === 'D23' || rule === 'D27') && on >= `${year}-01-01`);
  if (open.length === 0) return undefined;
  return refuse({
    code: 'remedy.answer_day_open',
    article,
    message: `${openInWords(open)}，此前不能判断答复是否逾期；请先录入放假安排`,
  });
}

/** The answer is given once, and recorded as late where it is. */
export function answer(what: '复议答复' | '答辩状和证据', article: string) {
  return {
    title: `提交${what}`,
    article,
    isBeside: true,
    says: ({ late }: AnswerSubmitted) => `${late ? '逾期' : ''}提交${what}`,
    may: ({ answeredOn }: Remedy) =>
      answeredOn === undefined
        ? undefined
        : refuse({ code: 'remedy.answered', article, message: `已于${answeredOn}提交${what}，不能重复提交` }),
    decide: ({ on }: { readonly on: LegalDay }, row: Remedy) =>
      guardDayKnown(row, on, article) ?? { late: row.answerDueOn !== undefined && on > row.answerDueOn },
    evolve: (_row: Remedy, { on }: AnswerSubmitted) => ({ answeredOn: on }),
  } as const;
}

/**
 * The copy was received by today, and not before the matter was accepted. Where the day of receipt is not known the time is
 * counted from the acceptance: never too long.
 */
export function guardCopy(
  input: Constructor,
  copyReceivedOn: LegalDay,
  acceptedOn: LegalDay,
  today: LegalDay,
  article: string,
): Refusal | undefined {
  const titleOf = (name: string) => fieldsOf(input).get(name)!.title;
  const what = titleOf('copyReceivedOn');
  return (
    guardNotInFuture(copyReceivedOn, today, what, article) ??
    guardNotBefore(copyReceivedOn, acceptedOn, what, titleOf('acceptedOn'), article)
  );
}

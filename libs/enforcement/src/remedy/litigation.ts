import { defined, type Facts, type Refusal, refuse } from '#eventsourcing';
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
  PersonRef,
  RecordRef,
  Rule,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { peopleNeeds } from '../case/officers.js';
import { WhichParties } from '../case/parts.js';
import { guardNotBefore } from '../days.js';
import { type Act, act, adding } from '../definition/act.js';
import { lastDay, OpenDay, openOf } from '../definition/open-day.js';
import { officer } from '../organisation/officer.js';
import { LEADER_RANKS, leaderRankOn, servesUnitOn } from '../organisation/person.js';
import { JUDGMENT_OUTCOMES, type JudgmentOutcome } from '../terms.js';
import { guardNotParallel, hasBeenReconsidered, RemedyEntered, registerNeeds, registerWrite } from './register.js';
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
  type ProceedingHeard,
  type Remedy,
  type RemedyPhase,
  WITHDRAWING,
  whoseOf,
} from './state.js';

/* 行政诉讼, from the side of the defendant (被告); DOMAIN 2.8, 3.3, 4.12. */

// ---- commands and, beside each, the event that is stored for ever

export class FileLitigation {
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @PersonName('原告', { max: 100 }) plaintiff!: string;
  @ActDay('起诉日期') filedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class LitigationFiled extends FileLitigation {
  @RecordRef('remedy', '救济编号') remedyId!: string;
  @UnitRef('被告') unitId!: string;
}

export class AcceptLitigation {
  @ActDay('立案日期') acceptedOn!: LegalDay;
  @Optional() @Day('收到起诉状副本日期') copyReceivedOn?: LegalDay;
  @Optional() @Label('人民法院') court?: string;
  @Optional() @OfficialNumber('法院案号') courtCaseNo?: string;
}
export class LitigationAccepted {
  @UnitRef('被告') unitId!: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @ActDay('立案日期') acceptedOn!: LegalDay;
  @Optional() @Label('人民法院') court?: string;
  @Optional() @OfficialNumber('法院案号') courtCaseNo?: string;
  /** Day on which the unit got its copy of the complaint: D27 runs from it. */
  @Day('收到起诉状副本日期') copyReceivedOn!: LegalDay;
  /** D27. */
  @Optional() @Day('答辩、举证期限') answerDueOn?: LegalDay;
  @Optional() @Rule('答辩、举证期限依据') answerRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
  /** Accepted in this earlier year and put on record in a later one. */
  @Optional() @WholeNumber('结转自年度', { max: 9_999 }) carriedOverFromYear?: number;
}

export class DeclineLitigation {
  @Narrative('不予立案的理由') reason!: string;
  @ActDay('不予立案日期') on!: LegalDay;
}

export class SubmitLitigationAnswer {
  @ActDay('答辩日期') on!: LegalDay;
}
/** Late after D27: 视为没有相应证据 (行政诉讼法第三十四条第二款). */
export class LitigationAnswerSubmitted extends AnswerSubmitted {}

/** 参与分管的负责人 (法释〔2020〕3号第二条): not in office as 正职 or 副职, and yet the leader of the matter at hand. */
export const IN_CHARGE = {
  DEPUTY_LEVEL: '参与分管的副职级别负责人',
  OTHER_IN_CHARGE: '其他参与分管的负责人',
} as const;

/** Who counts as a leader in court. */
export const APPEARING = { ...LEADER_RANKS, ...IN_CHARGE } as const;

export class HoldCourtHearing {
  @ActDay('开庭日期') heldOn!: LegalDay;
  @Optional() @PersonRef('出庭负责人') leaderId?: string;
  /** Of somebody whom the register does not have as a leader in office, and who is one under 法释〔2020〕3号第二条. */
  @Optional() @Choice('参与分管的负责人', IN_CHARGE) inChargeAs?: keyof typeof IN_CHARGE;
  @Optional() @Narrative('负责人未出庭的理由') absenceReason?: string;
}
export class CourtHearingHeld {
  @UnitRef('被告') unitId!: string;
  @ActDay('开庭日期') heldOn!: LegalDay;
  @Flag('负责人是否出庭') leaderAttended!: boolean;
  @Optional() @PersonRef('出庭负责人') leaderId?: string;
  /** As the register of officers had it on that day. */
  @Optional() @Choice('职务', APPEARING) leaderRank?: keyof typeof APPEARING;
  @Optional() @Narrative('负责人未出庭的理由') absenceReason?: string;
}

export class WithdrawLitigation {
  @ActDay('撤诉日期') on!: LegalDay;
}

/** 审级: also of a retrial, which follows the procedure of the instance that is taken up again (行诉解释第一百一十九条). */
type Instance = 1 | 2;
const INSTANCES = { 1: '一审', 2: '二审' } as const;

export class JudgeLitigation extends Altered {
  @WholeNumber('审级', { min: 1, max: 2 }) instance!: Instance;
  @Choice('结果', JUDGMENT_OUTCOMES) outcome!: JudgmentOutcome;
  @ActDay('裁判日期') judgedOn!: LegalDay;
  /** 责令重新作出行政行为 (行政诉讼法第七十条). */
  @Optional() @Flag('是否责令重作') redo?: boolean;
}
export class LitigationJudged extends Altered {
  @UnitRef('被告') unitId!: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @WholeNumber('审级', { min: 1, max: 2 }) instance!: Instance;
  @Choice('结果', JUDGMENT_OUTCOMES) outcome!: JudgmentOutcome;
  @ActDay('裁判日期') judgedOn!: LegalDay;
  @Optional() @Flag('是否责令重作') redo?: boolean;
  /** 再审: a judgment in force was taken up again. */
  @Optional() @Flag('再审') isRetrial?: true;
}

export class AppealLitigation {
  @PersonName('上诉人', { max: 100 }) appellant!: string;
  @ActDay('上诉日期') on!: LegalDay;
}

export class WithdrawAppeal {
  @ActDay('撤回上诉日期') on!: LegalDay;
}

/** 裁定再审: a judgment in force is taken up again (行政诉讼法第八十九条至第九十三条). */
export class OpenRetrial {
  @ActDay('裁定再审日期') on!: LegalDay;
  @Narrative('再审的理由') reason!: string;
}

export class RecordEffectiveJudgment {
  @ActDay('生效日期') effectiveOn!: LegalDay;
}
export class LitigationEffective {
  @UnitRef('被告') unitId!: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
  @ActDay('生效日期') effectiveOn!: LegalDay;
}

const FILE = '行政诉讼法第四十九条';
const ACCEPT = '行政诉讼法第五十一条';
const ANSWER = '行政诉讼法第六十七条第一款';
const ATTEND = '行政诉讼法第三条第三款';
const WITHDRAW = '行政诉讼法第六十二条';
const JUDGE = '行政诉讼法第八十条';
const APPEAL = '行政诉讼法第八十五条';
const FIRST_INSTANCE = '行政诉讼法第六十九条';

const RETRY = '行政诉讼法第八十九条、第九十二条';
const FIRST_INSTANCE_AGAIN = '行政诉讼法第八十九条';

const kind = 'LITIGATION';

/** The matter is pending again: nothing of its conclusion holds. */
const PENDING = { outcome: undefined, concludedOn: undefined, outcomeServedOn: undefined } as const;

const next = ({ proceeding = 0 }: Remedy): number => proceeding + 1;

/** The proceedings after a hearing: each once, on the day of its first hearing. */
function heard(
  { proceedings, proceeding = 0 }: Remedy,
  heldOn: LegalDay,
  leaderAttended: boolean,
): readonly ProceedingHeard[] {
  const known = proceedings.find((one) => one.proceeding === proceeding);
  if (known === undefined) return [...proceedings, { proceeding, heldOn, leaderAttended }];
  const isSameYear = known.heldOn.slice(0, 4) === heldOn.slice(0, 4);
  if (!leaderAttended || known.leaderAttended || !isSameYear) return proceedings;
  return proceedings.map((one) => (one === known ? { ...one, leaderAttended } : one));
}

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

/** Outcomes of a lawsuit by which an act of the bureau was set right. */
const SET_RIGHT: readonly (JudgmentOutcome | undefined)[] = [
  'REVOKED',
  'PARTLY_REVOKED',
  'ALTERED',
  'ILLEGAL',
  'INVALID',
  'ORDERED_PERFORMANCE',
];

/**
 * What a judgment makes of the bureau's act. 二审维持原判 leaves standing what the first instance said: where that went
 * against the bureau, it has lost, however "upheld" sounds.
 */
function standing(first: JudgmentOutcome | undefined, { instance, outcome }: LitigationJudged): JudgmentOutcome {
  return instance > 1 && outcome === 'UPHELD' && first !== undefined && SET_RIGHT.includes(first) ? first : outcome;
}

export const litigation: readonly Act<Remedy, RemedyPhase>[] = [
  act(FileLitigation, LitigationFiled, {
    title: '登记行政诉讼',
    eventTitle: '提起行政诉讼',
    article: FILE,
    to: 'Sued',
    says: ({ plaintiff }) => say`${the.name(plaintiff)}提起行政诉讼`,
    needs: ({ caseId }) => [...caseNeeds(caseId), ...registerNeeds(caseId)],
    decide: (input, _row, { id, actor, facts, statutes }) => {
      const { caseId, filedOn } = input;
      const foreign = guardCase(facts, input, actor.unit, filedOn, '登记行政诉讼', FILE);
      if (foreign) return foreign;
      const partyIds = whoseOf(facts, input);
      return (
        guardNotParallel(facts, { caseId, partyIds }, kind, filedOn) ??
        guardReconsideredFirst(facts, statutes, caseId, filedOn) ?? { remedyId: id, partyIds }
      );
    },
    evolve: (_row, { plaintiff }) => ({ kind, party: plaintiff }),
  }),
  act(AcceptLitigation, LitigationAccepted, {
    title: '登记法院立案',
    eventTitle: '法院立案',
    article: ACCEPT,
    from: ['Sued'],
    to: 'UnderTrial',
    says: ({ carriedOverFromYear: year, answerDueOn }) =>
      say`法院立案${year === undefined ? '' : say`（${year}年结转）`}${
        answerDueOn === undefined ? undefined : say`，应于${the.day(answerDueOn)}前答辩、举证`
      }`,
    needs: caseRegister,
    decide: ({ acceptedOn, copyReceivedOn = acceptedOn }, row, { facts, statutes, today }) => {
      const { remedyId, caseId, partyIds } = row;
      const refusal =
        guardNotParallel(facts, row, kind, acceptedOn) ??
        guardCopy(AcceptLitigation, copyReceivedOn, acceptedOn, today, ANSWER);
      if (refusal) return refusal;
      const answer = lastDay(statutes, 'D27', { on: copyReceivedOn });
      return adding(
        {
          caseId,
          copyReceivedOn,
          answerDueOn: answer.dueOn,
          answerRule: answer.rule,
          openDays: openOf(answer),
          carriedOverFromYear: carriedOver(acceptedOn, today),
        },
        { elsewhere: registerWrite(caseId, RemedyEntered, { remedyId, kind, acceptedOn, ...defined({ partyIds }) }) },
      );
    },
  }),
  act(DeclineLitigation, 'LitigationDeclined', {
    title: '登记法院不予立案',
    eventTitle: '法院不予立案',
    article: ACCEPT,
    from: ['Sued'],
    to: 'Declined',
    says: ({ reason }) => say`法院不予立案：${the.words(reason)}`,
  }),
  act(SubmitLitigationAnswer, LitigationAnswerSubmitted, {
    ...answer('答辩状和证据', ANSWER),
    from: ['UnderTrial'],
  }),
  act(HoldCourtHearing, CourtHearingHeld, {
    title: '登记开庭',
    eventTitle: '开庭审理',
    article: ATTEND,
    from: ['UnderTrial', 'Appealed', 'UnderRetrial'],
    says: ({ leaderRank }) =>
      leaderRank === undefined ? '开庭审理，负责人未出庭' : say`开庭审理，${APPEARING[leaderRank]}出庭应诉`,
    needs: ({ leaderId }) => peopleNeeds(leaderId),
    decide: ({ heldOn, leaderId, inChargeAs }, { unitId }, { facts }) => {
      if (leaderId === undefined) return { leaderAttended: false };
      const person = facts.get(officer, leaderId);
      const leaderRank = leaderRankOn(person, heldOn) ?? inChargeAs;
      if (leaderRank === undefined || !servesUnitOn(person, unitId, heldOn))
        return refuse({
          code: 'litigation.not_leader',
          article: '最高人民法院关于适用行政诉讼法的解释第一百二十八条',
          message: say`${the.person(leaderId)}在${the.day(heldOn)}不是本机关登记的负责人；是参与分管的负责人（含副职级别）的，请选明身份，不是的按未出庭登记`,
        });
      // Whoever attended was not absent for a reason.
      return { leaderAttended: true, leaderRank, absenceReason: undefined };
    },
    evolve: (row, { heldOn, leaderAttended }) => ({
      heldOn: row.heldOn ?? heldOn,
      leaderAttended: row.leaderAttended || leaderAttended,
      proceedings: heard(row, heldOn, leaderAttended),
    }),
  }),
  act(WithdrawLitigation, 'LitigationWithdrawn', {
    title: '登记撤诉',
    eventTitle: '撤诉',
    article: WITHDRAW,
    from: ['Sued', 'UnderTrial'],
    to: 'Withdrawn',
    ...WITHDRAWING,
  }),
  act(JudgeLitigation, LitigationJudged, {
    title: '登记裁判',
    eventTitle: '法院裁判',
    article: JUDGE,
    from: ['UnderTrial', 'Appealed', 'UnderRetrial'],
    // A matter that is sent back is pending again, in the first instance.
    to: ({ instance, outcome }) =>
      outcome === 'REMANDED' ? 'UnderTrial' : instance === 1 ? 'Judged' : 'FinallyJudged',
    says: ({ instance, outcome, redo, isRetrial }) =>
      say`${isRetrial === true ? '再审按' : undefined}${INSTANCES[instance]}${isRetrial === true ? '程序' : undefined}裁判：${JUDGMENT_OUTCOMES[outcome]}${redo === true ? '，责令重新作出行政行为' : ''}`,
    decide: (input, { phase, caseId }) => {
      const { instance, outcome } = input;
      const isRetrial = phase === 'UnderRetrial' ? (true as const) : undefined;
      const pending = phase === 'Appealed' ? 2 : 1;
      // A retrial follows the procedure of whichever instance is taken up again.
      if (instance !== pending && isRetrial === undefined)
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
      if (instance === 1 && outcome === 'REMANDED')
        return refuse({
          code: 'litigation.remanded_in_first_instance',
          article: FIRST_INSTANCE_AGAIN,
          message: '发回重审是二审或者再审的结果，一审不能发回重审',
        });
      if (input.redo === true && outcome !== 'REVOKED' && outcome !== 'PARTLY_REVOKED')
        return refuse({
          code: 'litigation.redo_without_revocation',
          article: '行政诉讼法第七十条',
          message: `只有判决撤销或者部分撤销的，才可以责令重新作出行政行为，本裁判为${JUDGMENT_OUTCOMES[outcome]}`,
        });
      const { servedOn, judgedOn } = input;
      return (
        guardAltered(outcome, input, '行政诉讼法第七十条、第七十七条') ??
        (servedOn === undefined
          ? undefined
          : guardNotBefore(servedOn, judgedOn, '送达当事人日期', '裁判日期', JUDGE)) ?? { caseId, isRetrial }
      );
    },
    evolve: (row, data) =>
      data.outcome === 'REMANDED'
        ? { ...PENDING, firstOutcome: undefined, proceeding: next(row) }
        : {
            firstOutcome: row.firstOutcome ?? data.outcome,
            outcome: standing(row.firstOutcome, data),
            concludedOn: data.judgedOn,
            outcomeServedOn: data.servedOn,
            ...(data.outcome === 'UPHELD' ? {} : { fineFen: data.fineFen, confiscateFen: data.confiscateFen }),
          },
  }),
  act(AppealLitigation, 'LitigationAppealed', {
    title: '登记上诉',
    eventTitle: '上诉',
    article: APPEAL,
    from: ['Judged'],
    to: 'Appealed',
    says: ({ appellant }) => say`${the.name(appellant)}上诉`,
    evolve: (row) => ({ ...PENDING, proceeding: next(row) }),
  }),
  act(WithdrawAppeal, 'AppealWithdrawn', {
    title: '登记撤回上诉',
    eventTitle: '撤回上诉',
    article: WITHDRAW,
    from: ['Appealed'],
    to: 'Judged',
    evolve: ({ firstOutcome }, { on }) => ({ outcome: firstOutcome, concludedOn: on }),
  }),
  act(OpenRetrial, 'RetrialOpened', {
    title: '登记再审',
    eventTitle: '裁定再审',
    article: RETRY,
    from: ['Effective'],
    to: 'UnderRetrial',
    says: ({ reason }) => say`裁定再审：${the.words(reason)}`,
    evolve: (row, { on }) => ({
      ...PENDING,
      effectiveOn: undefined,
      proceeding: next(row),
      retriedOn: [...row.retriedOn, on],
      earlier: [...row.earlier, { concludedOn: row.concludedOn!, outcome: row.outcome as JudgmentOutcome }],
    }),
  }),
  act(RecordEffectiveJudgment, LitigationEffective, {
    title: '登记裁判生效',
    eventTitle: '裁判生效',
    article: APPEAL,
    from: ['Judged', 'FinallyJudged'],
    to: 'Effective',
    needs: caseRegister,
    decide: ({ effectiveOn }, row) => ended(row, 'DECIDED', effectiveOn, { caseId: row.caseId }),
  }),
];

import { say, the } from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { type Amount, balance, count, type MetricPart, rate } from '../definition/metric.js';
import { type RegisterRow, register } from '../definition/register.js';
import { type RemedyKind } from '../terms.js';
import { litigation } from './litigation.js';
import { decisionPeriod, reconsideration } from './reconsideration.js';
import { RemedyDueMoved, registerNeeds, registerWrite } from './register.js';
import {
  LITIGATION_ENDS,
  OutcomeServed,
  type ProceedingHeard,
  RECONSIDERATION_ENDS,
  REMEDY_PHASES,
  RecordOutcomeService,
  Remedy,
  type RemedyPhase,
} from './state.js';

/** Outcomes by which an act of the bureau was set right (复议法第六十三条至第六十七条; 行政诉讼法第七十条、第七十四条至第七十七条). */
const SET_RIGHT = ['ALTERED', 'REVOKED', 'PARTLY_REVOKED', 'ILLEGAL', 'INVALID', 'ORDERED_PERFORMANCE'];

/**
 * Outcomes of matters that were heard to the end. Withdrawals, and the terminations that follow them (复议法第四十一条), stand
 * apart: they are no victory (DOMAIN 4.12).
 */
const HEARD = ['UPHELD', 'DISMISSED', 'SUIT_DISMISSED', 'MEDIATED', ...SET_RIGHT];

/** Judgments that leave the act as it was. */
const UPHELD = ['DISMISSED', 'SUIT_DISMISSED', 'UPHELD'];

/** A day on which a matter of this kind counts, once it has been accepted: what never was is nowhere in the balance. */
function ofAccepted(kind: RemedyKind, day: (row: RegisterRow<Remedy>) => LegalDay | null) {
  return (row: RegisterRow<Remedy>) => (row.kind === kind && row.acceptedOn !== null ? day(row) : null);
}

/** Days on which a lawsuit counts, once it has been accepted. */
function ofLitigation(days: (row: RegisterRow<Remedy>) => readonly (LegalDay | Amount)[]) {
  return (row: RegisterRow<Remedy>) => (row.kind === 'LITIGATION' && row.acceptedOn !== null ? days(row) : null);
}

/** How it ended before any retrial. */
const firstConclusion = ({ earlier, concludedOn, outcome }: RegisterRow<Remedy>) =>
  earlier[0] ?? { concludedOn, outcome };

const dayHeard = ({ heldOn }: ProceedingHeard) => heldOn;

const outcome = (row: RegisterRow<Remedy>) => row.outcome ?? '';

/** Matters of these kinds that were open at any time in the period: carried over, or new. */
function handled(key: string, name: string, ...kinds: readonly string[]): MetricPart {
  return {
    key,
    name,
    numerator: { measures: kinds.map((kind) => `${kind}.accepted`) },
    less: { measures: kinds.map((kind) => `${kind}.concluded`) },
    over: 'handled',
    sums: 'count',
    unit: '件',
  };
}

/** Matters that ended one way, of those that were heard to the end. */
function shareSetRight(key: string, name: string, concluded: string): MetricPart {
  return {
    key,
    name,
    numerator: { measures: [concluded], subjects: SET_RIGHT },
    denominator: { measures: [concluded], subjects: HEARD },
    sums: 'count',
    unit: '率',
  };
}

/** 结果送达, of either kind. */
const outcomeService = act<Remedy, RemedyPhase, RecordOutcomeService, OutcomeServed>(
  RecordOutcomeService,
  OutcomeServed,
  {
    title: '登记结果送达当事人',
    eventTitle: '结果送达当事人',
    article: '行政复议法第七十五条第一款；行政诉讼法第八十条',
    from: ['Reconsidered', 'Judged', 'FinallyJudged', 'Effective'],
    isBeside: true,
    says: ({ servedOn }) => say`复议决定、裁判文书于${the.day(servedOn)}送达当事人`,
    decide: ({ servedOn }, { caseId, concludedOn }) =>
      guardNotBefore(servedOn, concludedOn ?? '', '送达当事人日期', '审结日期', '行政复议法第七十五条第一款') ?? {
        caseId,
      },
    evolve: (_row, { servedOn }) => ({ outcomeServedOn: servedOn }),
  },
);

/** 救济, one stream per reconsideration or lawsuit: `remedy-<remedyId>`; two lines that never cross within one stream. */
export const remedy = register<Remedy, typeof REMEDY_PHASES>({
  name: 'remedy',
  path: 'remedies',
  title: '行政复议和行政诉讼',
  noun: '此项救济',
  row: Remedy,
  phases: REMEDY_PHASES,
  roles: ['REGISTRAR', 'REVIEWER'],
  initial: {
    remedyId: '',
    openDays: [],
    suspensions: [],
    proceedings: [],
    earlier: [],
    retriedOn: [],
    leaderAttended: false,
    redo: false,
  },
  acts: [...reconsideration, ...litigation, outcomeService],
  determines: {
    D23: { set: (_row, answerDueOn, answerRule) => ({ answerDueOn, answerRule }) },
    D27: { set: (_row, answerDueOn, answerRule) => ({ answerDueOn, answerRule }) },
    D24: {
      due: (row, _open, statutes) => statutes.due('D24', decisionPeriod(row)),
      set: (_row, decisionDueOn, decisionRule) => ({ decisionDueOn, decisionRule }),
      needs: ({ caseId }) => registerNeeds(caseId),
      elsewhere: ({ caseId, remedyId }, decisionDueOn) =>
        registerWrite(caseId, RemedyDueMoved, { remedyId, decisionDueOn }),
    },
  },
  version: 2,
  list: {
    columns: ['kind', 'party', 'unitId', 'phase', 'filedOn', 'outcome', 'concludedOn', 'nextDueOn'],
    filters: ['phase', 'kind', 'unitId', 'caseId', 'filedOn', 'outcome', 'concludedOn'],
    sort: '-filedOn',
    sorts: ['concludedOn'],
  },
  clocks: [
    {
      name: 'answer',
      what: '提交答复或者答辩',
      due: 'answerDueOn',
      rule: 'answerRule',
      done: 'answeredOn',
      by: ['SubmitReconsiderationAnswer', 'SubmitLitigationAnswer'],
      // Once the other side has decided nobody waits for an answer.
      runs: ({ phase }) => phase === 'UnderReconsideration' || phase === 'Suspended' || phase === 'UnderTrial',
    },
    // The day of another organ: nobody here misses it, but from the day after it the party may sue.
    {
      name: 'decision',
      what: '复议机关作出决定',
      due: 'decisionDueOn',
      rule: 'decisionRule',
      done: 'concludedOn',
      isRight: true,
    },
  ],
  /*
   * Accepted and concluded balance. A lawsuit is concluded by the judgment that ends it. That is the judgment of the
   * first instance, on its day, unless an appeal follows: the appeal takes the conclusion back, the judgment of the
   * second instance or the withdrawal of the appeal concludes the matter on its own day. `litigation.concludedNew` are
   * those concluded in the year in which they were accepted, dated by the acceptance: the new matters of a period less
   * these are pending at the end of the year, whether the period is that year or one of its months.
   *
   * A proceeding (first instance, second, first again after a remand, retrial) is heard once, on the day of its first
   * hearing, whatever the number of hearings; a leader attended when one came to any of them in that year. So what a later
   * instance sees changes no earlier year's rate (F5).
   */
  measures: {
    'reconsideration.accepted': { title: '复议受理', on: ofAccepted('RECONSIDERATION', (row) => row.acceptedOn) },
    'reconsideration.concluded': {
      title: '复议审结',
      on: ofAccepted('RECONSIDERATION', (row) => row.concludedOn),
      subject: outcome,
      subjects: RECONSIDERATION_ENDS,
    },
    'litigation.accepted': {
      title: '应诉',
      on: ofLitigation(({ acceptedOn, retriedOn }) => [acceptedOn!, ...retriedOn]),
    },
    'litigation.concluded': {
      title: '诉讼审结',
      on: ofLitigation(({ concludedOn, earlier }) => [
        ...earlier.map((one) => ({ on: one.concludedOn, subject: one.outcome })),
        ...(concludedOn === null ? [] : [concludedOn]),
      ]),
      subject: outcome,
      subjects: LITIGATION_ENDS,
    },
    'litigation.concludedNew': {
      title: '新收诉讼审结',
      on: ofAccepted('LITIGATION', (row) =>
        firstConclusion(row).concludedOn?.slice(0, 4) === row.acceptedOn?.slice(0, 4) ? row.acceptedOn : null,
      ),
      subject: (row) => firstConclusion(row).outcome ?? '',
      subjects: LITIGATION_ENDS,
    },
    'litigation.heard': { title: '开庭', on: ofLitigation(({ proceedings }) => proceedings.map(dayHeard)) },
    'litigation.leaderAttended': {
      title: '负责人出庭',
      on: ofLitigation(({ proceedings }) => proceedings.filter(({ leaderAttended }) => leaderAttended).map(dayHeard)),
    },
  },
  metrics: [
    {
      id: 'M15',
      name: '行政复议和行政诉讼',
      definition: '复议、诉讼案件的期初、新收、办结、期末，以及纠错率和败诉率；撤回申请和撤诉单列，不算胜诉',
      source: '行政复议法第六十三条至第六十九条；行政诉讼法第六十九条至第七十八条',
      countsBy: '受理日期；审结日期；新收案件的结果为受理日期',
      excluded: '撤回申请、终止、撤诉不入审结数',
      parts: [
        handled('handled', '办理的复议、诉讼案件（结转加新收）', 'reconsideration', 'litigation'),
        handled('reconsideration.handled', '其中行政复议', 'reconsideration'),
        handled('litigation.handled', '其中行政诉讼', 'litigation'),
        ...balance('reconsideration', '行政复议', 'reconsideration.accepted', 'reconsideration.concluded'),
        count('reconsideration.withdrawn', '其中撤回申请', ['reconsideration.concluded'], '件', ['WITHDRAWN']),
        shareSetRight('reconsideration.setRightRate', '复议纠错率', 'reconsideration.concluded'),
        ...balance('litigation', '行政诉讼', 'litigation.accepted', 'litigation.concluded'),
        count('litigation.newWithdrawn', '新收案件中撤诉', ['litigation.concludedNew'], '件', ['WITHDRAWN']),
        count('litigation.newUpheld', '新收案件中驳回或者维持', ['litigation.concludedNew'], '件', UPHELD),
        count(
          'litigation.newOther',
          '新收案件中以其他方式审结',
          ['litigation.concludedNew'],
          '件',
          Object.keys(LITIGATION_ENDS).filter((end) => end !== 'WITHDRAWN' && !UPHELD.includes(end)),
        ),
        {
          key: 'litigation.newPending',
          name: '新收案件中审理中',
          numerator: { measures: ['litigation.accepted'] },
          less: { measures: ['litigation.concludedNew'] },
          sums: 'count',
          unit: '件',
        },
        count('litigation.lost', '行政败诉', ['litigation.concluded'], '件', SET_RIGHT),
        shareSetRight('litigation.lossRate', '败诉率', 'litigation.concluded'),
      ],
    },
    {
      id: 'M16',
      name: '行政机关负责人出庭应诉率',
      definition:
        '统计期内首次开庭的审理程序（一审、二审、发回重审后的一审、再审各计一次）中，行政机关负责人出庭的比例',
      source: '行政诉讼法第三条第三款；最高人民法院适用行政诉讼法解释第一百二十八条；法释〔2020〕3号',
      countsBy: '各审理程序的首次开庭日期',
      excluded: '书面审理、未开庭即撤诉的案件',
      parts: [rate('rate', '负责人出庭应诉率', ['litigation.leaderAttended'], ['litigation.heard'])],
    },
  ],
});

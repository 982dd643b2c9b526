import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Flag,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  RecordRef,
  sameNumber,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { count, distinct, rate, stock } from '../definition/metric.js';
import { register } from '../definition/register.js';
import { UNIT_LEVELS, type UnitLevel } from '../organisation/unit.js';
import { unitNeed } from '../responsible-unit.js';

/*
 * 案卷评查和考评 (行政处罚法第七十五条第二款: 执法评议、考核; DOMAIN 4.9), three registers: the standards, by version; the rounds
 * of a year; and each dossier that a round draws, from a real case, scored by the version of the round. An item on which a
 * dossier may fail as a whole (基本标准) sets the score to nothing.
 */

const ASSESSING = '行政处罚法第七十五条第二款';

// ==== 标准

export const STANDARD_KINDS = { QUALITY: '案件质量评判标准', REVIEW: '案卷法制审核标准' } as const;
export type StandardKind = keyof typeof STANDARD_KINDS;

export class StandardItem {
  @OfficialNumber('条目编号') itemNo!: string;
  @Label('评查内容') title!: string;
  @WholeNumber('分值', { min: 1, max: 100 }) points!: number;
  /** 基本标准: 不合格的，整卷为0分. */
  @Flag('是否一票否决') isVeto!: boolean;
}

export class StandardVersion {
  @WholeNumber('版本', { min: 1 }) version!: number;
  @OfficialNumber('文号') documentNo!: string;
  @ListOf('条目', () => StandardItem) items!: readonly StandardItem[];
  @Day('施行日期') effectiveOn!: LegalDay;
}

export class AssessmentStandard {
  @UnitRef('制定单位') unitId!: string;
  @Choice('标准种类', STANDARD_KINDS) kind!: StandardKind;
  @ListOf('版本', () => StandardVersion, { min: 0 }) versions!: readonly StandardVersion[];
  @OfficialNumber('文号') documentNo!: string;
  @Day('施行日期') effectiveOn!: LegalDay;
}

class StandardText {
  @OfficialNumber('文号') documentNo!: string;
  @ListOf('条目', () => StandardItem) items!: readonly StandardItem[];
  @Day('施行日期') effectiveOn!: LegalDay;
  @ActDay('公布日期') on!: LegalDay;
}

export class EnactAssessmentStandard extends StandardText {
  @Choice('标准种类', STANDARD_KINDS) kind!: StandardKind;
}
export class ReviseAssessmentStandard extends StandardText {}
export class AssessmentStandardRevised extends ReviseAssessmentStandard {
  @UnitRef('制定单位') unitId!: string;
  @WholeNumber('版本', { min: 2 }) version!: number;
}

const STANDARD_PHASES = { Unenacted: '未制定', InForce: '施行' } as const;

/** The points of a standard are a hundred, and each item stands once. */
function guardItems({ items, effectiveOn, on }: StandardText): Refusal | undefined {
  const total = items.reduce((sum, { points }) => sum + points, 0);
  if (total !== 100)
    return refuse({ code: 'standard.points', article: ASSESSING, message: `各条目分值合计${total}分，应为100分` });
  if (new Set(items.map(({ itemNo }) => sameNumber(itemNo))).size !== items.length)
    return refuse({ code: 'standard.repeated', article: ASSESSING, message: '条目编号重复' });
  return guardNotBefore(effectiveOn, on, '施行日期', '公布日期', ASSESSING);
}

/** 评查标准, one stream a kind: `assessmentStandard-<id>`. */
export const assessmentStandard = register<AssessmentStandard, typeof STANDARD_PHASES>({
  name: 'assessmentStandard',
  path: 'assessment-standards',
  title: '评查标准',
  noun: '评查标准',
  room: 'SUPERVISION',
  code: 'standard',
  row: AssessmentStandard,
  phases: STANDARD_PHASES,
  over: ['InForce'],
  roles: ['LEADER', 'COORDINATOR'],
  initial: { versions: [] },
  acts: [
    act(EnactAssessmentStandard, 'AssessmentStandardEnacted', {
      title: '制定评查标准',
      article: ASSESSING,
      to: 'InForce',
      says: ({ kind, documentNo }) => say`制定${STANDARD_KINDS[kind]}（${the.label(documentNo)}）`,
      decide: (input) => guardItems(input) ?? {},
      evolve: (_row, { documentNo, items, effectiveOn }) => ({
        versions: [{ version: 1, documentNo, items, effectiveOn }],
      }),
    }),
    act(ReviseAssessmentStandard, AssessmentStandardRevised, {
      title: '修订评查标准',
      article: ASSESSING,
      from: ['InForce'],
      says: ({ version, documentNo }) => say`修订为第${version}版（${the.label(documentNo)}）`,
      decide: (input, { versions, effectiveOn }) =>
        guardItems(input) ??
        guardNotBefore(input.effectiveOn, addDays(effectiveOn, 1), '施行日期', '前一版施行次日', ASSESSING) ?? {
          version: versions.length + 1,
        },
      evolve: ({ versions }, { version, documentNo, items, effectiveOn }) => ({
        versions: [...versions, { version, documentNo, items, effectiveOn }],
      }),
    }),
  ],
  list: { columns: ['kind', 'documentNo', 'unitId', 'effectiveOn'], filters: ['kind', 'unitId'], sort: '-effectiveOn' },
  calledBy: 'documentNo',
  measures: {
    'standard.revised': {
      title: '修订的评查标准施行',
      on: ({ versions }) => versions.slice(1).map(({ effectiveOn }) => effectiveOn),
      subject: ({ kind }) => kind,
      subjects: STANDARD_KINDS,
    },
  },
});

// ==== 轮次

export class AssessmentRound {
  @UnitRef('组织单位') unitId!: string;
  @Label('考评名称') title!: string;
  @RecordRef('assessmentStandard', '评查标准') standardId!: string;
  @WholeNumber('标准版本', { min: 1 }) standardVersion!: number;
  @Day('开始日期') openedOn!: LegalDay;
  @Optional() @Day('结束日期') closedOn?: LegalDay;
}

export class OpenAssessmentRound {
  @Label('考评名称') title!: string;
  @RecordRef('assessmentStandard', '评查标准') standardId!: string;
  @ActDay('开始日期') openedOn!: LegalDay;
}
/** The version is the one in force on the day the round begins: a dossier is scored by what was known when it was drawn. */
export class AssessmentRoundOpened extends OpenAssessmentRound {
  @UnitRef('组织单位') unitId!: string;
  @WholeNumber('标准版本', { min: 1 }) standardVersion!: number;
}

/** 通报: the findings are made known, and the round ends. */
export class CloseAssessmentRound {
  @Narrative('通报内容') report!: string;
  @ActDay('结束日期') on!: LegalDay;
}

const ROUND_PHASES = { Unopened: '未开始', Open: '进行中', Closed: '已结束' } as const;

/** 考评轮次, one stream each: `assessmentRound-<id>`. */
export const assessmentRound = register<AssessmentRound, typeof ROUND_PHASES>({
  name: 'assessmentRound',
  path: 'assessment-rounds',
  title: '执法业务考评',
  noun: '考评',
  room: 'SUPERVISION',
  code: 'round',
  row: AssessmentRound,
  phases: ROUND_PHASES,
  roles: ['LEADER', 'COORDINATOR'],
  acts: [
    act(OpenAssessmentRound, AssessmentRoundOpened, {
      title: '开始考评',
      article: ASSESSING,
      to: 'Open',
      needs: ({ standardId }) => [{ aggregate: 'assessmentStandard', id: standardId }],
      says: ({ title, standardVersion }) => say`${the.label(title)}开始，适用标准第${standardVersion}版`,
      decide: ({ standardId, openedOn }, _row, { facts }) => {
        const { versions } = facts.get(assessmentStandard, standardId);
        const version = versions.findLast(({ effectiveOn }) => effectiveOn <= openedOn);
        return version === undefined
          ? refuse({
              code: 'round.no_standard',
              article: ASSESSING,
              message: say`${the.day(openedOn)}没有施行的评查标准`,
            })
          : { standardVersion: version.version };
      },
    }),
    act(CloseAssessmentRound, 'AssessmentRoundClosed', {
      title: '通报并结束考评',
      article: ASSESSING,
      from: ['Open'],
      to: 'Closed',
      says: ({ report }) => say`通报：${the.words(report)}`,
      evolve: (_row, { on }) => ({ closedOn: on }),
    }),
  ],
  list: {
    columns: ['title', 'unitId', 'phase', 'openedOn', 'closedOn'],
    filters: ['phase', 'unitId', 'openedOn', 'closedOn'],
    sort: '-openedOn',
  },
  calledBy: 'title',
  measures: { 'round.closed': { title: '结束考评', on: ({ closedOn }) => closedOn } },
});

// ==== 案卷

export class Score {
  @OfficialNumber('条目编号') itemNo!: string;
  @WholeNumber('扣分', { min: 0, max: 100 }) deducted!: number;
}

export class DossierAssessment {
  @UnitRef('被评查单位') unitId!: string;
  @UnitRef('评查单位') byUnitId!: string;
  @RecordRef('assessmentRound', '考评') roundId!: string;
  @RecordRef('case', '案件') caseId!: string;
  @RecordRef('assessmentStandard', '评查标准') standardId!: string;
  @WholeNumber('标准版本', { min: 1 }) standardVersion!: number;
  @Day('抽取日期') sampledOn!: LegalDay;
  @Optional() @Day('评分日期') scoredOn?: LegalDay;
  @Optional() @WholeNumber('得分', { max: 100 }) total?: number;
  @Optional() @Flag('是否一票否决') isVetoed?: boolean;
  @Optional() @Choice('被评查单位层级', UNIT_LEVELS) level?: UnitLevel;
  @Optional() @Day('指出问题日期') raisedOn?: LegalDay;
  @Optional() @Day('整改期限') dueOn?: LegalDay;
  @Optional() @Day('整改完成日期') rectifiedOn?: LegalDay;
}

export class SampleDossier {
  @RecordRef('assessmentRound', '考评') roundId!: string;
  @RecordRef('case', '案件') caseId!: string;
  @ActDay('抽取日期') sampledOn!: LegalDay;
}
export class DossierSampled extends SampleDossier {
  /** The unit whose case it is. */
  @UnitRef('被评查单位') unitId!: string;
  @UnitRef('评查单位') byUnitId!: string;
  @RecordRef('assessmentStandard', '评查标准') standardId!: string;
  @WholeNumber('标准版本', { min: 1 }) standardVersion!: number;
}

export class ScoreDossier {
  /** What was taken off; an item that is not named keeps its points. */
  @ListOf('扣分', () => Score, { min: 0 }) scores!: readonly Score[];
  @Narrative('评查意见') opinion!: string;
  @ActDay('评分日期') on!: LegalDay;
}
export class DossierScored extends ScoreDossier {
  @UnitRef('被评查单位') unitId!: string;
  @WholeNumber('得分', { max: 100 }) total!: number;
  @Flag('是否一票否决') isVetoed!: boolean;
  /** As the register of units knew it; missing where the unit is not in it. */
  @Optional() @Choice('被评查单位层级', UNIT_LEVELS) level?: UnitLevel;
}

export class RaiseIssue {
  @Narrative('问题') issue!: string;
  @Day('整改期限') dueOn!: LegalDay;
  @ActDay('指出日期') on!: LegalDay;
}

export class CompleteRectification {
  @Narrative('整改情况') result!: string;
  @ActDay('整改完成日期') on!: LegalDay;
}

const DOSSIER_PHASES = {
  Unsampled: '未抽取',
  Sampled: '待评分',
  Scored: '已评分',
  Raised: '整改中',
  Rectified: '已整改',
} as const;

/** 案卷评查, one stream a dossier of a round: `dossierAssessment-<id>`. */
export const dossierAssessment = register<DossierAssessment, typeof DOSSIER_PHASES>({
  name: 'dossierAssessment',
  path: 'dossier-assessments',
  title: '案卷评查',
  noun: '评查的案卷',
  room: 'SUPERVISION',
  code: 'dossier',
  row: DossierAssessment,
  phases: DOSSIER_PHASES,
  over: ['Scored'],
  roles: ['LEADER', 'COORDINATOR', 'REVIEWER'],
  acts: [
    act(SampleDossier, DossierSampled, {
      title: '抽取案卷',
      article: ASSESSING,
      to: 'Sampled',
      unitOf: (_row, _input, actor) => actor.unit,
      needs: ({ roundId, caseId }) => [{ aggregate: 'assessmentRound', id: roundId }, ...caseNeeds(caseId)],
      says: ({ caseId, unitId }) => say`抽取${the.unit(unitId)}的案件${the.record('case', caseId)}`,
      decide: ({ roundId, caseId }, _row, { facts, actor }) => {
        const round = facts.get(assessmentRound, roundId);
        if (round.phase !== 'Open')
          return refuse({
            code: 'dossier.round_not_open',
            article: ASSESSING,
            message: '考评没有开始或者已经结束，不能抽取案卷',
          });
        const { unitId, decision } = facts.get(caseAggregate, caseId);
        if (decision === undefined)
          return refuse({
            code: 'dossier.not_decided',
            article: ASSESSING,
            message: say`案件${the.record('case', caseId)}尚未作出决定，不能评查`,
          });
        const { standardId, standardVersion } = round;
        return { unitId, byUnitId: actor.unit, standardId, standardVersion };
      },
    }),
    act(ScoreDossier, DossierScored, {
      title: '评分',
      article: ASSESSING,
      from: ['Sampled'],
      unitOf: ({ byUnitId }) => byUnitId,
      to: 'Scored',
      needs: (_input, { standardId, caseId, unitId }) => [
        { aggregate: 'assessmentStandard', id: standardId },
        ...caseNeeds(caseId),
        unitNeed(unitId),
      ],
      says: ({ total, isVetoed, opinion }) =>
        isVetoed ? say`基本标准不合格，0分：${the.words(opinion)}` : say`得${total}分：${the.words(opinion)}`,
      decide: ({ scores }, { standardId, standardVersion, caseId, unitId }, { facts, actor, unitOf }) => {
        if (facts.get(caseAggregate, caseId).everInvestigated.includes(actor.id))
          return refuse({ code: 'dossier.own_case', article: ASSESSING, message: '您是本案的办案人员，不能评查本案' });
        const items = facts.get(assessmentStandard, standardId).versions[standardVersion - 1]?.items ?? [];
        let deducted = 0;
        let isVetoed = false;
        const seen = new Set<string>();
        for (const { itemNo, deducted: points } of scores) {
          const number = sameNumber(itemNo);
          const item = items.find((known) => sameNumber(known.itemNo) === number);
          if (item === undefined || seen.has(number) || points > item.points)
            return refuse({
              code: 'dossier.score',
              article: ASSESSING,
              message: say`条目${the.label(itemNo)}的扣分不合标准：标准中没有此条、重复扣分，或者超过此条的分值`,
            });
          seen.add(number);
          deducted += points;
          if (item.isVeto && points > 0) isVetoed = true;
        }
        const level = unitOf(unitId).level as UnitLevel | undefined;
        return { total: isVetoed ? 0 : 100 - deducted, isVetoed, ...defined({ level }) };
      },
      evolve: (_row, { on }) => ({ scoredOn: on }),
    }),
    act(RaiseIssue, 'IssueRaised', {
      title: '指出问题',
      article: ASSESSING,
      from: ['Scored'],
      unitOf: ({ byUnitId }) => byUnitId,
      to: 'Raised',
      says: ({ issue, dueOn }) => say`指出问题：${the.words(issue)}，应于${the.day(dueOn)}前整改`,
      decide: ({ dueOn, on }) => guardNotBefore(dueOn, on, '整改期限', '指出日期', ASSESSING) ?? {},
      evolve: (_row, { on }) => ({ raisedOn: on }),
    }),
    act(CompleteRectification, 'RectificationCompleted', {
      title: '完成整改',
      article: ASSESSING,
      roles: ['LEADER', 'OFFICER', 'REGISTRAR', 'COORDINATOR'],
      from: ['Raised'],
      to: 'Rectified',
      unitOf: ({ unitId }) => unitId,
      says: ({ result }) => say`完成整改：${the.words(result)}`,
      evolve: (_row, { on }) => ({ rectifiedOn: on }),
    }),
  ],
  units: ['unitId', 'byUnitId'],
  list: {
    columns: ['caseId', 'unitId', 'roundId', 'phase', 'scoredOn', 'total', 'dueOn', 'rectifiedOn'],
    filters: ['phase', 'unitId', 'roundId', 'caseId', 'isVetoed', 'scoredOn'],
    sort: '-sampledOn',
    sorts: ['dueOn', 'total'],
  },
  clocks: [
    {
      name: 'rectification',
      what: '整改评查指出的问题',
      due: 'dueOn',
      done: 'rectifiedOn',
      by: ['CompleteRectification'],
    },
  ],
  measures: {
    'dossier.scored': { title: '评查案卷', on: ({ scoredOn }) => scoredOn, subject: ({ unitId }) => unitId },
    'dossier.scoredOfBureau': {
      title: '评查局、分局的案卷',
      on: ({ scoredOn, level }) => (level === 'CITY' || level === 'COUNTY' ? scoredOn : null),
      subject: ({ unitId }) => unitId,
    },
    'dossier.scoredOfTown': {
      title: '评查乡镇（街道）的案卷',
      on: ({ scoredOn, level }) => (level === 'TOWNSHIP' ? scoredOn : null),
      subject: ({ unitId }) => unitId,
    },
    'dossier.vetoed': { title: '案卷基本标准不合格', on: ({ scoredOn, isVetoed }) => (isVetoed ? scoredOn : null) },
    'dossier.issue': { title: '评查指出问题', on: ({ raisedOn }) => raisedOn },
    'dossier.due': { title: '评查问题整改期限届满', on: ({ dueOn }) => dueOn },
    'dossier.rectified': {
      title: '评查问题按期整改',
      on: ({ rectifiedOn, dueOn }) => (rectifiedOn !== null && dueOn !== null && rectifiedOn <= dueOn ? dueOn : null),
    },
  },
  metrics: [
    {
      id: 'E13',
      name: '案卷评查和执法业务考评',
      definition:
        '统计期内评查的案卷数、涉及的单位数（去重）、基本标准不合格的案卷数、指出的问题及其按期整改率；结束的考评次数、修订的标准数',
      source: '行政处罚法第七十五条第二款',
      countsBy: '评分日期；指出日期；整改期限届满日；考评结束日期；标准施行日期',
      parts: [
        distinct('units', '评查的单位', ['dossier.scored'], '个'),
        distinct('units.bureaus', '其中局、分局', ['dossier.scoredOfBureau'], '个'),
        distinct('units.towns', '其中赋权乡镇（街道）', ['dossier.scoredOfTown'], '个'),
        count('dossiers', '评查案卷', ['dossier.scored'], '件'),
        count('vetoed', '基本标准不合格', ['dossier.vetoed'], '件'),
        count('issues', '指出问题', ['dossier.issue'], '件'),
        rate('rectifiedRate', '问题按期整改率', ['dossier.rectified'], ['dossier.due']),
        count('rounds', '执法业务考评', ['round.closed'], '次'),
        { ...stock('standards', '修订评查标准', 'standard.revised', '项'), over: 'period' },
      ],
    },
  ],
});

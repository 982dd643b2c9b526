import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Digest,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  PersonRef,
  Rule,
  say,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { byLeaders } from '../case/officers.js';
import { act } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import { register } from '../definition/register.js';
import { unitYearGuard } from './unit-year.js';

/*
 * 年度报告 (行政执法工作年报; 国办发〔2018〕118号; DOMAIN 4.19): made, frozen to the minute, signed, published, and restated where what
 * was known since changes a figure. What was published stays as it was, word for word: its text is part of the event.
 */

export const REPORT_LIMITS = {
  /** Characters of the text of a report. */
  text: 100_000,
  /** Characters of a section that is written by hand. */
  section: 8_000,
  /** Figures of a report. */
  figures: 500,
  /** Figures that are adjusted, and differences that a restatement names one by one. */
  adjustments: 50,
  /** Events that a restatement names one by one; of those beyond it says how many there are. */
  causes: 500,
} as const;

/** 公开方式. */
export const OPEN_KINDS = { ACTIVE: '主动公开', ON_REQUEST: '依申请公开' } as const;

/** 数据表的样式: of a year and place; `figures` knows the tables of each. What a report was begun with stays, whatever comes later. */
export const REPORT_TEMPLATES = {
  ZJ_2022: '浙江2022（杭州西湖：处罚、许可、强制、其他）',
  ZJ_2024: '浙江2024（庆元：处罚、许可、强制、其他、持证率）',
  ZJ_2025_HUZHOU: '浙江2025（湖州：许可、处罚、强制、其他）',
} as const;
export type ReportTemplateId = keyof typeof REPORT_TEMPLATES;

/** The sections of a report (of which 下步工作 is the work plan of the next year). */
export const REPORT_SECTIONS = {
  OPENING: '开头',
  REFORM: '一、（一）行政执法改革',
  STANDARDS: '一、（二）规范化建设',
  JUSTICE: '一、（三）行刑衔接',
  CASES: '一、（四）案件办理',
  SUPPORT: '一、（五）队伍建设和执法保障',
  REMEDIES: '二、（一）行政复议诉讼',
  SUPERVISION: '二、（二）执法监督通知',
} as const;
export type ReportSection = keyof typeof REPORT_SECTIONS;

/** A section in the unit's own words. Figures stand in it by their names, in 【】, and are put in when it is read. */
export class WrittenSection {
  @Choice('部分', REPORT_SECTIONS) section!: ReportSection;
  @Optional() @Label('标题（不填的，用通行的标题）', { max: 100 }) heading?: string;
  @Label('文字（数据写作【数据名】）', { max: REPORT_LIMITS.section }) words!: string;
}

/** A figure that the report gives otherwise than its entries say, with the reason: both are shown. */
export class Adjustment {
  @Label('指标') figure!: string;
  @Label('指标名称') name!: string;
  @WholeNumber('累计数', { max: Number.MAX_SAFE_INTEGER }) computed!: number;
  @WholeNumber('采用数', { max: Number.MAX_SAFE_INTEGER }) value!: number;
  @Narrative('理由') reason!: string;
}

/** 年报, as it stands. */
export class AnnualReportRecord {
  @UnitRef('报告单位') unitId!: string;
  @WholeNumber('年度', { min: 1_990, max: 2_999 }) year!: number;
  @Day('公开期限') dueOn!: LegalDay;
  @Rule('公开期限依据') dueRule!: string;
  @Optional() @Choice('数据表样式', REPORT_TEMPLATES) template?: ReportTemplateId;
  @ListOf('调整', () => Adjustment, { min: 0, max: REPORT_LIMITS.adjustments }) adjustments!: readonly Adjustment[];
  @ListOf('自行撰写的部分', () => WrittenSection, { min: 0, max: Object.keys(REPORT_SECTIONS).length })
  written!: readonly WrittenSection[];
  /** To the minute, of Shanghai: what was recorded later is not in it. */
  @Optional() @Label('数据截止时刻') knownOn?: string;
  @Optional() @Day('定稿日期') frozenOn?: LegalDay;
  @Optional() @Digest('全文的SHA-256') sha256?: string;
  @Optional() @PersonRef('签发人') approverId?: string;
  @Optional() @Day('签发日期') signedOn?: LegalDay;
  @Optional() @OfficialNumber('索引号') indexNo?: string;
  @Optional() @Choice('公开方式', OPEN_KINDS) openKind?: keyof typeof OPEN_KINDS;
  @Optional() @Day('公开日期') publishedOn?: LegalDay;
  @Optional() @Day('最近重述日期') restatedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class OpenReport {
  @WholeNumber('年度', { min: 1_990, max: 2_999 }) year!: number;
  @Optional() @Choice('数据表样式', REPORT_TEMPLATES) template?: ReportTemplateId;
  @ActDay('开始日期') openedOn!: LegalDay;
}
export class ReportPeriodOpened extends OpenReport {
  @UnitRef('报告单位') unitId!: string;
  @Day('公开期限') dueOn!: LegalDay;
  @Rule('公开期限依据') dueRule!: string;
}

/** In the unit's own words; what was written of the section before gives way. */
export class WriteSection extends WrittenSection {
  @ActDay('撰写日期') writtenOn!: LegalDay;
}

/** The section is made of the sentences that stand for its figures again. */
export class DropSection {
  @Choice('部分', REPORT_SECTIONS) section!: ReportSection;
  @ActDay('撤下日期') droppedOn!: LegalDay;
}

/** Given by the page of the report, which knows what the entries come to. */
export class AdjustFigure extends Adjustment {
  @ActDay('调整日期') adjustedOn!: LegalDay;
}
export class FigureAdjusted extends AdjustFigure {}

/** A figure as a report gives it. */
export class ReportedFigure {
  @Label('指标') figure!: string;
  /** Count or fen; of a rate its numerator. */
  @WholeNumber('数值', { max: Number.MAX_SAFE_INTEGER }) value!: number;
  /** Of a rate. */
  @Optional() @WholeNumber('分母', { max: Number.MAX_SAFE_INTEGER }) denominator?: number;
}

/** An identity that does not hold, with what is said of it. */
export class OpenCheck {
  @Label('编号') rule!: string;
  @Label('核对') statement!: string;
}

/** Given by the page of the report, which computes what is frozen. */
export class FreezeReport {
  @ActDay('定稿日期') frozenOn!: LegalDay;
  @Label('数据截止时刻') knownOn!: string;
  @Label('全文', { max: REPORT_LIMITS.text }) text!: string;
  @Digest('全文的SHA-256') sha256!: string;
  @ListOf('数据', () => ReportedFigure, { max: REPORT_LIMITS.figures }) figures!: readonly ReportedFigure[];
  @ListOf('不平的口径', () => OpenCheck, { min: 0, max: 50 }) unbalanced!: readonly OpenCheck[];
}
export class AnnualReportFrozen extends FreezeReport {}

/** 退回修改: the draft is open again. */
export class ReturnReport {
  @Narrative('退回的理由') reason!: string;
  @ActDay('退回日期') returnedOn!: LegalDay;
}
export class AnnualReportReturned extends ReturnReport {}

export class SignReport extends OnApproval {
  @Optional() @PersonRef('签发人') approverId?: string;
  @ActDay('签发日期') signedOn!: LegalDay;
}
export class AnnualReportSigned extends SignReport {
  @PersonRef('签发人') declare approverId: string;
}

export class PublishReport {
  @OfficialNumber('索引号') indexNo!: string;
  @Choice('公开方式', OPEN_KINDS) openKind!: keyof typeof OPEN_KINDS;
  @Label('公开渠道') channel!: string;
  @ActDay('公开日期') publishedOn!: LegalDay;
}
export class AnnualReportPublished extends PublishReport {}

/** A figure that is no longer what was published. */
export class FigureChange {
  @Label('指标') figure!: string;
  @Label('指标名称') name!: string;
  @WholeNumber('公布数', { max: Number.MAX_SAFE_INTEGER }) before!: number;
  @WholeNumber('现在数', { max: Number.MAX_SAFE_INTEGER }) after!: number;
}

/** An event that was recorded after the report was frozen, and booked into its year. */
export class RestatementCause {
  @Label('记录') stream!: string;
  @WholeNumber('事件位置', { max: Number.MAX_SAFE_INTEGER }) position!: number;
  @Label('事由') what!: string;
  @Day('记入日期') on!: LegalDay;
}

/** 重述: given by the page of the report, which computes it; the published text stays as it was. */
export class RestateReport {
  @ActDay('重述日期') restatedOn!: LegalDay;
  @Label('数据截止时刻') knownOn!: string;
  @Narrative('说明') reason!: string;
  @Label('重述后的全文', { max: REPORT_LIMITS.text }) text!: string;
  @Digest('全文的SHA-256') sha256!: string;
  @ListOf('变动的数据', () => FigureChange, { min: 0, max: REPORT_LIMITS.figures }) changes!: readonly FigureChange[];
  @ListOf('事由', () => RestatementCause, { min: 0, max: REPORT_LIMITS.causes }) causes!: readonly RestatementCause[];
  @Optional() @WholeNumber('未逐件列出的事由', { min: 1 }) moreCauses?: number;
}
export class AnnualReportRestated extends RestateReport {}

// ---- guards

const ARTICLE =
  '国办发〔2018〕118号《关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》';

function guardPeriod(id: string, unitId: string, year: number, today: LegalDay): Refusal | undefined {
  const isOther = unitYearGuard({ id, unitId, year, noun: '年报', code: 'annualReport.id', article: ARTICLE });
  if (isOther) return isOther;
  if (String(year) <= today.slice(0, 4)) return undefined;
  return refuse({ code: 'annualReport.year_to_come', article: ARTICLE, message: `${year}年还没有到` });
}

const PHASES = {
  Unopened: '未编制',
  Opened: '编制中',
  Frozen: '已定稿',
  Signed: '已签发',
  Published: '已公开',
} as const;

const PREPARES = ['ANALYST'] as const;

/** What is frozen is the year as it was, so that the year has to be over. */
function guardYearIsOver(year: number, today: LegalDay): Refusal | undefined {
  const earliest = addDays(`${year}-12-31`, 1);
  if (today >= earliest) return undefined;
  return refuse({
    code: 'annualReport.year_not_over',
    article: ARTICLE,
    message: `${year}年度还没有结束，年报不能定稿`,
    earliest,
  });
}

/** 年报, one stream a unit and year: `annualReport-330800.2023`. */
export const annualReport = register<AnnualReportRecord, typeof PHASES>({
  name: 'annualReport',
  path: 'annual-reports',
  title: '年报',
  noun: '年报',
  room: 'SUPERVISION',
  row: AnnualReportRecord,
  phases: PHASES,
  over: ['Published'],
  initial: { adjustments: [], written: [] },
  roles: PREPARES,
  acts: [
    act(OpenReport, ReportPeriodOpened, {
      title: '开始编制年报',
      article: ARTICLE,
      to: 'Opened',
      says: ({ year, dueOn }) => say`开始编制${year}年度年报，应于${the.day(dueOn)}前公开`,
      decide: ({ year }, _row, { id, actor, statutes, today }) => {
        const refusal = guardPeriod(id, actor.unit, year, today);
        if (refusal) return refusal;
        const due = statutes.due('D39', { on: `${year}-12-31` });
        return { unitId: actor.unit, dueOn: due.dueOn, dueRule: ruleOf(due) };
      },
    }),
    act(WriteSection, 'SectionWritten', {
      title: '撰写年报的部分',
      article: ARTICLE,
      from: ['Opened'],
      says: ({ section }) => say`撰写“${REPORT_SECTIONS[section]}”部分`,
      evolve: ({ written }, { section, heading, words }) => ({
        written: [...written.filter((one) => one.section !== section), { section, ...defined({ heading }), words }],
      }),
    }),
    act(DropSection, 'SectionDropped', {
      title: '撤下撰写的部分',
      article: ARTICLE,
      from: ['Opened'],
      says: ({ section }) => say`撤下撰写的“${REPORT_SECTIONS[section]}”部分，改用通行的文字`,
      decide: ({ section }, { written }) =>
        written.some((one) => one.section === section)
          ? {}
          : refuse({
              code: 'annualReport.not_written',
              article: ARTICLE,
              message: `“${REPORT_SECTIONS[section]}”部分没有自行撰写的文字`,
            }),
      evolve: ({ written }, { section }) => ({ written: written.filter((one) => one.section !== section) }),
    }),
    act(ReturnReport, AnnualReportReturned, {
      title: '退回修改年报',
      article: ARTICLE,
      roles: ['LEADER'],
      from: ['Frozen'],
      to: 'Opened',
      says: ({ reason }) => say`退回修改：${the.words(reason)}`,
      evolve: () => ({ knownOn: undefined, frozenOn: undefined, sha256: undefined }),
    }),
    act(SignReport, AnnualReportSigned, {
      title: '签发年报',
      article: ARTICLE,
      isFinal: true,
      from: ['Frozen'],
      to: 'Signed',
      approvedBy: byLeaders({ article: ARTICLE, unitOf: ({ unitId }) => unitId, workedOnBy: () => [] }),
      says: ({ approverId }) => say`${the.person(approverId)}签发年报`,
    }),
    act(PublishReport, AnnualReportPublished, {
      title: '公开年报',
      article: ARTICLE,
      from: ['Signed'],
      to: 'Published',
      draft: () => ({ openKind: 'ACTIVE' }),
      says: ({ indexNo, openKind, channel }) =>
        say`在${the.label(channel)}公开年报（索引号${the.label(indexNo)}，${OPEN_KINDS[openKind]}）`,
    }),
  ],
  computed: [
    act(AdjustFigure, FigureAdjusted, {
      title: '调整年报数据',
      article: ARTICLE,
      from: ['Opened'],
      says: ({ name, computed, value, reason }) =>
        say`${the.label(name)}累计${computed}，年报采用${value}：${the.words(reason)}`,
      decide: (input, { adjustments }) =>
        adjustments.length < REPORT_LIMITS.adjustments || adjustments.some(({ figure }) => figure === input.figure)
          ? {}
          : refuse({
              code: 'annualReport.too_many_adjustments',
              article: ARTICLE,
              message: `一份年报至多调整${REPORT_LIMITS.adjustments}项数据`,
            }),
      evolve: ({ adjustments }, { figure, name, computed, value, reason }) => {
        const others = adjustments.filter((one) => one.figure !== figure);
        return {
          adjustments: computed === value ? others : [...others, { figure, name, computed, value, reason }],
        };
      },
    }),
    act(FreezeReport, AnnualReportFrozen, {
      title: '年报定稿',
      article: ARTICLE,
      from: ['Opened'],
      to: 'Frozen',
      says: ({ knownOn, unbalanced }) =>
        say`年报定稿，数据截至${the.label(knownOn.replace('T', ' '))}${unbalanced.length === 0 ? undefined : say`，有${unbalanced.length}项口径不平`}`,
      decide: (_input, { year }, { today }) => guardYearIsOver(year, today) ?? {},
    }),
    act(RestateReport, AnnualReportRestated, {
      title: '重述年报',
      article: ARTICLE,
      from: ['Published'],
      says: ({ changes, causes, moreCauses = 0, reason }) =>
        say`重述年报：${causes.length + moreCauses}件事由，${changes.length}项数据变动；${the.words(reason)}`,
      // What the row says of the text is of the one that was published.
      evolve: (row) => ({ knownOn: row.knownOn, sha256: row.sha256 }),
    }),
  ],
  clocks: [
    {
      name: 'publish',
      what: '公开年报',
      due: 'dueOn',
      rule: 'dueRule',
      done: 'publishedOn',
      by: ['PublishReport', 'SignReport'],
    },
  ],
  list: { columns: ['year', 'unitId', 'knownOn', 'publishedOn'], filters: ['year', 'phase'], sort: '-year' },
  idTitle: '年报编号（单位编号.年度）',
  calledBy: 'indexNo',
});

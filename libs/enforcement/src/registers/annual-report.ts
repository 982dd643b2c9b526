import { type Refusal, refuse } from '#eventsourcing';
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

/*
 * 年度报告 (行政执法工作年报; 国办发〔2018〕118号; DOMAIN 4.19): made, frozen to the minute, signed, published, and restated where what
 * was known since changes a figure. What was published stays as it was, word for word: its text is part of the event.
 */

export const REPORT_LIMITS = {
  /** Characters of the text of a report. */
  text: 100_000,
  /** Figures of a report. */
  figures: 500,
  /** Figures that are adjusted, and differences that a restatement names one by one. */
  adjustments: 50,
  /** Events that a restatement names one by one; of those beyond it says how many there are. */
  causes: 500,
} as const;

/** 公开方式. */
export const OPEN_KINDS = { ACTIVE: '主动公开', ON_REQUEST: '依申请公开' } as const;

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
  @ListOf('调整', () => Adjustment, { min: 0, max: REPORT_LIMITS.adjustments }) adjustments!: readonly Adjustment[];
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
  @ActDay('开始日期') openedOn!: LegalDay;
}
export class ReportPeriodOpened extends OpenReport {
  @UnitRef('报告单位') unitId!: string;
  @Day('公开期限') dueOn!: LegalDay;
  @Rule('公开期限依据') dueRule!: string;
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

/** One report a unit and year: its id says both. */
export function reportId(unitId: string, year: number): string {
  return `${unitId}.${year}`;
}

function guardPeriod(id: string, unitId: string, year: number, today: LegalDay): Refusal | undefined {
  if (id !== reportId(unitId, year))
    return refuse({
      code: 'annualReport.id',
      article: ARTICLE,
      message: `年报以“单位编号.年度”为编号，本单位${year}年度的是${reportId(unitId, year)}`,
    });
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
  initial: { adjustments: [] },
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

import { type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
  Day,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  PersonRefs,
  RecordRef,
  say,
  the,
  UnitRef,
  Uscc,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { guardTwoOfficers, peopleNeeds } from '../case/officers.js';
import { guardNotBefore } from '../days.js';
import { act, adding } from '../definition/act.js';
import { aggregate } from '../definition/aggregate.js';
import { count, rate } from '../definition/metric.js';
import { type LawRegister, register } from '../definition/register.js';
import { event } from '../definition/stage.js';
import { lead } from './lead.js';

/*
 * 涉企行政检查 (浙江省综合行政执法条例第十三条、第二十一条; 国办发〔2024〕54号; DOMAIN 4.15). Plans say which firm is inspected about
 * what, how often in a year at most; plans about the same firm are merged, so that it is visited once (综合查一次). An inspection rests on a published plan
 * or on a reason of its own, and has a code which the firm scans.
 */

const PLANNING = '浙江省综合行政执法条例第二十一条';
const PUBLISHED_FIRST = '国办发〔2024〕54号第二条';
const CAPPED = '国办发〔2024〕54号第四条';

/** 参与部门, one of those that come together. */
export class Participant {
  @Label('部门') name!: string;
}

class OfFirm {
  @Uscc('统一社会信用代码') uscc!: string;
  @Label('企业名称') firmName!: string;
}

// ==== 计划

export class InspectionPlan extends OfFirm {
  @UnitRef('计划单位') unitId!: string;
  @Label('检查事项') matter!: string;
  @ListOf('参与部门', () => Participant) participants!: readonly Participant[];
  /** 年度检查频次上限: how often in the year the firm may be inspected on the ground of plans. */
  @WholeNumber('年度检查上限', { min: 1, max: 12 }) yearlyCap!: number;
  @Day('拟定日期') submittedOn!: LegalDay;
  @Optional() @Day('公布日期') publishedOn?: LegalDay;
  @Optional() @RecordRef('inspectionPlan', '并入的计划') mergedInto?: string;
}

export class SubmitInspectionPlan extends OfFirm {
  @Label('检查事项') matter!: string;
  @ListOf('参与部门', () => Participant) participants!: readonly Participant[];
  @WholeNumber('年度检查上限', { min: 1, max: 12 }) yearlyCap!: number;
  @ActDay('拟定日期') submittedOn!: LegalDay;
}

/** 并入: the firm is visited once, on the ground of the other plan. */
export class MergeInspectionPlan {
  @RecordRef('inspectionPlan', '并入的计划') mergedInto!: string;
  @ActDay('并入日期') on!: LegalDay;
}

export class PublishInspectionPlan {
  @OfficialNumber('公布文号') documentNo!: string;
  @ActDay('公布日期') on!: LegalDay;
}

const PLAN_PHASES = { Unsubmitted: '未拟定', Submitted: '待公布', Merged: '已并入', Published: '已公布' } as const;

/** 检查计划, one stream each: `inspectionPlan-<id>`. */
export const inspectionPlan: LawRegister<InspectionPlan, keyof typeof PLAN_PHASES> = register<
  InspectionPlan,
  typeof PLAN_PHASES
>({
  name: 'inspectionPlan',
  path: 'inspection-plans',
  title: '检查计划',
  noun: '检查计划',
  room: 'SERVICE',
  row: InspectionPlan,
  phases: PLAN_PHASES,
  roles: ['COORDINATOR', 'REGISTRAR', 'LEADER'],
  acts: [
    act(SubmitInspectionPlan, 'InspectionPlanSubmitted', {
      title: '拟定检查计划',
      article: PLANNING,
      to: 'Submitted',
      says: ({ firmName, matter, participants }) =>
        say`拟对${the.label(firmName)}检查“${the.label(matter)}”，${participants.length}个部门参与`,
    }),
    act(MergeInspectionPlan, 'InspectionPlanMerged', {
      title: '并入其他计划',
      article: PLANNING,
      from: ['Submitted'],
      to: 'Merged',
      needs: ({ mergedInto }) => [{ aggregate: 'inspectionPlan', id: mergedInto }],
      says: ({ mergedInto }) => say`并入${the.record('inspectionPlan', mergedInto)}，一次检查`,
      decide: ({ mergedInto }, { uscc }, { id, facts }) => {
        const other = facts.get(inspectionPlan, mergedInto);
        return mergedInto !== id && other.uscc === uscc && (other.phase === 'Submitted' || other.phase === 'Published')
          ? {}
          : refuse({
              code: 'inspectionPlan.not_of_firm',
              article: PLANNING,
              message: '只能并入对同一企业的、未并入他处的另一检查计划',
            });
      },
    }),
    act(PublishInspectionPlan, 'InspectionPlanPublished', {
      title: '公布检查计划',
      article: PUBLISHED_FIRST,
      from: ['Submitted'],
      to: 'Published',
      says: ({ documentNo }) => say`以${the.label(documentNo)}公布`,
      evolve: (_row, { on }) => ({ publishedOn: on }),
    }),
  ],
  list: {
    columns: ['firmName', 'matter', 'unitId', 'phase', 'yearlyCap', 'submittedOn', 'publishedOn'],
    filters: ['phase', 'unitId', 'uscc', 'firmName', 'submittedOn', 'publishedOn'],
    sort: '-submittedOn',
  },
  calledBy: 'matter',
  measures: {
    'plan.submitted': { title: '拟定检查计划', on: ({ submittedOn }) => submittedOn },
    'plan.merged': { title: '检查计划并入', on: ({ mergedInto, lastOn }) => (mergedInto === null ? null : lastOn) },
  },
});

// ==== 频次: how often a firm has been inspected in a year, one stream each. Nobody's list.

export class InspectionCounted {
  @RecordRef('inspection', '检查编号') inspectionId!: string;
  @ActDay('发码日期') on!: LegalDay;
}

interface Counted {
  readonly inspections: number;
}

/** 年度检查频次, one stream a firm and year: `inspectionCount-<uscc>.<year>`. */
export const inspectionCount = aggregate<Counted>({
  name: 'inspectionCount',
  path: 'inspection-counts',
  title: '年度检查频次',
  initialState: { inspections: 0 },
  belongsTo: () => ({ units: [], people: [] }),
  stages: [
    {
      events: [
        event<Counted, InspectionCounted>(InspectionCounted, {
          title: '计入年度检查频次',
          says: ({ inspectionId }) => say`检查${the.record('inspection', inspectionId)}计入年度频次`,
          evolve: ({ inspections }) => ({ inspections: inspections + 1 }),
        }),
      ],
      commands: [],
    },
  ],
});

function countOf(uscc: string, on: LegalDay): Need {
  return { aggregate: inspectionCount.name, id: `${uscc}.${on.slice(0, 4)}` };
}

// ==== 检查

export const INSPECTION_SOURCES = {
  PLAN: '检查计划',
  LEAD: '线索',
  COMPLAINT: '投诉举报',
  SUPERIOR: '上级交办',
  ACCIDENT: '事故',
} as const;
export type InspectionSource = keyof typeof INSPECTION_SOURCES;

export const INSPECTION_RESULTS = { SOUND: '未发现问题', CORRECTED: '当场改正', BREACH: '发现违法线索' } as const;
export type InspectionResult = keyof typeof INSPECTION_RESULTS;

export class Inspection extends OfFirm {
  @UnitRef('检查单位') unitId!: string;
  @Choice('任务来源', INSPECTION_SOURCES) source!: InspectionSource;
  @Optional() @RecordRef('inspectionPlan', '检查计划') planId?: string;
  @Optional() @Narrative('来源依据') basis?: string;
  @OfficialNumber('检查码') code!: string;
  @ListOf('参与部门', () => Participant) participants!: readonly Participant[];
  @Day('发码日期') issuedOn!: LegalDay;
  @Optional() @Day('开始日期') startedOn?: LegalDay;
  @Optional() @Day('完成日期') completedOn?: LegalDay;
  @Optional() @Choice('检查结果', INSPECTION_RESULTS) result?: InspectionResult;
  @Optional() @RecordRef('lead', '线索') leadId?: string;
}

export class IssueInspectionCode extends OfFirm {
  @Choice('任务来源', INSPECTION_SOURCES) source!: InspectionSource;
  @Optional() @RecordRef('inspectionPlan', '检查计划') planId?: string;
  @Optional() @Narrative('来源依据') basis?: string;
  @OfficialNumber('检查码') code!: string;
  @ListOf('参与部门', () => Participant) participants!: readonly Participant[];
  @ActDay('发码日期') issuedOn!: LegalDay;
}

/** 扫码入企. */
export class StartInspection {
  @OfficialNumber('扫描的检查码') scanned!: string;
  @PersonRefs('检查人员', { min: 2, max: 20 }) officers!: readonly string[];
  @ActDay('开始日期') on!: LegalDay;
}

export class CompleteInspection {
  @Choice('检查结果', INSPECTION_RESULTS) result!: InspectionResult;
  @Narrative('检查记录') findings!: string;
  @ActDay('完成日期') on!: LegalDay;
}

export class EscalateFinding {
  @RecordRef('lead', '线索编号') leadId!: string;
  @ActDay('转线索日期') on!: LegalDay;
}

const PHASES = {
  Unissued: '未发码',
  Issued: '待检查',
  Started: '检查中',
  Completed: '已完成',
  Escalated: '已转线索',
} as const;

/** Nothing that was not published is inspected, and no firm more often than its plan allows; other reasons are told. */
function guardSource(facts: Facts, input: IssueInspectionCode): Refusal | undefined {
  const { source, planId, basis, uscc, issuedOn } = input;
  if (source !== 'PLAN')
    return basis === undefined
      ? refuse({
          code: 'inspection.no_basis',
          article: CAPPED,
          message: say`由${INSPECTION_SOURCES[source]}引起的检查不受频次限制，应当写明来源依据`,
        })
      : undefined;
  const plan = facts.get(inspectionPlan, planId ?? '');
  if (plan.phase !== 'Published' || plan.uscc !== uscc)
    return refuse({
      code: 'inspection.not_published',
      article: PUBLISHED_FIRST,
      message: '没有公布对该企业的检查计划，不得检查',
    });
  const { id } = countOf(uscc, issuedOn);
  const { inspections } = facts.get(inspectionCount, id);
  if (inspections >= plan.yearlyCap)
    return refuse({
      code: 'inspection.capped',
      article: CAPPED,
      message: `该企业本年已检查${inspections}次，达到公布的年度上限${plan.yearlyCap}次`,
      earliest: `${Number(issuedOn.slice(0, 4)) + 1}-01-01`,
    });
  return guardNotBefore(issuedOn, plan.publishedOn ?? '', '发码日期', '计划公布日期', PUBLISHED_FIRST);
}

/** 检查, one stream a visit: `inspection-<id>`. */
export const inspection = register<Inspection, typeof PHASES>({
  name: 'inspection',
  path: 'inspections',
  title: '行政检查',
  noun: '检查',
  room: 'SERVICE',
  row: Inspection,
  phases: PHASES,
  over: ['Completed'],
  roles: ['OFFICER', 'REGISTRAR', 'COORDINATOR'],
  acts: [
    act(IssueInspectionCode, 'InspectionCodeIssued', {
      title: '发检查码',
      article: PLANNING,
      to: 'Issued',
      needs: ({ source, planId, uscc, issuedOn }) =>
        source === 'PLAN' ? [{ aggregate: 'inspectionPlan', id: planId ?? '' }, countOf(uscc, issuedOn)] : [],
      says: ({ firmName, source, code }) =>
        say`对${the.label(firmName)}的检查（${INSPECTION_SOURCES[source]}）发检查码${the.label(code)}`,
      decide: (input, _row, { id, facts }) => {
        const refused = guardSource(facts, input);
        if (refused) return refused;
        if (input.source !== 'PLAN') return {};
        const data = arranged(InspectionCounted, { inspectionId: id, on: input.issuedOn });
        const stream = countOf(input.uscc, input.issuedOn);
        return adding({}, { elsewhere: [{ stream, events: [{ type: InspectionCounted.name, data }] }] });
      },
    }),
    act(StartInspection, 'InspectionStarted', {
      title: '扫码开始检查',
      article: '行政处罚法第五十五条第一款',
      from: ['Issued'],
      to: 'Started',
      needs: ({ officers }) => peopleNeeds(...officers),
      decide: ({ scanned, officers, on }, { code, unitId }, { facts }) =>
        scanned === code
          ? (guardTwoOfficers(facts, officers, unitId, on) ?? {})
          : refuse({ code: 'inspection.code', article: PLANNING, message: '扫描的检查码与所发的不符，不得入企检查' }),
      evolve: (_row, { on }) => ({ startedOn: on }),
    }),
    act(CompleteInspection, 'InspectionCompleted', {
      title: '完成检查',
      article: PLANNING,
      from: ['Started'],
      to: 'Completed',
      says: ({ result, findings }) => say`${INSPECTION_RESULTS[result]}：${the.words(findings)}`,
      evolve: (_row, { on }) => ({ completedOn: on }),
    }),
    act(EscalateFinding, 'FindingEscalated', {
      title: '检查发现转线索',
      article: '浙江省综合行政执法条例第十八条',
      from: ['Completed'],
      to: 'Escalated',
      needs: ({ leadId }) => [{ aggregate: 'lead', id: leadId }],
      says: ({ leadId }) => say`转为线索${the.record('lead', leadId)}`,
      decide: ({ leadId }, { result, unitId }, { facts }) => {
        const found = facts.get(lead, leadId);
        return result === 'BREACH' && found.unitId === unitId && found.source === 'INSPECTION'
          ? {}
          : refuse({
              code: 'inspection.lead',
              article: '浙江省综合行政执法条例第十八条',
              message: '检查发现违法线索的，先以“检查”为来源登记本单位的线索，再转',
            });
      },
    }),
  ],
  list: {
    columns: ['firmName', 'unitId', 'source', 'phase', 'issuedOn', 'completedOn', 'result'],
    filters: ['phase', 'source', 'unitId', 'uscc', 'firmName', 'planId', 'leadId', 'issuedOn', 'completedOn'],
    sort: '-issuedOn',
  },
  calledBy: 'code',
  measures: {
    'inspection.visit': { title: '涉企检查', on: ({ completedOn }) => completedOn, subject: ({ uscc }) => uscc },
    'inspection.joint': {
      title: '综合查一次',
      on: ({ completedOn, participants }) => (participants.length > 1 ? completedOn : null),
      subject: ({ uscc }) => uscc,
    },
    'inspection.saved': {
      title: '减少干扰',
      on: ({ completedOn, participants }) =>
        completedOn === null || participants.length < 2 ? [] : [{ on: completedOn, count: participants.length - 1 }],
    },
    'inspection.breach': {
      title: '检查发现违法线索',
      on: ({ completedOn, result }) => (result === 'BREACH' ? completedOn : null),
    },
  },
  metrics: [
    {
      id: 'M17',
      name: '综合查一次占比',
      definition: '统计期内完成的涉企检查户次中，两个以上部门一并检查的比例；减少干扰户次为各次参与部门数减一之和',
      source: '浙江省综合行政执法条例第二十一条；国办发〔2024〕54号',
      countsBy: '完成日期',
      excluded: '无特定对象的巡查、没有完整检查记录的',
      parts: [
        rate('rate', '综合查一次占比', ['inspection.joint'], ['inspection.visit']),
        count('visits', '涉企检查', ['inspection.visit'], '户次'),
        count('joint', '综合查一次', ['inspection.joint'], '户次'),
        count('saved', '减少干扰', ['inspection.saved'], '户次'),
        count('breaches', '发现违法线索', ['inspection.breach'], '户次'),
        count('plans', '拟定检查计划', ['plan.submitted'], '件'),
        count('merged', '检查计划并入', ['plan.merged'], '件'),
      ],
    },
  ],
});

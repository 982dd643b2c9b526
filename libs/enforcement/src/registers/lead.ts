import { type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Label,
  ListOf,
  Narrative,
  Optional,
  PersonRefs,
  RecordRef,
  Rule,
  Seldom,
  say,
  Territory,
  Text,
  the,
  UnitRef,
} from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { certified, guardTwoOfficers, peopleNeeds } from '../case/officers.js';
import { CertifiedOfficer } from '../case/parts.js';
import { act } from '../definition/act.js';
import { ruleOf } from '../definition/context.js';
import { rate } from '../definition/metric.js';
import { type LawRegister, type RegisterRow, register } from '../definition/register.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';
import { ITEM_FIELDS, type ItemField } from '../terms.js';

/*
 * 线索 (DOMAIN 4.1): what somebody reported or noticed, and how the unit answered. Taking a lead up and rejecting it
 * with a reason are both answers; the time for the answer (L01) is set by the bureau for each source.
 */

export const LEAD_SOURCES = {
  PLATFORM: '执法平台',
  '12345': '12345热线',
  PATROL: '巡查',
  REPORT: '举报',
  SUPERIOR: '上级交办',
  TRANSFER: '部门移送',
  INSPECTION: '检查',
  SENSOR: '感知设备',
} as const;
export type LeadSource = keyof typeof LEAD_SOURCES;

/** Sources behind which nobody waits for a reply. */
const WITHOUT_REPORTER: readonly LeadSource[] = ['PATROL', 'INSPECTION', 'SENSOR'];

/** 线索, as it stands. */
export class Lead {
  @RecordRef('lead', '线索编号') leadId!: string;
  /** The unit that has the lead now. */
  @UnitRef('责任单位') unitId!: string;
  @Choice('来源', LEAD_SOURCES) source!: LeadSource;
  @Narrative('内容') content!: string;
  @Text('地点') place!: string;
  @Optional() @Choice('领域', ITEM_FIELDS) field?: ItemField;
  @Territory('行政区划代码') territoryCode!: string;
  @Day('登记日期') registeredOn!: LegalDay;
  /** The unit to which the day for the answer belongs: once missed, it stays with the unit that missed it. */
  @UnitRef('应当回应的单位') dueUnitId!: string;
  @Day('回应期限') responseDueOn!: LegalDay;
  @Rule('期限依据') responseRule!: string;
  /** The latest answer, of the unit that has the lead or of one before it. */
  @Optional() @Day('回应日期') answeredOn?: LegalDay;
  /** The lead that said the same before: this one is merged into it and not counted. */
  @Optional() @RecordRef('lead', '归并到线索') dedupOf?: string;
  @Optional() @Day('核查日期') verifiedOn?: LegalDay;
  @Optional() @Day('转案日期') convertedOn?: LegalDay;
  @Optional() @RecordRef('case', '案件') caseId?: string;
  @Optional() @Day('不予处理日期') closedOn?: LegalDay;
  @Optional() @Day('答复举报人日期') repliedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class RegisterLead {
  @Seldom() @Optional() @UnitRef('责任单位') unitId?: string;
  @Choice('来源', LEAD_SOURCES) source!: LeadSource;
  @Narrative('内容') content!: string;
  @Text('地点') place!: string;
  @Optional() @Choice('领域', ITEM_FIELDS) field?: ItemField;
  @Territory('行政区划代码') territoryCode!: string;
  @ActDay('登记日期') registeredOn!: LegalDay;
  @Seldom() @Optional() @RecordRef('lead', '重复于线索') dedupOf?: string;
}
export class LeadRegistered extends RegisterLead {
  @RecordRef('lead', '线索编号') leadId!: string;
  /** The unit that has to answer. */
  @UnitRef('责任单位') declare unitId: string;
  /** L01: last day for the answer, with the edition of the rule that gave it. */
  @Day('回应期限') responseDueOn!: LegalDay;
  @Rule('期限依据') responseRule!: string;
}

export class AcknowledgeLead {
  @ActDay('受理日期') on!: LegalDay;
}

/** 不予受理. */
export class RejectLead {
  @Narrative('不予受理的理由') reason!: string;
  /** The organ that is competent, where the unit knows it. */
  @Optional() @Label('应由何机关处理') toOrg?: string;
  @ActDay('不予受理日期') on!: LegalDay;
}

/** 转办. */
export class ReassignLead {
  @UnitRef('转往单位') toUnitId!: string;
  @ActDay('转办日期') on!: LegalDay;
}
export class LeadReassigned extends ReassignLead {
  /** The unit that has to answer from now on: `toUnitId`. */
  @UnitRef('责任单位') unitId!: string;
  @UnitRef('原责任单位') fromUnitId!: string;
  /** L01 for the new unit; absent when the former unit had already missed its day: the miss stays where it happened. */
  @Optional() @Day('回应期限') responseDueOn?: LegalDay;
  @Optional() @Rule('期限依据') responseRule?: string;
}

export class VerifyLead {
  @PersonRefs('核查人员', { min: 1, max: 10 }) officers!: string[];
  @ActDay('核查日期') on!: LegalDay;
  @Narrative('核查结果') finding!: string;
}
export class LeadVerified {
  @UnitRef('责任单位') unitId!: string;
  @ListOf('核查人员', () => CertifiedOfficer) officers!: readonly CertifiedOfficer[];
  @ActDay('核查日期') on!: LegalDay;
  @Narrative('核查结果') finding!: string;
}

/** 转为案件. */
export class ConvertLead {
  @RecordRef('case', '案件编号') caseId!: string;
  @ActDay('转案日期') on!: LegalDay;
}

/** 不予处理. */
export class CloseLead {
  @Narrative('不予处理的理由') reason!: string;
  @ActDay('不予处理日期') on!: LegalDay;
}

export class ReplyReporter {
  @Narrative('答复内容') content!: string;
  @ActDay('答复日期') on!: LegalDay;
}

const ANSWER = '浙江省综合行政执法条例第十八条';
const FILING = '行政处罚法第五十四条第二款';

const PHASES = {
  Unregistered: '未登记',
  Registered: '待回应',
  Acknowledged: '已受理',
  Rejected: '不予受理',
  Verified: '已核查',
  Converted: '已转案件',
  Closed: '不予处理',
  Merged: '已归并',
} as const;

/** L01: last day for the answer of the unit that has the lead since `on`. */
function responseDue(statutes: Statutes, source: LeadSource, on: LegalDay) {
  const due = statutes.due('L01', { on, variant: source });
  return { responseDueOn: due.dueOn, responseRule: ruleOf(due) };
}

function leadNeed(id: string): Need {
  return { aggregate: 'lead', id };
}

/** A duplicate points at the lead that is worked on, never at another duplicate: the merged ones have one root. */
function guardOriginal(facts: Facts, id: string): Refusal | undefined {
  const { phase, dedupOf } = facts.get(lead, id);
  if (phase === 'Unregistered')
    return refuse({
      code: 'lead.unknown_original',
      article: ANSWER,
      message: say`没有编号为${the.record('lead', id)}的线索，不能归并；请核对原线索编号`,
    });
  if (dedupOf === undefined) return undefined;
  const root = the.record('lead', dedupOf);
  return refuse({
    code: 'lead.original_merged',
    article: ANSWER,
    message: say`线索${the.record('lead', id)}本身已归并到${root}，请直接归并到${root}`,
  });
}

/** The case is on file, the unit's own, and comes from no other lead. */
function guardOpened(facts: Facts, caseId: string, { unitId, leadId }: Lead): Refusal | undefined {
  const opened = facts.get(caseAggregate, caseId);
  const itself = the.record('case', caseId);
  if (opened.phase === 'Unregistered')
    return refuse({
      code: 'lead.unknown_case',
      article: FILING,
      message: say`没有编号为${itself}的案件，请先登记案件再转案`,
    });
  if (opened.phase === 'Declined')
    return refuse({
      code: 'lead.case_declined',
      article: FILING,
      message: say`案件${itself}不予立案，线索没有转为案件，请按不予处理办结`,
    });
  if (opened.unitId !== unitId)
    return refuse({
      code: 'lead.case_of_other_unit',
      article: FILING,
      message: say`案件${itself}由${the.unit(opened.unitId)}办理，不是本线索的责任单位${the.unit(unitId)}，请先转办线索`,
    });
  if (opened.leadId === undefined || opened.leadId === leadId) return undefined;
  return refuse({
    code: 'lead.case_of_other_lead',
    article: FILING,
    message: say`案件${itself}来自线索${the.record('lead', opened.leadId)}，不是本线索；重复的线索应当归并`,
  });
}

/** The day for the answer counts for leads of the platform that are no duplicates: one entry a lead. */
function responseDay({ source, dedupOf, responseDueOn }: RegisterRow<Lead>): LegalDay | null {
  return source === 'PLATFORM' && dedupOf === null ? responseDueOn : null;
}

/** 线索, one stream each: `lead-<leadId>`. */
export const lead: LawRegister<Lead, keyof typeof PHASES> = register<Lead, typeof PHASES>({
  name: 'lead',
  path: 'leads',
  title: '线索',
  noun: '线索',
  row: Lead,
  phases: PHASES,
  roles: ['OFFICER', 'REGISTRAR'],
  acts: [
    act(RegisterLead, LeadRegistered, {
      title: '登记线索',
      article: ANSWER,
      roles: ['OFFICER', 'REGISTRAR', 'COORDINATOR', 'CONNECTED_SYSTEM'],
      to: ({ dedupOf }) => (dedupOf === undefined ? 'Registered' : 'Merged'),
      needs: ({ dedupOf }) => (dedupOf === undefined ? [] : [leadNeed(dedupOf)]),
      says: ({ source, dedupOf, responseDueOn }) =>
        dedupOf === undefined
          ? say`登记${LEAD_SOURCES[source]}线索，应于${the.day(responseDueOn)}前回应`
          : say`登记${LEAD_SOURCES[source]}线索，归并到线索${the.record('lead', dedupOf)}`,
      decide: ({ source, registeredOn, dedupOf }, _row, { id, facts, statutes }) =>
        (dedupOf === undefined ? undefined : guardOriginal(facts, dedupOf)) ?? {
          leadId: id,
          ...responseDue(statutes, source, registeredOn),
        },
      evolve: (_row, { unitId }) => ({ dueUnitId: unitId }),
    }),
    act(AcknowledgeLead, 'LeadAcknowledged', {
      title: '受理线索',
      article: ANSWER,
      from: ['Registered'],
      to: 'Acknowledged',
      evolve: (_row, { on }) => ({ answeredOn: on }),
    }),
    act(RejectLead, 'LeadRejected', {
      title: '不予受理线索',
      article: ANSWER,
      isFinal: true,
      from: ['Registered'],
      to: 'Rejected',
      says: ({ reason, toOrg }) =>
        say`不予受理：${the.words(reason)}${toOrg === undefined ? undefined : say`，应由${the.label(toOrg)}处理`}`,
      evolve: (_row, { on }) => ({ answeredOn: on }),
    }),
    act(ReassignLead, LeadReassigned, {
      title: '转办线索',
      article: ANSWER,
      isFinal: true,
      roles: ['COORDINATOR', 'REGISTRAR', 'OFFICER'],
      from: ['Registered', 'Acknowledged', 'Rejected'],
      to: 'Registered',
      needs: ({ toUnitId }) => [unitNeed(toUnitId)],
      says: ({ fromUnitId, toUnitId }) => say`由${the.unit(fromUnitId)}转${the.unit(toUnitId)}办理`,
      decide: ({ toUnitId, on }, row, context) => {
        if (toUnitId === row.unitId)
          return refuse({
            code: 'lead.same_unit',
            article: ANSWER,
            message: say`线索已由${the.unit(toUnitId)}办理，无须转办`,
          });
        const unknown = guardUnitKnown(context, toUnitId);
        if (unknown) return unknown;
        // A unit that was asked in time gets a time of its own. A day already missed is not washed away by passing on.
        const until = row.phase === 'Registered' ? on : row.lastOn;
        const due = until <= row.responseDueOn ? responseDue(context.statutes, row.source, on) : {};
        return { unitId: toUnitId, fromUnitId: row.unitId, ...due };
      },
      evolve: (_row, { unitId, responseDueOn }) =>
        responseDueOn === undefined ? {} : { dueUnitId: unitId, answeredOn: undefined },
    }),
    act(VerifyLead, LeadVerified, {
      title: '核查线索',
      article: '行政处罚法第四十二条第一款',
      draft: (_row, actor) => ({ officers: [actor.id, ''] }),
      roles: ['OFFICER'],
      from: ['Acknowledged'],
      to: 'Verified',
      needs: ({ officers }) => peopleNeeds(...officers),
      says: ({ finding }) => say`核查线索：${the.words(finding)}`,
      decide: ({ officers, on }, { unitId }, { facts }) =>
        guardTwoOfficers(facts, officers, unitId, on) ?? { officers: certified(facts, officers, on) },
      evolve: (_row, { on }) => ({ verifiedOn: on }),
    }),
    act(ConvertLead, 'LeadConverted', {
      title: '线索转为案件',
      article: FILING,
      from: ['Verified'],
      to: 'Converted',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ caseId }) => say`转为案件${the.record('case', caseId)}`,
      decide: ({ caseId }, row, { facts }) => guardOpened(facts, caseId, row) ?? {},
      evolve: (_row, { on }) => ({ convertedOn: on }),
    }),
    act(CloseLead, 'LeadClosedNoAction', {
      title: '线索不予处理',
      article: FILING,
      isFinal: true,
      from: ['Acknowledged', 'Verified'],
      to: 'Closed',
      says: ({ reason }) => say`不予处理：${the.words(reason)}`,
      evolve: (_row, { on }) => ({ closedOn: on }),
    }),
    act(ReplyReporter, 'ReporterReplied', {
      title: '答复举报人',
      article: ANSWER,
      from: ['Acknowledged', 'Rejected', 'Verified', 'Converted', 'Closed', 'Merged'],
      isBeside: true,
      may: ({ source }) =>
        WITHOUT_REPORTER.includes(source)
          ? refuse({
              code: 'lead.no_reporter',
              article: ANSWER,
              message: `${LEAD_SOURCES[source]}线索没有举报人，无须答复`,
            })
          : undefined,
      // What is replied is not what was reported.
      evolve: ({ content }, { on }) => ({ content, repliedOn: on }),
    }),
  ],
  desks: { REGISTRAR: ['Registered'] },
  list: {
    columns: ['source', 'content', 'unitId', 'phase', 'registeredOn', 'responseDueOn', 'answeredOn'],
    filters: ['phase', 'source', 'field', 'unitId', 'registeredOn', 'responseDueOn', 'caseId'],
    sort: '-registeredOn',
    sorts: ['responseDueOn'],
  },
  clocks: [
    {
      name: 'answer',
      what: '回应线索',
      due: 'responseDueOn',
      rule: 'responseRule',
      done: 'answeredOn',
      by: ['AcknowledgeLead', 'RejectLead', 'ReassignLead'],
      unit: 'dueUnitId',
    },
  ],
  measures: {
    'lead.registered': {
      title: '登记线索',
      on: ({ registeredOn }) => registeredOn,
      subject: ({ source }) => source,
      subjects: LEAD_SOURCES,
    },
    'lead.due': { title: '线索回应期限届满', on: responseDay, unit: ({ dueUnitId }) => dueUnitId },
    'lead.answeredInTime': {
      title: '按期回应线索',
      on: (row) => (row.answeredOn !== null && row.answeredOn <= row.responseDueOn ? responseDay(row) : null),
      unit: ({ dueUnitId }) => dueUnitId,
    },
    'signal.leadUndecided': {
      title: '线索受理以后没有决定是否立案',
      on: ({ phase, registeredOn }) => (phase === 'Acknowledged' || phase === 'Verified' ? registeredOn : null),
    },
    'lead.verified': { title: '核查线索', on: ({ verifiedOn }) => verifiedOn },
    'lead.converted': { title: '线索转为案件', on: ({ convertedOn }) => convertedOn },
  },
  metrics: [
    {
      id: 'M10',
      name: '平台线索回应率',
      definition: '回应期限在统计期内届满的平台线索中，期限内受理或者说明理由不受理的比例',
      source: ANSWER,
      countsBy: '回应期限届满日',
      excluded: '非平台来源的线索、重复线索、期限未届满的线索',
      parts: [rate('rate', '平台线索回应率', ['lead.answeredInTime'], ['lead.due'])],
    },
  ],
});

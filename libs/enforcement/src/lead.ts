import { accept, type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay, Statutes } from '#statutes';
import { caseAggregate } from './case/case.js';
import { guardTwoOfficers, peopleNeeds } from './case/officers.js';
import { guardNotInFuture } from './days.js';
import { aggregate, command, event, type LawAggregate, type Stage } from './definition.js';
import { Choice, Day, Id, Ids, LongText, Optional, Text } from './fields.js';
import { guardSaid, laterAct, lifecycle, type Standing } from './lifecycle.js';
import { certificateOn, officer } from './organisation/officer.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds, unitNeed } from './responsible-unit.js';
import { ITEM_FIELDS, type ItemField } from './terms.js';

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

// ---- events, stored for ever

export interface LeadRegistered {
  readonly leadId: string;
  /** The unit that has to answer. */
  readonly unitId: string;
  readonly source: LeadSource;
  readonly content: string;
  readonly place: string;
  readonly field?: ItemField;
  readonly territoryCode: string;
  readonly registeredOn: LegalDay;
  /** L01: last day for the answer, with the edition of the rule that gave it. */
  readonly responseDueOn: LegalDay;
  readonly responseRule: string;
  /** The lead that said the same before: this one is merged into it and not counted. */
  readonly dedupOf?: string;
}

export interface LeadAcknowledged {
  readonly unitId: string;
  readonly on: LegalDay;
}

export interface LeadRejected {
  readonly unitId: string;
  readonly reason: string;
  /** The organ that is competent, where the unit knows it. */
  readonly toOrg?: string;
  readonly on: LegalDay;
}

export interface LeadReassigned {
  /** The unit that has to answer from now on: `toUnitId`. */
  readonly unitId: string;
  readonly fromUnitId: string;
  readonly toUnitId: string;
  readonly on: LegalDay;
  /** L01 for the new unit; absent when the former unit had already missed its day: the miss stays where it happened. */
  readonly responseDueOn?: LegalDay;
  readonly responseRule?: string;
}

export interface LeadOfficer {
  readonly userId: string;
  readonly certNo: string;
}

export interface LeadVerified {
  readonly unitId: string;
  readonly officers: readonly LeadOfficer[];
  readonly on: LegalDay;
  readonly finding: string;
}

export interface LeadConverted {
  readonly unitId: string;
  readonly caseId: string;
  readonly on: LegalDay;
}

export interface LeadClosedNoAction {
  readonly unitId: string;
  readonly reason: string;
  readonly on: LegalDay;
}

export interface ReporterReplied {
  readonly unitId: string;
  readonly content: string;
  readonly on: LegalDay;
}

// ---- state

export const LEAD_PHASES = {
  Unregistered: '未登记',
  Registered: '待回应',
  Acknowledged: '已受理',
  Rejected: '不予受理',
  Verified: '已核查',
  Converted: '已转案件',
  Closed: '不予处理',
  Merged: '已归并',
} as const;
export type LeadPhase = keyof typeof LEAD_PHASES;

export interface LeadState extends Standing<LeadPhase> {
  readonly leadId: string;
  readonly source?: LeadSource;
  /** Last day for the answer that is still owed, or was owed. */
  readonly responseDueOn: LegalDay;
  readonly dedupOf?: string;
}

const initialLead: LeadState = { phase: 'Unregistered', leadId: '', unitId: '', lastOn: '', responseDueOn: '' };

// biome-ignore format: a table is read by its lines
const LIFE = lifecycle({
  code: 'lead',
  noun: '线索',
  initial: initialLead,
  phases: LEAD_PHASES,
  steps: {
    LeadRegistered:     { from: ['Unregistered'],                           to: 'Registered' },
    LeadAcknowledged:   { from: ['Registered'],                             to: 'Acknowledged' },
    LeadRejected:       { from: ['Registered'],                             to: 'Rejected' },
    LeadReassigned:     { from: ['Registered', 'Acknowledged', 'Rejected'], to: 'Registered' },
    LeadVerified:       { from: ['Acknowledged'],                           to: 'Verified' },
    LeadConverted:      { from: ['Verified'],                               to: 'Converted' },
    LeadClosedNoAction: { from: ['Acknowledged', 'Verified'],               to: 'Closed' },
    ReporterReplied:    { from: ['Acknowledged', 'Rejected', 'Verified', 'Converted', 'Closed', 'Merged'] },
  },
});

// ---- commands

/** 登记线索. */
export class RegisterLead {
  @Optional() @Id('责任单位') unitId?: string;
  @Choice('来源', LEAD_SOURCES) source!: LeadSource;
  @LongText('内容') content!: string;
  @Text('地点') place!: string;
  @Optional() @Choice('领域', ITEM_FIELDS) field?: ItemField;
  @Text('行政区划代码', { min: 6, max: 12 }) territoryCode!: string;
  @Day('登记日期') registeredOn!: LegalDay;
  @Optional() @Id('重复于线索') dedupOf?: string;
}

/** 受理线索. */
export class AcknowledgeLead {
  @Day('受理日期') on!: LegalDay;
}

/** 不予受理. */
export class RejectLead {
  @LongText('理由') reason!: string;
  @Optional() @Text('应由何机关处理') toOrg?: string;
  @Day('日期') on!: LegalDay;
}

/** 转办. */
export class ReassignLead {
  @Id('转往单位') toUnitId!: string;
  @Day('转办日期') on!: LegalDay;
}

/** 核查线索. */
export class VerifyLead {
  @Ids('核查人员', { min: 1, max: 10 }) officers!: string[];
  @Day('核查日期') on!: LegalDay;
  @LongText('核查结果') finding!: string;
}

/** 转为案件. */
export class ConvertLead {
  @Id('案件编号') caseId!: string;
  @Day('转案日期') on!: LegalDay;
}

/** 不予处理. */
export class CloseLead {
  @LongText('理由') reason!: string;
  @Day('日期') on!: LegalDay;
}

/** 答复举报人. */
export class ReplyReporter {
  @LongText('答复内容') content!: string;
  @Day('答复日期') on!: LegalDay;
}

const ANSWER = '浙江省综合行政执法条例第十八条';
const FILING = '行政处罚法第五十四条第二款';

/** L01: last day for the answer of the unit that has the lead since `on`. */
function responseDue(statutes: Statutes, source: LeadSource | undefined, on: LegalDay) {
  const { dueOn, rule, edition } = statutes.due('L01', { on, variant: source });
  return { responseDueOn: dueOn, responseRule: `${rule}@${edition}` };
}

function leadNeed(id: string): Need {
  return { aggregate: 'lead', id };
}

/** A duplicate points at the lead that is worked on, never at another duplicate: the merged ones have one root. */
function guardOriginal(original: LeadState, id: string): Refusal | undefined {
  if (original.phase === 'Unregistered')
    return refuse({
      code: 'lead.unknown_original',
      article: ANSWER,
      message: `没有编号为${id}的线索，不能归并；请核对原线索编号`,
    });
  if (original.dedupOf !== undefined)
    return refuse({
      code: 'lead.original_merged',
      article: ANSWER,
      message: `线索${id}本身已归并到${original.dedupOf}，请直接归并到${original.dedupOf}`,
    });
  return undefined;
}

/** Who is on record as having verified: each by the certificate that covered the day. */
function certified(facts: Facts, userIds: readonly string[], on: LegalDay) {
  return userIds.map((userId) => ({ userId, certNo: certificateOn(facts.get(officer, userId), on)!.certNo }));
}

const life: Stage<LeadState> = {
  events: {
    LeadRegistered: event<LeadState, LeadRegistered>({
      title: '登记线索',
      describe: (data) =>
        data.dedupOf === undefined
          ? `登记${LEAD_SOURCES[data.source]}线索，应于${data.responseDueOn}前回应`
          : `登记${LEAD_SOURCES[data.source]}线索，归并到线索${data.dedupOf}`,
      evolve: (state, data) => ({
        phase: data.dedupOf === undefined ? LIFE.after(state, 'LeadRegistered') : 'Merged',
        leadId: data.leadId,
        unitId: data.unitId,
        lastOn: data.registeredOn,
        source: data.source,
        responseDueOn: data.responseDueOn,
        ...(data.dedupOf === undefined ? {} : { dedupOf: data.dedupOf }),
      }),
    }),
    LeadAcknowledged: event<LeadState, LeadAcknowledged>({
      title: '受理线索',
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LeadAcknowledged'), lastOn: on }),
    }),
    LeadRejected: event<LeadState, LeadRejected>({
      title: '不予受理线索',
      describe: (data) => `不予受理：${data.reason}${data.toOrg === undefined ? '' : `，应由${data.toOrg}处理`}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LeadRejected'), lastOn: on }),
    }),
    LeadReassigned: event<LeadState, LeadReassigned>({
      title: '转办线索',
      describe: (data) => `由${data.fromUnitId}转${data.toUnitId}办理`,
      evolve: (state, data) => ({
        ...state,
        phase: LIFE.after(state, 'LeadReassigned'),
        unitId: data.unitId,
        lastOn: data.on,
        responseDueOn: data.responseDueOn ?? state.responseDueOn,
      }),
    }),
    LeadVerified: event<LeadState, LeadVerified>({
      title: '核查线索',
      describe: (data) => `核查线索：${data.finding}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LeadVerified'), lastOn: on }),
    }),
    LeadConverted: event<LeadState, LeadConverted>({
      title: '线索转为案件',
      describe: (data) => `转为案件${data.caseId}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LeadConverted'), lastOn: on }),
    }),
    LeadClosedNoAction: event<LeadState, LeadClosedNoAction>({
      title: '线索不予处理',
      describe: (data) => `不予处理：${data.reason}`,
      evolve: (state, { on }) => ({ ...state, phase: LIFE.after(state, 'LeadClosedNoAction'), lastOn: on }),
    }),
    ReporterReplied: event<LeadState, ReporterReplied>({
      title: '答复举报人',
      // A reply is beside the line of acts: it does not hold back the day of the next one.
      evolve: (state) => state,
    }),
  },
  commands: [
    command<LeadState, RegisterLead>({
      input: RegisterLead,
      title: '登记线索',
      article: ANSWER,
      roles: ['OFFICER', 'REGISTRAR', 'COORDINATOR'],
      creates: true,
      needs: ({ unitId, dedupOf }, _state, actor) => [
        ...responsibleNeeds(actor, unitId ?? actor.unit),
        ...(dedupOf === undefined ? [] : [leadNeed(dedupOf)]),
      ],
      decide: ({ unitId: asked, ...input }, state, context) => {
        const { id, actor, facts, statutes, today } = context;
        const unitId = asked ?? actor.unit;
        const refusal =
          LIFE.guard(state, 'LeadRegistered', '登记线索', ANSWER) ??
          guardResponsible(context, unitId) ??
          (unitId === actor.unit ? undefined : guardUnitKnown(context, unitId)) ??
          guardNotInFuture(input.registeredOn, today, '登记日期', ANSWER) ??
          (input.dedupOf === undefined ? undefined : guardOriginal(facts.get(lead, input.dedupOf), input.dedupOf));
        if (refusal) return refusal;
        const due = responseDue(statutes, input.source, input.registeredOn);
        return accept({
          type: 'LeadRegistered',
          data: { leadId: id, unitId, ...input, ...due } satisfies LeadRegistered,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'LeadAcknowledged',
      input: AcknowledgeLead,
      title: '受理线索',
      article: ANSWER,
      roles: ['OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '受理日期',
      decide: ({ on }, { unitId }) =>
        accept({ type: 'LeadAcknowledged', data: { unitId, on } satisfies LeadAcknowledged }),
    }),
    laterAct({
      life: LIFE,
      type: 'LeadRejected',
      input: RejectLead,
      title: '不予受理线索',
      article: ANSWER,
      roles: ['OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '不予受理日期',
      decide: (input, { unitId }) =>
        guardSaid(input.reason, 'lead.reason_missing', '不予受理的理由', ANSWER) ??
        accept({ type: 'LeadRejected', data: { unitId, ...input } satisfies LeadRejected }),
    }),
    laterAct({
      life: LIFE,
      type: 'LeadReassigned',
      input: ReassignLead,
      title: '转办线索',
      article: ANSWER,
      roles: ['COORDINATOR', 'REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '转办日期',
      needs: ({ toUnitId }) => [unitNeed(toUnitId)],
      decide: ({ toUnitId, on }, state, { facts, statutes }) => {
        if (toUnitId === state.unitId)
          return refuse({
            code: 'lead.same_unit',
            article: ANSWER,
            message: `线索已由${toUnitId}办理，无须转办`,
          });
        const refusal = guardUnitKnown(context, toUnitId);
        if (refusal) return refusal;
        // A unit that was asked in time gets a time of its own. A day already missed is not washed away by passing on.
        const until = state.phase === 'Registered' ? on : state.lastOn;
        const due = until <= state.responseDueOn ? responseDue(statutes, state.source, on) : {};
        return accept({
          type: 'LeadReassigned',
          data: { unitId: toUnitId, fromUnitId: state.unitId, toUnitId, on, ...due } satisfies LeadReassigned,
        });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'LeadVerified',
      input: VerifyLead,
      title: '核查线索',
      article: '行政处罚法第四十二条第一款',
      roles: ['OFFICER'],
      day: ({ on }) => on,
      dayTitle: '核查日期',
      needs: ({ officers }) => peopleNeeds(...officers),
      decide: ({ officers, on, finding }, { unitId }, { facts }) =>
        guardTwoOfficers(facts, officers, unitId, on) ??
        accept({
          type: 'LeadVerified',
          data: { unitId, officers: certified(facts, officers, on), on, finding } satisfies LeadVerified,
        }),
    }),
    laterAct({
      life: LIFE,
      type: 'LeadConverted',
      input: ConvertLead,
      title: '线索转为案件',
      article: FILING,
      roles: ['OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '转案日期',
      needs: ({ caseId }) => [{ aggregate: caseAggregate.name, id: caseId }],
      decide: ({ caseId, on }, { unitId, leadId }, { facts }) => {
        const opened = facts.get(caseAggregate, caseId);
        if (opened.phase === 'Unregistered')
          return refuse({
            code: 'lead.unknown_case',
            article: FILING,
            message: `没有编号为${caseId}的案件，请先登记案件再转案`,
          });
        if (opened.phase === 'Declined')
          return refuse({
            code: 'lead.case_declined',
            article: FILING,
            message: `案件${caseId}不予立案，线索没有转为案件，请按不予处理办结`,
          });
        if (opened.unitId !== unitId)
          return refuse({
            code: 'lead.case_of_other_unit',
            article: FILING,
            message: `案件${caseId}由${opened.unitId}办理，不是本线索的责任单位${unitId}，请先转办线索`,
          });
        if (opened.leadId !== undefined && opened.leadId !== leadId)
          return refuse({
            code: 'lead.case_of_other_lead',
            article: FILING,
            message: `案件${caseId}来自线索${opened.leadId}，不是本线索；重复的线索应当归并`,
          });
        return accept({ type: 'LeadConverted', data: { unitId, caseId, on } satisfies LeadConverted });
      },
    }),
    laterAct({
      life: LIFE,
      type: 'LeadClosedNoAction',
      input: CloseLead,
      title: '线索不予处理',
      article: FILING,
      roles: ['OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '日期',
      decide: (input, { unitId }) =>
        guardSaid(input.reason, 'lead.reason_missing', '不予处理的理由', FILING) ??
        accept({ type: 'LeadClosedNoAction', data: { unitId, ...input } satisfies LeadClosedNoAction }),
    }),
    laterAct({
      life: LIFE,
      type: 'ReporterReplied',
      input: ReplyReporter,
      title: '答复举报人',
      article: ANSWER,
      roles: ['OFFICER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '答复日期',
      decide: (input, { unitId, source }) => {
        if (source !== undefined && WITHOUT_REPORTER.includes(source))
          return refuse({
            code: 'lead.no_reporter',
            article: ANSWER,
            message: `${LEAD_SOURCES[source]}线索没有举报人，无须答复`,
          });
        return accept({ type: 'ReporterReplied', data: { unitId, ...input } satisfies ReporterReplied });
      },
    }),
  ],
};

/** 线索, one stream each: `lead-<leadId>`. */
export const lead: LawAggregate<LeadState> = aggregate<LeadState>({
  name: 'lead',
  path: 'leads',
  title: '线索',
  initialState: initialLead,
  belongsTo: ({ unitId }) => ({ units: [unitId], people: [] }),
  stages: [life],
});

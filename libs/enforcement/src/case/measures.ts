import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  ActMoment,
  Choice,
  Continued,
  Day,
  Flag,
  Id,
  Label,
  ListOf,
  Moment,
  Narrative,
  OfficialNumber,
  Optional,
  PersonRef,
  PersonRefs,
  Rule,
  say,
  Text,
  termsOf,
  the,
} from '#fields';
import { addDays, dayOf, type LegalBasis, type LegalDay } from '#statutes';
import { guardNotBefore, utc } from '../days.js';
import { adding } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { LEGAL_BASES } from '../fine-range.js';
import { act } from './act.js';
import { defects } from './defects.js';
import {
  certified,
  guardApprover,
  guardHandles,
  guardNotRecused,
  guardTwoOfficers,
  LEADERS,
  ledBy,
  peopleNeeds,
} from './officers.js';
import { CASE_MEASURES, type CaseMeasureKind, CertifiedOfficer, OpenMeasure } from './parts.js';
import type { CaseMeasure, CaseState } from './state.js';

/*
 * 先行登记保存 (行政处罚法第五十六条; G09) and 查封、扣押 (行政强制法第十六条至第二十八条; G10): a leader approves them, they end on a
 * day of their own, and nothing is concluded or closed while one is open without a word (G14, G36).
 */

/** 先行登记保存的处理. */
export const DISPOSALS = {
  RETURNED: '解除登记保存，退还当事人',
  FIXED: '采取记录、复制、拍照、录像等证据保全措施后退还',
  APPRAISAL: '送交检测、检验、鉴定',
  SEALED: '转为查封、扣押',
  TRANSFERRED: '移送有关部门处理',
} as const;
export type Disposal = keyof typeof DISPOSALS;

/** 解除查封、扣押的情形 (行政强制法第二十七条、第二十八条). */
export const LIFT_GROUNDS = {
  NO_VIOLATION: '当事人没有违法行为',
  UNRELATED: '查封、扣押的场所、设施或者财物与违法行为无关',
  DECIDED: '已经作出处理决定，不再需要查封、扣押',
  EXPIRED: '查封、扣押期限已经届满',
  CONFISCATED: '依法应当没收的非法财物予以没收',
  NOT_APPROVED: '负责人认为不应当采取',
  NOT_NEEDED: '其他不再需要采取查封、扣押措施的情形',
} as const;
export type LiftGround = keyof typeof LIFT_GROUNDS;

const SEALINGS = { SEAL: CASE_MEASURES.SEAL, SEIZE: CASE_MEASURES.SEIZE } as const;

/** 清单上的一项. */
export class Goods {
  @Text('名称') name!: string;
  @Text('数量、特征') description!: string;
}

// ---- commands and, beside each, the event that is stored for ever

/** 批准采取措施: comes before the measure, which then uses it. */
export class ApproveMeasure extends OnApproval {
  @Choice('措施', CASE_MEASURES) kind!: CaseMeasureKind;
  @Narrative('拟采取措施的对象和理由') matter!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @ActDay('批准日期') approvedOn!: LegalDay;
}
@Continued()
export class MeasureApproved extends ApproveMeasure {
  @PersonRef('批准人') declare approverId: string;
}

/** 先行登记保存. */
export class PreserveEvidence {
  @ListOf('清单', () => Goods) goods!: readonly Goods[];
  @Text('保存地点') place!: string;
  @Narrative('可能灭失或者以后难以取得的理由') reason!: string;
  @PersonRefs('执法人员', { min: 2, max: 10 }) officers!: readonly string[];
  @ActDay('登记保存日期') preservedOn!: LegalDay;
}
export class EvidencePreserved {
  @Id('措施编号') measureId!: string;
  @OfficialNumber('通知书文号') documentNo!: string;
  @ListOf('清单', () => Goods) goods!: readonly Goods[];
  @Text('保存地点') place!: string;
  @Narrative('可能灭失或者以后难以取得的理由') reason!: string;
  @ListOf('执法人员', () => CertifiedOfficer, { min: 2, max: 10 }) officers!: readonly CertifiedOfficer[];
  @PersonRef('批准人') approverId!: string;
  @Day('批准日期') approvedOn!: LegalDay;
  @ActDay('登记保存日期') preservedOn!: LegalDay;
  /** D04: last day for deciding what becomes of it. */
  @Day('处理期限') dueOn!: LegalDay;
  @Rule('处理期限依据') dueRule!: string;
}

/** 处理先行登记保存的物品. */
export class DisposePreserved {
  @Id('措施编号') measureId!: string;
  @Choice('处理', DISPOSALS) disposal!: Disposal;
  @ActDay('处理日期') disposedOn!: LegalDay;
  @Optional() @Narrative('说明') note?: string;
}
export class PreservedEvidenceDisposed extends DisposePreserved {}

/** 查封、扣押. */
export class ImposeSealing {
  @Choice('措施', SEALINGS) kind!: keyof typeof SEALINGS;
  @ListOf('清单', () => Goods) goods!: readonly Goods[];
  /** 第二十三条: nothing else may be sealed or seized. */
  @Flag('均为涉案的场所、设施或者财物，且非生活必需品') concernsCase!: boolean;
  @Flag('已被其他国家机关依法查封') sealedByOthers!: boolean;
  @Label('设定该措施的法律、法规（条款）') basis!: string;
  @Choice('设定依据的层级', LEGAL_BASES) level!: LegalBasis;
  @Narrative('理由') reason!: string;
  @PersonRefs('执法人员', { min: 2, max: 10 }) officers!: readonly string[];
  @ActMoment('实施时刻') imposedAt!: string;
  /** 情况紧急, 当场实施: the approval follows within twenty-four hours. */
  @Flag('情况紧急，当场实施') emergency!: boolean;
  /** The longest that the law allows where nothing is said. */
  @Optional() @Day('查封、扣押期限') untilOn?: LegalDay;
}
export class SealingImposed {
  @Id('措施编号') measureId!: string;
  @OfficialNumber('决定书文号') documentNo!: string;
  @Choice('措施', SEALINGS) kind!: keyof typeof SEALINGS;
  @ListOf('清单', () => Goods) goods!: readonly Goods[];
  @Label('设定该措施的法律、法规（条款）') basis!: string;
  @Choice('设定依据的层级', LEGAL_BASES) level!: LegalBasis;
  @Narrative('理由') reason!: string;
  @ListOf('执法人员', () => CertifiedOfficer, { min: 2, max: 10 }) officers!: readonly CertifiedOfficer[];
  @ActMoment('实施时刻') imposedAt!: string;
  @Flag('情况紧急，当场实施') emergency!: boolean;
  @Optional() @PersonRef('批准人') approverId?: string;
  /** Before the approval was an act of its own; since then `approvedOn`. */
  @Optional() @Moment('批准时刻') approvedAt?: string;
  @Optional() @Day('批准日期') approvedOn?: LegalDay;
  /** D06: last moment for reporting an emergency and having it approved. */
  @Optional() @Moment('补办批准手续的期限') approvalDueAt?: string;
  @Optional() @Rule('补办批准手续的期限依据') approvalRule?: string;
  /** D05. */
  @Day('查封、扣押期限') untilOn!: LegalDay;
  @Rule('查封、扣押期限依据') untilRule!: string;
}

/** 补办批准: by the leader himself. */
export class ApproveSealing {
  @Id('措施编号') measureId!: string;
  @ActMoment('批准时刻') approvedAt!: string;
}
@Continued()
export class SealingApproved extends ApproveSealing {
  @PersonRef('批准人') approverId!: string;
  /** After the twenty-four hours: a defect, which is on record. */
  @Flag('是否逾期') late!: boolean;
}

/** 延长查封、扣押. */
export class ExtendSealing extends OnApproval {
  @Id('措施编号') measureId!: string;
  @Day('延长至') untilOn!: LegalDay;
  @Narrative('延长的理由') reason!: string;
  @Optional() @PersonRef('批准人') approverId?: string;
  @Flag('已书面告知当事人并说明理由') notified!: boolean;
  @ActDay('决定延长日期') extendedOn!: LegalDay;
}
@Continued()
export class SealingExtended extends ExtendSealing {
  @PersonRef('批准人') declare approverId: string;
  @Rule('查封、扣押期限依据') untilRule!: string;
}

/** 解除查封、扣押. */
export class LiftSealing {
  @Id('措施编号') measureId!: string;
  @Choice('解除的情形', LIFT_GROUNDS) ground!: LiftGround;
  @ActDay('解除日期') liftedOn!: LegalDay;
}
export class SealingLifted extends LiftSealing {}

/** 查封、扣押的财物随案移送 (行政强制法第二十一条). */
export class HandOverGoods {
  @Id('措施编号') measureId!: string;
  @Label('接受的司法机关') to!: string;
  @Flag('已书面告知当事人') notified!: boolean;
  @ActDay('移送日期') handedOverOn!: LegalDay;
}
export class GoodsHandedOver extends HandOverGoods {}

// ---- guards

const PRESERVATION = '行政处罚法第五十六条';
const AUTHORITY = '行政强制法第十条、第二十二条';
const SCOPE = '行政强制法第二十三条';
const APPROVAL = '行政强制法第十八条第一项';
const EMERGENCY = '行政强制法第十九条';
const DURATION = '行政强制法第二十五条第一款';
const LIFTING = '行政强制法第二十八条';
const HANDOVER = '行政强制法第二十一条';

const openOnes = ({ measures = [] }: CaseState) => measures.filter(({ endedOn }) => endedOn === undefined);

/** The open measure of this number and kind. */
function guardOpen(state: CaseState, measureId: string, isPreservation: boolean, article: string): Refusal | undefined {
  const found = state.measures?.find((measure) => measure.measureId === measureId);
  if (found === undefined || (found.kind === 'PRESERVATION') !== isPreservation)
    return refuse({
      code: 'measure.unknown',
      article,
      message: say`本案没有编号为${the.words(measureId)}的${isPreservation ? '先行登记保存' : '查封、扣押'}`,
    });
  if (found.endedOn === undefined) return undefined;
  return refuse({
    code: 'measure.ended',
    article,
    message: say`${CASE_MEASURES[found.kind]}${the.words(measureId)}已于${the.day(found.endedOn)}处理或者解除`,
  });
}

/** Before anybody names one: whether there is anything of the kind to deal with. */
function guardAnyOpen({ measures = [] }: CaseState, isPreservation: boolean, article: string): Refusal | undefined {
  const own = measures.filter(({ kind }) => (kind === 'PRESERVATION') === isPreservation);
  if (own.some(({ endedOn }) => endedOn === undefined)) return undefined;
  const what = isPreservation ? '先行登记保存' : '查封、扣押';
  return own.length === 0
    ? refuse({ code: 'measure.unknown', article, message: `本案没有${what}财物` })
    : refuse({ code: 'measure.ended', article, message: `${what}的财物已经全部处理或者解除` });
}

const measureOf = ({ measures = [] }: CaseState, measureId: string): CaseMeasure =>
  measures.find((measure) => measure.measureId === measureId)!;

/** The approval of this kind that no measure has used yet. */
const approvalOf = ({ approvals = [] }: CaseState, wanted: CaseMeasureKind) =>
  approvals.find(({ kind }) => kind === wanted);

/** G09, G10: 经行政机关负责人批准 comes first, and is the leader's own act. */
function guardApproved(state: CaseState, kind: CaseMeasureKind, on: LegalDay, article: string): Refusal | undefined {
  const approval = approvalOf(state, kind);
  if (approval === undefined)
    return refuse({
      code: 'measure.not_approved',
      article,
      message: `${CASE_MEASURES[kind]}应当事先经机关负责人批准，请先呈批“批准采取措施”${
        kind === 'PRESERVATION' ? '' : '；情况紧急当场实施的，请勾选，并在二十四小时内报告、补办批准'
      }`,
    });
  if (approval.approvedOn <= on) return undefined;
  return refuse({
    code: 'measure.approved_afterwards',
    article,
    message: `${CASE_MEASURES[kind]}应当事先经负责人批准，${approval.approvedOn}的批准晚于${on}的实施`,
    earliest: approval.approvedOn,
  });
}

/** A measure uses up the approval that came before it. */
function used({ approvals = [] }: CaseState, kind: CaseMeasureKind): Pick<CaseState, 'approvals'> {
  const at = approvals.findIndex((one) => one.kind === kind);
  return { approvals: approvals.filter((_one, index) => index !== at) };
}

/** 第二十二条: only laws and regulations may set it up. */
function guardAuthority({ level }: ImposeSealing): Refusal | undefined {
  if (level !== 'DEPARTMENT_RULE' && level !== 'LOCAL_GOVERNMENT_RULE') return undefined;
  return refuse({
    code: 'sealing.no_authority',
    article: AUTHORITY,
    message: say`查封、扣押只能由法律、法规设定，${termsOf(LEGAL_BASES, [level])}不能设定`,
  });
}

/** 第二十三条: only what concerns the case, and nothing twice. */
function guardScope({ concernsCase, sealedByOthers, goods }: ImposeSealing, state: CaseState): Refusal | undefined {
  if (!concernsCase)
    return refuse({
      code: 'sealing.unrelated',
      article: `${SCOPE}第一款`,
      message: '查封、扣押限于涉案的场所、设施或者财物，不得查封、扣押与违法行为无关的，也不得查封、扣押生活必需品',
    });
  const again = openOnes(state)
    .filter(({ kind }) => kind !== 'PRESERVATION')
    .flatMap((measure) => measure.goods)
    .find((known) => goods.some(({ name, description }) => name === known.name && description === known.description));
  if (!sealedByOthers && again === undefined) return undefined;
  return refuse({
    code: 'sealing.repeated',
    article: `${SCOPE}第二款`,
    message:
      again === undefined
        ? '已被其他国家机关依法查封的，不得重复查封'
        : say`“${the.words(again.name)}”已经查封、扣押，不得重复查封、扣押`,
  });
}

/** 第二十五条: as long as the law allows, and from the day it begins. */
function guardUntil(untilOn: LegalDay, from: LegalDay, latestOn: LegalDay): Refusal | undefined {
  if (from <= untilOn && untilOn <= latestOn) return undefined;
  return refuse({
    code: 'sealing.too_long',
    article: DURATION,
    message: `查封、扣押的期限不得超过三十日，延长不得超过三十日：应在${from}至${latestOn}之间，不能是${untilOn}`,
  });
}

function guardMayExtend({ extendedOn, notified }: ExtendSealing, measure: CaseMeasure): Refusal | undefined {
  if (measure.isExtended)
    return refuse({
      code: 'sealing.extended',
      article: DURATION,
      message: `查封、扣押只能延长一次，已经延长至${measure.dueOn}`,
    });
  if (extendedOn > measure.dueOn)
    return refuse({
      code: 'sealing.lapsed',
      article: `${DURATION}、第二十八条第一款第四项`,
      message: `查封、扣押期限已于${measure.dueOn}届满，不能再延长，应当立即解除`,
    });
  if (notified) return undefined;
  return refuse({
    code: 'sealing.extension_not_notified',
    article: '行政强制法第二十五条第二款',
    message: '延长查封、扣押的决定应当及时书面告知当事人并说明理由',
  });
}

/** 先行登记保存 that nobody dealt with in time has ended by itself: what is left is to give it back. */
function guardDisposal({ disposal, disposedOn }: DisposePreserved, { dueOn }: CaseMeasure): Refusal | undefined {
  if (disposedOn <= dueOn || disposal === 'RETURNED') return undefined;
  return refuse({
    code: 'preservation.lapsed',
    article: PRESERVATION,
    message: `先行登记保存应于${dueOn}前处理，逾期自行解除，只能退还当事人`,
  });
}

function guardLift({ ground, liftedOn }: LiftSealing, state: CaseState, measure: CaseMeasure): Refusal | undefined {
  if (ground === 'EXPIRED' && liftedOn < measure.dueOn)
    return refuse({
      code: 'sealing.not_expired',
      article: LIFTING,
      message: `查封、扣押期限至${measure.dueOn}，还没有届满，请选择其他解除的情形`,
      earliest: measure.dueOn,
    });
  if (ground === 'CONFISCATED' && state.decision?.kinds.includes('CONFISCATE_GOODS') !== true)
    return refuse({
      code: 'sealing.not_confiscated',
      article: '行政强制法第二十七条',
      message: '本案没有作出没收非法财物的决定，不能以没收处理查封、扣押的财物',
    });
  return undefined;
}

/** 第二十一条: what is with the judiciary goes there with the case, and what another organ takes over goes there likewise. */
function guardHandOver(state: CaseState, { notified }: HandOverGoods): Refusal | undefined {
  if (state.transfer?.sentOn === undefined && state.transferredOut === undefined)
    return refuse({
      code: 'transfer.out_of_order',
      article: HANDOVER,
      message: '案件还没有移送公安机关，查封、扣押的财物随案移送',
    });
  if (notified) return undefined;
  return refuse({
    code: 'measure.party_not_told',
    article: HANDOVER,
    message: '查封、扣押的财物随案移送的，应当书面告知当事人',
  });
}

/** G14: what is still kept is dealt with, or said why not, before the investigation is concluded. */
export function guardMeasuresSpokenOf(state: CaseState, note: string | undefined): Refusal | undefined {
  const open = openOnes(state);
  if (open.length === 0 || note !== undefined) return undefined;
  return refuse({
    code: 'investigation.measures_open',
    article: '行政处罚法第五十六条、行政强制法第二十七条',
    message: say`${inWords(open)}还没有处理或者解除，调查终结时应当说明如何处理`,
  });
}

/** G36: a file is not closed over what belongs to somebody. */
export function guardMeasuresEnded(state: CaseState): Refusal | undefined {
  const open = openOnes(state);
  if (open.length === 0) return undefined;
  return refuse({
    code: 'closing.measures_open',
    article: LIFTING,
    message: say`${inWords(open)}还没有处理或者解除，处理以后才能结案`,
  });
}

const inWords = (open: readonly CaseMeasure[]) =>
  termsOf(CASE_MEASURES, [...new Set(open.map(({ kind }) => kind))] as CaseMeasureKind[]);

/** What is open, as clocks and lists see it. */
export function openMeasures(state: CaseState): OpenMeasure[] {
  return openOnes(state).map(({ measureId, kind, dueOn, dueRule, approvalDueOn }) => ({
    measureId,
    kind,
    dueOn,
    dueRule,
    ...defined({ approvalDueOn }),
  }));
}

// ---- how the state changes

const next = ({ measures = [] }: CaseState) => `m${measures.length + 1}`;

function begun(state: CaseState, measure: CaseMeasure): Pick<CaseState, 'measures'> {
  return { measures: [...(state.measures ?? []), measure] };
}

function altered(
  { measures = [] }: CaseState,
  measureId: string,
  change: (measure: CaseMeasure) => CaseMeasure,
): Pick<CaseState, 'measures'> {
  return { measures: measures.map((measure) => (measure.measureId === measureId ? change(measure) : measure)) };
}

const ended = (state: CaseState, measureId: string, endedOn: LegalDay) =>
  altered(state, measureId, ({ approvalDueOn: _due, ...measure }) => ({ ...measure, endedOn }));

const goodsInWords = (goods: readonly Goods[]) =>
  say`${the.words(goods[0]!.name)}${goods.length === 1 ? undefined : `等${goods.length}项`}`;

/** Officers of the case, and at least two of them. */
function guardOfficers(
  state: CaseState,
  officers: readonly string[],
  on: LegalDay,
  facts: Parameters<typeof guardTwoOfficers>[0],
  article: string,
) {
  return guardHandles(state, officers, article) ?? guardTwoOfficers(facts, officers, state.unitId, on);
}

export const measures: readonly Stage<CaseState>[] = [
  act(ApproveMeasure, MeasureApproved, {
    title: '批准采取措施',
    eventTitle: '批准先行登记保存、查封、扣押',
    article: '行政处罚法第五十六条、行政强制法第十八条第一项',
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    says: ({ kind, approverId, matter }) =>
      say`${the.person(approverId)}批准${CASE_MEASURES[kind]}：${the.words(matter)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    evolve: (state, { kind, approverId, approvedOn }) => ({
      ...ledBy(state, approverId),
      approvals: [...(state.approvals ?? []), { kind, approverId, approvedOn }],
    }),
  }),
  act(PreserveEvidence, EvidencePreserved, {
    title: '先行登记保存',
    article: PRESERVATION,
    roles: ['OFFICER'],
    document: 'PRESERVATION',
    draft: ({ officers }) => ({ officers: officers.map(({ userId }) => userId) }),
    needs: ({ officers }) => peopleNeeds(...officers),
    says: ({ documentNo, goods, dueOn }) =>
      say`${the.label(documentNo)}先行登记保存${goodsInWords(goods)}，应于${the.day(dueOn)}前处理`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: (input, state, { facts, statutes }, { number }) => {
      const { officers, preservedOn } = input;
      const refusal =
        guardApproved(state, 'PRESERVATION', preservedOn, PRESERVATION) ??
        guardOfficers(state, officers, preservedOn, facts, PRESERVATION);
      if (refusal) return refusal;
      const due = statutes.due('D04', { on: preservedOn });
      const { approverId, approvedOn } = approvalOf(state, 'PRESERVATION')!;
      return {
        approverId,
        approvedOn,
        measureId: next(state),
        documentNo: number,
        officers: certified(facts, officers, preservedOn),
        dueOn: due.dueOn,
        dueRule: ruleOf(due),
      };
    },
    evolve: (state, { measureId, goods, preservedOn, dueOn, dueRule, approverId }) => ({
      ...ledBy(state, approverId),
      ...used(state, 'PRESERVATION'),
      ...begun(state, { measureId, kind: 'PRESERVATION', goods, on: preservedOn, dueOn, dueRule }),
    }),
  }),
  act(DisposePreserved, PreservedEvidenceDisposed, {
    title: '处理先行登记保存的物品',
    article: PRESERVATION,
    roles: ['OFFICER'],
    draft: (state) => ({ measureId: openOnes(state).find(({ kind }) => kind === 'PRESERVATION')?.measureId }),
    says: ({ disposal }) => say`先行登记保存的物品${DISPOSALS[disposal]}`,
    may: (state) => guardAnyOpen(state, true, PRESERVATION),
    decide: (input, state) => {
      const refusal = guardOpen(state, input.measureId, true, PRESERVATION);
      if (refusal) return refusal;
      const measure = measureOf(state, input.measureId);
      const early = guardNotBefore(input.disposedOn, measure.on, '处理日期', '登记保存日期', PRESERVATION);
      return (
        early ??
        guardDisposal(input, measure) ??
        adding({}, { events: defects('PRESERVATION_OVERDUE', measure.dueOn, input.disposedOn, measure.dueRule) })
      );
    },
    evolve: (state, { measureId, disposedOn }) => ended(state, measureId, disposedOn),
  }),
  act(ImposeSealing, SealingImposed, {
    title: '查封、扣押',
    article: '行政强制法第二十二条',
    roles: ['OFFICER'],
    document: 'SEALING',
    draft: ({ officers }) => ({
      officers: officers.map(({ userId }) => userId),
      emergency: false,
      sealedByOthers: false,
    }),
    needs: ({ officers }) => peopleNeeds(...officers),
    says: ({ documentNo, kind, goods, untilOn, emergency }) =>
      say`${the.label(documentNo)}${emergency ? '当场' : ''}${SEALINGS[kind]}${goodsInWords(goods)}，期限至${the.day(untilOn)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: (input, state, { facts, statutes }, { number }) => {
      const { kind, officers, imposedAt, emergency } = input;
      const on = dayOf(imposedAt);
      const longest = statutes.due('D05', { on });
      const untilOn = input.untilOn ?? longest.dueOn;
      const refusal =
        guardAuthority(input) ??
        guardScope(input, state) ??
        (emergency ? undefined : guardApproved(state, kind, on, APPROVAL)) ??
        guardOfficers(state, officers, on, facts, '行政强制法第十八条第二项') ??
        guardUntil(untilOn, on, longest.dueOn);
      if (refusal) return refusal;
      const approval = emergency ? statutes.dueAt('D06', { at: utc(imposedAt) }) : undefined;
      const before = emergency ? undefined : approvalOf(state, kind);
      return {
        approverId: before?.approverId,
        approvedOn: before?.approvedOn,
        measureId: next(state),
        documentNo: number,
        officers: certified(facts, officers, on),
        imposedAt: utc(imposedAt),
        approvalDueAt: approval?.dueAt,
        approvalRule: approval && ruleOf(approval),
        untilOn,
        untilRule: ruleOf(longest),
      };
    },
    evolve: (state, { measureId, kind, goods, imposedAt, untilOn, untilRule, approverId, approvalDueAt }) => ({
      ...(approverId === undefined ? {} : { ...ledBy(state, approverId), ...used(state, kind) }),
      ...begun(state, {
        measureId,
        kind,
        goods,
        on: dayOf(imposedAt),
        dueOn: untilOn,
        dueRule: untilRule,
        ...(approvalDueAt !== undefined && { approvalDueAt, approvalDueOn: dayOf(approvalDueAt) }),
      }),
    }),
  }),
  act(ApproveSealing, SealingApproved, {
    title: '补办查封、扣押的批准',
    article: EMERGENCY,
    roles: ['LEADER'],
    needs: (_input, _state, actor) => peopleNeeds(actor.id),
    draft: (state) => ({ measureId: openOnes(state).find(({ approvalDueOn }) => approvalDueOn)?.measureId }),
    says: ({ approverId, late }) => say`${the.person(approverId)}补办批准${late ? '，已超过二十四小时' : ''}`,
    may: (state) => guardAnyOpen(state, false, EMERGENCY),
    decide: ({ measureId, approvedAt }, state, { facts, actor }) => {
      const refusal = guardOpen(state, measureId, false, EMERGENCY);
      if (refusal) return refusal;
      const { approvalDueAt, on } = measureOf(state, measureId);
      if (approvalDueAt === undefined)
        return refuse({ code: 'sealing.approved', article: EMERGENCY, message: '这一查封、扣押已经批准，不必补办' });
      return (
        guardNotBefore(dayOf(approvedAt), on, '批准时刻', '实施日期', EMERGENCY) ??
        guardNotRecused(state, actor.id) ??
        guardApprover(facts, actor.id, state.unitId, state.everInvestigated, dayOf(approvedAt), EMERGENCY) ?? {
          approvedAt: utc(approvedAt),
          approverId: actor.id,
          late: Date.parse(approvedAt) > Date.parse(approvalDueAt),
        }
      );
    },
    evolve: (state, { measureId, approverId }) => ({
      ...ledBy(state, approverId),
      ...altered(state, measureId, ({ approvalDueAt: _at, approvalDueOn: _on, ...measure }) => measure),
    }),
  }),
  act(ExtendSealing, SealingExtended, {
    title: '延长查封、扣押期限',
    article: DURATION,
    roles: ['OFFICER'],
    approvedBy: LEADERS,
    draft: (state) => ({ measureId: openOnes(state).find(({ kind }) => kind !== 'PRESERVATION')?.measureId }),
    says: ({ untilOn, reason }) => say`查封、扣押延长至${the.day(untilOn)}：${the.words(reason)}`,
    may: (state) => guardAnyOpen(state, false, DURATION),
    decide: (input, state, { statutes }) => {
      const { measureId, extendedOn, untilOn } = input;
      const refusal = guardOpen(state, measureId, false, DURATION);
      if (refusal) return refusal;
      const measure = measureOf(state, measureId);
      // The extension adds to what was decided, which may have been less than the law allows.
      const longest = statutes.due('D05', { on: measure.dueOn });
      return (
        guardNotBefore(extendedOn, measure.on, '决定延长日期', '采取措施的日期', DURATION) ??
        guardMayExtend(input, measure) ??
        guardUntil(untilOn, addDays(measure.dueOn, 1), longest.dueOn) ?? { untilRule: ruleOf(longest) }
      );
    },
    evolve: (state, { measureId, untilOn, untilRule, approverId }) => ({
      ...ledBy(state, approverId),
      ...altered(state, measureId, (measure) => ({ ...measure, dueOn: untilOn, dueRule: untilRule, isExtended: true })),
    }),
  }),
  act(LiftSealing, SealingLifted, {
    title: '解除查封、扣押',
    article: LIFTING,
    roles: ['OFFICER'],
    draft: (state) => ({ measureId: openOnes(state).find(({ kind }) => kind !== 'PRESERVATION')?.measureId }),
    says: ({ ground }) => say`解除查封、扣押：${LIFT_GROUNDS[ground]}`,
    may: (state) => guardAnyOpen(state, false, LIFTING),
    decide: (input, state) => {
      const refusal = guardOpen(state, input.measureId, false, LIFTING);
      if (refusal) return refusal;
      const measure = measureOf(state, input.measureId);
      const early = guardNotBefore(input.liftedOn, measure.on, '解除日期', '采取措施的日期', LIFTING);
      return early ?? guardLift(input, state, measure) ?? {};
    },
    evolve: (state, { measureId, liftedOn }) => ended(state, measureId, liftedOn),
  }),
  act(HandOverGoods, GoodsHandedOver, {
    title: '查封、扣押的财物随案移送',
    article: HANDOVER,
    roles: ['OFFICER'],
    draft: (state) => ({ measureId: openOnes(state).find(({ kind }) => kind !== 'PRESERVATION')?.measureId }),
    says: ({ to }) => say`查封、扣押的财物随案移送${the.label(to)}`,
    restsOn: ({ transfer }) => [[transfer?.sentOn, '移送日期']],
    may: (state) => guardAnyOpen(state, false, HANDOVER),
    decide: (input, state) => guardOpen(state, input.measureId, false, HANDOVER) ?? guardHandOver(state, input) ?? {},
    evolve: (state, { measureId, handedOverOn }) => ended(state, measureId, handedOverOn),
  }),
];

import { type Facts, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Day,
  Fen,
  Narrative,
  OfficialNumber,
  Optional,
  PersonName,
  PersonRef,
  RecordRef,
  say,
  Text,
  the,
  UnitRef,
  WholeNumber,
} from '#fields';
import type { LegalDay } from '#statutes';
import { caseAggregate } from '../case/case.js';
import { caseNeeds } from '../case/case-need.js';
import { byLeaders } from '../case/officers.js';
import { guardNotBefore } from '../days.js';
import { act } from '../definition/act.js';
import { OnApproval } from '../definition/approval.js';
import { type RegisterRow, register } from '../definition/register.js';

/*
 * 行政许可、行政强制和其他行政执法行为台账 (DOMAIN 4.16): the administrative acts other than penalties that the yearly tables
 * count, one stream each. Measures count by the decision, executions by their end, licenses by the day they were granted.
 */

export const MEASURE_KINDS = { SEALING: '查封', SEIZURE: '扣押', FREEZING: '冻结', OTHER: '其他' } as const;
export type MeasureKind = keyof typeof MEASURE_KINDS;

export const EXECUTION_KINDS = {
  SURCHARGE: '加处罚款或者滞纳金',
  DEDUCTION: '划拨',
  AUCTION: '拍卖',
  CLEARANCE: '排除妨碍、恢复原状',
  SUBSTITUTE: '代履行',
  OTHER: '其他',
} as const;
export type ExecutionKind = keyof typeof EXECUTION_KINDS;

export const OTHER_ACT_KINDS = {
  LEVY: '行政征收',
  ADJUDICATION: '行政裁决',
  PAYMENT: '行政给付',
  CONFIRMATION: '行政确认',
  REWARD: '行政奖励',
  OTHER: '其他行政执法行为',
} as const;
export type OtherActKind = keyof typeof OTHER_ACT_KINDS;

/** 行为类别: the tables of the yearly report. */
export const ACT_CATEGORIES = {
  LICENSE: '行政许可',
  MEASURE: '行政强制措施',
  EXECUTION: '行政强制执行',
  OTHER: '其他行政执法行为',
} as const;
export type ActCategory = keyof typeof ACT_CATEGORIES;

/** Kinds within the categories, as one table: 其他 is whatever else there is in each. */
const ACT_KINDS = { ...MEASURE_KINDS, ...EXECUTION_KINDS, ...OTHER_ACT_KINDS, OTHER: '其他' } as const;

/** 行政执法行为, as it stands: a license, or an act that is complete when it is recorded. */
export class AdministrativeAct {
  @UnitRef('责任单位') unitId!: string;
  @Choice('行为类别', ACT_CATEGORIES) category!: ActCategory;
  /** What kind of measure, execution or other act. */
  @Optional() @Choice('行为种类', ACT_KINDS) actKind?: keyof typeof ACT_KINDS;
  @Optional() @RecordRef('actLedger', '许可编号') licenseId?: string;
  @Optional() @Text('许可事项') matter?: string;
  @Optional() @PersonName('申请人', { max: 100 }) applicant?: string;
  @Optional() @OfficialNumber('许可证件编号') licenseNo?: string;
  @Optional() @Text('对象或者事项') subject?: string;
  @Optional() @RecordRef('case', '案件') caseId?: string;
  /** Day of the application or of the act itself. */
  @Day('申请或者行为日期') begunOn!: LegalDay;
  /** Day by which the act counts: granted, decided, finished, done. */
  @Optional() @Day('计入日期') countedOn?: LegalDay;
  @Optional() @Day('受理日期') acceptedOn?: LegalDay;
  @Optional() @Day('不予许可或者撤销日期') endedOn?: LegalDay;
  @Optional() @WholeNumber('件数', { min: 1 }) times?: number;
  @Optional() @Fen('金额') amountFen?: number;
}

// ---- commands and, beside each, the event that is stored for ever

export class ApplyLicense {
  @Text('许可事项') kind!: string;
  /** A person or a firm: which of them is not said. */
  @PersonName('申请人', { max: 100 }) applicant!: string;
  @ActDay('申请日期') on!: LegalDay;
}
export class LicenseApplied extends ApplyLicense {
  @RecordRef('actLedger', '许可编号') licenseId!: string;
  @UnitRef('责任单位') unitId!: string;
}

/** What every later act on a license repeats: each event can be counted by itself. */
class LicenseStep {
  @RecordRef('actLedger', '许可编号') licenseId!: string;
  @UnitRef('责任单位') unitId!: string;
  @Text('许可事项') kind!: string;
  @PersonName('申请人', { max: 100 }) applicant!: string;
}

export class AcceptLicense {
  @ActDay('受理日期') on!: LegalDay;
}
export class LicenseAccepted extends LicenseStep {
  @ActDay('受理日期') on!: LegalDay;
}

export class GrantLicense {
  @Optional() @OfficialNumber('许可证件编号') licenseNo?: string;
  @ActDay('准予日期') on!: LegalDay;
}
export class LicenseGranted extends LicenseStep {
  @Optional() @OfficialNumber('许可证件编号') licenseNo?: string;
  @ActDay('准予日期') on!: LegalDay;
}

export class RefuseLicense {
  @Narrative('不予许可的理由') reason!: string;
  @ActDay('不予许可日期') on!: LegalDay;
}
export class LicenseRefused extends LicenseStep {
  @Narrative('不予许可的理由') reason!: string;
  @ActDay('不予许可日期') on!: LegalDay;
}

export class RevokeLicense {
  @Narrative('撤销许可的理由') reason!: string;
  @ActDay('撤销日期') on!: LegalDay;
}
export class LicenseRevoked extends LicenseStep {
  @Narrative('撤销许可的理由') reason!: string;
  @ActDay('撤销日期') on!: LegalDay;
}

export class DecideMeasure extends OnApproval {
  @Choice('措施种类', MEASURE_KINDS) kind!: MeasureKind;
  @ActDay('决定日期') decidedOn!: LegalDay;
  @Optional() @PersonRef('批准人') approverId?: string;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
}
export class MeasureDecided extends DecideMeasure {
  @PersonRef('批准人') declare approverId: string;
  @RecordRef('actLedger', '行为编号') actId!: string;
  @UnitRef('责任单位') unitId!: string;
}

export class FinishExecution {
  @Choice('执行方式', EXECUTION_KINDS) kind!: ExecutionKind;
  @ActDay('执行完毕日期') finishedOn!: LegalDay;
  @Optional() @RecordRef('case', '案件编号') caseId?: string;
}
export class ExecutionFinished extends FinishExecution {
  @RecordRef('actLedger', '行为编号') actId!: string;
  @UnitRef('责任单位') unitId!: string;
}

export class RecordOtherAct {
  @Choice('行为种类', OTHER_ACT_KINDS) kind!: OtherActKind;
  @Text('对象或者事项') subject!: string;
  /** How many, where one entry stands for several: 行政征收 of a month. One where nothing is said. */
  @Optional() @WholeNumber('件数', { min: 1 }) times?: number;
  /** 行政征收、行政给付、行政奖励 have an amount. */
  @Optional() @Fen('金额') amountFen?: number;
  @ActDay('日期') on!: LegalDay;
}
export class OtherActRecorded extends RecordOtherAct {
  @RecordRef('actLedger', '行为编号') actId!: string;
  @UnitRef('责任单位') unitId!: string;
  @WholeNumber('次数', { min: 1, max: 1 }) count!: 1;
}

const LICENSING = '行政许可法';
const MEASURES = '行政强制法第十八条';
const EXECUTION = '行政强制法第十二条';

const PHASES = {
  Unrecorded: '未登记',
  Applied: '已申请',
  Accepted: '已受理',
  Granted: '准予许可',
  Refused: '不予许可',
  Revoked: '已撤销',
  Recorded: '已登记',
} as const;

/** The case that the act belongs to exists and is the unit's own. */
function guardOwnCase(facts: Facts, caseId: string | undefined, unitId: string, article: string): Refusal | undefined {
  if (caseId === undefined || facts.get(caseAggregate, caseId).unitId === unitId) return undefined;
  return refuse({
    code: 'act.case_of_other_unit',
    article,
    message: say`本单位没有编号为${the.record('case', caseId)}的案件，请核对案件编号`,
  });
}

function investigators(facts: Facts, caseId: string | undefined): readonly string[] {
  return caseId === undefined ? [] : facts.get(caseAggregate, caseId).everInvestigated;
}

function license(row: AdministrativeAct) {
  return { licenseId: row.licenseId!, kind: row.matter!, applicant: row.applicant! };
}

/** How an act that is counted by itself stands: it has no later life. */
function complete(category: ActCategory, actKind: keyof typeof ACT_KINDS, on: LegalDay) {
  return { category, actKind, begunOn: on, countedOn: on };
}

/** An act counts by its day under its kind. A license that was revoked later had been granted all the same. */
function ofCategory(category: ActCategory) {
  return {
    on: (row: RegisterRow<AdministrativeAct>) => (row.category === category ? row.countedOn : null),
    subject: ({ actKind }: RegisterRow<AdministrativeAct>) => actKind ?? category,
  };
}

/** 行政执法行为台账, one stream per license, measure, execution or other act: `actLedger-<id>`. */
export const administrativeAct = register<AdministrativeAct, typeof PHASES>({
  name: 'actLedger',
  path: 'administrative-acts',
  title: '行政执法行为台账',
  noun: '此项行政行为',
  code: 'act',
  row: AdministrativeAct,
  phases: PHASES,
  roles: ['REGISTRAR', 'OFFICER'],
  acts: [
    act(ApplyLicense, LicenseApplied, {
      title: '申请行政许可',
      article: `${LICENSING}第二十九条`,
      to: 'Applied',
      says: ({ applicant, kind }) => say`${the.name(applicant)}申请“${the.words(kind)}”许可`,
      decide: (_input, _row, { id }) => ({ licenseId: id }),
      evolve: (_row, { kind, on }) => ({ category: 'LICENSE', matter: kind, begunOn: on }),
    }),
    act(AcceptLicense, LicenseAccepted, {
      title: '受理许可申请',
      article: `${LICENSING}第三十二条`,
      from: ['Applied'],
      to: 'Accepted',
      decide: (_input, row) => license(row),
      evolve: (_row, { on }) => ({ acceptedOn: on }),
    }),
    act(GrantLicense, LicenseGranted, {
      title: '准予许可',
      article: `${LICENSING}第三十八条第一款`,
      isFinal: true,
      from: ['Accepted'],
      to: 'Granted',
      decide: (_input, row) => license(row),
      evolve: (_row, { on }) => ({ countedOn: on }),
    }),
    act(RefuseLicense, LicenseRefused, {
      title: '不予许可',
      article: `${LICENSING}第三十八条第二款`,
      isFinal: true,
      from: ['Accepted'],
      to: 'Refused',
      says: ({ reason }) => say`不予许可：${the.words(reason)}`,
      decide: (_input, row) => license(row),
      evolve: (_row, { on }) => ({ endedOn: on }),
    }),
    act(RevokeLicense, LicenseRevoked, {
      title: '撤销许可',
      article: `${LICENSING}第六十九条`,
      isFinal: true,
      roles: ['LEADER', 'REGISTRAR'],
      from: ['Granted'],
      to: 'Revoked',
      says: ({ reason }) => say`撤销许可：${the.words(reason)}`,
      decide: (_input, row) => license(row),
      evolve: (_row, { on }) => ({ endedOn: on }),
    }),
    act(DecideMeasure, MeasureDecided, {
      title: '决定行政强制措施',
      article: MEASURES,
      isFinal: true,
      to: 'Recorded',
      // 2.7 批准人不是办案员: neither who asks for the measure nor who investigates the case that it serves.
      approvedBy: byLeaders({
        article: MEASURES,
        unitOf: (_row, actor) => actor.unit,
        workedOnBy: ({ caseId }, _row, { facts }) => investigators(facts, caseId),
      }),
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ kind }) => say`决定行政强制措施：${MEASURE_KINDS[kind]}`,
      decide: ({ caseId }, _row, { id, facts, actor }) =>
        guardOwnCase(facts, caseId, actor.unit, MEASURES) ?? { actId: id },
      evolve: (_row, { kind, decidedOn }) => complete('MEASURE', kind, decidedOn),
    }),
    act(FinishExecution, ExecutionFinished, {
      title: '行政强制执行完毕',
      article: EXECUTION,
      to: 'Recorded',
      needs: ({ caseId }) => caseNeeds(caseId),
      says: ({ kind }) => say`行政强制执行完毕：${EXECUTION_KINDS[kind]}`,
      decide: ({ caseId, finishedOn }, _row, { id, facts, actor }) => {
        const foreign = guardOwnCase(facts, caseId, actor.unit, EXECUTION);
        if (foreign) return foreign;
        const decidedOn = caseId === undefined ? undefined : facts.get(caseAggregate, caseId).decision?.decidedOn;
        const what = '执行完毕日期';
        return (
          guardNotBefore(finishedOn, decidedOn ?? '', what, '案件决定日期', '行政强制法第三十四条') ?? { actId: id }
        );
      },
      evolve: (_row, { kind, finishedOn }) => complete('EXECUTION', kind, finishedOn),
    }),
    act(RecordOtherAct, OtherActRecorded, {
      title: '登记其他行政执法行为',
      article: '国办发〔2018〕118号（行政执法统计年报）',
      to: 'Recorded',
      says: ({ kind, subject }) => say`${OTHER_ACT_KINDS[kind]}：${the.words(subject)}`,
      decide: (_input, _row, { id }) => ({ actId: id, count: 1 }),
      evolve: (_row, { kind, on }) => complete('OTHER', kind, on),
    }),
  ],
  list: {
    columns: ['category', 'actKind', 'matter', 'unitId', 'phase', 'begunOn', 'countedOn', 'endedOn'],
    filters: ['phase', 'category', 'actKind', 'unitId', 'caseId', 'begunOn', 'countedOn'],
    sort: '-begunOn',
    sorts: ['countedOn'],
  },
  measures: {
    'act.license': { title: '准予行政许可', ...ofCategory('LICENSE'), subjects: { LICENSE: '行政许可' } },
    'license.applied': { title: '申请行政许可', on: (row) => (row.category === 'LICENSE' ? row.begunOn : null) },
    'license.accepted': { title: '受理行政许可申请', on: ({ acceptedOn }) => acceptedOn },
    'license.refused': { title: '不予行政许可', on: ({ phase, endedOn }) => (phase === 'Refused' ? endedOn : null) },
    'license.revoked': { title: '撤销行政许可', on: ({ phase, endedOn }) => (phase === 'Revoked' ? endedOn : null) },
    'act.measure': { title: '决定行政强制措施', ...ofCategory('MEASURE'), subjects: MEASURE_KINDS },
    'act.execution': { title: '行政强制执行完毕', ...ofCategory('EXECUTION'), subjects: EXECUTION_KINDS },
    'act.other': {
      title: '其他行政执法行为',
      ...ofCategory('OTHER'),
      count: ({ times }) => times ?? 1,
      fen: ({ amountFen }) => amountFen ?? 0,
      subjects: OTHER_ACT_KINDS,
    },
  },
  version: 3,
});

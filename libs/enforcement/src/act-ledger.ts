import { accept, type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { caseAggregate } from './case/case.js';
import { guardApprover, peopleNeeds } from './case/officers.js';
import { guardNotBefore, guardNotInFuture } from './days.js';
import { aggregate, type CommandDefinition, command, event, type LawContext, type Stage } from './definition.js';
import { Choice, Day, Id, LongText, Optional, Text } from './fields.js';
import { guardSaid, laterAct, lifecycle, type Standing } from './lifecycle.js';

/*
 * 行政许可、行政强制和其他行政执法行为台账 (DOMAIN 4.16): the acts other than penalties that the yearly tables count, one
 * stream each. Measures count by the decision, executions by their end, licenses by the day they were granted.
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

// ---- events, stored for ever

export interface LicenseApplied {
  readonly licenseId: string;
  readonly unitId: string;
  /** 许可事项. */
  readonly kind: string;
  readonly applicant: string;
  readonly on: LegalDay;
}

/** What every later act on a license repeats: each event can be counted by itself. */
interface LicenseStep {
  readonly licenseId: string;
  readonly unitId: string;
  readonly kind: string;
  readonly applicant: string;
  readonly on: LegalDay;
}

export type LicenseAccepted = LicenseStep;

export interface LicenseGranted extends LicenseStep {
  readonly licenseNo?: string;
}

export interface LicenseRefused extends LicenseStep {
  readonly reason: string;
}

export interface LicenseRevoked extends LicenseStep {
  readonly reason: string;
}

export interface MeasureDecided {
  readonly actId: string;
  readonly unitId: string;
  readonly kind: MeasureKind;
  readonly decidedOn: LegalDay;
  readonly approverId: string;
  readonly caseId?: string;
}

export interface ExecutionFinished {
  readonly actId: string;
  readonly unitId: string;
  readonly kind: ExecutionKind;
  readonly finishedOn: LegalDay;
  readonly caseId?: string;
}

export interface OtherActRecorded {
  readonly actId: string;
  readonly unitId: string;
  readonly kind: OtherActKind;
  readonly subject: string;
  readonly on: LegalDay;
  readonly count: 1;
}

// ---- state

export const ACT_PHASES = {
  Unrecorded: '未登记',
  Applied: '已申请',
  Accepted: '已受理',
  Granted: '准予许可',
  Refused: '不予许可',
  Revoked: '已撤销',
  Recorded: '已登记',
} as const;
export type ActPhase = keyof typeof ACT_PHASES;

export interface ActState extends Standing<ActPhase> {
  readonly licenseId: string;
  readonly kind: string;
  readonly applicant: string;
}

const initialAct: ActState = { phase: 'Unrecorded', unitId: '', lastOn: '', licenseId: '', kind: '', applicant: '' };

// biome-ignore format: a table is read by its lines
const LIFE = lifecycle({
  code: 'act',
  noun: '此项行政行为',
  initial: initialAct,
  phases: ACT_PHASES,
  steps: {
    LicenseApplied:    { from: ['Unrecorded'], to: 'Applied' },
    LicenseAccepted:   { from: ['Applied'],    to: 'Accepted' },
    LicenseGranted:    { from: ['Accepted'],   to: 'Granted' },
    LicenseRefused:    { from: ['Accepted'],   to: 'Refused' },
    LicenseRevoked:    { from: ['Granted'],    to: 'Revoked' },
    MeasureDecided:    { from: ['Unrecorded'], to: 'Recorded' },
    ExecutionFinished: { from: ['Unrecorded'], to: 'Recorded' },
    OtherActRecorded:  { from: ['Unrecorded'], to: 'Recorded' },
  },
});
type ActType = Parameters<typeof LIFE.after>[1];

// ---- commands

/** 申请行政许可. */
export class ApplyLicense {
  @Text('许可事项') kind!: string;
  @Text('申请人', { max: 100 }) applicant!: string;
  @Day('申请日期') on!: LegalDay;
}

/** 受理许可申请. */
export class AcceptLicense {
  @Day('受理日期') on!: LegalDay;
}

/** 准予许可. */
export class GrantLicense {
  @Optional() @Text('许可证件编号', { max: 100 }) licenseNo?: string;
  @Day('准予日期') on!: LegalDay;
}

/** 不予许可. */
export class RefuseLicense {
  @LongText('理由') reason!: string;
  @Day('不予许可日期') on!: LegalDay;
}

/** 撤销许可. */
export class RevokeLicense {
  @LongText('理由') reason!: string;
  @Day('撤销日期') on!: LegalDay;
}

/** 决定行政强制措施. */
export class DecideMeasure {
  @Choice('措施种类', MEASURE_KINDS) kind!: MeasureKind;
  @Day('决定日期') decidedOn!: LegalDay;
  @Id('批准人') approverId!: string;
  @Optional() @Id('案件编号') caseId?: string;
}

/** 行政强制执行完毕. */
export class FinishExecution {
  @Choice('执行方式', EXECUTION_KINDS) kind!: ExecutionKind;
  @Day('执行完毕日期') finishedOn!: LegalDay;
  @Optional() @Id('案件编号') caseId?: string;
}

/** 登记其他行政执法行为. */
export class RecordOtherAct {
  @Choice('行为种类', OTHER_ACT_KINDS) kind!: OtherActKind;
  @Text('对象或者事项') subject!: string;
  @Day('日期') on!: LegalDay;
}

const LICENSING = '行政许可法';
const MEASURES = '行政强制法第十八条';

function caseNeeds(caseId: string | undefined): Need[] {
  return caseId === undefined ? [] : [{ aggregate: caseAggregate.name, id: caseId }];
}

/** The case that the act belongs to exists and is the unit's own. */
function guardOwnCase(facts: Facts, caseId: string | undefined, unitId: string, article: string): Refusal | undefined {
  if (caseId === undefined || facts.get(caseAggregate, caseId).unitId === unitId) return undefined;
  return refuse({
    code: 'act.case_of_other_unit',
    article,
    message: `本单位没有编号为${caseId}的案件，请核对案件编号`,
  });
}

function investigators(facts: Facts, caseId: string | undefined): readonly string[] {
  return caseId === undefined ? [] : facts.get(caseAggregate, caseId).everInvestigated;
}

const step = (type: ActType) => ({
  evolve: (state: ActState, { on }: { readonly on: LegalDay }): ActState => ({
    ...state,
    phase: LIFE.after(state, type),
    lastOn: on,
  }),
});

/** An act that is counted by itself: it has no later life. */
const recorded = (type: ActType, day: (data: never) => LegalDay) => ({
  evolve: (state: ActState, data: { readonly unitId: string; readonly kind: string }): ActState => ({
    ...state,
    phase: LIFE.after(state, type),
    unitId: data.unitId,
    kind: data.kind,
    lastOn: day(data as never),
  }),
});

/** A command that begins a stream of the ledger. */
function firstAct<Input extends object>(definition: {
  readonly type: ActType;
  readonly input: new () => Input;
  readonly title: string;
  readonly article: string;
  readonly day: (input: Input) => LegalDay;
  readonly needs?: (input: Input) => readonly Need[];
  readonly guard?: (input: Input, context: LawContext) => Refusal | undefined;
  readonly data: (input: Input, id: string, unitId: string) => object;
}): CommandDefinition<ActState, Input> {
  const { type, input, title, article, day, needs, guard, data } = definition;
  return command<ActState, Input>({
    input,
    title,
    article,
    roles: ['REGISTRAR', 'OFFICER'],
    creates: true,
    ...(needs === undefined ? {} : { needs }),
    decide: (given, state, context) =>
      LIFE.guard(state, type, title, article) ??
      guardNotInFuture(day(given), context.today, '日期', article) ??
      guard?.(given, context) ??
      accept({ type, data: data(given, context.id, context.actor.unit) }),
  });
}

function license({ licenseId, unitId, kind, applicant }: ActState) {
  return { licenseId, unitId, kind, applicant };
}

const licensing: Stage<ActState> = {
  events: {
    LicenseApplied: event<ActState, LicenseApplied>({
      title: '申请行政许可',
      describe: (data) => `${data.applicant}申请“${data.kind}”许可`,
      evolve: (state, { licenseId, unitId, kind, applicant, on }) => ({
        phase: LIFE.after(state, 'LicenseApplied'),
        licenseId,
        unitId,
        kind,
        applicant,
        lastOn: on,
      }),
    }),
    LicenseAccepted: event<ActState, LicenseAccepted>({ title: '受理许可申请', ...step('LicenseAccepted') }),
    LicenseGranted: event<ActState, LicenseGranted>({ title: '准予许可', ...step('LicenseGranted') }),
    LicenseRefused: event<ActState, LicenseRefused>({
      title: '不予许可',
      describe: (data) => `不予许可：${data.reason}`,
      ...step('LicenseRefused'),
    }),
    LicenseRevoked: event<ActState, LicenseRevoked>({
      title: '撤销许可',
      describe: (data) => `撤销许可：${data.reason}`,
      ...step('LicenseRevoked'),
    }),
  },
  commands: [
    firstAct({
      type: 'LicenseApplied',
      input: ApplyLicense,
      title: '申请行政许可',
      article: `${LICENSING}第二十九条`,
      day: ({ on }) => on,
      data: (input, licenseId, unitId) => ({ ...input, licenseId, unitId }) satisfies LicenseApplied,
    }),
    laterAct({
      life: LIFE,
      type: 'LicenseAccepted',
      input: AcceptLicense,
      title: '受理许可申请',
      article: `${LICENSING}第三十二条`,
      roles: ['REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '受理日期',
      decide: ({ on }, state) =>
        accept({ type: 'LicenseAccepted', data: { ...license(state), on } satisfies LicenseAccepted }),
    }),
    laterAct({
      life: LIFE,
      type: 'LicenseGranted',
      input: GrantLicense,
      title: '准予许可',
      article: `${LICENSING}第三十八条第一款`,
      roles: ['REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '准予日期',
      decide: (input, state) =>
        accept({ type: 'LicenseGranted', data: { ...license(state), ...input } satisfies LicenseGranted }),
    }),
    laterAct({
      life: LIFE,
      type: 'LicenseRefused',
      input: RefuseLicense,
      title: '不予许可',
      article: `${LICENSING}第三十八条第二款`,
      roles: ['REGISTRAR', 'OFFICER'],
      day: ({ on }) => on,
      dayTitle: '不予许可日期',
      decide: (input, state) =>
        guardSaid(input.reason, 'act.reason_missing', '不予许可的理由', `${LICENSING}第三十八条第二款`) ??
        accept({ type: 'LicenseRefused', data: { ...license(state), ...input } satisfies LicenseRefused }),
    }),
    laterAct({
      life: LIFE,
      type: 'LicenseRevoked',
      input: RevokeLicense,
      title: '撤销许可',
      article: `${LICENSING}第六十九条`,
      roles: ['LEADER', 'REGISTRAR'],
      day: ({ on }) => on,
      dayTitle: '撤销日期',
      decide: (input, state) =>
        guardSaid(input.reason, 'act.reason_missing', '撤销许可的理由', `${LICENSING}第六十九条`) ??
        accept({ type: 'LicenseRevoked', data: { ...license(state), ...input } satisfies LicenseRevoked }),
    }),
  ],
};

const coercion: Stage<ActState> = {
  events: {
    MeasureDecided: event<ActState, MeasureDecided>({
      title: '决定行政强制措施',
      describe: (data) => `决定行政强制措施：${MEASURE_KINDS[data.kind]}`,
      ...recorded('MeasureDecided', (data: MeasureDecided) => data.decidedOn),
    }),
    ExecutionFinished: event<ActState, ExecutionFinished>({
      title: '行政强制执行完毕',
      describe: (data) => `行政强制执行完毕：${EXECUTION_KINDS[data.kind]}`,
      ...recorded('ExecutionFinished', (data: ExecutionFinished) => data.finishedOn),
    }),
  },
  commands: [
    firstAct({
      type: 'MeasureDecided',
      input: DecideMeasure,
      title: '决定行政强制措施',
      article: MEASURES,
      day: ({ decidedOn }) => decidedOn,
      needs: ({ approverId, caseId }) => [...peopleNeeds(approverId), ...caseNeeds(caseId)],
      guard: ({ approverId, caseId, decidedOn }, { facts, actor }) =>
        guardOwnCase(facts, caseId, actor.unit, MEASURES) ??
        // 2.7 批准人不是办案员: neither who asks for the measure nor who investigates the case that it serves.
        guardApprover(facts, approverId, actor.unit, [actor.id, ...investigators(facts, caseId)], decidedOn, MEASURES),
      data: (input, actId, unitId) => ({ ...input, actId, unitId }) satisfies MeasureDecided,
    }),
    firstAct({
      type: 'ExecutionFinished',
      input: FinishExecution,
      title: '行政强制执行完毕',
      article: '行政强制法第十二条',
      day: ({ finishedOn }) => finishedOn,
      needs: ({ caseId }) => caseNeeds(caseId),
      guard: ({ caseId, finishedOn }, { facts, actor }) =>
        guardOwnCase(facts, caseId, actor.unit, '行政强制法第十二条') ??
        (caseId === undefined
          ? undefined
          : guardNotBefore(
              finishedOn,
              facts.get(caseAggregate, caseId).decision?.decidedOn ?? '',
              '执行完毕日期',
              '案件决定日期',
              '行政强制法第三十四条',
            )),
      data: (input, actId, unitId) => ({ ...input, actId, unitId }) satisfies ExecutionFinished,
    }),
  ],
};

const others: Stage<ActState> = {
  events: {
    OtherActRecorded: event<ActState, OtherActRecorded>({
      title: '登记其他行政执法行为',
      describe: (data) => `${OTHER_ACT_KINDS[data.kind]}：${data.subject}`,
      ...recorded('OtherActRecorded', (data: OtherActRecorded) => data.on),
    }),
  },
  commands: [
    firstAct({
      type: 'OtherActRecorded',
      input: RecordOtherAct,
      title: '登记其他行政执法行为',
      article: '国办发〔2018〕118号（行政执法统计年报）',
      day: ({ on }) => on,
      data: (input, actId, unitId) => ({ ...input, actId, unitId, count: 1 as const }) satisfies OtherActRecorded,
    }),
  ],
};

/** 行政执法行为台账, one stream per license, measure, execution or other act: `actLedger-<id>`. */
export const actLedger = aggregate<ActState>({
  name: 'actLedger',
  path: 'administrative-acts',
  title: '行政执法行为台账',
  initialState: LIFE.initial,
  belongsTo: ({ unitId }) => ({ units: [unitId], people: [] }),
  stages: [licensing, coercion, others],
});

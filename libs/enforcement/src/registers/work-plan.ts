import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Label, ListOf, Narrative, Optional, say, the, UnitRef, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { act } from '../definition/act.js';
import { register } from '../definition/register.js';
import { unitYearGuard } from './unit-year.js';

/*
 * 年度工作安排和目标线 (厅字〔2019〕28号; DOMAIN H1 to H17): what a unit sets out to do in a year, in the
 * words of its report, and the targets among it, each of a metric: what was set is measured by what comes.
 */

/** What a target may be set for; `figures` knows the metric of each. */
export const TARGETS = {
  JOINT_INSPECTIONS: '“综合查一次”占比',
  FIRM_PENALTIES: '涉企行政处罚量同比下降',
  COORDINATION: '执法协同响应率',
  LEADS: '平台线索回应率',
  CODING: '行政处罚赋码率',
  REVIEW: '普通程序案件法制审核率',
  PUBLICATION: '处罚结果信息按规定公示率',
  APPEARANCE: '负责人出庭应诉率',
  DISCHARGE: '督办销号率',
  IMPLEMENTATION: '下放事项实施率',
  COVERAGE: '综合执法领域覆盖率',
  TRAINING: '培训覆盖率',
} as const;
export type Target = keyof typeof TARGETS;

export const TARGET_DIRECTIONS = { AT_LEAST: '不低于', AT_MOST: '不高于' } as const;
export type TargetDirection = keyof typeof TARGET_DIRECTIONS;

/** Where the words of an item write its target. */
export const TARGET_MARK = '【目标】';

/** One thing to do. Its target, where it has one, is written where its words say 【目标】. */
export class PlanItem {
  @Label('小标题') heading!: string;
  @Label('工作（有目标的，在目标值处写【目标】）', { max: 1_000 }) words!: string;
  @Optional() @Choice('目标指标', TARGETS) target?: Target;
  @Optional() @Choice('目标方向', TARGET_DIRECTIONS) direction?: TargetDirection;
  @Optional() @WholeNumber('目标值（%）', { max: 100 }) percent?: number;
}

/** 年度工作安排, as it stands. */
export class WorkPlan {
  @UnitRef('单位') unitId!: string;
  @WholeNumber('年度', { min: 1_990, max: 2_999 }) year!: number;
  @Label('总的要求', { max: 2_000 }) preface!: string;
  @ListOf('工作', () => PlanItem) items!: readonly PlanItem[];
  @Day('确定日期') adoptedOn!: LegalDay;
  @Optional() @Day('最近调整日期') revisedOn?: LegalDay;
}

// ---- commands and, beside each, the event that is stored for ever

export class AdoptWorkPlan {
  @WholeNumber('年度', { min: 1_990, max: 2_999 }) year!: number;
  @Label('总的要求', { max: 2_000 }) preface!: string;
  @ListOf('工作', () => PlanItem) items!: readonly PlanItem[];
  @ActDay('确定日期') adoptedOn!: LegalDay;
}

export class ReviseWorkPlan {
  @Label('总的要求', { max: 2_000 }) preface!: string;
  @ListOf('工作', () => PlanItem) items!: readonly PlanItem[];
  @Narrative('调整的理由') reason!: string;
  @ActDay('调整日期') revisedOn!: LegalDay;
}

const ARTICLE = '厅字〔2019〕28号《法治政府建设与责任落实督察工作规定》（年度报告应有下一年度的主要安排）';
const PHASES = { Unadopted: '未确定', Adopted: '执行中' } as const;

/** A target is whole, and stands in the words; what has none says none. */
function guardItems(items: readonly PlanItem[]): Refusal | undefined {
  for (const [index, { words, target, direction, percent }] of items.entries()) {
    const parts = [target, direction, percent].filter((part) => part !== undefined).length;
    const marks = words.split(TARGET_MARK).length - 1;
    if (parts === 0 && marks === 0) continue;
    if (parts !== 3 || marks !== 1)
      return refuse({
        code: 'workPlan.target',
        article: ARTICLE,
        message: say`第${index + 1}项：目标应当写明指标、方向和目标值，并在文字中以${TARGET_MARK}标出一处`,
      });
  }
  return undefined;
}

/** 年度工作安排, one stream a unit and year: `workPlan-330800.2024`. */
export const workPlan = register<WorkPlan, typeof PHASES>({
  name: 'workPlan',
  path: 'work-plans',
  title: '年度工作安排',
  noun: '年度工作安排',
  room: 'SUPERVISION',
  row: WorkPlan,
  phases: PHASES,
  roles: ['LEADER', 'COORDINATOR', 'ANALYST'],
  acts: [
    act(AdoptWorkPlan, 'WorkPlanAdopted', {
      title: '确定年度工作安排',
      article: ARTICLE,
      to: 'Adopted',
      says: ({ year, items }) => say`确定${year}年工作${items.length}项，其中有目标的${targeted(items)}项`,
      decide: ({ year, items }, _row, { id, actor }) =>
        unitYearGuard({ id, unitId: actor.unit, year, noun: '年度工作安排', code: 'workPlan.id', article: ARTICLE }) ??
        guardItems(items) ??
        {},
    }),
    act(ReviseWorkPlan, 'WorkPlanRevised', {
      title: '调整年度工作安排',
      article: ARTICLE,
      from: ['Adopted'],
      draft: ({ preface, items }) => ({ preface, items }),
      says: ({ items, reason }) => say`调整为${items.length}项，其中有目标的${targeted(items)}项：${the.words(reason)}`,
      decide: ({ items }) => guardItems(items) ?? {},
    }),
  ],
  list: { columns: ['year', 'unitId', 'adoptedOn', 'revisedOn'], filters: ['year'], sort: '-year' },
  idTitle: '编号（单位编号.年度）',
});

function targeted(items: readonly PlanItem[]): number {
  return items.filter(({ target }) => target !== undefined).length;
}

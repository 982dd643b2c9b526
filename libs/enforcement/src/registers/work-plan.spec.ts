import { describe, it } from '@jest/globals';
import { type DomainEvent } from '#eventsourcing';
import { given, type Scenario } from '#eventsourcing/testing';
import { BUREAU, lawContext } from '../case/scenario.js';
import type { LawContext } from '../definition/context.js';
import { AdoptWorkPlan, type PlanItem, ReviseWorkPlan, workPlan } from './work-plan.js';

const by = (id: string, at: string, roles: readonly string[] = ['LEADER']): Scenario<LawContext> => ({
  ...{ context: lawContext, actor: { id, unit: 'qz', roles }, at, elsewhere: BUREAU, id: 'qz.2024' },
});
const the = (input: new () => object) => workPlan.commands.find(({ name }) => name === input.name)!;

const TARGETED: PlanItem = {
  heading: '（一）改革',
  words: '推动“综合查一次”占比【目标】以上',
  target: 'JOINT_INSPECTIONS',
  direction: 'AT_LEAST',
  percent: 25,
};
const PLAIN: PlanItem = { heading: '（一）改革', words: '做好省级试点承接' };
const PLAN: AdoptWorkPlan = {
  year: 2024,
  preface: '坚持严格规范公正文明执法',
  items: [PLAIN, TARGETED],
  adoptedOn: '2023-12-28',
};
const adopted: DomainEvent = { type: 'WorkPlanAdopted', data: { ...PLAN, unitId: 'qz' } };

describe('年度工作安排和目标线（厅字〔2019〕28号；DOMAIN H）', () => {
  it('一个单位一年一份，编号就是单位和年度', () => {
    given().when(the(AdoptWorkPlan), PLAN, by('chen', '2023-12-28')).then({ type: 'WorkPlanAdopted' });
    given()
      .when(the(AdoptWorkPlan), { ...PLAN, year: 2025 }, by('chen', '2023-12-28'))
      .thenRefused('workPlan.id');
    given(adopted).when(the(AdoptWorkPlan), PLAN, by('chen', '2023-12-29')).thenRefused('workPlan.phase');
  });

  it.each<[what: string, change: { [Name in keyof PlanItem]?: PlanItem[Name] | undefined }]>([
    ['写了【目标】而没有指标', { target: undefined, direction: undefined, percent: undefined }],
    ['有指标而没有目标值', { percent: undefined }],
    ['有指标而没有方向', { direction: undefined }],
    ['有目标而文字中没有标出', { words: '推动“综合查一次”' }],
    ['标出了两处', { words: '【目标】以上，【目标】以下' }],
  ])('目标不完整的，不能确定：%s', (_what, change) => {
    given()
      .when(the(AdoptWorkPlan), { ...PLAN, items: [{ ...TARGETED, ...change }] }, by('chen', '2023-12-28'))
      .thenRefused('workPlan.target');
  });

  it('调整要说明理由，目标仍应完整', () => {
    const revised = {
      preface: PLAN.preface,
      items: [{ ...TARGETED, percent: 30 }],
      reason: '省里提高了要求',
      revisedOn: '2024-03-01',
    };
    given(adopted).when(the(ReviseWorkPlan), revised, by('chen', '2024-03-01')).then({ type: 'WorkPlanRevised' });
    given(adopted)
      .when(the(ReviseWorkPlan), { ...revised, items: [{ ...TARGETED, percent: undefined }] }, by('chen', '2024-03-01'))
      .thenRefused('workPlan.target');
  });
});

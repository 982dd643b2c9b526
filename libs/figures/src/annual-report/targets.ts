import { type PlanItem, TARGET_DIRECTIONS, TARGET_MARK, TARGETS, type Target, type WorkPlan } from '#enforcement';
import type { LedgerReader } from '#eventsourcing';
import { partNamed } from '../catalogue.js';
import { evaluate, type Scope } from '../evaluate.js';
import type { Piece, Section, TargetShown } from './parts.js';

/* 目标线: what was set for the year beside what came of it, and what is set for the next beside where the year ends. */

/** The metric that each target is measured by. */
export const TARGET_PARTS: Readonly<Record<Target, string>> = {
  JOINT_INSPECTIONS: 'M17/rate',
  FIRM_PENALTIES: 'M18/decrease',
  COORDINATION: 'M09/rate',
  LEADS: 'M10/rate',
  CODING: 'M11/rate',
  REVIEW: 'M06/rate',
  PUBLICATION: 'M12/rate',
  APPEARANCE: 'M16/rate',
  DISCHARGE: 'M23/discharge',
  IMPLEMENTATION: 'M13/implementation',
  COVERAGE: 'M13/coverage',
  TRAINING: 'M24/training',
};

/** The targets of these plans beside what the year of the report came to. */
export async function targetsOf(
  ledger: LedgerReader,
  plans: readonly (WorkPlan | undefined)[],
  scope: Scope,
  reportYear: number,
): Promise<TargetShown[]> {
  const set = plans.flatMap((plan) => (plan?.items ?? []).flatMap((item) => targetIn(item, plan!.year)));
  const results = await evaluate(
    ledger,
    set.map(({ metric }) => partNamed(metric)),
    scope,
  );
  return set.map(({ year, metric, name, direction, percent }, index) => {
    const { value } = results[index]!;
    const reached = value === null ? null : direction === 'AT_LEAST' ? value >= percent / 100 : value <= percent / 100;
    const said = `${TARGET_DIRECTIONS[direction]}${percent}%`;
    return { year, metric, name, set: said, value, met: year === reportYear ? reached : null };
  });
}

function targetIn({ target, direction, percent }: PlanItem, year: number) {
  if (target === undefined || direction === undefined || percent === undefined) return [];
  return [{ year, metric: TARGET_PARTS[target], name: TARGETS[target], direction, percent }];
}

/** 下步工作, from the plan of the next year: its items under their headings, each target where its words say so. */
export function planSections(plan: WorkPlan | undefined): Section[] {
  if (plan === undefined) return [];
  const sections: Section[] = [{ heading: '三、下步工作', level: 1, paragraphs: [[plan.preface]] }];
  let heading: string | undefined;
  let words: string[] = [];
  const end = () => {
    if (heading !== undefined) sections.push({ heading, level: 2, paragraphs: [[words.join('')] as Piece[]] });
  };
  for (const item of plan.items) {
    if (item.heading !== heading) {
      end();
      heading = item.heading;
      words = [];
    }
    words.push(item.words.replace(TARGET_MARK, `${item.percent ?? ''}%`));
  }
  end();
  return sections;
}

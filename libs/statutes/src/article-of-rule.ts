import { DEADLINES, type DeadlineId } from './deadlines.js';
import type { Statutes } from './statutes.js';

/**
 * The article behind a rule as events name it (`D08@2021-07-15`), for people who know laws and not our numbers; undefined
 * where the table has no such row. Cases of one edition that rest on several articles name them all.
 */
export function articleOfRule(statutes: Statutes, rule: string): string | undefined {
  const [id = '', edition = ''] = rule.split('@');
  if (!DEADLINES.some((row) => row.id === id)) return undefined;
  const rows = statutes.deadline(id as DeadlineId).editions.filter(({ from }) => from === edition);
  return rows.length === 0 ? undefined : [...new Set(rows.map(({ article }) => article))].join('；');
}

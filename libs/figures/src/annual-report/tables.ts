import type { ReportTemplateId } from '#enforcement';
import type { LedgerReader } from '#eventsourcing';
import { type Evaluated, evaluate, type Scope } from '../evaluate.js';
import type { TableShown } from './parts.js';
import { TABLE_TEMPLATES, type TableTemplate } from './table-templates.js';
import { percent } from './written.js';

const ORDINALS = ['一', '二', '三', '四', '五', '六'];

/** The tables of a template, filled in from the ledger. */
export async function tablesOf(
  ledger: LedgerReader,
  template: ReportTemplateId | undefined,
  year: number,
  scope: Scope,
): Promise<TableShown[]> {
  if (template === undefined) return [];
  const tables: readonly TableTemplate[] = TABLE_TEMPLATES[template].tables;
  const parts = tables.flatMap(({ columns }) => columns.map(({ part }) => part));
  const results = await evaluate(ledger, parts, scope);
  let next = 0;
  return tables.map(({ title, columns }, index) => {
    const shown = columns.map((column) => ({ ...column, result: results[next++]! }));
    const summed = shown
      .filter(({ isTotal, isBeside }) => isTotal !== true && isBeside !== true)
      .reduce((sum, { result }) => sum + result.numerator, 0);
    const totals = shown.filter(({ isTotal }) => isTotal === true);
    return {
      title: `表${ORDINALS[index]}　${year}年度${title}`,
      columns: shown.map(({ title: name, group, result }) => ({
        title: group === undefined ? name : `${group}：${name}`,
        text: written(result),
        value: result.value,
      })),
      holds: totals.every(({ result }) => result.numerator === summed),
    };
  });
}

/** 万元 with two decimals, as the tables write money. */
function written({ part, value, numerator }: Evaluated): string {
  if (part.unit === '率') return percent(value);
  return part.unit === '分' ? (Math.round(numerator / 10_000) / 100).toFixed(2) : String(numerator);
}

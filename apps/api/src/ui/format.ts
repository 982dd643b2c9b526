import type { MetricPart } from '#enforcement';
import { yuan } from '#fields';
import { percent } from '#figures';

export { clock as moment } from '../questions/spoken.js';
export { yuan };

/* How numbers, days and moments are written on a page. */

const GROUPED = new Intl.NumberFormat('zh-CN');

/** 3,022 */
export function grouped(count: number): string {
  return GROUPED.format(count);
}

/** A figure with its unit; — when there is nothing to divide by. */
export function figureText(unit: MetricPart['unit'], value: number | null): string {
  if (value === null) return '—';
  if (unit === '率') return percent(value);
  if (unit === '天') return `${value.toFixed(1)} 天`;
  if (unit === '分') return `${yuan(value)} 元`;
  return `${grouped(value)} ${unit}`;
}

/** A rate's two sums: 235 ÷ 235 */
export function ratio(sums: MetricPart['sums'], numerator: number, denominator: number): string {
  const write = sums === 'fen' ? yuan : grouped;
  return `${write(numerator)} ÷ ${write(denominator)}`;
}

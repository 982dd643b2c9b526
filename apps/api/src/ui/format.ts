import type { MetricPart } from '#enforcement';
import { percent } from '#figures';

/* How numbers, days and moments are written on a page. */

const GROUPED = new Intl.NumberFormat('zh-CN');

/** 3,022 */
export function grouped(count: number): string {
  return GROUPED.format(count);
}

/** Whole fen as yuan with two digits: 2,661,000.00 */
export function yuan(fen: number): string {
  const cents = Math.abs(fen);
  return `${fen < 0 ? '-' : ''}${grouped(Math.floor(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;
}

/** A figure with its unit; — when there is nothing to divide by. */
export function figureText(unit: MetricPart['unit'], value: number | null): string {
  if (value === null) return '—';
  if (unit === '率') return percent(value);
  if (unit === '分') return `${yuan(value)} 元`;
  return `${grouped(value)} ${unit}`;
}

/** A rate's two sums: 235 ÷ 235 */
export function ratio(sums: MetricPart['sums'], numerator: number, denominator: number): string {
  const write = sums === 'fen' ? yuan : grouped;
  return `${write(numerator)} ÷ ${write(denominator)}`;
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** An instant as a clock in Shanghai shows it: 2023-05-06 09:30 */
export function moment(instant: string): string {
  return SHANGHAI.format(new Date(instant));
}

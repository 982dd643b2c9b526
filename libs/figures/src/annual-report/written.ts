import type { Figure } from './parts.js';

/* How the report writes its figures. */

/** Whole number; the report writes no thousands separators. */
export function written(figure: Figure): string {
  if (figure.unit === '率') return percent(figure.value);
  if (figure.unit === '分') return wan(figure.numerator);
  return String(figure.numerator);
}

/** 万元 with one decimal, as the report writes sums of money: 266.1. Half a unit rounds up. */
export function wan(fen: number): string {
  return (Math.round(fen / 100_000) / 10).toFixed(1);
}

/** A ratio as a percentage with at most two decimals; — when there is nothing to divide by. */
export function percent(ratio: number | null): string {
  if (ratio === null) return '—';
  const hundredths = Math.round(ratio * 10_000);
  // What is not quite all is never written as all.
  const honest = ratio < 1 && hundredths === 10_000 ? 9_999 : hundredths;
  return `${honest / 100}%`;
}

/** A round number with 余, as the report writes what it does not count exactly: 431 is 400余, 83 by tens 80余. Below a step it is exact. */
export function roughly(count: number, step = 100): string {
  if (count < step || count % step === 0) return String(count);
  return `${Math.floor(count / step) * step}余`;
}

/** A ratio as the report writes what is more than a round number: 66.7% is 超65%. 100% is exact; — when there is nothing to divide by. */
export function over(ratio: number | null): string {
  if (ratio === null || ratio === 0 || ratio === 1) return percent(ratio);
  const STEP = 5;
  // Hundredths of a percent, so that what is exactly a step is not 超 itself.
  const below = Math.floor((Math.round(ratio * 10_000) - 1) / (STEP * 100)) * STEP;
  return `超${below}%`;
}

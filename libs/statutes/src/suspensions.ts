import { StatutesError } from './errors.js';
import { type EpochDay, epochDay, type LegalDay } from './legal-day.js';

/** A stretch of days that do not count, half-open: `startOn` is the first, `endOn` the first that counts again (R9). */
export interface Interval {
  readonly startOn: LegalDay;
  readonly endOn: LegalDay;
}

/** The same as whole numbers. */
export interface Span {
  readonly start: EpochDay;
  readonly end: EpochDay;
}

const NONE: readonly Span[] = [];

/**
 * R9: the days on which a clock stands still, as disjoint spans in order. Overlapping and touching intervals are one, so
 * that a day suspended for two reasons is left out once.
 */
export function united(intervals: readonly Interval[] | undefined): readonly Span[] {
  if (intervals === undefined || intervals.length === 0) return NONE;
  const spans = intervals.map(({ startOn, endOn }) => {
    const span = { start: epochDay(startOn), end: epochDay(endOn) };
    if (span.end < span.start) throw new StatutesError(`停止计算的期间止于${endOn}，早于其开始${startOn}`);
    return span;
  });
  spans.sort((a, b) => a.start - b.start);
  const result: { start: EpochDay; end: EpochDay }[] = [];
  for (const span of spans) {
    if (span.start === span.end) continue;
    const last = result.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push({ ...span });
  }
  return result;
}

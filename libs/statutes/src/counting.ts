import type { WorkCalendar } from './calendar.js';
import { StatutesError } from './errors.js';
import type { LegalDay } from './legal-day.js';
import { addMonths, type EpochDay, epochDay, legalDayOf, toCivil, weekdayName } from './legal-day.js';
import { type Period, periodName } from './rows.js';
import type { Span } from './suspensions.js';

/** A period to be counted: what the row says, what the case adds. */
export interface Counting {
  readonly period: Period;
  /** The day of the trigger. */
  readonly on: EpochDay;
  /** Extensions granted, in the period's unit. */
  readonly extension: number;
  readonly suspended: readonly Span[];
  readonly rollsOver: boolean;
}

export interface LastDay {
  /** The last day by the count alone. */
  readonly nominal: EpochDay;
  /** The last day after R5. */
  readonly last: EpochDay;
}

/**
 * The last day of a period of days, working days, months or years.
 *
 * R1: the day of the trigger is not counted; the first day is the day after it.
 * R2: whether "days" are working days is said by the row, statute by statute.
 * R3: a period of working days ends on a working day and needs the calendar of every year that it touches.
 * R4: months and years end on the corresponding day.
 * R5: a last day off moves to the next working day where the row says so.
 * R9: suspended days are left out, so that each moves the end by one.
 */
export function lastDay(counting: Counting, calendar: WorkCalendar): LastDay {
  const nominal = counted(counting, calendar);
  return { nominal, last: counting.rollsOver ? calendar.nextWorkingDay(nominal) : nominal };
}

function counted({ period, on, extension, suspended }: Counting, calendar: WorkCalendar): EpochDay {
  const length = period.length + extension;
  switch (period.unit) {
    case 'DAY':
      return pastSuspended(on + length, on, suspended);
    case 'WORKING_DAY':
      return pastSuspendedWorkingDays(calendar.addWorkingDays(on, length), on, suspended, calendar);
    case 'MONTH':
      return pastSuspended(addMonths(on, length), on, suspended);
    case 'YEAR':
      return pastSuspended(addMonths(on, length * 12), on, suspended);
    case 'DATE':
      return epochDay(`${String(toCivil(on).year + length).padStart(4, '0')}-${period.date}`);
    case 'HOUR':
      throw new StatutesError(`${periodName(period)}以小时计，不以日计`);
  }
}

/** A span that begins after the period has ended moves nothing: the period was over when the clock stopped. */
function pastSuspended(end: EpochDay, on: EpochDay, suspended: readonly Span[]): EpochDay {
  let last = end;
  for (const span of suspended) {
    if (span.start > last) break;
    last += Math.max(0, span.end - Math.max(span.start, on + 1));
  }
  return last;
}

function pastSuspendedWorkingDays(
  end: EpochDay,
  on: EpochDay,
  suspended: readonly Span[],
  calendar: WorkCalendar,
): EpochDay {
  let last = end;
  for (const span of suspended) {
    if (span.start > last) break;
    last = calendar.addWorkingDays(last, calendar.workingDaysIn(Math.max(span.start, on + 1), span.end));
  }
  return last;
}

/** One day of the explanation of a period. */
export interface CountedDay {
  readonly day: LegalDay;
  readonly weekday: string;
  readonly counted: boolean;
  /** Which day of the period it is, for counted days. */
  readonly ordinal: number | null;
  /** Why it counts or not, in Chinese. */
  readonly reason: string;
}

/** Every day from the trigger to the end of the period, with the reason why it counts or not. */
export function countedDays(counting: Counting, end: LastDay, calendar: WorkCalendar): CountedDay[] {
  const { on, period, suspended } = counting;
  const days: CountedDay[] = [row(on, false, null, '触发当日，不计入（R1）')];
  let ordinal = 0;
  for (let day = on + 1; day <= end.last; day++) {
    if (day > end.nominal) {
      const done = day === end.last;
      days.push(row(day, false, null, `${calendar.describe(day)}，${done ? '末日顺延至此（R5）' : '顺延（R5）'}`));
    } else if (suspended.some((span) => span.start <= day && day < span.end)) {
      days.push(row(day, false, null, '停止计算（R9）'));
    } else if (period.unit === 'WORKING_DAY' && !calendar.isWorkingDay(day)) {
      days.push(row(day, false, null, `${calendar.describe(day)}，非工作日（R3）`));
    } else {
      ordinal += 1;
      const off = day === end.nominal && end.last > end.nominal ? `，末日为${calendar.describe(day)}（R5）` : '';
      const what = period.unit === 'WORKING_DAY' ? calendar.describe(day) : '自然日';
      days.push(row(day, true, ordinal, `${what}${off}`));
    }
  }
  return days;
}

function row(day: EpochDay, counted: boolean, ordinal: number | null, reason: string): CountedDay {
  return { day: legalDayOf(day), weekday: weekdayName(day), counted, ordinal, reason };
}

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
  return { nominal, last: counting.rollsOver ? rolledOver(nominal, counting.suspended, calendar) : nominal };
}

/** A clock that stops between a last day off and the working day in its place runs out when it goes on again (R9). */
function rolledOver(nominal: EpochDay, suspended: readonly Span[], calendar: WorkCalendar): EpochDay {
  let last = calendar.nextWorkingDay(nominal);
  for (const span of suspended) {
    if (span.start > last) break;
    if (span.start > nominal) last = calendar.nextWorkingDay(span.end);
  }
  return last;
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
  const days: CountedDay[] = [row(on, false, null, end.last === on ? '触发当日' : '触发当日，不计入（R1）')];
  let ordinal = 0;
  for (let day = on + 1; day <= end.last; day++) {
    if (suspended.some((span) => span.start <= day && day < span.end)) {
      days.push(row(day, false, null, '停止计算（R9）'));
    } else if (day > end.nominal) {
      const done = day === end.last;
      days.push(row(day, false, null, `${calendar.describe(day)}，${done ? '末日顺延至此（R5）' : '顺延（R5）'}`));
    } else if (period.unit === 'WORKING_DAY' && !calendar.isWorkingDay(day)) {
      days.push(row(day, false, null, `${calendar.describe(day)}，非工作日（R3）`));
    } else {
      ordinal += 1;
      const what = period.unit === 'WORKING_DAY' ? calendar.describe(day) : '自然日';
      days.push(row(day, true, ordinal, day === end.nominal ? `${what}${ending(counting, end, calendar)}` : what));
    }
  }
  return days;
}

/** Why the period ends on its last day by the count, where that is not plain from counting. */
function ending({ period, on, suspended, rollsOver }: Counting, { nominal, last }: LastDay, calendar: WorkCalendar) {
  const reasons: string[] = [];
  if ((period.unit === 'MONTH' || period.unit === 'YEAR') && suspended.length === 0) {
    const corresponds = toCivil(on).day === toCivil(nominal).day;
    reasons.push(corresponds ? '对应日（R4）' : '无对应日，取月末（R4）');
  }
  if (period.unit === 'DATE') reasons.push('规定的日期');
  if (last > nominal) reasons.push(`末日为${calendar.describe(nominal)}（R5）`);
  else if (!rollsOver && period.unit !== 'WORKING_DAY' && calendar.covers(nominal) && !calendar.isWorkingDay(nominal)) {
    reasons.push(`末日为${calendar.describe(nominal)}，不顺延（R5）`);
  }
  return reasons.map((reason) => `，${reason}`).join('');
}

function row(day: EpochDay, counted: boolean, ordinal: number | null, reason: string): CountedDay {
  return { day: legalDayOf(day), weekday: weekdayName(day), counted, ordinal, reason };
}

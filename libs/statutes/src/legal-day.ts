import { Temporal } from 'temporal-polyfill';
import { StatutesError } from './errors.js';

/** A day of the civil calendar in Asia/Shanghai, 'YYYY-MM-DD': sorts as text, and is the form kept in events. */
export type LegalDay = string;

/** Days since 1970-01-01. Inside this library days are counted as integers; `LegalDay` is for the outside. */
export type EpochDay = number;

/** Checks that the text names a real day of the calendar and returns it. Throws `StatutesError` if it does not. */
export function legalDay(text: string): LegalDay {
  epochDay(text);
  return text;
}

/** The legal day, in Asia/Shanghai, on which an instant (ISO-8601 with offset or Z) falls. */
export function dayOf(instantIso: string): LegalDay {
  const milliseconds = instant(instantIso).epochMilliseconds;
  // China has kept UTC+8 without summer time since 1991-09-15; before that only the zone's history knows.
  if (milliseconds >= SUMMER_TIME_ABOLISHED) return legalDayOf(Math.floor((milliseconds + EIGHT_HOURS) / ONE_DAY));
  return Temporal.Instant.fromEpochMilliseconds(milliseconds)
    .toZonedDateTimeISO('Asia/Shanghai')
    .toPlainDate()
    .toString();
}

/** What a clock in Shanghai shows at an instant: 2023-05-06T09:30:00. */
export function clockOf(instantIso: string): string {
  const milliseconds = Date.parse(instantIso);
  if (milliseconds >= SUMMER_TIME_ABOLISHED) return new Date(milliseconds + EIGHT_HOURS).toISOString().slice(0, 19);
  return instant(instantIso).toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** First and last millisecond of a day in Shanghai, as instants (ISO-8601 UTC with milliseconds). */
export function instantsOf(day: LegalDay): { readonly first: string; readonly last: string } {
  const start = Temporal.PlainDate.from(legalDay(day)).toZonedDateTime('Asia/Shanghai');
  const iso = (at: Temporal.ZonedDateTime) => new Date(at.epochMilliseconds).toISOString();
  return { first: iso(start), last: iso(start.add({ days: 1 }).subtract({ milliseconds: 1 })) };
}

/** `day` plus `n` calendar days; `n` may be negative. */
export function addDays(day: LegalDay, n: number): LegalDay {
  return legalDayOf(epochDay(day) + n);
}

/** Calendar days from `from` to `to`: 0 for the same day, negative if `to` is earlier. */
export function daysBetween(from: LegalDay, to: LegalDay): number {
  return epochDay(to) - epochDay(from);
}

export function instant(iso: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(iso);
  } catch {
    throw new StatutesError(`“${iso}”不是时刻，应为带时区的 ISO 8601，如 2023-09-26T10:00:00+08:00`);
  }
}

const ONE_DAY = 86_400_000;
const EIGHT_HOURS = 28_800_000;
const SUMMER_TIME_ABOLISHED = 684_892_800_000;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Parses and checks a day. Integer arithmetic on the civil calendar (Hinnant's days_from_civil): it is asked often. */
export function epochDay(text: LegalDay): EpochDay {
  if (typeof text !== 'string' || text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) {
    return notADay(text);
  }
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return notADay(text);
  if (day > MONTH_LENGTHS[month - 1]! && !(month === 2 && day === 29 && isLeapYear(year))) return notADay(text);
  return fromCivil(year, month, day);
}

export function fromCivil(year: number, month: number, day: number): EpochDay {
  // The year is taken to begin in March, so that the leap day is its last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function toCivil(epoch: EpochDay): { year: number; month: number; day: number } {
  const z = epoch + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function legalDayOf(epoch: EpochDay): LegalDay {
  const { year, month, day } = toCivil(epoch);
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

export function yearOf(epoch: EpochDay): number {
  return toCivil(epoch).year;
}

/**
 * R4: a period of months or years ends on the corresponding day of the last month, or on that month's last day if it has
 * no such day (民诉法期间的对应日；民法典202条): 2023-08-31 + 6 months = 2024-02-29.
 */
export function addMonths(epoch: EpochDay, months: number): EpochDay {
  const { year, month, day } = toCivil(epoch);
  const end = Temporal.PlainDate.from({ year, month, day }).add({ months }, { overflow: 'constrain' });
  return fromCivil(end.year, end.month, end.day);
}

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** 0 Sunday … 6 Saturday; 1970-01-01 was a Thursday. */
export function weekday(epoch: EpochDay): number {
  return (((epoch + 4) % 7) + 7) % 7;
}

export function weekdayName(epoch: EpochDay): string {
  return WEEKDAYS[weekday(epoch)]!;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function notADay(text: unknown): never {
  throw new StatutesError(`“${String(text)}”不是日历上的日期，应为 YYYY-MM-DD`);
}

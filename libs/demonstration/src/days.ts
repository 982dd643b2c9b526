import { type LegalDay, loadStatutes } from '#statutes';
import type { Dice } from './random.js';

/* Days of the play, always by the calendar of the law. */

export const statutes = loadStatutes();

export const YEAR = 2023;
/** The first and the last working day of the year. */
export const FIRST_DAY: LegalDay = '2023-01-03';
export const LAST_DAY: LegalDay = '2023-12-29';

export function inYear(day: LegalDay | undefined): boolean {
  return day?.startsWith(`${YEAR}-`) === true;
}

/** The n-th working day after a day. */
export function later(day: LegalDay, workingDays: number): LegalDay {
  return statutes.addWorkingDays(day, workingDays);
}

/** The day itself when it is a working day, else the next one. */
export function workingDay(day: LegalDay): LegalDay {
  return statutes.isWorkingDay(day) ? day : later(day, 1);
}

/** A working day from `first` to `last`, both possible. */
export function someDay(dice: Dice, first: LegalDay, last: LegalDay): LegalDay {
  const start = workingDay(first);
  const choices = statutes.workingDaysBetween(start, last);
  if (choices < 0 || start > last) throw new RangeError(`no working day from ${first} to ${last}`);
  return later(start, dice.between(0, choices));
}

export function latest(...days: readonly LegalDay[]): LegalDay {
  return days.reduce((a, b) => (a > b ? a : b));
}

export function earliest(...days: readonly LegalDay[]): LegalDay {
  return days.reduce((a, b) => (a < b ? a : b));
}

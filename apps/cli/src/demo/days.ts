import { type LegalDay, loadStatutes } from '#statutes';
import type { Dice } from './random.js';

/* Days of the play, always by the calendar of the law. */

export const statutes = loadStatutes();

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

import { type Refusal, refuse } from '#eventsourcing';
import { clockOf, dayOf, type LegalDay } from '#statutes';

/** Nothing is dated in the future: an act that is recorded has happened. */
export function guardNotInFuture(day: LegalDay, today: LegalDay, what: string, article: string): Refusal | undefined {
  if (day <= today) return undefined;
  return refuse({
    code: 'day.in_future',
    article,
    message: `${what}${day}晚于今天${today}，不能预先记录`,
    earliest: day,
  });
}

/** An act may not be dated before the one that it rests on. */
export function guardNotBefore(
  day: LegalDay,
  earlier: LegalDay,
  what: string,
  than: string,
  article: string,
): Refusal | undefined {
  if (day >= earlier) return undefined;
  return refuse({
    code: 'day.out_of_order',
    article,
    message: `${what}${day}早于${than}${earlier}`,
    earliest: earlier,
  });
}

/** The same for a moment: it has passed when it is recorded. Both are ISO-8601. */
export function guardMomentHasPassed(moment: string, now: string, what: string, article: string): Refusal | undefined {
  if (Date.parse(moment) <= Date.parse(now)) return undefined;
  return refuse({
    code: 'day.in_future',
    article,
    message: `${what}${clockOf(moment).slice(0, 16).replace('T', ' ')}晚于现在，不能预先记录`,
    earliest: dayOf(moment),
  });
}

/** A moment with any offset as ISO-8601 UTC, the form kept in events. */
export function utc(moment: string): string {
  return new Date(Date.parse(moment)).toISOString();
}

/** Days on which an act rests, as far as there are any, with what they are and the article where it is one of their own. */
export type EarlierDays = readonly (readonly [day: LegalDay | undefined, what: string, article?: string])[];

/** Not before any of these days: the last of them is the one that a refusal names, since from it on all are past. */
export function guardNotBeforeAny(
  day: LegalDay,
  earlier: EarlierDays,
  what: string,
  article: string,
): Refusal | undefined {
  const [last = '', than = '', own = article] = [...earlier].sort(([a = ''], [b = '']) => (a < b ? 1 : -1))[0] ?? [];
  return guardNotBefore(day, last, what, than, own);
}

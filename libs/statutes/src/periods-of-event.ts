import { DEADLINES, type DeadlineId } from './deadlines.js';
import { StatutesError } from './errors.js';
import type { LegalDay } from './legal-day.js';
import { inForce, periodName } from './rows.js';
import type { Statutes } from './statutes.js';

/** A period that begins with an event of a case. */
export interface BegunPeriod {
  readonly rule: DeadlineId;
  readonly name: string;
  /** 90个自然日 */
  readonly period: string;
  readonly article: string;
  /** The last day, where the event is of the given day; absent where hours are counted or the day cannot be told yet. */
  readonly dueOn?: LegalDay;
}

/** The periods that begin with an event (`CaseFiled`) of a day, as the law of that day has them. */
export function periodsBegunBy(statutes: Statutes, event: string, on: LegalDay): BegunPeriod[] {
  return DEADLINES.flatMap(({ id }): BegunPeriod[] => {
    const { name, event: begins, variants, editions } = statutes.deadline(id);
    if (begins !== event) return [];
    const variant = variants && Object.keys(variants)[0];
    const edition = editions.find((row) => inForce(row, on) && (row.variant === undefined || row.variant === variant));
    if (edition?.period == null) return [];
    const { period, article } = edition;
    const dueOn = period.unit === 'HOUR' ? undefined : dueDay(statutes, id, on);
    return [{ rule: id, name, period: periodName(period), article, ...(dueOn === undefined ? {} : { dueOn }) }];
  });
}

function dueDay(statutes: Statutes, rule: DeadlineId, on: LegalDay): LegalDay | undefined {
  try {
    return statutes.due(rule, { on }).dueOn;
  } catch (error) {
    if (error instanceof StatutesError) return undefined;
    throw error;
  }
}

import { StatutesError } from './errors.js';
import { type LegalDay, legalDay } from './legal-day.js';

/** How far a row can be trusted: V checked word for word against the text, V2 second-hand, K our reading: configurable. */
export type Mark = 'V' | 'V2' | 'K';

/** R10: every row of law is in force from `from` until the day before `to`. */
export interface Validity {
  readonly from: LegalDay;
  readonly to?: LegalDay;
}

/** What any number of this library can be traced to. */
export interface Citation {
  /** D07, F04, … */
  readonly rule: string;
  /** The first day on which the row that was applied was in force. */
  readonly edition: LegalDay;
  readonly article: string;
  readonly mark: Mark;
}

export function inForce(row: Validity, on: LegalDay): boolean {
  return row.from <= on && (row.to === undefined || on < row.to);
}

/** R10: the row in force on the day of the act. Throws if there is none: the law of that day is not on record. */
export function editionOn<Row extends Validity>(rows: readonly Row[], on: LegalDay, what: string): Row {
  legalDay(on);
  const row = rows.find((candidate) => inForce(candidate, on));
  if (row === undefined) throw new StatutesError(`${what}：${on}没有已录入的有效规定`);
  return row;
}

/** Whom a period binds, which decides what its end means (R11). */
export type Binds =
  /** 行政机关自己的办理期限: late is a defect, not a nullity. */
  | 'AGENCY'
  /** 当事人的权利或者履行期限: the agency may not act before it has ended. */
  | 'PARTY'
  /** 法院、公安、复议机关等的期限. */
  | 'OTHER'
  /** 期满即生法律效果, whoever acts. */
  | 'EFFECT';

export type Unit = 'HOUR' | 'DAY' | 'WORKING_DAY' | 'MONTH' | 'YEAR' | 'DATE';

export interface Period {
  readonly unit: Unit;
  readonly length: number;
  /** For `DATE`: the day of the following year, 'MM-DD'. */
  readonly date?: string;
}

export const hours = (length: number): Period => ({ unit: 'HOUR', length });
export const days = (length: number): Period => ({ unit: 'DAY', length });
export const workingDays = (length: number): Period => ({ unit: 'WORKING_DAY', length });
export const months = (length: number): Period => ({ unit: 'MONTH', length });
export const years = (length: number): Period => ({ unit: 'YEAR', length });
/** A fixed day of the year after the trigger's, 'MM-DD'. */
export const nextYearOn = (date: string): Period => ({ unit: 'DATE', length: 1, date });

const UNIT_NAMES: Record<Unit, string> = {
  HOUR: '小时',
  DAY: '个自然日',
  WORKING_DAY: '个工作日',
  MONTH: '个月',
  YEAR: '年',
  DATE: '',
};

export function periodName({ unit, length, date }: Period): string {
  if (unit === 'DATE') return `次年${date}`;
  return length === 0 ? '当日' : `${length}${UNIT_NAMES[unit]}`;
}

import type { LedgerReader } from '#eventsourcing';
import { type MetricPart, queriesOf, type Scope } from '#figures';
import { day, type Parameters, type QueryOf, readQuery, text, wholeNumber } from '../query.js';

/* Which figures a page shows: a year, a unit or the whole city, as known on a day. The same for report, metrics, entries. */

export const FIGURE_SCOPE = {
  year: wholeNumber('年度', 1900, 2099),
  unit: text('单位编号，缺省为全市'),
  knownOn: day('以该日结束时已记录的为准'),
} as const;

export interface FigureScope {
  readonly year: number;
  /** Absent for the whole city. */
  readonly unit?: string | undefined;
  readonly knownOn?: string | undefined;
  /** The present day: what falls due later counts in no figure yet. */
  readonly today: string;
}

/** A form sends fields that were left empty; a page takes them as not given. */
export function readForm<P extends Parameters>(parameters: P, query: unknown): QueryOf<P> {
  const given = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== '');
  return readQuery(parameters, Object.fromEntries(given));
}

export function ledgerScope({ year, unit, knownOn, today }: FigureScope): Scope {
  return {
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    today,
    ...(unit === undefined ? {} : { units: [unit] }),
    ...(knownOn === undefined ? {} : { knownOn }),
  };
}

/** `year=2023&unit=330800`, with `&` before whatever follows; for hrefs. */
export function scopeSearch(
  { year, unit, knownOn }: FigureScope,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ year: String(year), unit, knownOn, ...more }))
    if (value !== undefined) search.set(name, value);
  return search.toString();
}

export type Side = 'numerator' | 'less' | 'denominator';

/** Where a figure opens into its entries. `metric` is `M02` and `part` its key. */
export function entriesHref(
  metric: string,
  part: string,
  scope: FigureScope,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  return `/metrics/${metric}/${encodeURIComponent(part)}/entries?${scopeSearch(scope, more)}`;
}

/** The query behind one side of a figure; undefined where the figure has no such side. */
export function sideQuery(part: MetricPart, side: Side, scope: FigureScope) {
  const { plus, minus, under } = queriesOf(part, ledgerScope(scope));
  return { numerator: plus, less: minus, denominator: under }[side];
}

/** Measures that every bureau with a year of work has booked. */
const SIGNS_OF_LIFE = ['penalty', 'filed.ordinary', 'closed.ordinary'];

/** Years in which the ledger has something, the latest first; the present one alone when it is empty. */
export async function yearsOf(ledger: LedgerReader, today: string): Promise<readonly number[]> {
  const months = await ledger.groupBy({ measures: SIGNS_OF_LIFE }, 'month');
  const years = [...new Set(months.map(({ group }) => Number(group.slice(0, 4))))].sort((a, b) => b - a);
  return years.length === 0 ? [Number(today.slice(0, 4))] : years;
}

import type { FIGURES_OF } from '../questions/metrics.js';
import { KNOWN_ON, type QueryOf, wholeNumber, words, yesOrNo } from '../questions/parameters.js';
import type { SightAnswer } from '../questions/sight.js';
import { addressOf } from '../ui/form.js';

/* Which figures a page shows: a year, a unit or all that is in sight, as known when. The same for report, metrics, entries. */

export const FIGURE_SCOPE = {
  year: wholeNumber('年度', 1900, 2099),
  unit: words('单位编号，缺省为可以查阅的全部单位'),
  below: yesOrNo('是否连同其下级单位'),
  knownOn: KNOWN_ON,
} as const;

export interface FigureScope {
  readonly year: number;
  /** Absent for all that is in sight. */
  readonly unit?: string | undefined;
  /** With the units below it. */
  readonly below?: boolean | undefined;
  readonly knownOn?: string | undefined;
}

/** The scope that an address names; the latest year in which something has been booked where it names none. */
export function scopeAsked(asked: QueryOf<typeof FIGURE_SCOPE>, { years }: SightAnswer, today: string): FigureScope {
  const { year = years[0] ?? Number(today.slice(0, 4)), unit, below, knownOn } = asked;
  return { year, unit, below: unit === undefined ? undefined : below, knownOn };
}

/** The scope as the questions about figures take it. */
export function figuresAsked({ year, unit, below, knownOn }: FigureScope): QueryOf<typeof FIGURES_OF> {
  return { from: `${year}-01-01`, to: `${year}-12-31`, unit, below: below || undefined, knownOn };
}

/** The same days of the year before: of a year that is not over, as far as it has come. */
export function yearBefore({ year }: FigureScope, today: string): { readonly from: string; readonly to: string } {
  const isOver = today > `${year}-12-31`;
  const day = isOver || today < `${year}-01-01` ? '12-31' : today.slice(5);
  return { from: `${year - 1}-01-01`, to: `${year - 1}-${day === '02-29' ? '02-28' : day}` };
}

export function figuresHref(
  path: string,
  { year, unit, below, knownOn }: FigureScope,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  return addressOf(path, { year, unit, below: below ? 'true' : undefined, knownOn, ...more });
}

/** Where a figure opens into its entries. `metric` is `M02` and `part` its key. */
export function entriesHref(metric: string, part: string, scope: FigureScope): string {
  return figuresHref(`/metrics/${metric}/${encodeURIComponent(part)}/entries`, scope);
}

/** Whose figures a scope names, in words. */
export function reachOf({ unit, below }: FigureScope, { units }: SightAnswer): string {
  if (unit === undefined) {
    const [top, ...others] = units;
    if (top === undefined || others.some(({ depth }) => depth <= top.depth)) return '可以查阅的全部单位';
    return others.length === 0 ? top.name : `${top.name}及其下级单位`;
  }
  const name = units.find(({ unitId }) => unitId === unit)?.name ?? unit;
  return below === true ? `${name}及其下级单位` : name;
}

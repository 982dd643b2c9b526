import type { Fact } from '#eventsourcing';
import type { Terms } from '#fields';
import type { LegalDay } from '#statutes';

/*
 * What is counted. A register declares its measures, by which its rows book facts in the ledger, and the metrics that are
 * sums of measures or ratios of two such sums. A metric is one entry; so is a measure.
 */

/** One booking of several: its day, with what is its own: an amount, a class, a unit, how many. */
export interface Amount {
  readonly on: LegalDay;
  readonly fen?: number;
  readonly subject?: string;
  readonly unit?: string;
  readonly count?: number;
}

/** Days on which something is booked, each with what is its own; none where nothing is. */
export type Bookings = LegalDay | null | undefined | readonly (LegalDay | Amount)[];

/** A booking that a row makes: each day on which it counts, for which unit, under which subject, and how much. */
export interface Measure<Row> {
  /** What one booking is, for entries of figures that sum several: 响应期限届满. */
  readonly title: string;
  /** What of the row counts by itself, as if it were the row: each of several decisions of a case. The row where nothing is said. */
  readonly each?: (row: Row) => readonly Row[];
  /** Business days on which the row counts, each with its own amount where amounts differ; none where it does not. */
  readonly on: (row: Row) => Bookings;
  /** Days on which what was counted ceases to count: a booking of one less. So a stock is the sum of its bookings up to a day. */
  readonly until?: (row: Row) => Bookings;
  /** How many one booking is of; one where nothing is said. */
  readonly count?: (row: Row) => number;
  /** The unit that it counts for; the row's own where nothing is said. */
  readonly unit?: (row: Row) => string;
  /** Class within the measure, with the terms of the classes. */
  readonly subject?: (row: Row) => string;
  readonly subjects?: Terms;
  readonly fen?: (row: Row) => number;
}

export type Measures<Row> = Readonly<Record<string, Measure<Row>>>;

/** What a row says in the metric ledger, in the order of the measures. */
export function factsBy<Row extends { readonly unitId: string }>(measures: Measures<Row>): (row: Row) => Fact[] {
  const entries = Object.entries(measures);
  return (row) => {
    const facts: Fact[] = [];
    for (const [name, measure] of entries)
      for (const one of measure.each?.(row) ?? [row]) {
        book(facts, one, name, measure, measure.on(one), 1);
        if (measure.until) book(facts, one, name, measure, measure.until(one), -1);
      }
    return facts;
  };
}

/** Asked for every measure of every row at every event: nothing is made for what books nothing. */
function book<Row extends { readonly unitId: string }>(
  facts: Fact[],
  row: Row,
  measure: string,
  { unit, subject, fen, count }: Measure<Row>,
  bookings: Bookings,
  sign: 1 | -1,
): void {
  if (bookings === null || bookings === undefined) return;
  const bookOne = (booking: LegalDay | Amount) => {
    const own: Amount = typeof booking === 'string' ? { on: booking } : booking;
    facts.push({
      measure,
      date: own.on,
      unit: own.unit ?? unit?.(row) ?? row.unitId,
      count: sign * (own.count ?? count?.(row) ?? 1),
      // Added to 0, so that nothing is ever booked as -0.
      fen: 0 + sign * (own.fen ?? fen?.(row) ?? 0),
      subject: own.subject ?? subject?.(row) ?? '',
    });
  };
  if (typeof bookings === 'string') bookOne(bookings);
  else for (const booking of bookings) bookOne(booking);
}

/** A sum of ledger entries: of these measures, and of these subjects within them where given. */
export interface MeasureSum {
  readonly measures: readonly string[];
  readonly subjects?: readonly string[];
}

/** What is counted, as figures say it. */
export const METRIC_UNITS = [
  ...(['件', '件次', '宗', '分', '率', '件/次', '起', '家', '人'] as const),
  ...(['人次', '项', '份', '条', '次', '户次', '个', '辆', '天'] as const),
];
export type MetricUnit = (typeof METRIC_UNITS)[number];

export interface MetricPart {
  readonly key: string;
  readonly name: string;
  readonly numerator: MeasureSum;
  /** Present for rates. A rate with nothing to divide by is null, never 100%. */
  readonly denominator?: MeasureSum;
  /** What is summed: how many, how much, or how many different subjects (firms by their code). */
  readonly sums: 'count' | 'fen' | 'distinct';
  /**
   * `period`: entries dated in the period. `opening`, `closing`: entries dated before its start, up to its end.
   * `handled`: entries up to its end less those of `less` before its start: what was open at any time in it.
   * In a rate that is the denominator; its numerator is of the period.
   * `decrease`: entries of the same period a year before, less those of the period.
   */
  readonly over?: 'period' | 'opening' | 'closing' | 'handled' | 'decrease';
  /** What the denominator of a rate sums, where it is not what its numerator does: cases of the year by items in force. */
  readonly denominatorOver?: 'period' | 'closing';
  /** Sums taken away, for balances: opening = accepted before − concluded before. */
  readonly less?: MeasureSum;
  readonly unit: MetricUnit;
}

export interface Metric {
  readonly id: string;
  readonly name: string;
  /** What is counted, in a sentence for a lawyer. */
  readonly definition: string;
  /** Statute, statistical rule or agreement that the definition follows. */
  readonly source: string;
  /** The business day that an entry is counted by. */
  readonly countsBy: string;
  readonly excluded?: string;
  readonly parts: readonly MetricPart[];
}

function sumOf(measures: readonly string[], subjects?: readonly string[]): MeasureSum {
  return subjects === undefined ? { measures } : { measures, subjects };
}

/** How many. */
export function count(
  key: string,
  name: string,
  measures: readonly string[],
  unit: MetricUnit,
  subjects?: readonly string[],
): MetricPart {
  return { key, name, numerator: sumOf(measures, subjects), sums: 'count', unit };
}

/** How many different subjects of a measure: firms, people. */
export function distinct(key: string, name: string, measures: readonly string[], unit: MetricUnit): MetricPart {
  return { key, name, numerator: { measures }, sums: 'distinct', unit };
}

/** How much, in fen. */
export function amount(
  key: string,
  name: string,
  measures: readonly string[],
  subjects?: readonly string[],
): MetricPart {
  return { key, name, numerator: sumOf(measures, subjects), sums: 'fen', unit: '分' };
}

/** The ratio of two counts. */
export function rate(
  key: string,
  name: string,
  numerator: readonly string[],
  denominator: readonly string[],
): MetricPart {
  return {
    key,
    name,
    numerator: { measures: numerator },
    denominator: { measures: denominator },
    sums: 'count',
    unit: '率',
  };
}

/** The ratio of what was done in the period to what was open at any time in it: carried over, or new. */
export function rateOfHandled(
  key: string,
  name: string,
  done: readonly string[],
  accepted: readonly string[],
  concluded: readonly string[],
): MetricPart {
  return { ...rate(key, name, done, accepted), less: { measures: concluded }, over: 'handled' };
}

/** How many there are at the end of the period: a stock, whose measure books what comes and, by `until`, what goes. */
export function stock(
  key: string,
  name: string,
  measure: string,
  unit: MetricUnit,
  subjects?: readonly string[],
): MetricPart {
  return { ...count(key, name, [measure], unit, subjects), over: 'closing' };
}

/** How many different subjects a stock has at the end of the period. */
export function distinctStock(key: string, name: string, measure: string, unit: MetricUnit): MetricPart {
  return { ...distinct(key, name, [measure], unit), over: 'closing' };
}

/** The ratio of two stocks at the end of the period, or of their different subjects. */
export function stockRate(
  key: string,
  name: string,
  numerator: string,
  denominator: string,
  sums: 'count' | 'distinct' = 'count',
): MetricPart {
  return { ...rate(key, name, [numerator], [denominator]), sums, over: 'closing' };
}

/** Opening, new, concluded and closing of matters that come and end. */
export function balance(
  key: string,
  name: string,
  accepted: string,
  concluded: string | readonly string[],
  unit: MetricUnit = '件',
): MetricPart[] {
  const come = { measures: [accepted] };
  const ended = { measures: [concluded].flat() };
  const part = (suffix: string, title: string): Pick<MetricPart, 'key' | 'name' | 'sums' | 'unit'> => ({
    key: `${key}.${suffix}`,
    name: `${name}${title}`,
    sums: 'count',
    unit,
  });
  return [
    { ...part('opening', '期初未结（结转）'), numerator: come, less: ended, over: 'opening' },
    { ...part('accepted', '新收'), numerator: come },
    { ...part('concluded', '办结'), numerator: ended },
    { ...part('closing', '期末未结'), numerator: come, less: ended, over: 'closing' },
  ];
}

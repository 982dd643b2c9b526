import type { Position, RecordedEvent } from './event.js';

/** Column types that a read model may have; each has one form in memory, given behind it. */
export type ColumnType =
  | 'text' // string
  | 'integer' // number
  | 'bigint' // number (safe integer): positions, fen
  | 'boolean'
  | 'date' // 'YYYY-MM-DD'
  | 'instant' // ISO-8601 UTC with milliseconds
  | 'text[]' // string[]
  | 'json'; // any JSON value

export interface Column {
  readonly type: ColumnType;
  /** Whether the row may hold null here. */
  readonly optional?: boolean;
  /**
   * How a list is sorted by a text: as people count, numbers by their value and Chinese by its sound; by code point
   * when it does not say. Filters go by code point, always.
   */
  readonly order?: 'natural';
}

/** One booking of a measure: how many and how much, for which unit, on which business day. */
export interface Fact {
  /** Id of the measure in the metric catalogue. */
  readonly measure: string;
  /** Business day, YYYY-MM-DD. */
  readonly date: string;
  readonly unit: string;
  readonly count: number;
  readonly fen: number;
  /** Class within the measure: a kind of penalty, a field of items, an outcome. Empty when there is none. */
  readonly subject?: string;
}

/**
 * A read model is declared, not programmed: which row an event belongs to, and what the row is afterwards. `evolve`
 * and `facts` are pure. A change of any of them asks for a new `version`, which rebuilds the table.
 */
export interface ReadModel<Row extends object = Record<string, unknown>> {
  /** Table name, snake_case. */
  readonly name: string;
  readonly version: number;
  /** The columns besides the key, by property name (camelCase here, snake_case in the table). */
  readonly columns: { readonly [Property in keyof Row & string]: Column };
  /** Property lists that queries sort by, behind what they filter by; a `text[]` property alone makes an inverted index. */
  readonly indexes?: readonly (readonly (keyof Row & string)[])[];
  /** Properties by which queries find rows, whatever they sort by. An index of few values is small, and cheap to keep. */
  readonly lookups?: readonly (keyof Row & string)[];
  /**
   * By which texts a row is found, under a name each: not everybody may find by everything. Properties are `text` or
   * `text[]`. See text-search.ts.
   */
  readonly search?: Readonly<Record<string, readonly (keyof Row & string)[]>>;
  /** Key of the row that the event belongs to; undefined for events that do not concern this read model. */
  key(event: RecordedEvent): string | undefined;
  /**
   * Whether the event is the first of its key, so that no table needs to be asked for the row before it: most rows of a
   * log are begun, not found. Said of an event that is not the first, the commit fails on the row that is there.
   */
  begins?(event: RecordedEvent): boolean;
  /** The row after the event; undefined when there is none (any more). */
  evolve(row: Row | undefined, event: RecordedEvent): Row | undefined;
  /** What the row says in the metric ledger. The runtime books the differences, event by event. */
  facts?(row: Row): readonly Fact[];
}

/**
 * A read model of whatever row, as the runtime handles it: every `ReadModel<Row>` is one. The runtime only ever hands
 * a model the rows that this model made.
 */
export interface AnyReadModel {
  readonly name: string;
  readonly version: number;
  readonly columns: { readonly [property: string]: Column };
  readonly indexes?: readonly (readonly string[])[];
  readonly lookups?: readonly string[];
  readonly search?: Readonly<Record<string, readonly string[]>>;
  key(event: RecordedEvent): string | undefined;
  begins?(event: RecordedEvent): boolean;
  evolve(row: object | undefined, event: RecordedEvent): object | undefined;
  facts?(row: object): readonly Fact[];
}

/** A difference booked by one event. A figure is the sum of such entries, and opens into them. */
export interface LedgerEntry {
  readonly position: Position;
  /** Order among the entries of one event and read model, from 0. */
  readonly ordinal: number;
  readonly readModel: string;
  /** Stream of the event: the case (or lead, request, …) that the figure is about. */
  readonly stream: string;
  readonly measure: string;
  readonly subject: string;
  readonly unit: string;
  readonly date: string;
  readonly count: number;
  readonly fen: number;
  readonly recordedAt: string;
}

/** What must be booked when a row's facts go from `before` to `after`: per measure, day, unit and subject, never zero. */
export function factDifferences(before: readonly Fact[], after: readonly Fact[]): Fact[] {
  if (before.length === 0 && after.length === 0) return [];
  const sums = new Map<string, { fact: Fact; count: number; fen: number }>();
  const book = (fact: Fact, sign: 1 | -1) => {
    const key = `${fact.measure}\u0000${fact.date}\u0000${fact.unit}\u0000${fact.subject ?? ''}`;
    let sum = sums.get(key);
    if (!sum) {
      sum = { fact, count: 0, fen: 0 };
      sums.set(key, sum);
    }
    // Added to 0, so that nothing is ever booked as -0.
    sum.count += sign * fact.count;
    sum.fen += sign * fact.fen;
  };
  for (const fact of before) book(fact, -1);
  for (const fact of after) book(fact, 1);
  return [...sums.values()]
    .filter(({ count, fen }) => count !== 0 || fen !== 0)
    .map(({ fact, count, fen }) => ({ ...fact, count, fen }));
}

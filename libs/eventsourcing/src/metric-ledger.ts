import type { Position, RecordedEvent } from './event.js';
import type { LedgerEntry } from './read-model.js';
import { InvalidQueryError, isDay, isMinute } from './read-model-check.js';

/** Entries that one page of a drill-down may hold. */
export const MAX_LEDGER_PAGE = 1_000;

/** Which entries of the ledger a figure is the sum of. Days are YYYY-MM-DD and inclusive. */
export interface LedgerQuery {
  readonly measures: readonly string[];
  /** Classes within the measures; undefined is all of them, `''` those entries that have none. */
  readonly subjects?: readonly string[] | undefined;
  /** Undefined is every unit. */
  readonly units?: readonly string[] | undefined;
  /** First business day. */
  readonly from?: string | undefined;
  /** Last business day. */
  readonly to?: string | undefined;
  /**
   * The figure as it was known at the end of a day, YYYY-MM-DD, or of a minute, YYYY-MM-DDTHH:mm, both of Shanghai:
   * entries recorded later do not count.
   */
  readonly knownOn?: string | undefined;
}

/** Which entries of a figure are shown. */
export interface EntriesQuery extends LedgerQuery {
  readonly after?: string | undefined;
  readonly limit: number;
  /** ISO-8601 UTC: entries recorded before this instant are left out. */
  readonly since?: string | undefined;
}

export interface LedgerSum {
  readonly count: number;
  readonly fen: number;
  /** Entries behind the sum, those that cancel each other included. */
  readonly entries: number;
}

export type LedgerGrouping = 'subject' | 'unit' | 'month' | 'measure';

export interface LedgerGroup extends LedgerSum {
  /** The subject, the unit, the measure, or the month as YYYY-MM. */
  readonly group: string;
}

export interface LedgerPage {
  readonly entries: readonly LedgerEntry[];
  /** Hand back as `after` to read on; undefined on the last page. */
  readonly next?: string;
}

/** A group whose rollup is not the sum of its entries; a side without the group counts as zero. */
export interface RollupDifference extends RollupKey {
  /** Of business and of recording; a month is told by its first day. */
  readonly per: 'day' | 'month';
  readonly ledger: LedgerSum;
  readonly rollup: LedgerSum;
}

/** Where in the log, and when. */
export type LedgerPlace = Pick<RecordedEvent, 'position' | 'recordedAt'>;

/** Reads the metric ledger. Figures come from the rollup; entries open a figure into the events that made it. */
export interface LedgerReader {
  sum(query: LedgerQuery): Promise<LedgerSum>;
  /** Many figures in one round trip, in the order of the queries. */
  sums(queries: readonly LedgerQuery[]): Promise<LedgerSum[]>;
  /**
   * Per query, in one round trip, how many different subjects were booked: those whose count over its entries is not
   * zero. Entries without a subject are none.
   */
  distinct(queries: readonly LedgerQuery[]): Promise<number[]>;
  /** Sums by group, ordered by group; groups in which everything is zero are left out. */
  groupBy(query: LedgerQuery, grouping: LedgerGrouping): Promise<LedgerGroup[]>;
  /**
   * The entries of a figure by position, then read model, then ordinal. An entry and its later reversal are both
   * shown: that is what happened. Throws InvalidQueryError on a limit outside 1..MAX_LEDGER_PAGE or a foreign cursor.
   */
  entries(query: EntriesQuery): Promise<LedgerPage>;
  /**
   * What a stretch of the log booked, from its first event through its last, of every measure; by position, then read
   * model, then ordinal. Whole as far as the projection has come.
   */
  bookedBy(first: LedgerPlace, last: LedgerPlace): Promise<LedgerEntry[]>;
  /** Groups whose rollup differs from the sum of their entries, at most `limit`; none, always, unless something broke. */
  ledgerAgreesWithRollup(limit?: number): Promise<RollupDifference[]>;
}

/** What the rollup sums up: a day of business as known on a day of recording. */
export interface RollupKey {
  readonly readModel: string;
  readonly measure: string;
  readonly subject: string;
  readonly unit: string;
  readonly date: string;
  /** Day in Shanghai on which the entries were recorded. */
  readonly recordedOn: string;
}

export interface RollupRow extends RollupKey {
  readonly count: number;
  readonly fen: number;
  readonly entries: number;
}

/** The entries summed up per group: what a batch adds to the rollup. */
export function rollupOf(entries: readonly LedgerEntry[]): RollupRow[] {
  const rows = new Map<string, { -readonly [Property in keyof RollupRow]: RollupRow[Property] }>();
  let recordedAt = '';
  let recordedOn = '';
  for (const entry of entries) {
    if (entry.recordedAt !== recordedAt) {
      recordedAt = entry.recordedAt;
      recordedOn = shanghaiDay(recordedAt);
    }
    const { readModel, measure, subject, unit, date, count, fen } = entry;
    const key = `${readModel}\u0000${measure}\u0000${subject}\u0000${unit}\u0000${date}\u0000${recordedOn}`;
    const row = rows.get(key);
    if (row) {
      row.count += count;
      row.fen += fen;
      row.entries += 1;
    } else rows.set(key, { readModel, measure, subject, unit, date, recordedOn, count, fen, entries: 1 });
  }
  return [...rows.values()];
}

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The kernel knows nobody, so it knows this itself; for everybody else there is `clockOf` of `#statutes`. */
const EIGHT_HOURS_MS = 8 * 60 * MINUTE_MS;

/** The day in Shanghai of an instant (ISO-8601 UTC). China keeps UTC+8 all year since 1992, before any event here. */
export function shanghaiDay(instant: string): string {
  return new Date(Date.parse(instant) + EIGHT_HOURS_MS).toISOString().slice(0, 10);
}

/** Whether a text is a `knownOn`: a day, or a minute of one, in Shanghai. */
export function isKnownOn(text: string): boolean {
  return isDay(text) || isMinute(text);
}

/** The day of a `knownOn`. */
export function knownDay(knownOn: string): string {
  return knownOn.slice(0, 10);
}

/** First instant (ISO-8601 UTC) of which a `knownOn` knows nothing: the one after its day or its minute. */
export function knownBefore(knownOn: string): string {
  const end = isDay(knownOn)
    ? Date.parse(`${knownOn}T00:00+08:00`) + DAY_MS
    : Date.parse(`${knownOn}+08:00`) + MINUTE_MS;
  return new Date(end).toISOString();
}

/** Throws InvalidQueryError when a query names no measure or an impossible day. */
export function assertLedgerQuery(query: LedgerQuery): void {
  const { measures, from, to, knownOn } = query;
  if (measures.length === 0) throw new InvalidQueryError('a ledger query names at least one measure');
  for (const day of [from, to]) if (day !== undefined && !isDay(day)) throw new InvalidQueryError(`not a day: ${day}`);
  if (knownOn !== undefined && !isKnownOn(knownOn))
    throw new InvalidQueryError(`neither a day nor a minute: ${knownOn}`);
}

/** Where a page of entries ended. */
export interface EntryCursor {
  readonly position: Position;
  readonly readModel: string;
  readonly ordinal: number;
}

export function writeEntryCursor(entry: EntryCursor): string {
  return `${entry.position}.${entry.ordinal}.${entry.readModel}`;
}

/** Throws InvalidQueryError on anything that `writeEntryCursor` did not write. */
export function readEntryCursor(cursor: string): EntryCursor {
  const [, position, ordinal, readModel] = /^(\d{1,16})\.(\d{1,9})\.([a-z][a-z0-9_]*)$/.exec(cursor) ?? [];
  if (position === undefined || ordinal === undefined || readModel === undefined)
    throw new InvalidQueryError('not a cursor of ledger entries');
  return { position: Number(position), ordinal: Number(ordinal), readModel };
}

export function assertEntryPage(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LEDGER_PAGE)
    throw new InvalidQueryError(`a page holds 1 to ${MAX_LEDGER_PAGE} entries, not ${limit}`);
}

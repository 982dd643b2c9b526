import type pg from 'pg';
import {
  assertEntryPage,
  assertLedgerQuery,
  type LedgerEntry,
  type LedgerGroup,
  type LedgerGrouping,
  type LedgerPage,
  type LedgerQuery,
  type LedgerReader,
  type LedgerSum,
  type RollupDifference,
  readEntryCursor,
  writeEntryCursor,
} from '#eventsourcing';
import { ENTRY_COLUMNS, entryOf } from './read-model-entry.js';
import { readTypes } from './read-model-values.js';

const SUMS = `coalesce(sum(s.count), 0)::bigint as count, coalesce(sum(s.fen), 0)::bigint as fen,
  coalesce(sum(s.entries), 0)::bigint as entries`;

const GROUPS: { readonly [Grouping in LedgerGrouping]: string } = {
  subject: 's.subject',
  unit: 's.unit',
  measure: 's.measure',
  month: `to_char(s.date, 'YYYY-MM') collate "C"`,
};

/** Parts of queries ($1) with the rows of the rollups that they sum up: months or days, never both for one part. */
const PARTS = `rows from (json_to_recordset($1) as
      (place int, level text, measures text[], subjects text[], units text[], "from" date, "to" date, "knownOn" date))
    as q(place, level, measures, subjects, units, "from", "to", "knownOn"),
  lateral (
    select m.measure, m.subject, m.unit, m.month as date, m.count, m.fen, m.entries from anjuan.metric_month m
    where q.level = 'month' and m.measure = any(q.measures) and m.month between q."from" and q."to"
      and (q.subjects is null or m.subject = any(q.subjects)) and (q.units is null or m.unit = any(q.units))
    union all
    select r.measure, r.subject, r.unit, r.date, r.count, r.fen, r.entries from anjuan.metric_rollup r
    where q.level = 'day' and r.measure = any(q.measures) and r.date between q."from" and q."to"
      and (q.subjects is null or r.subject = any(q.subjects)) and (q.units is null or r.unit = any(q.units))
      and r.recorded_on <= q."knownOn"
  ) s`;

/** The metric ledger in PostgreSQL: sums off the rollups, entries off the ledger. */
export class PostgresLedger implements LedgerReader {
  constructor(private readonly pool: pg.Pool) {}

  async sum(query: LedgerQuery): Promise<LedgerSum> {
    return (await this.sums([query]))[0]!;
  }

  async sums(queries: readonly LedgerQuery[]): Promise<LedgerSum[]> {
    const parts = queries.flatMap(partsOf);
    const sums = queries.map((): LedgerSum => ({ count: 0, fen: 0, entries: 0 }));
    if (parts.length === 0) return sums;
    const { rows } = await this.pool.query<LedgerSum & { place: number }>({
      text: `select q.place, ${SUMS} from ${PARTS} group by 1`,
      values: [JSON.stringify(parts)],
      types: readTypes,
    });
    for (const { place, ...sum } of rows) sums[place] = sum;
    return sums;
  }

  async groupBy(query: LedgerQuery, grouping: LedgerGrouping): Promise<LedgerGroup[]> {
    const { rows } = await this.pool.query<LedgerGroup>({
      text: `select ${GROUPS[grouping]} as "group", ${SUMS} from ${PARTS}
        group by 1 having sum(s.count) <> 0 or sum(s.fen) <> 0 order by 1`,
      values: [JSON.stringify(partsOf(query, 0))],
      types: readTypes,
    });
    return rows;
  }

  async entries(query: LedgerQuery & { readonly after?: string; readonly limit: number }): Promise<LedgerPage> {
    assertLedgerQuery(query);
    assertEntryPage(query.limit);
    const after = query.after === undefined ? undefined : readEntryCursor(query.after);
    const bounds = await this.bounds(query);
    if (!bounds) return { entries: [] };
    const { where, values, add } = conditions(query, 'date');
    add((parameter) => `position >= ${parameter}`, Math.max(bounds.first, after?.position ?? 0));
    add((parameter) => `position <= ${parameter}`, bounds.last);
    // The day ends in Shanghai at 16:00 UTC.
    if (query.knownOn) add((parameter) => `recorded_at < ${parameter}`, `${query.knownOn}T16:00:00.000Z`);
    if (after) {
      values.push(after.position, after.readModel, after.ordinal);
      const [a, b, c] = [values.length - 2, values.length - 1, values.length];
      where.push(`(position, read_model, ordinal) > ($${a}, $${b}, $${c})`);
    }
    const { rows } = await this.pool.query<unknown[]>({
      text: `select ${ENTRY_COLUMNS.join(', ')} from anjuan.metric_ledger where ${where.join(' and ')}
        order by position, read_model, ordinal limit ${query.limit + 1}`,
      values,
      rowMode: 'array',
      types: readTypes,
    });
    const entries = rows.slice(0, query.limit).map((row) => entryOf(row) as LedgerEntry);
    return { entries, ...(rows.length > query.limit ? { next: writeEntryCursor(entries.at(-1)!) } : {}) };
  }

  /** Positions between which all entries of a query lie; without them the search would begin at the log's first event. */
  private async bounds(query: LedgerQuery): Promise<{ first: number; last: number } | undefined> {
    const { from } = query;
    const { where, values } = conditions({ ...query, ...(from && { from: `${from.slice(0, 7)}-01` }) }, 'month');
    const { rows } = await this.pool.query<{ first: number | null; last: number | null }>({
      text: `select min(first_position) as first, max(last_position) as last
        from anjuan.metric_month where ${where.join(' and ')}`,
      values,
      types: readTypes,
    });
    const { first, last } = rows[0]!;
    return first === null || last === null ? undefined : { first, last };
  }

  async ledgerAgreesWithRollup(limit = 100): Promise<RollupDifference[]> {
    const found: RollupDifference[] = [];
    for (const [table, date, recordedOn] of [
      ['anjuan.metric_rollup', 'date', `(recorded_at at time zone 'Asia/Shanghai')::date`],
      ['anjuan.metric_month', `date_trunc('month', date)::date`, undefined],
    ] as const) {
      const keys = ['read_model', 'measure', 'subject', 'unit', ...(recordedOn ? ['date', 'recorded_on'] : ['month'])];
      const sums = (name: string) => ['count', 'fen', 'entries'].map((column) => `coalesce(${name}.${column}, 0)`);
      const { rows } = await this.pool.query<unknown[]>({
        text: `select ${keys.join(', ')}, ${[...sums('l'), ...sums('r')].join(', ')}
          from (select read_model, measure, subject, unit, ${date} as ${keys[4]},
              ${recordedOn ? `${recordedOn} as recorded_on,` : ''}
              sum(count)::bigint as count, sum(fen)::bigint as fen, count(*) as entries
            from anjuan.metric_ledger group by ${keys.map((_, index) => index + 1).join(', ')}) l
          full join ${table} r using (${keys.join(', ')})
          where (${sums('l').join(', ')}) is distinct from (${sums('r').join(', ')})
          order by ${keys.join(', ')} limit $1`,
        values: [limit],
        rowMode: 'array',
        types: readTypes,
      });
      for (const values of rows) {
        const [readModel, measure, subject, unit, day] = values as [string, string, string, string, string];
        const [count, fen, entries, rolledCount, rolledFen, rolledEntries] = values.slice(keys.length) as number[];
        found.push({
          readModel,
          measure,
          subject,
          unit,
          date: day,
          ...(recordedOn && { recordedOn: values[5] as string }),
          ledger: { count, fen, entries } as LedgerSum,
          rollup: { count: rolledCount, fen: rolledFen, entries: rolledEntries } as LedgerSum,
        });
      }
    }
    return found.slice(0, limit);
  }
}

interface Part extends Pick<LedgerQuery, 'measures' | 'subjects' | 'units'> {
  readonly place: number;
  readonly level: 'day' | 'month';
  readonly from: string;
  readonly to: string;
  readonly knownOn: string;
}

/**
 * A query as sums over whole months, and over days at its ends. As known on a day of the past it is all days: months
 * are only known as of now.
 */
function partsOf(query: LedgerQuery, place: number): Part[] {
  assertLedgerQuery(query);
  const { measures, subjects, units } = query;
  const part = (level: Part['level'], from = '-infinity', to = 'infinity'): Part => ({
    place,
    level,
    measures,
    ...(subjects && { subjects }),
    ...(units && { units }),
    from,
    to,
    knownOn: query.knownOn ?? 'infinity',
  });
  const { from, to } = query;
  if (query.knownOn !== undefined) return [part('day', from, to)];
  // The months that lie wholly within, by their first days.
  const first = from === undefined || from.endsWith('-01') ? from : monthAfter(from);
  const isWhole = to !== undefined && monthAfter(to) === dayAfter(to);
  const end = to === undefined ? undefined : isWhole ? monthAfter(to) : `${to.slice(0, 7)}-01`;
  if (first !== undefined && end !== undefined && first >= end) return [part('day', from, to)];
  const parts = [part('month', first, end && dayBefore(end))];
  if (from !== undefined && first !== undefined && from < first) parts.push(part('day', from, dayBefore(first)));
  if (to !== undefined && end !== undefined && end <= to) parts.push(part('day', end, to));
  return parts;
}

function dayAfter(day: string): string {
  return shifted(day, (date) => date.setUTCDate(date.getUTCDate() + 1));
}

function dayBefore(day: string): string {
  return shifted(day, (date) => date.setUTCDate(date.getUTCDate() - 1));
}

/** First day of the month after a day's. */
function monthAfter(day: string): string {
  return shifted(day, (date) => date.setUTCMonth(date.getUTCMonth() + 1, 1));
}

function shifted(day: string, shift: (date: Date) => void): string {
  const date = new Date(`${day}T00:00:00.000Z`);
  shift(date);
  return date.toISOString().slice(0, 10);
}

/** What entries, or months, must be to count in a query, knownOn apart. */
function conditions(query: LedgerQuery, day: 'date' | 'month') {
  const values: unknown[] = [];
  const where: string[] = [];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value !== undefined) where.push(condition(`$${values.push(value)}`));
  };
  const among = (column: string, wanted: readonly string[] | undefined) => {
    // A single value keeps the order of an index on what follows the column.
    if (wanted?.length === 1) add((parameter) => `${column} = ${parameter}`, wanted[0]);
    else add((parameter) => `${column} = any(${parameter})`, wanted);
  };
  among('measure', query.measures);
  among('subject', query.subjects);
  among('unit', query.units);
  add((parameter) => `${day} >= ${parameter}`, query.from);
  add((parameter) => `${day} <= ${parameter}`, query.to);
  return { where, values, add };
}

import type pg from 'pg';
import {
  assertEntryPage,
  assertLedgerQuery,
  type EntriesQuery,
  knownBefore,
  knownDay,
  type LedgerEntry,
  type LedgerGroup,
  type LedgerGrouping,
  type LedgerPage,
  type LedgerPlace,
  type LedgerQuery,
  type LedgerReader,
  type LedgerSum,
  type RollupDifference,
  readEntryCursor,
  writeEntryCursor,
} from '#eventsourcing';
import { ENTRY_COLUMNS, entryOf } from './read-model-entry.js';
import { readTypes } from './read-model-values.js';

const SUMS = `sum(s.count) as count, sum(s.fen) as fen, sum(s.entries) as entries`;

/** Sums of sums, where there may be none. */
const TOTALS = `coalesce(sum(s.count), 0)::bigint as count, coalesce(sum(s.fen), 0)::bigint as fen,
  coalesce(sum(s.entries), 0)::bigint as entries`;

const GROUPS: { readonly [Grouping in LedgerGrouping]: string } = {
  subject: 's.subject',
  unit: 's.unit',
  measure: 's.measure',
  month: `to_char(s.date, 'YYYY-MM') collate "C"`,
};

/** The one group of what is not grouped. */
const WHOLE = `''`;

/**
 * `with` that names the sums of all parts `s`, by the place of the query and by group. Many parts look at the same days of
 * the same measures: each span is read once for all of them, and added up before the parts take theirs.
 */
function partsSql(parts: readonly Part[], group: string): { text: string; values: unknown[] } {
  const spans = [...Map.groupBy(parts, ({ span }) => JSON.stringify(span)).values()];
  const placed = spans.flatMap((own, span) => own.map((part) => ({ ...part, span })));
  const values: unknown[] = [JSON.stringify(placed)];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const kept = (column: 'unit' | 'date', type: string) =>
    group.includes(`s.${column}`) ? column : `null::${type} as ${column}`;
  const sums = spans.map((own, span) => {
    const { units } = own[0]!.span;
    const measures = parameter([...new Set(own.flatMap((part) => part.measures))]);
    const wanted = `measure = any(${measures})${units ? ` and unit = any(${parameter(units)})` : ''}`;
    return `select ${span} as span, measure, subject, ${kept('unit', 'text')}, ${kept('date', 'date')}, ${SUMS}
      from (${spanSql(own[0]!.span, wanted, parameter)}) s group by 2, 3, 4, 5`;
  });
  return {
    text: `with q as (
        select place, span, subjects, unnest(measures) as measure
        from json_to_recordset($1) as q (place int, span int, measures text[], subjects text[])
      ),
      span as materialized (${sums.join(' union all ')}),
      s as (
        select q.place, ${group} as "group", ${SUMS} from q join span s on s.span = q.span and s.measure = q.measure
        where q.subjects is null or s.subject = any(q.subjects) group by 1, 2
      )`,
    values,
  };
}

/** What was booked to the days of a span, of the measures and units that are wanted. */
function spanSql({ level, from, to, before, knownOn }: Span, wanted: string, parameter: (value: unknown) => string) {
  const within = (date: string) => `${wanted} and ${date} between ${parameter(from)} and ${parameter(to)}`;
  if (level === 'month')
    return `select measure, subject, unit, month as date, count, fen, entries from anjuan.metric_month
      where ${within('month')} and recorded_month < ${parameter(before)}`;
  const days = `select measure, subject, unit, date, count, fen, entries from anjuan.metric_rollup where ${within('date')}`;
  if (level === 'day') return `${days} and recorded_on < ${parameter(before)}`;
  const moment = knownOn!;
  const day = knownDay(moment);
  const isWhole = moment === day;
  const whole = `${days} and recorded_on >= ${parameter(monthOf(day))}
    and recorded_on <= ${parameter(isWhole ? day : dayBefore(day))}`;
  if (isWhole) return whole;
  return `${whole} union all
    select measure, subject, unit, date, count, fen, 1 from anjuan.metric_ledger where ${within('date')}
      and recorded_at >= ${parameter(knownBefore(dayBefore(day)))} and recorded_at < ${parameter(knownBefore(moment))}`;
}

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
    const { text, values } = partsSql(parts, WHOLE);
    const { rows } = await this.pool.query<LedgerSum & { place: number }>({
      text: `${text} select s.place, ${TOTALS} from s group by 1`,
      values,
      types: readTypes,
    });
    for (const { place, ...sum } of rows) sums[place] = sum;
    return sums;
  }

  async distinct(queries: readonly LedgerQuery[]): Promise<number[]> {
    const counts = queries.map(() => 0);
    const parts = queries.flatMap(partsOf);
    if (parts.length === 0) return counts;
    const { text, values } = partsSql(parts, GROUPS.subject);
    const { rows } = await this.pool.query<{ place: number; subjects: number }>({
      text: `${text} select place, count(*) as subjects
        from (select place from s where "group" <> '' group by place, "group" having sum(count) <> 0) booked group by 1`,
      values,
      types: readTypes,
    });
    for (const { place, subjects } of rows) counts[place] = subjects;
    return counts;
  }

  async groupBy(query: LedgerQuery, grouping: LedgerGrouping): Promise<LedgerGroup[]> {
    const { text, values } = partsSql(partsOf(query, 0), GROUPS[grouping]);
    const { rows } = await this.pool.query<LedgerGroup>({
      text: `${text} select s."group", ${TOTALS} from s
        group by 1 having sum(s.count) <> 0 or sum(s.fen) <> 0 order by 1`,
      values,
      types: readTypes,
    });
    return rows;
  }

  async entries(query: EntriesQuery): Promise<LedgerPage> {
    assertLedgerQuery(query);
    assertEntryPage(query.limit);
    const after = query.after === undefined ? undefined : readEntryCursor(query.after);
    const bounds = await this.bounds(query);
    if (!bounds) return { entries: [] };
    const { where, values, add } = conditions(query, 'date');
    add((parameter) => `position >= ${parameter}`, Math.max(bounds.first, after?.position ?? 0));
    add((parameter) => `position <= ${parameter}`, bounds.last);
    if (query.knownOn) add((parameter) => `recorded_at < ${parameter}`, knownBefore(query.knownOn));
    add((parameter) => `recorded_at >= ${parameter}`, query.since);
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

  async bookedBy(first: LedgerPlace, last: LedgerPlace): Promise<LedgerEntry[]> {
    // Entries lie in the table in the order of their recording: the moments find the blocks, the positions the entries.
    const { rows } = await this.pool.query<unknown[]>({
      text: `select ${ENTRY_COLUMNS.join(', ')} from anjuan.metric_ledger
        where recorded_at between $1 and $2 and position between $3 and $4 order by position, read_model, ordinal`,
      values: [first.recordedAt, last.recordedAt, first.position, last.position],
      rowMode: 'array',
      types: readTypes,
    });
    return rows.map((row) => entryOf(row) as LedgerEntry);
  }

  /** Positions between which all entries of a query lie; without them the search would begin at the log's first event. */
  private async bounds(query: LedgerQuery): Promise<{ first: number; last: number } | undefined> {
    const { from, knownOn } = query;
    const { where, values, add } = conditions({ ...query, ...(from && { from: monthOf(from) }) }, 'month');
    add((parameter) => `recorded_month <= ${parameter}`, knownOn && monthOf(knownOn));
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
    for (const [per, table, date, recorded] of [
      ['day', 'anjuan.metric_rollup', 'date', 'recorded_on'],
      ['month', 'anjuan.metric_month', 'month', 'recorded_month'],
    ] as const) {
      const keys = ['read_model', 'measure', 'subject', 'unit', date, recorded].join(', ');
      const sums = (name: string) => ['count', 'fen', 'entries'].map((column) => `coalesce(${name}.${column}, 0)`);
      const { rows } = await this.pool.query<unknown[]>({
        text: `select ${keys}, ${[...sums('l'), ...sums('r')].join(', ')}
          from (select read_model, measure, subject, unit, date_trunc('${per}', date)::date as ${date},
              date_trunc('${per}', recorded_at at time zone 'Asia/Shanghai')::date as ${recorded},
              sum(count)::bigint as count, sum(fen)::bigint as fen, count(*) as entries
            from anjuan.metric_ledger group by 1, 2, 3, 4, 5, 6) l
          full join ${table} r using (${keys})
          where (${sums('l').join(', ')}) is distinct from (${sums('r').join(', ')})
          order by ${keys} limit $1`,
        values: [limit],
        rowMode: 'array',
        types: readTypes,
      });
      for (const values of rows) {
        const [readModel, measure, subject, unit, day, recordedOn, ...figures] = values as [
          ...[string, string, string, string, string, string],
          ...[number, number, number, number, number, number],
        ];
        const [count, fen, entries, rolledCount, rolledFen, rolledEntries] = figures;
        found.push({
          per,
          ...{ readModel, measure, subject, unit, date: day, recordedOn },
          ledger: { count, fen, entries },
          rollup: { count: rolledCount, fen: rolledFen, entries: rolledEntries },
        });
      }
    }
    return found.slice(0, limit);
  }
}

/** Days of business of units, by months or by days, as far as they were recorded by then. */
interface Span extends Pick<LedgerQuery, 'units'> {
  readonly level: 'month' | 'day' | 'recent';
  readonly from: string;
  readonly to: string;
  /** First day of recording that does not count, of the levels `month` and `day`: the first of a month. */
  readonly before: string;
  /** Of the level `recent`: until when what this month recorded counts. */
  readonly knownOn?: string;
}

interface Part extends Pick<LedgerQuery, 'measures' | 'subjects'> {
  readonly place: number;
  readonly span: Span;
}

/**
 * A query as sums over whole months, and over days at its ends. As known at a moment of the past these are the sums of
 * what the months before recorded, and a further part is what was recorded from then on until the moment.
 */
function partsOf(query: LedgerQuery, place: number): Part[] {
  assertLedgerQuery(query);
  const measures = [...new Set(query.measures)];
  return spansOf(query).map((span) => ({ place, measures, subjects: query.subjects, span }));
}

function spansOf({ units, from, to, knownOn }: LedgerQuery): Span[] {
  // At the end of a month's last day all of that month is known.
  const isMonth = knownOn !== undefined && knownOn === knownDay(knownOn) && dayAfter(knownOn).endsWith('-01');
  const before = knownOn === undefined ? 'infinity' : isMonth ? dayAfter(knownOn) : monthOf(knownOn);
  const span = (level: 'month' | 'day', first = '-infinity', last = 'infinity'): Span => ({
    level,
    units,
    from: first,
    to: last,
    before,
  });
  const recent: Span[] =
    knownOn === undefined || isMonth ? [] : [{ ...span('day', from, to), level: 'recent', knownOn }];
  // The months that lie wholly within, by their first days.
  const first = from === undefined || from.endsWith('-01') ? from : monthAfter(from);
  const isWhole = to !== undefined && monthAfter(to) === dayAfter(to);
  const end = to === undefined ? undefined : isWhole ? monthAfter(to) : monthOf(to);
  if (first !== undefined && end !== undefined && first >= end) return [span('day', from, to), ...recent];
  const spans = [span('month', first, end && dayBefore(end)), ...recent];
  if (from !== undefined && first !== undefined && from < first) spans.push(span('day', from, dayBefore(first)));
  if (to !== undefined && end !== undefined && end <= to) spans.push(span('day', end, to));
  return spans;
}

/** First day of the month of a day or minute. */
function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
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

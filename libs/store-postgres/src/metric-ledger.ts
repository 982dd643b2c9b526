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

const SUMS = `coalesce(sum(count), 0)::bigint as count, coalesce(sum(fen), 0)::bigint as fen,
  coalesce(sum(entries), 0)::bigint as entries`;

const GROUPS: { readonly [Grouping in LedgerGrouping]: string } = {
  subject: 'subject',
  unit: 'unit',
  measure: 'measure',
  month: `to_char(date, 'YYYY-MM') collate "C"`,
};

/** The metric ledger in PostgreSQL: sums off the rollup, entries off the ledger. */
export class PostgresLedger implements LedgerReader {
  constructor(private readonly pool: pg.Pool) {}

  async sum(query: LedgerQuery): Promise<LedgerSum> {
    assertLedgerQuery(query);
    const { where, values } = conditions(query, 'rollup');
    const { rows } = await this.pool.query<LedgerSum>({
      text: `select ${SUMS} from anjuan.metric_rollup where ${where.join(' and ')}`,
      values,
      types: readTypes,
    });
    return rows[0]!;
  }

  async sums(queries: readonly LedgerQuery[]): Promise<LedgerSum[]> {
    for (const query of queries) assertLedgerQuery(query);
    if (queries.length === 0) return [];
    const { rows } = await this.pool.query<LedgerSum>({
      name: 'anjuan_ledger_sums',
      text: `select s.* from rows from (json_to_recordset($1)
            as (measures text[], subjects text[], units text[], "from" date, "to" date, "knownOn" date))
          with ordinality as q(measures, subjects, units, "from", "to", "knownOn", place),
        lateral (select ${SUMS} from anjuan.metric_rollup r
          where r.measure = any(q.measures)
            and (q.subjects is null or r.subject = any(q.subjects))
            and (q.units is null or r.unit = any(q.units))
            and r.date between coalesce(q."from", '-infinity') and coalesce(q."to", 'infinity')
            and r.recorded_on <= coalesce(q."knownOn", 'infinity')) s
        order by q.place`,
      values: [JSON.stringify(queries)],
      types: readTypes,
    });
    return rows;
  }

  async groupBy(query: LedgerQuery, grouping: LedgerGrouping): Promise<LedgerGroup[]> {
    assertLedgerQuery(query);
    const { where, values } = conditions(query, 'rollup');
    const { rows } = await this.pool.query<LedgerGroup>({
      text: `select ${GROUPS[grouping]} as "group", ${SUMS} from anjuan.metric_rollup where ${where.join(' and ')}
        group by 1 having sum(count) <> 0 or sum(fen) <> 0 order by 1`,
      values,
      types: readTypes,
    });
    return rows;
  }

  async entries(query: LedgerQuery & { readonly after?: string; readonly limit: number }): Promise<LedgerPage> {
    assertLedgerQuery(query);
    assertEntryPage(query.limit);
    const { where, values } = conditions(query, 'ledger');
    if (query.after !== undefined) {
      const { position, readModel, ordinal } = readEntryCursor(query.after);
      values.push(position, readModel, ordinal);
      const [a, b, c] = [values.length - 2, values.length - 1, values.length];
      where.push(`position >= $${a} and (position, read_model, ordinal) > ($${a}, $${b}, $${c})`);
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

  async ledgerAgreesWithRollup(limit = 100): Promise<RollupDifference[]> {
    const sums = (name: string) => ['count', 'fen', 'entries'].map((column) => `coalesce(${name}.${column}, 0)`);
    const { rows } = await this.pool.query<unknown[]>({
      text: `select coalesce(l.read_model, r.read_model), coalesce(l.measure, r.measure),
          coalesce(l.subject, r.subject), coalesce(l.unit, r.unit), coalesce(l.date, r.date),
          coalesce(l.recorded_on, r.recorded_on), ${[...sums('l'), ...sums('r')].join(', ')}
        from (select read_model, measure, subject, unit, date,
            (recorded_at at time zone 'Asia/Shanghai')::date as recorded_on,
            sum(count)::bigint as count, sum(fen)::bigint as fen, count(*) as entries
          from anjuan.metric_ledger group by 1, 2, 3, 4, 5, 6) l
        full join anjuan.metric_rollup r using (read_model, measure, subject, unit, date, recorded_on)
        where (${sums('l').join(', ')}) is distinct from (${sums('r').join(', ')})
        order by 1, 2, 3, 4, 5, 6 limit $1`,
      values: [limit],
      rowMode: 'array',
      types: readTypes,
    });
    return rows.map((values) => {
      const [readModel, measure, subject, unit, date, recordedOn] = values as string[];
      const [count, fen, entries, rolledCount, rolledFen, rolledEntries] = values.slice(6) as number[];
      return {
        readModel,
        measure,
        subject,
        unit,
        date,
        recordedOn,
        ledger: { count, fen, entries },
        rollup: { count: rolledCount, fen: rolledFen, entries: rolledEntries },
      } as RollupDifference;
    });
  }
}

function conditions(query: LedgerQuery, table: 'ledger' | 'rollup'): { where: string[]; values: unknown[] } {
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
  add((parameter) => `date >= ${parameter}`, query.from);
  add((parameter) => `date <= ${parameter}`, query.to);
  if (table === 'rollup') add((parameter) => `recorded_on <= ${parameter}`, query.knownOn);
  // The day ends in Shanghai at 16:00 UTC.
  else add((parameter) => `recorded_at < ${parameter}`, query.knownOn && `${query.knownOn}T16:00:00.000Z`);
  return { where, values };
}

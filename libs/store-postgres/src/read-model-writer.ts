import type pg from 'pg';
import {
  type AnyReadModel,
  type ColumnType,
  columnName,
  type KeyedRow,
  type LedgerEntry,
  type Parked,
  type ReadModelChanges,
  type RollupRow,
  type RowRequest,
  rollupOf,
  shanghaiDay,
} from '#eventsourcing';
import { identifier, type ReadModelTables } from './read-model-schema.js';
import {
  arrayLiteral,
  copyIn,
  readTypes,
  unnest,
  unnested,
  unnestParameters,
  type WriteColumn,
} from './read-model-values.js';

/**
 * Writes need not wait for the disk: rows and checkpoint come back together after a crash of the server, at an earlier
 * position perhaps. And a statement that was planned while its table was small must not scan it when it has grown.
 */
export const WRITE_SETTINGS =
  'set local synchronous_commit = off; set local enable_seqscan = off; ' +
  'set local enable_hashjoin = off; set local enable_mergejoin = off';

/** From so many rows on, COPY and its three round trips beat an INSERT. */
const COPY_FROM_ROWS = 50;

/** Reads and writes the tables of one read model, live or of a build. */
export class TableWriter {
  private readonly properties: readonly string[];
  private readonly columns: readonly WriteColumn<KeyedRow>[];
  private readonly sql: {
    readonly select: string;
    readonly insert: string;
    readonly update: string;
    readonly insertEntries: string;
    readonly addRollup: string;
    readonly addMonths: string;
  };
  /** Names of prepared statements must differ wherever their texts do. */
  private readonly statement: string;

  constructor(
    readonly model: AnyReadModel,
    readonly tables: ReadModelTables,
    shape: string,
  ) {
    this.statement = `${tables.rows} ${shape}`;
    const columns = Object.entries(model.columns).map(([property, { type }]) => ({
      property,
      type,
      name: identifier(columnName(property)),
    }));
    this.properties = columns.map(({ property }) => property);
    this.columns = [
      { name: 'key', type: 'text', value: ({ key }) => key },
      ...columns.map(
        ({ property, type, name }): WriteColumn<KeyedRow> => ({
          name,
          type,
          value: ({ row }) => (row as Record<string, unknown>)[property],
        }),
      ),
    ];
    const source = unnest(this.columns, 'u');
    const insertUnnested = (table: string, written: readonly { name: string; type: ColumnType }[]) =>
      `insert into ${table} as t (${written.map(({ name }) => name).join(', ')})
       select ${written.map((column) => unnested(column, 'u')).join(', ')} from ${unnest(written, 'u')}`;
    this.sql = {
      select: `select ${this.columns.map(({ name }) => `t.${name}`).join(', ')}
        from unnest($1::text[]) as wanted(key) join ${tables.rows} t on t.key = wanted.key`,
      insert: insertUnnested(tables.rows, this.columns),
      update: `update ${tables.rows} as t
        set ${this.columns
          .slice(1)
          .map((column) => `${column.name} = ${unnested(column, 'u')}`)
          .join(', ')}
        from ${source} where t.key = u.key`,
      insertEntries: insertUnnested(tables.ledger, ENTRY_COLUMNS),
      addRollup: `${insertUnnested(tables.rollup, ROLLUP_COLUMNS)}
        on conflict (measure, date, unit, subject, recorded_on) do update
        set count = t.count + excluded.count, fen = t.fen + excluded.fen, entries = t.entries + excluded.entries`,
      addMonths: `${insertUnnested(tables.months, MONTH_COLUMNS)}
        on conflict (measure, month, unit, subject, recorded_month) do update
        set count = t.count + excluded.count, fen = t.fen + excluded.fen, entries = t.entries + excluded.entries,
          first_position = least(t.first_position, excluded.first_position),
          last_position = greatest(t.last_position, excluded.last_position)`,
    };
  }

  async rows(client: pg.ClientBase | pg.Pool, keys: RowRequest['keys']): Promise<Map<string, object>> {
    const found = new Map<string, object>();
    if (keys.length === 0) return found;
    // Planned each time, for so many keys and the table as large as it is: planning costs little here.
    const { rows } = await client.query<unknown[]>({
      text: this.sql.select,
      values: [arrayLiteral(keys)],
      rowMode: 'array',
      types: readTypes,
    });
    for (const values of rows) found.set(values[0] as string, this.row(values));
    return found;
  }

  /** The row in what a select of key and columns, in the order of the declaration, gave back. */
  row(values: readonly unknown[], from = 1): object {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < this.properties.length; index++) row[this.properties[index]!] = values[from + index];
    return row;
  }

  /** Writes the changes; the rollups only where they are there already. Parked keys are not of these tables. */
  async write(client: pg.ClientBase, changes: ReadModelChanges, options: { readonly rollups: boolean }): Promise<void> {
    const { inserts, updates, deletes, ledger } = changes;
    if (deletes.length > 0)
      await client.query(`delete from ${this.tables.rows} where key = any($1)`, [arrayLiteral(deletes)]);
    await this.put(client, this.tables.rows, this.columns, inserts, 'insert', this.sql.insert);
    if (updates.length > 0) {
      const { rowCount } = await client.query({
        name: statementName('update', this.statement),
        text: this.sql.update,
        values: unnestParameters(this.columns, updates),
      });
      if (rowCount !== updates.length)
        throw new Error(`${this.tables.rows} has ${rowCount} of ${updates.length} rows to update`);
    }
    await this.put(client, this.tables.ledger, ENTRY_COLUMNS, ledger, 'ledger', this.sql.insertEntries);
    if (!options.rollups || ledger.length === 0) return;
    await client.query({
      name: statementName('rollup', this.statement),
      text: this.sql.addRollup,
      values: unnestParameters(ROLLUP_COLUMNS, rollupOf(ledger)),
    });
    await client.query({
      name: statementName('months', this.statement),
      text: this.sql.addMonths,
      values: unnestParameters(MONTH_COLUMNS, monthsOf(ledger)),
    });
  }

  private async put<Item>(
    client: pg.ClientBase,
    table: string,
    columns: readonly WriteColumn<Item>[],
    items: readonly Item[],
    kind: string,
    insert: string,
  ): Promise<void> {
    if (items.length === 0) return;
    if (items.length >= COPY_FROM_ROWS) await copyIn(client, table, columns, items);
    else
      await client.query({
        name: statementName(kind, this.statement),
        text: insert,
        values: unnestParameters(columns, items),
      });
  }
}

const ENTRY_COLUMNS: readonly WriteColumn<LedgerEntry>[] = [
  { name: 'read_model', type: 'text', value: ({ readModel }) => readModel },
  { name: 'position', type: 'bigint', value: ({ position }) => position },
  { name: 'ordinal', type: 'integer', value: ({ ordinal }) => ordinal },
  { name: 'stream', type: 'text', value: ({ stream }) => stream },
  { name: 'measure', type: 'text', value: ({ measure }) => measure },
  { name: 'subject', type: 'text', value: ({ subject }) => subject },
  { name: 'unit', type: 'text', value: ({ unit }) => unit },
  { name: 'date', type: 'date', value: ({ date }) => date },
  { name: 'count', type: 'bigint', value: ({ count }) => count },
  { name: 'fen', type: 'bigint', value: ({ fen }) => fen },
  { name: 'recorded_at', type: 'instant', value: ({ recordedAt }) => recordedAt },
];

const ROLLUP_COLUMNS: readonly WriteColumn<RollupRow>[] = [
  { name: 'read_model', type: 'text', value: ({ readModel }) => readModel },
  { name: 'measure', type: 'text', value: ({ measure }) => measure },
  { name: 'subject', type: 'text', value: ({ subject }) => subject },
  { name: 'unit', type: 'text', value: ({ unit }) => unit },
  { name: 'date', type: 'date', value: ({ date }) => date },
  { name: 'recorded_on', type: 'date', value: ({ recordedOn }) => recordedOn },
  { name: 'count', type: 'bigint', value: ({ count }) => count },
  { name: 'fen', type: 'bigint', value: ({ fen }) => fen },
  { name: 'entries', type: 'bigint', value: ({ entries }) => entries },
];

interface MonthRow {
  readonly readModel: string;
  readonly measure: string;
  readonly subject: string;
  readonly unit: string;
  readonly month: string;
  readonly recordedMonth: string;
  count: number;
  fen: number;
  entries: number;
  readonly firstPosition: number;
  lastPosition: number;
}

const MONTH_COLUMNS: readonly WriteColumn<MonthRow>[] = [
  { name: 'read_model', type: 'text', value: ({ readModel }) => readModel },
  { name: 'measure', type: 'text', value: ({ measure }) => measure },
  { name: 'subject', type: 'text', value: ({ subject }) => subject },
  { name: 'unit', type: 'text', value: ({ unit }) => unit },
  { name: 'month', type: 'date', value: ({ month }) => month },
  { name: 'recorded_month', type: 'date', value: ({ recordedMonth }) => recordedMonth },
  { name: 'count', type: 'bigint', value: ({ count }) => count },
  { name: 'fen', type: 'bigint', value: ({ fen }) => fen },
  { name: 'entries', type: 'bigint', value: ({ entries }) => entries },
  { name: 'first_position', type: 'bigint', value: ({ firstPosition }) => firstPosition },
  { name: 'last_position', type: 'bigint', value: ({ lastPosition }) => lastPosition },
];

/** What entries, in the order of the log, add to the rollup by month. */
function monthsOf(entries: readonly LedgerEntry[]): MonthRow[] {
  const rows = new Map<string, MonthRow>();
  let recordedAt = '';
  let recordedMonth = '';
  for (const entry of entries) {
    if (entry.recordedAt !== recordedAt) {
      recordedAt = entry.recordedAt;
      recordedMonth = `${shanghaiDay(recordedAt).slice(0, 7)}-01`;
    }
    const { readModel, measure, subject, unit, date, count, fen, position } = entry;
    const month = `${date.slice(0, 7)}-01`;
    const key = `${measure}\u0000${subject}\u0000${unit}\u0000${month}\u0000${recordedMonth}`;
    const row = rows.get(key);
    if (row) {
      row.count += count;
      row.fen += fen;
      row.entries += 1;
      row.lastPosition = position;
    } else {
      const positions = { firstPosition: position, lastPosition: position };
      rows.set(key, { readModel, measure, subject, unit, month, recordedMonth, count, fen, entries: 1, ...positions });
    }
  }
  return [...rows.values()];
}

const PARKED_COLUMNS: readonly WriteColumn<Parked>[] = [
  { name: 'read_model', type: 'text', value: ({ readModel }) => readModel },
  { name: 'scope', type: 'text', value: ({ scope }) => scope },
  { name: 'key', type: 'text', value: ({ key }) => key },
  { name: 'position', type: 'bigint', value: ({ position }) => position },
  { name: 'stream', type: 'text', value: ({ stream }) => stream },
  { name: 'event_type', type: 'text', value: ({ eventType }) => eventType },
  { name: 'first_seen_at', type: 'instant', value: ({ firstSeenAt }) => firstSeenAt },
  { name: 'error', type: 'text', value: ({ error }) => error },
];

/** @param build empty for live tables. */
export async function writeParked(client: pg.ClientBase, parked: readonly Parked[], build: string): Promise<void> {
  if (parked.length === 0) return;
  const names = PARKED_COLUMNS.map(({ name }) => name).join(', ');
  await client.query(
    `insert into anjuan.parked_key (${names}, build)
     select ${names}, $${PARKED_COLUMNS.length + 1} from ${unnest(PARKED_COLUMNS, 'u')}`,
    [...unnestParameters(PARKED_COLUMNS, parked), build],
  );
}

/** PostgreSQL cuts statement names off at 63 bytes, so a digest of what tells them apart stands for it. */
function statementName(kind: string, of: string): string {
  const key = `${kind} ${of}`;
  let name = names.get(key);
  if (name === undefined) {
    name = `anjuan_${kind}_${names.size}`;
    names.set(key, name);
  }
  return name;
}

/** Numbers given out in this process: they only have to be the same on the same connection. */
const names = new Map<string, string>();

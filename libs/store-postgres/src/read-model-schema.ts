import { type AnyReadModel, type ColumnType, columnName, FULL_WIDTH_DIGITS } from '#eventsourcing';

/** Tables of one read model: the live ones, or those of a build beside them. */
export interface ReadModelTables {
  readonly rows: string;
  readonly ledger: string;
  readonly rollup: string;
  readonly months: string;
}

/** The parts of the ledger that a read model has, with the table that each is a partition of. */
export const LEDGER_PARTS = [
  ['ledger', 'metric_ledger'],
  ['rollup', 'metric_rollup'],
  ['months', 'metric_month'],
] as const;

/** Qualified name of a read model's live table; stable, whatever version is kept. For queries of one's own. */
export function tableOf(model: { readonly name: string }): string {
  return tablesOf(model.name).rows;
}

/** Qualified, quoted names; `suffix` tells a build's tables from the live ones. */
export function tablesOf(name: string, suffix = ''): ReadModelTables {
  return {
    rows: `read_models.${identifier(name + suffix)}`,
    ledger: `anjuan.${identifier(`metric_ledger_${name}${suffix}`)}`,
    rollup: `anjuan.${identifier(`metric_rollup_${name}${suffix}`)}`,
    months: `anjuan.${identifier(`metric_month_${name}${suffix}`)}`,
  };
}

/** Suffix of the tables of a build. Told from a live name by the two underscores, which no read model's name has. */
export function buildSuffix(model: AnyReadModel, purpose: 'swap' | 'compare'): string {
  return purpose === 'swap' ? `__v${model.version}` : '__compare';
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const SQL_TYPES: { readonly [Type in ColumnType]: string } = {
  // Ordered by code point, everywhere alike: a cursor must not depend on the server's locale.
  text: 'text collate "C"',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  'text[]': 'text[]',
  json: 'json',
};

/** The table of a read model without its indexes, key apart. */
export function createRows(model: AnyReadModel, table: string): string {
  const columns = Object.entries(model.columns).map(
    ([property, { type, optional }]) =>
      `${identifier(columnName(property))} ${SQL_TYPES[type]}${optional ? '' : ' not null'}`,
  );
  return `create table ${table} (key text collate "C" primary key, ${columns.join(', ')})`;
}

/** What a list is sorted by: the column of a property, in the order that it is declared with (see `naturally`). */
export function sortedBy(model: AnyReadModel, property: string): string {
  const column = identifier(columnName(property));
  return isNatural(model, property) ? naturalOrder(column) : column;
}

/** A value as it stands in the order of the property. */
export function naturalOrder(text: string): string {
  return `translate(${text}, ${literal(FULL_WIDTH_DIGITS)}, '0123456789') collate anjuan.natural_order`;
}

export function isNatural(model: AnyReadModel, property: string): boolean {
  return model.columns[property]?.order === 'natural';
}

/** The texts that are searched under a name, as one array. */
export function searched(model: AnyReadModel, under: string): string {
  const properties = model.search?.[under] ?? [];
  const named = (type: ColumnType) =>
    properties
      .filter((property) => model.columns[property]!.type === type)
      .map((property) => identifier(columnName(property)));
  return [`array[${named('text').join(', ')}]::text[]`, ...named('text[]')].join(' || ');
}

/**
 * Indexes end in the key, so that a page by key can be read off them. One that begins with a property in natural order
 * is there by code point too, for what is looked up by value. Rows that do not have the one property of an index are left
 * out of it: what was imported has few of the days that others have, and a list asks for them apart.
 */
function createRowIndexes(model: AnyReadModel, table: string): string[] {
  // What is searched under two names alike needs one index.
  const searches = new Set(Object.keys(model.search ?? {}).map((under) => searched(model, under)));
  const found = [...searches].map((texts) => `create index on ${table} using gin (anjuan.search_pairs(${texts}))`);
  const present = (property: string) =>
    model.columns[property]?.optional ? ` where ${identifier(columnName(property))} is not null` : '';
  const lookup = (property: string) => {
    const column = identifier(columnName(property));
    return model.columns[property]?.type === 'text[]'
      ? `create index on ${table} using gin (${column})`
      : `create index on ${table} (${column})${present(property)}`;
  };
  const ordered = (model.indexes ?? []).flatMap((properties) => {
    const [first = ''] = properties;
    if (model.columns[first]?.type === 'text[]') return [lookup(first)];
    const columns = properties.map((property) => identifier(columnName(property)));
    const sorted = properties.map((property) => `(${sortedBy(model, property)})`);
    const only = properties.length === 1 ? present(first) : '';
    return [
      `create index on ${table} (${[...sorted, 'key'].join(', ')})${only}`,
      ...(isNatural(model, first) ? [`create index on ${table} (${[...columns, 'key'].join(', ')})${only}`] : []),
    ];
  });
  return [...ordered, ...(model.lookups ?? []).map(lookup), ...found];
}

/**
 * Ledger and rollups of one read model, the ledger without its key and indexes, yet apart; the check spares the scan when
 * they become partitions.
 */
export function createLedger(name: string, tables: ReadModelTables): string[] {
  const mine = `check (read_model = ${literal(name)})`;
  // Rows of a rollup are updated again and again: room on the page keeps the updates off the index.
  return [
    `create table ${tables.ledger} (like anjuan.metric_ledger, ${mine})`,
    `create table ${tables.rollup} (like anjuan.metric_rollup, ${mine},
       primary key (measure, date, unit, subject, recorded_on)) with (fillfactor = 70)`,
    `create table ${tables.months} (like anjuan.metric_month, ${mine},
       primary key (measure, month, unit, subject, recorded_month)) with (fillfactor = 50)`,
  ];
}

/**
 * What comes once the bulk of a build is written, as runs of statements that need not wait for each other. Statistics
 * are rough at first: the server makes better ones by itself, later.
 */
export function completion(model: AnyReadModel, tables: ReadModelTables): string[][] {
  const { rows, ledger, rollup, months } = tables;
  return [
    [
      `analyze ${ledger}`,
      fillRollups(model.name, tables),
      `create index on ${rollup} (recorded_on)`,
      `analyze ${rollup}, ${months}`,
    ],
    [...createRowIndexes(model, rows), `analyze ${rows}`],
    createLedgerIndexes(tables),
  ];
}

/**
 * A drill-down reads in the order of the log between two positions (see metric_month): along the primary key when its
 * measure is many of all entries, along the first of these when it is few or is about some units. The second is for
 * what a case booked. The others are for what was recorded on some days: the parents have them too, and attaching finds
 * them made.
 */
function createLedgerIndexes(tables: ReadModelTables): string[] {
  return [
    `alter table ${tables.ledger} add primary key (position, ordinal)`,
    `create index on ${tables.ledger} (measure, unit, position)`,
    `create index on ${tables.ledger} (stream, position)`,
    `create index on ${tables.ledger} using brin (recorded_at) with (pages_per_range = 32, autosummarize = on)`,
  ];
}

/** Sums up a whole ledger, once, by day and from there by month. */
function fillRollups(name: string, tables: ReadModelTables): string {
  return `with days as materialized (
      select measure, subject, unit, date, (recorded_at at time zone 'Asia/Shanghai')::date as recorded_on,
        sum(count) as count, sum(fen) as fen, count(*) as entries, min(position) as first, max(position) as last
      from ${tables.ledger} group by 1, 2, 3, 4, 5
    ), filled as (
      insert into ${tables.rollup} (read_model, measure, subject, unit, date, recorded_on, count, fen, entries)
      select ${literal(name)}, measure, subject, unit, date, recorded_on, count, fen, entries from days
    )
    insert into ${tables.months}
      (read_model, measure, subject, unit, month, recorded_month, count, fen, entries, first_position, last_position)
    select ${literal(name)}, measure, subject, unit, date_trunc('month', date)::date,
      date_trunc('month', recorded_on)::date, sum(count), sum(fen), sum(entries), min(first), max(last)
    from days group by 2, 3, 4, 5, 6`;
}

export function attachLedger(name: string, tables: ReadModelTables): string[] {
  return LEDGER_PARTS.map(
    ([part, parent]) =>
      `alter table anjuan.${parent} attach partition ${tables[part]} for values in (${literal(name)})`,
  );
}

export function dropTables(tables: ReadModelTables): string {
  return `drop table if exists ${Object.values(tables).join(', ')}`;
}

import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ColumnType } from '#eventsourcing';
import { said } from './faults.js';

/** A column to write: its name quoted, its type, and the value of an item. */
export interface WriteColumn<Item> {
  readonly name: string;
  readonly type: ColumnType;
  value(item: Item): unknown;
}

/** Array types of the columns' values. */
export const ARRAY_TYPES: { readonly [Type in ColumnType]: string } = {
  text: 'text[]',
  integer: 'integer[]',
  bigint: 'bigint[]',
  boolean: 'boolean[]',
  date: 'date[]',
  instant: 'timestamptz[]',
  // unnest would flatten an array of arrays: each goes as the text of its literal.
  'text[]': 'text[]',
  json: 'json[]',
};

/** `unnest($1::t[], …) as name(columns)`: one parameter per column, however many rows. */
export function unnest(columns: readonly Pick<WriteColumn<never>, 'name' | 'type'>[], name: string): string {
  const parameters = columns.map(({ type }, index) => `$${index + 1}::${ARRAY_TYPES[type]}`);
  return `unnest(${parameters.join(', ')}) as ${name}(${columns.map((column) => column.name).join(', ')})`;
}

/** What to select of such an unnest for a column. */
export function unnested(column: Pick<WriteColumn<never>, 'name' | 'type'>, name: string): string {
  return `${name}.${column.name}${column.type === 'text[]' ? '::text[]' : ''}`;
}

/** The parameters for `unnest`. */
export function unnestParameters<Item>(columns: readonly WriteColumn<Item>[], items: readonly Item[]): string[] {
  return columns.map((column) => arrayLiteral(items.map((item) => textOf(column.type, column.value(item)))));
}

/** A PostgreSQL array of texts, as a literal. node-postgres makes one too, at twice the time. */
export function arrayLiteral(values: readonly (string | null)[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (index > 0) literal += ',';
    if (value === null) literal += 'NULL';
    else literal += `"${NEEDS_QUOTING.test(value) ? value.replace(QUOTED, '\\$&') : value}"`;
  }
  return `${literal}}`;
}

const NEEDS_QUOTING = /["\\]/;
const QUOTED = /["\\]/g;

/** A value as PostgreSQL reads it; null stays null. */
function textOf(type: ColumnType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (type === 'text[]') return arrayLiteral(value as string[]);
  if (type === 'json') return JSON.stringify(value);
  return typeof value === 'string' ? value : String(value);
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPED = /[\\\t\n\r]/g;
const ESCAPES: { readonly [character: string]: string } = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Of the other types no value has a character in it that COPY takes for more than itself. */
const MAY_NEED_ESCAPE: { readonly [Type in ColumnType]?: true } = { text: true, 'text[]': true, json: true };

function escaped(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, (character) => ESCAPES[character]!) : text;
}

/** Characters that are sent at once. */
const COPY_CHUNK = 256 * 1024;

/** Writes items with COPY: the quickest way in, for rows that are not there yet. */
export async function copyIn<Item>(
  client: pg.ClientBase,
  table: string,
  columns: readonly WriteColumn<Item>[],
  items: readonly Item[],
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} (${columns.map(({ name }) => name).join(', ')}) from stdin`));
  const done = finished(stream).catch((error: unknown) => {
    throw said(error);
  });
  done.catch(() => {});
  let text = '';
  for (const item of items) {
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]!;
      if (index > 0) text += '\t';
      const value = column.value(item);
      if (value === null || value === undefined) text += '\\N';
      else if (MAY_NEED_ESCAPE[column.type]) text += escaped(textOf(column.type, value)!);
      else text += value;
    }
    text += '\n';
    if (text.length > COPY_CHUNK) {
      if (!stream.write(text)) await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), done]);
      text = '';
    }
  }
  stream.end(text);
  await done;
}

const TEXT_ARRAY: number = 1009;
const parseInstant = pg.types.getTypeParser(1184) as (text: string) => Date;
// The type of this function knows none of the array types.
const parseTexts = pg.types.getTypeParser(TEXT_ARRAY as 25) as unknown as (text: string) => string[];

const PARSERS: { readonly [oid: number]: (text: string) => unknown } = {
  16: (text) => text === 't',
  20: Number,
  23: Number,
  114: (text) => JSON.parse(text),
  [TEXT_ARRAY]: parseTexts,
  1082: (text) => text,
  1184: (text) => parseInstant(text).toISOString(),
};

const asText = (text: string) => text;

/** Reads columns in the form that read models have in memory: days and instants as text, bigint as number. */
export const readTypes = {
  getTypeParser: (oid: number) => PARSERS[oid] ?? asText,
} as pg.CustomTypesConfig;

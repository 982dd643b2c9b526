import type { AnyReadModel, Column, ColumnType, Fact } from './read-model.js';

/**
 * What a table accepts, checked before anything is sent: a value that the database refuses would hold up the whole
 * batch for ever, while a throw here parks one key.
 */
export const READ_MODEL_LIMITS = {
  /** Characters of a read model's name: tables, indexes and builds add to it within PostgreSQL's 63 bytes. */
  maxNameLength: 32,
  /** Characters of a key. */
  maxKeyLength: 400,
  /** Characters of a text in an indexed column: a B-tree entry has at most some 2,700 bytes. */
  maxIndexedText: 400,
  /** Rows that one page of a list may hold. */
  maxListPage: 200,
  /** Texts by which rows are counted at once. */
  maxTallies: 500,
  /** Groups of filters of which a row of a list must meet one. */
  maxListGroups: 16,
} as const;

/** A row, key or fact that cannot be kept. The key is parked. */
export class InvalidRowError extends Error {
  override readonly name = 'InvalidRowError';
}

/** A query that makes no sense: unknown property, wrong type, foreign cursor. The caller's fault. */
export class InvalidQueryError extends Error {
  override readonly name = 'InvalidQueryError';
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the text is a day of the calendar, YYYY-MM-DD, from year 1. */
export function isDay(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false);
  return day <= DAYS[month - 1]! + (leap ? 1 : 0);
}

/** Whether the text is a minute of a day, YYYY-MM-DDTHH:mm. */
export function isMinute(text: string): boolean {
  return (
    text.length === 16 &&
    text[10] === 'T' &&
    text[13] === ':' &&
    isDay(text.slice(0, 10)) &&
    digits(text, 11, 13) < 24 &&
    digits(text, 14, 16) < 60
  );
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** YYYY-MM-DDTHH:mm:ss.sssZ: the only form that a timestamp comes back in. */
function isInstant(text: string): boolean {
  return (
    text.length === 24 &&
    text[16] === ':' &&
    text[19] === '.' &&
    text[23] === 'Z' &&
    isMinute(text.slice(0, 16)) &&
    digits(text, 17, 19) < 60 &&
    digits(text, 20, 23) >= 0
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\u0000');
}

/** Whether a column of this type can hold the value (null apart). */
export function fits(type: ColumnType, value: unknown): boolean {
  switch (type) {
    case 'text':
      return isText(value);
    case 'integer':
      return typeof value === 'number' && (value | 0) === value;
    case 'bigint':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'instant':
      return typeof value === 'string' && isInstant(value);
    case 'text[]':
      return Array.isArray(value) && value.every(isText);
    case 'json':
      return JSON.stringify(value) !== undefined;
  }
}

/** Throws TypeError when the declaration cannot become a table. A mistake of the programmer, found at start. */
export function assertDeclaration(model: AnyReadModel): void {
  const fail = (reason: string) => {
    throw new TypeError(`read model ${model.name}: ${reason}`);
  };
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(model.name) || model.name.length > READ_MODEL_LIMITS.maxNameLength)
    fail(`the name is snake_case of at most ${READ_MODEL_LIMITS.maxNameLength} characters`);
  if (!Number.isInteger(model.version) || model.version < 1 || model.version > 999_999)
    fail('the version is an integer from 1');
  const names = new Set<string>(['key']);
  for (const property of Object.keys(model.columns)) {
    if (!/^[a-z][A-Za-z0-9]{0,50}$/.test(property)) fail(`property ${property} is not camelCase`);
    const name = columnName(property);
    const { type, order } = model.columns[property]!;
    if (order !== undefined && type !== 'text') fail(`${property} is ${type}, which has no ${order} order`);
    if (names.has(name)) fail(`property ${property} needs a column of its own, ${name} is taken`);
    names.add(name);
  }
  if (names.size === 1) fail('a row has at least one column besides the key');
  for (const index of model.indexes ?? []) {
    if (index.length === 0) fail('an index names at least one property');
    for (const property of index) {
      const column = model.columns[property];
      if (!column) fail(`index on unknown property ${property}`);
      else if (column.type === 'json') fail(`no index on json property ${property}`);
      else if (column.type === 'text[]' && index.length > 1) fail(`text[] property ${property} is indexed alone`);
    }
  }
  for (const property of model.lookups ?? []) {
    const type = model.columns[property]?.type;
    if (type === undefined || type === 'json') fail(`nothing is looked up by ${property}`);
  }
  for (const [under, properties] of Object.entries(model.search ?? {})) {
    if (properties.length === 0) fail(`nothing is searched under ${under}`);
    for (const property of properties)
      if (!['text', 'text[]'].includes(model.columns[property]?.type ?? '')) fail(`${property} is no text to search`);
  }
}

/** Column of a property: `dueOn` is kept in `due_on`. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The shape of a read model's table, as a text to compare: a table of another shape must be rebuilt. */
export function shapeOf(model: AnyReadModel): string {
  const columns = Object.entries(model.columns).map(
    ([property, { type, optional, order }]) =>
      `${property} ${type}${order === undefined ? '' : ` ${order}`}${optional ? '?' : ''}`,
  );
  const { indexes = [], lookups, search } = model;
  return JSON.stringify([
    columns,
    indexes,
    ...(lookups ? ['lookups', lookups] : []),
    ...(search ? ['pairs', search] : []),
  ]);
}

/** Checks rows of one read model, and brings them to the one form that they have after a round trip through a table. */
export class RowCheck {
  private readonly columns: readonly (readonly [property: string, column: Column, indexed: boolean])[];

  constructor(private readonly model: AnyReadModel) {
    const indexed = new Set([...(model.indexes ?? []).flat(), ...(model.lookups ?? [])]);
    this.columns = Object.entries(model.columns).map(([property, column]) => [property, column, indexed.has(property)]);
  }

  /** Throws InvalidRowError unless the key can be kept. */
  key(key: string): void {
    if (!isText(key) || key.length === 0 || key.length > READ_MODEL_LIMITS.maxKeyLength)
      throw new InvalidRowError(`${this.model.name}: not a key: ${String(key).slice(0, 100)}`);
  }

  /**
   * The row in canonical form: exactly the declared properties, null where there is nothing. What `before` holds too
   * is known to be good. Throws InvalidRowError.
   */
  row(before: object | undefined, row: object): object {
    const values = row as Record<string, unknown>;
    const known = before as Record<string, unknown> | undefined;
    let canonical = true;
    for (const [property, column, indexed] of this.columns) {
      const value = values[property];
      if (value === undefined) canonical = false;
      if (value === null || value === undefined) {
        if (!column.optional) throw this.fault(property, value);
      } else if (known === undefined || known[property] !== value) {
        if (!fits(column.type, value)) throw this.fault(property, value);
        if (indexed && !fitsIndex(value)) throw this.fault(property, value);
      }
    }
    if (canonical && propertyCount(row) === this.columns.length) return row;
    return Object.fromEntries(this.columns.map(([property]) => [property, values[property] ?? null]));
  }

  /** Whether the two rows, both in canonical form, are kept alike. */
  same(a: object, b: object): boolean {
    const left = a as Record<string, unknown>;
    const right = b as Record<string, unknown>;
    return this.columns.every(([property, { type }]) => {
      const x = left[property];
      const y = right[property];
      if (x === y) return true;
      return (type === 'json' || type === 'text[]') && JSON.stringify(x) === JSON.stringify(y);
    });
  }

  /** Throws InvalidRowError unless the ledger can hold the facts. */
  facts(facts: readonly Fact[]): void {
    for (const { measure, date, unit, count, fen, subject } of facts) {
      const good =
        isText(measure) &&
        measure.length > 0 &&
        isText(unit) &&
        (subject === undefined || isText(subject)) &&
        measure.length + unit.length + (subject?.length ?? 0) <= READ_MODEL_LIMITS.maxIndexedText &&
        typeof date === 'string' &&
        isDay(date) &&
        Number.isSafeInteger(count) &&
        Number.isSafeInteger(fen);
      if (!good) {
        const fact = JSON.stringify({ measure, date, unit, count, fen, subject });
        throw new InvalidRowError(`${this.model.name}: not a fact: ${fact}`);
      }
    }
  }

  private fault(property: string, value: unknown): InvalidRowError {
    const text = value === undefined ? 'undefined' : JSON.stringify(value);
    return new InvalidRowError(
      `${this.model.name}.${property} is ${this.model.columns[property]?.type}, not ${text?.slice(0, 200)}`,
    );
  }
}

/** Own and inherited properties, of which a row has none. Unlike Object.keys it makes no list, once per event. */
function propertyCount(row: object): number {
  let count = 0;
  for (const _ in row) count += 1;
  return count;
}

function fitsIndex(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= READ_MODEL_LIMITS.maxIndexedText;
  return !Array.isArray(value) || value.every((item) => item.length <= READ_MODEL_LIMITS.maxIndexedText);
}

import type { Column } from '#eventsourcing';
import { type Constructor, type Field, fieldsOf } from '#fields';

/** The columns of a table whose rows are of this class: stores get them as data and never know a field. */
export function columnsOf(type: Constructor): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = {};
  for (const [name, field] of fieldsOf(type))
    columns[name] = { ...columnOf(field), ...(field.isOptional || field.isNullable ? { optional: true } : {}) };
  return columns;
}

/** Kinds of fields that a record is found by. */
const FOUND_BY = ['text', 'narrative', 'label', 'name', 'officialNumber'] as const;

/**
 * The texts of a row by which it is found: `all` for whoever sees names, `open` what is nobody's. A text that may name
 * somebody is not found by those who do not read it.
 */
export function searchOf(type: Constructor): Readonly<Record<string, readonly string[]>> {
  const texts = [...fieldsOf(type)].filter(([, { kind }]) => (FOUND_BY as readonly string[]).includes(kind));
  const searches = {
    all: texts.map(([name]) => name),
    open: texts.filter(([, { privacy }]) => privacy === 'public').map(([name]) => name),
  };
  return Object.fromEntries(Object.entries(searches).filter(([, names]) => names.length > 0));
}

function columnOf({ kind, isList }: Field): Column {
  if (kind === 'nested') return { type: 'json' };
  if (isList) return { type: 'text[]' };
  switch (kind) {
    case 'day':
      return { type: 'date' };
    case 'moment':
      return { type: 'instant' };
    case 'fen':
      return { type: 'bigint' };
    case 'number':
      return { type: 'integer' };
    case 'flag':
      return { type: 'boolean' };
    default:
      return { type: 'text' };
  }
}

import type { Column } from '#eventsourcing';
import { type Constructor, type Field, fieldsOf } from '#fields';

/** The columns of a table whose rows are of this class: stores get them as data and never know a field. */
export function columnsOf(type: Constructor): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = {};
  for (const [name, field] of fieldsOf(type))
    columns[name] = { ...columnOf(field), ...(field.isOptional || field.isNullable ? { optional: true } : {}) };
  return columns;
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

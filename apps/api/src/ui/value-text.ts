import { type Field, fieldsOf, yuan } from '#fields';
import type { Names } from '../questions/shown.js';
import { moment } from './format.js';
import { isNothing } from './value.js';

/** What a field says as plain text, for tables that leave the house: amounts in 元 without a unit, days as they are. */
export function valueText(field: Field, value: unknown, names: Names): string {
  if (isNothing(value)) return '';
  if (Array.isArray(value)) return value.map((element) => one(field, element, names)).join('、');
  return one(field, value, names);
}

function one(field: Field, value: unknown, names: Names): string {
  if (field.nested !== undefined) {
    const inner = value as Readonly<Record<string, unknown>>;
    return [...fieldsOf(field.nested())]
      .map(([name, each]) => valueText(each, inner[name], names))
      .filter((text) => text !== '')
      .join(' ');
  }
  const text = String(value);
  switch (field.kind) {
    case 'moment':
      return moment(text);
    case 'fen':
      return yuan(Number(value));
    case 'flag':
      return value === true ? '是' : '否';
    case 'choice':
      return field.terms?.[text] ?? text;
    case 'personRef':
      return names.people[text] ?? text;
    case 'unitRef':
      return names.units[text] ?? text;
    default:
      return text;
  }
}

import { dayOf, type LegalDay } from '#statutes';
import { type Constructor, fieldsOf } from './field.js';

/** The property by which an act says its own day; undefined where it says none. */
export function actDayField(type: Constructor): string | undefined {
  for (const [name, { isActDay }] of fieldsOf(type)) if (isActDay) return name;
  return undefined;
}

/** The day of the act that an event records, in Shanghai; undefined where it says none. */
export function actDayOf(type: Constructor, data: object): LegalDay | undefined {
  const name = actDayField(type);
  const value = name === undefined ? undefined : (data as Readonly<Record<string, unknown>>)[name];
  if (name === undefined || typeof value !== 'string') return undefined;
  return fieldsOf(type).get(name)!.kind === 'moment' ? dayOf(value) : value;
}

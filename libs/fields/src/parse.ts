import { type ValidationError, validateSync } from 'class-validator';
import { type Constructor, type Field, fieldsOf, nestedIn } from './field.js';
import './gathered-rules.js';

/** A fault in what was sent: where, and what is wrong with it, in Chinese. */
export interface Fault {
  /** `officers[0].certNo`; empty for the body itself. */
  readonly path: string;
  readonly message: string;
}

export type Parsed<T> =
  | { readonly command: T; readonly faults?: undefined }
  | { readonly command?: undefined; readonly faults: readonly Fault[] };

/** Faults that one answer lists at the most. */
export const MAX_FAULTS = 100;

/**
 * Checks plain JSON against a class of fields: unknown fields, lists that are too long, wrong types and impossible values
 * are all named, and texts come back in their normal form, in the order of the class. How long a list may be is asked
 * before one of its elements is looked at.
 */
export function parseCommand<T extends object>(type: Constructor<T>, body: unknown): Parsed<T> {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    return { faults: [{ path: '', message: '请求正文应为 JSON 对象' }] };
  const faults: Fault[] = [];
  const command = instantiate(type, body, faults, '');
  // What is too large to be looked at is the one thing to mend first.
  if (faults.length >= MAX_FAULTS || faults.some((fault) => tooLong.has(fault)))
    return { faults: faults.slice(0, MAX_FAULTS) };
  const errors = validateSync(command, {
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  if (errors.length === 0 && faults.length === 0) return { command };
  return { faults: [...faults, ...errors.flatMap((error) => faultsOf(error, ''))].slice(0, MAX_FAULTS) };
}

const tooLong = new WeakSet<Fault>();

/**
 * Gives plain JSON the classes of its fields, so that nested rules apply. Fields that the class does not have are told by
 * their path and left out: a name such as `constructor` or `__proto__` never reaches an object.
 */
function instantiate<T extends object>(type: Constructor<T>, plain: object, faults: Fault[], path: string): T {
  const fields = fieldsOf(type);
  const given = plain as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(given))
    if (!fields.has(name) && faults.length < MAX_FAULTS)
      faults.push({ path: place(path, name), message: '没有这个字段' });
  const instance = new type() as Record<string, unknown>;
  for (const [name, field] of fields) {
    if (!Object.hasOwn(given, name)) continue;
    instance[name] = valueIn(field, given, name, faults, place(path, name));
  }
  return instance as T;
}

function place(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function valueIn(field: Field, object: Readonly<Record<string, unknown>>, name: string, faults: Fault[], path: string) {
  const value = object[name];
  const nested = nestedIn(field, object);
  if (!field.isList) return elementOf(field, nested, value, faults, path);
  if (!Array.isArray(value)) return value;
  const max = field.maxItems ?? 0;
  if (value.length > max) {
    const fault = { path, message: `${field.title}至多${max}项` };
    tooLong.add(fault);
    faults.push(fault);
    return [];
  }
  return value.map((item, index) => elementOf(field, nested, item, faults, `${path}[${index}]`));
}

/** Stands for a list where an object should be: nothing takes it for one, nor for a value that is not there. */
const NO_OBJECT = false;

function elementOf(
  field: Field,
  nested: Constructor | undefined,
  value: unknown,
  faults: Fault[],
  path: string,
): unknown {
  if (nested === undefined) return typeof value === 'string' && field.normal ? field.normal(value) : value;
  // A list is no object; class-validator would go through all of it to say so, however long it is.
  if (Array.isArray(value)) return NO_OBJECT;
  if (value === null || typeof value !== 'object') return value;
  return instantiate(nested, value, faults, path);
}

/** A value of another type breaks every further rule as well: only the first says something. */
const RULES_OF_TYPE = new Set(['isString', 'isInt', 'isBoolean', 'isArray', 'isObject']);

function faultsOf(error: ValidationError, parent: string): Fault[] {
  const step = /^\d+$/.test(error.property) ? `[${error.property}]` : parent ? `.${error.property}` : error.property;
  const path = parent + step;
  const broken = Object.entries(error.constraints ?? {});
  const ofType = broken.filter(([name]) => RULES_OF_TYPE.has(name));
  const own = (ofType.length > 0 ? ofType : broken).map(([, message]) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

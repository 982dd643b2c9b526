import { type Constructor, type Field, type FieldKind, fieldsOf } from '#fields';
import { blankRow, shanghai } from '../../questions/form-draft.js';
import type { FormFields } from '../form-body.js';

/*
 * A form between its inputs and the command: what stands in each input, as text, in the shape of the command's class.
 * Inputs are named by the path of the value, `officers[0].certNo`, as the faults of the command are. The class is walked,
 * never the names that were sent, so that a name such as `__proto__` reaches nothing.
 */

/** What stands in an input, in the rows of a list, in the inputs of an object. '' where nothing was put in. */
export type Filled = string | readonly Filled[] | FilledObject;
export interface FilledObject {
  readonly [name: string]: Filled;
}

/** Objects and lists in each other, and rows of a list that its name may count. */
const NAME_LIMITS = { steps: 8, index: 9_999 } as const;
const NAME = /^[A-Za-z]\w*(\[\d{1,4}\])?(\.[A-Za-z]\w*(\[\d{1,4}\])?)*$/;

/** The inputs of a form by the steps of their names. */
interface Branch {
  values: readonly string[];
  readonly below: Map<string | number, Branch>;
}

function branch(): Branch {
  return { values: [], below: new Map() };
}

function treeOf(fields: FormFields): Branch {
  const root = branch();
  for (const [name, value] of Object.entries(fields)) {
    if (!NAME.test(name)) continue;
    const steps = name.split(/[.[]/).map((step) => (step.endsWith(']') ? Number(step.slice(0, -1)) : step));
    if (steps.length > NAME_LIMITS.steps) continue;
    let at = root;
    for (const step of steps) {
      const next = at.below.get(step) ?? branch();
      at.below.set(step, next);
      at = next;
    }
    at.values = typeof value === 'string' ? [value] : value;
  }
  return root;
}

/** What stands in the inputs of a class. Rows keep their order; numbers that are left out of it are closed up. */
export function filledOf(type: Constructor, fields: FormFields): FilledObject {
  return objectAt(type, treeOf(fields));
}

function objectAt(type: Constructor, at: Branch | undefined): FilledObject {
  return Object.fromEntries([...fieldsOf(type)].map(([name, field]) => [name, fieldAt(field, at?.below.get(name))]));
}

function fieldAt(field: Field, at: Branch | undefined): Filled {
  if (!field.isList) return elementAt(field, at);
  if (field.kind === 'choice') return at?.values.filter((value) => value !== '') ?? [];
  // Parties are ticked where they are offered, and come in rows where they are not.
  const ticked = field.of === 'party' ? (at?.values.filter((value) => value !== '') ?? []) : [];
  if (ticked.length > 0) return ticked;
  const indexes = [...(at?.below.keys() ?? [])].filter((step) => typeof step === 'number').sort((a, b) => a - b);
  // One more than there may be is enough to be told so.
  return indexes.slice(0, (field.maxItems ?? 0) + 1).map((index) => elementAt(field, at!.below.get(index)));
}

function elementAt(field: Field, at: Branch | undefined): Filled {
  if (field.nested !== undefined && !field.enclosed) return objectAt(field.nested(), at);
  // Browsers end lines in two characters.
  return (at?.values.at(-1) ?? '').replaceAll('\r\n', '\n');
}

/** Whether nothing was put in. What numbers a row says nothing by itself. */
export function isBlank(filled: Filled | undefined, field?: Field): boolean {
  if (filled === undefined || typeof filled === 'string') return filled === undefined || filled === '';
  if (Array.isArray(filled)) return filled.every((one) => isBlank(one, field));
  const fields = field?.nested && fieldsOf(field.nested());
  const said = Object.entries(filled).filter(([name]) => fields?.get(name)?.kind !== 'id');
  return (said.length === 0 ? Object.entries(filled) : said).every(([name, one]) => isBlank(one, fields?.get(name)));
}

/** The same without rows in which nothing was put. */
export function withoutBlankRows(type: Constructor, filled: FilledObject): FilledObject {
  return Object.fromEntries(
    [...fieldsOf(type)].map(([name, field]) => {
      const own = filled[name] ?? '';
      if (field.nested === undefined || typeof own === 'string')
        return [name, Array.isArray(own) ? own.filter((one) => !isBlank(one)) : own];
      const nested = field.nested();
      const inner = (one: Filled) => withoutBlankRows(nested, one as FilledObject);
      return [name, Array.isArray(own) ? own.filter((row) => !isBlank(row, field)).map(inner) : inner(own)];
    }),
  );
}

// ---- to a command and back

/** How a kind is written in its input and read from it; texts stand as they are. */
interface Writing {
  write(value: unknown): string;
  /** The value; undefined where the text cannot be read as one. */
  read(text: string): unknown;
  /** What such a text has to look like. */
  readonly form: string;
}

export const WRITINGS: Partial<Record<FieldKind, Writing>> = {
  fen: { write: (value) => inYuan(Number(value)), read: fenOf, form: '应为金额，以元为单位，如 1000 或者 1000.50' },
  number: {
    write: String,
    read: (text) => (/^-?\d{1,15}$/.test(halfWidth(text)) ? Number(halfWidth(text)) : undefined),
    form: '应为整数',
  },
  flag: {
    write: String,
    read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
    form: '应为是或者否',
  },
  day: { write: String, read: dayIn, form: '应为实有的日期，如 2023-05-06' },
  moment: { write: momentText, read: momentOf, form: '应为日期和时刻，如 2023-05-06 09:30' },
};

/** Fen as they are typed: 1000, 1000.50. */
export function inYuan(fen: number): string {
  const text = String(fen).padStart(3, '0');
  return `${text.slice(0, -2)}${text.endsWith('00') ? '' : `.${text.slice(-2)}`}`;
}

/** An amount in yuan as people write it, in fen; undefined where it is none. Never by way of a fraction. */
export function fenOf(text: string): number | undefined {
  const [, whole, cents = ''] =
    /^[¥￥]?(\d{1,13})(?:\.(\d{0,2}))?元?$/.exec(halfWidth(text).replace(/[,\s]/g, '')) ?? [];
  return whole === undefined ? undefined : Number(`${whole}${cents.padEnd(2, '0')}`);
}

function halfWidth(text: string): string {
  return text.trim().normalize('NFKC');
}

function dayIn(text: string): string | undefined {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(halfWidth(text)) ?? [];
  return year === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const EIGHT = '+08:00';

/** A moment as an input of date and time has it, in the time of Shanghai. */
function momentText(value: unknown): string {
  const instant = String(value);
  if (Number.isNaN(Date.parse(instant))) return instant;
  const seconds = /T\d\d:\d\d:(\d\d)/.exec(instant)?.[1] ?? '00';
  return `${shanghai(instant)}${seconds === '00' ? '' : `:${seconds}`}`;
}

function momentOf(text: string): string | undefined {
  const [, day, time, seconds = ':00'] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/.exec(halfWidth(text)) ?? [];
  return day === undefined ? undefined : `${day}T${time}${seconds}${EIGHT}`;
}

/** What stands in the inputs of a command, or of a draft of one. */
export function filledFrom(type: Constructor, said: object): FilledObject {
  const values = said as Readonly<Record<string, unknown>>;
  return Object.fromEntries([...fieldsOf(type)].map(([name, field]) => [name, filledBy(field, values[name])]));
}

function filledBy(field: Field, value: unknown): Filled {
  if (!field.isList) return filledByOne(field, value);
  return Array.isArray(value) ? value.map((one) => filledByOne(field, one)) : [];
}

function filledByOne(field: Field, value: unknown): Filled {
  if (field.enclosed) return value === undefined ? '' : JSON.stringify(value);
  if (field.nested !== undefined) return filledFrom(field.nested(), (value ?? {}) as object);
  if (value === undefined || value === null) return '';
  return (WRITINGS[field.kind]?.write ?? String)(value);
}

/** What a form says: the command as any door takes it, and what could not even be read. */
export interface Said {
  readonly body: Readonly<Record<string, unknown>>;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

/** The command that stands in the inputs. What was left empty is left out; where it may not be, that is a fault. */
export function saidBy(type: Constructor, filled: FilledObject): Said {
  const faults: Said['faults'][number][] = [];
  return { body: objectSaid(type, filled, '', faults), faults };
}

type Faults = { path: string; message: string }[];

function objectSaid(type: Constructor, filled: FilledObject, at: string, faults: Faults): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(type)) {
    const path = at === '' ? name : `${at}.${name}`;
    const value = fieldSaid(field, filled[name] ?? '', path, faults);
    if (value !== undefined) body[name] = value;
  }
  return body;
}

function fieldSaid(field: Field, filled: Filled, path: string, faults: Faults): unknown {
  if (Array.isArray(filled)) {
    if (filled.length === 0 && field.isOptional) return undefined;
    return filled.map((one, index) => elementSaid(field, one, `${path}[${index}]`, faults));
  }
  if (isBlank(filled, field)) {
    // An optional yes that was not ticked says nothing, as any field that was left empty.
    if (field.isOptional) return undefined;
    if (field.isNullable) return null;
    if (field.nested === undefined || field.enclosed) {
      faults.push({ path, message: `请${isChosen(field) ? '选择' : '填写'}${field.title}` });
      return undefined;
    }
  }
  return elementSaid(field, filled, path, faults);
}

const CHOSEN: readonly FieldKind[] = ['choice', 'flag', 'personRef', 'unitRef'];

function isChosen({ kind }: Field): boolean {
  return CHOSEN.includes(kind);
}

function elementSaid(field: Field, filled: Filled, path: string, faults: Faults): unknown {
  // It was written by a form of its own, and goes along whole; what is wrong with it is found where it is checked.
  if (field.enclosed) return readJson(filled as string);
  if (field.nested !== undefined) return objectSaid(field.nested(), filled as FilledObject, path, faults);
  const writing = WRITINGS[field.kind];
  if (writing === undefined) return filled;
  const value = writing.read(filled as string);
  if (value === undefined) faults.push({ path, message: `${field.title}${writing.form}` });
  return value ?? filled;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// ---- rows, and what is carried along

/** The inputs of a form by their names, to be carried along unseen. */
export function inputsOf(type: Constructor, filled: FilledObject, at = ''): (readonly [name: string, text: string])[] {
  return [...fieldsOf(type)].flatMap(([name, field]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const own = filled[name] ?? '';
    const one = (value: Filled, place: string) =>
      typeof value === 'string' ? [[place, value] as const] : inputsOf(field.nested!(), value as FilledObject, place);
    if (!Array.isArray(own)) return one(own, path);
    return own.flatMap((value, index) => one(value, field.kind === 'choice' ? path : `${path}[${index}]`));
  });
}

/** The fields of a form without those of one row: `officers[1]`. */
export function withoutRow(fields: FormFields, row: string): FormFields {
  const kept = Object.entries(fields).filter(([name]) => name !== row && !name.startsWith(`${row}.`));
  return Object.assign(Object.create(null), Object.fromEntries(kept));
}

/** One more row at the end of a list, whose path stands in `list`; the same where there is no such list. */
export function withRow(type: Constructor, filled: FilledObject, list: string): FilledObject {
  const [step = '', ...rest] = list.split('.');
  const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
  const field = fieldsOf(type).get(name);
  const own = filled[name];
  if (field === undefined || own === undefined || typeof own === 'string') return filled;
  if (rest.length > 0 && field.nested !== undefined) {
    const inner = (one: Filled) => withRow(field.nested!(), one as FilledObject, rest.join('.'));
    return {
      ...filled,
      [name]: Array.isArray(own) ? own.map((one, at) => (String(at) === index ? inner(one) : one)) : inner(own),
    };
  }
  if (!Array.isArray(own) || own.length >= (field.maxItems ?? 0)) return filled;
  return { ...filled, [name]: [...own, blankElement(field, own)] };
}

/** An element in which nothing was put yet, with a number of its own where it has one. */
export function blankElement(field: Field, others: readonly Filled[]): Filled {
  if (field.nested === undefined) return '';
  const nested = field.nested();
  return filledFrom(nested, blankRow(nested, others as readonly FilledObject[]));
}

import type { Register } from '#enforcement';
import type { Filter, ListQuery } from '#eventsourcing';
import { type Field, fieldsOf, writingsOf } from '#fields';
import { badInput, forbidden } from '#platform';
import { derived, listOf, type Of, object, orNull, text } from './answers.js';
import {
  choice,
  day,
  PAGE,
  type Parameter,
  type Parameters,
  pageOf,
  type QueryOf,
  wholeNumber,
  words,
} from './parameters.js';
import { ofEachRegister, question } from './question.js';
import { isPublic } from './scope.js';
import { NAMES, RECORD, rowSchema } from './shown.js';

/* The list of each register: what it filters and sorts by stands in the register's own declaration. */

const LIST = object({
  register: text,
  rows: listOf(RECORD),
  next: orNull(text),
  names: NAMES,
});
export type ListAnswer = Of<typeof LIST>;

interface ListFilter {
  readonly parameter: string;
  readonly reads: Parameter<unknown>;
  readonly field: string;
  readonly isPersonal: boolean;
  filter(value: never): Filter;
}

/** Highest code point: what begins with a text lies between the text and the text with this behind it. */
export const LAST = '\u{10ffff}';

const isTrue = { true: '是', false: '否' } as const;

/** `unit` for `unitId`, `filed` for `filedOn`: how a field is called in an address. */
export function parameterOf(field: string): string {
  return field.replace(/(Id|On|At)$/, '');
}

/** The parameters by which rows are found in a field: a range for days and numbers, the beginning of names and texts. */
function filtersOf(name: string, field: Field): ListFilter[] {
  const { title, kind, isList, terms = {} } = field;
  const shared = { field: name, isPersonal: field.privacy !== 'public' };
  const one = <Value>(reads: Parameter<Value>, filter: (value: Value) => Filter): ListFilter[] => [
    { ...shared, parameter: parameterOf(name), reads, filter },
  ];
  const range = <Value extends string | number>(reads: (title: string) => Parameter<Value>): ListFilter[] => [
    {
      ...shared,
      parameter: `${parameterOf(name)}From`,
      reads: reads(`${title}起`),
      filter: (from: Value) => ({ from }),
    },
    { ...shared, parameter: `${parameterOf(name)}To`, reads: reads(`${title}止`), filter: (to: Value) => ({ to }) },
  ];
  if (isList && kind === 'name') return one(words(`${title}的开头`), (value) => ({ begins: value }));
  if (isList) return one(kind === 'choice' ? choice(title, terms) : words(title), (value) => ({ contains: value }));
  switch (kind) {
    case 'choice':
      return one(choice(title, terms), (value) => value);
    case 'flag':
      return one(choice(title, isTrue), (value) => value === 'true');
    case 'day':
      return range(day);
    case 'number':
    case 'fen':
      return range((what) => wholeNumber(what, 0, Number.MAX_SAFE_INTEGER));
    case 'officialNumber':
      return one(words(title), (value) => ({ in: writingsOf(value) }));
    case 'name':
    case 'text':
    case 'label':
      return one(words(`${title}的开头`), (value) => ({ from: value, to: value + LAST }));
    default:
      return one(words(title), (value) => value);
  }
}

/** A field of a row, or of how its record stands. */
export type RowField = Pick<Field, 'title' | 'privacy'> & Partial<Field>;

/** The fields of a row with the phase, which every record has. */
export function fieldsOfRow(register: Register): ReadonlyMap<string, RowField> {
  const { [register.aggregate.life?.unborn ?? '']: _unborn, ...terms } = register.phases;
  const phase = { title: '状态', kind: 'choice', privacy: 'public', isList: false, terms } as const;
  const own = { lastOn: '最近一步的日期', nextDueOn: '最近的期限', updatedAt: '最近变动' };
  const standing = Object.entries(own).map(([name, title]) => [name, { title, privacy: 'public' }] as const);
  return new Map<string, RowField>([...standing, ...fieldsOf(register.row), ['phase', phase]]);
}

type Sort = NonNullable<ListQuery<Record<string, unknown>>['sort']>;

function sortOf(text: string): Sort {
  return { property: text.replace(/^-/, ''), direction: text.startsWith('-') ? 'desc' : 'asc' };
}

function listQuestion(register: Register) {
  const { name, path, title, list } = register;
  const fields = fieldsOfRow(register);
  const filters = list.filters.flatMap((field) => filtersOf(field, fields.get(field) as Field));
  const sorts = new Set([list.sort.replace(/^-/, ''), ...(list.sorts ?? []), 'updatedAt']);
  const titleOf = (field: string) => fields.get(field)?.title ?? field;
  const isPersonal = (field: string) => fields.get(field)?.privacy !== 'public';
  const sort: Parameter<Sort> = {
    title: `应为下列之一，前面加 - 为降序：${[...sorts].map((field) => `${field}（${titleOf(field)}）`).join('、')}`,
    schema: { type: 'string', enum: [...sorts].flatMap((field) => [field, `-${field}`]) },
    read: (value) => (sorts.has(value.replace(/^-/, '')) ? sortOf(value) : undefined),
  };
  const parameters = {
    ...(Object.fromEntries(filters.map(({ parameter, reads }) => [parameter, reads])) as Parameters),
    sort,
    ...PAGE,
  };
  const rows = listOf(derived<Of<typeof RECORD>>(withRow(RECORD.schema, register)));
  return question({
    name: `list_${name}`,
    title: `${title}列表`,
    tag: title,
    path: `/${path}`,
    parameters,
    answer: derived<ListAnswer>({
      ...LIST.schema,
      properties: { ...(LIST.schema['properties'] as object), rows: rows.schema },
    }),
    ask: async (reader, asked) => {
      const q = asked as QueryOf<typeof PAGE> & { readonly sort?: Sort } & Readonly<Record<string, unknown>>;
      const { seesNames } = await reader.scope();
      const given = filters.filter(({ parameter }) => q[parameter] !== undefined);
      const hidden = given.find((filter) => filter.isPersonal) ?? (q.sort && isPersonal(q.sort.property) && q.sort);
      if (hidden && !seesNames)
        throw forbidden(
          `${titleOf('field' in hidden ? hidden.field : hidden.property)}是个人信息，您的身份不能据以查找`,
        );
      await reader.reach(q.after);
      // The cursor bears the value that the list is sorted by.
      const usual = sortOf(list.sort);
      const order = q.sort ?? (seesNames || !isPersonal(usual.property) ? usual : undefined);
      const page = await reader.list(register, {
        filters: gathered(given, q),
        sort: order,
        ...pageOf(q),
      });
      const filter = Object.fromEntries(given.map(({ parameter }) => [parameter, q[parameter]]));
      if (!isPublic(register)) await reader.look({ question: `/${path}`, register: name, filter });
      return { register: name, ...page, names: await reader.namesIn(register, page.rows) };
    },
  });
}

/** The schema of a record with that of the register's own row. */
export function withRow(schema: Readonly<Record<string, unknown>>, register: Register) {
  return { ...schema, properties: { ...(schema['properties'] as object), row: rowSchema(register) } };
}

/** Filters by field; both ends of a range together. Throws ProblemError 400 where they are the wrong way round. */
function gathered(given: readonly ListFilter[], q: Readonly<Record<string, unknown>>): Record<string, Filter> {
  const result: Record<string, Filter> = {};
  for (const { parameter, field, filter } of given) {
    const known = result[field] as { readonly from?: string | number } | undefined;
    const next = filter(q[parameter] as never);
    const isEnd = known?.from !== undefined && typeof next === 'object' && next !== null && 'to' in next;
    if (isEnd && next.to! < known.from!)
      throw badInput([
        { path: parameter, message: `${String(next.to)}早于${parameter.replace(/To$/, 'From')} ${known.from}` },
      ]);
    result[field] = isEnd ? { ...known, ...next } : next;
  }
  return result;
}

export const LISTS = ofEachRegister(listQuestion);

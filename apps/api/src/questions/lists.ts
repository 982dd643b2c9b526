import type { Register } from '#enforcement';
import { type CountQuery, type Filter, type ListQuery, SEARCH_LIMITS, tokensAsked } from '#eventsourcing';
import { type Field, fieldsOf, writingsOf } from '#fields';
import { REGISTERS } from '#figures';
import { badInput, forbidden } from '#platform';
import { derived, flag, listOf, type Of, object, orNull, text, whole } from './answers.js';
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
import type { Reader } from './reader.js';
import { isPublic } from './scope.js';
import { NAMES, RECORD, rowSchema } from './shown.js';

/* The list of each register: what it filters and sorts by stands in the register's own declaration. */

const LIST = object({
  register: text,
  rows: listOf(RECORD),
  next: orNull(text),
  /** How many there are in all: the exact number, or the limit up to which they were counted where `isMore`. */
  count: whole,
  isMore: flag,
  names: NAMES,
});
export type ListAnswer = Of<typeof LIST>;

/** Rows of a list that are counted; beyond, a list says 以上. */
export const COUNTED = 10_000;

/** Words by which records are found, in all their texts that this person reads. */
export const SEARCH: Parameter<string> = {
  title: '编号、当事人、地点、事项等的字词，应为 1 至 100 个字，有汉字、字母或者数字',
  schema: { type: 'string', minLength: 1, maxLength: 100 },
  read: (value) =>
    value.length <= 100 && !value.includes('\u0000') && tokensAsked(value).length > 0 ? value : undefined,
};

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

/** What a list is asked, checked for who asks. */
interface Asking {
  readonly query: CountQuery<Record<string, unknown>>;
  readonly sort: Sort | undefined;
  /** Rows that are counted at most. */
  readonly atMost: number;
  /** What was asked, as the record of looks keeps it. */
  readonly filter: Readonly<Record<string, unknown>>;
}

/** The parameters of a register's list, and how they become a query for one person. */
function asked(register: Register) {
  const { title, list } = register;
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
  const search = register.readModel.search ?? {};
  const parameters = {
    ...(Object.keys(search).length === 0 ? {} : { q: SEARCH }),
    ...(Object.fromEntries(filters.map(({ parameter, reads }) => [parameter, reads])) as Parameters),
    sort,
    columns: columnsParameter(register),
  };
  /** Throws ProblemError 403 where it is personal by which he asks. */
  const asking = async (reader: Reader, values: object): Promise<Asking> => {
    const q = values as { readonly sort?: Sort; readonly q?: string } & Readonly<Record<string, unknown>>;
    const { seesNames } = await reader.scope();
    const given = filters.filter(({ parameter }) => q[parameter] !== undefined);
    const hidden = given.find((filter) => filter.isPersonal) ?? (q.sort && isPersonal(q.sort.property) && q.sort);
    if (hidden && !seesNames)
      throw forbidden(`${titleOf('field' in hidden ? hidden.field : hidden.property)}是个人信息，您的身份不能据以查找`);
    // Whoever sees no names finds by what is nobody's.
    const under = seesNames ? 'all' : 'open';
    if (q.q !== undefined && search[under] === undefined)
      throw forbidden(`${title}中可以据以查找的都是个人信息，您的身份不能查找`);
    // The cursor bears the value that the list is sorted by.
    const usual = sortOf(list.sort);
    const names = [...(q.q === undefined ? [] : ['q']), ...given.map(({ parameter }) => parameter)];
    return {
      query: { filters: gathered(given, q), ...(q.q === undefined ? {} : { search: { under, text: q.q } }) },
      sort: q.sort ?? (seesNames || !isPersonal(usual.property) ? usual : undefined),
      atMost: q.q === undefined ? COUNTED : SEARCH_LIMITS.ranked,
      filter: Object.fromEntries(names.map((name) => [name, q[name]])),
    };
  };
  return { parameters, asking };
}

/** Columns beside the number and the state, by the names of their fields; the declared ones where nothing is said. */
function columnsParameter(register: Register): Parameter<string> {
  const fields = fieldsOf(register.row);
  return {
    title: `显示的列，应为下列名称，以逗号分开：${[...fields].map(([name, { title }]) => `${name}（${title}）`).join('、')}`,
    schema: { type: 'string', maxLength: 2_000 },
    isMany: true,
    read: (value) => (value.length <= 2_000 && value.split(',').every((name) => fields.has(name)) ? value : undefined),
  };
}

function listQuestion(register: Register) {
  const { name, path, title } = register;
  const { parameters, asking } = asked(register);
  const rows = listOf(derived<Of<typeof RECORD>>(withRow(RECORD.schema, register)));
  return question({
    name: `list_${name}`,
    title: `${title}列表`,
    tag: title,
    path: `/${path}`,
    parameters: { ...parameters, ...PAGE },
    answer: derived<ListAnswer>({
      ...LIST.schema,
      properties: { ...(LIST.schema['properties'] as object), rows: rows.schema },
    }),
    ask: async (reader, given) => {
      const q = given as QueryOf<typeof PAGE>;
      const { query, sort, atMost, filter } = await asking(reader, given);
      await reader.reach(q.after);
      const [page, counted] = await Promise.all([
        reader.list(register, { ...query, sort, ...pageOf(q) }),
        reader.count(register, query, atMost),
      ]);
      if (!isPublic(register)) await reader.look({ question: `/${path}`, register: name, filter });
      const count = { count: Math.min(counted, atMost), isMore: counted > atMost };
      return { register: name, ...page, ...count, names: await reader.namesIn(register, page.rows) };
    },
  });
}

/** Rows of a list that may be taken away as one table. */
export const TABLE_LIMIT = 20_000;

/** Rows that are read at once for a table. */
const TABLE_PAGE = 200;

export type TablePage = Pick<ListAnswer, 'rows' | 'names'>;

/** A whole list as a table to take away. */
export interface Table {
  readonly parameters: Parameters;
  /** Its rows, page by page. Throws ProblemError 400 where there are more than TABLE_LIMIT, before any is read. */
  ask(reader: Reader, parameters: object, format: string): Promise<AsyncIterable<TablePage>>;
}

function tableOf(register: Register): Table {
  const { parameters, asking } = asked(register);
  const { name, path } = register;
  return {
    parameters,
    ask: async (reader, given, format) => {
      const { query, sort, filter } = await asking(reader, given);
      const atMost = query.search ? SEARCH_LIMITS.ranked : TABLE_LIMIT;
      if ((await reader.count(register, query, atMost)) > atMost)
        throw badInput([{ path: '', message: `超过 ${atMost} 条，一次导出不了；请增加条件，分几次导出` }]);
      await reader.look({ question: `/downloads/${path}.${format}`, register: name, filter });
      return (async function* () {
        let after: string | undefined;
        do {
          const page = await reader.list(register, { ...query, sort, limit: TABLE_PAGE, after });
          yield { rows: page.rows, names: await reader.namesIn(register, page.rows) };
          after = page.next ?? undefined;
        } while (after !== undefined);
      })();
    },
  };
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

export const TABLES: ReadonlyMap<string, Table> = new Map(
  REGISTERS.map((register) => [register.name, tableOf(register)]),
);

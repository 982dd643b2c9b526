import { isDay, isKnownOn } from '#eventsourcing';
import { badInput, type Fault } from '#platform';

/** Reads one query parameter; undefined when it is not of this kind. */
export interface Parameter<Value> {
  /** Chinese name and form, for the fault and the API description. */
  readonly title: string;
  readonly schema: { readonly [keyword: string]: unknown };
  read(text: string): Value | undefined;
  /** Boxes of a form that are ticked come one by one; they are read as one text, with commas. */
  readonly isMany?: boolean;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type QueryOf<P extends Parameters> = {
  readonly [Name in keyof P]?: P[Name] extends Parameter<infer Value> ? Value | undefined : never;
};

/** Reads a query string strictly. Throws ProblemError 400: unknown parameters, repeated ones, values of another kind. */
export function readQuery<P extends Parameters>(parameters: P, query: unknown): QueryOf<P> {
  const faults: Fault[] = [];
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) {
      faults.push({ path: name, message: `没有这个查询参数；可用的有：${Object.keys(parameters).join('、') || '无'}` });
      continue;
    }
    const text = parameter.isMany && Array.isArray(value) ? value.join(',') : value;
    const read = typeof text === 'string' ? parameter.read(text) : undefined;
    if (read === undefined)
      faults.push({ path: name, message: typeof text === 'string' ? parameter.title : '只能给出一次' });
    else result[name] = read;
  }
  if (faults.length > 0) throw badInput(faults);
  return result as QueryOf<P>;
}

export function wholeNumber(title: string, min: number, max: number): Parameter<number> {
  return {
    title: `${title}，应为 ${min} 至 ${max} 的整数`,
    schema: { type: 'integer', minimum: min, maximum: max },
    read: (text) => {
      const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}

export function day(title: string): Parameter<string> {
  return {
    title: `${title}，应为实有的日期，格式为 YYYY-MM-DD`,
    schema: { type: 'string', format: 'date' },
    read: (text) => (isDay(text) ? text : undefined),
  };
}

export function words(title: string, max = 100): Parameter<string> {
  return {
    title: `${title}，应为 1 至 ${max} 个字的文本`,
    schema: { type: 'string', minLength: 1, maxLength: max },
    read: (value) => (value !== '' && value.length <= max && !value.includes('\u0000') ? value : undefined),
  };
}

export function choice<Value extends string>(title: string, terms: Readonly<Record<Value, string>>): Parameter<Value> {
  const values = Object.keys(terms) as Value[];
  return {
    title: `${title}，应为下列之一：${values.map((value) => `${value}（${terms[value]}）`).join('、')}`,
    schema: { type: 'string', enum: values },
    read: (value) => values.find((candidate) => candidate === value),
  };
}

/** Position that the read models must have reached before the query is answered: what an own command returned. */
export const AFTER_POSITION = wholeNumber('读模型须已更新到的位置', 0, Number.MAX_SAFE_INTEGER);

/** As known at the end of a day or of a minute in Shanghai (see LedgerQuery). */
export const KNOWN_ON: Parameter<string> = {
  title: '以该日或者该分钟结束时已记录的为准，应为日期（2023-05-06）或者时刻（2023-05-06T18:00）',
  schema: { type: 'string' },
  read: (value) => (isKnownOn(value) ? value : undefined),
};

export const yesOrNo = (title: string): Parameter<boolean> => ({
  title: `${title}，应为 true 或者 false`,
  schema: { type: 'boolean' },
  read: (value) => (value === 'true' ? true : value === 'false' ? false : undefined),
});

const DEFAULT_PAGE = 50;
const MAX_PAGE = 200;

/** Where in a list, and how much of it. */
export const PAGE = {
  limit: wholeNumber('每页条数', 1, MAX_PAGE),
  cursor: words('上一页的 next', 2_000),
  after: AFTER_POSITION,
} as const;

/** The page of a list query that the parameters ask for. */
export function pageOf({ limit = DEFAULT_PAGE, cursor }: QueryOf<typeof PAGE>) {
  return { limit, after: cursor };
}

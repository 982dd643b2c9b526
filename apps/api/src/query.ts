import { InvalidQueryError, isDay } from '#eventsourcing';
import { badInput, type Fault } from '#platform';

/** Reads one query parameter; undefined when it is not of this kind. */
export interface Parameter<Value> {
  /** Chinese name and form, for the fault and the API description. */
  readonly title: string;
  readonly schema: { readonly [keyword: string]: unknown };
  read(text: string): Value | undefined;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type QueryOf<P extends Parameters> = {
  readonly [Name in keyof P]?: P[Name] extends Parameter<infer Value> ? Value : never;
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
    const read = typeof value === 'string' ? parameter.read(value) : undefined;
    if (read === undefined)
      faults.push({ path: name, message: typeof value === 'string' ? parameter.title : '只能给出一次' });
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

export function text(title: string, max = 100): Parameter<string> {
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

/**
 * A page of a list that goes on at the cursor of the page before. Throws ProblemError 400 when the cursor is another
 * list's or made up; what else a query could have wrong was found when it was read.
 */
export async function pageAt<Page>(cursor: string | undefined, page: Promise<Page>): Promise<Page> {
  try {
    return await page;
  } catch (error) {
    if (cursor === undefined || !(error instanceof InvalidQueryError)) throw error;
    throw badInput([{ path: 'cursor', message: '应为同一列表、同一排序的上一页给出的 next' }]);
  }
}

/** Position that the read models must have reached before the query is answered: what an own command returned. */
export const AFTER_POSITION = wholeNumber('读模型须已更新到的位置', 0, Number.MAX_SAFE_INTEGER);

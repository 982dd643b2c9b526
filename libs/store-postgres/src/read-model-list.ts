import {
  type AnyReadModel,
  type Condition,
  columnName,
  type ListPlan,
  type planTally,
  SEARCH_LIMITS,
  searchForm,
  tokensAsked,
} from '#eventsourcing';
import { identifier, naturalOrder, searched, sortedBy } from './read-model-schema.js';
import { ARRAY_TYPES } from './read-model-values.js';

/** Values of an `in` that are read off an index one by one and merged; with more of them the planner is left to it. */
const MAX_MERGED = 100;

type OneOf = Extract<Condition, { readonly is: 'in' }>;

/** A part of a list whose first rows an index may give in order: the page is among the first rows of all the parts. */
interface Part {
  readonly conditions: readonly Condition[];
  /** A further condition, read value by value: an index has the rows of each in order, but not those of all. */
  readonly each: OneOf | undefined;
  /** Only rows with, or only rows without, the property that is sorted by; undefined for both in one. */
  readonly side: 'with' | 'without' | undefined;
}

/** A checked list query as SQL, one row more than the page to see whether there is another. Values go as parameters. */
export function listSql(
  model: AnyReadModel,
  plan: ListPlan,
  table: string,
  columns: readonly string[],
): { text: string; values: unknown[] } {
  const statement = new ListStatement(model, plan, table);
  if (plan.search) return { text: statement.found(plan.search, columns), values: statement.values };
  const { values, parts, by, direction, limit, whole, keys } = statement;
  const [only] = parts;
  if (!only) return { text: `select ${columns.join(', ')} from ${table} where false`, values };
  if (parts.length === 1 && !only.each) return { text: whole(only, columns), values };
  // A row may be in several parts. The page is found by sort and key alone: whole rows are fetched for it only.
  const order = (name: string) => `${by && `${name}.sorted ${direction} nulls last, `}${name}.key ${direction}`;
  const [last, first] = [
    parts.filter(({ side }) => side === 'without'),
    parts.filter(({ side }) => side !== 'without'),
  ];
  // What comes last is read where the others do not fill the page: it may be nearly every row, in no useful order.
  const isFull = '(select count(distinct key) from present)';
  const found =
    first.length === 0 || last.length === 0
      ? `page as materialized (select distinct on (${by && 'p.sorted, '}p.key) p.*
          from (${parts.map((part) => keys(part)).join(' union all ')}) p order by ${order('p')} limit ${limit})`
      : `present as materialized (${first.map((part) => keys(part)).join(' union all ')}),
        page as materialized (
          select distinct on (p.sorted, p.key) p.* from (select * from present union all
            ${last.map((part) => keys(part, [`${isFull} < ${limit}`])).join(' union all ')}) p
          order by ${order('p')} limit ${limit})`;
  return {
    text: `with ${found}
      select ${columns.map((column) => `t.${column}`).join(', ')} from page join ${table} t on t.key = page.key
      order by ${order('page')}`,
    values,
  };
}

/** How many rows a list has, counted up to one more than `atMost`. */
export function countSql(model: AnyReadModel, plan: ListPlan, table: string, atMost: number) {
  const statement = new ListStatement(model, plan, table);
  return { text: statement.count(atMost), values: statement.values };
}

/** How many rows have each text, and how many of them are counted beside. */
export function tallySql(model: AnyReadModel, tally: ReturnType<typeof planTally>, table: string) {
  const statement = new ListStatement(model, tally.plan, table);
  return { text: statement.tally(tally), values: statement.values };
}

class ListStatement {
  readonly values: unknown[] = [];
  readonly parts: readonly Part[];
  /** What is sorted by; empty when it is the key alone. */
  readonly by: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;

  constructor(
    private readonly model: AnyReadModel,
    private readonly plan: ListPlan,
    private readonly table: string,
  ) {
    this.by = plan.sort ? sortedBy(model, plan.sort.property) : '';
    this.direction = plan.sort?.descending ? 'desc' : 'asc';
    this.limit = plan.limit + 1;
    this.parts = (plan.anyOf ?? [[]]).flatMap((group) => this.partsOf([...plan.conditions, ...group]));
  }

  /** The first rows of a part, with these columns. */
  whole = (part: Part, columns: readonly string[], more: readonly string[] = []): string => {
    const where = [...more, ...part.conditions.map(this.condition), ...this.place(part.side)];
    // Where there are no nulls, saying nothing about them lets an index be read backwards.
    // Those without it are alike in it: the index of keys has them in order.
    const by =
      this.by && part.side !== 'without' ? `${this.by} ${this.direction}${part.side ? '' : ' nulls last'}, ` : '';
    return `select ${columns.join(', ')} from ${this.table}${where.length > 0 ? ` where ${where.join(' and ')}` : ''}
      order by ${by}key ${this.direction} limit ${this.limit}`;
  };

  /** Keys of the first rows of a part, of each of its values, with what they are sorted by. */
  keys = (part: Part, more: readonly string[] = []): string => {
    const columns = ['key', ...(this.by ? [`${this.by} as sorted`] : [])];
    if (!part.each) return `(${this.whole(part, columns, more)})`;
    const { property, values } = part.each;
    const wanted = `${this.parameter([...new Set(values)])}::${ARRAY_TYPES[this.model.columns[property]!.type]}`;
    const first = this.whole(part, columns, [...more, `${identifier(columnName(property))} = v.value`]);
    return `(select r.* from unnest(${wanted}) as v (value), lateral (${first}) r)`;
  };

  /** Matches, some of very many, in the order of how well they match. */
  found = ({ under, text, skip }: NonNullable<ListPlan['search']>, columns: readonly string[]): string => {
    const form = this.parameter(searchForm(text));
    const sorted = this.by ? `, ${this.by} as sorted` : '';
    const order = (name: string) =>
      `${name}.rank desc, ${this.by && `${name}.sorted ${this.direction} nulls last, `}${name}.key ${this.direction}`;
    return `with found as materialized (
        select key${sorted}, anjuan.search_lines(${searched(this.model, under)}) as lines
        from ${this.table} ${this.everything()} limit ${SEARCH_LIMITS.ranked}
      ), ranked as (
        select found.*, case when strpos(lines, E'\\x01' || ${form} || E'\\x01') > 0 then 3
          when strpos(lines, E'\\x01' || ${form}) > 0 then 2 when strpos(lines, ${form}) > 0 then 1 else 0 end as rank
        from found
      ), page as materialized (
        select * from ranked r order by ${order('r')} limit ${this.limit} offset ${this.parameter(skip)}
      )
      select ${columns.map((column) => `t.${column}`).join(', ')} from page join ${this.table} t on t.key = page.key
      order by ${order('page')}`;
  };

  count = (atMost: number): string =>
    `select count(*) as count from (select from ${this.table} ${this.everything()} limit ${this.parameter(atMost + 1)}) r`;

  /** A row that has a text twice in its list is counted twice: lists of people and units name each once. */
  tally = ({ by, isList, among, limit }: ReturnType<typeof planTally>): string => {
    const column = identifier(columnName(by));
    const value = isList ? 'v.value' : column;
    const beside = among.length === 0 ? '' : ` filter (where ${among.map(this.condition).join(' and ')})`;
    return `select ${value} as value, count(*) as rows, count(*)${beside} as among
      from ${this.table}${isList ? ` cross join lateral unnest(${column}) as v (value)` : ''}
      ${this.everything()} group by 1 having ${value} is not null
      order by 2 desc, ${value} collate "C" limit ${this.parameter(limit)}`;
  };

  /** What every row of the list must be, in one condition. */
  private everything(): string {
    const { conditions, anyOf, search } = this.plan;
    const all = conditions.map(this.condition);
    if (anyOf) {
      const groups = anyOf.map((group) => `(${group.map(this.condition).join(' and ')})`);
      all.push(groups.length === 0 ? 'false' : `(${groups.join(' or ')})`);
    }
    if (search) all.push(this.having(search.under, search.tokens));
    return all.length === 0 ? '' : `where ${all.join(' and ')}`;
  }

  private partsOf(conditions: readonly Condition[]): Part[] {
    const each = conditions.find((condition): condition is OneOf => this.isMerged(condition));
    const rest = conditions.filter((condition) => condition !== each);
    return this.sidesOf(conditions).map((side) => ({ conditions: rest, each, side }));
  }

  /** Whether an index begins with the property and goes on in the order of the list. */
  private isMerged(condition: Condition): boolean {
    const { property, is } = condition;
    if (is !== 'in' || condition.values.length < 2 || condition.values.length > MAX_MERGED) return false;
    const { sort } = this.plan;
    if (sort?.property === property) return false;
    const wanted = [property, ...(sort ? [sort.property] : [])].join();
    return this.model.indexes?.some((index) => index.join() === wanted) === true;
  }

  /**
   * Rows without what is sorted by come last either way, which no index says that is read both ways: where there is an
   * index, they are a part of their own.
   */
  private sidesOf(conditions: readonly Condition[]): Part['side'][] {
    const { sort, after } = this.plan;
    if (!sort || !this.model.columns[sort.property]?.optional) return ['with'];
    const asked = conditions.filter(({ property }) => property === sort.property);
    if (asked.some(({ is }) => is === 'null') || after?.value === null) return ['without'];
    if (asked.length > 0) return ['with'];
    return this.model.indexes?.some((index) => index.includes(sort.property)) ? ['with', 'without'] : [undefined];
  }

  /** What rows of a side must be to come after the page before. */
  private place(side: Part['side']): string[] {
    const { sort, after } = this.plan;
    const beyond = this.direction === 'desc' ? '<' : '>';
    if (!sort) return after ? [`key ${beyond} ${this.parameter(after.key)}`] : [];
    // Said of the column, as indexes say it, whatever it is sorted by.
    const column = identifier(columnName(sort.property));
    if (side === 'without')
      return [`${column} is null`, ...(after?.value === null ? [`key ${beyond} ${this.parameter(after.key)}`] : [])];
    const has = side === 'with' && this.model.columns[sort.property]?.optional ? [`${column} is not null`] : [];
    if (!after) return has;
    const value = this.parameter(after.value);
    const place = `(${sort.isNatural ? naturalOrder(value) : value}, ${this.parameter(after.key)})`;
    const next = `(${this.by}, key) ${beyond} ${place}`;
    return side === 'with' ? [...has, next] : [`(${next} or ${column} is null)`];
  }

  /** No index tells how the texts of a list begin, but one tells which rows have the characters. */
  private beginning(column: string, { property, value }: Extract<Condition, { readonly is: 'beginning' }>): string {
    const begins = `exists (select from unnest(${column}) as e (text) where e.text ^@ ${this.parameter(value)})`;
    const [under] = Object.entries(this.model.search ?? {}).find(([, texts]) => texts.includes(property)) ?? [];
    const tokens = under === undefined || !CHARACTERS.test(value) ? [] : tokensAsked(value);
    return tokens.length === 0 ? begins : `${this.having(under!, tokens)} and ${begins}`;
  }

  /** That the texts that are searched have all these tokens. */
  private having(under: string, tokens: readonly string[]): string {
    const asked = this.parameter(pairsAsked(tokens));
    return `anjuan.search_pairs(${searched(this.model, under)}) @@ ${asked}::tsquery`;
  }

  private parameter = (value: unknown): string => `$${this.values.push(value)}`;

  private condition = (condition: Condition): string => {
    const column = identifier(columnName(condition.property));
    if (condition.is === 'null') return `${column} is null`;
    if (condition.is === 'containing') return `${column} @> ${this.parameter(condition.values)}::text[]`;
    if (condition.is === 'beginning') return this.beginning(column, condition);
    if (condition.is === 'in') {
      // A single value keeps the order of an index on what follows the column.
      if (condition.values.length === 1) return `${column} = ${this.parameter(condition.values[0])}`;
      return `${column} = any(${this.parameter(condition.values)})`;
    }
    const bounds = [`${column} is not null`];
    if (condition.from !== undefined) bounds.push(`${column} >= ${this.parameter(condition.from)}`);
    if (condition.to !== undefined) bounds.push(`${column} <= ${this.parameter(condition.to)}`);
    return bounds.join(' and ');
  };
}

/** Characters of which none joins with what stands behind it: a text that begins so has their pairs. */
const CHARACTERS = /^\p{Script=Han}+$/u;

/** Every token, as a `tsquery`: a single character is the beginning of a pair. No form has a quote or a backslash in it. */
function pairsAsked(tokens: readonly string[]): string {
  return tokens.map((token) => `'${token}'${[...token].length === 1 ? ':*' : ''}`).join(' & ');
}

import { METRIC_UNITS, type Metric, type MetricPart, type MetricUnit } from '#enforcement';
import type { LedgerQuery } from '#eventsourcing';
import { CATALOGUE, type Evaluated, metricNamed, queriesOf, type Scope } from '#figures';
import { badInput, notFound } from '#platform';
import { addDays } from '#statutes';
import { day as dayShape, flag, listOf, number, type Of, object, oneOf, orNull, said, text, whole } from './answers.js';
import { AFTER_POSITION, choice, day, KNOWN_ON, type Parameter, type QueryOf, words, yesOrNo } from './parameters.js';
import { type Place, question } from './question.js';
import type { Reader } from './reader.js';

/* The metric catalogue with its figures, cut to the units that the person may see. */

export const FIGURES_OF = {
  from: day('业务日期起，缺省为今年1月1日'),
  to: day('业务日期止，缺省为今年12月31日'),
  unit: words('单位编号，缺省为可以查阅的全部单位'),
  below: yesOrNo('是否连同其下级单位'),
  knownOn: KNOWN_ON,
  after: AFTER_POSITION,
} as const;

const SCOPE = object({
  from: dayShape,
  to: dayShape,
  /** Null for everything that the person may see. */
  unit: orNull(text),
  below: flag,
  knownOn: orNull(text),
});
export type ScopeAnswer = Of<typeof SCOPE>;

const PART = object({
  key: text,
  name: text,
  unit: oneOf<MetricUnit>(...METRIC_UNITS),
  sums: oneOf<MetricPart['sums']>('count', 'fen', 'distinct'),
  value: said(orNull(number), '分母为 0 的比率为 null'),
  numerator: whole,
  denominator: orNull(whole),
  entries: said(text, '累计成该数值的分录的地址'),
});
const METRIC_FIELDS = {
  id: text,
  name: text,
  definition: text,
  source: text,
  countsBy: said(text, '计入日期'),
  excluded: orNull(text),
  parts: listOf(PART),
} as const;
const METRIC_SHAPE = object(METRIC_FIELDS);
const METRICS_ANSWER = object({ scope: SCOPE, metrics: listOf(METRIC_SHAPE) });
const METRIC_ANSWER = object({ scope: SCOPE, ...METRIC_FIELDS });
export type PartShown = Of<typeof PART>;
export type MetricShown = Of<typeof METRIC_SHAPE>;

/** Some metrics by their ids, with commas between them. */
const METRIC_IDS: Parameter<string> = {
  title: '只列出这些编号的指标，以逗号分开：M01,M02，缺省为全部',
  schema: { type: 'string', maxLength: 500 },
  read: (value) =>
    value.length <= 500 && value.split(',').every((id) => metricNamed(id) !== undefined) ? value : undefined,
};

/** Every metric of the catalogue with its figures. */
export const METRICS = question({
  name: 'list_metrics',
  title: '全部指标',
  tag: '指标',
  path: '/metrics',
  parameters: { ...FIGURES_OF, metrics: METRIC_IDS },
  answer: METRICS_ANSWER,
  ask: async (reader, q) => {
    const { shown, scope } = await scopeOf(reader, q);
    const asked = q.metrics === undefined ? undefined : new Set(q.metrics.split(','));
    const catalogue = asked === undefined ? CATALOGUE : CATALOGUE.filter(({ id }) => asked.has(id));
    const figures = await reader.figures.evaluate(
      catalogue.flatMap(({ parts }) => parts),
      scope,
    );
    let next = 0;
    const metrics = catalogue.map((metric) => {
      const own = figures.slice(next, next + metric.parts.length);
      next += metric.parts.length;
      return shownMetric(metric, own, shown);
    });
    return { scope: shown, metrics };
  },
});

export const METRIC = question({
  name: 'get_metric',
  title: '一项指标',
  tag: '指标',
  path: '/metrics/:id',
  parameters: FIGURES_OF,
  answer: METRIC_ANSWER,
  ask: async (reader, q, place) => {
    const metric = metricAt(place);
    const { shown, scope } = await scopeOf(reader, q);
    return { scope: shown, ...shownMetric(metric, await reader.figures.evaluate(metric.parts, scope), shown) };
  },
});

/** The metric that a path names. Throws ProblemError 404. */
export function metricAt({ id = '' }: Place): Metric {
  const metric = metricNamed(id);
  if (metric) return metric;
  throw notFound(`没有指标 ${id}`, { known: CATALOGUE.map((entry) => entry.id) });
}

/** Before it nothing of ours can have happened, and the day before a period must be a day. */
const FIRST_DAY = '1900-01-01';

/** The days and units that are asked for: this year, and all that the person may see, where nothing is said. */
export async function scopeOf(
  reader: Reader,
  { from, to, unit, below = false, knownOn, after }: QueryOf<typeof FIGURES_OF>,
): Promise<{ readonly shown: ScopeAnswer; readonly scope: Scope }> {
  const year = reader.today.slice(0, 4);
  const days = {
    from: from ?? `${(to ?? year).slice(0, 4)}-01-01`,
    to: to ?? `${(from ?? year).slice(0, 4)}-12-31`,
  };
  if (days.from < FIRST_DAY) throw badInput([{ path: 'from', message: `应不早于 ${FIRST_DAY}` }]);
  if (days.from > days.to) throw badInput([{ path: 'to', message: `${days.to}早于 from ${days.from}` }]);
  await reader.reach(after);
  return {
    shown: { ...days, unit: unit ?? null, below, knownOn: knownOn ?? null },
    scope: await reader.figures.scopeOf({ ...days, unit, below, knownOn }),
  };
}

/** A month of business days. */
const MONTH: Parameter<string> = {
  title: '只列出业务日期在该月的，应为月份，如 2023-05',
  schema: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' },
  read: (value) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined),
};

/** What of a sum is asked: of one month, one class, one act. */
function narrowed(query: LedgerQuery, { month, subject, measure }: QueryOf<typeof PART_OF>): LedgerQuery {
  if (measure !== undefined && !query.measures.includes(measure))
    throw badInput([{ path: 'measure', message: `应为下列之一：${query.measures.join('、')}` }]);
  const [first, last] = month === undefined ? [] : [`${month}-01`, lastOfMonth(month)];
  return {
    ...query,
    ...(measure === undefined ? {} : { measures: [measure] }),
    ...(subject === undefined ? {} : { subjects: (query.subjects ?? [subject]).filter((one) => one === subject) }),
    ...(first === undefined || (query.from !== undefined && query.from > first) ? {} : { from: first }),
    ...(last === undefined || (query.to !== undefined && query.to < last) ? {} : { to: last }),
  };
}

/** The last day of a month: the one before the first of the next. */
function lastOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return addDays(`${next}-01`, -1);
}

export const PART_OF = {
  ...FIGURES_OF,
  part: words('指标的分项'),
  side: choice('分项中的哪一个和', { numerator: '分子', less: '减数', denominator: '分母' }),
  month: MONTH,
  subject: words('只列出该分类的，为分类的代码'),
  measure: words('只列出该行为的，为行为的代码'),
} as const;
export type Side = 'numerator' | 'less' | 'denominator';

/** The sum of entries that one side of a figure is. Throws ProblemError 400 and 404 where there is none such. */
export async function sideOf(reader: Reader, q: QueryOf<typeof PART_OF>, place: Place) {
  const metric = metricAt(place);
  const part = q.part === undefined ? metric.parts[0]! : metric.parts.find(({ key }) => key === q.part);
  if (!part)
    throw badInput([{ path: 'part', message: `应为下列之一：${metric.parts.map(({ key }) => key).join('、')}` }]);
  const { shown, scope } = await scopeOf(reader, q);
  const { plus, minus, under } = queriesOf(part, scope);
  const side: Side = q.side ?? 'numerator';
  const whole = { numerator: plus, less: minus, denominator: under }[side];
  if (!whole) throw badInput([{ path: 'side', message: `${part.name}没有${side === 'less' ? '减数' : '分母'}` }]);
  const sides = [
    'numerator',
    ...(minus ? ['less'] : []),
    ...(under ? ['denominator'] : []),
  ] as const as readonly Side[];
  const [figure] = await reader.figures.evaluate([part], scope);
  const { id, name } = metric;
  const shownFigure = shownPart(id, figure!, shown);
  return {
    query: narrowed(whole, q),
    head: { metric: id, metricName: name, part: part.key, side, sides, scope: shown, figure: shownFigure },
  };
}

function shownMetric(metric: Metric, evaluated: readonly Evaluated[], scope: ScopeAnswer): MetricShown {
  const { id, name, definition, source, countsBy, excluded } = metric;
  const parts = evaluated.map((figure) => shownPart(id, figure, scope));
  return { id, name, definition, source, countsBy, excluded: excluded ?? null, parts };
}

function shownPart(id: string, { part, value, numerator, denominator }: Evaluated, scope: ScopeAnswer): PartShown {
  const search = new URLSearchParams({ part: part.key, from: scope.from, to: scope.to });
  if (scope.unit !== null) search.set('unit', scope.unit);
  if (scope.below) search.set('below', 'true');
  if (scope.knownOn !== null) search.set('knownOn', scope.knownOn);
  const { key, name, unit, sums } = part;
  const entries = `/api/metrics/${id}/entries?${search}`;
  return { key, name, unit, sums, value, numerator, denominator: denominator ?? null, entries };
}

export { PART, SCOPE };

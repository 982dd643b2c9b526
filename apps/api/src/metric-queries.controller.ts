import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  annualReport,
  CATALOGUE,
  type Evaluated,
  evaluate,
  type Metric,
  metricNamed,
  queriesOf,
  reportText,
  type Scope,
  unitDirectory,
} from '#figures';
import { badInput, notFound, type Person, SignedIn } from '#platform';
import { dayOf } from '#statutes';
import { API_OPTIONS, type ApiOptions, serverTime } from './api-options.js';
import { Freshness } from './freshness.js';
import { AFTER_POSITION, choice, day, pageAt, readQuery, text, wholeNumber } from './query.js';

const DEFAULT_ENTRIES = 100;
const MAX_ENTRIES = 1_000;

const SCOPE = {
  from: day('业务日期起，缺省为今年1月1日'),
  to: day('业务日期止，缺省为今年12月31日'),
  unit: text('单位编号，缺省为全市'),
  asOf: day('以该日结束时已记录的为准'),
  after: AFTER_POSITION,
} as const;

export const METRICS_QUERY = SCOPE;
export const ENTRIES_QUERY = {
  ...SCOPE,
  part: text('指标的分项'),
  side: choice('分项中的哪一个和', { numerator: '分子', less: '减数', denominator: '分母' }),
  cursor: text('上一页的 next', 200),
  limit: wholeNumber('每页条数', 1, MAX_ENTRIES),
} as const;
export const REPORT_QUERY = {
  unit: text('单位编号，缺省为本人所在单位'),
  asOf: day('以该日结束时已记录的为准'),
  format: choice('形式', { json: 'JSON', text: '文本' }),
  after: AFTER_POSITION,
} as const;

/** Metrics, the entries behind each figure, and the annual report. */
@Controller('api')
export class MetricQueriesController {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly freshness: Freshness,
  ) {}

  /** Every metric of the catalogue with its figures. */
  @Get('metrics')
  async metrics(@Query() query: unknown) {
    const q = readQuery(METRICS_QUERY, query);
    const scope = this.scope(q);
    await this.freshness.reach(q.after);
    const parts = await evaluate(
      this.options.ledger,
      CATALOGUE.flatMap((metric) => metric.parts),
      scope,
    );
    let next = 0;
    return {
      scope: shownScope(scope),
      metrics: CATALOGUE.map((metric) => {
        const own = parts.slice(next, next + metric.parts.length);
        next += metric.parts.length;
        return shownMetric(metric, own, scope);
      }),
    };
  }

  @Get('metrics/:id')
  async metric(@Param('id') id: string, @Query() query: unknown) {
    const q = readQuery(METRICS_QUERY, query);
    const metric = metricOf(id);
    const scope = this.scope(q);
    await this.freshness.reach(q.after);
    return {
      scope: shownScope(scope),
      ...shownMetric(metric, await evaluate(this.options.ledger, metric.parts, scope), scope),
    };
  }

  /** The ledger entries that a figure is the sum of, each an event of a case. */
  @Get('metrics/:id/entries')
  async entries(@Param('id') id: string, @Query() query: unknown) {
    const q = readQuery(ENTRIES_QUERY, query);
    const metric = metricOf(id);
    const part = q.part === undefined ? metric.parts[0]! : metric.parts.find(({ key }) => key === q.part);
    if (!part)
      throw badInput([{ path: 'part', message: `应为下列之一：${metric.parts.map(({ key }) => key).join('、')}` }]);
    const { plus, minus, under } = queriesOf(part, this.scope(q));
    const side = q.side ?? 'numerator';
    const asked = { numerator: plus, less: minus, denominator: under }[side];
    if (!asked) throw badInput([{ path: 'side', message: `${part.name}没有${side === 'less' ? '减数' : '分母'}` }]);
    await this.freshness.reach(q.after);
    const { ledger } = this.options;
    const [page, sum] = await Promise.all([
      pageAt(
        q.cursor,
        ledger.entries({
          ...asked,
          limit: q.limit ?? DEFAULT_ENTRIES,
          ...(q.cursor === undefined ? {} : { after: q.cursor }),
        }),
      ),
      ledger.sum(asked),
    ]);
    return { metric: id, part: part.key, side, sum, entries: page.entries, next: page.next ?? null };
  }

  /** The annual report of a unit, as JSON or in the report's own words. */
  @Get('reports/:year')
  async report(
    @Param('year') year: string,
    @Query() query: unknown,
    @SignedIn() person: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const q = readQuery(REPORT_QUERY, query);
    if (!/^(19|20)\d{2}$/.test(year)) throw badInput([{ path: 'year', message: '应为四位数的年份' }]);
    await this.freshness.reach(q.after);
    const unitId = q.unit ?? person.unit;
    const unit = await this.options.readModelStore.row(unitDirectory, unitId);
    if (!unit) throw notFound(`没有单位 ${unitId}`);
    const report = await annualReport(this.options.ledger, {
      year: Number(year),
      unit: { unitId, name: unit.name },
      today: this.today(),
      ...(q.asOf === undefined ? {} : { knownOn: q.asOf }),
    });
    if (q.format !== 'text') return report;
    void reply.type('text/plain; charset=utf-8');
    return reportText(report);
  }

  private today(): string {
    return dayOf(serverTime(this.options));
  }

  private scope(q: {
    readonly from?: string;
    readonly to?: string;
    readonly unit?: string;
    readonly asOf?: string;
  }): Scope {
    const today = this.today();
    const year = today.slice(0, 4);
    const from = q.from ?? `${(q.to ?? year).slice(0, 4)}-01-01`;
    const to = q.to ?? `${(q.from ?? year).slice(0, 4)}-12-31`;
    if (from > to) throw badInput([{ path: 'to', message: `${to}早于 from ${from}` }]);
    return {
      from,
      to,
      today,
      ...(q.unit === undefined ? {} : { units: [q.unit] }),
      ...(q.asOf === undefined ? {} : { knownOn: q.asOf }),
    };
  }
}

function metricOf(id: string): Metric {
  const metric = metricNamed(id);
  if (metric) return metric;
  throw notFound(`没有指标 ${id}`, { known: CATALOGUE.map((entry) => entry.id) });
}

function shownScope({ from, to, units, knownOn }: Scope) {
  return { from, to, unit: units?.[0] ?? null, asOf: knownOn ?? null };
}

function shownMetric(metric: Metric, evaluated: readonly Evaluated[], scope: Scope) {
  const { id, name, definition, source, countsBy, excluded } = metric;
  const shown = shownScope(scope);
  return {
    id,
    name,
    definition,
    source,
    countsBy,
    excluded: excluded ?? null,
    parts: evaluated.map(({ part, value, numerator, denominator }) => {
      const search = new URLSearchParams({ part: part.key, from: shown.from, to: shown.to });
      if (shown.unit !== null) search.set('unit', shown.unit);
      if (shown.asOf !== null) search.set('asOf', shown.asOf);
      return {
        key: part.key,
        name: part.name,
        unit: part.unit,
        value,
        numerator,
        denominator: denominator ?? null,
        entries: `/api/metrics/${id}/entries?${search}`,
      };
    }),
  };
}

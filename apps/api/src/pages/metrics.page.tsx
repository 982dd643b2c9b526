import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { CATALOGUE, type Evaluated, evaluate, type Metric } from '#figures';
import { type Person, SignedIn } from '#platform';
import { dayOf } from '#statutes';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { Directory, unitName } from '../directory.js';
import {
  entriesHref,
  FIGURE_SCOPE,
  type FigureScope,
  ledgerScope,
  readForm,
  scopeSearch,
  yearsOf,
} from './figure-scope.js';
import { figureText, grouped, yuan } from './format.js';
import { html, Layout } from './layout.js';
import { PAGE_TYPE } from './page.js';
import { ScopeForm } from './scope-form.js';

@Controller()
export class MetricsPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
  ) {}

  @Get('metrics')
  @Header('content-type', PAGE_TYPE)
  async show(@Query() query: unknown, @SignedIn() person: Person): Promise<string> {
    const { ledger, registry } = this.options;
    const asked = readForm(FIGURE_SCOPE, query);
    const today = dayOf(serverTime(this.options));
    const [units, years] = await Promise.all([this.directory.units(), yearsOf(ledger, today)]);
    const scope: FigureScope = { ...asked, today, year: asked.year ?? years[0]! };
    const figures = await evaluate(
      ledger,
      CATALOGUE.flatMap(({ parts }) => parts),
      ledgerScope(scope),
    );
    const reach = scope.unit === undefined ? '全市' : unitName(units, scope.unit);
    let next = 0;
    return html(
      <Layout
        title={`${scope.year}年指标`}
        person={person}
        roleTitle={(role) => registry.roleTitle(role)}
        place="metrics"
      >
        <h1>
          指标目录
          <small>
            {reach}　{scope.year}年
          </small>
        </h1>
        <div class="controls">
          <ScopeForm action="/metrics" scope={scope} units={units} years={years} isForCity />
          <p class="formats">
            {scope.unit === undefined ? null : <a href={`/reports/${scope.year}?${reportSearch(scope)}`}>年报</a>}
            <a href={`/api/metrics?${apiSearch(scope)}`}>JSON</a>
          </p>
        </div>
        <div class="catalogue">
          {CATALOGUE.map((metric) => {
            const own = figures.slice(next, next + metric.parts.length);
            next += metric.parts.length;
            return <MetricCard key={metric.id} metric={metric} figures={own} scope={scope} />;
          })}
        </div>
      </Layout>,
    );
  }
}

function reportSearch(scope: FigureScope): string {
  const search = new URLSearchParams(scopeSearch(scope));
  search.delete('year');
  return search.toString();
}

function apiSearch({ year, unit, knownOn }: FigureScope): string {
  const search = new URLSearchParams({ from: `${year}-01-01`, to: `${year}-12-31` });
  if (unit !== undefined) search.set('unit', unit);
  if (knownOn !== undefined) search.set('asOf', knownOn);
  return search.toString();
}

function MetricCard({
  metric,
  figures,
  scope,
}: {
  readonly metric: Metric;
  readonly figures: readonly Evaluated[];
  readonly scope: FigureScope;
}) {
  const { id, name, definition, source, countsBy, excluded } = metric;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>
        <span class="metric-id">{id}</span>
        {name}
      </h2>
      <table class="figures">
        <caption class="unseen">{name}的各项数值</caption>
        <tbody>
          {figures.map(({ part, value, numerator, denominator }) => (
            <tr key={part.key}>
              <th scope="row">{part.name}</th>
              <td class="number">
                <a href={entriesHref(id, part.key, scope)} class="figure">
                  {figureText(part.unit, value)}
                </a>
                {denominator === undefined ? null : <small>{ratio(part.sums, numerator, denominator)}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="definition">{definition}</p>
      <dl class="notes">
        <div>
          <dt>计入日期</dt>
          <dd>{countsBy}</dd>
        </div>
        <div>
          <dt>依据</dt>
          <dd>{source}</dd>
        </div>
        {excluded === undefined ? null : (
          <div>
            <dt>不计</dt>
            <dd>{excluded}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** A rate's two sums: 235 ÷ 235 */
export function ratio(sums: 'count' | 'fen', numerator: number, denominator: number): string {
  const write = sums === 'fen' ? yuan : grouped;
  return `${write(numerator)} ÷ ${write(denominator)}`;
}

import { METRICS, type MetricShown, type PartShown } from '../questions/metrics.js';
import { addressOf } from '../ui/form.js';
import { figureText, ratio } from '../ui/format.js';
import { Change } from './figure-change.js';
import {
  entriesHref,
  FIGURE_SCOPE,
  type FigureScope,
  figuresAsked,
  reachOf,
  scopeAsked,
  yearBefore,
} from './figure-scope.js';
import { page } from './page.js';
import { ScopeForm } from './scope-form.js';

/** The catalogue: every metric with its figures, its definition and its source. */
export const metricsPage = page({
  path: 'metrics',
  parameters: FIGURE_SCOPE,
  here: '/metrics',
  show: async ({ ask, sight, today }, { parameters }) => {
    const scope = scopeAsked(parameters, sight, today);
    const [{ metrics }, before] = await Promise.all([
      ask(METRICS, figuresAsked(scope)),
      ask(METRICS, { ...figuresAsked(scope), ...yearBefore(scope, today) }),
    ]);
    const last = new Map(
      before.metrics.flatMap(({ id, parts }) => parts.map((part) => [`${id}/${part.key}`, part] as const)),
    );
    const { year, unit, knownOn } = scope;
    return {
      title: `${year}年指标`,
      body: (
        <>
          <h1>
            指标目录
            <small>
              {reachOf(scope, sight)}　{year}年{knownOn === undefined ? '' : `　按${knownOn}已知`}
            </small>
          </h1>
          <div class="controls">
            <ScopeForm action="/metrics" scope={scope} sight={sight} />
            <p class="formats screen">
              {unit === undefined ? null : <a href={addressOf(`/reports/${year}`, { unit, knownOn })}>年报</a>}
              <a href={addressOf('/api/metrics', figuresAsked(scope))}>JSON</a>
            </p>
          </div>
          <div class="catalogue">
            {metrics.map((metric) => (
              <MetricCard key={metric.id} metric={metric} last={last} scope={scope} />
            ))}
          </div>
        </>
      ),
    };
  },
});

interface MetricCardProps {
  readonly metric: MetricShown;
  /** The figures of the year before, by metric and part. */
  readonly last: ReadonlyMap<string, PartShown>;
  readonly scope: FigureScope;
}

function MetricCard({ metric, last, scope }: MetricCardProps) {
  const { id, name, parts, definition, source, countsBy, excluded } = metric;
  return (
    <section class="metric sheet" aria-labelledby={id}>
      <h2 id={id}>
        <code>{id}</code>
        {name}
      </h2>
      <table class="figures">
        <caption class="unseen">{name}的各项数值</caption>
        <tbody>
          {parts.map((part) => (
            <tr key={part.key}>
              <th scope="row">{part.name}</th>
              <td class="number">
                <Figure metric={id} part={part} last={last.get(`${id}/${part.key}`)} scope={scope} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="definition">{definition}</p>
      <dl class="notes">
        {[
          ['计入日期', countsBy],
          ['依据', source],
          ['不计', excluded],
        ].map(([title, text]) =>
          text == null ? null : (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

/** A figure, opening into what it is the sum of; a rate with its two sums. */
function Figure({
  metric,
  part,
  last,
  scope,
}: {
  metric: string;
  part: PartShown;
  last: PartShown | undefined;
  scope: FigureScope;
}) {
  const { key, unit, value, sums, numerator, denominator } = part;
  return (
    <>
      <a href={entriesHref(metric, key, scope)}>{figureText(unit, value)}</a>
      {denominator === null ? null : <small>{ratio(sums, numerator, denominator)}</small>}
      {last === undefined ? null : <Change now={part} before={last} />}
    </>
  );
}

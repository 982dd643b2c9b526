import { ENTRIES, type EntriesAnswer, GROUPS } from '../questions/entries.js';
import type { Side } from '../questions/metrics.js';
import { choice, words } from '../questions/parameters.js';
import { figureText, ratio } from '../ui/format.js';
import { Crumbs } from '../ui/layout.js';
import { Pager } from '../ui/table.js';
import { Tabs } from '../ui/tabs.js';
import { ADDED_UP, Agreement, sideTitle } from './entries/agreement.js';
import { Groups } from './entries/groups.js';
import { EntriesTable } from './entries/table.js';
import { FIGURE_SCOPE, type FigureScope, figuresAsked, figuresHref, reachOf, scopeAsked } from './figure-scope.js';
import { page } from './page.js';
import { ScopeForm } from './scope-form.js';

const PER_PAGE = 100;

/** What a figure is the sum of: that it agrees, how it falls into groups, and each booking with its record. */
export const entriesPage = page({
  path: 'metrics/:id/:part/entries',
  parameters: {
    ...FIGURE_SCOPE,
    side: choice<Side>('分项中的哪一个和', { numerator: '分子', less: '减数', denominator: '分母' }),
    cursor: words('上一页的末尾', 200),
  },
  here: '/metrics',
  show: async ({ ask, sight, today }, { parameters, place, given }) => {
    const { id = '', part: key = '' } = place;
    const { side: asked, cursor } = parameters;
    const scope = scopeAsked(parameters, sight, today);
    const query = { ...figuresAsked(scope), part: key, side: asked };
    const [answer, groups] = await Promise.all([
      ask(ENTRIES, { ...query, limit: PER_PAGE, cursor }, { id }),
      ask(GROUPS, query, { id }),
    ]);
    const { figure, side, sides, sum, entries, next } = answer;
    const isAll = cursor === undefined && next === null;
    const all = isAll || sum.entries > ADDED_UP ? answer : await ask(ENTRIES, { ...query, limit: ADDED_UP }, { id });
    const here = `/metrics/${id}/${encodeURIComponent(key)}/entries`;
    return {
      title: `${figure.name}的分录`,
      body: (
        <>
          <Crumbs>
            <a href={figuresHref('/metrics', scope)}>指标</a>
            <a href={`${figuresHref('/metrics', scope)}#${id}`}>
              {id} {answer.metricName}
            </a>
          </Crumbs>
          <Heading answer={answer} scope={scope} reach={reachOf(scope, sight)} />
          <div class="controls">
            <ScopeForm action={here} scope={scope} sight={sight} />
          </div>
          {sides.length < 2 ? null : (
            <Tabs
              title="由哪几个和组成"
              tabs={sides.map((one) => ({
                title: sideTitle(answer, one),
                href: figuresHref(here, scope, { side: one }),
                isOpen: one === side,
              }))}
            />
          )}
          <Agreement answer={answer} all={sum.entries > ADDED_UP ? undefined : all.entries} />
          <div class="figure-file">
            <Groups groups={groups} year={scope.year} />
            <section aria-label="分录">
              {entries.length === 0 ? (
                <p class="nothing">没有分录：在这个范围内没有发生这样的事。</p>
              ) : (
                <EntriesTable
                  answer={answer}
                  hasMeasures={groups.measure.length > 1}
                  hasUnits={groups.unit.length > 1}
                />
              )}
              <Pager path={here} given={given} next={next} />
            </section>
          </div>
        </>
      ),
    };
  },
});

function Heading({ answer, scope, reach }: { answer: EntriesAnswer; scope: FigureScope; reach: string }) {
  const { name, unit, value, sums, numerator, denominator } = answer.figure;
  return (
    <header class="headline">
      <h1>
        {name}
        <small>
          {answer.metricName}　{reach}　{scope.year}年{scope.knownOn === undefined ? '' : `　按${scope.knownOn}已知`}
        </small>
      </h1>
      <p class="headline-figure">
        {figureText(unit, value)}
        {denominator === null ? null : <small>{ratio(sums, numerator, denominator)}</small>}
      </p>
    </header>
  );
}

import { ENTRIES, type EntriesAnswer, GROUPS, type GroupsAnswer } from '../questions/entries.js';
import { PART_OF, type PartShown } from '../questions/metrics.js';
import { choice, words } from '../questions/parameters.js';
import { addressOf } from '../ui/form.js';
import { figureText, ratio } from '../ui/format.js';
import { Crumbs } from '../ui/layout.js';
import { Pager } from '../ui/table.js';
import { Tabs } from '../ui/tabs.js';
import { ADDED_UP, Agreement, sideTitle } from './entries/agreement.js';
import { Groups } from './entries/groups.js';
import { BY, type By, EntriesTable, monthTitle } from './entries/table.js';
import { Change } from './figure-change.js';
import {
  FIGURE_SCOPE,
  type FigureScope,
  figuresAsked,
  figuresHref,
  reachOf,
  scopeAsked,
  yearBefore,
} from './figure-scope.js';
import { page } from './page.js';
import { ScopeForm } from './scope-form.js';

const PER_PAGE = 100;

/** What a figure is the sum of: that it agrees, how it falls into groups, and each booking with its record. */
export const entriesPage = page({
  path: 'metrics/:id/:part/entries',
  parameters: {
    ...FIGURE_SCOPE,
    side: PART_OF.side,
    month: PART_OF.month,
    subject: PART_OF.subject,
    measure: PART_OF.measure,
    by: choice<By>('分组', BY),
    cursor: words('上一页的末尾', 200),
  },
  here: '/metrics',
  show: async ({ ask, sight, today }, { parameters, place, given }) => {
    const { id = '', part: key = '' } = place;
    const { side: asked, cursor, month, subject, measure, by = 'month' } = parameters;
    const scope = scopeAsked(parameters, sight, today);
    const query = { ...figuresAsked(scope), part: key, side: asked };
    const only = { month, subject, measure };
    const isPartOnly = Object.values(only).some((one) => one !== undefined);
    const [answer, groups, before] = await Promise.all([
      ask(ENTRIES, { ...query, ...only, limit: PER_PAGE, cursor }, { id }),
      ask(GROUPS, query, { id }),
      ask(GROUPS, { ...query, ...yearBefore(scope, today) }, { id }),
    ]);
    const { figure, side, sides, sum, entries, next } = answer;
    const isAll = cursor === undefined && next === null;
    const all =
      isAll || sum.entries > ADDED_UP ? answer : await ask(ENTRIES, { ...query, ...only, limit: ADDED_UP }, { id });
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
          <Heading answer={answer} before={before.figure} scope={scope} reach={reachOf(scope, sight)} />
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
          <Groups
            groups={groups}
            before={before}
            year={scope.year}
            hrefOf={(more) => addressOf(here, { ...given, cursor: undefined, ...more })}
          />
          <section class="figure-file" aria-label="分录">
            <Only
              only={only}
              groups={groups}
              href={(more) => addressOf(here, { ...given, cursor: undefined, ...more })}
            />
            <Agreement answer={answer} all={sum.entries > ADDED_UP ? undefined : all.entries} isPart={isPartOnly} />
            <Tabs
              title="分录的分组"
              tabs={groupable(groups).map((one) => ({
                title: BY[one],
                href: addressOf(here, { ...given, by: one }),
                isOpen: one === by,
              }))}
            />
            {entries.length === 0 ? (
              <p class="nothing">没有分录：在这个范围内没有发生这样的事。</p>
            ) : (
              <EntriesTable
                answer={answer}
                hasMeasures={groups.measure.length > 1}
                hasUnits={groups.unit.length > 1}
                by={by}
              />
            )}
            <Pager path={here} given={given} next={next} />
          </section>
        </>
      ),
    };
  },
});

/** By what the entries of this figure differ at all. */
function groupable({ measure, subject, unit }: GroupsAnswer): By[] {
  return [
    'month',
    ...(unit.length > 1 ? (['unit'] as const) : []),
    ...(subject.length > 1 ? (['subject'] as const) : []),
    ...(measure.length > 1 ? (['measure'] as const) : []),
  ];
}

interface OnlyProps {
  readonly only: Readonly<Record<'month' | 'subject' | 'measure', string | undefined>>;
  readonly groups: GroupsAnswer;
  readonly href: (more: Readonly<Record<string, undefined>>) => string;
}

/** To which part of the figure the list is narrowed, each with the way back. */
function Only({ only, groups, href }: OnlyProps) {
  const titleOf = (of: 'month' | 'subject' | 'measure', group: string) =>
    groups[of].find((one) => one.group === group)?.title ?? group;
  const parts = (['month', 'subject', 'measure'] as const).flatMap((of) => {
    const group = only[of];
    return group === undefined ? [] : [{ of, title: of === 'month' ? monthTitle(group) : titleOf(of, group) }];
  });
  if (parts.length === 0) return null;
  return (
    <p class="formats" role="status">
      只列出：
      {parts.map(({ of, title }) => (
        <span key={of}>
          {title} <a href={href({ [of]: undefined })}>取消</a>
        </span>
      ))}
    </p>
  );
}

interface HeadingProps {
  readonly answer: EntriesAnswer;
  readonly before: PartShown;
  readonly scope: FigureScope;
  readonly reach: string;
}

function Heading({ answer, before, scope, reach }: HeadingProps) {
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
        <Change now={answer.figure} before={before} />
      </p>
    </header>
  );
}

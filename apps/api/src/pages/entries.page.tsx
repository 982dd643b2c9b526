import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import type { ComponentChildren } from 'preact';
import type { LedgerEntry, LedgerGroup, LedgerQuery, LedgerSum } from '#eventsourcing';
import { type CaseOverview, caseOverview, type Evaluated, evaluate, type MetricPart, metricNamed } from '#figures';
import { badInput, notFound, type Person, SignedIn } from '#platform';
import { dayOf } from '#statutes';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { Directory, type Unit, unitName } from '../directory.js';
import { maskedParties, seesNames } from '../masking.js';
import { choice, pageAt, text } from '../query.js';
import { type Bar, BarList, MonthBars } from './charts.js';
import {
  entriesHref,
  FIGURE_SCOPE,
  type FigureScope,
  ledgerScope,
  readForm,
  type Side,
  scopeSearch,
  sideQuery,
  yearsOf,
} from './figure-scope.js';
import { figureText, grouped, moment, yuan } from './format.js';
import { html, Layout } from './layout.js';
import { ratio } from './metrics.page.js';
import { PAGE_TYPE } from './page.js';
import { ScopeForm } from './scope-form.js';
import { MEASURE_TITLES, subjectTitle } from './subjects.js';
import { type Column, Table } from './table.js';

const PER_PAGE = 100;
/** A figure of at most so many entries is added up entry by entry before the page says that it agrees. */
const ADDED_UP = 1_000;

const ENTRIES_PAGE = {
  ...FIGURE_SCOPE,
  side: choice<Side>('分项中的哪一个和', { numerator: '分子', less: '减数', denominator: '分母' }),
  cursor: text('上一页的末尾', 200),
} as const;

const SIDES: readonly Side[] = ['numerator', 'less', 'denominator'];

/** The case behind an entry, as a line says it. */
type CaseLine = Pick<CaseOverview, 'caseNo' | 'decisionNo' | 'itemName' | 'partyNames' | 'partyKind'>;

interface Shown {
  readonly metricId: string;
  readonly metricName: string;
  readonly figure: Evaluated;
  readonly side: Side;
  readonly scope: FigureScope;
  readonly units: readonly Unit[];
  readonly query: LedgerQuery;
  readonly sum: LedgerSum;
  readonly entries: readonly LedgerEntry[];
  readonly next: string | undefined;
  readonly isFirst: boolean;
  /** What all the entries come to when added one by one; undefined when there are too many for a page. */
  readonly addedUp: number | undefined;
  readonly cases: ReadonlyMap<string, CaseLine>;
  readonly showsNames: boolean;
  readonly titleOf: (measure: string, subject: string) => string;
  readonly aggregateTitle: (name: string) => string;
}

@Controller()
export class EntriesPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
  ) {}

  @Get('metrics/:id/:part/entries')
  @Header('content-type', PAGE_TYPE)
  async show(
    @Param('id') metricId: string,
    @Param('part') partKey: string,
    @Query() given: unknown,
    @SignedIn() person: Person,
  ): Promise<string> {
    const { ledger, registry, statutes, readModelStore } = this.options;
    const metric = metricNamed(metricId);
    const part = metric?.parts.find(({ key }) => key === partKey);
    if (!metric || !part) throw notFound(`没有指标 ${metricId}/${partKey}`);
    const asked = readForm(ENTRIES_PAGE, given);
    const today = dayOf(serverTime(this.options));
    const years = await yearsOf(ledger, today);
    const scope: FigureScope = { today, unit: asked.unit, knownOn: asked.knownOn, year: asked.year ?? years[0]! };
    const { side = 'numerator', cursor } = asked;
    const query = sideQuery(part, side, scope);
    if (!query) throw badInput([{ path: 'side', message: `${part.name}没有${side === 'less' ? '减数' : '分母'}` }]);
    const [units, [figure], sum, page, whole, months, subjects, measures, byUnit] = await Promise.all([
      this.directory.units(),
      evaluate(ledger, [part], ledgerScope(scope)),
      ledger.sum(query),
      pageAt(cursor, ledger.entries({ ...query, limit: PER_PAGE, ...(cursor === undefined ? {} : { after: cursor }) })),
      ledger.entries({ ...query, limit: ADDED_UP }),
      ledger.groupBy(query, 'month'),
      ledger.groupBy(query, 'subject'),
      ledger.groupBy(query, 'measure'),
      scope.unit === undefined ? ledger.groupBy(query, 'unit') : [],
    ]);
    const keys = [...new Set(page.entries.map(({ stream }) => stream))].flatMap(caseIdOf);
    const [rows] = keys.length === 0 ? [] : await readModelStore.rows([{ model: caseOverview, keys }]);
    const titleOf = (measure: string, subject: string) => subjectTitle(statutes, measure, subject, scope.year);
    const shown: Shown = {
      metricId,
      metricName: metric.name,
      figure: figure!,
      side,
      scope,
      units,
      query,
      sum,
      entries: page.entries,
      next: page.next,
      isFirst: cursor === undefined,
      addedUp: whole.next === undefined ? added(whole.entries, part) : undefined,
      cases: (rows ?? new Map()) as ReadonlyMap<string, CaseLine>,
      showsNames: seesNames(person),
      titleOf,
      aggregateTitle: (name) => registry.aggregate(name)?.title ?? name,
    };
    return html(
      <Layout
        title={`${part.name}的分录`}
        person={person}
        roleTitle={(role) => registry.roleTitle(role)}
        place="metrics"
      >
        <nav class="crumbs" aria-label="位置">
          <a href={`/metrics?${scopeSearch(scope)}`}>指标</a>
          <a href={`/metrics?${scopeSearch(scope)}#${metricId}`}>
            {metricId} {metric.name}
          </a>
        </nav>
        <Heading {...shown} />
        <div class="controls">
          <ScopeForm
            action={`/metrics/${metricId}/${encodeURIComponent(partKey)}/entries`}
            scope={scope}
            units={units}
            years={years}
            isForCity
          />
        </div>
        <Sides {...shown} />
        <Agreement {...shown} />
        <Groups {...shown} months={months} subjects={subjects} measures={measures} byUnit={byUnit} />
        <Entries {...shown} />
      </Layout>,
    );
  }
}

function caseIdOf(stream: string): string[] {
  return stream.startsWith('case-') ? [stream.slice('case-'.length)] : [];
}

function added(entries: readonly LedgerEntry[], part: MetricPart): number {
  return entries.reduce((total, entry) => total + entry[part.sums], 0);
}

/** What a side sums, with its unit: a rate is made of numbers of cases, or of money. */
function sumText({ part }: Evaluated, amount: number): string {
  if (part.sums === 'fen') return `${yuan(amount)} 元`;
  return `${grouped(amount)} ${part.unit === '率' ? '件' : part.unit}`;
}

function Heading({ figure, scope, units, metricName }: Shown) {
  const { part, value, numerator, denominator } = figure;
  return (
    <header class="headline">
      <h1>
        {part.name}
        <small>
          {metricName}　{scope.unit === undefined ? '全市' : unitName(units, scope.unit)}　{scope.year}年
          {scope.knownOn === undefined ? '' : `　按${scope.knownOn}已知`}
        </small>
      </h1>
      <p class="headline-figure">
        {figureText(part.unit, value)}
        {denominator === undefined ? null : <small>{ratio(part.sums, numerator, denominator)}</small>}
      </p>
    </header>
  );
}

function sideTitle({ part }: Evaluated, side: Side): string {
  if (side === 'less') return '减数';
  if (side === 'denominator') return '分母';
  return part.denominator ? '分子' : '加数';
}

/** A figure that is a difference or a ratio has two sums; each opens by itself. */
function Sides({ figure, side, scope, metricId }: Shown) {
  const { part } = figure;
  const sides = SIDES.filter((one) => sideQuery(part, one, scope) !== undefined);
  if (sides.length < 2) return null;
  return (
    <nav class="tabs" aria-label="由哪几个和组成">
      {sides.map((one) => (
        <a
          key={one}
          href={entriesHref(metricId, part.key, scope, { side: one })}
          {...(one === side ? { 'aria-current': 'page' as const } : {})}
        >
          {sideTitle(figure, one)}
        </a>
      ))}
    </nav>
  );
}

/** That the figure is the sum of the entries; where it is too long to add up on a page, what this page adds to it. */
function Agreement({ figure, side, sum, entries, addedUp }: Shown) {
  const { part, numerator, denominator } = figure;
  const total = sum[part.sums];
  const isWhole = (side === 'numerator' && part.less === undefined) || side === 'denominator';
  const expected = side === 'denominator' ? denominator! : numerator;
  const name = part.denominator || part.less ? sideTitle(figure, side) : '指标数值';
  if (addedUp === undefined)
    return (
      <p class="agreement">
        {name} <b>{sumText(figure, total)}</b> 由 {grouped(sum.entries)} 条分录相加而成；本页 {grouped(entries.length)}{' '}
        条，小计 {sumText(figure, added(entries, part))}。
      </p>
    );
  const agrees = addedUp === total && (!isWhole || total === expected);
  return (
    <p class={agrees ? 'agreement good' : 'agreement bad'}>
      <span aria-hidden="true">{agrees ? '✓' : '✗'}</span> {grouped(sum.entries)} 条分录逐条相加，合计{' '}
      <b>{sumText(figure, addedUp)}</b>，{agrees ? `与${name}相符` : `与${name} ${sumText(figure, total)} 不符`}。
    </p>
  );
}

function Groups({
  figure,
  query,
  scope,
  units,
  titleOf,
  months,
  subjects,
  measures,
  byUnit,
}: Shown & {
  readonly months: readonly LedgerGroup[];
  readonly subjects: readonly LedgerGroup[];
  readonly measures: readonly LedgerGroup[];
  readonly byUnit: readonly LedgerGroup[];
}) {
  const { part } = figure;
  const { sums } = part;
  const unit = sums === 'fen' ? '万元' : part.unit === '率' ? '件' : part.unit;
  const bars = (groups: readonly LedgerGroup[], label: (group: string) => string): Bar[] =>
    groups.map((group) => ({ key: group.group, label: label(group.group), value: group[sums] }));
  const subject = (group: string) => {
    if (group === '') return '未分类';
    const titles = query.measures.map((measure) => titleOf(measure, group));
    return titles.find((title) => title !== group) ?? group;
  };
  if (months.length === 0) return null;
  return (
    <section class="groups" aria-label="分组">
      {query.from === `${scope.year}-01-01` ? (
        <MonthBars title="按月" unit={unit} year={scope.year} sums={sums} groups={months} />
      ) : (
        <BarList caption="按月" unit={unit} sums={sums} bars={bars(months, (group) => group)} keepsOrder />
      )}
      {measures.length > 1 ? (
        <BarList
          caption="按行为"
          unit={unit}
          sums={sums}
          bars={bars(measures, (group) => MEASURE_TITLES[group] ?? group)}
        />
      ) : null}
      {subjects.some(({ group }) => group !== '') ? (
        <BarList caption="按分类" unit={unit} sums={sums} bars={bars(subjects, subject)} />
      ) : null}
      {byUnit.length > 1 ? (
        <BarList caption="按单位" unit={unit} sums={sums} bars={bars(byUnit, (group) => unitName(units, group))} />
      ) : null}
    </section>
  );
}

function Entries(shown: Shown) {
  const { entries, figure, query, scope, units, titleOf, next, isFirst, metricId, side } = shown;
  const { part } = figure;
  const hasMoney = part.sums === 'fen' || entries.some(({ fen }) => fen !== 0);
  const hasSubject = entries.some(({ subject }) => subject !== '');
  const hasUnit = scope.unit === undefined;
  const hasMeasure = query.measures.length > 1;
  const columns: (Column & { readonly cell: (entry: LedgerEntry) => ComponentChildren })[] = [
    { title: '案件', isHead: true, cell: (entry) => <EntryCase entry={entry} {...shown} /> },
    { title: '业务日', isDay: true, cell: ({ date }) => date },
    ...(hasMeasure ? [{ title: '行为', cell: ({ measure }: LedgerEntry) => MEASURE_TITLES[measure] ?? measure }] : []),
    ...(hasSubject
      ? [{ title: '分类', cell: ({ measure, subject }: LedgerEntry) => titleOf(measure, subject) || null }]
      : []),
    ...(hasUnit ? [{ title: '单位', cell: ({ unit }: LedgerEntry) => unitName(units, unit) }] : []),
    { title: '件数', isNumber: true, cell: ({ count }) => grouped(count) },
    ...(hasMoney ? [{ title: '金额（元）', isNumber: true, cell: ({ fen }: LedgerEntry) => yuan(fen) }] : []),
    {
      title: '记录时间',
      isDay: true,
      cell: ({ recordedAt }) => <time dateTime={recordedAt}>{moment(recordedAt)}</time>,
    },
    { title: '位置', isNumber: true, cell: ({ position }) => <span class="faint">{position}</span> },
  ];
  return (
    <section aria-label="分录">
      {entries.length === 0 ? (
        <p class="nothing">没有分录：在这个范围内没有发生这样的事。</p>
      ) : (
        <Table
          caption="分录，按记录的先后"
          columns={columns}
          rows={entries.map((entry) => ({
            key: `${entry.position}.${entry.ordinal}`,
            className: entry.count < 0 || entry.fen < 0 ? 'reversal' : '',
            cells: columns.map(({ cell }) => cell(entry)),
          }))}
        />
      )}
      <nav class="pager" aria-label="翻页">
        {isFirst ? null : <a href={entriesHref(metricId, part.key, scope, { side })}>回到第一页</a>}
        {next === undefined ? null : (
          <a class="button" href={entriesHref(metricId, part.key, scope, { side, cursor: next })}>
            下一页
          </a>
        )}
      </nav>
    </section>
  );
}

function EntryCase({ entry, cases, showsNames, aggregateTitle }: Shown & { readonly entry: LedgerEntry }) {
  const dash = entry.stream.indexOf('-');
  const aggregate = entry.stream.slice(0, dash);
  const id = entry.stream.slice(dash + 1);
  const known = cases.get(id);
  if (aggregate !== 'case')
    return (
      <a href={`/records/${aggregate}/${encodeURIComponent(id)}`}>
        {aggregateTitle(aggregate)} {id}
      </a>
    );
  return (
    <>
      <a href={`/cases/${encodeURIComponent(id)}`}>{known?.caseNo ?? known?.decisionNo ?? id}</a>
      {known ? (
        <small>
          {known.itemName}　{showsNames ? known.partyNames : maskedParties(known.partyNames, known.partyKind)}
        </small>
      ) : null}
    </>
  );
}

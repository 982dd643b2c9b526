import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { PHASES } from '#enforcement';
import type { ListPage } from '#eventsourcing';
import { evaluate, partNamed, type WorklistEntry, worklist } from '#figures';
import { type Person, SignedIn } from '#platform';
import { dayOf, type Statutes } from '#statutes';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { Directory, unitName } from '../directory.js';
import { pageAt, text } from '../query.js';
import { DueTag, standingOf } from './due.js';
import { entriesHref, type FigureScope, ledgerScope, readForm, scopeSearch, yearsOf } from './figure-scope.js';
import { figureText } from './format.js';
import { html, Layout } from './layout.js';
import { NoUnits } from './no-units.js';
import { PAGE_TYPE } from './page.js';
import { Table } from './table.js';

const START_PAGE = { cursor: text('上一页的末尾', 2_000) } as const;
const PER_PAGE = 30;

/** Roles that work on the cases of their unit without being its officers. */
const OF_THE_UNIT = ['LEADER', 'REVIEWER', 'REGISTRAR', 'COORDINATOR'];

/** The year at a glance. */
const GLANCE = ['M01/ordinary', 'M02/all', 'M04/all', 'M05/decided', 'M06/rate', 'M12/rate'] as const;

interface Desk {
  readonly title: string;
  readonly nothing: string;
  readonly page: ListPage<WorklistEntry>;
}

@Controller()
export class StartPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
  ) {}

  @Get()
  @Header('content-type', PAGE_TYPE)
  async show(@Query() query: unknown, @SignedIn() person: Person): Promise<string> {
    const { cursor } = readForm(START_PAGE, query);
    const { ledger, registry, statutes } = this.options;
    const today = dayOf(serverTime(this.options));
    const [units, years, desk] = await Promise.all([
      this.directory.units(),
      yearsOf(ledger, today),
      this.desk(person, cursor),
    ]);
    const home = units.find(({ unitId }) => unitId === person.unit);
    const scope: FigureScope = { today, year: years[0]!, ...(home ? { unit: home.unitId } : {}) };
    const figures = await evaluate(ledger, GLANCE.map(partNamed), ledgerScope(scope));
    return html(
      <Layout title="工作台" person={person} roleTitle={(role) => registry.roleTitle(role)} place="start">
        <h1>
          {person.name}
          <small>
            {unitName(units, person.unit)}　{today}
          </small>
        </h1>
        {units.length === 0 ? <NoUnits /> : null}
        {desk ? <Worklist desk={desk} today={today} statutes={statutes} isFirst={cursor === undefined} /> : null}
        <section aria-labelledby="glance">
          <h2 id="glance">
            {scope.year}年{home ? '本单位' : '全市'}
          </h2>
          <dl class="amounts">
            {figures.map(({ part, value }, index) => {
              const [id = '', key = ''] = GLANCE[index]!.split('/');
              return (
                <div key={id}>
                  <dt>{part.name}</dt>
                  <dd>
                    <a href={entriesHref(id, key, scope)}>{figureText(part.unit, value)}</a>
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
        <ul class="doors">
          {home ? (
            <Door href={`/reports/${scope.year}?unit=${encodeURIComponent(home.unitId)}`} title="年报">
              {scope.year}年度行政执法工作年报，每个数字都能点开到案件
            </Door>
          ) : null}
          <Door href={`/metrics?${scopeSearch(scope)}`} title="指标">
            各项指标的定义、依据、分子分母
          </Door>
          <Door href="/cases" title="案件">
            按状态、单位、当事人、日期查找；任一版本的案卷状态
          </Door>
        </ul>
      </Layout>,
    );
  }

  /** What lies on this person's desk; nothing for those who work on no cases. */
  private async desk(person: Person, cursor: string | undefined): Promise<Desk | undefined> {
    const list = (filters: object) =>
      pageAt(
        cursor,
        this.options.readModelStore.list(worklist, {
          filters,
          sort: { property: 'nextDueOn', direction: 'asc' },
          limit: PER_PAGE,
          ...(cursor === undefined ? {} : { after: cursor }),
        }),
      );
    if (person.roles.includes('OFFICER'))
      return {
        title: '我的在办',
        nothing: '手上没有在办的案件。',
        page: await list({ officers: { contains: person.id } }),
      };
    if (person.roles.some((role) => OF_THE_UNIT.includes(role)))
      return {
        title: '本单位在办',
        nothing: '本单位没有在办的案件。',
        page: await list({ unitId: person.unit }),
      };
    return undefined;
  }
}

function Door({
  href,
  title,
  children,
}: {
  readonly href: string;
  readonly title: string;
  readonly children: unknown;
}) {
  return (
    <li>
      <a href={href}>
        <b>{title}</b>
        <span>{children as string}</span>
      </a>
    </li>
  );
}

function Worklist({
  desk,
  today,
  statutes,
  isFirst,
}: {
  readonly desk: Desk;
  readonly today: string;
  readonly statutes: Statutes;
  readonly isFirst: boolean;
}) {
  const { rows, next } = desk.page;
  return (
    <section aria-labelledby="worklist">
      <h2 id="worklist">{desk.title}</h2>
      {rows.length === 0 ? (
        <p class="nothing">{desk.nothing}</p>
      ) : (
        <Table
          caption={desk.title}
          hidesCaption
          columns={[
            { title: '案件', isHead: true },
            { title: '当事人' },
            { title: '状态' },
            { title: '下一期限' },
            { title: '到期日', isDay: true },
            { title: '期限状态' },
          ]}
          rows={rows.map(({ key, row }) => {
            const stands = row.nextDueOn === null ? undefined : standingOf(statutes, row.nextDueOn, today);
            return {
              key,
              className: stands ? `due-${stands.tone}` : '',
              cells: [
                <>
                  <a href={`/cases/${encodeURIComponent(key)}`}>{row.caseNo ?? key}</a>
                  <small>{row.itemName}</small>
                </>,
                row.partyNames,
                PHASES[row.phase],
                row.nextDue,
                row.nextDueOn,
                stands ? <DueTag {...stands} /> : null,
              ],
            };
          })}
        />
      )}
      <nav class="pager" aria-label="翻页">
        {isFirst ? null : <a href="/">回到第一页</a>}
        {next === undefined ? null : (
          <a class="button" href={`/?cursor=${encodeURIComponent(next)}`}>
            后面的案件
          </a>
        )}
      </nav>
    </section>
  );
}

import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { LedgerGroup } from '#eventsourcing';
import { type AnnualReport, annualReport, type Check, type Piece, partNamed } from '#figures';
import { badInput, notFound, type Person, SignedIn } from '#platform';
import { dayOf } from '#statutes';
import { API_OPTIONS, type ApiOptions, serverTime } from '../api-options.js';
import { Directory, type Unit } from '../directory.js';
import { day, text } from '../query.js';
import { MonthBars, Shares } from './charts.js';
import {
  entriesHref,
  FIGURE_SCOPE,
  type FigureScope,
  readForm,
  scopeSearch,
  sideQuery,
  yearsOf,
} from './figure-scope.js';
import { html, Layout } from './layout.js';
import { NoUnits } from './no-units.js';
import { PAGE_TYPE } from './page.js';
import { ScopeForm } from './scope-form.js';

const REPORT_PAGE = { unit: text('单位编号，缺省为本人所在单位'), knownOn: FIGURE_SCOPE.knownOn } as const;
const CHOOSER = { year: FIGURE_SCOPE.year, unit: text('单位编号'), knownOn: day('日期') } as const;

/** Figures that are drawn by month: what came in, what was finished, what was decided. */
const BY_MONTH = [
  ['普通程序立案', 'M01', 'ordinary', '件'],
  ['办结', 'M02', 'all', '件'],
  ['行政处罚', 'M04', 'all', '宗'],
] as const;

@Controller()
export class ReportPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly directory: Directory,
  ) {}

  /** Where the chooser arrives, and who asks for no year. */
  @Get('reports')
  async choose(@Query() query: unknown, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    const { year, unit: asked, knownOn } = readForm(CHOOSER, query);
    const { ledger, registry } = this.options;
    const [[latest], units] = await Promise.all([yearsOf(ledger, this.today()), this.directory.units()]);
    // A person may belong to what reports nothing: a unit not registered yet, an organ outside the register.
    const own = units.find(({ unitId }) => unitId === person.unit) ?? units[0];
    const unit = asked ?? own?.unitId;
    if (unit === undefined) {
      void reply.type(PAGE_TYPE).send(
        html(
          <Layout title="年报" person={person} roleTitle={(role) => registry.roleTitle(role)} place="report">
            <h1>年报</h1>
            <NoUnits />
          </Layout>,
        ),
      );
      return;
    }
    const search = new URLSearchParams({ unit, ...(knownOn === undefined ? {} : { knownOn }) });
    void reply.redirect(`/reports/${year ?? latest}?${search}`, 303);
  }

  @Get('reports/:year')
  @Header('content-type', PAGE_TYPE)
  async show(@Param('year') yearText: string, @Query() query: unknown, @SignedIn() person: Person): Promise<string> {
    const { unit: unitId = person.unit, knownOn } = readForm(REPORT_PAGE, query);
    const year = FIGURE_SCOPE.year.read(yearText);
    if (year === undefined) throw badInput([{ path: 'year', message: FIGURE_SCOPE.year.title }]);
    const today = this.today();
    const scope: FigureScope = { today, year, unit: unitId, knownOn };
    const units = await this.directory.units();
    const unit = units.find((entry) => entry.unitId === unitId);
    if (!unit) throw notFound(`没有单位 ${unitId}`);
    const { ledger, registry } = this.options;
    const [report, years, ...months] = await Promise.all([
      annualReport(ledger, {
        year,
        today,
        unit: { unitId, name: unit.name },
        ...(knownOn === undefined ? {} : { knownOn }),
      }),
      yearsOf(ledger, today),
      ...BY_MONTH.map(([, metric, part]) =>
        ledger.groupBy(sideQuery(partNamed(`${metric}/${part}`), 'numerator', scope)!, 'month'),
      ),
    ]);
    return html(
      <Layout title={report.title} person={person} roleTitle={(role) => registry.roleTitle(role)} place="report">
        <Controls scope={scope} units={units} years={years} />
        <Report report={report} scope={scope} months={months} />
      </Layout>,
    );
  }

  private today(): string {
    return dayOf(serverTime(this.options));
  }
}

function Controls(props: {
  readonly scope: FigureScope;
  readonly units: readonly Unit[];
  readonly years: readonly number[];
}) {
  const { unit = '', year, knownOn } = props.scope;
  const search = new URLSearchParams({ unit, ...(knownOn === undefined ? {} : { asOf: knownOn }) });
  return (
    <div class="controls">
      <ScopeForm action="/reports" isForCity={false} {...props} />
      <p class="formats">
        <a href={`/api/reports/${year}?${search}&format=text`}>文本</a>
        <a href={`/api/reports/${year}?${search}`}>JSON</a>
        <a href={`/metrics?${scopeSearch(props.scope)}`}>全部指标</a>
      </p>
    </div>
  );
}

interface ReportProps {
  readonly report: AnnualReport;
  readonly scope: FigureScope;
  readonly months: readonly (readonly LedgerGroup[])[];
}

function Report({ report, scope, months }: ReportProps) {
  return (
    <div class="report">
      <article class="paper">
        <h1>{report.title}</h1>
        <p class="paper-note">
          {report.knownOn === null ? '按现在已记录的事件' : `按 ${report.knownOn} 终了时已记录的事件`}
          　·　点任一数字，看它由哪些案件相加而成
        </p>
        {report.sections.map(({ heading, level, paragraphs }) => (
          <section key={heading}>
            {level === 1 ? <h2>{heading}</h2> : <h3>{heading}</h3>}
            {paragraphs.map((pieces, index) => (
              <p key={`${heading}-${index}`}>
                <Pieces pieces={pieces} report={report} scope={scope} />
              </p>
            ))}
          </section>
        ))}
      </article>
      <aside class="charts" aria-label="图示">
        {BY_MONTH.map(([title, metric, part, unit], index) => (
          <MonthBars
            key={title}
            title={title}
            unit={unit}
            year={report.year}
            sums="count"
            groups={months[index] ?? []}
            href={entriesHref(metric, part, scope)}
          />
        ))}
        <FigureShares
          title="简易程序办结的领域"
          unit="件"
          report={report}
          scope={scope}
          parts={[
            ['交通违停', 'closedParking'],
            ['其他领域', 'closedSummaryOther'],
          ]}
        />
        <FigureShares
          title="行政处罚的办理渠道"
          unit="宗"
          report={report}
          scope={scope}
          parts={[
            ['未在平台', 'penaltiesOffPlatform'],
            ['平台办理', 'penaltiesOnPlatform'],
          ]}
        />
      </aside>
      <Annex report={report} scope={scope} />
      <Checks checks={report.checks} />
    </div>
  );
}

function FigureShares({
  title,
  unit,
  parts,
  report,
  scope,
}: {
  readonly title: string;
  readonly unit: string;
  readonly parts: readonly (readonly [label: string, figure: string])[];
  readonly report: AnnualReport;
  readonly scope: FigureScope;
}) {
  return (
    <Shares
      title={title}
      unit={unit}
      parts={parts.map(([label, figure]) => ({
        label,
        value: report.figures[figure]!.numerator,
        href: figureHref(report, scope, figure),
      }))}
    />
  );
}

function figureHref(report: AnnualReport, scope: FigureScope, key: string): string {
  const { metric, reach } = report.figures[key]!;
  const [id = '', part = ''] = metric.split('/');
  return entriesHref(id, part, reach === 'UNIT' ? scope : { ...scope, unit: undefined });
}

/** Text, with every figure as a link to the entries that it is the sum of. */
function Pieces({ pieces, report, scope }: Omit<ReportProps, 'months'> & { readonly pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) =>
        typeof piece === 'string' ? (
          piece
        ) : (
          <a
            key={`${piece.figure}-${index}`}
            href={figureHref(report, scope, piece.figure)}
            class="figure"
            title={report.figures[piece.figure]!.name}
          >
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}

function Annex({ report, scope }: Omit<ReportProps, 'months'>) {
  const { title, columns, rows } = report.annex;
  return (
    <section class="annex" aria-labelledby="annex">
      <h2 id="annex">附件：{title}</h2>
      <p class="paper-note">填写单位：{report.unitName}</p>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: on a narrow screen the rows are cards, which takes the roles away. */}
      <table class="cards grid" role="table" aria-labelledby="annex">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              对象
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" role="columnheader">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ subject, cells }) => (
            <tr key={subject} role="row">
              <th scope="row" role="rowheader">
                {subject}
              </th>
              {cells.map((pieces, index) => (
                <td key={columns[index]} role="cell" data-label={columns[index]}>
                  <span>
                    <Pieces pieces={pieces} report={report} scope={scope} />
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: as above. */}
    </section>
  );
}

function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const broken = checks.filter(({ holds }) => !holds).length;
  return (
    <section class="checks" aria-labelledby="checks">
      <h2 id="checks">口径核对</h2>
      <p class={broken === 0 ? 'verdict good' : 'verdict bad'}>
        {broken === 0 ? `${checks.length} 项全部相符` : `${checks.length} 项中有 ${broken} 项不平`}
      </p>
      <ul>
        {checks.map(({ id, statement, holds, explanation }) => (
          <li key={id} class={holds ? 'good' : 'bad'}>
            <span class="mark" role="img" aria-label={holds ? '相符' : '不平'}>
              {holds ? '✓' : '✗'}
            </span>
            <span>
              {statement}
              {explanation === undefined ? null : <small>{explanation}</small>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

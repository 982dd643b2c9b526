import { badInput } from '#platform';
import { GROUPS } from '../questions/entries.js';
import { AFTER_POSITION } from '../questions/parameters.js';
import { REPORT } from '../questions/report.js';
import { REPORT_LIFE } from '../questions/report-life.js';
import { addressOf } from '../ui/form.js';
import { entriesHref, FIGURE_SCOPE, type FigureScope, figuresAsked, figuresHref } from './figure-scope.js';
import { NoUnits } from './no-units.js';
import { page } from './page.js';
import { BY_MONTH, Report } from './report/report.js';
import { ReportLife } from './report/report-life.js';
import { ScopeForm } from './scope-form.js';

const { year, unit, knownOn } = FIGURE_SCOPE;

/** Where the chooser arrives, and who asks for no year: to the own unit, or the first in sight. */
export const reportsPage = page({
  path: 'reports',
  parameters: { year, unit, knownOn },
  here: '/reports',
  show: async ({ person, sight, today }, { parameters }) => {
    const { units, years } = sight;
    // A person may belong to what reports nothing: a unit not registered yet, an organ outside the register.
    const own = units.find(({ unitId }) => unitId === person.unit) ?? units[0];
    const asked = parameters.unit ?? own?.unitId;
    if (asked === undefined)
      return {
        title: '年报',
        body: (
          <>
            <h1>年报</h1>
            <NoUnits />
          </>
        ),
      };
    const of = parameters.year ?? years[0] ?? today.slice(0, 4);
    return { onward: addressOf(`/reports/${of}`, { unit: asked, knownOn: parameters.knownOn }) };
  },
});

/** The annual report of a unit, each figure a link to what it is the sum of. */
export const reportPage = page({
  path: 'reports/:year',
  parameters: { unit, knownOn, after: AFTER_POSITION },
  here: '/reports',
  show: async ({ ask, person, sight }, { parameters, place }) => {
    const of = year.read(place['year'] ?? '');
    if (of === undefined) throw badInput([{ path: 'year', message: year.title }]);
    const scope: FigureScope = { year: of, unit: parameters.unit ?? person.unit, knownOn: parameters.knownOn };
    const [report, life, ...months] = await Promise.all([
      ask(REPORT, parameters, place),
      ask(REPORT_LIFE, { unit: parameters.unit, after: parameters.after }, place),
      ...BY_MONTH.map(({ metric, part }) => ask(GROUPS, { ...figuresAsked(scope), part }, { id: metric })),
    ]);
    const href = (figure: string) => {
      const { metric, reach } = report.figures[figure]!;
      const [id = '', part = ''] = metric.split('/');
      if (reach === 'UNIT') return entriesHref(id, part, scope);
      // The sums of the whole area are for everybody; what they are the sums of is for whoever sees the area.
      return sight.seesBelow ? entriesHref(id, part, { ...scope, below: true }) : undefined;
    };
    const search = { unit: scope.unit, knownOn: scope.knownOn };
    return {
      title: report.title,
      body: (
        <>
          <div class="controls">
            <ScopeForm action="/reports" scope={scope} sight={sight} isOfOneUnit />
            <p class="formats screen">
              <a href={addressOf(`/reports/${of}/report.docx`, search)}>DOCX</a>
              <a href={addressOf(`/reports/${of}/report.xlsx`, search)}>XLSX</a>
              <a href={addressOf(`/api/reports/${of}`, { ...search, format: 'text' })}>文本</a>
              <a href={addressOf(`/api/reports/${of}`, search)}>JSON</a>
              <a href={figuresHref('/metrics', scope)}>全部指标</a>
              <a href="/published-tables">核对公布的数据表</a>
            </p>
          </div>
          {scope.knownOn === undefined ? (
            <ReportLife
              year={String(of)}
              life={life}
              report={report}
              mayPrepare={person.roles.includes('ANALYST') && life.unitId === person.unit}
            />
          ) : null}
          <Report report={report} href={href} months={months.map(({ month }) => month)} />
        </>
      ),
    };
  },
});

import { type AnnualReportRecord, annualReport, unitYearId } from '#enforcement';
import { type AnnualReport, type Draft, draftOf, type ReportRequest, registerNamed, reportText } from '#figures';
import { badInput, notFound } from '#platform';
import { derived } from './answers.js';
import { AFTER_POSITION, choice, KNOWN_ON, words } from './parameters.js';
import { question } from './question.js';
import type { Reader } from './reader.js';

const TEXT = { type: 'string' } as const;
/** Text, or text that shows a figure and opens into its entries. */
const PIECE = { oneOf: [TEXT, { type: 'object', properties: { figure: TEXT, text: TEXT } }] };
const PIECES = { type: 'array', items: { type: 'array', items: PIECE } };
const listed = (properties: object) => ({ type: 'array', items: { type: 'object', properties } });

const REPORT_ANSWER = derived<AnnualReport>({
  type: 'object',
  properties: {
    title: TEXT,
    year: { type: 'integer' },
    unitId: TEXT,
    unitName: TEXT,
    knownOn: { type: ['string', 'null'] },
    figures: { type: 'object', additionalProperties: { type: 'object' } },
    sections: listed({ heading: TEXT, level: { type: 'integer' }, paragraphs: PIECES }),
    annex: {
      type: 'object',
      properties: {
        title: TEXT,
        columns: { type: 'array', items: TEXT },
        rows: listed({ subject: TEXT, cells: PIECES }),
      },
    },
    checks: listed({
      id: TEXT,
      statement: TEXT,
      holds: { type: 'boolean' },
      apart: { type: 'boolean' },
      figures: { type: 'array', items: TEXT },
      explanation: TEXT,
    }),
    tables: listed({
      title: TEXT,
      columns: listed({ title: TEXT, text: TEXT, value: { type: ['number', 'null'] } }),
      holds: { type: 'boolean' },
    }),
    targets: listed({
      year: { type: 'integer' },
      metric: TEXT,
      name: TEXT,
      set: TEXT,
      value: { type: ['number', 'null'] },
      met: { type: ['boolean', 'null'] },
    }),
    adjustments: listed({
      figure: TEXT,
      name: TEXT,
      computed: { type: 'integer' },
      value: { type: 'integer' },
      reason: TEXT,
    }),
  },
});

/** What a report of a unit sums. Throws ProblemError 404 where there is no such unit. */
export async function reportRequest(reader: Reader, unitId: string, year: number): Promise<ReportRequest> {
  const units = await reader.units();
  const unit = units.get(unitId);
  if (!unit) throw notFound(`没有单位 ${unitId}`);
  const area = units.below(unitId);
  return {
    year,
    unit: { unitId, name: unit.name },
    area: units.isWhole(area) ? undefined : area,
    today: reader.today,
  };
}

/** How far the report of a unit has come, with everything that happened to it. */
export async function reportRecord(reader: Reader, unitId: string, year: number) {
  const life = await reader.lifeIfAny(annualReport.register, unitYearId(unitId, year));
  const events = life?.events ?? [];
  const state = events.reduce((known, event) => annualReport.evolve(known, event), annualReport.initialState);
  return { ...(state as unknown as AnnualReportRecord & { readonly phase: string }), events };
}

/** What was said of the report beside its entries, as far as this person may read it. */
export function reportDraft(reader: Reader, unitId: string, year: number, knownOn?: string): Promise<Draft> {
  const read = async (aggregate: string, id: string) =>
    (await reader.lifeIfAny(registerNamed(aggregate)!, id))?.events ?? [];
  return draftOf(read, unitId, year, knownOn);
}

/** The annual report of a unit; its columns of the whole area sum the unit and those below it. */
export const REPORT = question({
  name: 'get_annual_report',
  title: '年度行政执法工作年报',
  tag: '指标',
  path: '/reports/:year',
  parameters: {
    unit: words('单位编号，缺省为本人所在单位'),
    knownOn: KNOWN_ON,
    format: choice('形式', { json: 'JSON', text: '文本' }),
    after: AFTER_POSITION,
  },
  answer: REPORT_ANSWER,
  ask: async (reader, { unit: asked, knownOn, after }, { year = '' }) => {
    if (!/^(19|20)\d{2}$/.test(year)) throw badInput([{ path: 'year', message: '应为四位数的年份' }]);
    await reader.reach(after);
    const unitId = asked ?? reader.person.unit;
    // Whoever may see the unit may read its report, with the sums of its whole area.
    await reader.figures.scopeOf({ from: year, to: year, unit: unitId });
    const [request, draft] = await Promise.all([
      reportRequest(reader, unitId, Number(year)),
      reportDraft(reader, unitId, Number(year), knownOn),
    ]);
    return reader.figures.report({ ...request, ...draft, knownOn });
  },
  asText: reportText,
});

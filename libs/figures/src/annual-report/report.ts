import type { LedgerReader } from '#eventsourcing';
import { defined } from '#eventsourcing';
import { partNamed } from '../catalogue.js';
import { type Evaluated, evaluate } from '../evaluate.js';
import { annexOf } from './annex.js';
import { checksOf } from './checks.js';
import { FIGURE_LIST, scopeOf } from './figures.js';
import type { AnnualReport, Figure, ReportRequest } from './parts.js';
import { proseChecks } from './prose-checks.js';
import { sectionsOf } from './sections.js';
import { tablesOf } from './tables.js';
import { targetsOf } from './targets.js';

/** The annual report (行政执法工作年报) of one unit, with the totals of its area where the report gives them. */
export async function annualReport(ledger: LedgerReader, request: ReportRequest): Promise<AnnualReport> {
  const figures: Record<string, Figure> = {};
  for (const reach of ['UNIT', 'CITY'] as const) {
    const wanted = FIGURE_LIST.filter((entry) => entry[2] === reach);
    const parts = wanted.map(([, metric]) => partNamed(metric));
    const results: Evaluated[] = await evaluate(ledger, parts, scopeOf(request, reach));
    for (const [index, [key, metric]] of wanted.entries()) {
      const { part, ...computed } = results[index]!;
      const given = request.adjusted?.[key];
      // A rate is not adjusted: it is what it is made of.
      const isAdjusted = given !== undefined && computed.denominator === undefined;
      const { value, numerator, denominator } = isAdjusted
        ? { value: given.value, numerator: given.value, denominator: undefined }
        : computed;
      figures[key] = {
        key,
        metric,
        name: part.name,
        reach,
        unit: part.unit,
        value,
        numerator,
        ...defined({ denominator, computed: isAdjusted ? computed.numerator : undefined }),
      };
    }
  }
  const targets = await targetsOf(ledger, [request.plan, request.nextPlan], scopeOf(request, 'UNIT'), request.year);
  const tables = await tablesOf(ledger, request.template, request.year, scopeOf(request, 'UNIT'));
  return {
    title: `${request.unit.name}${request.year}年度行政执法工作年报`,
    year: request.year,
    unitId: request.unit.unitId,
    unitName: request.unit.name,
    knownOn: request.knownOn ?? null,
    figures,
    sections: sectionsOf(request, figures),
    annex: annexOf(request, figures),
    checks: [...checksOf(request, figures), ...proseChecks(request.written ?? [], figures)],
    targets,
    tables,
    adjustments: Object.values(figures).flatMap(({ key, name, numerator, computed }) =>
      computed === undefined
        ? []
        : [{ figure: key, name, computed, value: numerator, reason: request.adjusted![key]!.reason }],
    ),
  };
}

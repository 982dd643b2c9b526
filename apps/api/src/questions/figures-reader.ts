import type { MetricPart } from '#enforcement';
import type { LedgerGrouping, LedgerQuery, LedgerReader } from '#eventsourcing';
import {
  type AnnualReport,
  annualReport,
  type Cause,
  causesSince,
  type Evaluated,
  evaluate,
  type Scope as FigureScope,
  type Ranking,
  type ReportRequest,
  standingsBy,
} from '#figures';
import { pageAt } from './page-at.js';
import type { Scope } from './scope.js';

/** Measures that every bureau with a year of work has booked. */
const SIGNS_OF_LIFE = ['penalty', 'filed.ordinary', 'closed.ordinary'];

/** Whose figures they are. */
interface Sight {
  /** The present day in Shanghai. */
  readonly today: string;
  scope(): Promise<Scope>;
}

/** The ledger as one person may read it: the part of his reader that sums. */
export class FiguresReader {
  constructor(
    private readonly reader: Sight,
    private readonly ledger: LedgerReader,
  ) {}

  /** The business days and units that figures sum, cut to what is in sight. */
  async scopeOf(
    asked: Pick<FigureScope, 'from' | 'to' | 'knownOn'> & {
      readonly unit?: string | undefined;
      readonly below?: boolean;
    },
  ): Promise<FigureScope> {
    const scope = await this.reader.scope();
    scope.assertSeesFigures('统计数字');
    const units = scope.unitsAsked(asked.unit, asked.below === true);
    const { from, to, knownOn } = asked;
    return { from, to, today: this.reader.today, units, knownOn };
  }

  evaluate(parts: readonly MetricPart[], scope: FigureScope): Promise<Evaluated[]> {
    return evaluate(this.ledger, parts, scope);
  }

  /** A page of the entries behind a figure, and their sum. */
  async entries(query: LedgerQuery, page: { readonly limit: number; readonly after: string | undefined }) {
    const [own, sum, [distinct = 0]] = await Promise.all([
      pageAt(page.after, this.ledger.entries({ ...query, ...page })),
      this.ledger.sum(query),
      this.ledger.distinct([query]),
    ]);
    return { page: own, sum, distinct };
  }

  /** The entries behind a figure, summed up by group. */
  groups(query: LedgerQuery, grouping: LedgerGrouping) {
    return this.ledger.groupBy(query, grouping);
  }

  /** How the units in scope stand by each ranking. */
  standings(rankings: readonly Ranking[], scope: FigureScope) {
    return standingsBy(this.ledger, rankings, scope);
  }

  /** The events since a report was frozen that booked something into it. */
  causesSince(request: ReportRequest, frozen: string): Promise<Cause[]> {
    return causesSince(this.ledger, request, frozen);
  }

  report(request: ReportRequest): Promise<AnnualReport> {
    return annualReport(this.ledger, request);
  }
}

/** Years in which the ledger has something, the latest first. */
export async function yearsBooked(ledger: LedgerReader): Promise<readonly number[]> {
  const months = await ledger.groupBy({ measures: SIGNS_OF_LIFE }, 'month');
  return [...new Set(months.map(({ group }) => Number(group.slice(0, 4))))].sort((a, b) => b - a);
}

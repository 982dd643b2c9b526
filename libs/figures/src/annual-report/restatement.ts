import { knownBefore, type LedgerEntry, type LedgerReader, MAX_LEDGER_PAGE } from '#eventsourcing';
import { partNamed } from '../catalogue.js';
import { queriesOf } from '../evaluate.js';
import { FIGURE_LIST, scopeOf } from './figures.js';
import type { AnnualReport, ReportRequest } from './parts.js';

/*
 * 重述 (DOMAIN 4.19): what was recorded after a report was frozen and booked into what it sums, event by event, and which of its
 * figures are no longer what was published.
 */

/** An event that was recorded since, and booked something into the report's figures. */
export type Cause = Pick<LedgerEntry, 'position' | 'stream' | 'recordedAt'>;

/** A figure as it was published, and as it is now. */
export interface Change {
  readonly figure: string;
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** A figure as it was frozen. */
export interface FrozenFigure {
  readonly figure: string;
  readonly value: number;
  readonly denominator?: number;
}

/** The events since `frozen`, a `knownOn`, that booked something into the figures of the report, in the order of the log. */
export async function causesSince(ledger: LedgerReader, request: ReportRequest, frozen: string): Promise<Cause[]> {
  const since = knownBefore(frozen);
  const found = new Map<Cause['position'], Cause>();
  for (const reach of ['UNIT', 'CITY'] as const) {
    const scope = scopeOf(request, reach);
    const measures = new Set(
      FIGURE_LIST.filter((entry) => entry[2] === reach).flatMap(([, metric]) =>
        Object.values(queriesOf(partNamed(metric), scope)).flatMap((query) => query.measures),
      ),
    );
    // Stocks sum what was booked to the days before the year as well.
    const query = { measures: [...measures], units: scope.units, to: scope.to, knownOn: scope.knownOn, since };
    let after: string | undefined;
    do {
      const page = await ledger.entries({ ...query, after, limit: MAX_LEDGER_PAGE });
      for (const { position, stream, recordedAt } of page.entries)
        found.set(position, { position, stream, recordedAt });
      after = page.next;
    } while (after !== undefined);
  }
  return [...found.values()].sort((a, b) => a.position - b.position);
}

/** Which figures are no longer what was frozen. */
export function changesSince(frozen: readonly FrozenFigure[], { figures }: AnnualReport): Change[] {
  return frozen.flatMap(({ figure, value, denominator }) => {
    const now = figures[figure];
    if (now === undefined || (now.numerator === value && now.denominator === denominator)) return [];
    return [{ figure, name: now.name, before: value, after: now.numerator }];
  });
}

/** The figures of a report as they are frozen. */
export function frozenFigures({ figures }: AnnualReport): FrozenFigure[] {
  return Object.values(figures).map(({ key, numerator, denominator }) => ({
    figure: key,
    value: numerator,
    ...(denominator === undefined ? {} : { denominator }),
  }));
}

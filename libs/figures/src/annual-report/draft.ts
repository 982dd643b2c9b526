import {
  type AnnualReportRecord,
  annualReport,
  unitYearId,
  type WorkPlan,
  type WrittenSection,
  workPlan,
} from '#enforcement';
import { defined, type EventStore, knownBefore, type RecordedEvent, streamName } from '#eventsourcing';
import type { Adjusted, ReportRequest } from './parts.js';

/* What people have said of a report: what was adjusted and written by hand, and the plans of its year and of the next. */

/** What a report is made of beside its entries. */
export type Draft = Pick<ReportRequest, 'adjusted' | 'written' | 'template' | 'plan' | 'nextPlan'>;

/** Where the events of a stream are read; one of nothing is empty. */
export type ReadEvents = (aggregate: string, id: string) => Promise<readonly RecordedEvent[]>;

export function eventsIn(store: Pick<EventStore, 'readStream'>): ReadEvents {
  return (aggregate, id) => store.readStream(streamName({ aggregate, id }));
}

/** What was said of the report of a unit and year, all of it or by a `knownOn`. */
export async function draftOf(read: ReadEvents, unitId: string, year: number, knownOn?: string): Promise<Draft> {
  const known = async (aggregate: string, ofYear: number) => {
    const events = await read(aggregate, unitYearId(unitId, ofYear));
    return knownOn === undefined ? events : events.filter(({ recordedAt }) => recordedAt < knownBefore(knownOn));
  };
  const [report, plan, nextPlan] = await Promise.all([
    known(annualReport.name, year),
    known(workPlan.name, year),
    known(workPlan.name, year + 1),
  ]);
  const record = report.reduce((state, event) => annualReport.evolve(state, event), annualReport.initialState);
  const { adjustments, written, template } = record as unknown as AnnualReportRecord;
  return {
    adjusted: adjustedBy(adjustments),
    written: written as readonly WrittenSection[],
    ...defined({ template, plan: planAfter(plan), nextPlan: planAfter(nextPlan) }),
  };
}

/** Adjustments by their figures, as the report takes them. */
export function adjustedBy(adjustments: AnnualReportRecord['adjustments']): Readonly<Record<string, Adjusted>> {
  return Object.fromEntries(adjustments.map(({ figure, value, reason }) => [figure, { value, reason }]));
}

function planAfter(events: readonly RecordedEvent[]): WorkPlan | undefined {
  if (events.length === 0) return undefined;
  return events.reduce((state, event) => workPlan.evolve(state, event), workPlan.initialState) as unknown as WorkPlan;
}

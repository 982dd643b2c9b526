import type {
  ItemField,
  LeadAcknowledged,
  LeadClosedNoAction,
  LeadConverted,
  LeadPhase,
  LeadReassigned,
  LeadRegistered,
  LeadRejected,
  LeadSource,
  LeadVerified,
  ReporterReplied,
} from '#enforcement';
import type { Fact, ReadModel } from '#eventsourcing';
import { beginsStream, evolveRow, keyOfStreams, PROGRESS_COLUMNS, type Progress } from './row-changes.js';

/** 线索一览: one row a lead. */
export interface LeadOverview extends Progress {
  /** The unit that has the lead now. */
  readonly unitId: string;
  readonly source: LeadSource;
  readonly phase: LeadPhase;
  readonly content: string;
  readonly place: string;
  readonly field: ItemField | null;
  readonly territoryCode: string;
  readonly registeredOn: string;
  /** The unit to which the day for the answer belongs: once missed, it stays with the unit that missed it. */
  readonly dueUnitId: string;
  readonly responseDueOn: string;
  readonly answeredOn: string | null;
  readonly dedupOf: string | null;
  readonly verifiedOn: string | null;
  readonly convertedOn: string | null;
  readonly caseId: string | null;
  readonly closedOn: string | null;
  readonly repliedOn: string | null;
}

const evolve = evolveRow<LeadOverview>(
  {
    LeadRegistered: (data: LeadRegistered) => ({
      unitId: data.unitId,
      source: data.source,
      phase: data.dedupOf === undefined ? 'Registered' : 'Merged',
      content: data.content,
      place: data.place,
      field: data.field ?? null,
      territoryCode: data.territoryCode,
      registeredOn: data.registeredOn,
      dueUnitId: data.unitId,
      responseDueOn: data.responseDueOn,
      answeredOn: null,
      dedupOf: data.dedupOf ?? null,
      verifiedOn: null,
      convertedOn: null,
      caseId: null,
      closedOn: null,
      repliedOn: null,
    }),
  },
  {
    LeadAcknowledged: (_row, data: LeadAcknowledged) => ({
      phase: 'Acknowledged',
      answeredOn: data.on,
    }),
    LeadRejected: (_row, data: LeadRejected) => ({ phase: 'Rejected', answeredOn: data.on }),
    LeadReassigned: (_row, data: LeadReassigned) => ({
      phase: 'Registered',
      unitId: data.toUnitId,
      ...(data.responseDueOn === undefined
        ? {}
        : { dueUnitId: data.toUnitId, responseDueOn: data.responseDueOn, answeredOn: null }),
    }),
    LeadVerified: (_row, data: LeadVerified) => ({ phase: 'Verified', verifiedOn: data.on }),
    LeadConverted: (_row, data: LeadConverted) => ({
      phase: 'Converted',
      convertedOn: data.on,
      caseId: data.caseId,
    }),
    LeadClosedNoAction: (_row, data: LeadClosedNoAction) => ({ phase: 'Closed', closedOn: data.on }),
    ReporterReplied: (_row, data: ReporterReplied) => ({ repliedOn: data.on }),
  },
);

/**
 * What a lead says in the metric ledger. The day for the answer counts for leads of the platform that are no duplicates:
 * one entry a lead, at the unit that owes the answer.
 */
export function leadFacts(row: LeadOverview): Fact[] {
  const facts: Fact[] = [];
  const book = (measure: string, date: string | null, unit = row.unitId, subject = '') => {
    if (date !== null) facts.push({ measure, date, unit, count: 1, fen: 0, subject });
  };
  book('lead.registered', row.registeredOn, row.unitId, row.source);
  if (row.source === 'PLATFORM' && row.dedupOf === null) {
    book('lead.due', row.responseDueOn, row.dueUnitId);
    if (row.answeredOn !== null && row.answeredOn <= row.responseDueOn)
      book('lead.answeredInTime', row.responseDueOn, row.dueUnitId);
  }
  book('lead.verified', row.verifiedOn);
  book('lead.converted', row.convertedOn);
  return facts;
}

export const leadOverview: ReadModel<LeadOverview> = {
  name: 'lead_overview',
  version: 1,
  columns: {
    unitId: { type: 'text' },
    source: { type: 'text' },
    phase: { type: 'text' },
    content: { type: 'text' },
    place: { type: 'text' },
    field: { type: 'text', optional: true },
    territoryCode: { type: 'text' },
    registeredOn: { type: 'date' },
    dueUnitId: { type: 'text' },
    responseDueOn: { type: 'date' },
    answeredOn: { type: 'date', optional: true },
    dedupOf: { type: 'text', optional: true },
    verifiedOn: { type: 'date', optional: true },
    convertedOn: { type: 'date', optional: true },
    caseId: { type: 'text', optional: true },
    closedOn: { type: 'date', optional: true },
    repliedOn: { type: 'date', optional: true },
    ...PROGRESS_COLUMNS,
  },
  indexes: [['registeredOn'], ['unitId', 'registeredOn'], ['responseDueOn']],
  key: keyOfStreams('lead'),
  begins: beginsStream,
  evolve,
  facts: leadFacts,
};

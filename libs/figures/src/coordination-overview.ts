import type {
  CoordinationAccepted,
  CoordinationCompleted,
  CoordinationDeclined,
  CoordinationEscalated,
  CoordinationKind,
  CoordinationPhase,
  CoordinationRequested,
  CoordinationResponded,
} from '#enforcement';
import type { Fact, ReadModel } from '#eventsourcing';
import { beginsStream, evolveRow, keyOfStreams, PROGRESS_COLUMNS, type Progress } from './row-changes.js';

/** 执法协同一览: one row a request. */
export interface CoordinationOverview extends Progress {
  /** The unit that was asked. */
  readonly unitId: string;
  readonly fromUnitId: string;
  readonly kind: CoordinationKind;
  readonly phase: CoordinationPhase;
  readonly content: string;
  readonly requestedOn: string;
  readonly dueOn: string;
  /** The first answer of any kind: taken up, declined, or answered at once. */
  readonly answeredOn: string | null;
  readonly declinedOn: string | null;
  readonly respondedOn: string | null;
  readonly completedOn: string | null;
  readonly escalatedOn: string | null;
}

const evolve = evolveRow<CoordinationOverview>(
  {
    CoordinationRequested: (data: CoordinationRequested) => ({
      unitId: data.toUnitId,
      fromUnitId: data.fromUnitId,
      kind: data.kind,
      phase: 'Requested',
      content: data.content,
      requestedOn: data.requestedOn,
      dueOn: data.dueOn,
      answeredOn: null,
      declinedOn: null,
      respondedOn: null,
      completedOn: null,
      escalatedOn: null,
    }),
  },
  {
    CoordinationAccepted: (row, data: CoordinationAccepted) => ({
      phase: 'Accepted',
      answeredOn: row.answeredOn ?? data.on,
    }),
    CoordinationDeclined: (row, data: CoordinationDeclined) => ({
      phase: 'Declined',
      answeredOn: row.answeredOn ?? data.on,
      declinedOn: data.on,
    }),
    CoordinationResponded: (row, data: CoordinationResponded) => ({
      phase: 'Responded',
      answeredOn: row.answeredOn ?? data.on,
      respondedOn: data.on,
    }),
    CoordinationCompleted: (_row, data: CoordinationCompleted) => ({
      phase: 'Completed',
      completedOn: data.on,
    }),
    CoordinationEscalated: (_row, data: CoordinationEscalated) => ({
      phase: 'Escalated',
      escalatedOn: data.on,
    }),
  },
);

/** What a request says in the metric ledger, at the unit that was asked. To decline is an answer, but not help. */
export function coordinationFacts(row: CoordinationOverview): Fact[] {
  const due = { date: row.dueOn, unit: row.unitId, count: 1, fen: 0 };
  const facts: Fact[] = [{ measure: 'coordination.due', ...due }];
  if (row.answeredOn === null || row.answeredOn > row.dueOn) return facts;
  facts.push({ measure: 'coordination.answeredInTime', ...due });
  if (row.declinedOn === null) facts.push({ measure: 'coordination.answeredEffectively', ...due });
  return facts;
}

export const coordinationOverview: ReadModel<CoordinationOverview> = {
  name: 'coordination_overview',
  version: 1,
  columns: {
    unitId: { type: 'text' },
    fromUnitId: { type: 'text' },
    kind: { type: 'text' },
    phase: { type: 'text' },
    content: { type: 'text' },
    requestedOn: { type: 'date' },
    dueOn: { type: 'date' },
    answeredOn: { type: 'date', optional: true },
    declinedOn: { type: 'date', optional: true },
    respondedOn: { type: 'date', optional: true },
    completedOn: { type: 'date', optional: true },
    escalatedOn: { type: 'date', optional: true },
    ...PROGRESS_COLUMNS,
  },
  indexes: [['requestedOn'], ['unitId', 'dueOn'], ['fromUnitId', 'requestedOn']],
  key: keyOfStreams('coordination'),
  begins: beginsStream,
  evolve,
  facts: coordinationFacts,
};

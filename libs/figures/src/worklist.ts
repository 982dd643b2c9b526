import type { ReadModel } from '#eventsourcing';
import { type CaseOverview, overviewAfter, UNTOUCHED } from './case-overview.js';
import { beginsStream } from './row-changes.js';

/** An open case on somebody's desk, with the next day that the law holds against it. */
export interface WorklistEntry
  extends Pick<
    CaseOverview,
    | 'unitId'
    | 'phase'
    | 'officers'
    | 'caseNo'
    | 'itemName'
    | 'partyNames'
    | 'filedOn'
    | 'decisionDueOn'
    | 'paymentDueOn'
    | 'publicationDueOn'
    | 'publishedOn'
  > {
  readonly nextDueOn: string | null;
  readonly nextDue: string | null;
}

const DONE = new Set(['Closed', 'Declined', 'Unregistered']);

/** The nearest day by which something has to be done, and what. */
function nextDue(row: CaseOverview): Pick<WorklistEntry, 'nextDueOn' | 'nextDue'> {
  const undecided = row.outcome === null && row.phase !== 'TransferPending' && row.phase !== 'TransferredCriminal';
  const candidates: readonly (readonly [string | null, string, boolean])[] = [
    [row.decisionDueOn, '作出决定', undecided],
    [row.publicationDueOn, '公示决定', row.publishedOn === null],
    [row.paymentDueOn, '当事人缴款', row.phase === 'Performing'],
  ];
  const due = candidates
    .flatMap(([on, what, isOpen]) => (on !== null && isOpen ? [{ nextDueOn: on, nextDue: what }] : []))
    .sort((a, b) => (a.nextDueOn < b.nextDueOn ? -1 : 1));
  return due[0] ?? { nextDueOn: null, nextDue: null };
}

/** 我的在办: open cases by officer. A case leaves the list when it is closed or its filing declined. */
export const worklist: ReadModel<WorklistEntry & Pick<CaseOverview, 'outcome'>> = {
  name: 'worklist',
  version: 2,
  columns: {
    unitId: { type: 'text' },
    phase: { type: 'text' },
    officers: { type: 'text[]' },
    caseNo: { type: 'text', optional: true },
    itemName: { type: 'text' },
    partyNames: { type: 'text' },
    filedOn: { type: 'date', optional: true },
    decisionDueOn: { type: 'date', optional: true },
    paymentDueOn: { type: 'date', optional: true },
    publicationDueOn: { type: 'date', optional: true },
    publishedOn: { type: 'date', optional: true },
    outcome: { type: 'text', optional: true },
    nextDueOn: { type: 'date', optional: true },
    nextDue: { type: 'text', optional: true },
  },
  indexes: [['officers'], ['unitId', 'nextDueOn']],
  key: (event) => (event.stream.startsWith('case-') ? event.stream.slice('case-'.length) : undefined),
  begins: beginsStream,
  evolve: (row, event) => {
    // The overview's changes read only what stands in a worklist row, or lists that no worklist shows.
    const before = row && ({ ...UNTOUCHED, ...row } as unknown as CaseOverview);
    const after = overviewAfter(before, event);
    if (after === undefined || DONE.has(after.phase)) return undefined;
    const { unitId, phase, officers, caseNo, itemName, partyNames, filedOn, outcome } = after;
    const { decisionDueOn, paymentDueOn, publicationDueOn, publishedOn } = after;
    return {
      unitId,
      phase,
      officers,
      caseNo,
      itemName,
      partyNames,
      filedOn,
      decisionDueOn,
      paymentDueOn,
      publicationDueOn,
      publishedOn,
      outcome,
      ...nextDue(after),
    };
  },
};

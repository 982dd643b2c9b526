import type { CaseState } from '#enforcement';
import type { CaseOverview } from '#figures';
import type { Row } from '../../questions/reader.js';
import { StageLine } from '../../ui/stage-line.js';
import type { Slots } from '../slots.js';
import { Account } from './account.js';
import { CaseFacts } from './facts.js';
import { stagesOf } from './stages.js';

/** The row of a case as lists show it; for whoever sees no names, with what is personal left out. */
const caseOf = (row: Row) => row as unknown as CaseOverview;

/** What a case shows beyond its declaration: the stages of the law, the money, the groups of its state. */
export const CASE_SLOTS: Slots = {
  // What was decided on the spot and imported has no case number.
  called: (row) => caseOf(row).caseNo ?? caseOf(row).decisionNo ?? undefined,
  under: (row) => caseOf(row).itemName,
  parties: (row) =>
    caseOf(row)
      .parties.map(({ name }) => name)
      .join('、'),
  head: ({ row, phase }) => <StageLine stages={stagesOf(caseOf(row), phase)} />,
  account: ({ row }) => <Account row={caseOf(row)} />,
  facts: ({ state, names }) =>
    state === null ? null : <CaseFacts state={state as unknown as CaseState} names={names} />,
};

import { type CaseState, ITEM_FIELDS, PROCEDURES } from '#enforcement';
import { LEFT_OUT } from '#fields';
import type { CaseOverview } from '#figures';
import type { Row } from '../../questions/reader.js';
import { StageLine } from '../../ui/stage-line.js';
import { BY_NAME } from '../by-name.js';
import type { Slots } from '../slot.js';
import { Account } from './account.js';
import { CaseFacts } from './facts.js';
import { stagesOf } from './stages.js';

/** The row of a case as lists show it; for whoever sees no names, with what is personal left out. */
const caseOf = (row: Row) => row as unknown as CaseOverview;

/** What a case shows beyond its declaration: the stages of the law, the money, the groups of its state. */
export const CASE_SLOTS: Slots = {
  // Most records were decided elsewhere and imported: nobody acts on them.
  views: ({ person, sight }) => [
    ...(sight.seesNames && person.roles.some((role) => BY_NAME.includes(role))
      ? [{ title: '指派给我的', given: { assignedTo: person.id, sort: 'nextDueOn' } }]
      : []),
    ...(sight.units.some(({ unitId }) => unitId === person.unit)
      ? [{ title: '本单位普通程序', given: { unit: person.unit, procedure: 'ORDINARY', sort: 'nextDueOn' } }]
      : []),
    { title: '全部', given: { sort: '-registeredOn' } },
  ],
  // What was decided on the spot and imported has no case number.
  called: (row) => caseOf(row).caseNo ?? caseOf(row).decisionNo ?? undefined,
  under: (row) => {
    const { itemName, field, procedure } = caseOf(row);
    // What it is about may name somebody: whoever sees no names reads the field.
    const about = itemName === LEFT_OUT ? ITEM_FIELDS[field] : itemName;
    return procedure === 'SUMMARY' ? `${about}　${PROCEDURES.SUMMARY}` : about;
  },
  unsaid: [
    'phase',
    'partyIds',
    'partyNames',
    'partyKind',
    'reviewedBeforeDecision',
    'assignedTo',
    'fineFen',
    'confiscateFen',
  ],
  parties: (row) =>
    caseOf(row)
      .parties.map(({ name }) => name)
      .join('、'),
  head: ({ row, phase }) => <StageLine stages={stagesOf(caseOf(row), phase)} />,
  account: ({ row }) => <Account row={caseOf(row)} />,
  facts: ({ state, names }) =>
    state === null ? null : <CaseFacts state={state as unknown as CaseState} names={names} />,
};

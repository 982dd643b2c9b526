import type { DomainEvent } from '#eventsourcing';
import { caseAggregate } from './case.js';
import type { Party } from './parts.js';
import { penaltyDecided, registered, UNTIL_NOTICED, waived } from './scenario.js';
import { noPenaltyDecided, served } from './scenario-after-decision.js';
import { partiesOf, standingsIn } from './standings.js';
import type { CaseState } from './state.js';

/*
 * The case of scenario.ts with three parties, who were told together: 10,000 yuan proposed. For tests alone; the library does not
 * export it.
 */

export const THREE: readonly Party[] = [
  { partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' },
  { partyId: 'p2', kind: 'CITIZEN', name: '当事人乙' },
  { partyId: 'p3', kind: 'ORGANISATION', name: '丙工程有限公司', uscc: '91330800MA28F0XK2J', usccConfirmed: true },
];

export const together = (...parties: readonly Party[]): DomainEvent[] => [
  registered({ parties }),
  ...UNTIL_NOTICED.slice(1),
  waived(),
];

export const HEARD_BY_THREE = together(...THREE);
export const HEARD_BY_TWO = together(...THREE.slice(0, 2));

/** An event about some of the parties. */
export const about = (partyIds: readonly string[], { type, data }: DomainEvent): DomainEvent => ({
  type,
  data: { ...(data as object), partyIds },
});

/** The first was fined 6,000 yuan, the second was let off. */
export const FINED_AND_LET_OFF = [
  ...HEARD_BY_TWO,
  about(['p1'], penaltyDecided({ fineFen: 600_000 })),
  noPenaltyDecided(),
];

/** Both were fined by one document, 6,000 and 4,000 yuan, and served on different days. */
export const BOTH_FINED = [
  ...HEARD_BY_TWO,
  about(['p1'], penaltyDecided({ fineFen: 600_000 })),
  penaltyDecided({ fineFen: 400_000 }),
];
export const BOTH_SERVED = [
  ...BOTH_FINED,
  about(['p1'], served()),
  served({ servedOn: '2023-05-12', receiptId: 'SE2', paymentDueOn: '2023-05-29' }),
];

export const stateAfter = (...events: readonly DomainEvent[]): CaseState =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

/** Each standing by the ids of its parties. */
export function standingsAfter(...events: readonly DomainEvent[]): Readonly<Record<string, CaseState>> {
  return Object.fromEntries(
    standingsIn(stateAfter(...events)).map((view) => [
      partiesOf(view)
        .map(({ partyId }) => partyId)
        .join(),
      view,
    ]),
  );
}

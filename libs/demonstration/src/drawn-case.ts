import type { LegalDay, PenaltyKind } from '#statutes';
import type { Crew, Team } from './cast.js';
import { type DemoItem, firmCode, firmName, personName } from './quzhou.js';
import type { Dice } from './random.js';

/* A case of the ordinary procedure before anything happens in it: what the plan fixes, and what chance decides. */

/** How a case goes on after its investigation. */
export type Course =
  | 'PENALTY'
  | 'COURT'
  | 'UNPAID'
  | 'NO_PENALTY'
  | 'NOT_ESTABLISHED'
  | 'TRANSFER_CLOSED'
  | 'TRANSFER_FILED'
  | 'TRANSFER_DECLINED'
  | 'TRANSFER_SENT'
  | 'WITHDRAWN'
  | 'TERMINATED'
  | 'TRANSFERRED_OUT'
  /** Withdrawn, closed, and taken up anew: still open. */
  | 'REOPENED'
  /** Open, with another case of the party merged into it. */
  | 'ABSORBING'
  /** Open, with a case of its own for one of its two parties: two filings. */
  | 'SPLITTING'
  | 'OPEN';

export interface OrdinaryCase {
  readonly caseId: string;
  readonly crew: Crew;
  readonly team: Team;
  readonly item: DemoItem;
  readonly filedOn: LegalDay;
  readonly course: Course;
  /** The decision is not taken before this day. */
  readonly notDecidedBefore?: LegalDay;
  /** The case is not closed before this day. */
  readonly notClosedBefore?: LegalDay;
  readonly party: { readonly kind: 'CITIZEN' | 'ORGANISATION'; readonly name: string; readonly uscc?: string };
  readonly kinds: readonly PenaltyKind[];
  readonly fineFen: number;
  readonly confiscateFen: number;
  readonly hearing: boolean;
  readonly secondReview: boolean;
  readonly returnedOnce: boolean;
  /** Starts with a lead of the platform. */
  readonly lead: boolean;
  readonly happened: number;
  readonly pace: readonly number[];
}

/** Draws what chance decides about a case. */
export function drawOrdinary(
  dice: Dice,
  fixed: Pick<OrdinaryCase, 'caseId' | 'crew' | 'filedOn' | 'course'> & Partial<OrdinaryCase>,
  items: readonly DemoItem[],
): OrdinaryCase {
  const item = fixed.item ?? dice.oneOf(items);
  const isFirm = fixed.party ? fixed.party.kind === 'ORGANISATION' : !dice.oneIn(3);
  const party =
    fixed.party ??
    (isFirm
      ? { kind: 'ORGANISATION' as const, name: firmName(dice), uscc: firmCode(dice) }
      : { kind: 'CITIZEN' as const, name: personName(dice) });
  const [low, high] = isFirm ? item.organisationYuan : item.citizenYuan;
  return {
    item,
    team: dice.oneOf(fixed.crew.teams),
    party,
    kinds: ['FINE'],
    fineFen: Math.round(dice.between(low, high) / 100) * 10_000,
    confiscateFen: 0,
    hearing: false,
    secondReview: false,
    returnedOnce: false,
    lead: dice.oneIn(2),
    happened: dice.between(2, 20),
    pace: Array.from({ length: 16 }, () => dice.between(0, 2)),
    ...fixed,
  };
}

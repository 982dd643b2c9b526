import type { DecisionContext, Refusal } from '#eventsourcing';
import { refuse } from '#eventsourcing';
import { type LegalDay, type Statutes, StatutesError } from '#statutes';
import type { KnownItem } from '../fine-range.js';
import type { SourceSystem } from '../terms.js';

/** What every decision of the domain may know: the kernel's context, the law, and today in Shanghai. */
export interface LawContext extends DecisionContext {
  readonly sourceSystem: SourceSystem;
  readonly statutes: Statutes;
  readonly today: LegalDay;
  /**
   * The roles in which the register of people has the actor today, or why he is not whom his token says; the command must
   * list `actorNeeds(actor)`, as every command at a door of people does.
   */
  readonly standing: () => readonly string[] | Refusal;
  /** A unit as its register knows it; the command must list `unitNeed(unitId)`. */
  readonly unitOf: (unitId: string) => KnownUnit;
  /** A power item as the library knows it; the command must list `itemNeeds(itemId)`. */
  readonly itemOf: (itemId: string) => KnownItem;
  /** A proposal as its register knows it; the command must list its stream. */
  readonly proposalOf: (proposalId: string) => KnownProposal;
  /** Another case; the command must list its stream (`caseNeeds`). */
  readonly caseOf: (caseId: string) => KnownCase;
}

/** What decisions of one case ask of another. */
export interface KnownCase {
  /** Empty when there is no such case. */
  readonly caseId: string;
  readonly phase: string;
  readonly unitId: string;
  readonly parties: readonly { readonly partyId: string; readonly name: string; readonly uscc?: string }[];
  readonly evidenceIds: readonly string[];
  readonly violationFactId?: string;
}

/** What decisions ask of a proposal. */
export interface KnownProposal {
  readonly phase: string;
  /** The register whose act it is, the record and the act. */
  readonly register: string;
  readonly recordId: string;
  readonly act: string;
  readonly input: object;
  readonly proposerId: string;
}

/** What decisions ask of a unit. */
export interface KnownUnit {
  /** Empty when there is no such unit. */
  readonly unitId: string;
  readonly level?: string;
  readonly parentId?: string;
}

/**
 * A question that the law as loaded cannot answer (a day before its rules begin, a year whose holidays are not published
 * yet) makes the command impossible and says why; it is no bug of ours, and no day is ever guessed.
 */
export function answered<Answer>(article: string, ask: () => Answer): Answer | Refusal {
  try {
    return ask();
  } catch (reason) {
    if (!(reason instanceof StatutesError)) throw reason;
    return refuse({ code: 'statutes.no_answer', article, message: reason.message });
  }
}

/** The rule by which a day or an amount was found, with its edition, as it is kept in events: `D03@2021-07-15`. */
export function ruleOf({ rule, edition }: { readonly rule: string; readonly edition: string }): string {
  return `${rule}@${edition}`;
}

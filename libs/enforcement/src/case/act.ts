import { type Actor, refuse } from '#eventsourcing';
import { actDayOf, type Constructor, sameNumber, say, the } from '#fields';
import type { LegalDay } from '#statutes';
import type { EarlierDays } from '../days.js';
import { type ActBasics, type ActOutcome, changed, dayGuard, eventOr, type WithDecide } from '../definition/act.js';
import { approvalNeeds, approvedOr } from '../definition/approval.js';
import type { LawContext } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { DOCUMENT_KINDS, type DocumentKind, numberNeeds, type TakenNumber, takeNumber } from '../document-number.js';
import type { LeaderRank } from '../organisation/person.js';
import type { Role } from '../roles.js';
import { byLeaders, guardNotRecused } from './officers.js';
import { guardTogether } from './standings.js';
import type { CaseState } from './state.js';

/* An act in the life of a case: as in a register, but for its phases, which stand in one table (phases.ts). */

interface OfCase<Input, Event> extends ActBasics<CaseState, CaseState, Input, Event> {
  readonly roles: readonly Role[];
  /** Its `may` asks the phase as well: something else has to be said before. */
  readonly asksPhase?: true;
  /** Days of the case before which it cannot have been done. */
  readonly restsOn?: (state: CaseState) => EarlierDays;
  /** 机关负责人批准 (DOMAIN 2.7): a leader of one of these ranks gives it, or is on record from paper. */
  readonly approvedBy?: readonly LeaderRank[];
  /** The field that names the approver; `approverId` where nothing is said. */
  readonly approverAs?: string;
  /** The article that asks for the approval, where it is another one than the act's. */
  readonly approvalArticle?: string;
  /** It is done to the case as a whole, and changes how every party stands: not where they are handled apart. */
  readonly isOfAllParties?: true;
  /** Whether this one needs the approval; every one does where nothing is said. */
  readonly isApproved?: (given: Input, state: CaseState) => boolean;
  /** Who works on the case by this act, beside those who did before. */
  readonly workedOnBy?: (given: Input) => readonly string[];
  /** The document that it issues: its number is taken in the same append, and only when the act stands. */
  readonly document?: DocumentKind;
  /** Documents of this kind that were issued in the case: one may be about several parties who are handled apart (F12, F14). */
  readonly issued?: (state: CaseState) => readonly IssuedDocument[];
}

/** A number that was taken now, or before for the same document. */
type Taken = Pick<TakenNumber, 'number'> & Partial<TakenNumber>;

export interface IssuedDocument {
  readonly number: string;
  readonly on: LegalDay;
}

/** What the command of such an act says. */
interface SharesDocument {
  readonly documentNo?: string;
}

type Deciding<Input, Event> = (
  input: Input,
  state: CaseState,
  context: LawContext,
  /** Of an act that issues a document. */
  taken: Taken,
) => ActOutcome<Input, Event>;

/** Declares an act of a case: what the command says, what the event says, and everything between them. */
export function act<Input extends object, Event extends object>(
  input: Constructor<Input>,
  type: Constructor<Event>,
  definition: OfCase<NoInfer<Input>, NoInfer<Event>> &
    WithDecide<NoInfer<Input>, NoInfer<Event>, Deciding<NoInfer<Input>, NoInfer<Event>>>,
): Stage<CaseState> {
  const { title, article, roles, creates, mayNeeds, needs, document, restsOn, says, upcasts } = definition;
  const { isFinal, handsOver, draft, approvedBy, workedOnBy, approvalArticle = article } = definition;
  const byRank =
    approvedBy &&
    byLeaders<Input, CaseState>({
      article: approvalArticle,
      ranks: approvedBy,
      as: definition.approverAs,
      isNeeded: definition.isApproved,
      unitOf: (state, actor) => unitOf(state, actor),
      workedOnBy: (given, { everInvestigated }) => [...everInvestigated, ...(workedOnBy?.(given) ?? [])],
    });
  const approval = byRank && {
    ...byRank,
    guard: (...[approverId, others, on, given, state, context]: Parameters<typeof byRank.guard>) =>
      guardNotRecused(state, approverId) ?? byRank.guard(approverId, others, on, given, state, context),
  };
  const decide = definition.decide as Deciding<Input, Event> | undefined;
  const may = definition.isOfAllParties
    ? (state: CaseState, context: LawContext) =>
        guardTogether(state, title, article) ?? definition.may?.(state, context)
    : definition.may;
  const guardDay = dayGuard(input, definition);
  /** The document of the case that the act names as its own, or why it cannot be. */
  const sharedDocument = (given: SharesDocument, state: CaseState, on: LegalDay) => {
    const { documentNo } = given;
    if (documentNo === undefined || definition.issued === undefined) return undefined;
    const known = definition.issued(state).find(({ number }) => sameNumber(number) === sameNumber(documentNo));
    if (known?.on === on) return { number: known.number };
    return refuse({
      code: 'document.of_other_day',
      article,
      message: say`本案没有${the.day(on)}作出的文号为${the.label(documentNo)}的${DOCUMENT_KINDS[document!].title}，不能与其共用一份文书`,
    });
  };
  const unitOf = (state: CaseState, actor: Actor) => state.unitId || actor.unit;
  const dayOf = (given: object) => actDayOf(input, given)!;
  return {
    events: [
      {
        type,
        title: definition.eventTitle ?? title,
        says,
        upcasts,
        evolve: (state, data: Event) => changed(state, definition.evolve?.(state, data) ?? {}),
      },
    ],
    commands: [
      {
        input,
        title,
        article,
        roles: approval === undefined ? roles : [...new Set<Role>([...roles, 'LEADER'])],
        approval,
        records: type,
        asksPhase: definition.asksPhase,
        creates,
        isFinal,
        handsOver,
        draft,
        mayNeeds,
        may,
        needs: (given: Input, state, actor) => [
          ...(needs?.(given, state, actor) ?? []),
          ...approvalNeeds(approval, given, actor),
          ...(document === undefined ? [] : numberNeeds(unitOf(state, actor), document, dayOf(given))),
        ],
        decide: (given: Input, state, context) => {
          const early = guardDay(given, restsOn?.(state) ?? [], context);
          if (early) return early;
          return approvedOr(input, approvalArticle, approval, given, state, context, (said, elsewhere) => {
            const { facts, id: takenFor, actor } = context;
            const of = { unitId: unitOf(state, actor), kind: document!, on: dayOf(said), takenFor };
            const shared = document && sharedDocument(said, state, of.on);
            if (shared && 'kind' in shared) return shared;
            const taken: Taken | undefined = shared ?? (document && takeNumber(facts, of));
            const outcome = decide?.(said, state, context, taken!) ?? {};
            return eventOr(type, said, outcome, taken?.write ? [taken.write, ...elsewhere] : elsewhere);
          });
        },
      },
    ],
  };
}

import type { Decision, DomainEvent, Refusal } from '#eventsourcing';
import { arranged, type Constructor, fieldsOf } from '#fields';
import type { LawContext } from './context.js';
import type { AnyEvent, CommandDefinition } from './stage.js';

/*
 * A record of which parts stand each by itself: a case with several parties, each with a decision of its own (docs/decisions/0009). One of
 * them is in view: the record says its fields as if there were no other. Whatever an act is about is brought into view before it, and put
 * back after it, so that guards, `decide` and `evolve` know nothing of this.
 */

/** What a command or an event says of those whom it is about; nothing where it is about the only ones that there are. */
export interface OfParties {
  readonly partyIds?: readonly string[];
}

export interface Standings<State> {
  /** The record after an event: evolved in view of what the event is about. */
  after(state: State, event: DomainEvent, isOfParties: boolean, evolve: (seen: State) => State): State;
  /** Each standing in whose phase there is room for an act of parties, in view; for one of the whole record, the least advanced of them. */
  seen(state: State, isOfParties: boolean, records: string | undefined): readonly State[];
  /** The standing of these parties in view, or why they have none of their own. */
  named(state: State, partyIds: readonly string[], article: string): State | Refusal;
  /** The standing of all whom no other one names, in view. */
  rest(state: State): State;
  /** That several are possible, and which. */
  whichOf(seen: readonly State[], title: string, article: string): Refusal;
  /** Parties of whom a form asks which an act is about: nobody where that goes without saying. */
  toChoose(state: State, records: string | undefined): readonly { readonly id: string; readonly name: string }[];
  /** Names of whom an event or a clock is about; of all whom no other standing names, where it names nobody; none where all stand together. */
  namesOf(state: State, partyIds: readonly string[] | undefined): readonly string[];
  /** The same of an event; none of one that is of the whole record. */
  namesOfEvent(state: State, event: DomainEvent): readonly string[];
  /** How an event says whom it is about. */
  partyIdsOf(seen: State): readonly string[] | undefined;
}

/** Whether a command or an event says whom of several parties it is about. */
export function isOfParties(type: Constructor): boolean {
  return fieldsOf(type).get('partyIds' satisfies keyof OfParties)?.of === 'party';
}

/** What a command of a record sees of it: the record itself, where nothing of it stands by itself. */
export interface Sight<State, Command> {
  /** Everything that the command may be about, each in view. */
  readonly all: (state: State) => readonly State[];
  /** The same, once it is known whom the command names. */
  readonly possible: (given: Command, state: State) => readonly State[];
  /** What it is about in view: whom it names, or the only ones for whom nothing is in its way. */
  readonly one: (given: Command, state: State, context: LawContext) => State | Refusal;
}

export function sightOf<State, Command extends object>(
  standings: Standings<State> | undefined,
  { input, title, article, roles, records, isOfWhole }: CommandDefinition<State, Command>,
  may: (seen: State, context: LawContext) => Refusal | undefined,
): Sight<State, Command> {
  if (standings === undefined || isOfWhole === true)
    return { all: (state) => [state], possible: (_given, state) => [state], one: (_given, state) => state };
  const isOf = isOfParties(input);
  const all = (state: State) => standings.seen(state, isOf, records?.name);
  const named = (given: OfParties, state: State): State | Refusal | undefined => {
    if (!isOf) return undefined;
    if (given.partyIds !== undefined) return standings.named(state, given.partyIds, article);
    // What no person gives was written by ourselves, and says whom it is about as events do.
    return roles.length === 0 ? standings.rest(state) : undefined;
  };
  return {
    all,
    possible: (given, state) => {
      const told = named(given, state);
      return told === undefined || isRefusal(told) ? all(state) : [told];
    },
    one: (given, state, context) => {
      const told = named(given, state);
      if (told !== undefined) return told;
      const seen = all(state);
      if (seen.length === 1) return seen[0]!;
      const possible = seen.filter((view) => may(view, context) === undefined);
      return possible.length > 1 ? standings.whichOf(possible, title, article) : (possible[0] ?? seen[0]!);
    },
  };
}

export function isRefusal<State>(seen: State | Refusal): seen is Refusal {
  return (seen as Refusal).kind === 'refused';
}

/** A decision whose events say whom they are about, where that is not all. */
export function saidOf<State>(
  standings: Standings<State> | undefined,
  events: ReadonlyMap<string, AnyEvent<State>>,
  decision: Decision,
  seen: State,
): Decision {
  if (standings === undefined || decision.kind !== 'accepted') return decision;
  const partyIds = standings.partyIdsOf(seen);
  const said = decision.events.map((event) => {
    const { type } = events.get(event.type)!;
    if (!isOfParties(type) || partyIds === (event.data as OfParties).partyIds) return event;
    return { type: event.type, data: arranged(type, { ...(event.data as object), partyIds } as object) };
  });
  return { ...decision, events: said };
}

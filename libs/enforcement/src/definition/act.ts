import {
  type Accepted,
  type Actor,
  accept,
  acceptWith,
  type Decision,
  type DomainEvent,
  type Need,
  type Refusal,
} from '#eventsourcing';
import { actDayField, arranged, type Constructor, fieldsOf, type Sentence, type Values } from '#fields';
import { dayOf, type LegalDay } from '#statutes';
import { guardMomentHasPassed, guardNotBefore, guardNotInFuture } from '../days.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds, unitNeed } from '../responsible-unit.js';
import type { Role } from '../roles.js';
import type { Missed } from './clock.js';
import type { LawContext } from './context.js';
import type { Step } from './lifecycle.js';
import type { CommandDefinition, EventDefinition } from './stage.js';

/* An act of a register: command, event, who, by which article, from which phases to which, and what follows. One entry. */

/** What every record of a register knows of itself, beside what its row says. */
export interface RecordStanding<Phase extends string = string> {
  readonly phase: Phase;
  /** The unit that is responsible; empty before there is one. */
  readonly unitId: string;
  /** Day of the latest act; empty before the first. */
  readonly lastOn: LegalDay;
  /** Deadlines that were recorded as missed. */
  readonly missed: readonly Missed[];
}

/** A row as its register folds it: the declared fields, and how it stands. */
export type Folded<Row, Phase extends string = string> = Row & RecordStanding<Phase>;

/** What may be left out may as well be undefined: it is left out of the event. */
type OrUndefined<T, K extends keyof T> = undefined extends T[K] ? T[K] | undefined : T[K];

/** What the event says beyond the command: to be added by the law or the sign-in. The unit is added by itself. */
type Added<Input, Event> = {
  [K in keyof Event as K extends 'unitId' ? never : Input extends SaysAs<Event, K> ? never : K]: OrUndefined<Event, K>;
};

/** Whatever says the same under this name: an input that says it needs nothing added. */
type SaysAs<Event, K extends keyof Event> = { [Name in K]: Event[K] };

/** Some of what the event says. */
type PartOf<Event> = { [K in keyof Event]?: OrUndefined<Event, K> };

/** What `decide` gives: fields of the event; a refusal; the event with others, on this stream and elsewhere; or nothing. */
type Outcome<Input, Event> = (Added<Input, Event> & PartOf<Event>) | Refusal | Adding<Event> | typeof NOTHING_NEW;

/** The event with others that follow from the same act. */
export interface Adding<Event> {
  readonly kind: 'adding';
  readonly data: PartOf<Event>;
  /** Further events of this stream, after the act's own. */
  readonly events?: readonly DomainEvent[];
  readonly elsewhere?: Accepted['elsewhere'];
}

/** What the act says holds already: nothing follows. */
export const NOTHING_NEW = { kind: 'nothing-new' } as const;

/** The act's event says this as well, and these other events follow in the same append. */
export function adding<Event>(data: PartOf<NoInfer<Event>>, more: Omit<Adding<Event>, 'kind' | 'data'>): Adding<Event> {
  return { kind: 'adding', data, ...more };
}

interface ActBasics<Row, Phase extends string, Input, Event> {
  readonly title: string;
  /** Name of the event where it is not the act's: 线索转为案件. */
  readonly eventTitle?: string;
  readonly article: string;
  readonly roles: readonly Role[];
  /** Phases in which it may be done; the act that begins a record names none. */
  readonly from?: readonly NoInfer<Phase>[];
  readonly to?: NoInfer<Phase> | ((data: Event) => NoInfer<Phase>);
  /** It begins a record as well as it goes on with one; who may begin it is said by `decide`. */
  readonly creates?: true;
  /** An act beside the line: it does not hold back the day of the next one. */
  readonly isBeside?: boolean;
  /** Its day may lie in the future, or before that of an earlier act: a term of office, a certificate. */
  readonly isInAnyOrder?: boolean;
  /** Whoever has the role does it for every unit: the registers of units and people. */
  readonly forAnyUnit?: boolean;
  /** The unit for which the actor must act: the record's own, or that of the command or the actor where a record begins. */
  readonly unitOf?: (row: Folded<Row, Phase>, input: Input | undefined, actor: Actor) => string;
  /** Streams that `may` reads. */
  readonly mayNeeds?: (row: Folded<Row, Phase>, actor: Actor) => readonly Need[];
  /** Guards that need no input; see CommandDefinition. */
  readonly may?: (row: Folded<Row, Phase>, context: LawContext) => Refusal | undefined;
  /** Streams that `decide` reads or writes. */
  readonly needs?: (input: Input, row: Folded<Row, Phase>, actor: Actor) => readonly Need[];
  /** How the row changes beyond taking over the fields that it shares with the event. Undefined takes a field away. */
  readonly evolve?: (row: Folded<Row, Phase>, data: Event) => PartOf<NoInfer<Row>>;
  /** The sentence of the timeline; the title where nothing is said. */
  readonly says?: (data: Event) => Sentence;
  readonly upcasts?: readonly ((data: never) => unknown)[];
}

type Deciding<Row, Phase extends string, Input, Event> = (
  input: Input,
  row: Folded<Row, Phase>,
  context: LawContext,
) => Outcome<Input, Event>;

export type ActDefinition<Row, Phase extends string, Input, Event> = ActBasics<Row, Phase, Input, Event> &
  (Partial<Added<Input, Event>> extends Added<Input, Event>
    ? { readonly decide?: Deciding<Row, Phase, Input, Event> }
    : { readonly decide: Deciding<Row, Phase, Input, Event> });

/** An act, ready to be put into its register. */
export interface Act<Row, Phase extends string> {
  readonly eventName: string;
  readonly step: { readonly from: readonly Phase[] | undefined; readonly to?: Step<Phase>['to'] };
  event(row: Constructor): EventDefinition<Folded<Row, Phase>, object>;
  command(): CommandDefinition<Folded<Row, Phase>, object>;
}

/** Declares an act of a register: what the command says, what the event says, and everything between them. */
export function act<Row, Phase extends string, Input extends object, Event extends object>(
  input: Constructor<Input>,
  event: Constructor<Event>,
  definition: ActDefinition<Row, Phase, Input, Event>,
): Act<Row, Phase> {
  type State = Folded<Row, Phase>;
  const { title, article, roles, from, to, needs, mayNeeds, may } = definition as ActBasics<Row, Phase, Input, Event>;
  const decide = definition.decide as Deciding<Row, Phase, Input, Event> | undefined;
  const isFirst = from === undefined;
  const isGuarded = definition.forAnyUnit !== true;
  const unitOf = (row: State, given: Input | undefined, actor: Actor): string =>
    definition.unitOf?.(row, given, actor) ??
    (isFirst ? ((given as { readonly unitId?: string } | undefined)?.unitId ?? actor.unit) : row.unitId);
  const day = definition.isInAnyOrder === true ? undefined : actDayField(input);
  return {
    eventName: event.name,
    step: { from, ...(to === undefined ? {} : { to: to as Step<Phase>['to'] }) },

    event(rowType) {
      // What the row has in common with the event is taken over.
      const rowFields = fieldsOf(rowType);
      const shared = [...fieldsOf(event).keys()].filter((name) => name === 'unitId' || rowFields.has(name));
      const actDay = actDayField(event);
      const isMoment = actDay !== undefined && fieldsOf(event).get(actDay)!.kind === 'moment';
      return {
        type: event,
        title: definition.eventTitle ?? title,
        ...(definition.says === undefined ? {} : { says: definition.says as (data: object) => Sentence }),
        ...(definition.upcasts === undefined ? {} : { upcasts: definition.upcasts }),
        evolve: (row, data) => {
          const said = data as Readonly<Record<string, unknown>>;
          const next: Record<string, unknown> = { ...(row as object) };
          for (const name of shared) if (said[name] !== undefined) put(next, name, said[name]);
          const changes = definition.evolve?.(row, data as Event);
          if (changes) for (const [name, value] of Object.entries(changes)) put(next, name, value);
          const on = actDay === undefined ? undefined : (said[actDay] as string | undefined);
          if (on !== undefined && !definition.isBeside) next['lastOn'] = isMoment ? dayOf(on) : on;
          return next as unknown as State;
        },
      };
    },

    command() {
      return {
        input: input as Constructor,
        title,
        article,
        roles,
        records: event,
        ...(isFirst || definition.creates ? { creates: true } : {}),
        mayNeeds: (row, actor) => [
          ...(isFirst || !isGuarded ? [] : responsibleNeeds(actor, unitOf(row, undefined, actor))),
          ...(mayNeeds?.(row, actor) ?? []),
        ],
        // Whose a record will be is said by the command that begins it.
        ...(isFirst || !isGuarded
          ? {}
          : { who: (row: State, context) => guardResponsible(context, unitOf(row, undefined, context.actor)) }),
        ...(may === undefined ? {} : { may }),
        needs: (given, row, actor) => [
          ...(isFirst && isGuarded ? beginNeeds(actor, unitOf(row, given as Input, actor)) : []),
          ...(needs?.(given as Input, row, actor) ?? []),
        ],
        decide: (given, row, context): Decision => {
          const said = given as Input;
          const unitId = unitOf(row, said, context.actor);
          const refusal =
            (isFirst && isGuarded ? guardBegin(context, unitId) : undefined) ?? guardDay(given, row.lastOn, context);
          if (refusal) return refusal;
          const outcome = decide?.(said, row, context) ?? {};
          if (isRefusal(outcome)) return outcome;
          if (outcome === NOTHING_NEW) return accept();
          const more = isAdding<Event>(outcome) ? outcome : undefined;
          const added = more?.data ?? outcome;
          // A parsed command has the names of its optional fields even where it says nothing.
          const whose = (said as { readonly unitId?: string }).unitId ?? (isFirst ? unitId : row.unitId);
          const own = {
            type: event.name,
            data: arranged(event, { ...said, unitId: whose, ...added } as unknown as Values<Event>),
          };
          return acceptWith([own, ...(more?.events ?? [])], more?.elsewhere ?? []);
        },
      };

      /** The act has happened, and not before the one that it rests on. */
      function guardDay(given: object, lastOn: LegalDay, { today, now }: LawContext): Refusal | undefined {
        if (day === undefined) return undefined;
        const value = (given as Readonly<Record<string, unknown>>)[day] as string;
        const { title: what, kind } = fieldsOf(input).get(day)!;
        const on = kind === 'moment' ? dayOf(value) : value;
        return (
          (kind === 'moment'
            ? guardMomentHasPassed(value, now, what, article)
            : guardNotInFuture(on, today, what, article)) ?? guardNotBefore(on, lastOn, what, '前一环节的日期', article)
        );
      }
    },
  };
}

/* An event may have a `kind` of its own, in somebody's own words. */

function isRefusal(outcome: object): outcome is Refusal {
  return 'kind' in outcome && outcome.kind === 'refused' && 'code' in outcome && 'article' in outcome;
}

function isAdding<Event>(outcome: object): outcome is Adding<Event> {
  return 'kind' in outcome && outcome.kind === 'adding' && 'data' in outcome;
}

function beginNeeds(actor: Actor, unitId: string): Need[] {
  return [...responsibleNeeds(actor, unitId), unitNeed(unitId)];
}

function guardBegin(context: LawContext, unitId: string): Refusal | undefined {
  return guardResponsible(context, unitId) ?? guardUnitKnown(context, unitId);
}

function put(row: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined || value === null) delete row[name];
  else row[name] = value;
}

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
import { actDayField, arranged, type Constructor, fieldsOf, note, type Sentence, type Values } from '#fields';
import { dayOf, type LegalDay } from '#statutes';
import { type EarlierDays, guardMomentHasPassed, guardNotBeforeAny, guardNotInFuture } from '../days.js';
import { guardResponsible, guardUnitKnown, responsibleNeeds, unitNeed } from '../responsible-unit.js';
import type { Role } from '../roles.js';
import { type Approval, approvalNeeds, approvedOr } from './approval.js';
import type { Missed } from './clock.js';
import type { LawContext } from './context.js';
import type { Step } from './lifecycle.js';
import type { HandsOver, Stage } from './stage.js';

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

/** What the event says beyond the command: to be added by the law or the sign-in. Unit and approver are added by themselves. */
type Added<Input, Event> = {
  [K in keyof Event as K extends 'unitId' | 'approverId'
    ? never
    : Input extends SaysAs<Event, K>
      ? never
      : K]: OrUndefined<Event, K>;
};

/** Whatever says the same under this name: an input that says it needs nothing added. */
type SaysAs<Event, K extends keyof Event> = { [Name in K]: Event[K] };

/** Some of what an event, a row or a state says. */
export type PartOf<Whole> = { [K in keyof Whole]?: OrUndefined<Whole, K> };

/** What `decide` gives: fields of the event; a refusal; the event with others, on this stream and elsewhere; or nothing. */
export type ActOutcome<Input, Event> =
  | (Added<Input, Event> & PartOf<Event>)
  | Refusal
  | Adding<Event>
  | typeof NOTHING_NEW;

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

/** Some of what a command may say, and of the objects in it. */
export type Draft<Input> = { readonly [K in keyof Input]?: DraftOf<Input[K]> | undefined };

type DraftOf<Value> = Value extends string | number | boolean
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly DraftOf<Item>[]
    : Draft<Value>;

/** What an act says of itself, in a register as in the life of a case. */
export interface ActBasics<State, Changes, Input, Event> {
  readonly title: string;
  /** Name of the event where it is not the act's: 线索转为案件. */
  readonly eventTitle?: string;
  readonly article: string;
  readonly creates?: true;
  /** It cannot be undone: whoever does it is shown it once more in words before he gives it. */
  readonly isFinal?: true;
  /** What its form says before anybody has filled it in, beyond the day: from what the record knows already. */
  readonly draft?: (state: State, actor: Actor) => Draft<NoInfer<Input>>;
  readonly handsOver?: HandsOver & { readonly as: NoInfer<keyof Input & string> };
  /** Its day may lie in the future, or before that of an earlier act (a term of office), or is asked by `decide`. */
  readonly isInAnyOrder?: boolean;
  /** Streams that `may` reads. */
  readonly mayNeeds?: (state: State, actor: Actor) => readonly Need[];
  /** Guards that need no input; see CommandDefinition. */
  readonly may?: (state: State, context: LawContext) => Refusal | undefined;
  /** Streams that `decide` reads or writes. */
  readonly needs?: (input: Input, state: State, actor: Actor) => readonly Need[];
  /** How the state changes: undefined takes a field away. In a register, beyond taking over the fields shared with the event. */
  readonly evolve?: (state: State, data: Event) => PartOf<NoInfer<Changes>>;
  /** The sentence of the timeline; the title where nothing is said. */
  readonly says?: (data: Event) => Sentence;
  readonly upcasts?: readonly ((data: never) => unknown)[];
}

/** A `decide`, which may be missing where the command says all that the event does. */
export type WithDecide<Input, Event, Decide> =
  Partial<Added<Input, Event>> extends Added<Input, Event> ? { readonly decide?: Decide } : { readonly decide: Decide };

interface OfRegister<Row, Phase extends string, Input, Event> extends ActBasics<Folded<Row, Phase>, Row, Input, Event> {
  /** Who may do it; those of the whole register where nothing is said. */
  readonly roles?: readonly Role[];
  /** Phases in which it may be done; the act that begins a record names none. */
  readonly from?: readonly NoInfer<Phase>[];
  readonly to?: NoInfer<Phase> | ((data: Event) => NoInfer<Phase>);
  /** 机关负责人批准 (DOMAIN 2.7): by whom, in his own command or on record from paper (`byLeaders`). */
  readonly approvedBy?: NoInfer<Approval<Input, Folded<Row, Phase>>>;
  /** An act beside the line: it does not hold back the day of the next one. */
  readonly isBeside?: boolean;
  /** Whoever has the role does it for every unit: the registers of units and people. */
  readonly forAnyUnit?: boolean;
  /** The unit for which the actor must act: the register's, or that of the command or the actor where a record begins. */
  readonly unitOf?: (row: Folded<Row, Phase>, input: Input | undefined, actor: Actor) => string;
}

type Deciding<State, Input, Event> = (input: Input, state: State, context: LawContext) => ActOutcome<Input, Event>;

export type ActDefinition<Row, Phase extends string, Input, Event> = OfRegister<Row, Phase, Input, Event> &
  WithDecide<Input, Event, Deciding<Folded<Row, Phase>, Input, Event>>;

/** What a register says once for all its acts. */
export interface Shared<Row, Phase extends string> {
  readonly row: Constructor;
  /** Who may do them. */
  readonly roles?: readonly Role[];
  /** The unit for which the actor must act where a record is there; its own where nothing is said. */
  readonly unitOf?: (row: Folded<Row, Phase>, actor: Actor) => string;
  /** Fields that say which units see a record; `unitId` where nothing is said. */
  readonly units?: readonly (keyof Row & string)[];
}

/** An act, ready to be put into its register. */
export interface Act<Row, Phase extends string> {
  readonly eventName: string;
  readonly step: { readonly from: readonly Phase[] | undefined; readonly to: Step<Phase>['to'] };
  stage(register: Shared<Row, Phase>): Stage<Folded<Row, Phase>>;
}

/**
 * Declares an act of a register: what the command says, what the event says, and everything between them. An event that
 * says what its command says, and whose the record is, needs no class: its name is enough.
 */
export function act<Row, Phase extends string, Input extends object>(
  input: Constructor<Input>,
  event: string,
  definition: ActDefinition<Row, Phase, Input, Input & { readonly unitId: string }>,
): Act<Row, Phase>;
export function act<Row, Phase extends string, Input extends object, Event extends object>(
  input: Constructor<Input>,
  event: Constructor<Event>,
  definition: ActDefinition<Row, Phase, Input, Event>,
): Act<Row, Phase>;
export function act<Row, Phase extends string>(
  input: Constructor,
  named: string | Constructor,
  definition: Omit<OfRegister<Row, Phase, object, object>, 'handsOver'> & {
    readonly handsOver?: HandsOver;
    readonly decide?: Deciding<Folded<Row, Phase>, object, object>;
  },
): Act<Row, Phase> {
  type State = Folded<Row, Phase>;
  const { title, article, from, to, needs, mayNeeds, decide, approvedBy } = definition;
  const isFirst = from === undefined;
  const isGuarded = definition.forAnyUnit !== true;
  const guardDay = dayGuard(input, definition);
  return {
    eventName: typeof named === 'string' ? named : named.name,
    step: { from, to },
    stage({ row: rowType, roles = [], unitOf: ofRegister = (row) => row.unitId, units = [] }) {
      const unitOf = (row: State, given: object | undefined, actor: Actor): string =>
        definition.unitOf?.(row, given, actor) ?? (isFirst ? (unitIn(given) ?? actor.unit) : ofRegister(row, actor));
      // Whose a record will be is said by the command that begins it; of one that is there already it tells only those who see it.
      const concerned = (row: State, actor: Actor): string => {
        if (!isFirst) return unitOf(row, undefined, actor);
        return units.some((unit) => row[unit] === actor.unit) ? actor.unit : row.unitId;
      };
      const event = typeof named === 'string' ? withUnit(named, input, rowType) : named;
      // What the row has in common with the event is taken over.
      const rowFields = fieldsOf(rowType);
      const shared = [...fieldsOf(event).keys()].filter((name) => name === 'unitId' || rowFields.has(name));
      const lastOn = definition.isBeside ? undefined : actDayField(event);
      return {
        events: [
          {
            type: event,
            title: definition.eventTitle ?? title,
            says: definition.says,
            upcasts: definition.upcasts,
            evolve: (row, data) => {
              const said = data as Readonly<Record<string, unknown>>;
              const taken: Record<string, unknown> = {};
              for (const name of shared) if (said[name] !== undefined) taken[name] = said[name];
              const on =
                lastOn !== undefined && said[lastOn] !== undefined ? { lastOn: dayIn(event, lastOn, data) } : {};
              return changed(row, { ...taken, ...definition.evolve?.(row, data), ...on });
            },
          },
        ],
        commands: [
          {
            input,
            title,
            article,
            roles: approvedBy === undefined ? (definition.roles ?? roles) : [...(definition.roles ?? roles), 'LEADER'],
            approval: approvedBy,
            records: event,
            creates: isFirst || definition.creates,
            isFinal: definition.isFinal,
            handsOver: definition.handsOver,
            draft: definition.draft,
            mayNeeds: (row, actor) => [
              ...(isGuarded ? responsibleNeeds(actor, concerned(row, actor)) : []),
              ...(mayNeeds?.(row, actor) ?? []),
            ],
            who: (row, context) => (isGuarded ? guardResponsible(context, concerned(row, context.actor)) : undefined),
            may: definition.may,
            needs: (given, row, actor) => [
              ...(isFirst && isGuarded ? beginNeeds(actor, unitOf(row, given, actor)) : []),
              ...(needs?.(given, row, actor) ?? []),
              ...approvalNeeds(approvedBy, given, actor),
            ],
            decide: (given, row, context) => {
              const unitId = unitOf(row, given, context.actor);
              const whose = unitIn(given) ?? (isFirst ? unitId : row.unitId);
              return (
                (isFirst && isGuarded ? guardBegin(context, unitId) : undefined) ??
                guardDay(given, [[row.lastOn, '前一环节的日期']], context) ??
                approvedOr(input, article, approvedBy, given, row, context, (said, elsewhere) =>
                  eventOr(event, { ...said, unitId: whose }, decide?.(said, row, context) ?? {}, elsewhere),
                )
              );
            },
          },
        ],
      };
    },
  };
}

/** Declares an event that follows from an act of another record, in the same append: no command of this register gives it. */
export function follows<Row, Phase extends string, Event extends object>(
  type: Constructor<Event>,
  definition: {
    readonly title: string;
    readonly from: readonly NoInfer<Phase>[];
    readonly to: NoInfer<Phase>;
    readonly says?: (data: Event) => Sentence;
    readonly evolve: (row: Folded<Row, Phase>, data: Event) => PartOf<NoInfer<Row>>;
  },
): Act<Row, Phase> {
  const { title, from, to, says, evolve } = definition;
  const lastOn = actDayField(type)!;
  return {
    eventName: type.name,
    step: { from, to },
    stage: () => ({
      events: [
        {
          type,
          title,
          says,
          evolve: (row, data) => changed(row, { ...evolve(row, data as Event), lastOn: dayIn(type, lastOn, data) }),
        },
      ],
      commands: [],
    }),
  };
}

/** The event that says what the command says, and whose the record is. */
function withUnit(name: string, input: Constructor, row: Constructor): Constructor {
  const type = { [name]: class extends input {} }[name]!;
  note(type.prototype, 'unitId', fieldsOf(row).get('unitId')!);
  return type;
}

/** The event of an act with what follows in the same append, or the refusal. */
export function eventOr<Event extends object>(
  event: Constructor<Event>,
  said: object,
  outcome: PartOf<Event> | Refusal | Adding<Event> | typeof NOTHING_NEW,
  elsewhere: Accepted['elsewhere'] = [],
): Decision {
  if (isRefusal(outcome)) return outcome;
  if (outcome === NOTHING_NEW) return accept();
  const more = isAdding<Event>(outcome) ? outcome : undefined;
  // A parsed command has the names of its optional fields even where it says nothing.
  const data = arranged(event, { ...said, ...(more?.data ?? outcome) } as unknown as Values<Event>);
  return acceptWith([{ type: event.name, data }, ...(more?.events ?? [])], [...elsewhere, ...(more?.elsewhere ?? [])]);
}

/** The act has happened, and not before those on which it rests. */
export function dayGuard(
  input: Constructor,
  { article, isInAnyOrder }: Pick<ActBasics<never, never, never, never>, 'article' | 'isInAnyOrder'>,
) {
  const name = isInAnyOrder === true ? undefined : actDayField(input);
  return (given: object, earlier: EarlierDays, { today, now }: LawContext): Refusal | undefined => {
    if (name === undefined) return undefined;
    const { title, kind } = fieldsOf(input).get(name)!;
    const on = dayIn(input, name, given);
    const early =
      kind === 'moment'
        ? guardMomentHasPassed((given as Readonly<Record<string, string>>)[name]!, now, title, article)
        : guardNotInFuture(on, today, title, article);
    if (early) return early;
    return guardNotBeforeAny(on, earlier, title.replace('时刻', '日期'), article);
  };
}

/** The day that an object says under this name, in Shanghai where it says a moment. */
function dayIn(type: Constructor, name: string, object: object): LegalDay {
  const value = (object as Readonly<Record<string, string>>)[name]!;
  return fieldsOf(type).get(name)!.kind === 'moment' ? dayOf(value) : value;
}

function unitIn(given: object | undefined): string | undefined {
  return (given as { readonly unitId?: string } | undefined)?.unitId;
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

/** A state with what an event changes in it; what is undefined is taken away. */
export function changed<State extends object>(state: State, changes: object): State {
  const next: Record<string, unknown> = { ...(state as object) };
  for (const [name, value] of Object.entries(changes))
    if (value === undefined || value === null) delete next[name];
    else next[name] = value;
  return next as State;
}

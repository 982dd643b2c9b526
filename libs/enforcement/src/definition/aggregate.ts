import {
  type Actor,
  type Aggregate,
  type Decider,
  type DomainEvent,
  type Need,
  type Refusal,
  refuse,
} from '#eventsourcing';
import { actDayOf, type Constructor, type Sentence, say, the } from '#fields';
import type { LegalDay } from '#statutes';
import { officerNeed } from '../organisation/person.js';
import type { Role } from '../roles.js';
import { type Approval, noteProposable, type Proposable } from './approval.js';
import { type Clock, deadlineMissed, type RecordMissedDeadline, recordMissedDeadline, type Watched } from './clock.js';
import { answered, type LawContext } from './context.js';
import type { Lifecycle } from './lifecycle.js';
import {
  type DetermineDeadline,
  type Determines,
  deadlineDetermined,
  determineDeadline,
  type OpenDay,
  opened,
  sayingOpen,
  type WithOpenDays,
} from './open-day.js';
import type { AnyCommand, AnyEvent, CommandDefinition, HandsOver, Stage } from './stage.js';
import { isOfParties, isRefusal, type Standings, saidOf, sightOf } from './standings.js';

/** A command as the doors see it: bound to its aggregate. */
export interface RegisteredCommand<State = unknown, Command extends object = object>
  extends Decider<State, Command, LawContext> {
  readonly name: string;
  readonly title: string;
  readonly article: string;
  readonly roles: readonly Role[];
  readonly input: Constructor<Command>;
  /** Type of the event that it is about, where there is one. */
  readonly records: string | undefined;
  /** Whether it asks itself if the phase has room for that event. */
  readonly asksPhase: boolean;
  /** Whose approval it needs, where it needs one. */
  readonly approval: Approval<Command, State> | undefined;
  /** It cannot be undone: whoever does it is shown it once more in words before he gives it. */
  readonly isFinal: boolean;
  readonly handsOver: HandsOver | undefined;
  /** What its form says before anybody has filled it in, beyond the day. */
  draft(state: State, actor: Actor): object;
}

/** Whose a record is: the units that may look at it, and the people to whom it was assigned wherever they are. */
export interface Belonging {
  readonly units: readonly string[];
  readonly people: readonly string[];
}

export interface LawAggregate<State = unknown> extends Aggregate<State> {
  /** Its part of every address, at every door: `/cases`. */
  readonly path: string;
  /** Chinese name of the aggregate. */
  readonly title: string;
  /** Its records are people, by their user ids or names: which record it is does not leave the house. */
  readonly isOfStaff: boolean;
  readonly events: ReadonlyMap<string, AnyEvent<State>>;
  readonly commands: readonly RegisteredCommand<State>[];
  /** Commands by which it hears of other records: given by reactions on the log alone, at no door. */
  readonly told: readonly RegisteredCommand<State>[];
  readonly life: Lifecycle<string> | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: of whatever they are read.
  readonly clocks: readonly Clock<State, any>[];
  /** What stands by itself within one of its records, where something does. */
  readonly standings: Standings<State> | undefined;
  /** Records that a deadline has passed; there where there are clocks, and at no door. */
  readonly recordMissed: RegisteredCommand<State, RecordMissedDeadline> | undefined;
  /** Determines a last day that was open; there where one may be (DOMAIN F2), and at no door. */
  readonly determine: RegisteredCommand<State, DetermineDeadline> | undefined;
  belongsTo(state: State): Belonging;
}

/** Assembles an aggregate from its stages. `name` has no hyphen: it is the prefix of the streams. */
export function aggregate<State extends object>(definition: {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly isOfStaff?: boolean;
  readonly initialState: State;
  /** The table of phases, where the state has one: after each event the state is in the phase that it says. */
  readonly life?: Lifecycle<string>;
  readonly stages: readonly Stage<State>[];
  /** What it hears of other records, by reactions alone. */
  readonly told?: readonly Stage<State>[];
  // biome-ignore lint/suspicious/noExplicitAny: of whatever they are read.
  readonly clocks?: readonly Clock<State, any>[];
  readonly standings?: Standings<State>;
  /** Last days that may be open, in whose place of the state each stands; the state has them as `openDays`. */
  readonly determines?: Determines<State & WithOpenDays>;
  readonly belongsTo: (state: State) => Belonging;
}): LawAggregate<State> {
  const {
    name,
    path,
    title,
    isOfStaff = false,
    initialState,
    life,
    stages,
    told = [],
    clocks = [],
    standings,
    determines,
    belongsTo,
  } = definition;
  if (name.includes('-')) throw new Error(`aggregate name with a hyphen: ${name}`);
  const events = new Map<string, AnyEvent<State>>();
  const add = (entry: AnyEvent<State>) => {
    if (events.has(entry.type.name)) throw new Error(`event ${entry.type.name} is declared twice`);
    events.set(entry.type.name, determines === undefined ? entry : sayingOpen(entry));
  };
  for (const stage of [...stages, ...told]) for (const entry of stage.events) add(entry);
  // Whatever has clocks has a unit, and remembers what was missed: register() and the case see to it.
  if (clocks.length > 0) add(deadlineMissed() as unknown as AnyEvent<State>);
  if (determines !== undefined) add(deadlineDetermined(determines) as unknown as AnyEvent<State>);
  const commands: RegisteredCommand<State>[] = [];
  const heard: RegisteredCommand<State>[] = [];
  const schemaVersion = (type: string) => (events.get(type)?.upcasts?.length ?? 0) + 1;
  const result: LawAggregate<State> = {
    name,
    path,
    title,
    isOfStaff,
    initialState,
    events,
    commands,
    told: heard,
    life,
    clocks,
    standings,
    recordMissed: undefined,
    determine: undefined,
    belongsTo,
    evolve: (state, event: DomainEvent) => {
      const { type, data } = event;
      const entry = events.get(type);
      if (entry === undefined) return state;
      const evolve = (seen: State) => {
        const evolved = leftOpen(seen, entry.evolve(seen, data), data);
        if (life === undefined) return evolved;
        const { phase } = seen as { readonly phase: string };
        const after = life.after(phase, type, data);
        return after === (evolved as { readonly phase: string }).phase ? evolved : { ...evolved, phase: after };
      };
      return standings === undefined ? evolve(state) : standings.after(state, event, isOfParties(entry.type), evolve);
    },
    schemaVersion,
    upcast: (type, version, data) =>
      (events.get(type)?.upcasts ?? []).slice(version - 1).reduce<unknown>((d, raise) => raise(d as never), data),
  };
  for (const stage of stages)
    for (const entry of stage.commands) {
      const command = registered(result, entry);
      commands.push(command);
      noteProposable({ command: command as RegisteredCommand, aggregate: result as Proposable['aggregate'] });
    }
  for (const stage of told) for (const entry of stage.commands) heard.push(registered(result, entry));
  if (determines !== undefined) {
    const determine = registered(result, determineDeadline(determines) as unknown as AnyCommand<State>);
    Object.assign(result, { determine });
  }
  if (clocks.length === 0) return result;
  const watched = clocks as unknown as readonly Clock<Watched & { readonly unitId: string }, unknown>[];
  const recordMissed = registered(result, recordMissedDeadline(watched) as unknown as AnyCommand<State>);
  return Object.assign(result, { recordMissed });

  function leftOpen(before: State, after: State, data: unknown): State {
    const { openDays: open } = data as { readonly openDays?: readonly OpenDay[] };
    if (determines === undefined || open === undefined) return after;
    const known = (after as State & WithOpenDays).openDays;
    // A row takes over what its event says under the same name: that is what is open, not what was.
    const openDays = known === open ? (before as State & WithOpenDays).openDays : known;
    return opened({ ...after, openDays }, open, determines);
  }
}

/** A command with everything that is asked before it: who, whether at all, then what it says. */
function registered<State, Command extends object>(
  aggregate: LawAggregate<State>,
  definition: CommandDefinition<State, Command>,
): RegisteredCommand<State, Command> {
  const { input, title, article, roles, records, asksPhase, creates, mayNeeds, needs, decide } = definition;
  const who = (state: State, context: LawContext) => guardItsPeople(context, roles) ?? definition.who?.(state, context);
  const may = (state: State, context: LawContext) =>
    (asksPhase || records === undefined
      ? undefined
      : aggregate.life?.guard(state as { readonly phase: string }, records.name, title, article)) ??
    definition.may?.(state, context);
  const { standings, events } = aggregate;
  const sight = sightOf(standings, definition, may);
  /** What is in the way of all that it may be about. */
  const beforehand = (state: State, context: LawContext) => {
    const refusals = sight.all(state).map((seen) => may(seen, context));
    return refusals.includes(undefined) ? undefined : refusals[0];
  };
  return {
    name: input.name,
    title,
    article,
    roles,
    input,
    records: records?.name,
    asksPhase: asksPhase === true,
    aggregate,
    mayNeeds: (state, actor) => [
      ...actorNeeds(actor, roles),
      ...sight.all(state).flatMap((seen) => mayNeeds?.(seen, actor) ?? []),
    ],
    who: (state, context) => answered(article, () => who(state, context)),
    may: (state, context) => answered(article, () => beforehand(state, context)),
    needs: (given, state, actor) => [
      ...actorNeeds(actor, roles),
      ...sight
        .possible(given, state)
        .flatMap((seen) => [...(mayNeeds?.(seen, actor) ?? []), ...(needs?.(given, seen, actor) ?? [])]),
    ],
    decide: (given, state, context) =>
      answered(article, () => {
        const refused = who(state, context) ?? beforehand(state, context);
        if (refused) return refused;
        const seen = sight.one(given, state, context);
        if (isRefusal(seen)) return seen;
        return may(seen, context) ?? saidOf(standings, events, decide(given, seen, context), seen);
      }),
    approval: definition.approval,
    creates: creates === true,
    isFinal: definition.isFinal === true,
    handsOver: definition.handsOver,
    draft: (state, actor) => {
      const [seen, ...others] = sight.all(state);
      return others.length > 0 ? {} : (definition.draft?.(seen!, actor) ?? {});
    },
  };
}

/**
 * The stream of whoever gives a command: the append asserts that he is still who he was when it was decided. What the
 * system gives by itself, at no door, rests on nobody; a machine account is in no register.
 */
function actorNeeds({ id, roles: own }: Actor, roles: readonly Role[]): Need[] {
  return roles.length === 0 || own.includes('CONNECTED_SYSTEM') ? [] : [officerNeed(id)];
}

/**
 * Who gives a command is whom the register of people has today, on every door. Who runs the system keeps out of its cases,
 * whatever other roles he has (DOMAIN 2.7): registers of units and people are his, nothing else.
 */
function guardItsPeople(context: LawContext, roles: readonly Role[]): Refusal | undefined {
  const { actor, sourceSystem } = context;
  if (roles.length === 0) return undefined;
  if (actor.roles.includes('CONNECTED_SYSTEM')) return guardConnectedSystem(actor, sourceSystem);
  const standing = context.standing();
  if ('kind' in standing) return standing;
  if (roles.includes('ADMINISTRATOR') || !standing.includes('ADMINISTRATOR')) return undefined;
  return refuse({
    code: 'actor.administrator',
    article: '系统管理与业务办理职责分离',
    message: say`${the.person(actor.id)}是系统管理员，不能办理业务，请由业务人员办理`,
  });
}

/**
 * A machine account is no person, whatever its token says, and comes by message only: there its sender is known by the
 * topic, and which kinds it may send for which units. The doors of people say that they are the platform's own.
 */
function guardConnectedSystem({ roles }: Actor, sourceSystem: string): Refusal | undefined {
  if (roles.length === 1 && sourceSystem !== 'PLATFORM') return undefined;
  return refuse({
    code: 'actor.connected_system',
    article: '对接系统只转达本系统的事实，不代替人员办理',
    message: '对接系统只能以消息转达，不能从人员的入口办理，也不能兼有人员的身份',
  });
}

/** What happened, in a sentence: the event's own, or its title; the type of one that nobody knows. */
export function sentenceOf(aggregate: LawAggregate | undefined, { type, data }: DomainEvent): Sentence {
  const definition = aggregate?.events.get(type);
  if (definition === undefined) return type;
  return definition.says?.(data) ?? definition.title;
}

/** The business day of the act that an event records, where its data name one. */
export function happenedOn(aggregate: LawAggregate | undefined, { type, data }: DomainEvent): LegalDay | undefined {
  const definition = aggregate?.events.get(type);
  return definition && actDayOf(definition.type, data as object);
}

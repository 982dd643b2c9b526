import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';
import {
  type Actor,
  type Aggregate,
  type Decider,
  type Decision,
  type DecisionContext,
  type DomainEvent,
  type Need,
  type Refusal,
  refuse,
} from '#eventsourcing';
import { type LegalDay, type Statutes, StatutesError } from '#statutes';
import { instantiate } from './fields.js';
import type { Role } from './roles.js';
import type { SourceSystem } from './terms.js';

/** What every decision of the domain may know: the kernel's context, the law, and today in Shanghai. */
export interface LawContext extends DecisionContext {
  readonly sourceSystem: SourceSystem;
  readonly statutes: Statutes;
  readonly today: LegalDay;
}

/** An event type: its Chinese name, how it changes the state, and the sentence that a timeline shows. */
export interface EventDefinition<State, Data> {
  readonly title: string;
  readonly evolve: (state: State, data: Data) => State;
  /** What happened, in a Chinese sentence without a full stop; the title alone when absent. */
  readonly describe?: (data: Data) => string;
  /** Raises data of schema version n (index n - 1) to n + 1; new events carry version `upcasts.length + 1`. */
  readonly upcasts?: readonly ((data: never) => unknown)[];
}

/** Anything that stands for an event definition, whatever its data; the data type is checked where it is written. */
// biome-ignore lint/suspicious/noExplicitAny: a table of events of different data; each entry is typed by `event`.
export type AnyEvent<State> = EventDefinition<State, any>;

export interface CommandDefinition<State, Command extends object> {
  /** Class of the command; its name is the command's name on every door. */
  readonly input: new () => Command;
  readonly title: string;
  /** The article under which the act is done; refusals by the state machine cite it. */
  readonly article: string;
  /** Roles that may give the command. */
  readonly roles: readonly Role[];
  readonly creates?: boolean;
  /** Streams that `may` reads. */
  readonly mayNeeds?: (state: State, actor: Actor) => readonly Need[];
  /**
   * Guards that need no input: the phase, the unit, what has to come before, a period that is not over today. They are
   * asked first, and beforehand as well, so that a person is told before he fills in a form. A guard against what comes
   * too late belongs in `decide`: what was done in time may be recorded later.
   */
  readonly may?: (state: State, context: LawContext) => Refusal | undefined;
  /** Streams that `decide` reads or writes, beside those of `may`. */
  readonly needs?: (command: Command, state: State, actor: Actor) => readonly Need[];
  readonly decide: (command: Command, state: State, context: LawContext) => Decision;
}

// biome-ignore lint/suspicious/noExplicitAny: a table of commands of different classes; each is typed by `command`.
export type AnyCommand<State> = CommandDefinition<State, any>;

/** One stage of a life: its events and its commands. */
export interface Stage<State> {
  readonly events: Readonly<Record<string, AnyEvent<State>>>;
  readonly commands: readonly AnyCommand<State>[];
}

/** Declares an event with the type of its data checked. */
export function event<State, Data>(definition: EventDefinition<State, Data>): EventDefinition<State, Data> {
  return definition;
}

/** Declares a command with the type of its class checked. */
export function command<State, Command extends object>(
  definition: CommandDefinition<State, Command>,
): CommandDefinition<State, Command> {
  return definition;
}

/** A command as the doors see it: bound to its aggregate. */
export interface RegisteredCommand<State = unknown, Command extends object = object>
  extends Decider<State, Command, LawContext> {
  readonly name: string;
  readonly title: string;
  readonly article: string;
  readonly roles: readonly Role[];
  readonly input: new () => Command;
}

export interface LawAggregate<State = unknown> extends Aggregate<State> {
  /** Chinese name of the aggregate. */
  readonly title: string;
  readonly events: ReadonlyMap<string, AnyEvent<State>>;
  readonly commands: readonly RegisteredCommand<State>[];
}

/** Assembles an aggregate from its stages. `name` has no hyphen: it is the prefix of the streams. */
export function aggregate<State>(definition: {
  readonly name: string;
  readonly title: string;
  readonly initialState: State;
  readonly stages: readonly Stage<State>[];
}): LawAggregate<State> {
  if (definition.name.includes('-')) throw new Error(`aggregate name with a hyphen: ${definition.name}`);
  const events = new Map<string, AnyEvent<State>>();
  for (const stage of definition.stages)
    for (const [type, entry] of Object.entries(stage.events)) {
      if (events.has(type)) throw new Error(`event ${type} is declared twice`);
      events.set(type, entry);
    }
  const schemaVersion = (type: string) => (events.get(type)?.upcasts?.length ?? 0) + 1;
  const commands: RegisteredCommand<State>[] = [];
  const result: LawAggregate<State> = {
    name: definition.name,
    title: definition.title,
    initialState: definition.initialState,
    events,
    commands,
    evolve: (state, { type, data }: DomainEvent) => events.get(type)?.evolve(state, data) ?? state,
    schemaVersion,
    upcast: (type, version, data) =>
      (events.get(type)?.upcasts ?? []).slice(version - 1).reduce<unknown>((d, raise) => raise(d as never), data),
  };
  for (const stage of definition.stages)
    for (const { input, title, article, roles, creates, mayNeeds, may, needs, decide } of stage.commands) {
      const mayAtAll = (state: State, context: LawContext) => guardItsPeople(context, roles) ?? may?.(state, context);
      commands.push({
        name: input.name,
        title,
        article,
        roles,
        input,
        aggregate: result,
        mayNeeds: (state, actor) => mayNeeds?.(state, actor) ?? [],
        may: (state, context) => answered(article, () => mayAtAll(state, context)),
        needs: (given, state, actor) => [...(mayNeeds?.(state, actor) ?? []), ...(needs?.(given, state, actor) ?? [])],
        decide: (given, state, context) =>
          answered(article, () => mayAtAll(state, context) ?? decide(given, state, context)),
        ...(creates === undefined ? {} : { creates }),
      });
    }
  return result;
}

/**
 * Who runs the system keeps out of its cases, whatever other roles the token gives him (DOMAIN 2.7): registers of units
 * and people are his, nothing else.
 */
function guardItsPeople({ actor }: LawContext, roles: readonly Role[]): Refusal | undefined {
  if (roles.includes('ADMINISTRATOR') || !actor.roles.includes('ADMINISTRATOR')) return undefined;
  return refuse({
    code: 'actor.administrator',
    article: '系统管理与业务办理职责分离',
    message: `${actor.id}是系统管理员，不能办理业务，请由业务人员办理`,
  });
}

/**
 * A question that the law as loaded cannot answer (a day before its rules begin, a year whose holidays are not published
 * yet) makes the command impossible and says why; it is no bug of ours, and no day is ever guessed.
 */
function answered<Answer>(article: string, ask: () => Answer): Answer | Refusal {
  try {
    return ask();
  } catch (reason) {
    if (!(reason instanceof StatutesError)) throw reason;
    return refuse({ code: 'statutes.no_answer', article, message: reason.message });
  }
}

/** A fault in the input of a command: where, and what is wrong with it, in Chinese. */
export interface Fault {
  /** `officers[0].certNo`; empty for the body itself. */
  readonly path: string;
  readonly message: string;
}

export type ParsedCommand<Command> =
  | { readonly command: Command; readonly faults?: undefined }
  | { readonly command?: undefined; readonly faults: readonly Fault[] };

/** Faults that one answer lists at the most. */
export const MAX_FAULTS = 100;

/** Checks plain JSON against a command's class: unknown fields, wrong types and impossible values are all named. */
export function parseCommand<Command extends object>(input: new () => Command, body: unknown): ParsedCommand<Command> {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    return { faults: [{ path: '', message: '请求正文应为 JSON 对象' }] };
  const faults: Fault[] = [];
  const command = instantiate(input, body, (path) => faults.push({ path, message: '没有这个字段' }));
  const errors = validateSync(command, {
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  if (errors.length === 0 && faults.length === 0) return { command };
  return { faults: [...faults, ...errors.flatMap((error) => faultsOf(error, ''))].slice(0, MAX_FAULTS) };
}

/** A value of another type breaks every further rule as well: only the first says something. */
const RULES_OF_TYPE = new Set(['isString', 'isInt', 'isBoolean', 'isArray', 'isObject']);

function faultsOf(error: ValidationError, parent: string): Fault[] {
  const step = /^\d+$/.test(error.property) ? `[${error.property}]` : parent ? `.${error.property}` : error.property;
  const path = parent + step;
  const broken = Object.entries(error.constraints ?? {});
  const ofType = broken.filter(([rule]) => RULES_OF_TYPE.has(rule));
  const own = (ofType.length > 0 ? ofType : broken).map(([, message]) => ({ path, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, path))];
}

/*
 * class-validator gathers the rules of a class anew for every object that it checks, over all classes that there are.
 * Ours are complete once they are declared, so they are gathered once: a batch of 500 records is then checked
 * several times as fast.
 */
const storage = getMetadataStorage();
const gather = storage.getTargetValidationMetadatas.bind(storage);
const group = storage.groupByPropertyName.bind(storage);
const gathered = new WeakMap<object, ReturnType<typeof gather>>();
const grouped = new WeakMap<object, ReturnType<typeof group>>();

storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
  if (schema || always || strictGroups || groups) return gather(target, schema, always, strictGroups, groups);
  let rules = gathered.get(target);
  if (rules === undefined) {
    rules = gather(target, schema, always, strictGroups, groups);
    gathered.set(target, rules);
  }
  return rules;
};
storage.groupByPropertyName = (rules) => {
  let byProperty = grouped.get(rules);
  if (byProperty === undefined) {
    byProperty = group(rules);
    grouped.set(rules, byProperty);
  }
  return byProperty;
};

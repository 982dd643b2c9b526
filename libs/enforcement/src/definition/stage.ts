import type { Actor, Decision, Need, Refusal } from '#eventsourcing';
import type { Constructor, Sentence } from '#fields';
import type { Role } from '../roles.js';
import type { Approval } from './approval.js';
import type { LawContext } from './context.js';

/** An event type: what it says, its Chinese name, how it changes the state, and the sentence that a timeline shows. */
export interface EventDefinition<State, Data extends object> {
  /** Class of its data, stored for ever; the class's name is the event's type. */
  readonly type: Constructor<Data>;
  readonly title: string;
  /** The phase is none of its business: the table of phases says where an event leads. */
  readonly evolve: (state: State, data: Data) => State;
  /** What happened, in a Chinese sentence without a full stop; the title alone when absent. */
  readonly says?: ((data: Data) => Sentence) | undefined;
  /** Raises data of schema version n (index n - 1) to n + 1; new events carry version `upcasts.length + 1`. */
  readonly upcasts?: readonly ((data: never) => unknown)[] | undefined;
}

/** An act that hands somebody's record to somebody else: a leader gives it for several of that person's at once. */
export interface HandsOver {
  /** The field of the command that says whose record it was. */
  readonly as: string;
  /** The field of the row that names those whose record it is. */
  readonly among: string;
}

/** Anything that stands for an event definition, whatever its data; the data type is checked where it is written. */
// biome-ignore lint/suspicious/noExplicitAny: a list of events of different data; each entry is typed by `event`.
export type AnyEvent<State> = EventDefinition<State, any>;

export interface CommandDefinition<State, Command extends object> {
  /** Class of the command; its name is the command's name on every door. */
  readonly input: Constructor<Command>;
  readonly title: string;
  /** The article under which the act is done; refusals by the state machine cite it. */
  readonly article: string;
  /** Roles that may give the command. */
  readonly roles: readonly Role[];
  /** Whose approval it needs; see `approvedOr`. */
  readonly approval?: Approval<Command, State> | undefined;
  /** The event that it is about: it may be given where the table of phases has room for that event. */
  readonly records?: Constructor | undefined;
  /** Its `may` asks the phase itself: something else has to be said before. */
  readonly asksPhase?: boolean | undefined;
  readonly creates?: boolean | undefined;
  /** It asks the whole record itself, whoever it is about. */
  readonly isOfWhole?: boolean | undefined;
  /** It cannot be undone: whoever does it is shown it once more in words before he gives it. */
  readonly isFinal?: boolean | undefined;
  readonly handsOver?: HandsOver | undefined;
  /** What its form says before anybody has filled it in, beyond the day: from what the record knows already. */
  readonly draft?: ((state: State, actor: Actor) => object) | undefined;
  /** Streams that `who` and `may` read. */
  readonly mayNeeds?: ((state: State, actor: Actor) => readonly Need[]) | undefined;
  /** Whether this person has to do with it at all, whatever the state: asked first, and before a revision is told. */
  readonly who?: ((state: State, context: LawContext) => Refusal | undefined) | undefined;
  /**
   * Guards that need no input: the phase, what has to come before, a period that is not over today. They are asked
   * first, and beforehand as well, so that a person is told before he fills in a form. A guard against what comes too
   * late belongs in `decide`: what was done in time may be recorded later.
   */
  readonly may?: ((state: State, context: LawContext) => Refusal | undefined) | undefined;
  /** Streams that `decide` reads or writes, beside those of `may`. */
  readonly needs?: ((command: Command, state: State, actor: Actor) => readonly Need[]) | undefined;
  readonly decide: (command: Command, state: State, context: LawContext) => Decision;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of commands of different classes; each is typed by `command`.
export type AnyCommand<State> = CommandDefinition<State, any>;

/** One stage of a life: its events and its commands. */
export interface Stage<State> {
  readonly events: readonly AnyEvent<State>[];
  readonly commands: readonly AnyCommand<State>[];
}

/** Declares an event by the class of its data, with the type of its data checked. */
export function event<State, Data extends object>(
  type: Constructor<Data>,
  definition: Omit<EventDefinition<State, Data>, 'type'>,
): EventDefinition<State, Data> {
  return { type, ...definition };
}

/** Declares a command with the type of its class checked. */
export function command<State, Command extends object>(
  definition: CommandDefinition<State, Command>,
): CommandDefinition<State, Command> {
  return definition;
}

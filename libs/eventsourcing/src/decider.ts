import type { DomainEvent } from './event.js';
import type { Sentence } from './sentence.js';

/** Why a command is not possible now: by which article, in a sentence for the person who asked, and from when. */
export interface Refusal {
  readonly kind: 'refused';
  /** Dotted and stable, part of the API: `hearing.request_too_late`. */
  readonly code: string;
  /** The article that the guard enforces, as lawyers cite it: `行政处罚法第六十四条第一项`. */
  readonly article: string;
  /** A sentence in Chinese, with the people and units that it speaks of as pieces. */
  readonly message: Sentence;
  /** The first day (YYYY-MM-DD) on which the command becomes possible, where waiting helps. */
  readonly earliest?: string;
}

/** Names a stream by its aggregate and the id within it. */
export interface StreamRef {
  readonly aggregate: string;
  readonly id: string;
}

export interface Accepted {
  readonly kind: 'accepted';
  readonly events: readonly DomainEvent[];
  /** Events for other streams, appended atomically with `events`; each stream must be among the command's needs. */
  readonly elsewhere: readonly { readonly stream: StreamRef; readonly events: readonly DomainEvent[] }[];
}

export type Decision = Accepted | Refusal;

/** The command is possible and these events follow. Without events: it already holds, nothing changes. */
export function accept(...events: DomainEvent[]): Accepted {
  return { kind: 'accepted', events, elsewhere: [] };
}

/** The command is possible; events follow on this stream and on others, all or none. */
export function acceptWith(events: readonly DomainEvent[], elsewhere: Accepted['elsewhere']): Accepted {
  return { kind: 'accepted', events, elsewhere };
}

export function refuse(refusal: Omit<Refusal, 'kind'>): Refusal {
  return { kind: 'refused', ...refusal };
}

/** How the events of a stream add up to its state. `evolve` never throws and ignores types that it does not know. */
export interface Aggregate<State = unknown> {
  /** Prefix of its streams: `case-<id>`. */
  readonly name: string;
  readonly initialState: State;
  evolve(state: State, event: DomainEvent): State;
  /** Schema version that new events of a type are written with. */
  schemaVersion(type: string): number;
  /** Raises the data of an older schema version to the present one; identity where there is only one. */
  upcast(type: string, schemaVersion: number, data: unknown): unknown;
}

/** A stream that a decision reads or writes beside its own. */
export interface Need extends StreamRef {
  /**
   * Many commands write this stream (a register of document numbers): within one process they take turns instead of
   * losing races.
   */
  readonly contended?: boolean;
}

/** Folded states of the command's own stream and of those that it needs, as `decide` sees them. */
export interface Facts {
  /** State of a needed stream; the aggregate's initial state when it does not exist. Throws for a stream not in `needs`. */
  get<State>(aggregate: Aggregate<State>, id: string): State;
  /** Events that the needed stream has; 0 when it does not exist. */
  length(aggregate: Aggregate, id: string): number;
}

export interface Actor {
  /** User id from the signed token. */
  readonly id: string;
  readonly unit: string;
  readonly roles: readonly string[];
}

/** What a decision may know besides the state: all of it passed in, so that it stays a pure function. */
export interface DecisionContext {
  /** Id of the aggregate that the command is for: its stream without the prefix. */
  readonly id: string;
  readonly actor: Actor;
  /** The system through which the command came. */
  readonly sourceSystem: string;
  /** The moment of the command, ISO-8601 UTC. */
  readonly now: string;
  readonly facts: Facts;
}

/**
 * The law of an aggregate as pure functions: `decide` says which events follow from a command in a state, or why none
 * may; `evolve` says what the state is after an event.
 */
export interface Decider<State, Command, Context extends DecisionContext = DecisionContext> {
  readonly aggregate: Aggregate<State>;
  /** The streams, besides its own, that `decide` reads or writes. */
  needs?(command: Command, state: State, actor: Actor): readonly Need[];
  decide(command: Command, state: State, context: Context): Decision;
  /** The streams that `who` and `may` read. */
  mayNeeds?(state: State, actor: Actor): readonly Need[];
  /**
   * What refuses the person whatever the state of the matter: asked before anything, its revision included, is told.
   * `decide` refuses by it as well.
   */
  who?(state: State, context: Context): Refusal | undefined;
  /**
   * What refuses the command whatever it says, for whoever wants to know before he fills in a form. `decide` refuses by
   * it as well.
   */
  may?(state: State, context: Context): Refusal | undefined;
  /** The command usually starts a new stream: it is tried without reading the stream first. */
  readonly creates?: boolean;
}

/** Name of a stream in the store. */
export function streamName(ref: StreamRef): string {
  return `${ref.aggregate}-${ref.id}`;
}

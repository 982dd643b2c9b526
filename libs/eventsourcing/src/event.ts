/** Place of an event in the whole log: ordered, opaque. Only compare positions, never compute with them. */
export type Position = number;

/** Before the first event of any log; every event's position is greater. */
export const LOG_START: Position = 0;

/** Place of an event in its stream, counted from 0. */
export type Revision = number;

/** Any JSON value; what an event's data is made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What happened, as the domain says it: a type, noun + past participle, and its data. Stored for ever. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** Who did it, in which capacity, by which command and under which edition of the rules. */
export interface EventMeta {
  readonly actor: string;
  readonly unit: string;
  readonly role: string;
  /** UUID of the command; the same command twice is the same events once. */
  readonly commandId: string;
  /** Digest of what the command said, where its door gave one: the same id with another digest is another command. */
  readonly inputDigest?: string;
  /** Ties together everything that followed from one outside cause. */
  readonly correlationId: string;
  /** Id of the event that this command reacted to, where there is one. */
  readonly causationId?: string;
  readonly sourceSystem: string;
  /** Version of the statutes and the bureau's parameters that were applied. */
  readonly ruleset: string;
}

/** An event about to be appended. Its id follows from the command id and its ordinal in the append. */
export interface NewEvent extends DomainEvent {
  readonly schemaVersion: number;
  readonly meta: EventMeta;
}

/** An event as the store gives it back. */
export interface RecordedEvent extends NewEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
  /** Store time, ISO-8601 UTC with milliseconds; never goes back as positions go up. */
  readonly recordedAt: string;
  /** Why its data could not be brought to the present shape (see `raising`); absent as a rule. */
  readonly unreadable?: unknown;
}

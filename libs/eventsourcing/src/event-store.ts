import type { NewEvent, Position, RecordedEvent, Revision } from './event.js';

/** What the writer believes of a stream: its exact revision, that it does not exist, or nothing. */
export type ExpectedRevision = Revision | 'no-stream' | 'any';

/**
 * Events for one stream. A write without events is an assertion: it appends nothing and holds the append to the
 * expected revision, so that a decision can rest on facts read from other streams.
 */
export interface StreamWrite {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

export interface Appended {
  readonly kind: 'appended';
  /** Revision of each written stream after the append, by stream name (assertions are not listed). */
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Position of the last event of the append. */
  readonly position: Position;
  readonly recordedAt: string;
  /**
   * True when these events had been appended before: by an earlier call with the same command id, or by an attempt of
   * this call whose answer got lost.
   */
  readonly replayed: boolean;
}

export interface Conflict {
  readonly kind: 'conflict';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly actual: Revision | 'no-stream';
}

export type AppendOutcome = Appended | Conflict;

export interface StreamSlice {
  readonly stream: string;
  /** First revision wanted; default 0. */
  readonly from?: Revision;
}

export interface Head {
  /** Position of the last event; LOG_START when the log is empty. */
  readonly position: Position;
  readonly recordedAt?: string;
}

/**
 * What a store says of its positions. `gapless`: 1, 2, 3 …, so that a missing event shows and events can be counted.
 * `ordered`: each greater than the one before, and nothing more.
 */
export type Positions = 'gapless' | 'ordered';

/** Limits of every store, checked before anything is sent. */
export const STORE_LIMITS = {
  /** Bytes of one event's data as UTF-8 JSON. */
  maxEventBytes: 1024 * 1024,
  /** UTF-16 units of the data of one append, all events together. */
  maxAppendCharacters: 64 * 1024 * 1024,
  /** Streams of one append, assertions included. */
  maxStreamsPerAppend: 2_000,
  /** Events of one append. */
  maxEventsPerAppend: 10_000,
  /** Characters of a stream's name. */
  maxStreamNameLength: 200,
  /** Events that one readAll may ask for. */
  maxReadBatch: 10_000,
} as const;

/** An append that no store accepts: too large, malformed, without events. Nothing was written. */
export class InvalidAppendError extends Error {
  override readonly name = 'InvalidAppendError';
  constructor(
    readonly code:
      | 'event_too_large'
      | 'append_too_large'
      | 'character'
      | 'too_many_events'
      | 'too_many_streams'
      | 'stream_name'
      | 'no_events'
      | 'stream_twice',
    message: string,
  ) {
    super(message);
  }
}

/** The store cannot be reached, is shutting down or full, or its queue is: later it may do. Any part of it throws this. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
  /** An append may have been made durable all the same: call again with the same command id to learn it. */
  readonly isOutcomeUnknown: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly isOutcomeUnknown?: boolean } = {}) {
    super(message, options);
    this.isOutcomeUnknown = options.isOutcomeUnknown ?? false;
  }
}

/**
 * The clock of the store is so far behind the end of the log that nothing is recorded: either it is slow, or it was ahead
 * when the last events came. Both are an operator's to mend.
 */
export class ClockBehindError extends StoreUnavailableError {
  override readonly name: string = 'ClockBehindError';
  constructor(
    /** When the last event was recorded, ISO-8601 UTC. */
    readonly recordedAt: string,
    /** What the clock of the store says. */
    readonly now: string,
  ) {
    super(
      `the log ends at ${recordedAt} and the clock of the store says ${now}; nothing is recorded until it is mended`,
    );
  }
}

/** A store's clock further behind the end of the log than this refuses appends. */
export const MAX_CLOCK_BEHIND_MS = 5 * 60_000;

/**
 * The log. Positions are total and visible in commit order: a reader that has seen position p never later sees a new
 * event at or below p, and no foreign transaction hides or delays events. Whoever reads compares positions; only
 * `eventsBetween` counts with them, where the store says that it may.
 */
export interface EventStore {
  readonly positions: Positions;
  /**
   * Appends to all the streams or to none. The same command id again answers with the first outcome, whatever the
   * writes; only conflicts are decided anew. Throws InvalidAppendError or StoreUnavailableError.
   */
  append(writes: readonly StreamWrite[], options: { readonly commandId: string }): Promise<AppendOutcome>;
  /** The outcome of an append that was acknowledged or may have been, by its command id. */
  outcomeOf(commandId: string): Promise<Appended | undefined>;
  /** Events of one stream in order, from revision `from` (default 0) up to `to` inclusive. */
  readStream(stream: string, from?: Revision, to?: Revision): Promise<RecordedEvent[]>;
  /** Several streams in one round trip; the answer is in the order of the slices. */
  readStreams(slices: readonly StreamSlice[]): Promise<RecordedEvent[][]>;
  /**
   * Events after a position, in order, at most `limit` and at most STORE_LIMITS.maxReadBatch. Of these, whoever wants some
   * types alone may be spared the others, but never the last: it says how far the log has been read.
   */
  readAll(after: Position, limit: number, types?: ReadonlySet<string>): Promise<RecordedEvent[]>;
  head(): Promise<Head>;
  /** Calls back soon after events were appended by this process; a hint only, so a reader polls as well. */
  onAppended(listener: () => void): () => void;
  close(): Promise<void>;
}

const encoder = new TextEncoder();

/** Throws InvalidAppendError when the writes break a limit that holds for every store. */
export function assertWithinLimits(writes: readonly StreamWrite[]): void {
  const seen = new Set<string>();
  let events = 0;
  let characters = 0;
  for (const write of writes) {
    if (write.stream.length === 0 || write.stream.length > STORE_LIMITS.maxStreamNameLength)
      throw new InvalidAppendError('stream_name', `stream name of ${write.stream.length} characters`);
    if (seen.has(write.stream)) throw new InvalidAppendError('stream_twice', `stream ${write.stream} is written twice`);
    seen.add(write.stream);
    assertStorable(write.stream, () => `the stream name ${JSON.stringify(write.stream)}`);
    events += write.events.length;
    for (const event of write.events) {
      // A string of n characters has at most 3n bytes: most events are cleared without encoding them.
      const text = JSON.stringify(event.data);
      characters += text.length;
      assertStorable(event.type, () => `the type ${JSON.stringify(event.type)}`);
      if (isUnstorable(text) || isUnstorable(JSON.stringify(event.meta)))
        throw new InvalidAppendError(
          'character',
          `${event.type} on ${write.stream} holds U+0000 or half a surrogate pair, which databases refuse`,
        );
      if (text.length * 3 > STORE_LIMITS.maxEventBytes && encoder.encode(text).length > STORE_LIMITS.maxEventBytes)
        throw new InvalidAppendError(
          'event_too_large',
          `${event.type} on ${write.stream} is larger than ${STORE_LIMITS.maxEventBytes} bytes`,
        );
    }
  }
  if (events === 0) throw new InvalidAppendError('no_events', 'an append needs at least one event');
  if (events > STORE_LIMITS.maxEventsPerAppend)
    throw new InvalidAppendError('too_many_events', `${events} events in one append`);
  if (characters > STORE_LIMITS.maxAppendCharacters)
    throw new InvalidAppendError('append_too_large', `${characters} characters of data in one append`);
  if (writes.length > STORE_LIMITS.maxStreamsPerAppend)
    throw new InvalidAppendError('too_many_streams', `${writes.length} streams in one append`);
}

/** U+0000 or half a surrogate pair, as JSON.stringify writes them. A backslash that is itself escaped does not count. */
const UNSTORABLE_JSON = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

function isUnstorable(json: string): boolean {
  // Escapes of this kind are rare: most texts are cleared without the expression.
  return json.includes('\\u') && UNSTORABLE_JSON.test(json);
}

function assertStorable(text: string, what: () => string): void {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw new InvalidAppendError(
      'character',
      `${what()} holds U+0000 or half a surrogate pair, which databases refuse`,
    );
}

import type { Position, RecordedEvent } from './event.js';
import type { EventStore } from './event-store.js';

/* What a follower asks of whoever follows with it, and what it tells. */

export const FOLLOWER_LIMITS = {
  /** Events of one batch: applied together, committed together. */
  batchEvents: 4_000,
  /** The log is asked for news this often when nothing announces any. */
  pollIntervalMs: 250,
  /** After a short batch, events are gathered this long: a commit per event would cost more than it shows. */
  gatherMs: 10,
  /** First wait after a failure; each further one doubles it. */
  firstBackoffMs: 100,
  maxBackoffMs: 30_000,
  /** `idle` is called at most this often. */
  idleIntervalMs: 60_000,
  /** Stopping waits this long for what is in flight, then leaves it to itself: a dead store answers never. */
  stopMs: 3_000,
} as const;

export type FollowerLimits = { readonly [Name in keyof typeof FOLLOWER_LIMITS]: number };

/** What a follower has to tell its surroundings; nothing in it is a reason to crash. */
export type FollowerEvent =
  | { readonly kind: 'started'; readonly position: Position }
  /** `isUnfinished`: what was in flight did not end in time, and is left to itself. */
  | { readonly kind: 'stopped'; readonly position: Position; readonly isUnfinished?: true }
  /** Another process follows; this one waits for its turn. Then: its turn has come. */
  | { readonly kind: 'standby' | 'took-over'; readonly position: Position }
  | { readonly kind: 'failed'; readonly error: string; readonly failures: number; readonly retryInMs: number }
  | { readonly kind: 'lost'; readonly reason: string; readonly position: Position };

export interface FollowerStatus {
  /**
   * `standby`: another process follows, this one takes over when that one is gone. `failing`: tries again by itself.
   * `lost`: another owner keeps what is followed in another way now, this one has stopped for good.
   */
  readonly state: 'new' | 'following' | 'standby' | 'failing' | 'lost' | 'stopped';
  readonly position: Position;
  readonly lastError?: string;
}

/** The circumstances of an opening. */
export interface Opening {
  /** Nothing was opened before by this follower. */
  readonly isFirst: boolean;
  /** False on standby: only the position is asked for then, every `pollIntervalMs` anew. */
  readonly isOwner: boolean;
}

/**
 * What follows the log, from where it is kept. Nothing of it is called while another call of it is under way, but
 * `apply` while `commit` is: so `commit` gathers what it keeps before it first awaits anything.
 */
export interface Following {
  /**
   * The last event that is kept. `now`: nothing is kept, it begins behind the head of the log, and goes on behind
   * what it committed when it is opened again.
   */
  readonly position: Position | 'now';
  /** There is nothing yet that events could be applied to: none is read until `openAgain`. */
  readonly isWaiting?: boolean;
  /** Takes in the next events, in order. What it does beyond memory may be done twice: no checkpoint is behind it yet. */
  apply(events: readonly RecordedEvent[]): Promise<void>;
  /**
   * Keeps what the events up to `next` did, together with the step of the checkpoint from `expected` to `next`, or
   * nothing. Throws CheckpointMovedError when the checkpoint stands elsewhere.
   */
  commit?(expected: Position, next: Position): Promise<void>;
  /** Called when everything is read and committed, at most every `idleIntervalMs`: for what comes with time alone. */
  idle?(): Promise<void>;
  /** Nothing of it will be called any more. */
  close?(): Promise<void>;
}

export interface FollowerOptions {
  /** Name of the lease and the checkpoint. */
  readonly name: string;
  readonly store: Pick<EventStore, 'readAll' | 'head' | 'onAppended'>;
  /**
   * The right to follow, or undefined while somebody else has it; without this, every process follows for itself. It
   * spares owners each other's work; that nothing is doubled does not rest on it, but on the step of the checkpoint.
   */
  readonly lease?: (name: string, onLost: () => void) => Promise<{ release(): Promise<void> } | undefined>;
  /** Loads what is kept. Throws SupersededError when this follower is to end for good. */
  readonly open: (opening: Opening) => Promise<Following>;
  readonly limits?: Partial<FollowerLimits>;
  readonly log?: (event: FollowerEvent) => void;
}

/** The checkpoint does not stand where this owner left it: nothing of the commit was kept. */
export class CheckpointMovedError extends Error {
  override readonly name = 'CheckpointMovedError';
  constructor(
    message: string,
    readonly expected: Position,
    /** Where the checkpoint stands. */
    readonly actual: Position,
  ) {
    super(message);
  }
}

/** What is kept belongs to an owner of another version: this one ends for good. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}

/** The follower has stopped, or another version of it took over, before what was waited for came. */
export class FollowerStoppedError extends Error {
  override readonly name = 'FollowerStoppedError';
}

/** Throws when something is kept that the log does not reach to: the log is not the one that was followed. */
export async function assertReaches(store: Pick<EventStore, 'head'>, name: string, position: Position): Promise<void> {
  const head = await store.head();
  if (position > head.position)
    throw new Error(`${name} is at position ${position}, the log ends at ${head.position}: another log`);
}

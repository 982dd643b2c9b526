import type { DeadLetterSubject, Position, Undeliverable } from '#eventsourcing';
import type { OutMessage } from './broker.js';

/* What the inbox hands to whoever understands messages, and what it gets back. */

/** A message as it lay in its topic. */
export interface Delivery {
  /** A UUID that follows from where the message lay and what it said. */
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key?: string;
  /** Undefined where the sender sent none. */
  readonly value?: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** How often it was refused before and is now tried again on somebody's word; 0 when it comes from its topic. */
  readonly attempt: number;
}

/** What became of a message. */
export interface Receipt {
  /** Which it was, as far as it could be read. */
  readonly subject: DeadLetterSubject;
  readonly outcome:
    | { readonly kind: 'done'; readonly stream: string; readonly revision: number; readonly position?: Position }
    | ({ readonly kind: 'refused' } & Undeliverable);
  /** To be sent to whoever waits for an answer. */
  readonly replies: readonly OutMessage[];
}

/** Nothing is wrong with the message; others were in the way. */
export interface NotYet {
  readonly outcome: { readonly kind: 'not-yet'; readonly reason: string };
}

/**
 * Carries out what a message asks for. Resolves when that is durable, or refused for good; the same message again gives
 * the same. Throws StoreUnavailableError where it may go well later.
 */
export type Receive = (delivery: Delivery) => Promise<Receipt | NotYet>;

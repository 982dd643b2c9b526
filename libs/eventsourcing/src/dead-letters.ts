import type { Position } from './event.js';
import { fits, InvalidQueryError } from './read-model-check.js';

/*
 * Messages from other systems that could not become a command: kept until somebody has them tried again, or gives them
 * up. Nothing of a message is lost before that, and nothing of it happens twice: it is tried again with the same ids.
 */

export const DEAD_LETTER_LIMITS = {
  /** Letters of one page, and of those that are tried again in one go. */
  maxPage: 200,
  /** Characters of what somebody writes on giving up. */
  maxReasonLength: 1_000,
} as const;

/** Why a message could not become a command. Says no names: whoever runs the system may read it. */
export interface Undeliverable {
  /** Stable, dotted: `inbound.unknown_kind`, `payment.more_than_owed`. */
  readonly code: string;
  /** In Chinese. */
  readonly reason: string;
  readonly article?: string;
  /** The first day on which it becomes possible, where waiting helps. */
  readonly earliest?: string;
}

/** What is known of a message, as far as it could be read and says no more than which it is. */
export interface DeadLetterSubject {
  /** The connected system. */
  readonly sender?: string;
  /** Name of the command that it asked for. */
  readonly kind?: string;
  /** The sender's id of the message. */
  readonly sourceId?: string;
  readonly subject?: string;
  readonly unit?: string;
}

export interface DeadLetter extends DeadLetterSubject, Undeliverable {
  /** A UUID that follows from where the message lay and what it said. */
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** ISO-8601 UTC with milliseconds. */
  readonly receivedAt: string;
  readonly key?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the sender sent none, where it was too large to be kept, and once the letter is settled. */
  readonly value?: Uint8Array;
  readonly bytes: number;
}

export const DEAD_LETTER_STATES = {
  open: '待处理',
  asked: '等待重放',
  done: '重放成功',
  'given-up': '已放弃',
} as const;
export type DeadLetterState = keyof typeof DEAD_LETTER_STATES;

/** What was done about a letter: asked for or given up by a person, tried again by the inbox. */
export type DeadLetterStep = { readonly at: string } & (
  | { readonly kind: 'asked'; readonly person: string }
  | { readonly kind: 'given-up'; readonly person: string; readonly reason: string }
  | ({ readonly kind: 'refused' } & Undeliverable)
  | { readonly kind: 'done'; readonly stream: string; readonly revision: number; readonly position?: Position }
);

export interface KeptDeadLetter extends DeadLetter {
  readonly state: DeadLetterState;
  /** In their order. */
  readonly steps: readonly DeadLetterStep[];
}

export interface DeadLettersQuery {
  readonly state?: DeadLetterState | undefined;
  /** 1 to DEAD_LETTER_LIMITS.maxPage. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

export interface DeadLettersPage {
  /** The newest first. */
  readonly letters: readonly KeptDeadLetter[];
  readonly next?: string;
}

export interface DeadLetters {
  /** All of them, durably, or none. One that is kept already stays as it is, whatever became of it. */
  keep(letters: readonly DeadLetter[]): Promise<void>;
  /**
   * Takes a step: `asked` and `given-up` from `open`, `refused` and `done` from `asked`. Settled letters keep no
   * content. Throws DeadLetterStepError when there is no such letter or it is in another state; InvalidQueryError on a
   * reason that is none.
   */
  step(id: string, step: DeadLetterStep): Promise<void>;
  get(id: string): Promise<KeptDeadLetter | undefined>;
  list(query: DeadLettersQuery): Promise<DeadLettersPage>;
  /** Letters that wait to be tried again, the first that was kept first. */
  asked(limit: number): Promise<KeptDeadLetter[]>;
  /** How many there are in each state. */
  counts(): Promise<Readonly<Record<DeadLetterState, number>>>;
}

/** The step is not one from where the letter is; `state` is undefined where there is no such letter. */
export class DeadLetterStepError extends Error {
  override readonly name = 'DeadLetterStepError';
  constructor(
    readonly id: string,
    readonly state: DeadLetterState | undefined,
  ) {
    super(state === undefined ? `no dead letter ${id}` : `dead letter ${id} is ${state}`);
  }
}

/** From which state a step is taken, and to which. */
export const DEAD_LETTER_STEPS = {
  asked: ['open', 'asked'],
  'given-up': ['open', 'given-up'],
  refused: ['asked', 'open'],
  done: ['asked', 'done'],
} as const satisfies Readonly<Record<DeadLetterStep['kind'], readonly [DeadLetterState, DeadLetterState]>>;

/** Whether nothing more will be done about letters in this state. */
export function isSettled(state: DeadLetterState): boolean {
  return state === 'done' || state === 'given-up';
}

/** Throws InvalidQueryError on what a person cannot have said. */
export function assertStep(step: DeadLetterStep): void {
  if (!fits('instant', step.at)) throw new InvalidQueryError(`not an instant: ${step.at}`);
  if (step.kind !== 'given-up') return;
  const { reason } = step;
  if (!fits('text', reason) || reason.trim() === '' || reason.length > DEAD_LETTER_LIMITS.maxReasonLength)
    throw new InvalidQueryError('no reason, or one that is too long');
}

/** Checks a query and reads its cursor: the number of the last letter. Throws InvalidQueryError. */
export function readDeadLettersQuery({ limit, after }: DeadLettersQuery): number | undefined {
  if (!Number.isInteger(limit) || limit < 1 || limit > DEAD_LETTER_LIMITS.maxPage)
    throw new InvalidQueryError(`a page holds 1 to ${DEAD_LETTER_LIMITS.maxPage} letters, not ${limit}`);
  if (after === undefined) return undefined;
  if (!/^\d{1,15}$/.test(after)) throw new InvalidQueryError('not a cursor of dead letters');
  return Number(after);
}

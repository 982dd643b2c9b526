import {
  type Checkpoints,
  type DeadLetterStep,
  DeadLetterStepError,
  type DeadLetters,
  defined,
  Follower,
  type FollowerEvent,
  type KeptDeadLetter,
  LOG_START,
} from '#eventsourcing';
import type { MessageBroker, MessageProducer } from './broker.js';
import type { Delivery, Receipt, Receive } from './delivery.js';
import { internal, isPassing } from './inbox.js';

export const REPLAY_LIMITS = {
  /** Whether somebody asked for a replay is seen this often. */
  lookEveryMs: 1_000,
  /** Letters of one look. */
  letters: 100,
} as const;

export interface ReplaysOptions {
  /** Name of the lease: of several processes one replays. */
  readonly name: string;
  readonly checkpoints: Pick<Checkpoints, 'lease'>;
  readonly broker: Pick<MessageBroker, 'producer'>;
  readonly deadLetters: DeadLetters;
  readonly receive: Receive;
  /** Whether a letter lay in a topic: what none sent is tried again by whoever laid it aside. */
  readonly isOurs?: (letter: KeptDeadLetter) => boolean;
  readonly lookEveryMs?: number;
  readonly log?: (event: FollowerEvent) => void;
}

/**
 * Tries the dead letters again that somebody asked for, one after the other, with the ids that they came with: what was
 * done after all is known again and not done twice. It is answered as when it came; then the letter is settled, or open
 * again for the reason that there is now.
 */
export function replays(options: ReplaysOptions): Follower {
  const { name, checkpoints, broker, lookEveryMs = REPLAY_LIMITS.lookEveryMs, log } = options;
  return new Follower({
    name,
    // It goes by what people ask for, not by events.
    store: {
      readAll: async () => [],
      head: async () => ({ position: LOG_START }),
      onAppended: () => () => {},
    },
    lease: (lease, onLost) => checkpoints.lease(lease, onLost),
    open: async () => {
      let producer: Promise<MessageProducer> | undefined;
      const send = async ({ replies }: Receipt) => {
        if (replies.length === 0) return;
        producer ??= broker.producer();
        await (await producer).send(replies);
      };
      return {
        position: 'now' as const,
        apply: async () => {},
        idle: () => look(options, send),
        close: async () => void (await (await producer)?.close()),
      };
    },
    limits: { idleIntervalMs: lookEveryMs, pollIntervalMs: lookEveryMs },
    ...defined({ log }),
  });
}

async function look(options: ReplaysOptions, send: (receipt: Receipt) => Promise<void>): Promise<void> {
  for (const letter of await options.deadLetters.asked(REPLAY_LIMITS.letters)) {
    if (!(options.isOurs?.(letter) ?? true)) continue;
    const receipt = await again(options.receive, letter);
    if (receipt === undefined) continue;
    await send(receipt);
    await options.deadLetters.step(letter.id, stepOf(receipt)).catch((error: unknown) => {
      // Another process, whose lease ended without its knowing, came first.
      if (!(error instanceof DeadLetterStepError)) throw error;
    });
  }
}

/** What becomes of a letter that is tried again; undefined when others are in the way just now. */
async function again(receive: Receive, letter: KeptDeadLetter): Promise<Receipt | undefined> {
  const { id, topic, partition, offset, key, value, headers, steps, bytes, code, reason } = letter;
  // What was too large to be kept is no more than its place.
  if (value === undefined && bytes > 0) return { subject: {}, outcome: { kind: 'refused', code, reason }, replies: [] };
  const delivery: Delivery = {
    id,
    topic,
    partition,
    offset,
    ...defined({ key, value }),
    headers,
    attempt: steps.filter(({ kind }) => kind === 'asked').length,
  };
  try {
    const receipt = await receive(delivery);
    return receipt.outcome.kind === 'not-yet' ? undefined : (receipt as Receipt);
  } catch (error) {
    if (isPassing(error)) throw error;
    return internal();
  }
}

function stepOf({ outcome }: Receipt): DeadLetterStep {
  return { at: new Date().toISOString(), ...outcome };
}

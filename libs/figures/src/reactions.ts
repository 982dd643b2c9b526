import { v5 } from 'uuid';
import { type LawContext, REACTIONS, type Reaction, SYSTEM_ROLE } from '#enforcement';
import {
  type Checkpoints,
  type CommandLoop,
  type EventStore,
  Follower,
  type FollowerEvent,
  type FollowerLimits,
  fold,
  type RecordedEvent,
} from '#eventsourcing';

export const REACTION_LIMITS = {
  /** Events of one batch: each is reacted to before the checkpoint moves. */
  batchEvents: 1_000,
  /** A store that was away for long is found again within this. */
  maxBackoffMs: 5_000,
} as const;

const NAMESPACE = '0c6f4a9e-2b1d-5f3a-9e7c-4d8b6a5c3e21';

/** Name of the follower, of its checkpoint and of whom its events name as the one who acted. */
export const REACTING = 'reactions';

export interface ReactionsOptions {
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly loop: CommandLoop<LawContext>;
  /** Version of the statutes, stamped on what it records. */
  readonly ruleset: string;
  readonly reactions?: readonly Reaction[];
  /** ISO-8601 UTC; the clock of the machine by default. */
  readonly now?: () => string;
  readonly limits?: Partial<FollowerLimits>;
  readonly log?: (event: FollowerEvent) => void;
}

/**
 * Gives the commands by which one record hears of another, from the beginning of the log and in its order (DOMAIN F4). The
 * id of a command follows from the event that caused it: whoever begins again from the checkpoint, after a kill at any
 * line, gives the same commands, and each is done once. A command that is refused or loses every race is tried again: what
 * has happened is never passed over, and the follower says that it fails.
 */
export function reacting(options: ReactionsOptions): Follower {
  const { store, checkpoints, log } = options;
  return new Follower({
    name: REACTING,
    store,
    lease: (name, onLost) => checkpoints.lease(name, onLost),
    open: async () => ({
      position: await checkpoints.load(REACTING),
      apply: async (events) => {
        for (const event of events) await reactTo(event, options);
      },
      commit: (expected, next) => checkpoints.step(REACTING, expected, next),
    }),
    limits: { ...REACTION_LIMITS, ...options.limits },
    ...(log === undefined ? {} : { log }),
  });
}

/** Id of the command that a reaction gives for an event, to one record. */
export function reactionId(reaction: string, eventId: string, id: string): string {
  return v5(`${reaction} ${eventId} ${id}`, NAMESPACE);
}

async function reactTo(event: RecordedEvent, options: ReactionsOptions): Promise<void> {
  const { store, loop, ruleset } = options;
  for (const { name, of, react, types } of options.reactions ?? REACTIONS) {
    if (!event.stream.startsWith(`${of.name}-`) || !types.has(event.type)) continue;
    // As it stood after the event, whatever has come since: the same event always says the same.
    const history = await store.readStream(event.stream, 0, event.revision);
    for (const { id, decider, command } of react(event, fold(of, of.initialState, history))) {
      const outcome = await loop.handle({
        decider,
        id,
        command,
        actor: { id: REACTING, unit: event.meta.unit, roles: [SYSTEM_ROLE] },
        role: SYSTEM_ROLE,
        now: options.now?.() ?? new Date().toISOString(),
        commandId: reactionId(name, event.id, id),
        correlationId: event.meta.correlationId,
        causationId: event.id,
        sourceSystem: 'PLATFORM',
        ruleset,
      });
      if (outcome.kind !== 'done')
        throw new Error(
          `${name}: ${decider.aggregate.name}-${id} could not hear of event ${event.id}: ${outcome.kind}`,
        );
    }
  }
}

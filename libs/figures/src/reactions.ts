import { v5 } from 'uuid';
import { type LawContext, REACTIONS, type Reacted, type Reaction, SYSTEM_ROLE } from '#enforcement';
import {
  type Checkpoints,
  type CommandLoop,
  DEAD_LETTER_LIMITS,
  type DeadLetterStep,
  type DeadLetters,
  type EventStore,
  Follower,
  type FollowerEvent,
  type FollowerLimits,
  fold,
  isSettled,
  type KeptDeadLetter,
  type RecordedEvent,
  type Sentence,
  STORE_LIMITS,
  streamName,
  type Undeliverable,
} from '#eventsourcing';

export const REACTION_LIMITS = {
  /** Events of one batch, of which few are read: each of these is reacted to before the checkpoint moves. */
  batchEvents: STORE_LIMITS.maxReadBatch,
  /** A store that was away for long is found again within this. */
  maxBackoffMs: 5_000,
  /** Whether somebody wants what was laid aside tried again is seen this often. */
  idleIntervalMs: 1_000,
} as const;

const NAMESPACE = '0c6f4a9e-2b1d-5f3a-9e7c-4d8b6a5c3e21';

/** Name of the follower, of its checkpoint, of the place of its dead letters and of whom its events name as the one who acted. */
export const REACTING = 'reactions';

/** Code of a letter that is in order itself, and waits for one before it to the same record. */
const WAITS = 'reaction.waits';
const WAITING = '等待同一案卷在前的一件办理';

export interface ReactionsOptions {
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly deadLetters: DeadLetters;
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
 * line, gives the same commands, and each is done once. A command that loses every race is tried again. One that is refused
 * is laid aside as a dead letter, and with it, in their order, those that follow to the same record: the others go on, and
 * nothing that has happened is passed over unseen.
 */
export function reacting(options: ReactionsOptions): Follower {
  const { store, checkpoints, log, reactions = REACTIONS } = options;
  const types = new Set(reactions.flatMap((reaction) => [...reaction.types]));
  return new Follower({
    name: REACTING,
    store: {
      readAll: (after, limit) => store.readAll(after, limit, types),
      head: () => store.head(),
      onAppended: (listener) => store.onAppended(listener),
    },
    lease: (name, onLost) => checkpoints.lease(name, onLost),
    open: async () => {
      const reacting = new Reacting(options, new Set((await laidAside(options.deadLetters)).keys()));
      return {
        position: await checkpoints.load(REACTING),
        apply: async (events) => {
          for (const event of events) await reacting.to(event);
        },
        commit: (expected, next) => checkpoints.step(REACTING, expected, next),
        idle: () => reacting.again(),
      };
    },
    limits: { ...REACTION_LIMITS, ...options.limits },
    ...(log === undefined ? {} : { log }),
  });
}

/** Id of the command that a reaction gives for an event, to one record. */
export function reactionId(reaction: string, eventId: string, id: string): string {
  return v5(`${reaction} ${eventId} ${id}`, NAMESPACE);
}

/** A command that follows from an event. */
interface Following {
  readonly reaction: string;
  readonly event: RecordedEvent;
  readonly told: Reacted;
}

type Became =
  | Extract<DeadLetterStep, { readonly kind: 'done' }>
  | Extract<DeadLetterStep, { readonly kind: 'refused' }>;

class Reacting {
  constructor(
    private readonly options: ReactionsOptions,
    /** Streams of the records to which something is laid aside. */
    private readonly parked: Set<string>,
  ) {}

  async to(event: RecordedEvent): Promise<void> {
    for (const following of await this.followingFrom(event)) {
      const stream = streamOf(following);
      if (this.parked.has(stream)) await this.layAside(following, { code: WAITS, reason: WAITING });
      else {
        const became = await this.give(following);
        if (became.kind === 'refused') await this.layAside(following, became);
      }
    }
  }

  /** Tries again what somebody asked for, and what waited for it, record by record in its order. */
  async again(): Promise<void> {
    if (this.parked.size === 0) return;
    for (const [stream, letters] of await laidAside(this.options.deadLetters, this.parked)) {
      let isClear = true;
      for (const letter of letters) {
        if (isClear) isClear = await this.settle(letter);
        else if (letter.state === 'asked') await this.step(letter.id, refused(WAITS, WAITING));
      }
      if (isClear) this.parked.delete(stream);
    }
  }

  /** Whether nothing more waits for this letter. */
  private async settle(letter: KeptDeadLetter): Promise<boolean> {
    const { id, state, steps, headers, kind } = letter;
    if (state === 'open') {
      const { code } = steps.findLast((step) => step.kind === 'refused') ?? letter;
      if (code !== WAITS) return false;
      await this.step(id, { kind: 'asked', person: REACTING });
    }
    const revision = Number(headers['revision']);
    const [event] = await this.options.store.readStream(headers['stream']!, revision, revision);
    const following =
      event && (await this.followingFrom(event)).find((one) => one.reaction === kind && idOf(one) === id);
    // Another version of the rules takes nothing from this event any more.
    const became = following ? await this.give(following) : refused('reaction.none', '按现行规则，这件事不再引起办理');
    await this.step(id, became);
    return became.kind === 'done';
  }

  private step(id: string, step: DeadLetterStep | Omit<DeadLetterStep, 'at'>): Promise<void> {
    return this.options.deadLetters.step(id, { ...step, at: new Date().toISOString() } as DeadLetterStep);
  }

  private async followingFrom(event: RecordedEvent): Promise<Following[]> {
    const { store, reactions = REACTIONS } = this.options;
    const found: Following[] = [];
    for (const { name, of, react, types } of reactions) {
      if (!event.stream.startsWith(`${of.name}-`) || !types.has(event.type)) continue;
      // As it stood after the event, whatever has come since: the same event always says the same.
      const history = await store.readStream(event.stream, 0, event.revision);
      for (const told of react(event, fold(of, of.initialState, history))) found.push({ reaction: name, event, told });
    }
    return found;
  }

  /** Throws where it is worth trying again by itself. */
  private async give(following: Following): Promise<Became> {
    const { event, told } = following;
    const { loop, ruleset } = this.options;
    const outcome = await loop.handle({
      decider: told.decider,
      id: told.id,
      command: told.command,
      actor: { id: REACTING, unit: event.meta.unit, roles: [SYSTEM_ROLE] },
      role: SYSTEM_ROLE,
      now: this.options.now?.() ?? new Date().toISOString(),
      commandId: idOf(following),
      correlationId: event.meta.correlationId,
      causationId: event.id,
      sourceSystem: 'PLATFORM',
      ruleset,
    });
    const at = new Date().toISOString();
    if (outcome.kind === 'done') {
      const { stream, revision, position } = outcome;
      return { kind: 'done', at, stream, revision, ...(position !== undefined && { position }) };
    }
    if (outcome.kind === 'refused') {
      const { code, article, message, earliest } = outcome.refusal;
      return { ...refused(code, wordsOf(message)), article, ...(earliest !== undefined && { earliest }) };
    }
    throw new Error(`${streamOf(following)} could not hear of event ${event.id}: ${outcome.kind}`);
  }

  private async layAside(following: Following, { code, reason, article, earliest }: Undeliverable): Promise<void> {
    const { event, reaction } = following;
    const id = idOf(following);
    const { deadLetters } = this.options;
    await deadLetters.keep([
      {
        id,
        topic: REACTING,
        partition: 0,
        offset: String(event.position),
        receivedAt: new Date().toISOString(),
        kind: reaction,
        sourceId: event.id,
        subject: streamOf(following),
        unit: event.meta.unit,
        key: streamOf(following),
        headers: { stream: event.stream, revision: String(event.revision) },
        bytes: 0,
        code,
        reason,
        ...(article !== undefined && { article }),
        ...(earliest !== undefined && { earliest }),
      },
    ]);
    // After a kill it may be there already, and given up since.
    const kept = await deadLetters.get(id);
    if (kept && !isSettled(kept.state)) this.parked.add(streamOf(following));
  }
}

/** What is laid aside and not settled, by the record that it is for (one of `streams`, where given), the first first. */
async function laidAside(
  deadLetters: DeadLetters,
  streams?: ReadonlySet<string>,
): Promise<Map<string, KeptDeadLetter[]>> {
  const found: KeptDeadLetter[] = [];
  for (const state of ['open', 'asked'] as const) {
    let after: string | undefined;
    do {
      const page = await deadLetters.list({ state, limit: DEAD_LETTER_LIMITS.maxPage, after });
      found.push(...page.letters.filter(({ topic, key }) => topic === REACTING && (streams?.has(key!) ?? true)));
      after = page.next;
    } while (after !== undefined);
  }
  found.sort((a, b) => Number(a.offset) - Number(b.offset));
  return Map.groupBy(found, ({ key }) => key!);
}

function idOf({ reaction, event, told }: Following): string {
  return reactionId(reaction, event.id, told.id);
}

function streamOf({ told: { decider, id } }: Following): string {
  return streamName({ aggregate: decider.aggregate.name, id });
}

function refused(code: string, reason: string): Extract<DeadLetterStep, { readonly kind: 'refused' }> {
  return { kind: 'refused', at: new Date().toISOString(), code, reason };
}

/** A refusal for whoever runs the house: without people and their words. */
function wordsOf(message: Sentence): string {
  return typeof message === 'string'
    ? message
    : message.map((part) => (typeof part === 'string' ? part : '…')).join('');
}

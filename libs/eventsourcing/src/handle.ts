import type {
  Accepted,
  Actor,
  Aggregate,
  Decider,
  Decision,
  DecisionContext,
  Facts,
  Need,
  Refusal,
} from './decider.js';
import { streamName } from './decider.js';
import { defined } from './defined.js';
import type { EventMeta, NewEvent, Position, RecordedEvent, Revision } from './event.js';
import type { Appended, EventStore, ExpectedRevision, StreamWrite } from './event-store.js';
import type { Queue } from './queue.js';
import { UnreadableEventError } from './raising.js';
import { type CachedState, StateCache } from './state-cache.js';
import { Turns } from './turns.js';

/** A lost race is decided again this often before the caller is told. */
export const MAX_REDECISIONS = 3;

export interface CommandRequest<State, Command, Context extends DecisionContext> {
  readonly decider: Decider<State, Command, Context>;
  /** Id of the aggregate: the stream is `<aggregate>-<id>`. */
  readonly id: string;
  readonly command: Command;
  readonly actor: Actor;
  /** ISO-8601 UTC. */
  readonly now: string;
  readonly commandId: string;
  /** Digest of what the command says, kept with its events: the same command id with another digest is refused. */
  readonly inputDigest?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly sourceSystem: string;
  readonly ruleset: string;
  /** The role in which the actor gives this command. */
  readonly role: string;
  /** The revision that the caller has seen; the command is then decided at that revision or not at all. */
  readonly ifMatch?: Revision | 'no-stream';
}

/** Who wants to know what may be done, to which aggregate. */
export interface LookRequest<Context extends DecisionContext> {
  /** Commands of one aggregate. */
  // biome-ignore lint/suspicious/noExplicitAny: `may` asks for no command.
  readonly deciders: readonly Decider<any, any, Context>[];
  readonly id: string;
  readonly actor: Actor;
  /** ISO-8601 UTC. */
  readonly now: string;
  readonly sourceSystem: string;
}

/** A command that is only tried: what it would come to, given by whom, for which aggregate. */
export interface RehearsalRequest<State, Command, Context extends DecisionContext>
  extends Omit<LookRequest<Context>, 'deciders'> {
  readonly decider: Decider<State, Command, Context>;
  readonly command: Command;
}

export type CommandOutcome =
  | {
      readonly kind: 'done';
      readonly stream: string;
      readonly revision: Revision;
      /** Position to wait for in a read model; undefined when nothing had to change. */
      readonly position?: Position;
      /** Types of the events appended, in order; empty on a repeated request or when nothing had to change. */
      readonly events: readonly string[];
      /** The command had been carried out before under the same id. */
      readonly replayed: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | {
      /** `lost-race`: others were faster each time. `stale`: the stream is not at the revision of If-Match. */
      readonly kind: 'lost-race' | 'stale';
      readonly stream: string;
      readonly actual: Revision | 'no-stream';
    }
  /** The command id has been used for a command that said something else; nothing was done. */
  | { readonly kind: 'id-reused'; readonly stream: string };

export interface CommandLoopOptions<Context extends DecisionContext> {
  readonly store: EventStore;
  /** Every aggregate that commands may need, by name. */
  readonly aggregates: ReadonlyMap<string, Aggregate>;
  /** Completes the kernel's context with what the domain needs (statutes, today). */
  readonly context: (kernel: DecisionContext) => Context;
  readonly cache?: StateCache;
}

interface Loaded extends CachedState {
  readonly stream: string;
}

const NO_STREAM = -1;

/**
 * Runs commands: load the state, decide, append at the revision that was read. Cached states make the load free in
 * the common case; the append finds out when one was stale, and a refusal is only ever given on a state read afresh.
 */
export class CommandLoop<Context extends DecisionContext> {
  private readonly cache: StateCache;
  private readonly turns = new Turns();

  constructor(private readonly options: CommandLoopOptions<Context>) {
    this.cache = options.cache ?? new StateCache();
  }

  async handle<State, Command>(request: CommandRequest<State, Command, Context>): Promise<CommandOutcome> {
    const stream = streamName({ aggregate: request.decider.aggregate.name, id: request.id });
    const main = await this.load([{ stream, aggregate: request.decider.aggregate }], {
      fresh: false,
      assumeNew: request.decider.creates === true,
    });
    const needs = needsOf(request, main[0]!.state as State);
    const contended = needs.filter((need) => need.contended).map(streamName);
    // Acts on one record wait their turn: nobody of this process loses a race to another who does not contradict him.
    const streams = [stream, ...contended];
    const outcome = await this.turns.run(streams, () => this.decideAndAppend(request, stream));
    if (outcome.kind !== 'lost-race' || streams.includes(outcome.stream)) return outcome;
    // What is only read is seldom written; where it is again and again at this moment, its readers wait for a turn as well.
    return this.turns.run([...streams, outcome.stream], () => this.decideAndAppend(request, stream));
  }

  /**
   * For each command what refuses it at this moment, whatever it will say; undefined where nothing is in its way yet.
   * Appends nothing.
   */
  async look({ deciders, id, actor, now, sourceSystem }: LookRequest<Context>): Promise<(Refusal | undefined)[]> {
    const aggregate = deciders[0]?.aggregate;
    if (!aggregate) return [];
    const reading = { fresh: true, assumeNew: false };
    const [own] = await this.load([{ stream: streamName({ aggregate: aggregate.name, id }), aggregate }], reading);
    const { state } = own!;
    const needs = distinct(
      deciders.flatMap((decider) => decider.mayNeeds?.(state, actor) ?? []),
      own!.stream,
    );
    const others = await this.load(
      needs.map((need) => ({ stream: streamName(need), aggregate: this.aggregate(need) })),
      reading,
    );
    const context = this.options.context({ id, actor, sourceSystem, now, facts: new LoadedFacts([own!, ...others]) });
    return deciders.map((decider) => decider.who?.(state, context) ?? decider.may?.(state, context));
  }

  /** The state of one aggregate: as this process remembers it, or as it stands when `fresh`. Throws StoreUnavailableError. */
  async state<State>(aggregate: Aggregate<State>, id: string, { fresh }: { readonly fresh: boolean }): Promise<State> {
    const [loaded] = await this.load([{ stream: streamName({ aggregate: aggregate.name, id }), aggregate }], {
      fresh,
      assumeNew: false,
    });
    return loaded!.state as State;
  }

  /** What waits in this process for a decision. */
  queues(): Queue[] {
    return this.turns.queues();
  }

  /** What a command would come to at this moment: the events that would follow, or the refusal. Appends nothing. */
  async rehearse<State, Command>({
    decider,
    command,
    ...looking
  }: RehearsalRequest<State, Command, Context>): Promise<Decision> {
    const { id, actor, sourceSystem, now } = looking;
    const reading = { fresh: true, assumeNew: false };
    const { aggregate } = decider;
    const [own] = await this.load([{ stream: streamName({ aggregate: aggregate.name, id }), aggregate }], reading);
    const state = own!.state as State;
    const needs = distinct(decider.needs?.(command, state, actor) ?? [], own!.stream);
    const others = await this.load(
      needs.map((need) => ({ stream: streamName(need), aggregate: this.aggregate(need) })),
      reading,
    );
    const context = this.options.context({ id, actor, sourceSystem, now, facts: new LoadedFacts([own!, ...others]) });
    return decider.decide(command, state, context);
  }

  private async decideAndAppend<State, Command>(
    request: CommandRequest<State, Command, Context>,
    stream: string,
  ): Promise<CommandOutcome> {
    const { decider, command, actor } = request;
    let fresh = false;
    for (let lostRaces = 0; ; ) {
      const [own] = await this.load([{ stream, aggregate: decider.aggregate }], {
        fresh,
        assumeNew: decider.creates === true,
      });
      const needs = needsOf(request, own!.state as State);
      const others = await this.load(
        needs.map((need) => ({ stream: streamName(need), aggregate: this.aggregate(need) })),
        { fresh, assumeNew: false },
      );
      const state = own!.state as State;

      const kernel: DecisionContext = {
        id: request.id,
        actor,
        sourceSystem: request.sourceSystem,
        now: request.now,
        facts: new LoadedFacts([own!, ...others]),
      };
      const context = this.options.context(kernel);
      if (request.ifMatch !== undefined && revisionOf(request.ifMatch) !== own!.revision) {
        if (!fresh) {
          fresh = true;
          continue;
        }
        const earlier = await this.earlierOutcome(request, stream);
        if (earlier) return earlier;
        // Whose business it is not is not told how far the matter has got.
        const refusal = decider.who?.(state, context);
        return refusal ? { kind: 'refused', refusal } : stale(stream, own!.revision);
      }

      const decision = decider.decide(command, state, context);
      if (decision.kind === 'refused' || isEmpty(decision)) {
        if (!fresh) {
          fresh = true;
          continue;
        }
        const earlier = await this.earlierOutcome(request, stream);
        if (earlier) return earlier;
        if (decision.kind === 'refused') return { kind: 'refused', refusal: decision };
        return { kind: 'done', stream, revision: own!.revision, events: [], replayed: false };
      }

      const writes = this.writes(request, decision, own!, others, needs);
      const outcome = await this.options.store.append(writes, { commandId: request.commandId });
      if (outcome.kind === 'appended') {
        this.remember(outcome.replayed, writes, [own!, ...others]);
        if (outcome.replayed) return this.repeated(request, stream, outcome);
        return {
          kind: 'done',
          stream,
          revision: outcome.revisions.get(stream) ?? own!.revision,
          position: outcome.position,
          events: writes.flatMap((write) => write.events.map((event) => event.type)),
          replayed: false,
        };
      }
      if (request.ifMatch !== undefined && outcome.stream === stream) return stale(stream, revisionOf(outcome.actual));
      // A conflict found against a cached state is staleness, not a race: only conflicts after a fresh read count.
      if (fresh) lostRaces += 1;
      if (lostRaces > MAX_REDECISIONS) return { kind: 'lost-race', stream: outcome.stream, actual: outcome.actual };
      fresh = true;
    }
  }

  private aggregate(need: Need): Aggregate {
    const aggregate = this.options.aggregates.get(need.aggregate);
    if (!aggregate) throw new Error(`no aggregate named ${need.aggregate}`);
    return aggregate;
  }

  /** States of the streams: from the cache, completed from the store where missing, or all of them when `fresh`. */
  private async load(
    wanted: readonly { readonly stream: string; readonly aggregate: Aggregate }[],
    how: { readonly fresh: boolean; readonly assumeNew: boolean },
  ): Promise<Loaded[]> {
    const known = wanted.map(({ stream }) => this.cache.get(stream));
    const missing = wanted.flatMap(({ stream }, index) => {
      const entry = known[index];
      if (!how.fresh && (entry !== undefined || how.assumeNew)) return [];
      return [{ index, stream, from: (entry?.revision ?? NO_STREAM) + 1 }];
    });
    const read = missing.length > 0 ? await this.options.store.readStreams(missing) : [];
    const events = new Map(missing.map(({ index }, n) => [index, read[n] ?? []]));
    return wanted.map(({ stream, aggregate }, index) => {
      const start = known[index] ?? { revision: NO_STREAM, state: aggregate.initialState };
      const news = events.get(index);
      if (news === undefined) return { stream, ...start };
      const loaded = { stream, revision: start.revision + news.length, state: fold(aggregate, start.state, news) };
      this.cache.put(stream, loaded);
      return loaded;
    });
  }

  private writes<State, Command>(
    request: CommandRequest<State, Command, Context>,
    decision: Accepted,
    own: Loaded,
    others: readonly Loaded[],
    needs: readonly Need[],
  ): StreamWrite[] {
    const meta: EventMeta = {
      actor: request.actor.id,
      unit: request.actor.unit,
      role: request.role,
      commandId: request.commandId,
      ...defined({ inputDigest: request.inputDigest }),
      correlationId: request.correlationId ?? request.commandId,
      ...defined({ causationId: request.causationId }),
      sourceSystem: request.sourceSystem,
      ruleset: request.ruleset,
    };
    const stamp = (aggregate: Aggregate, events: Accepted['events']): NewEvent[] =>
      events.map(({ type, data }) => ({ type, data, schemaVersion: aggregate.schemaVersion(type), meta }));
    const elsewhere = new Map(decision.elsewhere.map(({ stream, events }) => [streamName(stream), events]));
    const writes: StreamWrite[] = [
      { stream: own.stream, expected: expected(own), events: stamp(request.decider.aggregate, decision.events) },
      ...others.map((other, index) => {
        const events = elsewhere.get(other.stream) ?? [];
        elsewhere.delete(other.stream);
        return {
          stream: other.stream,
          expected: expected(other),
          events: stamp(this.aggregate(needs[index]!), events),
        };
      }),
    ];
    if (elsewhere.size > 0)
      throw new Error(`decided on streams that were not needed: ${[...elsewhere.keys()].join(', ')}`);
    return writes;
  }

  private remember(replayed: boolean, writes: readonly StreamWrite[], loaded: readonly Loaded[]): void {
    for (const [index, write] of writes.entries()) {
      const before = loaded[index]!;
      if (replayed) {
        this.cache.forget(write.stream);
      } else if (write.events.length > 0) {
        const aggregate = this.aggregateOf(write.stream);
        this.cache.put(write.stream, {
          revision: before.revision + write.events.length,
          state: write.events.reduce((state, event) => aggregate.evolve(state, event), before.state),
        });
      }
    }
  }

  private aggregateOf(stream: string): Aggregate {
    const aggregate = this.options.aggregates.get(stream.slice(0, stream.indexOf('-')));
    if (!aggregate) throw new Error(`no aggregate for stream ${stream}`);
    return aggregate;
  }

  private async earlierOutcome(
    request: Pick<CommandRequest<never, never, never>, 'commandId' | 'inputDigest'>,
    stream: string,
  ): Promise<CommandOutcome | undefined> {
    const earlier = await this.options.store.outcomeOf(request.commandId);
    return earlier && this.repeated(request, stream, earlier);
  }

  /** The first outcome of a command that comes again, provided that it says what it said then (DOMAIN F12). */
  private async repeated(
    { commandId, inputDigest }: Pick<CommandRequest<never, never, never>, 'commandId' | 'inputDigest'>,
    stream: string,
    { revisions, position }: Appended,
  ): Promise<CommandOutcome> {
    const [written, last] = [...revisions][0] ?? [];
    if (inputDigest !== undefined && written !== undefined) {
      const [event] = await this.options.store.readStream(written, last, last);
      const first = event?.meta.commandId === commandId ? event.meta.inputDigest : undefined;
      if (first !== undefined && first !== inputDigest) return { kind: 'id-reused', stream };
    }
    return { kind: 'done', stream, revision: revisions.get(stream) ?? NO_STREAM, position, events: [], replayed: true };
  }
}

function needsOf<State, Command, Context extends DecisionContext>(
  request: CommandRequest<State, Command, Context>,
  state: State,
): Need[] {
  const own = streamName({ aggregate: request.decider.aggregate.name, id: request.id });
  return distinct(request.decider.needs?.(request.command, state, request.actor) ?? [], own);
}

/** Each needed stream once, however many guards ask for it; its own is there anyway. */
function distinct(needs: readonly Need[], own: string): Need[] {
  const byStream = new Map<string, Need>();
  for (const need of needs) {
    const stream = streamName(need);
    if (stream !== own && !byStream.get(stream)?.contended) byStream.set(stream, need);
  }
  return [...byStream.values()];
}

/** Folds recorded events, in their present shape, onto a state. Throws UnreadableEventError. */
export function fold<State>(aggregate: Aggregate<State>, state: State, events: readonly RecordedEvent[]): State {
  return events.reduce((current, event) => {
    if (event.unreadable !== undefined) throw new UnreadableEventError(event);
    return aggregate.evolve(current, event);
  }, state);
}

class LoadedFacts implements Facts {
  private readonly byStream: ReadonlyMap<string, Loaded>;

  constructor(loaded: readonly Loaded[]) {
    this.byStream = new Map(loaded.map((entry) => [entry.stream, entry]));
  }

  get<State>(aggregate: Aggregate<State>, id: string): State {
    return this.loaded(aggregate, id).state as State;
  }

  length(aggregate: Aggregate, id: string): number {
    return this.loaded(aggregate, id).revision + 1;
  }

  private loaded(aggregate: Aggregate, id: string): Loaded {
    const entry = this.byStream.get(streamName({ aggregate: aggregate.name, id }));
    if (!entry) throw new Error(`${aggregate.name} ${id} is not among the needs of this command`);
    return entry;
  }
}

function expected(loaded: Loaded): ExpectedRevision {
  return loaded.revision === NO_STREAM ? 'no-stream' : loaded.revision;
}

function revisionOf(expectation: Revision | 'no-stream'): Revision {
  return expectation === 'no-stream' ? NO_STREAM : expectation;
}

function isEmpty(decision: Accepted): boolean {
  return decision.events.length === 0 && decision.elsewhere.every(({ events }) => events.length === 0);
}

function stale(stream: string, actual: Revision): CommandOutcome {
  return { kind: 'stale', stream, actual: actual === NO_STREAM ? 'no-stream' : actual };
}

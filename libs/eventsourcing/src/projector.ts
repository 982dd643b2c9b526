import { type BuildEvent, Builds } from './builds.js';
import type { Position, RecordedEvent } from './event.js';
import type { EventStore } from './event-store.js';
import { Fold, type RowSource } from './fold.js';
import { Follower } from './follower.js';
import {
  assertReaches,
  CheckpointMovedError,
  FOLLOWER_LIMITS,
  type FollowerEvent,
  type FollowerStatus,
  type Following,
  type Opening,
  SupersededError,
} from './following.js';
import type { AnyReadModel } from './read-model.js';
import { assertDeclaration } from './read-model-check.js';
import type {
  KeptReadModel,
  Parked,
  ProjectionState,
  ReadModelChanges,
  ReadModelComparison,
  ReadModelStore,
} from './read-model-store.js';
import { CheckpointLostError, isCurrent } from './read-model-store.js';

export const PROJECTOR_LIMITS = {
  ...FOLLOWER_LIMITS,
  /** Rows of each read model that stay in memory between batches. */
  rowsCached: 20_000,
  /** Characters kept of the error that parked a key. */
  parkedTextLength: 2_000,
  /** Changed rows and ledger entries that a rebuild gathers before it writes them out. */
  buildPending: 20_000,
  /** Differences that a comparison shows. */
  differencesShown: 100,
} as const;

export type ProjectorLimits = { readonly [Name in keyof typeof PROJECTOR_LIMITS]: number };

/** What a projector has to tell its surroundings; nothing in it is a reason to crash. */
export type ProjectorEvent =
  | FollowerEvent
  | BuildEvent
  | { readonly kind: 'parked'; readonly parked: Parked }
  | { readonly kind: 'retired'; readonly readModels: readonly string[] };

export interface ProjectorOptions {
  /** The log with its events in their present shape (`raising`); one that is unreadable parks its stream. */
  readonly store: EventStore;
  readonly readModels: readonly AnyReadModel[];
  readonly readModelStore: ReadModelStore;
  /** Name of the checkpoint; default `main`. */
  readonly projection?: string;
  readonly limits?: Partial<ProjectorLimits>;
  readonly log?: (event: ProjectorEvent) => void;
  readonly now?: () => string;
}

export interface ReadModelStatus {
  readonly name: string;
  readonly version: number;
  /** How far its rows are true; for a rebuild, how far it has come. */
  readonly position: Position;
  /** `following`: live. `rebuilding`: a copy is being made; an older table may be live meanwhile. */
  readonly state: 'following' | 'rebuilding' | 'waiting';
  readonly parkedKeys: number;
  readonly lastError?: string;
}

export interface ProjectorStatus extends FollowerStatus {
  readonly readModels: readonly ReadModelStatus[];
}

/**
 * Follows the log with read models: reads once, folds each batch per key in memory, and commits rows,
 * ledger entries, rollup, parked keys and the checkpoint in one transaction. What is kept at position p is therefore
 * exactly the fold of the events up to p, whenever the process dies. A read model that is new, or whose version or
 * shape changed, is rebuilt beside the live ones and swapped in.
 */
export class Projector {
  private readonly limits: ProjectorLimits;
  private readonly projection: string;
  private readonly log: (event: ProjectorEvent) => void;
  private readonly now: () => string;
  private readonly builds: Builds;
  private readonly follower: Follower;
  /** What the live read models are folded with. */
  private live: Fold | undefined;

  constructor(private readonly options: ProjectorOptions) {
    const { readModelStore, store } = options;
    this.limits = { ...PROJECTOR_LIMITS, ...options.limits };
    this.projection = options.projection ?? 'main';
    this.log = options.log ?? (() => {});
    this.now = options.now ?? (() => new Date().toISOString());
    const names = new Set<string>();
    for (const model of options.readModels) {
      assertDeclaration(model);
      if (names.has(model.name)) throw new TypeError(`two read models are called ${model.name}`);
      names.add(model.name);
    }
    this.builds = new Builds({
      projection: this.projection,
      store,
      readModelStore,
      fold: (models, source) => this.fold(models, [], source),
      limits: this.limits,
      log: this.log,
      onSwapped: () => this.follower.openAgain(),
    });
    this.follower = new Follower({
      name: this.projection,
      store,
      lease: (name, onLost) => readModelStore.lease(name, onLost),
      open: (opening) => this.open(opening),
      limits: this.limits,
      log: (event) => {
        if (event.kind === 'lost') this.builds.giveUp();
        this.log(event);
      },
    });
  }

  /**
   * Begins to follow, or to stand by. Rejects when the read-model store cannot be opened; later failures are retried
   * and shown.
   */
  start(): Promise<void> {
    return this.follower.start();
  }

  /** Finishes the batch in flight; a rebuild is given up, the next start begins it again. Ends within `stopMs`. */
  async stop(): Promise<void> {
    await Promise.all([this.builds.stop(), this.follower.stop()]);
  }

  /** Calls back with each batch that the live read models show, and how long that took. */
  onCommitted(listener: (events: readonly RecordedEvent[], tookMs: number) => void): void {
    this.follower.onCommitted(listener);
  }

  /** Position up to which the live read models are true. */
  get position(): Position {
    return this.follower.position;
  }

  status(): ProjectorStatus {
    const { position } = this;
    const parked = this.live?.parkedKeys();
    return {
      ...this.follower.status(),
      readModels: this.options.readModels.map(({ name, version }) => {
        const build = this.builds.of(name);
        const parkedKeys = parked?.get(name);
        return {
          name,
          version,
          position: build?.position ?? (parkedKeys === undefined ? 0 : position),
          state: build ? 'rebuilding' : parkedKeys === undefined ? 'waiting' : 'following',
          parkedKeys: parkedKeys ?? build?.parkedKeys ?? 0,
          ...(build?.error === undefined ? {} : { lastError: build.error }),
        };
      }),
    };
  }

  /**
   * Resolves when every read model, those in rebuild included, is true up to the head of the log as it is now. Rejects
   * with FollowerStoppedError.
   */
  async caughtUp(): Promise<void> {
    const { position } = await this.options.store.head();
    const { length } = this.options.readModels;
    await this.follower.until(
      () => this.position >= position && this.follower.isOpen && this.live?.parkedKeys().size === length,
    );
  }

  /** Whether the live read models got to a position within the limit. Rejects with FollowerStoppedError. */
  waitFor(position: Position, limitMs: number): Promise<boolean> {
    return this.follower.waitFor(position, limitMs);
  }

  /** Builds read models anew, in one pass over the log, and swaps them in. Parked keys are taken up again. */
  async rebuild(...names: readonly string[]): Promise<void> {
    await this.builds.rebuild(names.map((name) => this.declared(name)));
  }

  /** Builds a read model again from the log and says where the kept one differs from it. Changes nothing. */
  async compare(name: string): Promise<ReadModelComparison> {
    const [comparison] = await this.compareAll([name]);
    return comparison!;
  }

  /** The same of several, in one pass over the log. */
  async compareAll(names: readonly string[]): Promise<readonly ReadModelComparison[]> {
    const models = names.map((name) => this.declared(name));
    const { readModels } = await this.options.readModelStore.load(this.projection);
    const other = models.find((model) => !isCurrent(model, readModels));
    if (other) throw new Error(`${other.name} is not kept in version ${other.version}`);
    return this.builds.compare(models);
  }

  private declared(name: string): AnyReadModel {
    const model = this.options.readModels.find((candidate) => candidate.name === name);
    if (!model) throw new Error(`no read model ${name}`);
    return model;
  }

  /** Loads what is kept, retires what is no longer declared, and has built what is missing. */
  private async open({ isFirst }: Opening): Promise<Following> {
    const { readModelStore, readModels, store } = this.options;
    if (isFirst) await readModelStore.sweep();
    let state = await readModelStore.load(this.projection);
    const gone = state.readModels.filter(({ name }) => !readModels.some((model) => model.name === name));
    if (isFirst && gone.length > 0) {
      await assertReaches(store, this.projection, state.position);
      const names = gone.map(({ name }) => name);
      await readModelStore.retire(this.projection, names);
      this.log({ kind: 'retired', readModels: names });
      state = await readModelStore.load(this.projection);
    }
    const current = readModels.filter((model) => isCurrent(model, state.readModels));
    const missing = readModels.filter((model) => !current.includes(model) && !this.builds.of(model.name));
    if (!isFirst && missing.length > 0)
      throw new SupersededError(`${missing[0]!.name} is now kept in a version that is not ${missing[0]!.version}`);
    if (missing.length > 0) {
      await assertReaches(store, this.projection, state.position);
      this.builds.untilDone(missing);
    }
    return this.following(state, current);
  }

  private following(state: ProjectionState, models: readonly AnyReadModel[]): Following {
    const fold = this.fold(models, state.readModels, (requests) => this.options.readModelStore.rows(requests));
    this.live = fold;
    let committed = 0;
    return {
      position: state.position,
      isWaiting: models.length === 0,
      apply: (events) => fold.apply(events),
      commit: async (expected, next) => {
        fold.trim(committed);
        const changes = fold.collect();
        committed = fold.lastBatch;
        await this.commit(state.epoch, expected, next, changes);
      },
    };
  }

  private fold(models: readonly AnyReadModel[], kept: readonly KeptReadModel[], source: RowSource): Fold {
    const parked = new Map(kept.map((readModel) => [readModel.name, readModel.parked]));
    return new Fold(
      models.map((model) => ({ model, parked: parked.get(model.name) ?? [] })),
      {
        source,
        rowsCached: this.limits.rowsCached,
        parkedTextLength: this.limits.parkedTextLength,
        now: this.now,
      },
    );
  }

  private async commit(
    epoch: number,
    expected: Position,
    next: Position,
    changes: readonly ReadModelChanges[],
  ): Promise<void> {
    try {
      await this.options.readModelStore.commit({ projection: this.projection, expected, epoch, next }, changes);
    } catch (error) {
      if (!(error instanceof CheckpointLostError)) throw error;
      throw new CheckpointMovedError(error.message, error.step.expected, error.actual.position);
    }
    for (const { parked } of changes) for (const key of parked) this.log({ kind: 'parked', parked: key });
  }
}

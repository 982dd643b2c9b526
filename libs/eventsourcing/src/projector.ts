import type { Position, RecordedEvent } from './event.js';
import type { EventStore } from './event-store.js';
import { errorText, Fold } from './fold.js';
import type { AnyReadModel } from './read-model.js';
import { assertDeclaration } from './read-model-check.js';
import type {
  Lease,
  Parked,
  ProjectionState,
  ReadModelBuild,
  ReadModelComparison,
  ReadModelStore,
} from './read-model-store.js';
import { CheckpointLostError, isCurrent, isFollowed } from './read-model-store.js';
import { BuildRun } from './rebuild.js';

export const PROJECTOR_LIMITS = {
  /** Events of one batch: folded together, committed together. */
  batchEvents: 4_000,
  /** Rows of each read model that stay in memory between batches. */
  rowsCached: 20_000,
  /** The log is asked for news this often when nothing announces any. */
  pollIntervalMs: 250,
  /** After a short batch, events are gathered this long: a commit per event would cost more than it shows. */
  gatherMs: 10,
  /** First wait after a failure; each further one doubles it. */
  firstBackoffMs: 100,
  maxBackoffMs: 30_000,
  /** Characters kept of the error that parked a key. */
  parkedTextLength: 2_000,
  /** Changed rows and ledger entries that a rebuild gathers before it writes them out. */
  buildPending: 20_000,
  /** Differences that a comparison shows. */
  differencesShown: 100,
} as const;

export type ProjectorLimits = { readonly [Name in keyof typeof PROJECTOR_LIMITS]: number };

/** A rebuild runs after the live read models this often before it holds them up for whatever is left. */
const CATCH_UP_PASSES = 5;

/** What a projector has to tell its surroundings; nothing in it is a reason to crash. */
export type ProjectorEvent =
  | { readonly kind: 'started' | 'stopped'; readonly position: Position }
  /** Another process follows; this one waits for its turn. Then: its turn has come. */
  | { readonly kind: 'standby' | 'took-over'; readonly position: Position }
  | { readonly kind: 'failed'; readonly error: string; readonly failures: number; readonly retryInMs: number }
  | { readonly kind: 'lost'; readonly reason: string; readonly position: Position }
  | { readonly kind: 'parked'; readonly parked: Parked }
  | { readonly kind: 'rebuild-started'; readonly readModels: readonly string[] }
  | { readonly kind: 'rebuilt'; readonly readModels: readonly string[]; readonly position: Position }
  | { readonly kind: 'rebuild-failed'; readonly readModels: readonly string[]; readonly error: string }
  | { readonly kind: 'retired'; readonly readModels: readonly string[] };

export interface ProjectorOptions {
  readonly store: EventStore;
  readonly readModels: readonly AnyReadModel[];
  readonly readModelStore: ReadModelStore;
  /** Raises an event to the present shape of its type. What it throws on parks the stream. */
  readonly decode: (event: RecordedEvent) => RecordedEvent;
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

export interface ProjectorStatus {
  /**
   * `standby`: another process follows, this one takes over when that one is gone. `failing`: tries again by itself.
   * `lost`: the read models are kept in another version now, this owner has stopped for good.
   */
  readonly state: 'new' | 'following' | 'standby' | 'failing' | 'lost' | 'stopped';
  readonly position: Position;
  readonly lastError?: string;
  readonly readModels: readonly ReadModelStatus[];
}

/** The projector has stopped, or another version of it took over, before what was waited for came. */
export class ProjectorStoppedError extends Error {
  override readonly name = 'ProjectorStoppedError';
}

/** A read model that this owner follows was replaced by another version. */
class OwnerChangedError extends Error {}

interface Live {
  readonly epoch: number;
  readonly models: readonly AnyReadModel[];
  readonly fold: Fold;
}

interface Progress {
  position: Position;
  error: string | undefined;
  parkedKeys: number;
}

/**
 * Follows the log with read models: reads once, decodes once, folds each batch per key in memory, and commits rows,
 * ledger entries, rollup, parked keys and the checkpoint in one transaction. What is kept at position p is therefore
 * exactly the fold of the events up to p, whenever the process dies. Of several processes with the same projection one
 * follows, by lease, and the others stand by; builds need no lease. A read model that is new, or whose version or
 * shape changed, is rebuilt beside the live ones and swapped in.
 */
export class Projector {
  private readonly limits: ProjectorLimits;
  private readonly projection: string;
  private readonly log: (event: ProjectorEvent) => void;
  private readonly now: () => string;
  private readonly bell = new Bell();
  /** Rung whenever positions or builds have moved. */
  private readonly progress = new Bell();
  private readonly builds = new Map<string, Progress>();
  private state: ProjectorStatus['state'] = 'new';
  private reached: Position = 0;
  private live: Live | undefined;
  private lease: Lease | undefined;
  private stale = false;
  private stopping = false;
  private lastError: string | undefined;
  private failures = 0;
  private following: Promise<void> | undefined;
  private building: Promise<unknown> = Promise.resolve();
  private unsubscribe: (() => void) | undefined;

  constructor(private readonly options: ProjectorOptions) {
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
  }

  /**
   * Begins to follow, or to stand by. Rejects when the read-model store cannot be opened; later failures are retried
   * and shown.
   */
  async start(): Promise<void> {
    if (this.state !== 'new') throw new Error('a projector starts once');
    await this.options.readModelStore.sweep();
    const isOwner = await this.isOwner();
    try {
      await this.open({ first: true });
    } catch (error) {
      await this.release();
      throw error;
    }
    if (!isOwner) this.beOnStandby();
    this.unsubscribe = this.options.store.onAppended(() => this.bell.ring());
    this.log({ kind: 'started', position: this.reached });
    this.following = this.follow();
  }

  /** Finishes the batch in flight; a rebuild is given up, the next start begins it again. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    this.progress.ring();
    await this.following;
    await this.building.catch(() => {});
    this.unsubscribe?.();
    if (this.state !== 'stopped' && this.state !== 'lost') {
      this.state = 'stopped';
      this.log({ kind: 'stopped', position: this.reached });
    }
    this.progress.ring();
  }

  /** Position up to which the live read models are true. */
  get position(): Position {
    return this.reached;
  }

  status(): ProjectorStatus {
    const parked = this.live?.fold.parkedKeys();
    return {
      state: this.state,
      position: this.reached,
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
      readModels: this.options.readModels.map(({ name, version }) => {
        const build = this.builds.get(name);
        const parkedKeys = parked?.get(name);
        return {
          name,
          version,
          position: build?.position ?? (parkedKeys === undefined ? 0 : this.reached),
          state: build ? 'rebuilding' : parkedKeys === undefined ? 'waiting' : 'following',
          parkedKeys: parkedKeys ?? build?.parkedKeys ?? 0,
          ...(build?.error === undefined ? {} : { lastError: build.error }),
        };
      }),
    };
  }

  /**
   * Resolves when every read model, those in rebuild included, is true up to the head of the log as it is now. Rejects
   * with ProjectorStoppedError.
   */
  async caughtUp(): Promise<void> {
    const { position } = await this.options.store.head();
    await this.until(() => this.reached >= position && this.isComplete());
  }

  /** Whether the live read models got to a position within the limit. Rejects with ProjectorStoppedError. */
  async waitFor(position: Position, limitMs: number): Promise<boolean> {
    return this.until(() => this.reached >= position && (this.live?.models.length ?? 0) > 0, limitMs);
  }

  /** Builds a read model anew from the log and swaps it in. Parked keys are taken up again. */
  async rebuild(name: string): Promise<void> {
    await this.build([this.declared(name)], 'swap', async (build, catchUp) => {
      await build.swapIn(catchUp);
    });
  }

  /** Builds a read model again from the log and says where the kept one differs from it. Changes nothing. */
  async compare(name: string): Promise<ReadModelComparison> {
    const model = this.declared(name);
    const kept = (await this.options.readModelStore.load(this.projection)).readModels.find((k) => k.name === name);
    if (!kept || !isCurrent(model, [kept])) throw new Error(`${name} is not kept in version ${model.version}`);
    return this.build([model], 'compare', async (build, catchUp) => {
      const [comparison] = await build.compare(catchUp, this.limits.differencesShown);
      return comparison!;
    });
  }

  private declared(name: string): AnyReadModel {
    const model = this.options.readModels.find((candidate) => candidate.name === name);
    if (!model) throw new Error(`no read model ${name}`);
    return model;
  }

  private isComplete(): boolean {
    return !this.stale && this.live?.models.length === this.options.readModels.length;
  }

  private async until(reached: () => boolean, limitMs?: number): Promise<boolean> {
    const deadline = limitMs === undefined ? undefined : Date.now() + limitMs;
    while (!reached()) {
      if (this.stopping || this.state === 'lost' || this.state === 'stopped')
        throw new ProjectorStoppedError(`projection ${this.projection} is ${this.state}`);
      const left = deadline === undefined ? this.limits.maxBackoffMs : deadline - Date.now();
      if (left <= 0) return false;
      await this.progress.wait(left);
    }
    return true;
  }

  /** Loads what is kept and begins a fresh fold from there; nothing of an earlier one is trusted. */
  private async open({ first }: { readonly first: boolean }): Promise<void> {
    const { readModelStore, readModels, store } = this.options;
    this.stale = false;
    let state = await readModelStore.load(this.projection);
    const head = await store.head();
    if (state.position > head.position)
      throw new Error(`read models are at position ${state.position}, the log ends at ${head.position}: another log`);
    const gone = state.readModels.filter(({ name }) => !readModels.some((model) => model.name === name));
    if (first && gone.length > 0) {
      const names = gone.map(({ name }) => name);
      await readModelStore.retire(this.projection, names);
      this.log({ kind: 'retired', readModels: names });
      state = await readModelStore.load(this.projection);
    }
    const current = readModels.filter((model) => isCurrent(model, state.readModels));
    const missing = readModels.filter((model) => !current.includes(model) && !this.builds.has(model.name));
    if (!first && missing.length > 0)
      throw new OwnerChangedError(`${missing[0]!.name} is now kept in a version that is not ${missing[0]!.version}`);
    this.reached = state.position;
    this.live = {
      epoch: state.epoch,
      models: current,
      fold: this.fold(current, state, (requests) => readModelStore.rows(requests)),
    };
    if (missing.length > 0) this.buildUntilDone(missing);
    this.progress.ring();
  }

  private fold(models: readonly AnyReadModel[], state: ProjectionState | undefined, source: ReadModelStore['rows']) {
    const kept = new Map(state?.readModels.map(({ name, parked }) => [name, parked]));
    return new Fold(
      models.map((model) => ({ model, parked: kept.get(model.name) ?? [] })),
      {
        source,
        decode: this.options.decode,
        rowsCached: this.limits.rowsCached,
        parkedTextLength: this.limits.parkedTextLength,
        now: this.now,
      },
    );
  }

  private async follow(): Promise<void> {
    while (!this.stopping) {
      try {
        if (await this.isOwner()) {
          if (!this.live || this.stale) await this.open({ first: false });
          await this.pump(this.live!);
        } else {
          // As long as another process follows, opening again is how this one learns where that one is.
          await this.open({ first: false });
          this.beOnStandby();
          await this.bell.wait(this.limits.pollIntervalMs);
          await this.bell.pause(this.limits.gatherMs, () => this.stopping);
        }
      } catch (error) {
        this.stale = true;
        if (error instanceof OwnerChangedError) this.lose(error.message);
        else if (!(error instanceof CheckpointLostError)) await this.backOff(error);
        // A swap of tables leaves the position alone, and a crash of the store may put it back: this owner opens again
        // and goes on. Only another owner moves it on: the lease ended, and we have not heard of it yet.
        else if (error.actual.position > error.step.expected) await this.release();
      }
    }
    await this.release();
  }

  /** Whether this process has the lease, or gets it now. */
  private async isOwner(): Promise<boolean> {
    if (this.lease) return true;
    let isLost = false;
    const lease = await this.options.readModelStore.lease(this.projection, () => {
      isLost = true;
      this.lease = undefined;
      this.openAgain();
    });
    if (!lease || isLost) return false;
    this.lease = lease;
    // Whatever was opened before may be behind what the last owner committed.
    this.stale = true;
    if (this.state === 'standby') this.log({ kind: 'took-over', position: this.reached });
    this.state = 'following';
    return true;
  }

  private async release(): Promise<void> {
    const { lease } = this;
    this.lease = undefined;
    await lease?.release();
  }

  private beOnStandby(): void {
    if (this.state !== 'standby') this.log({ kind: 'standby', position: this.reached });
    this.failures = 0;
    this.lastError = undefined;
    this.state = 'standby';
  }

  /** Commits batch after batch until told to stop or to open again. Reads and folds the next one while one commits. */
  private async pump(live: Live): Promise<void> {
    let committing: Promise<void> = Promise.resolve();
    let committed = 0;
    let position = this.reached;
    let news = this.bell.heard();
    let reading = this.read(position);
    const readOn = () => {
      news = this.bell.heard();
      reading = this.read(position);
    };
    try {
      for (;;) {
        const events = live.models.length === 0 ? [] : await reading;
        if (events.length > 0) await live.fold.apply(events);
        await committing;
        if (this.stopping || this.stale) return;
        if (events.length === 0) {
          this.recovered();
          await news(this.limits.pollIntervalMs);
          if (this.stopping || this.stale) return;
          readOn();
          continue;
        }
        live.fold.trim(committed);
        const next = events.at(-1)!.position;
        committing = this.commit(live, position, next);
        committing.catch(() => {});
        committed = live.fold.lastBatch;
        position = next;
        if (events.length < this.limits.batchEvents / 10) {
          await committing;
          await this.bell.pause(this.limits.gatherMs, () => this.stopping);
        }
        readOn();
      }
    } finally {
      await Promise.allSettled([committing, reading]);
    }
  }

  private read(position: Position): Promise<readonly RecordedEvent[]> {
    const reading = this.options.store.readAll(position, this.limits.batchEvents);
    reading.catch(() => {});
    return reading;
  }

  private async commit(live: Live, expected: Position, next: Position): Promise<void> {
    const changes = live.fold.collect();
    const step = { projection: this.projection, expected, epoch: live.epoch, next };
    await this.options.readModelStore.commit(step, changes);
    this.reached = next;
    this.recovered();
    for (const { parked } of changes) for (const key of parked) this.log({ kind: 'parked', parked: key });
    this.progress.ring();
  }

  private recovered(): void {
    this.failures = 0;
    this.lastError = undefined;
    this.state = 'following';
  }

  private lose(reason: string): void {
    this.state = 'lost';
    this.lastError = reason;
    this.stopping = true;
    this.unsubscribe?.();
    this.bell.ring();
    this.log({ kind: 'lost', reason, position: this.reached });
    this.progress.ring();
  }

  private async backOff(error: unknown): Promise<void> {
    this.failures += 1;
    this.state = 'failing';
    this.lastError = errorText(error);
    const retryInMs = this.backoffMs(this.failures);
    this.log({ kind: 'failed', error: this.lastError, failures: this.failures, retryInMs });
    this.progress.ring();
    await this.bell.pause(retryInMs, () => this.stopping);
  }

  private backoffMs(failures: number): number {
    return Math.min(this.limits.maxBackoffMs, this.limits.firstBackoffMs * 2 ** Math.min(failures - 1, 20));
  }

  private buildUntilDone(models: readonly AnyReadModel[]): void {
    for (const { name } of models) this.builds.set(name, { position: 0, error: undefined, parkedKeys: 0 });
    const run = async () => {
      for (let failures = 1; !this.stopping; failures++) {
        try {
          // Another process may have built them while this one waited for its turn.
          const { readModels } = await this.options.readModelStore.load(this.projection);
          const missing = models.filter((model) => !isCurrent(model, readModels));
          if (missing.length > 0) await this.buildNow(missing, 'swap', (build, catchUp) => build.swapIn(catchUp));
          break;
        } catch (error) {
          if (error instanceof ProjectorStoppedError) break;
          const text = errorText(error);
          for (const { name } of models) this.builds.get(name)!.error = text;
          this.log({ kind: 'rebuild-failed', readModels: models.map(({ name }) => name), error: text });
          await this.bell.pause(this.backoffMs(failures), () => this.stopping);
        }
      }
      for (const { name } of models) this.builds.delete(name);
      this.openAgain();
    };
    // One build at a time: two would only take the machine from each other.
    this.building = this.building.then(run, run);
  }

  private build<Result>(models: readonly AnyReadModel[], purpose: 'swap' | 'compare', finish: Finish<Result>) {
    const run = async () => {
      const shown = purpose === 'swap' ? models.filter(({ name }) => !this.builds.has(name)) : [];
      for (const { name } of shown) this.builds.set(name, { position: 0, error: undefined, parkedKeys: 0 });
      try {
        return await this.buildNow(models, purpose, finish);
      } finally {
        for (const { name } of shown) this.builds.delete(name);
        if (purpose === 'swap') this.openAgain();
      }
    };
    const building = this.building.then(run, run);
    this.building = building;
    return building;
  }

  private openAgain(): void {
    this.stale = true;
    this.bell.ring();
    this.progress.ring();
  }

  private async buildNow<Result>(
    models: readonly AnyReadModel[],
    purpose: 'swap' | 'compare',
    finish: Finish<Result>,
  ): Promise<Result> {
    const { readModelStore, store } = this.options;
    const names = models.map(({ name }) => name);
    const build = await readModelStore.beginBuild(this.projection, models, purpose);
    const fold = this.fold(models, undefined, (requests) => build.rows(requests));
    const run = new BuildRun(build, fold, {
      read: (after) => this.read(after),
      maxPending: this.limits.buildPending,
      onBatch: (position) => {
        if (this.stopping) throw new ProjectorStoppedError('stopped while building');
        if (purpose === 'swap') this.showProgress(position, fold);
      },
    });
    // Never beyond what is live: both must meet at one position.
    const target = async () => {
      const state = await readModelStore.load(this.projection);
      return isFollowed(state.readModels, models) ? state.position : (await store.head()).position;
    };
    try {
      if (purpose === 'swap') this.log({ kind: 'rebuild-started', readModels: names });
      await run.advance(await target());
      await build.complete();
      // The events that came meanwhile, until what is left is little enough to hold the live ones up for.
      for (let pass = 0; pass < CATCH_UP_PASSES; pass++) if ((await run.advance(await target())) <= 1) break;
      const result = await finish(build, async (held) => {
        await run.advance(held ?? (await store.head()).position);
        return run.position;
      });
      if (purpose === 'swap') this.log({ kind: 'rebuilt', readModels: names, position: run.position });
      return result;
    } finally {
      await run.settle();
      await build.discard().catch(() => {});
    }
  }

  private showProgress(position: Position, fold: Fold): void {
    for (const [name, parkedKeys] of fold.parkedKeys()) {
      const progress = this.builds.get(name);
      if (progress) Object.assign(progress, { position, parkedKeys });
    }
  }
}

type Finish<Result> = (
  build: ReadModelBuild,
  catchUp: (held: Position | undefined) => Promise<Position>,
) => Promise<Result>;

/** Wakes those who wait, at once or after a time. */
class Bell {
  private rings = 0;
  private waiting = new Set<() => void>();

  ring(): void {
    this.rings += 1;
    const waiting = this.waiting;
    this.waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** From now on: a wait that ends with the first ring after this call, even one that came before the wait. */
  heard(): (limitMs: number) => Promise<void> {
    const before = this.rings;
    return async (limitMs) => {
      if (this.rings === before) await this.wait(limitMs);
    };
  }

  /** Waits for the next ring, at most so long. */
  wait(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, limitMs);
      this.waiting.add(wake);
    });
  }

  /** Waits so long whoever rings, unless there is a reason to end. */
  async pause(limitMs: number, isOver: () => boolean): Promise<void> {
    const end = Date.now() + limitMs;
    for (let left = limitMs; left > 0 && !isOver(); left = end - Date.now()) await this.wait(left);
  }
}

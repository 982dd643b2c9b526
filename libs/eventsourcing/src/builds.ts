import { Bell, backoffMs, endsWithin } from './bell.js';
import { LOG_START, type Position, type RecordedEvent } from './event.js';
import type { EventStore } from './event-store.js';
import { errorText, type Fold, type RowSource } from './fold.js';
import { FollowerStoppedError } from './following.js';
import type { AnyReadModel } from './read-model.js';
import type { CatchUp, ReadModelBuild, ReadModelComparison, ReadModelStore } from './read-model-store.js';
import { isCurrent, isFollowed } from './read-model-store.js';

/** A rebuild runs after the live read models this often before it holds them up for whatever is left. */
const CATCH_UP_PASSES = 5;

/** What is to be told of builds. */
export type BuildEvent =
  | { readonly kind: 'rebuild-started'; readonly readModels: readonly string[] }
  | { readonly kind: 'rebuilt'; readonly readModels: readonly string[]; readonly position: Position }
  | { readonly kind: 'rebuild-failed'; readonly readModels: readonly string[]; readonly error: string };

/** How far a build has come. */
export interface BuildProgress {
  position: Position;
  error: string | undefined;
  parkedKeys: number;
}

export interface BuildsOptions {
  readonly projection: string;
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  /** A fold that begins with nothing. */
  readonly fold: (models: readonly AnyReadModel[], source: RowSource) => Fold;
  readonly limits: {
    readonly batchEvents: number;
    readonly buildPending: number;
    readonly differencesShown: number;
    readonly firstBackoffMs: number;
    readonly maxBackoffMs: number;
    readonly stopMs: number;
  };
  readonly log: (event: BuildEvent) => void;
  /** What is live has changed. */
  readonly onSwapped: () => void;
}

type Finish<Result> = (build: ReadModelBuild, catchUp: CatchUp) => Promise<Result>;

/**
 * Builds read models anew from the log beside the live ones, one build after the other: two would only take the machine
 * from each other. Needs no lease; the store lets one process at a time build a read model.
 */
export class Builds {
  private readonly progress = new Map<string, BuildProgress>();
  private readonly bell = new Bell();
  private isOver = false;
  private building: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: BuildsOptions) {}

  /** The build of a read model, under way or waiting for its turn. */
  of(name: string): Readonly<BuildProgress> | undefined {
    return this.progress.get(name);
  }

  /** Builds what is missing and swaps it in; tries until it is done or given up. */
  untilDone(models: readonly AnyReadModel[]): void {
    const { log, limits, onSwapped, projection, readModelStore } = this.options;
    this.show(models);
    this.inTurn(async () => {
      for (let failures = 1; !this.isOver; failures++) {
        try {
          // Another process may have built them while this one waited for its turn.
          const { readModels } = await readModelStore.load(projection);
          const missing = models.filter((model) => !isCurrent(model, readModels));
          if (missing.length > 0) await this.build(missing, 'swap', (build, catchUp) => build.swapIn(catchUp));
          break;
        } catch (error) {
          if (error instanceof FollowerStoppedError) break;
          const text = errorText(error);
          for (const { name } of models) this.progress.get(name)!.error = text;
          log({ kind: 'rebuild-failed', readModels: models.map(({ name }) => name), error: text });
          await this.bell.pause(backoffMs(limits, failures), () => this.isOver);
        }
      }
      this.hide(models);
      onSwapped();
    });
  }

  /** Builds read models in one pass over the log and swaps them in. */
  rebuild(models: readonly AnyReadModel[]): Promise<void> {
    return this.inTurn(async () => {
      const shown = models.filter(({ name }) => !this.progress.has(name));
      this.show(shown);
      try {
        await this.build(models, 'swap', (build, catchUp) => build.swapIn(catchUp));
      } finally {
        this.hide(shown);
        this.options.onSwapped();
      }
    });
  }

  /** Builds read models in one pass over the log and says where the live ones differ from them. */
  compare(models: readonly AnyReadModel[]): Promise<readonly ReadModelComparison[]> {
    const { differencesShown } = this.options.limits;
    return this.inTurn(() =>
      this.build(models, 'compare', (build, catchUp) => build.compare(catchUp, differencesShown)),
    );
  }

  /** Gives up what is being built at its next batch; the next start begins it again. */
  giveUp(): void {
    this.isOver = true;
    this.bell.ring();
  }

  /** Gives up, and waits for the build under way at most `stopMs`. */
  async stop(): Promise<void> {
    this.giveUp();
    await endsWithin(this.building, this.options.limits.stopMs);
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const building = this.building.then(work, work);
    this.building = building;
    // Whoever asked for it hears of it.
    building.catch(() => {});
    return building;
  }

  private show(models: readonly AnyReadModel[]): void {
    for (const { name } of models) this.progress.set(name, { position: LOG_START, error: undefined, parkedKeys: 0 });
  }

  private hide(models: readonly AnyReadModel[]): void {
    for (const { name } of models) this.progress.delete(name);
  }

  private async build<Result>(
    models: readonly AnyReadModel[],
    purpose: 'swap' | 'compare',
    finish: Finish<Result>,
  ): Promise<Result> {
    const { limits, log, projection, readModelStore, store } = this.options;
    const names = models.map(({ name }) => name);
    this.assertGoingOn();
    const build = await readModelStore.beginBuild(projection, models, purpose);
    const fold = this.options.fold(models, (requests) => build.rows(requests));
    const run = new BuildRun(build, fold, {
      read: (after) => {
        const reading = store.readAll(after, limits.batchEvents);
        reading.catch(() => {});
        return reading;
      },
      maxPending: limits.buildPending,
      onBatch: (position) => {
        this.assertGoingOn();
        if (purpose === 'swap') this.moveOn(position, fold);
      },
    });
    // Never beyond what is live: both must meet at one position.
    const target = async () => {
      const state = await readModelStore.load(projection);
      return isFollowed(state.readModels, models) ? state.position : (await store.head()).position;
    };
    try {
      if (purpose === 'swap') log({ kind: 'rebuild-started', readModels: names });
      await run.advance(await target());
      await build.complete();
      // The events that came meanwhile, until what is left is little enough to hold the live ones up for.
      for (let pass = 0; pass < CATCH_UP_PASSES; pass++) if ((await run.advance(await target())) <= 1) break;
      const result = await finish(build, async (held) => {
        await run.advance(held ?? (await store.head()).position);
        return run.position;
      });
      if (purpose === 'swap') log({ kind: 'rebuilt', readModels: names, position: run.position });
      return result;
    } finally {
      await run.settle();
      await build.discard().catch(() => {});
    }
  }

  private assertGoingOn(): void {
    if (this.isOver) throw new FollowerStoppedError(`${this.options.projection} was stopped while building`);
  }

  private moveOn(position: Position, fold: Fold): void {
    for (const [name, parkedKeys] of fold.parkedKeys()) {
      const progress = this.progress.get(name);
      if (progress) Object.assign(progress, { position, parkedKeys });
    }
  }
}

/** Brings a build forward through the log. Folds the next events while what was pending before is being written. */
class BuildRun {
  private reached: Position = LOG_START;
  private writing: Promise<void> = Promise.resolve();
  private written = 0;

  constructor(
    private readonly build: ReadModelBuild,
    private readonly fold: Fold,
    private readonly options: {
      readonly read: (after: Position) => Promise<readonly RecordedEvent[]>;
      /** Called after each batch; what it throws ends the run. */
      readonly onBatch: (position: Position, fold: Fold) => void;
      /** Changed rows and ledger entries that are gathered before they are written. */
      readonly maxPending: number;
    },
  ) {}

  get position(): Position {
    return this.reached;
  }

  /** Applies and writes the events up to a position. Returns how many batches that took. */
  async advance(to: Position): Promise<number> {
    let batches = 0;
    let reading = this.reached < to ? this.options.read(this.reached) : undefined;
    while (reading) {
      const page = await reading;
      if (page.length === 0) throw new Error(`the log ends before position ${to}`);
      const events = page.filter((event) => event.position <= to);
      // Where a page goes beyond it, all that there is up to the position has been seen, an event at it or none.
      this.reached = events.length < page.length ? to : events.at(-1)!.position;
      reading = this.reached < to ? this.options.read(this.reached) : undefined;
      await this.fold.apply(events);
      if (this.fold.pending >= this.options.maxPending) await this.write();
      batches += 1;
      this.options.onBatch(this.reached, this.fold);
    }
    await this.write();
    await this.writing;
    return batches;
  }

  /** Waits for the write under way, however it ends. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.writing]);
  }

  /** Begins to write what is pending, once what was pending before is written. */
  private async write(): Promise<void> {
    await this.writing;
    this.fold.trim(this.written);
    if (this.fold.pending === 0) return;
    this.writing = this.build.write(this.fold.collect());
    this.writing.catch(() => {});
    this.written = this.fold.lastBatch;
  }
}

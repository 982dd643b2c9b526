import { LOG_START, type Position, type RecordedEvent } from './event.js';
import type { Fold } from './fold.js';
import type { ReadModelBuild } from './read-model-store.js';

/** Brings a build forward through the log. Folds the next events while what was pending before is being written. */
export class BuildRun {
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

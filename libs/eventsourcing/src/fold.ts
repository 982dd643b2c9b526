import type { RecordedEvent } from './event.js';
import { UnreadableEventError } from './raising.js';
import type { AnyReadModel, Fact, LedgerEntry } from './read-model.js';
import { factDifferences } from './read-model.js';
import { RowCheck } from './read-model-check.js';
import type { Parked, ReadModelChanges, RowRequest } from './read-model-store.js';

/** Where the rows are that memory does not hold. */
export type RowSource = (requests: readonly RowRequest[]) => Promise<ReadonlyMap<string, object>[]>;

interface CachedRow {
  row: object | undefined;
  /** Facts of `row`, once they were asked for. */
  facts: readonly Fact[] | undefined;
  /** The row as the table has it, or will have when the changes collected so far are committed. */
  kept: object | undefined;
  /** Last batch that touched the row. */
  batch: number;
  changed: boolean;
}

const NO_FACTS: readonly Fact[] = [];

/**
 * Folds events onto the rows of several read models. Rows stay in memory between batches, the least recently used
 * leave first; a row with changes that may not be committed yet never leaves. After a failed commit the fold is of no
 * more use: begin another.
 */
export class Fold {
  private readonly models: readonly ModelFold[];
  private batch = 0;

  constructor(
    models: readonly { readonly model: AnyReadModel; readonly parked: readonly Parked[] }[],
    private readonly options: {
      readonly source: RowSource;
      readonly rowsCached: number;
      readonly parkedTextLength: number;
      readonly now: () => string;
    },
  ) {
    this.models = models.map(({ model, parked }) => new ModelFold(model, parked, options));
  }

  /** Applies events in order. */
  async apply(events: readonly RecordedEvent[]): Promise<void> {
    this.batch += 1;
    const steps = this.models.map((model) => model.keys(events));
    const wanted = this.models.map((model, index) => ({ model: model.model, keys: model.missing(steps[index]!) }));
    const requests = wanted.filter(({ keys }) => keys.length > 0);
    const found = requests.length > 0 ? await this.options.source(requests) : [];
    for (const [index, { keys }] of wanted.entries()) {
      const rows = found[requests.indexOf(wanted[index]!)];
      if (rows) this.models[index]!.loaded(keys, rows);
    }
    for (const [index, model] of this.models.entries()) model.apply(steps[index]!, this.batch);
  }

  /** Rows, entries and parked keys that wait to be collected. */
  get pending(): number {
    return this.models.reduce((sum, model) => sum + model.pending, 0);
  }

  /** What changed since the last collection, to be committed. */
  collect(): ReadModelChanges[] {
    return this.models.map((model) => model.collect());
  }

  /** Lets go of rows beyond the limit. Everything collected up to this batch has been committed. */
  trim(committedBatch: number): void {
    for (const model of this.models) model.trim(committedBatch, this.options.rowsCached);
  }

  get lastBatch(): number {
    return this.batch;
  }

  /** Keys that each read model does not follow. */
  parkedKeys(): ReadonlyMap<string, number> {
    return new Map(this.models.map((model) => [model.model.name, model.parkedKeys]));
  }
}

interface KeyedEvent {
  readonly key: string;
  readonly event: RecordedEvent;
}

class ModelFold {
  private readonly cache = new Map<string, CachedRow>();
  private readonly check: RowCheck;
  private readonly parkedByKey: Set<string>;
  private readonly parkedStreams: Set<string>;
  private changed = new Map<string, CachedRow>();
  private ledger: LedgerEntry[] = [];
  private parked: Parked[] = [];

  constructor(
    readonly model: AnyReadModel,
    parked: readonly Parked[],
    private readonly options: { readonly parkedTextLength: number; readonly now: () => string },
  ) {
    this.check = new RowCheck(model);
    this.parkedByKey = new Set(parked.filter(({ scope }) => scope === 'key').map(({ key }) => key));
    this.parkedStreams = new Set(parked.filter(({ scope }) => scope === 'stream').map(({ key }) => key));
  }

  get pending(): number {
    return this.changed.size + this.ledger.length + this.parked.length;
  }

  get parkedKeys(): number {
    return this.parkedByKey.size + this.parkedStreams.size;
  }

  /** The events that concern this read model, with their keys. */
  keys(events: readonly RecordedEvent[]): KeyedEvent[] {
    const keyed: KeyedEvent[] = [];
    for (const event of events) {
      if (this.parkedStreams.size > 0 && this.parkedStreams.has(event.stream)) continue;
      try {
        if (event.unreadable !== undefined) throw new UnreadableEventError(event);
        const key = this.model.key(event);
        if (key === undefined) continue;
        this.check.key(key);
        if (this.parkedByKey.size === 0 || !this.parkedByKey.has(key)) keyed.push({ key, event });
      } catch (reason) {
        // Which row the event belongs to is unknown: going on with its stream could make any row of it wrong.
        this.parkedStreams.add(event.stream);
        this.park('stream', event.stream, event, reason);
      }
    }
    return keyed;
  }

  /** Keys whose rows are neither in memory nor begun by these events. */
  missing(events: readonly KeyedEvent[]): string[] {
    const missing = new Set<string>();
    for (const { key, event } of events) {
      if (this.cache.has(key) || missing.has(key)) continue;
      if (this.model.begins?.(event)) this.hold(key, undefined);
      else missing.add(key);
    }
    return [...missing];
  }

  loaded(keys: readonly string[], rows: ReadonlyMap<string, object>): void {
    for (const key of keys) this.hold(key, rows.get(key));
  }

  private hold(key: string, row: object | undefined): void {
    this.cache.set(key, { row, kept: row, facts: undefined, batch: 0, changed: false });
  }

  apply(events: readonly KeyedEvent[], batch: number): void {
    for (const { key, event } of events) {
      if (this.parkedByKey.size > 0 && this.parkedByKey.has(key)) continue;
      const cached = this.cache.get(key)!;
      if (cached.batch !== batch) {
        this.cache.delete(key);
        this.cache.set(key, cached);
        cached.batch = batch;
      }
      try {
        this.evolve(key, cached, event);
      } catch (reason) {
        this.parkedByKey.add(key);
        this.park('key', key, event, reason);
      }
    }
  }

  private evolve(key: string, cached: CachedRow, event: RecordedEvent): void {
    const evolved = this.model.evolve(cached.row, event);
    if (evolved === cached.row) return;
    const row = evolved && this.check.row(cached.row, evolved);
    if (this.model.facts) {
      const before = cached.facts ?? (cached.row ? this.model.facts(cached.row) : NO_FACTS);
      const after = row ? this.model.facts(row) : NO_FACTS;
      const [gone, come] = unlike(before, after);
      if (gone.length > 0 || come.length > 0) {
        this.check.facts(come);
        this.book(factDifferences(gone, come), event);
      }
      cached.facts = after;
    }
    cached.row = row;
    if (!cached.changed) {
      cached.changed = true;
      this.changed.set(key, cached);
    }
  }

  private book(differences: readonly Fact[], event: RecordedEvent): void {
    for (const [ordinal, fact] of differences.entries())
      this.ledger.push({
        position: event.position,
        ordinal,
        readModel: this.model.name,
        stream: event.stream,
        measure: fact.measure,
        subject: fact.subject ?? '',
        unit: fact.unit,
        date: fact.date,
        count: fact.count,
        fen: fact.fen,
        recordedAt: event.recordedAt,
      });
  }

  private park(scope: Parked['scope'], key: string, event: RecordedEvent, reason: unknown): void {
    this.parked.push({
      readModel: this.model.name,
      scope,
      key,
      position: event.position,
      stream: event.stream,
      eventType: event.type,
      firstSeenAt: this.options.now(),
      error: errorText(reason).slice(0, this.options.parkedTextLength),
    });
  }

  collect(): ReadModelChanges {
    const { model, ledger, parked } = this;
    const inserts: { key: string; row: object }[] = [];
    const updates: { key: string; row: object }[] = [];
    const deletes: string[] = [];
    for (const [key, cached] of this.changed) {
      const { row, kept } = cached;
      if (row === undefined) {
        if (kept) deletes.push(key);
      } else if (!kept) inserts.push({ key, row });
      else if (!this.check.same(kept, row)) updates.push({ key, row });
      cached.kept = row;
      cached.changed = false;
    }
    this.changed = new Map();
    this.ledger = [];
    this.parked = [];
    return { model, inserts, updates, deletes, ledger, parked };
  }

  trim(committedBatch: number, rowsCached: number): void {
    if (this.cache.size <= rowsCached) return;
    for (const [key, cached] of this.cache) {
      // The rows behind this one were touched later still, by a batch whose commit is under way or to come.
      if (cached.changed || cached.batch > committedBatch) return;
      this.cache.delete(key);
      if (this.cache.size <= rowsCached) return;
    }
  }
}

/** The facts of both lists without those that stand in the same place in both: they cancel each other. */
function unlike(
  before: readonly Fact[],
  after: readonly Fact[],
): readonly [gone: readonly Fact[], come: readonly Fact[]] {
  const gone: Fact[] = [];
  const come: Fact[] = [];
  for (let index = 0; index < before.length || index < after.length; index++) {
    const [a, b] = [before[index], after[index]];
    if (a !== undefined && b !== undefined && sameFact(a, b)) continue;
    if (a !== undefined) gone.push(a);
    if (b !== undefined) come.push(b);
  }
  return [gone, come];
}

function sameFact(a: Fact, b: Fact): boolean {
  return (
    a.measure === b.measure &&
    a.date === b.date &&
    a.unit === b.unit &&
    a.count === b.count &&
    a.fen === b.fen &&
    (a.subject ?? '') === (b.subject ?? '')
  );
}

/** What to show of something thrown; no NUL, which no text column takes. */
export function errorText(reason: unknown): string {
  const text = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  return text.replaceAll('\u0000', '\ufffd');
}

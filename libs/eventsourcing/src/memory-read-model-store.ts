import type { Position } from './event.js';
import type {
  EntriesQuery,
  EntryCursor,
  LedgerGroup,
  LedgerGrouping,
  LedgerPage,
  LedgerPlace,
  LedgerQuery,
  LedgerReader,
  LedgerSum,
  RollupDifference,
} from './metric-ledger.js';
import { assertEntryPage, assertLedgerQuery, knownBefore, readEntryCursor, writeEntryCursor } from './metric-ledger.js';
import type { AnyReadModel, LedgerEntry, ReadModel } from './read-model.js';
import { RowCheck, shapeOf } from './read-model-check.js';
import type {
  CatchUp,
  CheckpointStep,
  Condition,
  CountQuery,
  KeptReadModel,
  KeyedRow,
  Lease,
  ListPage,
  ListPlan,
  ListQuery,
  Parked,
  ProjectionState,
  ReadModelBuild,
  ReadModelChanges,
  ReadModelComparison,
  ReadModelDifference,
  ReadModelStore,
  RowRequest,
  Scalar,
  Tally,
  TallyQuery,
} from './read-model-store.js';
import {
  BuildBusyError,
  CheckpointLostError,
  isFollowed,
  planList,
  planTally,
  ReadModelNotReadyError,
  writeCursor,
} from './read-model-store.js';
import { byCodePoint, naturally } from './text-order.js';
import { SEARCH_LIMITS, searchRank, searchTokens, textsSearched } from './text-search.js';

/** Rows, entries and parked keys of one read model. */
class Table {
  readonly rows = new Map<string, object>();
  readonly entries: LedgerEntry[] = [];
  readonly parked: Parked[] = [];

  constructor(readonly model: AnyReadModel) {}

  take(changes: ReadModelChanges): void {
    for (const { key, row } of changes.inserts) {
      if (this.rows.has(key)) throw new Error(`${this.model.name} has a row ${key} already`);
      this.rows.set(key, row);
    }
    for (const { key, row } of changes.updates) this.rows.set(key, row);
    for (const key of changes.deletes) this.rows.delete(key);
    for (const entry of changes.ledger) this.entries.push(entry);
    for (const parked of changes.parked) this.parked.push(parked);
  }
}

interface Projection {
  position: Position;
  epoch: number;
  readonly tables: Map<string, Table>;
}

const ZERO: LedgerSum = { count: 0, fen: 0, entries: 0 };

/** Read models and ledger in memory, for tests and for plays that need no durability. */
export class MemoryReadModelStore implements ReadModelStore {
  /** The ledger over all projections of this store. */
  readonly ledger: LedgerReader = new MemoryLedger(() => this.tables());
  private readonly projections = new Map<string, Projection>();
  private readonly building = new Set<string>();
  private readonly leased = new Set<string>();
  /** Commits and swaps go one after the other: the tail of the queue. */
  private turn: Promise<unknown> = Promise.resolve();

  async load(projection: string): Promise<ProjectionState> {
    const kept = this.projection(projection);
    return { position: kept.position, epoch: kept.epoch, readModels: keptOf(kept) };
  }

  async rows(requests: readonly RowRequest[]): Promise<ReadonlyMap<string, object>[]> {
    return requests.map(({ model, keys }) => pick(this.table(model.name), keys));
  }

  commit(step: CheckpointStep, changes: readonly ReadModelChanges[]): Promise<void> {
    return this.inTurn(async () => {
      const projection = this.projection(step.projection);
      if (projection.position !== step.expected || projection.epoch !== step.epoch)
        throw new CheckpointLostError(step, { position: projection.position, epoch: projection.epoch });
      for (const change of changes) this.table(change.model.name).take(change);
      projection.position = step.next;
    });
  }

  async lease(projection: string): Promise<Lease | undefined> {
    if (this.leased.has(projection)) return undefined;
    this.leased.add(projection);
    let isOver = false;
    return {
      release: async () => {
        if (!isOver) this.leased.delete(projection);
        isOver = true;
      },
    };
  }

  async retire(projection: string, names: readonly string[]): Promise<void> {
    await this.inTurn(async () => {
      const kept = this.projection(projection);
      for (const name of names) kept.tables.delete(name);
      kept.epoch += 1;
    });
  }

  async sweep(): Promise<void> {
    // What a build holds here dies with its process.
  }

  async beginBuild(
    projection: string,
    models: readonly AnyReadModel[],
    purpose: 'swap' | 'compare',
  ): Promise<ReadModelBuild> {
    const locks = models.map(({ name }) => `${name} ${purpose}`);
    for (const lock of locks) if (this.building.has(lock)) throw new BuildBusyError(`${lock}: under way`);
    for (const lock of locks) this.building.add(lock);
    const shadows = new Map(models.map((model) => [model.name, new Table(model)]));
    return {
      rows: async (requests) => requests.map(({ model, keys }) => pick(shadows.get(model.name), keys)),
      write: async (changes) => {
        for (const change of changes) shadows.get(change.model.name)!.take(change);
      },
      complete: async () => {},
      swapIn: (catchUp) => this.inTurn(() => this.swap(this.projection(projection), shadows, catchUp)),
      compare: (catchUp, limit) =>
        this.inTurn(async () => {
          const position = await catchUp(this.projection(projection).position);
          return [...shadows.values()].map((shadow) =>
            compareTables(this.table(shadow.model.name), shadow, position, limit),
          );
        }),
      discard: async () => {
        for (const lock of locks) this.building.delete(lock);
      },
    };
  }

  async row<Row extends object>(model: ReadModel<Row>, key: string): Promise<Row | undefined> {
    return this.table(model.name).rows.get(key) as Row | undefined;
  }

  async list<Row extends object>(model: ReadModel<Row>, query: ListQuery<Row>): Promise<ListPage<Row>> {
    const plan = planList(model, query as ListQuery);
    const found = this.matching(model as AnyReadModel, plan).sort(orderOf(plan));
    const rows = plan.search
      ? ranked(model as AnyReadModel, plan.search, found)
      : found.filter((keyed) => isAfter(plan, keyed));
    const page = rows.slice(0, plan.limit) as KeyedRow<Row>[];
    const last = page.at(-1);
    return { rows: page, ...(last && rows.length > plan.limit ? { next: writeCursor(plan, last) } : {}) };
  }

  async count<Row extends object>(model: ReadModel<Row>, query: CountQuery<Row>, atMost: number): Promise<number> {
    const plan = planList(model, { ...query, limit: 1 } as ListQuery);
    return Math.min(this.matching(model as AnyReadModel, plan).length, atMost + 1);
  }

  async tally<Row extends object>(model: ReadModel<Row>, query: TallyQuery<Row>): Promise<readonly Tally[]> {
    const { plan, by, among, limit } = planTally(model, query as TallyQuery);
    const tallies = new Map<string, Tally>();
    for (const { row } of this.matching(model as AnyReadModel, plan))
      for (const value of [(row as Record<string, unknown>)[by]].flat()) {
        if (typeof value !== 'string') continue;
        const known = tallies.get(value) ?? { value, rows: 0, among: 0 };
        const beside = meetsAll(row, among) ? 1 : 0;
        tallies.set(value, { value, rows: known.rows + 1, among: known.among + beside });
      }
    const most = (a: Tally, b: Tally) => b.rows - a.rows || byCodePoint(a.value, b.value);
    return [...tallies.values()].sort(most).slice(0, limit);
  }

  private matching(model: AnyReadModel, plan: ListPlan): KeyedRow[] {
    const { conditions, anyOf, search } = plan;
    return [...this.table(model.name).rows]
      .map(([key, row]) => ({ key, row }))
      .filter(({ row }) => meetsAll(row, conditions))
      .filter(({ row }) => anyOf?.some((group) => meetsAll(row, group)) ?? true)
      .filter(({ row }) => {
        if (!search) return true;
        const tokens = searchTokens(textsSearched(model, search.under, row));
        return search.tokens.every((token) => tokens.has(token));
      });
  }

  private async swap(projection: Projection, shadows: ReadonlyMap<string, Table>, catchUp: CatchUp): Promise<void> {
    const models = [...shadows.values()].map(({ model }) => model);
    const held = isFollowed(keptOf(projection), models) ? projection.position : undefined;
    const reached = await catchUp(held);
    if (held !== undefined && reached !== held) throw new Error(`built to ${reached}, held at ${held}`);
    for (const [name, table] of shadows) projection.tables.set(name, table);
    projection.position = reached;
    projection.epoch += 1;
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work, work);
    this.turn = result.catch(() => {});
    return result;
  }

  private projection(name: string): Projection {
    const known = this.projections.get(name);
    if (known) return known;
    const projection: Projection = { position: 0, epoch: 0, tables: new Map() };
    this.projections.set(name, projection);
    return projection;
  }

  private tables(): Table[] {
    return [...this.projections.values()].flatMap(({ tables }) => [...tables.values()]);
  }

  private table(name: string): Table {
    const table = this.tables().find(({ model }) => model.name === name);
    if (!table) throw new ReadModelNotReadyError(`read model ${name} is not kept`);
    return table;
  }
}

/** The best matches first, those that match alike in the order in which they are. */
function ranked(
  model: AnyReadModel,
  { under, text, skip }: NonNullable<ListPlan['search']>,
  rows: readonly KeyedRow[],
): KeyedRow[] {
  const rank = ({ row }: KeyedRow) => searchRank(textsSearched(model, under, row), text);
  return rows
    .slice(0, SEARCH_LIMITS.ranked)
    .map((keyed) => [rank(keyed), keyed] as const)
    .sort(([a], [b]) => b - a)
    .slice(skip)
    .map(([, keyed]) => keyed);
}

function keptOf({ tables }: Projection): KeptReadModel[] {
  return [...tables.values()].map(({ model, parked }) => {
    const { name, version } = model;
    return { name, version, shape: shapeOf(model), parked: [...parked] };
  });
}

function pick(table: Table | undefined, keys: readonly string[]): Map<string, object> {
  const found = new Map<string, object>();
  for (const key of keys) {
    const row = table?.rows.get(key);
    if (row) found.set(key, row);
  }
  return found;
}

function compareTables(kept: Table, rebuilt: Table, position: Position, limit: number): ReadModelComparison {
  const check = new RowCheck(rebuilt.model);
  const differences: ReadModelDifference[] = [];
  for (const key of [...new Set([...kept.rows.keys(), ...rebuilt.rows.keys()])].sort(byCodePoint)) {
    const a = kept.rows.get(key);
    const b = rebuilt.rows.get(key);
    if (!a || !b || !check.same(a, b))
      differences.push({ of: 'row', key, ...(a && { kept: a }), ...(b && { rebuilt: b }) });
  }
  const byId = (table: Table) => new Map(table.entries.map((entry) => [writeEntryCursor(entry), entry]));
  const [a, b] = [byId(kept), byId(rebuilt)];
  for (const id of new Set([...a.keys(), ...b.keys()])) {
    const left = a.get(id);
    const right = b.get(id);
    if (JSON.stringify(left) === JSON.stringify(right)) continue;
    const { position: at, ordinal } = (left ?? right)!;
    differences.push({
      of: 'entry',
      position: at,
      ordinal,
      ...(left && { kept: left }),
      ...(right && { rebuilt: right }),
    });
  }
  return {
    readModel: rebuilt.model.name,
    position,
    rows: rebuilt.rows.size,
    entries: rebuilt.entries.length,
    differing: differences.length,
    differences: differences.slice(0, limit),
  };
}

function order(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b);
  return Number(a) - Number(b);
}

function value(row: object, property: string): unknown {
  return (row as Record<string, unknown>)[property] ?? null;
}

function meetsAll(row: object, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => meets(row, condition));
}

function meets(row: object, condition: Condition): boolean {
  const held = value(row, condition.property);
  if (condition.is === 'null') return held === null;
  if (held === null) return false;
  if (condition.is === 'in') return condition.values.includes(held as Scalar);
  if (condition.is === 'containing') return condition.values.every((text) => (held as string[]).includes(text));
  if (condition.is === 'beginning') return (held as string[]).some((text) => text.startsWith(condition.value));
  return (
    (condition.from === undefined || order(held as Scalar, condition.from) >= 0) &&
    (condition.to === undefined || order(held as Scalar, condition.to) <= 0)
  );
}

function orderOf(plan: ListPlan): (a: KeyedRow, b: KeyedRow) => number {
  const sign = plan.sort?.descending ? -1 : 1;
  const compare = plan.sort?.isNatural ? (naturally as typeof order) : order;
  return (a, b) => {
    const [x, y] = plan.sort ? [value(a.row, plan.sort.property), value(b.row, plan.sort.property)] : [null, null];
    if (x !== null && y !== null) {
      const difference = compare(x as Scalar, y as Scalar);
      if (difference !== 0) return sign * difference;
    } else if (x !== y) return x === null ? 1 : -1;
    return sign * byCodePoint(a.key, b.key);
  };
}

function isAfter(plan: ListPlan, keyed: KeyedRow): boolean {
  if (!plan.after) return true;
  const row = plan.sort ? { [plan.sort.property]: plan.after.value } : {};
  return orderOf(plan)(keyed, { key: plan.after.key, row }) > 0;
}

function byPlace(a: EntryCursor, b: EntryCursor): number {
  return a.position - b.position || byCodePoint(a.readModel, b.readModel) || a.ordinal - b.ordinal;
}

class MemoryLedger implements LedgerReader {
  constructor(private readonly tables: () => readonly Table[]) {}

  async sum(query: LedgerQuery): Promise<LedgerSum> {
    assertLedgerQuery(query);
    return this.matching(query).reduce(add, ZERO);
  }

  async sums(queries: readonly LedgerQuery[]): Promise<LedgerSum[]> {
    return Promise.all(queries.map((query) => this.sum(query)));
  }

  async distinct(queries: readonly LedgerQuery[]): Promise<number[]> {
    return queries.map((query) => {
      const sums = this.grouped(query, 'subject');
      return [...sums].filter(([subject, { count }]) => subject !== '' && count !== 0).length;
    });
  }

  async groupBy(query: LedgerQuery, grouping: LedgerGrouping): Promise<LedgerGroup[]> {
    return [...this.grouped(query, grouping)]
      .filter(([, { count, fen }]) => count !== 0 || fen !== 0)
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([group, sum]) => ({ group, ...sum }));
  }

  async entries(query: EntriesQuery): Promise<LedgerPage> {
    assertLedgerQuery(query);
    assertEntryPage(query.limit);
    const after = query.after === undefined ? undefined : readEntryCursor(query.after);
    const found = this.matching(query)
      .sort(byPlace)
      .filter((entry) => !after || byPlace(entry, after) > 0)
      .filter(({ recordedAt }) => query.since === undefined || recordedAt >= query.since);
    const entries = found.slice(0, query.limit);
    return { entries, ...(found.length > query.limit ? { next: writeEntryCursor(entries.at(-1)!) } : {}) };
  }

  async bookedBy(first: LedgerPlace, last: LedgerPlace): Promise<LedgerEntry[]> {
    return this.tables()
      .flatMap(({ entries }) =>
        entries.filter(({ position }) => position >= first.position && position <= last.position),
      )
      .sort(byPlace);
  }

  async ledgerAgreesWithRollup(): Promise<RollupDifference[]> {
    // There is none: every figure is added up when it is asked for.
    return [];
  }

  private grouped(query: LedgerQuery, grouping: LedgerGrouping): Map<string, LedgerSum> {
    assertLedgerQuery(query);
    const groups = new Map<string, LedgerSum>();
    for (const row of this.matching(query)) {
      const group = grouping === 'month' ? row.date.slice(0, 7) : row[grouping];
      groups.set(group, add(groups.get(group) ?? ZERO, row));
    }
    return groups;
  }

  private matching(query: LedgerQuery): LedgerEntry[] {
    const { measures, subjects, units, from, to, knownOn } = query;
    const before = knownOn === undefined ? undefined : knownBefore(knownOn);
    return this.tables().flatMap(({ entries }) =>
      entries.filter(
        ({ measure, subject, unit, date, recordedAt }) =>
          measures.includes(measure) &&
          (subjects?.includes(subject) ?? true) &&
          (units?.includes(unit) ?? true) &&
          (from === undefined || date >= from) &&
          (to === undefined || date <= to) &&
          (before === undefined || recordedAt < before),
      ),
    );
  }
}

function add(sum: LedgerSum, { count, fen }: LedgerEntry): LedgerSum {
  return { count: sum.count + count, fen: sum.fen + fen, entries: sum.entries + 1 };
}

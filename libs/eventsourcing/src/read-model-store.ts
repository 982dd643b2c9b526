import type { Position } from './event.js';
import type { AnyReadModel, LedgerEntry, ReadModel } from './read-model.js';
import { fits, InvalidQueryError, READ_MODEL_LIMITS, shapeOf } from './read-model-check.js';
import { tokensAsked } from './text-search.js';

/** A row with its key, as a table keeps it. */
export interface KeyedRow<Row extends object = object> {
  readonly key: string;
  readonly row: Row;
}

/** A key (or a whole stream, when not even its key could be told) that a read model no longer follows. */
export interface Parked {
  readonly readModel: string;
  readonly scope: 'key' | 'stream';
  /** The key, or the name of the stream. */
  readonly key: string;
  /** The event that made the read model throw. */
  readonly position: Position;
  readonly stream: string;
  readonly eventType: string;
  /** ISO-8601 UTC. */
  readonly firstSeenAt: string;
  readonly error: string;
}

/** What a batch of events did to one read model. */
export interface ReadModelChanges {
  readonly model: AnyReadModel;
  /** Rows whose keys the table does not have. */
  readonly inserts: readonly KeyedRow[];
  /** Rows whose keys the table has. */
  readonly updates: readonly KeyedRow[];
  readonly deletes: readonly string[];
  /** In the order of booking: position, then ordinal. */
  readonly ledger: readonly LedgerEntry[];
  readonly parked: readonly Parked[];
}

/** The step of a projection's checkpoint that a commit takes. */
export interface CheckpointStep {
  readonly projection: string;
  readonly expected: Position;
  /** Generation that the owner loaded; each swap of tables begins a new one. */
  readonly epoch: number;
  readonly next: Position;
}

/** What is kept of a read model. */
export interface KeptReadModel {
  readonly name: string;
  readonly version: number;
  /** `shapeOf` the declaration that the table was made for. */
  readonly shape: string;
  readonly parked: readonly Parked[];
}

export interface ProjectionState {
  readonly position: Position;
  readonly epoch: number;
  readonly readModels: readonly KeptReadModel[];
}

/** Whether what is kept was made by the very declaration. */
export function isCurrent(model: AnyReadModel, kept: readonly KeptReadModel[]): boolean {
  const match = kept.find(({ name }) => name === model.name);
  return match !== undefined && match.version === model.version && match.shape === shapeOf(model);
}

/**
 * Whether someone follows the projection's checkpoint when these read models are built: someone does as long as any
 * other read model is kept, or one of these in the version that is being built again.
 */
export function isFollowed(kept: readonly KeptReadModel[], building: readonly AnyReadModel[]): boolean {
  return kept.some(({ name }) => {
    const model = building.find((candidate) => candidate.name === name);
    return model === undefined || isCurrent(model, kept);
  });
}

/** The checkpoint does not stand where this owner left it: nothing of the commit was kept. */
export class CheckpointLostError extends Error {
  override readonly name = 'CheckpointLostError';
  constructor(
    readonly step: CheckpointStep,
    /** Where the checkpoint stands. */
    readonly actual: { readonly position: Position; readonly epoch: number },
  ) {
    super(
      `checkpoint ${step.projection} is at position ${actual.position}, epoch ${actual.epoch}, ` +
        `expected ${step.expected}, ${step.epoch}: another owner follows`,
    );
  }
}

/** The read model is not kept, or not yet: nobody has built it. A question about it has to wait. */
export class ReadModelNotReadyError extends Error {
  override readonly name = 'ReadModelNotReadyError';
}

/** Another process is building one of these read models now. */
export class BuildBusyError extends Error {
  override readonly name = 'BuildBusyError';
}

/** The right to follow a projection; at most one process has it at a time. */
export interface Lease {
  release(): Promise<void>;
}

export interface RowRequest {
  readonly model: AnyReadModel;
  readonly keys: readonly string[];
}

/** Rows and ledger entries of read models, kept together with the position up to which they are true. */
export interface ReadModelStore extends ReadModelReader {
  /** Where a projection stands; a new one stands at position 0 without read models. */
  load(projection: string): Promise<ProjectionState>;
  /** The rows that exist, per request in order. */
  rows(requests: readonly RowRequest[]): Promise<ReadonlyMap<string, object>[]>;
  /** All the changes and the checkpoint, or nothing. Throws CheckpointLostError. */
  commit(step: CheckpointStep, changes: readonly ReadModelChanges[]): Promise<void>;
  /**
   * The right to follow a projection, or undefined while somebody else has it. It ends with its release or with the
   * process, at the latest seconds after either; `onLost` is called when it ends before its release. It spares owners
   * each other's work; that nothing is doubled does not rest on it, but on the step of the checkpoint.
   */
  lease(projection: string, onLost: () => void): Promise<Lease | undefined>;
  /** Removes read models that are no longer declared, with what they booked. */
  retire(projection: string, names: readonly string[]): Promise<void>;
  /** Drops what builds left behind whose process is gone. Never touches a build that is alive. */
  sweep(): Promise<void>;
  /** Begins a copy of read models, empty, beside the live ones. Throws BuildBusyError. */
  beginBuild(projection: string, models: readonly AnyReadModel[], purpose: 'swap' | 'compare'): Promise<ReadModelBuild>;
}

/**
 * Brings a build to a position while the projection's checkpoint is held there; without one, to wherever it likes.
 * Returns the position reached.
 */
export type CatchUp = (held: Position | undefined) => Promise<Position>;

/** A copy of read models in the making. Readers do not see it. */
export interface ReadModelBuild {
  rows(requests: readonly RowRequest[]): Promise<ReadonlyMap<string, object>[]>;
  write(changes: readonly ReadModelChanges[]): Promise<void>;
  /** Makes what only pays once the bulk is written: indexes, the rollup. Writes may follow. */
  complete(): Promise<void>;
  /**
   * Puts the build in the place of the live tables, their ledger entries, rollup and parked keys, in one transaction,
   * and begins a new epoch. The checkpoint is held meanwhile; when nobody follows it (`isFollowed`), it moves to the
   * position that `catchUp` reached.
   */
  swapIn(catchUp: CatchUp): Promise<void>;
  /** Compares with the live tables, row by row and entry by entry, at one position; shows at most `limit` differences. */
  compare(catchUp: CatchUp, limit: number): Promise<ReadModelComparison[]>;
  /** Drops the build. Harmless after `swapIn`. */
  discard(): Promise<void>;
}

export type ReadModelDifference =
  | { readonly of: 'row'; readonly key: string; readonly kept?: object; readonly rebuilt?: object }
  | {
      readonly of: 'entry';
      readonly position: Position;
      readonly ordinal: number;
      readonly kept?: LedgerEntry;
      readonly rebuilt?: LedgerEntry;
    };

export interface ReadModelComparison {
  readonly readModel: string;
  /** Position at which both sides stood. */
  readonly position: Position;
  /** Rows and entries of the rebuilt side. */
  readonly rows: number;
  readonly entries: number;
  /** How many rows and entries differ in all. */
  readonly differing: number;
  /** The first of them. */
  readonly differences: readonly ReadModelDifference[];
}

export type Scalar = string | number | boolean;

/**
 * What a property must be: this value, nothing (null), one of several, within bounds (inclusive), or, for a `text[]`,
 * holding every one of these texts, or one that begins so.
 */
export type Filter =
  | Scalar
  | null
  | { readonly in: readonly Scalar[] }
  | { readonly from?: Scalar; readonly to?: Scalar }
  | { readonly contains: string | readonly string[] }
  | { readonly begins: string };

/** What properties must be, all of them. */
export type Filters<Row extends object = object> = { readonly [Property in keyof Row & string]?: Filter };

export interface ListQuery<Row extends object = object> {
  readonly filters?: Filters<Row>;
  /**
   * Whom the list is for: besides `filters`, a row must meet all of one of these groups. No group, no row. At most
   * READ_MODEL_LIMITS.maxListGroups.
   */
  readonly anyOf?: readonly Filters<Row>[] | undefined;
  /**
   * Words that a row must have, in the texts that the model searches under a name. The best matches come first, then by
   * `sort`; of very many, SEARCH_LIMITS.ranked are put in order and the others left out.
   */
  readonly search?: { readonly under: string; readonly text: string } | undefined;
  /** Rows without the property come last, either way. Rows that are alike in it, and all rows without a sort, go by key. */
  readonly sort?: { readonly property: keyof Row & string; readonly direction: 'asc' | 'desc' } | undefined;
  /** `next` of the page before, under the same sort. */
  readonly after?: string | undefined;
  /** 1 to READ_MODEL_LIMITS.maxListPage. */
  readonly limit: number;
}

export interface ListPage<Row extends object> {
  readonly rows: readonly KeyedRow<Row>[];
  /** Hand back as `after` to read on; undefined on the last page. */
  readonly next?: string;
}

/** The query side of read models. Sees live tables only, each always whole. */
export interface ReadModelReader {
  row<Row extends object>(model: ReadModel<Row>, key: string): Promise<Row | undefined>;
  /** A page of rows. Throws InvalidQueryError. */
  list<Row extends object>(model: ReadModel<Row>, query: ListQuery<Row>): Promise<ListPage<Row>>;
  /** How many rows a list has, counted no further than `atMost` and one more. Throws InvalidQueryError. */
  count<Row extends object>(model: ReadModel<Row>, query: CountQuery<Row>, atMost: number): Promise<number>;
  /** How many rows of a list have each text of a property, the most first, then by code point. Throws InvalidQueryError. */
  tally<Row extends object>(model: ReadModel<Row>, query: TallyQuery<Row>): Promise<readonly Tally[]>;
}

export type CountQuery<Row extends object = object> = Pick<ListQuery<Row>, 'filters' | 'anyOf' | 'search'>;

/** The rows of a list, counted by a text of theirs: by each of several where the property is a list of texts. */
export interface TallyQuery<Row extends object = object> extends CountQuery<Row> {
  readonly by: keyof Row & string;
  /** Of the rows that are counted, which are counted beside. */
  readonly among: Filters<Row>;
  /** 1 to READ_MODEL_LIMITS.maxTallies: those with the most rows. */
  readonly limit: number;
}

/** How many rows have a text, and how many of them are those that are counted beside. */
export interface Tally {
  readonly value: string;
  readonly rows: number;
  readonly among: number;
}

/** A tally query, checked. Throws InvalidQueryError. */
export function planTally(model: AnyReadModel, { by, among, limit, ...query }: TallyQuery) {
  const { type } = columnOf(model, by);
  if (type !== 'text' && type !== 'text[]') throw new InvalidQueryError(`${by} is ${type}: rows are counted by texts`);
  if (!Number.isInteger(limit) || limit < 1 || limit > READ_MODEL_LIMITS.maxTallies)
    throw new InvalidQueryError(`1 to ${READ_MODEL_LIMITS.maxTallies} texts are counted by, not ${limit}`);
  const plan = planList(model, { ...query, limit: 1 });
  return {
    plan,
    by,
    isList: type === 'text[]',
    among: planList(model, { filters: among, limit: 1 }).conditions,
    limit,
  };
}

/** A list query, checked, with its parts told apart: what the stores carry out. */
export interface ListPlan {
  readonly conditions: readonly Condition[];
  /** Besides, the conditions of one of these groups hold; undefined when there is no choice. */
  readonly anyOf: readonly (readonly Condition[])[] | undefined;
  /** What a row must have, and what it is ranked by. */
  readonly search:
    | { readonly under: string; readonly text: string; readonly tokens: readonly string[]; readonly skip: number }
    | undefined;
  readonly sort: { readonly property: string; readonly descending: boolean; readonly isNatural: boolean } | undefined;
  /** Where the page before ended: its last sort value (null: none) and key. */
  readonly after: { readonly value: Scalar | null; readonly key: string } | undefined;
  readonly limit: number;
}

export type Condition = { readonly property: string } & (
  | { readonly is: 'null' }
  | { readonly is: 'in'; readonly values: readonly Scalar[] }
  | { readonly is: 'between'; readonly from: Scalar | undefined; readonly to: Scalar | undefined }
  | { readonly is: 'containing'; readonly values: readonly string[] }
  | { readonly is: 'beginning'; readonly value: string }
);

/** Throws InvalidQueryError on unknown properties, values of another type, a foreign cursor, a limit out of bounds. */
export function planList(model: AnyReadModel, query: ListQuery): ListPlan {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > READ_MODEL_LIMITS.maxListPage)
    throw new InvalidQueryError(`a page holds 1 to ${READ_MODEL_LIMITS.maxListPage} rows, not ${limit}`);
  const conditionsOf = (filters: object): Condition[] =>
    Object.entries(filters)
      .filter(([, filter]) => filter !== undefined)
      .map(([property, filter]) => condition(model, property, filter as Filter));
  if (query.anyOf && query.anyOf.length > READ_MODEL_LIMITS.maxListGroups)
    throw new InvalidQueryError(`more than ${READ_MODEL_LIMITS.maxListGroups} groups of filters`);
  const groups = query.anyOf?.map(conditionsOf);
  const isChoice = groups !== undefined && groups.length !== 1 && groups.every((group) => group.length > 0);
  const conditions = [...conditionsOf(query.filters ?? {}), ...(groups?.length === 1 ? groups[0]! : [])];
  const sort = query.sort as { property: string; direction: 'asc' | 'desc' } | undefined;
  if (sort) {
    const type = columnOf(model, sort.property).type;
    if (type === 'json' || type === 'text[]') throw new InvalidQueryError(`${sort.property} has no order`);
    if (sort.direction !== 'asc' && sort.direction !== 'desc') throw new InvalidQueryError('sort goes asc or desc');
  }
  const search = query.search && searchOf(model, query.search, query.after);
  const after = query.after === undefined || search ? undefined : readCursor(model, sort, query.after);
  return {
    conditions,
    anyOf: isChoice ? groups : undefined,
    search,
    sort: sort && {
      property: sort.property,
      descending: sort.direction === 'desc',
      isNatural: model.columns[sort.property]?.order === 'natural',
    },
    after,
    limit,
  };
}

/** Matches are in order of how well they match, which no value of a row says: their cursor says how many there were. */
function searchOf(model: AnyReadModel, { under, text }: { under: string; text: string }, cursor: string | undefined) {
  if (!Object.hasOwn(model.search ?? {}, under)) throw new InvalidQueryError(`${model.name} has no search ${under}`);
  const tokens = tokensAsked(text);
  if (tokens.length === 0) throw new InvalidQueryError('nothing to search for');
  if (cursor !== undefined && !/^\d{1,5}$/.test(cursor)) throw new InvalidQueryError('not a cursor of this list');
  return { under, text, tokens, skip: Number(cursor ?? 0) };
}

function columnOf(model: AnyReadModel, property: string) {
  const column = Object.hasOwn(model.columns, property) ? model.columns[property] : undefined;
  if (!column) throw new InvalidQueryError(`${model.name} has no property ${property}`);
  return column;
}

function condition(model: AnyReadModel, property: string, filter: Filter): Condition {
  const { type } = columnOf(model, property);
  const checked = <Value extends Scalar>(value: Value): Value => {
    if (type === 'json' || !fits(type === 'text[]' ? 'text' : type, value))
      throw new InvalidQueryError(`${property} is ${type}, not ${JSON.stringify(value)}`);
    return value;
  };
  if (filter === null) return { property, is: 'null' };
  if (typeof filter === 'object' && 'contains' in filter) {
    if (type !== 'text[]') throw new InvalidQueryError(`${property} is ${type}: it contains nothing`);
    return { property, is: 'containing', values: [filter.contains].flat().map(checked) };
  }
  if (typeof filter === 'object' && 'begins' in filter) {
    if (type !== 'text[]') throw new InvalidQueryError(`${property} is ${type}: ask from where to where`);
    return { property, is: 'beginning', value: checked(filter.begins) };
  }
  if (type === 'text[]') throw new InvalidQueryError(`${property} is text[]: ask what it contains`);
  if (typeof filter !== 'object') return { property, is: 'in', values: [checked(filter)] };
  if ('in' in filter) return { property, is: 'in', values: filter.in.map(checked) };
  return {
    property,
    is: 'between',
    from: filter.from === undefined ? undefined : checked(filter.from),
    to: filter.to === undefined ? undefined : checked(filter.to),
  };
}

/** Cursor behind a row, under the plan's sort. */
export function writeCursor(plan: ListPlan, last: KeyedRow): string {
  const { sort, search } = plan;
  if (search) return String(search.skip + plan.limit);
  const value = sort ? ((last.row as Record<string, unknown>)[sort.property] ?? null) : null;
  const text = JSON.stringify([sort?.property ?? '', sort?.descending ?? false, value, last.key]);
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function readCursor(
  model: AnyReadModel,
  sort: { property: string; direction: 'asc' | 'desc' } | undefined,
  cursor: string,
): ListPlan['after'] {
  const foreign = new InvalidQueryError('not a cursor of this list');
  let parts: unknown;
  try {
    parts = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(cursor), (char) => char.charCodeAt(0))));
  } catch {
    throw foreign;
  }
  if (!Array.isArray(parts) || parts.length !== 4) throw foreign;
  const [property, descending, value, key] = parts as unknown[];
  if (property !== (sort?.property ?? '') || descending !== (sort?.direction === 'desc')) throw foreign;
  if (typeof key !== 'string' || !fits('text', key)) throw foreign;
  if (value !== null && !(sort && fits(model.columns[sort.property]!.type, value))) throw foreign;
  return { value: value as Scalar | null, key };
}

/** Waits until a projection, followed in whatever process, has reached a position; false when the limit came first. */
export async function waitForProjection(
  store: ReadModelStore,
  projection: string,
  position: Position,
  limitMs: number,
  pollMs = 20,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    if ((await store.load(projection)).position >= position) return true;
    if (Date.now() + pollMs > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

import type pg from 'pg';
import {
  type AnyReadModel,
  type CatchUp,
  columnName,
  isFollowed,
  type Position,
  type ReadModelBuild,
  type ReadModelChanges,
  type ReadModelComparison,
  type ReadModelDifference,
  type RowRequest,
  shapeOf,
} from '#eventsourcing';
import { ENTRY_COLUMNS, entryOf } from './read-model-entry.js';
import {
  attachLedger,
  buildSuffix,
  completion,
  createLedger,
  createRows,
  dropTables,
  identifier,
  tablesOf,
} from './read-model-schema.js';
import { loadProjection, transaction } from './read-model-transaction.js';
import { readTypes } from './read-model-values.js';
import { TableWriter, WRITE_SETTINGS, writeParked } from './read-model-writer.js';

/** A swap waits this long for readers of a table before it lets them go first and tries again. */
const SWAP_LOCK_TIMEOUT_MS = 3_000;
const SWAP_ATTEMPTS = 10;

/** For sums and sorts over whole ledgers. */
const COMPLETION_SETTINGS = `set local work_mem = '32MB'; set local default_statistics_target = 20`;

/**
 * Locks the name of a build for as long as the connection lives, so that nobody else builds under it or takes its
 * tables for leftovers. False when another process has it.
 */
export async function lockTables(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('anjuan build ' || $1, 0)) as locked`,
    [name],
  );
  return rows[0]?.locked === true;
}

export async function unlockTables(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(`select pg_advisory_unlock(hashtextextended('anjuan build ' || $1, 0))`, [name]);
}

/** Tables of read models in the making. Its one connection holds the locks of their names. */
export class PostgresBuild implements ReadModelBuild {
  private readonly writers: ReadonlyMap<string, TableWriter>;
  private hasRollups = false;
  private broken: Error | undefined;
  private isOver = false;
  private readonly onError = (error: Error) => {
    this.broken = error;
  };

  constructor(
    private readonly pool: pg.Pool,
    private readonly client: pg.PoolClient,
    private readonly projection: string,
    private readonly models: readonly AnyReadModel[],
    private readonly purpose: 'swap' | 'compare',
  ) {
    client.on('error', this.onError);
    this.writers = new Map(
      models.map((model) => [
        model.name,
        new TableWriter(model, tablesOf(model.name, this.suffix(model)), shapeOf(model)),
      ]),
    );
  }

  /** Makes the tables, empty, over whatever an earlier build left. */
  async create(): Promise<void> {
    for (const { model, tables } of this.writers.values()) {
      await this.client.query(dropTables(tables));
      await this.forgetParked(this.client, model);
      await this.client.query(createRows(model, tables.rows));
      for (const statement of createLedger(model.name, tables)) await this.client.query(statement);
    }
  }

  async rows(requests: readonly RowRequest[]): Promise<ReadonlyMap<string, object>[]> {
    // Not over the build's own connection, where they would wait for the write that is under way.
    return Promise.all(requests.map(({ model, keys }) => this.writer(model.name).rows(this.pool, keys)));
  }

  async write(changes: readonly ReadModelChanges[]): Promise<void> {
    try {
      await this.client.query(`begin; ${WRITE_SETTINGS}`);
      for (const change of changes) {
        await this.writer(change.model.name).write(this.client, change, { rollups: this.hasRollups });
        if (this.purpose === 'swap') await writeParked(this.client, change.parked, this.suffix(change.model));
      }
      await this.client.query('commit');
    } catch (error) {
      // What was written is unknown now: the build is of no more use, and its connection is not given back.
      this.broken = error as Error;
      throw error;
    }
  }

  async complete(): Promise<void> {
    const runs = [...this.writers.values()].flatMap(({ model, tables }) => completion(model, tables));
    const work = () =>
      transaction(this.pool, COMPLETION_SETTINGS, async (client) => {
        for (let run = runs.shift(); run; run = runs.shift())
          for (const statement of run) await client.query(statement);
      });
    // Nothing is folded meanwhile: two at a time keep two cores at work.
    const outcomes = await Promise.allSettled([work(), work()]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    this.hasRollups = true;
  }

  async swapIn(catchUp: CatchUp): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.holding((client, held) => this.swap(client, held, catchUp));
      } catch (error) {
        if (!isLockTrouble(error) || attempt >= SWAP_ATTEMPTS) throw error;
      }
    }
  }

  async compare(catchUp: CatchUp, limit: number): Promise<ReadModelComparison[]> {
    return this.holding(async (client, { position }) => {
      await catchUp(position);
      const comparisons: ReadModelComparison[] = [];
      for (const writer of this.writers.values())
        comparisons.push(await compareTables(client, writer, position, limit));
      return comparisons;
    });
  }

  async discard(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    try {
      if (this.broken) return;
      for (const { model, tables } of this.writers.values()) {
        await this.client.query(dropTables(tables));
        await this.forgetParked(this.client, model);
        await unlockTables(this.client, model.name + this.suffix(model));
      }
    } catch (error) {
      this.broken = error as Error;
    } finally {
      this.client.off('error', this.onError);
      this.client.release(this.broken);
    }
  }

  private async swap(client: pg.ClientBase, state: Held, catchUp: CatchUp): Promise<void> {
    const held = isFollowed(state.readModels, this.models) ? state.position : undefined;
    const reached = await catchUp(held);
    if (held !== undefined && reached !== held) throw new Error(`built to ${reached}, held at ${held}`);
    await client.query(`set local lock_timeout = ${SWAP_LOCK_TIMEOUT_MS}`);
    for (const { model, tables } of this.writers.values()) {
      const { name } = model;
      const live = tablesOf(name);
      await client.query(dropTables(live));
      for (const part of ['rows', 'ledger', 'rollup', 'months'] as const)
        await client.query(`alter table ${tables[part]} rename to ${live[part].split('.')[1]}`);
      for (const statement of attachLedger(name, live)) await client.query(statement);
      await client.query(`delete from anjuan.parked_key where read_model = $1 and build = ''`, [name]);
      await client.query(`update anjuan.parked_key set build = '' where read_model = $1 and build = $2`, [
        name,
        this.suffix(model),
      ]);
      await client.query(
        `insert into anjuan.read_model (name, projection, version, shape) values ($1, $2, $3, $4)
         on conflict (name) do update set version = $3, shape = $4, built_at = now()`,
        [name, this.projection, model.version, shapeOf(model)],
      );
    }
    await client.query('update anjuan.projection set position = $2, epoch = epoch + 1 where name = $1', [
      this.projection,
      reached,
    ]);
  }

  /** Runs work in a transaction that holds the projection's checkpoint where it is: commits wait. */
  private async holding<Result>(work: (client: pg.ClientBase, held: Held) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      await client.query('begin');
      await client.query(
        'insert into anjuan.projection (name, position, epoch) values ($1, 0, 0) on conflict do nothing',
        [this.projection],
      );
      await client.query('select from anjuan.projection where name = $1 for update', [this.projection]);
      const held = await loadProjection(client, this.projection);
      const result = await work(client, held!);
      await client.query(this.purpose === 'swap' ? 'commit' : 'rollback');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  private async forgetParked(client: pg.ClientBase, model: AnyReadModel): Promise<void> {
    await client.query('delete from anjuan.parked_key where read_model = $1 and build = $2', [
      model.name,
      this.suffix(model),
    ]);
  }

  private suffix(model: AnyReadModel): string {
    return buildSuffix(model, this.purpose);
  }

  private writer(name: string): TableWriter {
    const writer = this.writers.get(name);
    if (!writer) throw new Error(`${name} is not in this build`);
    return writer;
  }
}

type Held = NonNullable<Awaited<ReturnType<typeof loadProjection>>>;

/** A lock could not be had in time, or two transactions waited for each other: worth another try. */
function isLockTrouble(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '55P03' || code === '40P01';
}

async function compareTables(
  client: pg.ClientBase,
  rebuilt: TableWriter,
  position: Position,
  limit: number,
): Promise<ReadModelComparison> {
  const { model, tables } = rebuilt;
  const live = tablesOf(model.name);
  const columns = Object.entries(model.columns).map(([property, { type }]) => ({
    name: identifier(columnName(property)),
    // json has no equality; its text is what was written.
    compared: type === 'json' ? `::text` : '',
  }));
  const side = (name: string) => columns.map((column) => `${name}.${column.name}`).join(', ');
  const differs = columns
    .map(({ name, compared }) => `k.${name}${compared} is distinct from r.${name}${compared}`)
    .join(' or ');
  const rows = await client.query<unknown[]>({
    text: `select k.key, r.key, count(*) over (), ${side('k')}, ${side('r')}
      from ${live.rows} k full join ${tables.rows} r on k.key = r.key
      where k.key is null or r.key is null or ${differs}
      order by coalesce(k.key, r.key) limit $1`,
    values: [limit],
    rowMode: 'array',
    types: readTypes,
  });
  const differences: ReadModelDifference[] = rows.rows.map((values) => ({
    of: 'row',
    key: (values[0] ?? values[1]) as string,
    ...(values[0] !== null && { kept: rebuilt.row(values, 3) }),
    ...(values[1] !== null && { rebuilt: rebuilt.row(values, 3 + columns.length) }),
  }));
  const entry = (name: string) => ENTRY_COLUMNS.map((column) => `${name}.${column}`).join(', ');
  const entries = await client.query<unknown[]>({
    text: `select count(*) over (), ${entry('k')}, ${entry('r')}
      from ${live.ledger} k full join ${tables.ledger} r on k.position = r.position and k.ordinal = r.ordinal
      where k.position is null or r.position is null or (${entry('k')}) is distinct from (${entry('r')})
      order by coalesce(k.position, r.position), coalesce(k.ordinal, r.ordinal) limit $1`,
    values: [limit],
    rowMode: 'array',
    types: readTypes,
  });
  for (const values of entries.rows) {
    const kept = entryOf(values, 1);
    const again = entryOf(values, 1 + ENTRY_COLUMNS.length);
    const { position: at, ordinal } = (kept ?? again)!;
    differences.push({
      of: 'entry',
      position: at,
      ordinal,
      ...(kept && { kept }),
      ...(again && { rebuilt: again }),
    });
  }
  const totals = await client.query<{ rows: number; entries: number }>({
    text: `select (select count(*) from ${tables.rows}) as rows, (select count(*) from ${tables.ledger}) as entries`,
    types: readTypes,
  });
  const counted = (result: pg.QueryResult<unknown[]>, index: number) => (result.rows[0]?.[index] as number) ?? 0;
  return {
    readModel: model.name,
    position,
    rows: totals.rows[0]!.rows,
    entries: totals.rows[0]!.entries,
    differing: counted(rows, 2) + counted(entries, 0),
    differences: differences.slice(0, limit),
  };
}

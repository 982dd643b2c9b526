import type pg from 'pg';
import {
  type AnyReadModel,
  BuildBusyError,
  CheckpointLostError,
  type CheckpointStep,
  type CountQuery,
  columnName,
  type KeyedRow,
  type Lease,
  type ListPage,
  type ListQuery,
  type ProjectionState,
  planList,
  planTally,
  type ReadModel,
  type ReadModelBuild,
  type ReadModelChanges,
  type ReadModelStore,
  type RowRequest,
  shapeOf,
  type Tally,
  type TallyQuery,
  writeCursor,
} from '#eventsourcing';
import { whenBuilt } from './faults.js';
import { takeLease } from './lease.js';
import { lockTables, PostgresBuild, unlockTables } from './read-model-build.js';
import { countSql, listSql, tallySql } from './read-model-list.js';
import { buildSuffix, dropTables, identifier, tablesOf } from './read-model-schema.js';
import { loadProjection, transaction } from './read-model-transaction.js';
import { readTypes } from './read-model-values.js';
import { TableWriter, WRITE_SETTINGS, writeParked } from './read-model-writer.js';

/**
 * Read models in PostgreSQL. A commit is one transaction over rows, ledger, rollup, parked keys and checkpoint. It
 * does not wait for the disk: after a crash of the server all of it may be back at an earlier position, together, and
 * the projector goes on from there.
 */
export class PostgresReadModelStore implements ReadModelStore {
  private readonly writers = new Map<string, TableWriter>();

  constructor(private readonly pool: pg.Pool) {}

  async load(projection: string): Promise<ProjectionState> {
    return (await loadProjection(this.pool, projection)) ?? { position: 0, epoch: 0, readModels: [] };
  }

  async rows(requests: readonly RowRequest[]): Promise<ReadonlyMap<string, object>[]> {
    return Promise.all(requests.map(({ model, keys }) => this.writer(model).rows(this.pool, keys)));
  }

  async commit(step: CheckpointStep, changes: readonly ReadModelChanges[]): Promise<void> {
    await transaction(this.pool, WRITE_SETTINGS, async (client) => {
      // First of all, so that of two owners one waits here and then learns that it lost, before either wrote a row.
      const moved = await client.query({
        name: 'anjuan_checkpoint',
        text: `update anjuan.projection set position = $4, updated_at = now()
               where name = $1 and position = $2 and epoch = $3`,
        values: [step.projection, step.expected, step.epoch, step.next],
      });
      if (moved.rowCount !== 1) {
        const { rows } = await client.query<{ position: number; epoch: number }>({
          text: 'select position, epoch from anjuan.projection where name = $1',
          values: [step.projection],
          types: readTypes,
        });
        throw new CheckpointLostError(step, rows[0] ?? { position: 0, epoch: 0 });
      }
      for (const change of changes) {
        await this.writer(change.model).write(client, change, { rollups: true });
        await writeParked(client, change.parked, '');
      }
    });
  }

  lease(projection: string, onLost: () => void): Promise<Lease | undefined> {
    return takeLease(this.pool, projection, onLost);
  }

  async retire(projection: string, names: readonly string[]): Promise<void> {
    await transaction(this.pool, '', async (client) => {
      await client.query('select from anjuan.projection where name = $1 for update', [projection]);
      const { rows } = await client.query<{ name: string }>(
        'delete from anjuan.read_model where projection = $1 and name = any($2) returning name',
        [projection, names],
      );
      for (const { name } of rows) await client.query(dropTables(tablesOf(name)));
      await client.query(`delete from anjuan.parked_key where read_model = any($1) and build = ''`, [
        rows.map(({ name }) => name),
      ]);
      await client.query('update anjuan.projection set epoch = epoch + 1 where name = $1', [projection]);
    });
  }

  async sweep(): Promise<void> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<{ name: string; suffix: string }>(
        `select distinct parts[1] as name, parts[2] as suffix
         from pg_class join pg_namespace on pg_namespace.oid = relnamespace,
           regexp_match(relname, '^(?:metric_ledger_|metric_rollup_|metric_month_)?(.+?)(__(?:v[0-9]+|compare))$') as parts
         where nspname in ('read_models', 'anjuan') and relkind = 'r' and parts is not null`,
      );
      for (const { name, suffix } of rows) {
        if (!(await lockTables(client, name + suffix))) continue;
        await client.query(dropTables(tablesOf(name, suffix)));
        await client.query('delete from anjuan.parked_key where read_model = $1 and build = $2', [name, suffix]);
        await unlockTables(client, name + suffix);
      }
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      // A connection that may still hold a lock is not given back.
      client.release(broken);
    }
  }

  async beginBuild(
    projection: string,
    models: readonly AnyReadModel[],
    purpose: 'swap' | 'compare',
  ): Promise<ReadModelBuild> {
    const { rows } = await this.pool.query<{ name: string; projection: string }>(
      'select name, projection from anjuan.read_model where name = any($1) and projection <> $2',
      [models.map(({ name }) => name), projection],
    );
    if (rows[0]) throw new Error(`read model ${rows[0].name} belongs to projection ${rows[0].projection}`);
    const client = await this.pool.connect();
    try {
      for (const model of models) {
        const name = model.name + buildSuffix(model, purpose);
        if (!(await lockTables(client, name))) throw new BuildBusyError(`${name} is being built by another process`);
      }
      const build = new PostgresBuild(this.pool, client, projection, models, purpose);
      await build.create();
      return build;
    } catch (error) {
      // Ends the connection, and with it the locks that it got.
      client.release(error as Error);
      throw error;
    }
  }

  async row<Row extends object>(model: ReadModel<Row>, key: string): Promise<Row | undefined> {
    const rows = await whenBuilt(model.name, this.writer(model as AnyReadModel).rows(this.pool, [key]));
    return rows.get(key) as Row | undefined;
  }

  async list<Row extends object>(model: ReadModel<Row>, query: ListQuery<Row>): Promise<ListPage<Row>> {
    const plan = planList(model as AnyReadModel, query as ListQuery);
    const writer = this.writer(model as AnyReadModel);
    const columns = ['key', ...Object.keys(model.columns).map((property) => identifier(columnName(property)))];
    const { text, values } = listSql(model as AnyReadModel, plan, writer.tables.rows, columns);
    const found = this.pool.query<unknown[]>({ text, values, rowMode: 'array', types: readTypes });
    const { rows } = await whenBuilt(model.name, found);
    const page = rows.slice(0, plan.limit).map((row) => ({ key: row[0], row: writer.row(row) }) as KeyedRow<Row>);
    const last = page.at(-1);
    return { rows: page, ...(last && rows.length > plan.limit ? { next: writeCursor(plan, last) } : {}) };
  }

  async count<Row extends object>(model: ReadModel<Row>, query: CountQuery<Row>, atMost: number): Promise<number> {
    const plan = planList(model as AnyReadModel, { ...query, limit: 1 } as ListQuery);
    const statement = countSql(model as AnyReadModel, plan, this.writer(model as AnyReadModel).tables.rows, atMost);
    const { rows } = await whenBuilt(
      model.name,
      this.pool.query<{ count: number }>({ ...statement, types: readTypes }),
    );
    return Number(rows[0]!.count);
  }

  async tally<Row extends object>(model: ReadModel<Row>, query: TallyQuery<Row>): Promise<readonly Tally[]> {
    const tally = planTally(model as AnyReadModel, query as TallyQuery);
    const statement = tallySql(model as AnyReadModel, tally, this.writer(model as AnyReadModel).tables.rows);
    const found = this.pool.query<{ value: string; rows: number; among: number }>({ ...statement, types: readTypes });
    const { rows } = await whenBuilt(model.name, found);
    return rows.map((row) => ({ value: row.value, rows: Number(row.rows), among: Number(row.among) }));
  }

  private writer(model: AnyReadModel): TableWriter {
    const known = this.writers.get(model.name);
    if (known?.model === model) return known;
    const writer = new TableWriter(model, tablesOf(model.name), shapeOf(model));
    this.writers.set(model.name, writer);
    return writer;
  }
}

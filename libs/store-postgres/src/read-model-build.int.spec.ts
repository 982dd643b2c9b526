import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type AnyReadModel, BuildBusyError, MemoryStore, Projector, type ReadModel } from '#eventsourcing';
import { createPool } from './connection.js';
import { PostgresLedger } from './metric-ledger.js';
import { tableOf } from './read-model-schema.js';
import { PostgresReadModelStore } from './read-model-store.js';
import { type TestDatabase, testDatabase } from './testing/index.js';
import { type Visits, visits } from './testing/visits.js';

const LIMIT_MS = 30_000;

const other: ReadModel<Visits> = { ...visits, name: 'other_visits' };

describe('read models in PostgreSQL', () => {
  let database: TestDatabase;
  let log: MemoryStore;
  let appended: number;
  /** Connections of the projector under test, apart from the test's own. */
  let pool: pg.Pool;
  const running: Projector[] = [];

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    log = new MemoryStore();
    appended = 0;
    pool = createPool(database.url, { name: 'projector-under-test' });
  });
  afterEach(async () => {
    for (const projector of running.splice(0)) await projector.stop();
    await pool.end();
    const names = [visits.name, other.name];
    const { rows } = await database.pool.query<{ name: string }>('select name from anjuan.projection');
    for (const { name } of rows) await new PostgresReadModelStore(database.pool).retire(name, names);
    await database.pool.query('delete from anjuan.projection');
  });

  const append = async (events: number, streams = 50) => {
    for (let index = 0; index < events; index++, appended++) {
      const commandId = `00000000-0000-4000-8000-${appended.toString(16).padStart(10, '0')}00`;
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId };
      const data = { unit: `unit-${appended % 3}` };
      await log.append(
        [
          {
            stream: `case-${appended % streams}`,
            expected: 'any',
            events: [{ type: 'Visited', data, schemaVersion: 1, meta: { ...meta, sourceSystem: 's', ruleset: '1' } }],
          },
        ],
        { commandId },
      );
    }
  };
  const make = (readModels: readonly AnyReadModel[], on = pool) => {
    const projector = new Projector({
      store: log,
      readModels,
      readModelStore: new PostgresReadModelStore(on),
      limits: { gatherMs: 0, pollIntervalMs: 20, firstBackoffMs: 1, maxBackoffMs: 20, batchEvents: 20 },
    });
    running.push(projector);
    return projector;
  };
  const follow = async (readModels: readonly AnyReadModel[]) => {
    const projector = make(readModels);
    await projector.start();
    await projector.caughtUp();
    return projector;
  };
  const until = async (what: string, holds: () => Promise<boolean>) => {
    const deadline = Date.now() + LIMIT_MS;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const tables = async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select nspname || '.' || relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where relkind = 'r' and (nspname = 'read_models' or relname ~ '^metric_') order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const kill = (condition: string) =>
    database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'projector-under-test' and datname = current_database() and ${condition}`,
    );
  const expectRight = async () => {
    await make([visits], database.pool)
      .compare(visits.name)
      .then((comparison) => {
        expect(comparison).toMatchObject({ differing: 0, rows: Math.min(50, appended), position: appended });
      });
    const ledger = new PostgresLedger(database.pool);
    expect(await ledger.ledgerAgreesWithRollup()).toEqual([]);
    expect((await ledger.sum({ measures: ['visits'] })).count).toBe(appended);
  };

  it('keeps a table per read model under a name that stays, for queries of one’s own', async () => {
    await append(3);
    await (await follow([visits])).stop();
    await follow([{ ...visits, version: 2 }]);
    expect(await tables()).toEqual([
      'anjuan.metric_ledger_visits',
      'anjuan.metric_month_visits',
      'anjuan.metric_rollup_visits',
      'read_models.visits',
    ]);
    const { rows } = await database.pool.query(`select key, visit_count, last_unit from ${tableOf(visits)} order by 1`);
    expect(rows[0]).toEqual({ key: 'case-0', visit_count: 1, last_unit: 'unit-0' });
  });

  it('loses and doubles nothing when connections are cut in the middle of commits', async () => {
    const projector = await follow([visits]);
    let cut = 0;
    for (let round = 0; round < 15; round++) {
      const before = projector.position;
      await append(60);
      await until('a commit under way', async () => {
        const { rows } = await kill(`state <> 'idle'`);
        cut += rows.length;
        return rows.length > 0 || projector.position >= appended;
      });
      await until('going on', async () => projector.position > before);
    }
    await projector.caughtUp();
    expect(cut).toBeGreaterThan(0);
    await expectRight();
  });

  it('gets its lease again when the connection that held it was cut, and goes on', async () => {
    const projector = await follow([visits]);
    expect((await kill(`query like '%tcp_keepalives%'`)).rows).toHaveLength(1);
    await append(60);
    await projector.caughtUp();
    const another = new PostgresReadModelStore(database.pool);
    await until('the lease to be held again', async () => {
      const lease = await another.lease('main', () => {});
      await lease?.release();
      return lease === undefined;
    });
    await append(60);
    await projector.caughtUp();
    expect(projector.status().state).toBe('following');
    await expectRight();
  });

  it('begins a rebuild again by itself when its connection was cut, and leaves nothing behind', async () => {
    await append(400);
    await (await follow([visits])).stop();
    let cuts = 0;
    const next = {
      ...visits,
      version: 2,
      evolve: (row: Visits | undefined, event: Parameters<typeof visits.evolve>[1]) => {
        if (cuts < 3 && event.position === 100 + 100 * cuts) {
          cuts += 1;
          void kill('true');
        }
        return visits.evolve(row, event);
      },
    };
    const projector = make([next]);
    await projector.start();
    await projector.caughtUp();
    expect(cuts).toBe(3);
    expect((await tables()).filter((name) => name.includes('__'))).toEqual([]);
    expect((await projector.compare(visits.name)).differing).toBe(0);
  });

  it('drops what the build of a dead process left, and never touches a build that is alive', async () => {
    await append(5);
    await follow([visits, other]);
    const builder = new PostgresReadModelStore(pool);
    const dead = await builder.beginBuild('main', [visits], 'compare');
    const alive = await new PostgresReadModelStore(database.pool).beginBuild('main', [other], 'compare');
    await expect(builder.beginBuild('main', [other], 'compare')).rejects.toThrow(BuildBusyError);
    await kill(`query like '%compare%'`);
    const sweeper = new PostgresReadModelStore(database.pool);
    await until('the lock of the dead build to go', async () => {
      await sweeper.sweep();
      return !(await tables()).includes('read_models.visits__compare');
    });
    expect((await tables()).filter((name) => name.includes('__'))).toEqual([
      'anjuan.metric_ledger_other_visits__compare',
      'anjuan.metric_month_other_visits__compare',
      'anjuan.metric_rollup_other_visits__compare',
      'read_models.other_visits__compare',
    ]);
    await alive.discard();
    await dead.discard();
    expect((await tables()).filter((name) => name.includes('__'))).toEqual([]);
  });

  it('waits with a swap for a reader that still holds the table, and then goes through', async () => {
    await append(30);
    const projector = await follow([visits]);
    const reader = await database.pool.connect();
    await reader.query('begin');
    const before = await reader.query(`select count(*) from ${tableOf(visits)}`);
    const rebuilding = projector.rebuild(visits.name);
    await until('the swap to wait', async () => {
      const { rows } = await database.pool.query(
        `select from pg_locks where not granted and relation = 'read_models.visits'::regclass`,
      );
      return rows.length > 0;
    });
    expect((await reader.query(`select count(*) from ${tableOf(visits)}`)).rows).toEqual(before.rows);
    await reader.query('commit');
    reader.release();
    await rebuilding;
    await append(10);
    await projector.caughtUp();
    await expectRight();
  });

  it('refuses to build a read model that another projection keeps', async () => {
    await follow([visits]);
    await expect(new PostgresReadModelStore(pool).beginBuild('second', [visits], 'swap')).rejects.toThrow(
      'belongs to projection main',
    );
  });
});

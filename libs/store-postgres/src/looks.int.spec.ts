import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { type Look, LooksUnavailableError } from '#eventsourcing';
import { looksContract } from '#eventsourcing/testing';
import { connect, createPool } from './connection.js';
import { PostgresLooks } from './looks.js';
import { type TestDatabase, testDatabase } from './testing/index.js';

looksContract('PostgreSQL', async () => {
  // What was looked at cannot be removed: each test has a database of its own.
  const database = await testDatabase();
  return { looks: new PostgresLooks(database.pool), close: () => database.drop() };
});

const LIMIT_MS = 20_000;

const look: Look = {
  at: '2024-03-01T01:00:00.000Z',
  person: 'li',
  unit: 'qz',
  roles: ['OFFICER'],
  question: '/cases/:id',
  register: 'case',
  id: 'c-1',
};

describe('looks in PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it.each([
    ['update', `update anjuan.look set person = 'nobody'`],
    ['delete', 'delete from anjuan.look'],
    ['truncate', 'truncate anjuan.look'],
  ])('refuse %s by privilege, and to who grants it to himself by trigger', async (privilege, sql) => {
    await new PostgresLooks(database.pool).record(look);
    const { rows } = await database.pool.query<{ all: boolean }>(
      'select rolsuper as all from pg_roles where rolname = current_user',
    );
    const refusal = rows[0]?.all ? /never changed or removed/ : /permission denied/;
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '42501', message: refusal });
    const client = await connect(database.url);
    try {
      await client.query('begin');
      await client.query(`grant ${privilege} on anjuan.look to current_user`);
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501', message: /never changed or removed/ });
    } finally {
      await client.end();
    }
  });

  it('go in few transactions when many come at once', async () => {
    const looks = new PostgresLooks(database.pool);
    await Promise.all(Array.from({ length: 400 }, () => looks.record({ ...look, person: 'batch' })));
    const { rows } = await database.pool.query(
      `select count(distinct xmin::text)::int as transactions, count(*)::int as looks
       from anjuan.look where person = 'batch'`,
    );
    expect(rows).toEqual([{ transactions: 2, looks: 400 }]);
  });

  it('are turned away when too many wait, and taken again when these are written', async () => {
    const looks = new PostgresLooks(database.pool, { maxWaiting: 2 });
    // The first is being written, two wait.
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => looks.record({ ...look, person: 'queue' })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected'],
    ]);
    await expect(Promise.reject((outcomes[4] as PromiseRejectedResult).reason)).rejects.toThrow(LooksUnavailableError);
    await looks.record({ ...look, person: 'queue' });
    expect((await looks.list({ limit: 10, person: 'queue' })).looks).toHaveLength(4);
  });

  it('are refused while the store is away, and recorded when it is back', async () => {
    const pool: pg.Pool = createPool(database.url, { name: 'looks-under-test', max: 1 });
    try {
      const looks = new PostgresLooks(pool);
      await looks.record({ ...look, person: 'away' });
      const holder = await connect(database.url);
      await holder.query('begin; lock table anjuan.look in access exclusive mode');
      const held = [looks.record({ ...look, person: 'away' }), looks.record({ ...look, person: 'away' })];
      const outcomes = Promise.allSettled(held);
      let killed = 0;
      for (const deadline = Date.now() + LIMIT_MS; killed === 0 && Date.now() < deadline; ) {
        const { rowCount } = await database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'looks-under-test' and wait_event_type = 'Lock'`,
        );
        killed = rowCount ?? 0;
      }
      await holder.query('rollback');
      await holder.end();
      // The connection of the first batch was cut; the second found another.
      expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      await expect(held[0]).rejects.toThrow(LooksUnavailableError);
      await looks.record({ ...look, person: 'away' });
      expect((await looks.list({ limit: 10, person: 'away' })).looks).toHaveLength(3);
    } finally {
      await pool.end();
    }
  });
});

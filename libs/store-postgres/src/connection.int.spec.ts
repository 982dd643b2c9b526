import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { ReadModelNotReadyError, type StoreUnavailableError } from '#eventsourcing';
import { connect, createPool } from './connection.js';
import { openDatabase } from './database.js';
import { DatabaseUnreachableError } from './errors.js';
import { PostgresEventStore } from './event-store.js';
import { PostgresLedger } from './metric-ledger.js';
import { tableOf } from './read-model-schema.js';
import { PostgresReadModelStore } from './read-model-store.js';
import { type TestDatabase, testDatabase } from './testing/index.js';
import { visits } from './testing/visits.js';

/** Far less than the wait for a connection that nobody answers. */
const LIMIT_MS = 3_000;
const CLOSES_AFTER_MS = 400;

const within = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`not over after ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
};
const write = () => {
  const ids = { commandId: randomUUID(), correlationId: randomUUID() };
  const meta = { actor: 'a', unit: 'u', role: 'r', ...ids, sourceSystem: 's', ruleset: '1' };
  const event = { type: 'Happened', schemaVersion: 1, data: {}, meta };
  return [{ stream: 'away-1', expected: 'any' as const, events: [event] }];
};

describe('a connection that is closed while it is being made', () => {
  let server: Server;
  let url: string;
  const sockets = new Set<Socket>();

  /** Accepts, waits for the first bytes, says nothing, and closes; or never does. */
  const listen = async (closesAfterMs: number | undefined) => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
      socket.once('data', () => {
        server.emit('asked');
        if (closesAfterMs !== undefined) setTimeout(() => socket.end(), closesAfterMs);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `postgresql://nobody:nothing@127.0.0.1:${(server.address() as AddressInfo).port}/none`;
  };
  const asked = () => once(server, 'asked');
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  const store = () => new PostgresEventStore({ url });
  const overPool = async (begin: (pool: pg.Pool) => Promise<unknown>) => {
    const pool = createPool(url);
    const work = begin(pool);
    await asked();
    await Promise.all([expect(work).rejects.toMatchObject({ name: 'StoreUnavailableError' }), pool.end()]);
  };
  const openers: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['one connection', () => expect(connect(url)).rejects.toThrow(DatabaseUnreachableError)],
    [
      'one connection that is told to end',
      async () => {
        const ending = new AbortController();
        const connecting = connect(url, { signal: ending.signal });
        await asked();
        ending.abort();
        await expect(connecting).rejects.toThrow(DatabaseUnreachableError);
      },
    ],
    ['a database with its schema', () => expect(openDatabase({ url })).rejects.toThrow(DatabaseUnreachableError)],
    ['a connection of a pool', () => overPool((pool) => pool.connect())],
    ['a statement over a pool', () => overPool((pool) => pool.query('select 1'))],
    ['a lease', () => overPool((pool) => new PostgresReadModelStore(pool).lease('main', () => {}))],
    ['a build', () => overPool((pool) => new PostgresReadModelStore(pool).beginBuild('main', [visits], 'swap'))],
    [
      'listening for appends',
      async () => {
        const listening = store();
        listening.onAppended(() => {});
        await asked();
        await listening.close();
      },
    ],
    [
      'the connection for appends',
      async () => {
        const writing = store();
        const outcome = writing.append(write(), { commandId: randomUUID() });
        await asked();
        const failed = expect(outcome).rejects.toMatchObject({ isOutcomeUnknown: false });
        await Promise.all([failed, writing.close()]);
      },
    ],
    [
      'the connections for reading',
      async () => {
        const reading = store();
        const head = reading.head();
        await asked();
        const failed = expect(head).rejects.toMatchObject({ name: 'StoreUnavailableError' });
        await Promise.all([failed, reading.close()]);
      },
    ],
  ];

  it.each(openers)('ends, and lets its owner close: %s', async (_, opened) => {
    await listen(CLOSES_AFTER_MS);
    await within(opened());
  });

  it('ends at once when its owner closes and the far side never does', async () => {
    await listen(undefined);
    const listening = store();
    listening.onAppended(() => {});
    await asked();
    await within(listening.close());
  });
});

describe('a database that is away', () => {
  let db: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(() => {
    pool = createPool(db.url, { name: 'anjuan-away', max: 1 });
  });
  afterEach(() => pool.end());

  const waiting = async () => {
    const { rows } = await db.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`,
    );
    return rows[0]!.n;
  };
  const away = { name: 'StoreUnavailableError' } satisfies Partial<StoreUnavailableError>;
  const questions: readonly (readonly [string, (pool: pg.Pool) => Promise<unknown>])[] = [
    ['a row', (on) => new PostgresReadModelStore(on).row(visits, 'case-1')],
    ['rows', (on) => new PostgresReadModelStore(on).rows([{ model: visits, keys: ['case-1'] }])],
    ['a list', (on) => new PostgresReadModelStore(on).list(visits, { limit: 1 })],
    ['what is kept', (on) => new PostgresReadModelStore(on).load('main')],
    [
      'a commit',
      (on) => new PostgresReadModelStore(on).commit({ projection: 'main', expected: 0, epoch: 0, next: 1 }, []),
    ],
    ['retiring', (on) => new PostgresReadModelStore(on).retire('main', [])],
    ['sweeping', (on) => new PostgresReadModelStore(on).sweep()],
    ['a lease', (on) => new PostgresReadModelStore(on).lease('main', () => {})],
    ['a build', (on) => new PostgresReadModelStore(on).beginBuild('main', [visits], 'swap')],
    ['a sum', (on) => new PostgresLedger(on).sum({ measures: ['visits'] })],
    ['groups', (on) => new PostgresLedger(on).groupBy({ measures: ['visits'] }, 'unit')],
    ['entries', (on) => new PostgresLedger(on).entries({ measures: ['visits'], limit: 1 })],
    ['a proof', (on) => new PostgresLedger(on).ledgerAgreesWithRollup()],
  ];

  it.each(questions)('says so itself when nobody listens: %s', async (_, ask) => {
    const nobody = createPool('postgresql://nobody:nothing@127.0.0.1:1/none');
    await expect(ask(nobody)).rejects.toMatchObject(away);
    await nobody.end();
  });

  it('says so itself when all connections of the pool stay taken', async () => {
    const taken = await pool.connect();
    try {
      await Promise.all(questions.map(([, ask]) => expect(ask(pool)).rejects.toMatchObject(away)));
    } finally {
      taken.release();
    }
  });

  it('says so to who still waits for a connection when the pool has ended', async () => {
    const pool = createPool(db.url, { max: 1 });
    const lent = await pool.connect();
    const waiting = expect(within(pool.query('select 1'))).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    const ending = pool.end();
    lent.release(true);
    await ending;
    await waiting;
  });

  it('says so itself when the server ends the connection in the middle of a statement or of a transaction', async () => {
    const end = () =>
      db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'anjuan-away'`);
    const asleep = async () => {
      for (;;) {
        const { rowCount } = await db.pool.query(
          `select from pg_stat_activity where application_name = 'anjuan-away' and query like '%pg_sleep%'`,
        );
        if (rowCount === 1) return;
      }
    };
    const sleeping = expect(pool.query('select pg_sleep(60)')).rejects.toMatchObject(away);
    await asleep();
    await end();
    await sleeping;
    const client = await pool.connect();
    await client.query('begin');
    await end();
    await expect(client.query('select 1')).rejects.toMatchObject(away);
    client.release(true);
  });

  it('is left when it does not answer: a pool ends, and a store whose append is under way', async () => {
    const hanging = createPool(db.url, { name: 'anjuan-away' });
    const asleep = expect(hanging.query('select pg_sleep(60)')).rejects.toMatchObject(away);
    await within(Promise.all([asleep, hanging.end()]));
    const locking = await db.pool.connect();
    await locking.query('begin; select pg_advisory_xact_lock(4702111234474983747)');
    const store = new PostgresEventStore({ url: db.url });
    const failed = expect(store.append(write(), { commandId: randomUUID() })).rejects.toMatchObject({
      ...away,
      isOutcomeUnknown: true,
    });
    while ((await waiting()) === 0);
    await within(Promise.all([failed, store.close()]));
    await locking.query('rollback');
    locking.release();
  });

  it('is not what a faulty statement, or a table that nobody has built yet, looks like', async () => {
    await expect(pool.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
    const readModels = new PostgresReadModelStore(pool);
    await expect(readModels.row(visits, 'case-1')).rejects.toThrow(ReadModelNotReadyError);
    await expect(readModels.list(visits, { limit: 1 })).rejects.toThrow(ReadModelNotReadyError);
    // While another shape is built, the table of the earlier one stands.
    await pool.query(`create table ${tableOf(visits)} (key text primary key)`);
    await expect(readModels.row(visits, 'case-1')).rejects.toThrow(ReadModelNotReadyError);
    await expect(readModels.list(visits, { limit: 1 })).rejects.toThrow(ReadModelNotReadyError);
    await pool.query(`drop table ${tableOf(visits)}`);
  });

  it('leaves the outcome of an append unknown only when it may have been sent', async () => {
    const nobody = new PostgresEventStore({ url: 'postgresql://nobody:nothing@127.0.0.1:1/none' });
    const outcome = nobody.append(write(), { commandId: randomUUID() });
    const failed = expect(outcome).rejects.toMatchObject({ ...away, isOutcomeUnknown: false });
    await Promise.all([failed, nobody.close()]);
  });
});

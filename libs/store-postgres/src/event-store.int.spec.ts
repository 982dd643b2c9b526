import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Appended, EventStore, NewEvent, StreamWrite } from '#eventsourcing';
import { storeContract } from '#eventsourcing/testing';
import { encodeAppend, sendBatch } from './append-batch.js';
import { connect } from './connection.js';
import { POSTGRES_STORE_LIMITS, PostgresEventStore } from './event-store.js';
import { type TestDatabase, testDatabase } from './testing/index.js';
import { runModule, succeeded } from './testing/node-process.js';

/** Ends the connections of every store on the database, whatever they are in the middle of. */
async function sever(db: TestDatabase): Promise<void> {
  await db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'anjuan-log-%'`,
  );
}

/** Idle in transaction: one that has written to another table, one with a snapshot, one in another database. */
async function foreignTransactions(db: TestDatabase): Promise<{ end(): Promise<void> }> {
  await db.pool.query('create table if not exists public.elsewhere (n integer)');
  const elsewhere = new URL(db.url);
  elsewhere.pathname = '/postgres';
  const [writing, reading, far] = [await connect(db.url), await connect(db.url), await connect(elsewhere.href)];
  await writing.query('begin');
  await writing.query('insert into public.elsewhere values (1)');
  await reading.query('begin isolation level repeatable read');
  await reading.query('select count(*) from anjuan.events');
  await far.query('begin');
  await far.query('select pg_current_xact_id()');
  return {
    end: async () => {
      await Promise.all([writing, reading, far].map((client) => client.end()));
    },
  };
}

/** The lock of anjuan.append. */
const APPEND_LOCK = '4702111234474983747';

/** A way to the server that, when told to, carries the next append there and cuts the line as the answer comes back. */
async function swallowingProxy(url: string) {
  const server = new URL(url);
  let isArmed = false;
  let isLast = false;
  let swallowed = 0;
  const proxy = createServer((near) => {
    const far = createConnection(Number(server.port), server.hostname);
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    let isAppending = false;
    near.on('data', (chunk: Buffer) => {
      isAppending ||= isArmed && chunk.includes('anjuan-append');
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (!isAppending) return near.write(chunk);
      isArmed = false;
      swallowed += 1;
      if (isLast) proxy.close();
      return cut();
    });
    for (const socket of [near, far]) socket.on('error', cut).on('close', cut);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const near = new URL(url);
  near.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    url: near.href,
    swallowNext: () => {
      isArmed = true;
    },
    /** And lets nobody in any more afterwards. */
    swallowLast: () => {
      isArmed = true;
      isLast = true;
    },
    swallowed: () => swallowed,
    close: () => new Promise<void>((done) => proxy.close(() => done())),
  };
}

storeContract('PostgresEventStore', async () => {
  const db = await testDatabase();
  const handles: EventStore[] = [];
  const open = () => {
    const store = new PostgresEventStore({ url: db.url });
    handles.push(store);
    return store;
  };
  return {
    store: open(),
    another: async () => open(),
    capabilities: {
      severConnections: () => sever(db),
      foreignTransactions: () => foreignTransactions(db),
      spawnWriters: ({ streams, appends }) =>
        succeeded(
          runModule(new URL('./testing/writer-process.ts', import.meta.url), [db.url, String(appends), ...streams]),
        ),
    },
    close: async () => {
      await Promise.all(handles.map((store) => store.close()));
      await db.drop();
    },
  };
});

describe('PostgresEventStore', () => {
  let db: TestDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(() => {
    store = new PostgresEventStore({ url: db.url });
  });
  afterEach(() => store.close());

  const event = (data: NewEvent['data']): NewEvent => ({
    type: 'Happened',
    schemaVersion: 1,
    data,
    meta: {
      actor: 'officer-1',
      unit: '330802',
      role: 'officer',
      commandId: randomUUID(),
      correlationId: randomUUID(),
      sourceSystem: 'spec',
      ruleset: '2023-1',
    },
  });
  const write = (stream: string, ...data: unknown[]): StreamWrite => ({
    stream,
    expected: 'any',
    events: data.map(event),
  });
  const append = (writes: readonly StreamWrite[], commandId: string = randomUUID()) =>
    store.append(writes, { commandId });

  it('stores the data as the very text that JSON.stringify gives', async () => {
    const data = { z: [1, 2.5, 1e21], a: '案卷 "x" \\ \n', m: { b: null } };
    await append([write('bytes-1', data)]);
    const { rows } = await db.pool.query(`select data::text from anjuan.events where stream = 'bytes-1'`);
    expect(rows).toEqual([{ data: JSON.stringify(data) }]);
  });

  it.each([
    ['update', `update anjuan.events set type = 'Forged'`],
    ['delete', 'delete from anjuan.events'],
    ['truncate', 'truncate anjuan.events'],
  ])('refuses %s by privilege, and to who grants it to himself by trigger', async (privilege, sql) => {
    await append([write('kept-1', 1)]);
    // A superuser, as a server of one's own may have it, passes every privilege. The trigger does not let him by.
    const { rows } = await db.pool.query<{ all: boolean }>(
      'select rolsuper as all from pg_roles where rolname = current_user',
    );
    const refusal = rows[0]?.all ? /never changed or removed/ : /permission denied/;
    await expect(db.pool.query(sql)).rejects.toMatchObject({ code: '42501', message: refusal });
    const client = await connect(db.url);
    try {
      await client.query('begin');
      await client.query(`grant ${privilege} on anjuan.events to current_user`);
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501', message: /never changed or removed/ });
    } finally {
      await client.end();
    }
  });

  it('gives one batch in one transaction to all who call in the same turn', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, n) => append([write(`batch-${n}`, n)])));
    const { rows } = await db.pool.query(
      `select count(distinct xmin::text)::int as transactions, count(*)::int as events
       from anjuan.events where stream like 'batch-%'`,
    );
    expect(rows).toEqual([{ transactions: 1, events: outcomes.length }]);
  });

  it('lets only the culprit of a batch fail when PostgreSQL refuses it', async () => {
    const id = randomUUID().replace(/.{12}$/, '000000000000');
    await append([write('culprit-1', 1, 2)], id);
    // The id of the second event above: no store can tell such a command from that event.
    const taken = id.replace(/.$/, '1');
    const outcomes = await Promise.allSettled([
      append([write('culprit-2', 1)]),
      append([write('culprit-3', 1)], taken),
      append([write('culprit-4', 1)]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.readStream('culprit-3')).toEqual([]);
  });

  it('answers with the first outcome when an append was made durable and the answer got lost', async () => {
    const proxy = await swallowingProxy(db.url);
    const far = new PostgresEventStore({ url: proxy.url });
    try {
      const appendFar = (stream: string, n: number) =>
        far.append([{ ...write(stream, n), expected: n === 0 ? 'no-stream' : n - 1 }], { commandId: randomUUID() });
      await appendFar('swallowed-1', 0);
      for (let n = 1; n <= 3; n++) {
        proxy.swallowNext();
        const outcomes = await Promise.all([appendFar('swallowed-1', n), appendFar(`swallowed-${n + 1}`, 0)]);
        expect(proxy.swallowed()).toBe(n);
        const head = await store.head();
        expect(outcomes).toMatchObject([
          { kind: 'appended', position: head.position - 1, recordedAt: head.recordedAt },
          { kind: 'appended', position: head.position, recordedAt: head.recordedAt },
        ]);
        expect(outcomes.map((outcome) => outcome.kind === 'appended' && [...outcome.revisions])).toEqual([
          [['swallowed-1', n]],
          [[`swallowed-${n + 1}`, 0]],
        ]);
      }
      expect((await store.readStream('swallowed-1')).map(({ data }) => data)).toEqual([0, 1, 2, 3]);
    } finally {
      await far.close();
      await proxy.close();
    }
  });

  it.each([
    ['alone', 'any'],
    ['alone', 'no-stream'],
    ['in a batch', 'any'],
    ['in a batch', 'no-stream'],
  ] as const)(
    'finds out that another process carried out a command meanwhile: %s, expecting %s',
    async (how, expected) => {
      const name = `meanwhile-${how}-${expected}`;
      const one = (n: number, data: string) => [{ ...write(`${name}-${n}`, data), expected }];
      const lock = `'${APPEND_LOCK}'::bigint`;
      const other = await connect(db.url);
      try {
        await other.query(`select pg_advisory_lock(${lock})`);
        const ids = Array.from({ length: how === 'alone' ? 1 : 3 }, () => randomUUID());
        const last = ids.length - 1;
        const outcomes = Promise.all(ids.map((id, n) => append(one(n, 'ours'), id)));
        const limit = Date.now() + 20_000;
        for (let isWaiting = false; !isWaiting; ) {
          if (Date.now() > limit) throw new Error('the batch did not come to the lock');
          const { rowCount } = await db.pool.query(
            `select from pg_locks join pg_database d on d.oid = database
           where datname = current_database() and locktype = 'advisory' and not granted`,
          );
          isWaiting = rowCount === 1;
        }
        const [first] = await sendBatch(other, [encodeAppend(ids[last]!, one(last, 'theirs'))], undefined);
        await other.query(`select pg_advisory_unlock(${lock})`);
        const answered = (await outcomes) as Appended[];
        expect(answered.map(({ kind, replayed }) => [kind, replayed])).toEqual(
          ids.map((_, n) => ['appended', n === last]),
        );
        expect(answered[last]).toEqual({ ...(first as Appended), replayed: true });
        const kept = await store.readStreams(ids.map((_, n) => ({ stream: `${name}-${n}` })));
        expect(kept.map((events) => events.map(({ data }) => data))).toEqual(
          ids.map((_, n) => [n === last ? 'theirs' : 'ours']),
        );
      } finally {
        await other.end();
      }
    },
  );

  it('refuses what its queue cannot hold and sends nothing of it', async () => {
    const over = POSTGRES_STORE_LIMITS.maxQueuedAppends + 1;
    const outcomes = await Promise.allSettled(Array.from({ length: over }, (_, n) => append([write(`queue-${n}`, n)])));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { name: 'StoreUnavailableError' } },
    ]);
    expect(await store.readStream(`queue-${over - 1}`)).toEqual([]);
  });

  it('records the time of a clock that is played, and never lets it go back', async () => {
    const fresh = await testDatabase();
    const times = ['2023-01-02T01:02:03.456Z', '2023-01-01T00:00:00.000Z', '2023-01-03T00:00:00.000Z'];
    const played = new PostgresEventStore({ url: fresh.url, clock: () => times.shift()! });
    try {
      for (let n = 0; n < 3; n++) await played.append([write('played-1', n)], { commandId: randomUUID() });
      expect((await played.readStream('played-1')).map(({ recordedAt }) => recordedAt)).toEqual([
        '2023-01-02T01:02:03.456Z',
        '2023-01-02T01:02:03.456Z',
        '2023-01-03T00:00:00.000Z',
      ]);
    } finally {
      await played.close();
      await fresh.drop();
    }
  });

  describe('when the clock is behind the end of the log', () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
    /** A log whose last event came while the clock was ahead, and what an append by the right clock becomes. */
    const appendedAfter = async (ahead: string) => {
      const fresh = await testDatabase();
      const [past, present] = [
        new PostgresEventStore({ url: fresh.url, clock: () => ahead }),
        new PostgresEventStore({ url: fresh.url }),
      ];
      try {
        await past.append([write('clock-1', 1)], { commandId: randomUUID() });
        const outcomes = await Promise.allSettled(
          ['clock-1', 'clock-2'].map((name) => present.append([write(name, 2)], { commandId: randomUUID() })),
        );
        return { outcomes, head: await present.head() };
      } finally {
        await Promise.all([past.close(), present.close()]);
        await fresh.drop();
      }
    };

    it('records at the time of the last event up to five minutes', async () => {
      const ahead = minutes(4);
      const { outcomes, head } = await appendedAfter(ahead);
      expect(outcomes).toMatchObject([
        { value: { kind: 'appended', recordedAt: ahead } },
        { value: { kind: 'appended', recordedAt: ahead } },
      ]);
      expect(head).toEqual({ position: 3, recordedAt: ahead });
    });

    it('refuses every append past five minutes, saying both times, and records nothing', async () => {
      const ahead = minutes(6);
      const { outcomes, head } = await appendedAfter(ahead);
      const refused = { status: 'rejected', reason: { name: 'ClockBehindError', recordedAt: ahead } };
      expect(outcomes).toMatchObject([refused, refused]);
      expect(head).toEqual({ position: 1, recordedAt: ahead });
    });
  });

  it('wakes readers in other processes, also after their connection broke', async () => {
    const other = new PostgresEventStore({ url: db.url });
    let calls = 0;
    other.onAppended(() => {
      calls += 1;
    });
    const called = async (more: () => Promise<unknown> = async () => {}) => {
      const before = calls;
      const deadline = Date.now() + 20_000;
      while (calls === before && Date.now() < deadline) {
        await more();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return calls > before;
    };
    try {
      // Each connection begins with a call of its own. What comes after that was announced by the other store.
      expect(await called()).toBe(true);
      expect(await called(() => append([write('wake-1', 1)]))).toBe(true);
      await sever(db);
      expect(await called()).toBe(true);
      expect(await called(() => append([write('wake-1', 1)]))).toBe(true);
    } finally {
      await other.close();
    }
  });

  it('finishes what is under way before it closes, and takes nothing afterwards', async () => {
    const outcome = append([write('closing-1', 1)]);
    await new Promise((resolve) => setImmediate(resolve));
    await store.close();
    expect(await outcome).toMatchObject({ kind: 'appended' });
    await expect(append([write('closing-1', 2)])).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  });

  it('gives up on a server that went away after an append was sent, and says that its outcome is unknown', async () => {
    const proxy = await swallowingProxy(db.url);
    const far = new PostgresEventStore({ url: proxy.url });
    await far.append([write('unknown-1', 0)], { commandId: randomUUID() });
    proxy.swallowLast();
    const commandId = randomUUID();
    const outcome = far.append([write('unknown-1', 1)], { commandId });
    const failed = expect(outcome).rejects.toMatchObject({ name: 'StoreUnavailableError', isOutcomeUnknown: true });
    while (proxy.swallowed() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await Promise.all([failed, far.close()]);
    expect(await store.outcomeOf(commandId)).toMatchObject({ kind: 'appended' });
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { type Appended, LOG_START, type RecordedEvent, type StreamWrite } from '#eventsourcing';
import { storeContract } from '#eventsourcing/testing';
import { runModule, succeeded } from '#store-postgres/testing';
import { KURRENT_STORE_LIMITS, KurrentEventStore, type KurrentEventStoreOptions } from './event-store.js';
import { happened } from './testing/happened.js';
import { KurrentServer, type KurrentServerOptions } from './testing/index.js';

/** A real server, empty or not: a namespace of its own makes a log of its own. */
const REAL = process.env['TEST_KURRENTDB_URL'];

storeContract(REAL === undefined ? 'KurrentEventStore' : `KurrentEventStore on ${new URL(REAL).host}`, async () => {
  const server = REAL === undefined ? await KurrentServer.start() : undefined;
  const url = REAL ?? server!.url;
  const namespace = REAL === undefined ? {} : { namespace: `contract${Date.now()}` };
  const handles: KurrentEventStore[] = [];
  const open = () => {
    const store = new KurrentEventStore({ url, ...namespace });
    handles.push(store);
    return store;
  };
  return {
    store: open(),
    another: async () => open(),
    // Of a real server the contract has no connection to cut, and no other process to give the namespace to.
    capabilities: server
      ? {
          severConnections: async () => server.sever(),
          spawnWriters: ({ streams, appends }) =>
            succeeded(
              runModule(new URL('./testing/writer-process.ts', import.meta.url), [url, String(appends), ...streams]),
            ),
        }
      : {},
    close: async () => {
      await Promise.all(handles.map((store) => store.close()));
      await server?.close();
    },
  };
});

describe('KurrentEventStore', () => {
  let server: KurrentServer;
  const opened: KurrentEventStore[] = [];
  const clients: KurrentDBClient[] = [];

  const start = async (options: KurrentServerOptions = {}) => {
    await server.close();
    server = await KurrentServer.start(options);
  };
  /** @param more parameters of the url. */
  const open = (options: Partial<KurrentEventStoreOptions> = {}, more = '') => {
    const store = new KurrentEventStore({ url: `${server.url}${more}`, ...options });
    opened.push(store);
    return store;
  };
  const write = (stream: string, ...data: unknown[]): StreamWrite => ({
    stream,
    expected: 'any',
    events: data.map(happened),
  });
  const append = (store: KurrentEventStore, writes: readonly StreamWrite[], commandId: string = randomUUID()) =>
    store.append(writes, { commandId });
  const client = () => {
    const made = KurrentDBClient.connectionString(server.url);
    clients.push(made);
    return made;
  };
  const expectOnce = async (store: KurrentEventStore, stream: string, data: readonly unknown[]) =>
    expect((await store.readStream(stream)).map((event) => event.data)).toEqual(data);

  beforeEach(async () => {
    server = await KurrentServer.start();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await Promise.all(clients.splice(0).map((made) => made.dispose()));
    await server.close();
  });

  describe('an outcome that is unknown', () => {
    it('is found out: the append was made and the answer got lost', async () => {
      const store = open();
      await append(store, [write('swallowed-1', 0)]);
      for (let n = 1; n <= 3; n++) {
        server.nodes[0]!.swallowedAppends = 1;
        const outcome = await append(store, [{ ...write('swallowed-1', n), expected: n - 1 }]);
        expect(server.nodes[0]!.swallowed).toBe(n);
        const head = await store.head();
        expect(outcome).toEqual({
          kind: 'appended',
          revisions: new Map([['swallowed-1', n]]),
          replayed: true,
          ...head,
        });
      }
      await expectOnce(store, 'swallowed-1', [0, 1, 2, 3]);
    });

    it('is told as such when the server does not come back, and the append is there all the same', async () => {
      const store = open();
      await append(store, [write('unknown-1', 0)]);
      const node = server.nodes[0]!;
      node.swallowedAppends = 1;
      node.isAboutToFall = true;
      const commandId = randomUUID();
      const outcome = append(store, [write('unknown-1', 1)], commandId);
      const failed = expect(outcome).rejects.toMatchObject({ name: 'StoreUnavailableError', isOutcomeUnknown: true });
      await until(() => !node.isUp);
      expect(node.swallowed).toBe(1);
      await Promise.all([failed, store.close()]);
      await node.comeBack();
      expect(await open().outcomeOf(commandId)).toMatchObject({ kind: 'appended', replayed: true });
    });

    it('is tried again while the node is down, starts, and does not answer', async () => {
      const store = open({}, '&defaultDeadline=300');
      const node = server.nodes[0]!;
      await append(store, [write('away-1', 0)]);
      await node.goDown();
      const whileDown = append(store, [write('away-1', 1)]);
      node.isStarting = true;
      await node.comeBack();
      const whileStarting = append(store, [write('away-2', 2)]);
      await sometime();
      node.isStarting = false;
      node.hold(true);
      const whileHeld = append(store, [write('away-3', 3)]);
      await sometime();
      node.hold(false);
      for (const outcome of [whileDown, whileStarting, whileHeld])
        expect(await outcome).toMatchObject({ kind: 'appended' });
      await expectOnce(store, 'away-1', [0, 1]);
      await expectOnce(store, 'away-2', [2]);
      await expectOnce(store, 'away-3', [3]);
    });
  });

  it('goes where another node leads, with appends, reads and hints', async () => {
    await start({ nodes: 3 });
    const store = open({}, '&defaultDeadline=1000');
    let calls = 0;
    store.onAppended(() => {
      calls += 1;
    });
    for (const [n, leader] of [1, 2, 0].entries()) {
      await append(store, [write('led-1', n)]);
      server.leader = server.nodes[leader];
      expect(await append(store, [write('led-1', `${n}b`)])).toMatchObject({ kind: 'appended' });
      expect(await store.readStream('led-1')).toHaveLength(2 * n + 2);
    }
    const other = open();
    const before = calls;
    await until(async () => {
      await append(other, [write('led-2', 0)]);
      return calls > before;
    });
  });

  it('goes on with another leader when the old one does not answer any more', async () => {
    await start({ nodes: 3 });
    const store = open({}, '&defaultDeadline=300');
    await append(store, [write('gone-1', 0)]);
    await server.nodes[0]!.goDown();
    server.leader = server.nodes[1];
    expect(await append(store, [write('gone-1', 1)])).toMatchObject({ kind: 'appended' });
    await expectOnce(store, 'gone-1', [0, 1]);
  });

  it('says at once that it is not let in, and that nothing was done', async () => {
    const store = open();
    await append(store, [write('denied-1', 0)]);
    server.nodes[0]!.isForbidding = true;
    await expect(append(store, [write('denied-1', 1)])).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      isOutcomeUnknown: false,
    });
    await expect(store.readStream('denied-1')).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  });

  describe('the recorded time', () => {
    it('is that of a clock that is played, and never goes back', async () => {
      const times = ['2023-01-02T01:02:03.456Z', '2023-01-01T00:00:00.000Z', '2023-01-03T00:00:00.000Z'];
      const played = open({ clock: () => times.shift()! });
      for (let n = 0; n < 3; n++) await append(played, [write('played-1', n)]);
      expect((await played.readStream('played-1')).map(({ recordedAt }) => recordedAt)).toEqual([
        '2023-01-02T01:02:03.456Z',
        '2023-01-02T01:02:03.456Z',
        '2023-01-03T00:00:00.000Z',
      ]);
    });

    it('rises with the positions whatever the clocks do: of two processes, and of the leader', async () => {
      let ms = Date.parse('2023-01-01T00:00:00.000Z');
      const clock = (aheadMs: number) => () => {
        ms += 7;
        return new Date(ms + aheadMs).toISOString();
      };
      const [ahead, behind] = [open({ clock: clock(60_000) }), open({ clock: clock(-60_000) })];
      const outcomes: Appended[] = [];
      await Promise.all(
        [ahead, behind, ahead, behind].map(async (store, caller) => {
          for (let n = 0; n < 15; n++) {
            if (n === 8) server.clockAheadMs = -3_600_000;
            outcomes.push((await append(store, [write(`skewed-${caller}`, n)])) as Appended);
          }
        }),
      );
      const all = await behind.readAll(LOG_START, 1_000);
      expect(all).toHaveLength(60);
      const times = all.map(({ recordedAt }) => recordedAt);
      expect(times).toEqual([...times].sort());
      // What an append was answered is what is read.
      const read = new Map(all.map(({ position, recordedAt }) => [position, recordedAt]));
      for (const { position, recordedAt } of outcomes) expect(read.get(position)).toBe(recordedAt);
    });

    it('is of the moment, as near as the limit says, on this machine’s clock', async () => {
      const store = open();
      const before = new Date().toISOString();
      const { recordedAt } = (await append(store, [write('now-1', 0)])) as Appended;
      expect(recordedAt >= before && recordedAt <= new Date().toISOString()).toBe(true);
    });
  });

  describe('what is not ours', () => {
    it('is not in the log, whoever wrote it', async () => {
      const store = open();
      await append(store, [write('ours-1', 0)]);
      await client().appendToStream(
        'theirs-1',
        [0, 1, 2].map((n) => jsonEvent({ type: 'Other', data: { n } })),
      );
      await client().appendToStream('theirs-1', jsonEvent({ type: 'Other', data: {}, metadata: { by: 'them' } }));
      await append(store, [write('ours-1', 1)]);
      const all = await store.readAll(LOG_START, 2);
      expect(all.map(({ data }) => data)).toEqual([0, 1]);
      expect(await store.readAll(all[0]!.position, 1)).toEqual([all[1]]);
    });

    it('is not written: streams of the server, of the store, and such as differ only in the case of letters', async () => {
      const store = open();
      for (const writes of [
        [write('$settings', 1)],
        [write('anjuan.clock', 1)],
        [write('case-a', 1), write('case-A', 2)],
      ])
        await expect(append(store, writes)).rejects.toMatchObject({ name: 'InvalidAppendError' });
      expect(server.nodes[0]!.appendCalls).toBe(0);
    });

    it('stays apart by a namespace, where several logs share a cluster', async () => {
      const [one, two] = [open({ namespace: 'one' }), open({ namespace: 'two' })];
      const commandId = randomUUID();
      await append(one, [write('case-1', 'one')], commandId);
      expect(await append(two, [{ ...write('case-1', 'two'), expected: 'no-stream' }], commandId)).toMatchObject({
        kind: 'appended',
        replayed: false,
      });
      expect((await one.readAll(LOG_START, 9)).map(({ stream, data }) => [stream, data])).toEqual([['case-1', 'one']]);
      await expectOnce(two, 'case-1', ['two']);
    });
  });

  it('says what this server does not take, and the appends beside it go through', async () => {
    await start({ sizes: { maxAppendEventSize: 2_000, maxAppendSize: 6_000 } });
    const store = open();
    const text = 'x'.repeat(1_500);
    const outcomes = await Promise.allSettled([
      append(store, [write('small-1', 1)]),
      append(store, [write('large-1', text.repeat(2))]),
      append(store, [write('large-2', text, text, text, text)]),
      append(store, [write('small-2', 2)]),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { kind: 'appended' } },
      { status: 'rejected', reason: { name: 'InvalidAppendError', code: 'event_too_large' } },
      { status: 'rejected', reason: { name: 'InvalidAppendError', code: 'append_too_large' } },
      { status: 'fulfilled', value: { kind: 'appended' } },
    ]);
  });

  it('wakes readers in other processes, also after their subscription ended', async () => {
    const [store, other] = [open(), open()];
    let calls = 0;
    other.onAppended(() => {
      calls += 1;
    });
    const called = async () => {
      const before = calls;
      await until(async () => {
        await append(store, [write('wake-1', 1)]);
        return calls > before;
      });
    };
    await called();
    await called();
    server.sever();
    await called();
    await called();
  });

  it('refuses what its queue cannot hold and sends nothing of it', async () => {
    const store = open();
    server.nodes[0]!.hold(true);
    const over = KURRENT_STORE_LIMITS.maxQueuedAppends + 1;
    const outcomes = Array.from({ length: over }, (_, n) => append(store, [write(`queue-${n}`, n)]));
    const settled = Promise.allSettled(outcomes);
    await expect(outcomes.at(-1)).rejects.toMatchObject({ name: 'StoreUnavailableError', isOutcomeUnknown: false });
    await store.close();
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(over);
    server.nodes[0]!.hold(false);
    expect(await open().readStream(`queue-${over - 1}`)).toEqual([]);
  });

  it('finishes what is under way before it closes, and takes nothing afterwards', async () => {
    const store = open();
    const outcome = append(store, [write('closing-1', 1)]);
    await new Promise((resolve) => setImmediate(resolve));
    await store.close();
    expect(await outcome).toMatchObject({ kind: 'appended' });
    await expect(append(store, [write('closing-1', 2)])).rejects.toMatchObject({ name: 'StoreUnavailableError' });
  });

  it('shows an event in KurrentDB’s own browser as people expect it', async () => {
    const commandId = randomUUID();
    await append(open(), [write('case-2022.11', { 当事人: '某' })], commandId);
    const found: unknown[] = [];
    for await (const { event } of client().readStream('case-2022.11')) found.push(event);
    expect(found).toMatchObject([
      {
        streamId: 'case-2022.11',
        type: 'Happened',
        isJson: true,
        id: commandId,
        data: { 当事人: '某' },
        metadata: { ...happened(0).meta, schemaVersion: '1', '$schema.name': 'Happened', '$schema.format': 'Json' },
      },
    ]);
    const left: unknown[] = [];
    for await (const { event } of client().readStream(`anjuan.command-${commandId}`)) left.push(event?.data);
    expect(left).toEqual([{ streams: [{ stream: 'case-2022.11', events: 1 }] }]);
  });

  it('finds where an append went that expected nothing, however much came after it', async () => {
    const store = open();
    const commandId = randomUUID();
    const first = await append(store, [write('long-1', 'a', 'b'), write('long-2', 'c')], commandId);
    await append(store, [write('long-1', ...Array.from({ length: 250 }, (_, n) => n))]);
    await append(store, [write('long-2', 1)]);
    expect(await store.outcomeOf(commandId)).toEqual({ ...first, replayed: true });
    const events: RecordedEvent[] = await store.readStream('long-1', 0, 1);
    expect(events.map(({ data }) => data)).toEqual(['a', 'b']);
  });
});

/** Until it is so, at most a minute. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it did not come to that within a minute');
    await sometime();
  }
}

/** Long enough that what is under way meets what was just arranged; nothing rests on how long. */
function sometime(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

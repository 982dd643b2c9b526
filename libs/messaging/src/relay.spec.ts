import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FollowerLimits, MemoryCheckpoints, MemoryStore, type RecordedEvent } from '#eventsourcing';
import type { OutMessage } from './broker.js';
import { Relay, type RelayOptions, relayLag } from './relay.js';
import { PlayBroker, type SendFate } from './testing/play-broker.js';

const QUICK: Partial<FollowerLimits> = {
  gatherMs: 0,
  firstBackoffMs: 1,
  maxBackoffMs: 4,
  pollIntervalMs: 2,
  stopMs: 1_000,
  idleIntervalMs: 1,
};
const LIMIT_MS = 20_000;

/** Two messages of each event, as of a stream and of figures. */
const toMessages = (events: readonly RecordedEvent[]): OutMessage[] =>
  events.flatMap(({ id, stream, position }) => [
    { topic: 'visits', key: stream, value: String(position), headers: { id } },
    { topic: 'figures', key: 'figures', value: String(position), headers: { id: `${id}-figures` } },
  ]);

describe('the relay', () => {
  let log: MemoryStore;
  let checkpoints: MemoryCheckpoints;
  let broker: PlayBroker;
  let now = '';
  let commands = 0;
  const running = new Set<Relay>();

  const begin = () => {
    now = '2026-11-26T00:00:00.000Z';
    log = new MemoryStore(() => now);
    checkpoints = new MemoryCheckpoints();
    broker = new PlayBroker();
  };
  const end = async () => {
    await Promise.all([...running].map((relay) => relay.stop()));
    running.clear();
  };
  beforeEach(begin);
  afterEach(end);

  const append = async (...streams: readonly string[]) => {
    for (const stream of streams) {
      const commandId = `00000000-0000-4000-8000-${String(++commands).padStart(12, '0')}`;
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId };
      const recorded = { ...meta, sourceSystem: 'test', ruleset: '1' };
      const events = [{ type: 'Visited', data: {}, schemaVersion: 1, meta: recorded }];
      await log.append([{ stream, expected: 'any', events }], { commandId });
    }
  };
  const make = (options: Partial<RelayOptions> = {}) => {
    const relay = new Relay({
      name: 'messages',
      store: log,
      checkpoints,
      broker,
      topics: [],
      toMessages,
      ...options,
      limits: { ...QUICK, ...options.limits },
    });
    running.add(relay);
    return relay;
  };
  /** Everything that should have been told, in the order per key, repetitions left out; and nothing else. */
  const expectOncePerId = async () => {
    const wanted = toMessages(await log.readAll(0, 10_000));
    const first = new Map<string, OutMessage>();
    for (const message of broker.arrived)
      if (!first.has(message.headers!['id']!)) first.set(message.headers!['id']!, message);
    const perKey = (messages: Iterable<OutMessage>) =>
      Object.fromEntries(Map.groupBy(messages, ({ topic, key }) => `${topic} ${key}`));
    expect(perKey(first.values())).toEqual(perKey(wanted));
  };

  it('sends every event once while nothing happens, in the order of the log per key, and begins behind it again', async () => {
    await append('a', 'b', 'a', 'c', 'a');
    const relay = make({ limits: { batchEvents: 2 } });
    await relay.start();
    expect(await relay.waitFor(5, LIMIT_MS)).toBe(true);
    await relay.stop();
    await append('a', 'b');
    const next = make();
    await next.start();
    expect(await next.waitFor(7, LIMIT_MS)).toBe(true);
    expect(broker.arrived).toEqual(toMessages(await log.readAll(0, 100)));
    expect([broker.producers, await checkpoints.load('messages')]).toEqual([2, 7]);
  });

  it('leaves none out and keeps the order of each key, whatever becomes of sends, stops, kills and leases', async () => {
    const fates = fc.array(fc.constantFrom<SendFate>('before', 'part', 'after', 'late', 'fine'), { maxLength: 12 });
    const streams = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 });
    const owners = fc.array(
      fc.record({ isCareless: fc.boolean(), afterTurns: fc.nat({ max: 20 }), kills: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(streams, fates, owners, fc.integer({ min: 1, max: 7 }), fc.nat({ max: 3 }), async (...play) => {
        const [history, plan, processes, batchEvents, turns] = play;
        begin();
        await append(...history);
        broker.fates.push(...plan);
        broker.turns = turns;
        for (const { isCareless, afterTurns, kills } of processes) {
          // A lease that is lost and not heard of: its owner goes on, and another one begins.
          const lease = isCareless ? async () => ({ release: async () => {} }) : checkpoints.lease.bind(checkpoints);
          const own = { load: checkpoints.load.bind(checkpoints), step: checkpoints.step.bind(checkpoints), lease };
          const relay = make({ checkpoints: own, limits: { batchEvents, stopMs: kills ? 0 : LIMIT_MS } });
          await relay.start();
          for (let turn = 0; turn < afterTurns; turn++) await new Promise((resolve) => setImmediate(resolve));
          if (kills) await relay.stop();
        }
        const last = make({ limits: { batchEvents } });
        await last.start();
        expect(await last.waitFor(history.length, LIMIT_MS)).toBe(true);
        await end();
        await expectOncePerId();
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('moves its checkpoint only when everything is acknowledged, and then sends the same again', async () => {
    await append('a', 'b');
    broker.fates.push('after');
    const relay = make();
    await relay.start();
    expect(await relay.waitFor(2, LIMIT_MS)).toBe(true);
    const wanted = toMessages(await log.readAll(0, 100));
    expect(broker.arrived).toEqual([...wanted, ...wanted]);
    expect(broker.producers).toBe(2);
  });

  it('starts while the broker is away, shows it, and sends when it is back', async () => {
    broker.isAway = true;
    const relay = make();
    await relay.start();
    expect(await relay.until(() => relay.status().state === 'failing', LIMIT_MS)).toBe(true);
    expect(relay.status()).toMatchObject({ lastError: 'MessagingUnavailableError: 消息队列暂不可用', position: 0 });
    await append('a');
    expect(broker.arrived).toEqual([]);
    broker.isAway = false;
    expect(await relay.until(() => relay.status().state === 'following', LIMIT_MS)).toBe(true);
    expect(relay.status()).toEqual({ state: 'following', position: 1 });
  });

  it('sends nothing to topics that are kept in another way, and says what differs', async () => {
    broker.isDifferent = true;
    await append('a');
    const relay = make();
    await relay.start();
    expect(await relay.until(() => relay.status().state === 'failing', LIMIT_MS)).toBe(true);
    expect(relay.status().lastError).toContain('分区数 是 1，应为 12');
    expect([broker.arrived, await checkpoints.load('messages')]).toEqual([[], 0]);
  });

  it('tells the age of the oldest event that is not relayed yet, in whichever process it runs', async () => {
    const at = Date.parse(now);
    expect(await relayLag({ name: 'messages', store: log, checkpoints }, at)).toEqual({
      name: 'messages',
      position: 0,
      lagMs: 0,
    });
    await append('a');
    now = '2026-11-26T00:00:10.000Z';
    await append('b');
    const lag = () => relayLag({ name: 'messages', store: log, checkpoints }, at + 60_000);
    expect(await lag()).toEqual({ name: 'messages', position: 0, lagMs: 60_000 });
    await checkpoints.step('messages', 0, 1);
    expect(await lag()).toEqual({ name: 'messages', position: 1, lagMs: 50_000 });
    const relay = make();
    await relay.start();
    await relay.waitFor(2, LIMIT_MS);
    expect(await relay.lag(at + 60_000)).toEqual({ name: 'messages', position: 2, lagMs: 0 });
  });

  it('closes its producer when it stops', async () => {
    await append('a');
    const relay = make();
    await relay.start();
    await relay.waitFor(1, LIMIT_MS);
    expect(broker.open).toBe(1);
    await relay.stop();
    expect(broker.open).toBe(0);
  });
});

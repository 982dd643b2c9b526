import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeOnKafka, sharedKafka } from '#embedded-kafka/testing';
import { type Checkpoints, MemoryCheckpoints, MemoryStore, type RecordedEvent } from '#eventsourcing';
import { MESSAGING_LIMITS, type MessageBroker, type ReadMessage, type TopicDeclaration } from './broker.js';
import { openKafka } from './kafka.js';
import { Relay, type RelayOptions } from './relay.js';

const LIMIT_MS = 60_000;

/* Nothing happens to this broker; what holds when something does is relay.faults.int.spec.ts. */
describeOnKafka('the relay to Kafka', () => {
  let broker: MessageBroker;
  let log: MemoryStore;
  let checkpoints: MemoryCheckpoints;
  let topic: TopicDeclaration;
  const running: Relay[] = [];

  beforeAll(async () => {
    broker = openKafka({ brokers: (await sharedKafka()).brokers, clientId: 'relay-spec' });
  }, 300_000);
  afterAll(() => broker?.close());
  beforeEach(() => {
    log = new MemoryStore();
    checkpoints = new MemoryCheckpoints();
    topic = {
      name: `relay-spec-${randomBytes(6).toString('hex')}`,
      partitions: 4,
      replication: 1,
      retentionMs: -1,
      maxMessageBytes: MESSAGING_LIMITS.topicMessageBytes,
    };
  });
  afterEach(async () => void (await Promise.all(running.splice(0).map((relay) => relay.stop()))));

  const append = async (...streams: readonly string[]) => {
    for (const stream of streams) {
      const commandId = `00000000-0000-4000-8000-${randomBytes(6).toString('hex')}`;
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId, sourceSystem: 's' };
      const event = { type: 'Visited', data: {}, schemaVersion: 1, meta: { ...meta, ruleset: '1' } };
      await log.append([{ stream, expected: 'any', events: [event] }], { commandId });
    }
  };
  const some = (count: number) => Array.from({ length: count }, (_, index) => `case-${(index * 7) % 11}`);
  const toMessages = (events: readonly RecordedEvent[]) =>
    events.map(({ id, stream, revision }) => ({
      topic: topic.name,
      key: stream,
      value: String(revision),
      headers: { id },
    }));
  const start = async (options: Partial<RelayOptions> = {}) => {
    const relay = new Relay({
      name: 'messages',
      store: log,
      checkpoints,
      broker,
      topics: [topic],
      toMessages,
      ...options,
    });
    running.push(relay);
    await relay.start();
    return relay;
  };
  const told = async () => {
    const messages: ReadMessage[] = [];
    await broker.readTopic(topic.name, (message) => void messages.push(message));
    return messages;
  };
  const idsPerKey = (messages: readonly ReadMessage[]) =>
    Object.fromEntries(
      [...Map.groupBy(messages, ({ key }) => key)].map(([key, those]) => [
        key,
        those.map(({ headers }) => headers['id']),
      ]),
    );
  const wanted = async () => {
    const events = Map.groupBy(await log.readAll(0, 10_000), ({ stream }) => stream);
    return Object.fromEntries([...events].map(([stream, those]) => [stream, those.map(({ id }) => id)]));
  };
  const firstArrivals = (messages: readonly ReadMessage[]) => {
    const seen = new Set<string>();
    return messages.filter(({ headers }) => !seen.has(headers['id']!) && seen.add(headers['id']!));
  };

  it('tells every event once, in order per key, and goes on from its checkpoint when it is started again', async () => {
    await append(...some(300));
    const first = await start({ limits: { batchEvents: 40 } });
    expect(await first.waitFor(300, LIMIT_MS)).toBe(true);
    await first.stop();
    await append(...some(20));
    const second = await start();
    expect(await second.waitFor(320, LIMIT_MS)).toBe(true);
    await append(...some(30));
    expect(await second.waitFor(350, LIMIT_MS)).toBe(true);
    expect(idsPerKey(await told())).toEqual(await wanted());
    expect(await checkpoints.load('messages')).toBe(350);
  });

  it('sends what was acknowledged again, with the same ids, when it dies before the step of its checkpoint', async () => {
    await append(...some(60));
    const dies = Promise.withResolvers<void>();
    const dying: Checkpoints = {
      load: (name) => checkpoints.load(name),
      lease: async () => ({ release: async () => {} }),
      step: async (name, expected, next) => {
        if (next <= 20) return checkpoints.step(name, expected, next);
        dies.resolve();
        return new Promise(() => {});
      },
    };
    const killed = await start({ checkpoints: dying, limits: { batchEvents: 20, stopMs: 0 } });
    await dies.promise;
    await killed.stop();
    const heir = await start({ limits: { batchEvents: 20 } });
    expect(await heir.waitFor(60, LIMIT_MS)).toBe(true);
    const messages = await told();
    expect(messages.length).toBeGreaterThanOrEqual(80);
    expect(idsPerKey(firstArrivals(messages))).toEqual(await wanted());
    expect(new Set(messages.map(({ headers, value }) => `${headers['id']} ${value}`)).size).toBe(60);
  });

  it('leaves the order of first arrivals alone when two take themselves for the owner', async () => {
    const careless: Checkpoints = {
      load: (name) => checkpoints.load(name),
      step: (name, expected, next) => checkpoints.step(name, expected, next),
      lease: async () => ({ release: async () => {} }),
    };
    await append(...some(200));
    const owners = [
      await start({ checkpoints: careless, limits: { batchEvents: 7 } }),
      await start({ checkpoints: careless, limits: { batchEvents: 5 } }),
    ];
    for (const owner of owners) expect(await owner.waitFor(200, LIMIT_MS)).toBe(true);
    for (const owner of owners) await owner.stop();
    expect(idsPerKey(firstArrivals(await told()))).toEqual(await wanted());
  });

  it('sends nothing to a topic that is kept in another way, and says what differs', async () => {
    await broker.ensureTopics([{ ...topic, partitions: 2 }]);
    await append('case-1');
    const relay = await start();
    expect(await relay.until(() => relay.status().state === 'failing', LIMIT_MS)).toBe(true);
    expect(relay.status()).toEqual({
      state: 'failing',
      position: 0,
      lastError: `TopicsDifferError: Kafka 主题与配置不符：${topic.name} 的分区数 是 2，应为 4。`,
    });
    expect(await told()).toEqual([]);
  });

  it('takes another producer when one is of no more use', async () => {
    let producers = 0;
    const losing: RelayOptions['broker'] = {
      ensureTopics: (topics) => broker.ensureTopics(topics),
      producer: async () => {
        producers += 1;
        const producer = await broker.producer();
        if (producers > 1) return producer;
        // As after an answer that got lost: everything is there, and the connection is gone.
        const send: typeof producer.send = async (messages) => {
          await producer.send(messages);
          await producer.close();
          await producer.send(messages);
        };
        return { ...producer, send, close: () => producer.close() };
      },
    };
    await append(...some(50));
    const relay = await start({ broker: losing });
    expect(await relay.waitFor(50, LIMIT_MS)).toBe(true);
    expect(producers).toBe(2);
    const messages = await told();
    expect(messages).toHaveLength(100);
    expect(idsPerKey(firstArrivals(messages))).toEqual(await wanted());
  });
});

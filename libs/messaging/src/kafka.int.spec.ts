import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnKafka, sharedKafka } from '#embedded-kafka/testing';
import {
  type Incoming,
  MESSAGING_LIMITS,
  type MessageBroker,
  type MessageProducer,
  MessageRefusedError,
  MessagingUnavailableError,
  type ReadMessage,
  type TopicDeclaration,
  TopicsDifferError,
} from './broker.js';
import { openKafka } from './kafka.js';
import { partitionOf } from './partition.js';

const PARTITIONS = 3;

describeOnKafka('Kafka', () => {
  let broker: MessageBroker;
  let producer: MessageProducer;
  const name = () => `kafka-spec-${randomBytes(6).toString('hex')}`;

  beforeAll(async () => {
    const { brokers } = await sharedKafka();
    broker = openKafka({ brokers, clientId: 'kafka-spec' });
    producer = await broker.producer();
  }, 300_000);
  afterAll(() => broker?.close());

  const declared = (more: Partial<TopicDeclaration> = {}): TopicDeclaration => ({
    name: name(),
    partitions: PARTITIONS,
    replication: 1,
    retentionMs: -1,
    maxMessageBytes: MESSAGING_LIMITS.topicMessageBytes,
    ...more,
  });
  const newTopic = async () => {
    const topic = declared();
    await broker.ensureTopics([topic]);
    return topic.name;
  };
  const read = async (topic: string) => {
    const messages: ReadMessage[] = [];
    await broker.readTopic(topic, (message) => void messages.push(message));
    return messages;
  };
  const textsPerKey = (messages: Iterable<{ readonly key?: string; readonly value?: Buffer }>) =>
    Object.fromEntries(
      [...Map.groupBy(messages, ({ key }) => key)].map(([key, some]) => [key, some.map(({ value }) => String(value))]),
    );
  const numbered = (topic: string, count: number, keys = 5) =>
    Array.from({ length: count }, (_, index) => ({ topic, key: `案-${index % keys}`, value: String(index) }));
  /** Consumes in a group until so many messages are done. */
  const consume = async (
    group: string,
    topic: string,
    count: number,
    onBatch: (batch: Incoming) => Promise<void> = ({ messages, commit }) => commit(messages.at(-1)!.offset),
  ) => {
    const done: (Incoming['messages'][number] & { readonly partition: number })[] = [];
    const troubles: Error[] = [];
    const enough = Promise.withResolvers<void>();
    const consumption = await broker.consume({
      group,
      topics: [topic],
      onTrouble: (error) => troubles.push(error),
      onBatch: async (batch) => {
        await onBatch({
          ...batch,
          commit: async (through) => {
            await batch.commit(through);
            const { messages, partition } = batch;
            const committed = messages.filter(({ offset }) => BigInt(offset) <= BigInt(through));
            done.push(...committed.map((message) => ({ ...message, partition })));
            if (done.length >= count) enough.resolve();
          },
        });
      },
    });
    return { done, troubles, enough: enough.promise, stop: () => consumption.stop() };
  };

  it('makes topics as they are declared, verifies them, and says in one sentence what differs', async () => {
    const topic = declared();
    await broker.ensureTopics([topic]);
    await broker.ensureTopics([topic, declared()]);
    const differing = broker.ensureTopics([declared(), { ...topic, partitions: 7, retentionMs: 86_400_000 }]);
    await expect(differing).rejects.toThrow(TopicsDifferError);
    await expect(differing).rejects.toThrow(
      `Kafka 主题与配置不符：${topic.name} 的分区数 是 3，应为 7；${topic.name} 的retention.ms 是 -1，应为 86400000。`,
    );
  });

  it('refuses what the cluster cannot keep, in a sentence', async () => {
    const refused = broker.ensureTopics([declared({ replication: 9 })]);
    await expect(refused).rejects.toThrow(MessageRefusedError);
    await expect(refused).rejects.toThrow(/副本数多于节点数/);
  });

  it('keeps the messages of a key in one partition, in the order of sending, as they were', async () => {
    const topic = await newTopic();
    const messages = numbered(topic, 3_000);
    // More than one request, and more than one send at a time.
    await Promise.all([producer.send(messages.slice(0, 2_500)), producer.send(messages.slice(2_500))]);
    const headers = { 'content-type': 'application/json', 名称: '立案' };
    const large = '案'.repeat(Math.floor((1024 * 1024) / 3));
    await producer.send([{ topic, key: '大', value: large, headers }]);
    const there = await read(topic);
    expect(textsPerKey(there)).toEqual(
      textsPerKey([
        ...messages.map(({ key, value }) => ({ key, value: Buffer.from(value) })),
        { key: '大', value: Buffer.from(large) },
      ]),
    );
    for (const { key, partition } of there) expect(partition).toBe(partitionOf(key!, PARTITIONS));
    expect(there.find(({ key }) => key === '大')!.headers).toEqual(headers);
    expect(Math.abs(Date.now() - Date.parse(there[0]!.sentAt))).toBeLessThan(3_600_000);
  });

  it('refuses a message that is too large or has no key before anything is sent, and sends on', async () => {
    const topic = await newTopic();
    const fine = { topic, key: 'a', value: 'fine' };
    const tooLarge = { topic, key: 'a', value: 'x'.repeat(MESSAGING_LIMITS.maxMessageBytes + 1) };
    await expect(producer.send([fine, tooLarge])).rejects.toThrow(MessageRefusedError);
    await expect(producer.send([fine, { ...fine, key: '' }])).rejects.toThrow(MessageRefusedError);
    expect(await read(topic)).toEqual([]);
    await producer.send([fine]);
    expect(textsPerKey(await read(topic))).toEqual({ a: ['fine'] });
  });

  it('sends nothing more after a failed send; another producer does', async () => {
    const topic = await newTopic();
    const [message] = numbered(topic, 1);
    const spent = await broker.producer();
    const failed = spent.send([{ ...message!, topic: name() }]);
    const behind = spent.send([message!]);
    await expect(failed).rejects.toThrow(MessagingUnavailableError);
    await expect(behind).rejects.toThrow(MessagingUnavailableError);
    await spent.close();
    expect(await read(topic)).toEqual([]);
    await producer.send([message!]);
    expect(await read(topic)).toHaveLength(1);
  });

  it('brings a group every message once, in order, and goes on behind what was committed', async () => {
    const topic = await newTopic();
    await producer.send(numbered(topic, 200));
    const group = name();
    expect((await broker.lag(group, [topic])).reduce((sum, { behind }) => sum + behind, 0)).toBe(200);
    const first = await consume(group, topic, 200);
    await first.enough;
    await first.stop();
    await producer.send(numbered(topic, 50));
    const lags = await broker.lag(group, [topic]);
    expect(lags.map(({ partition }) => partition)).toEqual([0, 1, 2]);
    expect(lags.reduce((sum, { behind }) => sum + behind, 0)).toBe(50);
    const second = await consume(group, topic, 50);
    await second.enough;
    await second.stop();
    expect(textsPerKey([...first.done, ...second.done])).toEqual(textsPerKey(await read(topic)));
    expect([first.done.length, second.done.length, first.troubles, second.troubles]).toEqual([200, 50, [], []]);
  });

  it('brings again what was not done, and nothing that was', async () => {
    const topic = await newTopic();
    await producer.send(Array.from({ length: 10 }, (_, index) => ({ topic, key: 'a', value: String(index) })));
    const seen: string[][] = [];
    const consumer = await consume(name(), topic, 10, async ({ messages, commit }) => {
      seen.push(messages.map(({ value }) => String(value)));
      if (seen.length === 1) throw new TypeError('not this time');
      if (seen.length === 2) await commit(messages[3]!.offset);
      if (seen.length > 2) await commit(messages.at(-1)!.offset);
    });
    await consumer.enough;
    await consumer.stop();
    const all = Array.from({ length: 10 }, (_, index) => String(index));
    expect(seen).toEqual([all, all, all.slice(4)]);
    expect(consumer.troubles.map(String)).toEqual(['TypeError: not this time']);
  });

  it('gives the partitions of a member that leaves to the others', async () => {
    const topic = await newTopic();
    const group = name();
    const members = await Promise.all([consume(group, topic, 1), consume(group, topic, 1)]);
    await producer.send(numbered(topic, 300, 40));
    // Each has partitions of its own once both are in; who is alone for a while may have had them all.
    await Promise.any(members.map(({ enough }) => enough));
    await members[0]!.stop();
    await producer.send(numbered(topic, 300, 40));
    const isDone = () => members[0]!.done.length + members[1]!.done.length >= 600;
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
    await members[1]!.stop();
    const offsets = new Set(
      members.flatMap(({ done }) => done.map(({ partition, offset }) => `${partition} ${offset}`)),
    );
    expect(offsets.size).toBe(600);
  });

  it('reads a topic to its end as of now, per partition in order, also an empty one, and says what its reader throws', async () => {
    const topic = await newTopic();
    expect(await read(topic)).toEqual([]);
    await producer.send(numbered(topic, 100));
    const there = await read(topic);
    expect(there).toHaveLength(100);
    for (const some of Map.groupBy(there, ({ partition }) => partition).values())
      expect(some.map(({ offset }) => offset)).toEqual(some.map((_, index) => String(index)));
    const broken = broker.readTopic(topic, () => {
      throw new RangeError('enough');
    });
    await expect(broken).rejects.toThrow(new RangeError('enough'));
  });
});

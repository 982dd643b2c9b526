import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Kafka } from '#embedded-kafka';
import { describeOnKafka, Line, ownKafka } from '#embedded-kafka/testing';
import { MESSAGING_LIMITS, MessageRefusedError } from './broker.js';
import { KAFKA_LIMITS } from './kafka.js';
import { RelayedLog, until } from './testing/relayed-log.js';

describeOnKafka('the relay and a broker that fails', () => {
  let kafka: Kafka;
  let line: Line;
  let told: RelayedLog;
  let topics = 0;

  beforeAll(async () => {
    line = await Line.open();
    kafka = await ownKafka(1, { advertisedPort: line.port });
    line.leadTo(Number(kafka.brokers[0]!.split(':')[1]));
  }, 300_000);
  afterAll(async () => {
    await kafka?.stop();
    await line?.close();
  });
  beforeEach(() => {
    told = RelayedLog.on([line.address], { name: `faults-${++topics}` });
  });
  afterEach(async () => {
    line.mend();
    line.delayMs = 0;
    line.losesAnswer = () => false;
    await told.close();
  });

  it('tells everything once and in order while nothing fails', async () => {
    await told.append(1_000);
    await told.startRelay();
    await told.toldAll();
    expect(await told.readTold()).toEqual({ messages: 1_000, repeated: 0 });
  });

  it('loses nothing and keeps the order while the broker is killed and started again, twice', async () => {
    told.grow();
    await told.startRelay();
    for (let round = 0; round < 2; round++) {
      await told.toldMore();
      const { pid } = kafka.nodes[0]!;
      process.kill(pid!, 'SIGKILL');
      await until('the node runs again', () => kafka.nodes[0]!.pid !== pid);
    }
    await told.toldMore();
    await told.stopGrowing();
    await told.toldAll();
    await told.readTold();
  });

  it('an answer that gets lost makes nothing appear twice: the producer sends again under the same number', async () => {
    const before = line.lostAnswers;
    line.losesAnswer = () => line.lostAnswers === before;
    await told.append(400);
    await told.startRelay();
    await told.toldAll();
    expect(line.lostAnswers).toBe(before + 1);
    expect(await told.readTold()).toEqual({ messages: 400, repeated: 0 });
  });

  it('when no answer gets through, what has arrived is told again, by the same ids', async () => {
    line.losesAnswer = () => true;
    await told.append(400);
    await told.startRelay();
    await until('the relay fails', () => told.failures.length > 0);
    line.losesAnswer = () => false;
    await told.toldAll();
    const { repeated } = await told.readTold();
    expect(repeated).toBeGreaterThan(0);
    expect(told.failures[0]).toMatch(/^MessagingUnavailableError/);
  });

  it('goes on when the line is cut for longer than a producer tries', async () => {
    told.grow();
    await told.startRelay();
    await told.toldMore();
    line.cut();
    await until('the relay fails', () => told.failures.length > 0);
    line.mend();
    await told.toldMore();
    await told.stopGrowing();
    await told.toldAll();
    await told.readTold();
  });

  it('a broker that takes its time is waited for', async () => {
    line.delayMs = 400;
    await told.append(500);
    await told.startRelay();
    await told.toldAll();
    expect(told.failures).toEqual([]);
    expect(await told.readTold()).toEqual({ messages: 500, repeated: 0 });
  });

  it('loses nothing and keeps the order when the broker stands still for longer than a request waits', async () => {
    told.grow();
    await told.startRelay();
    await told.toldMore();
    const { pid } = kafka.nodes[0]!;
    process.kill(pid!, 'SIGSTOP');
    try {
      await delay(KAFKA_LIMITS.requestTimeoutMs + 5_000);
    } finally {
      process.kill(pid!, 'SIGCONT');
    }
    await told.toldMore();
    await told.stopGrowing();
    await told.toldAll();
    await told.readTold();
  });

  it('two relays that both take themselves for the owner leave nothing out and keep the order', async () => {
    const lease = async () => ({ release: async () => {} });
    const { checkpoints } = told;
    const careless = {
      load: checkpoints.load.bind(checkpoints),
      step: checkpoints.step.bind(checkpoints),
      lease,
    };
    told.grow();
    await told.startRelay({ checkpoints: careless });
    await told.startRelay({ checkpoints: careless });
    await told.toldMore(1_000);
    await told.stopGrowing();
    await told.toldAll();
    await told.readTold();
  });

  it('of two relays one tells, and the other takes over when that one is gone', async () => {
    told.grow();
    const first = await told.startRelay();
    const second = await told.startRelay();
    await told.toldMore();
    expect([first.status().state, second.status().state]).toEqual(['following', 'standby']);
    await first.stop();
    await told.toldMore();
    await told.stopGrowing();
    await told.toldAll();
    expect(second.status().state).toBe('following');
    expect((await told.readTold()).repeated).toBe(0);
  });

  it('an event of 1 MB, which does not compress, is told whole', async () => {
    const data = randomBytes(768 * 1024)
      .toString('base64')
      .slice(0, 1024 * 1024 - 2);
    await told.append(1, data);
    await told.append(10);
    await told.startRelay();
    await told.toldAll();
    expect(await told.readTold()).toEqual({ messages: 11, repeated: 0 });
    const sizes: number[] = [];
    await told.open().readTopic(told.topic.name, ({ value }) => void sizes.push(value!.length));
    expect(Math.max(...sizes)).toBeGreaterThan(1024 * 1024);
  });

  it('a message over the limit is refused before anything is sent', async () => {
    const broker = told.open();
    await broker.ensureTopics([told.topic]);
    const producer = await broker.producer();
    const value = 'x'.repeat(MESSAGING_LIMITS.maxMessageBytes + 1);
    const { name: topic } = told.topic;
    await expect(
      producer.send([
        { topic, key: 'a', value: 'small' },
        { topic, key: 'a', value },
      ]),
    ).rejects.toThrow(MessageRefusedError);
    const sizes: number[] = [];
    const read = () => broker.readTopic(topic, ({ value }) => void sizes.push(value!.length));
    await read();
    expect(sizes).toEqual([]);
    await producer.send([{ topic, key: 'a', value: value.slice(1) }]);
    await read();
    expect(sizes).toEqual([MESSAGING_LIMITS.maxMessageBytes]);
  });
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Kafka } from '#embedded-kafka';
import { describeOnKafka, ownKafka } from '#embedded-kafka/testing';
import { KEYS, RelayedLog, until } from './testing/relayed-log.js';

describeOnKafka('the relay and a cluster whose leaders change', () => {
  let kafka: Kafka;
  beforeAll(async () => {
    kafka = await ownKafka(3);
  }, 300_000);
  afterAll(async () => {
    await kafka?.stop();
  });

  it('loses nothing and keeps the order while each node is away in turn, so that every partition changes its leader', async () => {
    const told = RelayedLog.on(kafka.brokers, { name: 'leaders', replication: 3, partitions: 3 });
    try {
      told.grow();
      await told.startRelay();
      await told.toldMore();
      for (const node of kafka.nodes) {
        await node.stop();
        // Enough for every key, and so every partition: whichever this node led, another one leads by now.
        await told.toldMore(20 * KEYS * 5);
        await node.start();
        await told.toldMore();
      }
      await told.stopGrowing();
      await told.toldAll();
      const { messages } = await told.readTold();
      expect(messages).toBeGreaterThanOrEqual(3 * 20 * KEYS * 5);
    } finally {
      await told.close();
    }
  });

  it('waits, and says why, while too few nodes are there to keep what is sent, and goes on when they are back', async () => {
    const told = RelayedLog.on(kafka.brokers, { name: 'too-few', replication: 3, partitions: 3 });
    try {
      await told.append(200);
      await told.startRelay();
      await told.toldAll();
      const [, second, third] = kafka.nodes;
      await Promise.all([second!.stop(), third!.stop()]);
      await told.append(200);
      await until('the relay fails', () => told.failures.length > 0);
      expect(told.failures[0]).toMatch(/^MessagingUnavailableError/);
      await Promise.all([second!.start(), third!.start()]);
      await told.toldAll();
      await told.readTold();
    } finally {
      await told.close();
    }
  });
});

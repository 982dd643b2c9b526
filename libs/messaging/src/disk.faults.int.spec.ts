import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Kafka } from '#embedded-kafka';
import { describeOnKafka, ownKafka, SmallDisk, whyNoSmallDisk } from '#embedded-kafka/testing';
import { RelayedLog, until } from './testing/relayed-log.js';

describeOnKafka(
  'the relay and a broker whose disk is full',
  () => {
    let disk: SmallDisk;
    let kafka: Kafka;
    const said: string[] = [];
    beforeAll(async () => {
      disk = new SmallDisk(96);
      kafka = await ownKafka(1, { directory: disk.directory, onTrouble: (sentence) => said.push(sentence) });
    }, 300_000);
    afterAll(async () => {
      await kafka?.stop();
      disk?.remove();
    });

    it('loses nothing and keeps the order: the broker ends, comes back when there is room, and the relay goes on', async () => {
      const told = RelayedLog.on(kafka.brokers, { name: 'disk' });
      try {
        told.grow();
        await told.startRelay();
        await told.toldMore();
        disk.fill(128 * 1024);
        await until('the relay fails', () => told.failures.length > 0);
        await until('the broker ends', () => said.length > 0);
        disk.empty();
        await told.toldMore();
        await told.stopGrowing();
        await told.toldAll();
        await told.readTold();
        expect(said[0]).toContain('意外停止');
      } finally {
        await told.close();
      }
    });
  },
  whyNoSmallDisk,
);

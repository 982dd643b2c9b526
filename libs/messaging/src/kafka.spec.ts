import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { MessagingUnavailableError } from './broker.js';
import { openKafka } from './kafka.js';

interface Queue {
  pending: object[];
  throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests(): void;
  destroy(): void;
}

describe('Kafka by kafkajs', () => {
  it('wakes up for requests that wait, and for nothing else (tulios/kafkajs#1704, #1751)', async () => {
    await openKafka({ brokers: ['127.0.0.1:1'], clientId: 'spec' }).close();
    const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (o: object) => Queue;
    const queue = new RequestQueue({ maxInFlightRequests: 0, logger: { debug: () => {} } });
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
    queue.pending.push({});
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
  });

  it('says where it cannot be reached', async () => {
    const broker = openKafka({ brokers: ['127.0.0.1:1'], clientId: 'spec' });
    const producer = broker.producer();
    await expect(producer).rejects.toThrow(MessagingUnavailableError);
    await expect(producer).rejects.toThrow(/^消息队列 127\.0\.0\.1:1 暂不可用/);
    await broker.close();
  });

  it('lets go of whatever is being opened when it is closed, and opens nothing after that', async () => {
    const broker = openKafka({ brokers: ['127.0.0.1:1'], clientId: 'spec' });
    const troubles: Error[] = [];
    const opening = [
      broker.producer(),
      broker.ensureTopics([]),
      broker.lag('g', ['t']),
      broker.readTopic('t', () => {}),
    ];
    const consumption = await broker.consume({
      group: 'g',
      topics: ['t'],
      onBatch: async () => {},
      onTrouble: (error) => troubles.push(error),
    });
    await broker.close();
    for (const outcome of await Promise.allSettled(opening))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'MessagingUnavailableError' } });
    await consumption.stop();
    expect(troubles).toEqual([]);
    await expect(broker.producer()).rejects.toThrow('已关闭');
    await expect(broker.consume({ group: 'g', topics: ['t'], onBatch: async () => {} })).rejects.toThrow('已关闭');
  });
});

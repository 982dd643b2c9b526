import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from './memory-store.js';
import { storeContract } from './testing/store-contract.js';

// All handles of a log in memory are one; there is no connection to lose, no cluster and no second process.
storeContract('MemoryStore', async () => {
  const store = new MemoryStore();
  return { store, another: async () => store, capabilities: {}, close: () => store.close() };
});

describe('MemoryStore', () => {
  it('holds the time at the head when the clock goes back', async () => {
    const times = ['2023-01-02T00:00:00.000Z', '2023-01-01T00:00:00.000Z', '2023-01-03T00:00:00.000Z'];
    const store = new MemoryStore(() => times.shift()!);
    const meta = {
      actor: 'a',
      unit: 'u',
      role: 'r',
      commandId: 'c',
      correlationId: 'c',
      sourceSystem: 's',
      ruleset: 'r',
    };
    for (let n = 0; n < 3; n++)
      await store.append([{ stream: 'a', expected: 'any', events: [{ type: 'A', schemaVersion: 1, data: n, meta }] }], {
        commandId: `00000000-0000-4000-8000-00000000000${n}`,
      });
    expect((await store.readStream('a')).map(({ recordedAt }) => recordedAt)).toEqual([
      '2023-01-02T00:00:00.000Z',
      '2023-01-02T00:00:00.000Z',
      '2023-01-03T00:00:00.000Z',
    ]);
  });
});

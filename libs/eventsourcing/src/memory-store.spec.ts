import { describe, expect, it } from '@jest/globals';
import { LOG_START } from './event.js';
import { MemoryStore } from './memory-store.js';
import { storeContract } from './testing/store-contract.js';

// All handles of a log in memory are one; there is no connection to lose, no cluster and no second process.
for (const positions of ['gapless', 'ordered'] as const)
  storeContract(`MemoryStore with ${positions} positions`, async () => {
    const store = new MemoryStore(undefined, positions);
    return { store, another: async () => store, capabilities: {}, close: () => store.close() };
  });

describe('MemoryStore', () => {
  const meta = {
    actor: 'a',
    unit: 'u',
    role: 'r',
    commandId: 'c',
    correlationId: 'c',
    sourceSystem: 's',
    ruleset: 'r',
  };
  const append = (store: MemoryStore, n: number) =>
    store.append([{ stream: 'a', expected: 'any', events: [{ type: 'A', schemaVersion: 1, data: n, meta }] }], {
      commandId: `00000000-0000-4000-8000-00000000000${n}`,
    });

  it('leaves gaps between positions where it is told to', async () => {
    const store = new MemoryStore(undefined, 'ordered');
    for (let n = 0; n < 5; n++) await append(store, n);
    const positions = (await store.readAll(LOG_START, 10)).map(({ position }) => position);
    expect(positions.every((position, n) => position > (positions[n - 1] ?? LOG_START) + 1)).toBe(true);
  });

  it('holds the time at the head when the clock goes back', async () => {
    const times = ['2023-01-02T00:00:00.000Z', '2023-01-01T00:00:00.000Z', '2023-01-03T00:00:00.000Z'];
    const store = new MemoryStore(() => times.shift()!);
    for (let n = 0; n < 3; n++) await append(store, n);
    expect((await store.readStream('a')).map(({ recordedAt }) => recordedAt)).toEqual([
      '2023-01-02T00:00:00.000Z',
      '2023-01-02T00:00:00.000Z',
      '2023-01-03T00:00:00.000Z',
    ]);
  });
});

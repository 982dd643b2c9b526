import { afterAll, beforeAll, describe } from '@jest/globals';
import { appendingContract } from './store-contract/appending.js';
import { concurrencyContract } from './store-contract/concurrency.js';
import { expectationsContract } from './store-contract/expectations.js';
import { limitsContract } from './store-contract/limits.js';
import { lostConnectionsContract } from './store-contract/lost-connections.js';
import { nextCommand, type StoreInPlay, type StoreUnderTest } from './store-contract/play.js';
import { positionsContract } from './store-contract/positions.js';
import { readingContract } from './store-contract/reading.js';
import { replaysContract } from './store-contract/replays.js';

export type { StoreCapabilities, StoreUnderTest, WritersAtWork } from './store-contract/play.js';

/** What every store must keep, concurrency and lost connections included. `create` gives an empty log. */
export function storeContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of the event store`, () => {
    let under: StoreUnderTest;
    const on: StoreInPlay = {
      get store() {
        return under.store;
      },
      get capabilities() {
        return under.capabilities;
      },
      another: () => under.another(),
      append: (writes, commandId = nextCommand()) => under.store.append(writes, { commandId }),
    };
    beforeAll(async () => {
      under = await create();
    });
    afterAll(() => under.close());

    appendingContract(on);
    expectationsContract(on);
    replaysContract(on);
    readingContract(on);
    concurrencyContract(on);
    limitsContract(on);
    lostConnectionsContract(on);
    positionsContract(on);
  });
}

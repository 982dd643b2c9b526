import { afterAll, beforeAll } from '@jest/globals';
import { MemoryReadModelStore } from '#eventsourcing';
import { readModelStoreContract } from '#eventsourcing/testing';
import { KurrentEventStore } from './event-store.js';
import { KurrentServer } from './testing/index.js';

/* Projector, followers, rebuilds and ledger over a log that is in KurrentDB: its positions jump, its reads take a while. */

let server: KurrentServer;
const opened: KurrentEventStore[] = [];
beforeAll(async () => {
  server = await KurrentServer.start();
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await server.close();
});

readModelStoreContract(
  'memory, over a log in KurrentDB,',
  async () => {
    const store = new MemoryReadModelStore();
    return { store, ledger: store.ledger, close: async () => {} };
  },
  (clock) => {
    const store = new KurrentEventStore({ url: server.url, clock, namespace: `log${opened.length}` });
    opened.push(store);
    return store;
  },
);

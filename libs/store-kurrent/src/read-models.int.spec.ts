import { afterEach } from '@jest/globals';
import { type EventStore, MemoryReadModelStore } from '#eventsourcing';
import { readModelStoreContract } from '#eventsourcing/testing';
import { KurrentEventStore } from './event-store.js';
import { KurrentServer } from './testing/index.js';

/* Projector, followers, rebuilds and ledger over a log that is in KurrentDB: its positions jump, its reads take a while. */

const opened: Promise<{ close(): Promise<void> }>[] = [];
afterEach(async () => {
  for (const log of opened.splice(0)) await (await log).close();
});

/** A log on a server of its own: positions are those of a whole server. */
async function start(clock: () => string) {
  const server = await KurrentServer.start();
  const store = new KurrentEventStore({ url: server.url, clock });
  return { store, close: () => store.close().finally(() => server.close()) };
}

/** A log that can be asked at once, and answers when its server has started. */
function openLog(clock: () => string): EventStore {
  const starting = start(clock);
  opened.push(starting);
  const store = starting.then((started) => started.store);
  return {
    positions: 'ordered',
    append: async (writes, options) => (await store).append(writes, options),
    outcomeOf: async (commandId) => (await store).outcomeOf(commandId),
    readStream: async (stream, from, to) => (await store).readStream(stream, from, to),
    readStreams: async (slices) => (await store).readStreams(slices),
    readAll: async (after, limit) => (await store).readAll(after, limit),
    head: async () => (await store).head(),
    onAppended: (listener) => {
      const listening = store.then((log) => log.onAppended(listener));
      return () => void listening.then((stop) => stop());
    },
    close: async () => (await store).close(),
  };
}

readModelStoreContract(
  'memory, over a log in KurrentDB,',
  async () => {
    const store = new MemoryReadModelStore();
    return { store, ledger: store.ledger, close: async () => {} };
  },
  openLog,
);

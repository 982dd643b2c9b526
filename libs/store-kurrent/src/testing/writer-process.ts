// A writer of its own process for the store contract: appends so often to each of the streams, and ends.
import { randomUUID } from 'node:crypto';
import { KurrentEventStore } from '../event-store.js';
import { happened } from './happened.js';

const [url, appends, ...streams] = process.argv.slice(2) as [string, string, ...string[]];
const store = new KurrentEventStore({ url });
await Promise.all(
  streams.map(async (stream) => {
    for (let n = 0; n < Number(appends); n++) {
      const outcome = await store.append([{ stream, expected: n === 0 ? 'no-stream' : n - 1, events: [happened(n)] }], {
        commandId: randomUUID(),
      });
      if (outcome.kind !== 'appended') throw new Error(`conflict on ${stream}`);
    }
  }),
);
await store.close();

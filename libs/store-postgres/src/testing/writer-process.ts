// A writer of its own process for the store contract. Run by writers.ts, with the streams and the number of appends.
import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '../event-store.js';

const [url, appends, ...streams] = process.argv.slice(2) as [string, string, ...string[]];
const store = new PostgresEventStore({ url });
const meta = {
  actor: 'officer-1',
  unit: '330802',
  role: 'officer',
  commandId: 'c0117ac7-0000-4000-8000-000000000000',
  correlationId: 'c0117ac7-0000-4000-8000-000000000000',
  sourceSystem: 'contract',
  ruleset: '2023-1',
};
await Promise.all(
  streams.map(async (stream) => {
    for (let n = 0; n < Number(appends); n++) {
      const outcome = await store.append(
        [
          {
            stream,
            expected: n === 0 ? 'no-stream' : n - 1,
            events: [{ type: 'Happened', schemaVersion: 1, data: n, meta }],
          },
        ],
        { commandId: randomUUID() },
      );
      if (outcome.kind !== 'appended') throw new Error(`conflict on ${stream}`);
    }
  }),
);
await store.close();

// A process that follows the log with one read model, to be killed: prints what its projector has to tell, line by line.
import { Projector } from '#eventsourcing';
import { createPool } from '../connection.js';
import { PostgresEventStore } from '../event-store.js';
import { PostgresReadModelStore } from '../read-model-store.js';
import { visits } from './visits.js';

const url = process.argv[2]!;
const projector = new Projector({
  store: new PostgresEventStore({ url }),
  readModels: [visits],
  readModelStore: new PostgresReadModelStore(createPool(url)),
  limits: { batchEvents: 20, pollIntervalMs: 50 },
  log: ({ kind }) => console.log(kind),
});
await projector.start();

import { lawProjector } from '#figures';
import {
  ConfigurationError,
  closeApplication,
  httpApplication,
  listen,
  readConfiguration,
  runProcess,
} from '#platform';
import { DatabaseSetupError, openDatabase, PostgresEventStore, PostgresReadModelStore } from '#store-postgres';
import { WorkerModule } from './worker.module.js';

/** Rebuilding a million events then takes a quarter less time than with the usual growth, and 520 MB of the worker's 600. */
const HEAP_GROWTH_PERCENT = 100;

/* The worker as a process of its own, over a PostgreSQL of one's own. */
runProcess(
  async (onStop) => {
    const configuration = readConfiguration(process.env);
    const { databaseUrl, host, workerPort } = configuration;
    if (databaseUrl === undefined)
      throw new ConfigurationError(['单独运行 worker 需要 DATABASE_URL；只有一台机器的，用 npm start 即可']);
    const database = await openDatabase({ url: databaseUrl });
    onStop(() => database.close());
    const store = new PostgresEventStore({ url: database.url });
    onStop(() => store.close());
    const projector = lawProjector({
      store,
      readModelStore: new PostgresReadModelStore(database.pool),
      log: (event) => console.log(JSON.stringify({ at: new Date().toISOString(), ...event })),
    });
    await projector.start();
    onStop(() => projector.stop());
    const app = await httpApplication(WorkerModule.register({ store, projector }));
    onStop(() => closeApplication(app));
    console.log(`案卷 worker：${await listen(app, { host, port: workerPort }, 'ANJUAN_WORKER_PORT')}`);
  },
  { setupErrors: [DatabaseSetupError], heapGrowthPercent: HEAP_GROWTH_PERCENT },
);

import { lawRegistry } from '#enforcement';
import {
  ConfigurationError,
  closeApplication,
  httpApplication,
  listen,
  openSignIn,
  readConfiguration,
  runProcess,
} from '#platform';
import { StatutesConfigurationError } from '#statutes';
import {
  DatabaseSetupError,
  openDatabase,
  PostgresEventStore,
  PostgresLedger,
  PostgresReadModelStore,
} from '#store-postgres';
import { ApiModule } from './api.module.js';
import { bureauStatutes } from './bureau-statutes.js';

/* The api as a process of its own, over a PostgreSQL of one's own. As many of them as one likes. */
runProcess(
  async (onStop) => {
    const configuration = readConfiguration(process.env);
    const { databaseUrl } = configuration;
    if (databaseUrl === undefined)
      throw new ConfigurationError(['单独运行 api 需要 DATABASE_URL；只有一台机器的，用 npm start 即可']);
    const statutes = await bureauStatutes(configuration);
    const signIn = await openSignIn(configuration);
    const database = await openDatabase({ url: databaseUrl });
    onStop(() => database.close());
    const store = new PostgresEventStore({ url: database.url });
    onStop(() => store.close());
    const app = await httpApplication(
      ApiModule.register({
        store,
        readModelStore: new PostgresReadModelStore(database.pool),
        ledger: new PostgresLedger(database.pool),
        registry: lawRegistry,
        statutes,
        tokenVerifier: signIn.verifier,
      }),
    );
    onStop(() => closeApplication(app));
    console.log(`案卷 api：${await listen(app, configuration)}`);
  },
  { setupErrors: [DatabaseSetupError, StatutesConfigurationError] },
);

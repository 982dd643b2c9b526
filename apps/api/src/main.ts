import { lawRegistry } from '#enforcement';
import { openInstallation, SETUP_ERRORS, watchInstallation } from '#installation';
import {
  ConfigurationError,
  closeApplication,
  httpApplication,
  listen,
  openSignIn,
  openTelemetry,
  readConfiguration,
  runProcess,
} from '#platform';
import { ApiModule } from './api.module.js';

/* The api as a process of its own, over a PostgreSQL of one's own. As many of them as one likes. */
runProcess(
  async (onStop, stopping) => {
    const configuration = readConfiguration(process.env);
    if (configuration.databaseUrl === undefined)
      throw new ConfigurationError(['单独运行 api 需要 DATABASE_URL；只有一台机器的，用 npm start 即可']);
    const signIn = await openSignIn(configuration);
    const telemetry = await openTelemetry('api', configuration.telemetry, onStop);
    const installation = await openInstallation(configuration, { signal: stopping, telemetry });
    onStop(() => installation.close());
    watchInstallation(installation, telemetry);
    const { store, log, readModelStore, ledger, looks, deadLetters, reports, messages, statutes, loop } = installation;
    const { now, demonstration, uploads } = installation;
    const app = await httpApplication(
      ApiModule.register({
        store,
        log,
        readModelStore,
        ledger,
        looks,
        deadLetters,
        reports,
        uploads,
        messages,
        registry: lawRegistry,
        statutes,
        loop,
        now,
        demonstration,
        tokenVerifier: signIn.verifier,
        telemetry,
      }),
      telemetry,
    );
    onStop(() => closeApplication(app));
    console.log(`案卷 api：${await listen(app, configuration)}`);
  },
  { setupErrors: SETUP_ERRORS },
);

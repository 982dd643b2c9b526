import { demonstrationPeople } from '#demonstration';
import { lawRegistry } from '#enforcement';
import { openInstallation, SETUP_ERRORS, watchInstallation } from '#installation';
import {
  BrowserSignIn,
  ConfigurationError,
  closeApplication,
  httpApplication,
  listen,
  openSignIn,
  openTelemetry,
  publicUrl,
  readConfiguration,
  runProcess,
} from '#platform';
import { ApiModule } from './api.module.js';
import { demonstrationProvider, mountDemonstrationProvider } from './identity/demonstration-provider.js';

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
    const { now, people, demonstration, uploads, sessions, securityLog } = installation;
    const { personPerSecond, proxies } = configuration;
    const url = publicUrl(configuration);
    const ownProvider =
      signIn.demonstration &&
      demonstrationProvider({ url, people: demonstrationPeople(), key: signIn.demonstration.jwk });
    const provider = ownProvider?.settings ?? signIn.provider;
    const app = await httpApplication(
      ApiModule.register({
        store,
        log,
        readModelStore,
        ledger,
        looks,
        securityLog,
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
        people,
        browserSignIn: provider && new BrowserSignIn({ provider, url, sessions }),
        telemetry,
      }),
      { telemetry, proxies, callerLimits: { personPerSecond } },
    );
    onStop(() => closeApplication(app));
    if (ownProvider) mountDemonstrationProvider(app, ownProvider);
    console.log(`案卷 api：${await listen(app, configuration)}`);
  },
  { setupErrors: SETUP_ERRORS },
);

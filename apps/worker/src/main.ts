import { openInstallation, SETUP_ERRORS } from '#installation';
import {
  ConfigurationError,
  closeApplication,
  httpApplication,
  listen,
  openTelemetry,
  readConfiguration,
  runProcess,
} from '#platform';
import { startFollowers } from './start-followers.js';
import { WorkerModule } from './worker.module.js';

/** Rebuilding a million events then takes a quarter less time than with the usual growth, and 520 MB of the worker's 600. */
const HEAP_GROWTH_PERCENT = 100;

/* The worker as a process of its own, over a PostgreSQL of one's own. */
runProcess(
  async (onStop, stopping) => {
    const configuration = readConfiguration(process.env);
    if (configuration.databaseUrl === undefined)
      throw new ConfigurationError(['单独运行 worker 需要 DATABASE_URL；只有一台机器的，用 npm start 即可']);
    const telemetry = await openTelemetry('worker', configuration.telemetry, onStop);
    const installation = await openInstallation(configuration, { signal: stopping, telemetry });
    onStop(() => installation.close());
    const app = await httpApplication(WorkerModule.register(await startFollowers(installation, telemetry, onStop)));
    onStop(() => closeApplication(app));
    const { host, workerPort } = configuration;
    console.log(`案卷 worker：${await listen(app, { host, port: workerPort }, 'ANJUAN_WORKER_PORT')}`);
  },
  { setupErrors: SETUP_ERRORS, heapGrowthPercent: HEAP_GROWTH_PERCENT },
);

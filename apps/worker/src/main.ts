import { followersOf, openInstallation, SETUP_ERRORS } from '#installation';
import {
  ConfigurationError,
  closeApplication,
  httpApplication,
  listen,
  readConfiguration,
  runProcess,
} from '#platform';
import { startReceiving } from './receiving.js';
import { WorkerModule } from './worker.module.js';

/** Rebuilding a million events then takes a quarter less time than with the usual growth, and 520 MB of the worker's 600. */
const HEAP_GROWTH_PERCENT = 100;

/* The worker as a process of its own, over a PostgreSQL of one's own. */
runProcess(
  async (onStop, stopping) => {
    const configuration = readConfiguration(process.env);
    if (configuration.databaseUrl === undefined)
      throw new ConfigurationError(['单独运行 worker 需要 DATABASE_URL；只有一台机器的，用 npm start 即可']);
    const installation = await openInstallation(configuration, { signal: stopping });
    onStop(() => installation.close());
    const tell = (follower: string) => (event: object) =>
      console.log(JSON.stringify({ at: new Date().toISOString(), follower, ...event }));
    const projector = installation.projector(tell('read-models'));
    await projector.start();
    const deadlines = installation.deadlineClock(tell('deadlines'));
    await deadlines.start();
    const reactions = installation.reactions(tell('reactions'));
    await reactions.start();
    const relays = installation.relays((relay, event) => tell(relay)(event));
    await Promise.all(relays.map((relay) => relay.start()));
    const { store } = installation;
    const receiving = await startReceiving(installation, onStop, (part, event) => tell(part)(event));
    installation.reporting(followersOf({ projector, deadlines, reactions, relays, receiving })).start();
    const inbox = receiving?.inbox;
    const app = await httpApplication(
      WorkerModule.register({ store, projector, deadlines, reactions, relays, ...(inbox && { inbox }) }),
    );
    onStop(() => closeApplication(app));
    const { host, workerPort } = configuration;
    console.log(`案卷 worker：${await listen(app, { host, port: workerPort }, 'ANJUAN_WORKER_PORT')}`);
  },
  { setupErrors: SETUP_ERRORS, heapGrowthPercent: HEAP_GROWTH_PERCENT },
);

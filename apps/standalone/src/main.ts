import { type AddressInfo, createServer } from 'node:net';
import { parseArgs } from 'node:util';
import {
  afterTheYear,
  DEMONSTRATION_YEAR,
  demonstrationPeople,
  enterPeople,
  isEmpty,
  progressBar,
  readMark,
  runDemonstration,
  writeMark,
} from '#demonstration';
import { lawRegistry } from '#enforcement';
import { type Installation, openInstallation, SETUP_ERRORS } from '#installation';
import {
  addressFault,
  assertSignInIsSafe,
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
import { ApiModule, demonstrationProvider, mountDemonstrationProvider } from '../../api/src/index.js';
import { startFollowers } from '../../worker/src/index.js';

/*
 * Everything in one process, on the embedded PostgreSQL unless DATABASE_URL names another (KURRENTDB_URL one for the log):
 * what `npm start` runs.
 */
runProcess(
  async (onStop, stopping) => {
    const { empty } = flags();
    const configuration = readConfiguration(process.env);
    const { databaseUrl, dataDirectory, kurrentUrl, personPerSecond, proxies } = configuration;
    // Servers of somebody's own are his to fill.
    const isOurs = databaseUrl === undefined && kurrentUrl === undefined;
    // What can be refused is refused before anything is created.
    assertSignInIsSafe(configuration);
    const address = { host: configuration.host, port: await freePort(configuration) };
    const ownUrl = publicUrl({ ...configuration, ...address });
    if (empty && isOurs) assertNoHalfYear(dataDirectory);
    const ofBureau = configuration.signIn.kind === 'provider' ? await openSignIn(configuration) : undefined;

    // People look at this terminal: routine is not told, and what is stands beside what they read.
    const telemetry = await openTelemetry('anjuan', configuration.telemetry, onStop, { level: 'warn', to: 'stderr' });
    const onTrouble = (sentence: string) => console.error(sentence);
    const opened = await openInstallation(configuration, { onTrouble, signal: stopping, telemetry });
    onStop(() => opened.close());
    // The keys of the demonstration live in the data directory, which stands by now.
    const signIn = ofBureau ?? (await openSignIn(configuration));
    if (isOurs && !empty) await offerDemonstration(opened, dataDirectory, onStop);
    const played = isOurs ? readMark(dataDirectory) : undefined;
    const isPlayed = played?.state === 'complete';
    const installation = isPlayed ? await afterTheYear(opened) : opened;
    if (isPlayed && signIn.demonstration) await enterPeople(installation, played.year);

    const { store, log, readModelStore, ledger, looks, deadLetters, reports, messages, statutes, loop } = installation;
    const { now, people, demonstration, uploads, sessions, securityLog } = installation;
    const ownProvider =
      signIn.demonstration &&
      demonstrationProvider({ url: ownUrl, people: demonstrationPeople(), key: signIn.demonstration.jwk });
    const provider = ownProvider?.settings ?? signIn.provider;
    const { projector } = await startFollowers(installation, telemetry, onStop);
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
        projector,
        registry: lawRegistry,
        statutes,
        loop,
        now,
        demonstration,
        tokenVerifier: signIn.verifier,
        people,
        browserSignIn: provider && new BrowserSignIn({ provider, url: ownUrl, sessions }),
        telemetry,
      }),
      { telemetry, proxies, callerLimits: { personPerSecond } },
    );
    onStop(() => closeApplication(app));
    if (ownProvider) mountDemonstrationProvider(app, ownProvider);
    await listen(app, address);
    console.log(`\n案卷已启动：${ownUrl}`);
    if (ownProvider) console.log('打开以上地址，点“登录”，选一个演示身份即可开始。');
    console.log('按 Ctrl-C 停止。');
  },
  { setupErrors: SETUP_ERRORS },
);

function flags(): { readonly empty: boolean } {
  try {
    const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
    return { empty: values.empty };
  } catch {
    throw new ConfigurationError(['可用的参数只有 --empty（不装演示数据，从空库开始）']);
  }
}

/** Half a year is neither empty nor the demonstration. Throws ConfigurationError. */
function assertNoHalfYear(directory: string): void {
  if (readMark(directory)?.state === 'playing')
    throw new ConfigurationError([
      `数据目录 ${directory} 中有装到一半的演示数据：要的，去掉 --empty 启动，会接着装完；不要的，先删除该目录`,
    ]);
}

/** An embedded store that is empty gets the demonstration year; one whose play was cut off goes on with it. */
async function offerDemonstration(
  installation: Installation,
  directory: string,
  onStop: (stop: () => Promise<void>) => void,
): Promise<void> {
  const mark = readMark(directory);
  if (mark?.state === 'complete') return;
  if (mark === undefined && !(await isEmpty(installation))) return;
  const year = mark?.year ?? DEMONSTRATION_YEAR;
  console.error(
    mark === undefined
      ? '首次启动：装入演示数据，把衢州市2023年的案件逐条命令办一遍，约需一两分钟。' +
          `不需要的，按 Ctrl-C 中断，删除数据目录 ${directory}，再运行 npm start -- --empty`
      : '接着装入上次中断的演示数据',
  );
  writeMark(directory, { year, state: 'playing' });
  const interruption = new AbortController();
  const bar = progressBar();
  let isPlaying = true;
  const playing = runDemonstration({
    installation,
    year,
    signal: interruption.signal,
    onProgress: bar.show,
  }).finally(() => {
    isPlaying = false;
    bar.stop();
  });
  onStop(async () => {
    if (!isPlaying) return;
    interruption.abort();
    await playing.catch(() => undefined);
    console.error('演示数据的装入已中断，下次启动会接着装');
  });
  await playing;
  writeMark(directory, { year, state: 'complete' });
}

/** The port that is asked for, or one that is free. Throws ConfigurationError when the address cannot be had. */
async function freePort(address: { readonly host: string; readonly port: number }): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(addressFault(error, address) ?? error));
    probe.listen(address.port, address.host, resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import {
  afterTheYear,
  DEMONSTRATION_YEAR,
  demonstrationPeople,
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
  ConfigurationError,
  closeApplication,
  type DemonstrationIssuer,
  httpApplication,
  listen,
  openSignIn,
  openTelemetry,
  readConfiguration,
  runProcess,
} from '#platform';
import { ApiModule } from '../../api/src/index.js';
import { startFollowers } from '../../worker/src/index.js';

/*
 * Everything in one process, on the embedded PostgreSQL unless DATABASE_URL names another (KURRENTDB_URL one for the log):
 * what `npm start` runs.
 */
runProcess(
  async (onStop, stopping) => {
    const { empty } = flags();
    const configuration = readConfiguration(process.env);
    const { databaseUrl, dataDirectory, kurrentUrl } = configuration;
    // Servers of somebody's own are his to fill.
    const isOurs = databaseUrl === undefined && kurrentUrl === undefined;
    // What can be refused is refused before anything is created.
    assertSignInIsSafe(configuration);
    await assertAddressFree(configuration);
    if (empty && isOurs) assertNoHalfYear(dataDirectory);
    const provider = configuration.signIn.kind === 'provider' ? await openSignIn(configuration) : undefined;

    // People look at this terminal: routine is not told, and what is stands beside what they read.
    const telemetry = await openTelemetry('anjuan', configuration.telemetry, onStop, { level: 'warn', to: 'stderr' });
    const onTrouble = (sentence: string) => console.error(sentence);
    const opened = await openInstallation(configuration, { onTrouble, signal: stopping, telemetry });
    onStop(() => opened.close());
    // The keys of the demonstration live in the data directory, which stands by now.
    const signIn = provider ?? (await openSignIn(configuration));
    if (isOurs && !empty) await offerDemonstration(opened, dataDirectory, onStop);
    const isPlayed = isOurs && readMark(dataDirectory)?.state === 'complete';
    const installation = isPlayed ? await afterTheYear(opened) : opened;

    const { store, log, readModelStore, ledger, looks, deadLetters, reports, messages, statutes, loop } = installation;
    const { now, demonstration, uploads } = installation;
    const { projector } = await startFollowers(installation, telemetry, onStop);
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
        projector,
        registry: lawRegistry,
        statutes,
        loop,
        now,
        demonstration,
        tokenVerifier: signIn.verifier,
        telemetry,
        ...(signIn.demonstration ? { signInHint: '演示用户的登录链接印在启动案卷的终端里，点开即可登录。' } : {}),
      }),
      telemetry,
    );
    onStop(() => closeApplication(app));
    const url = await listen(app, configuration);
    console.log(`\n案卷已启动：${url}`);
    if (signIn.demonstration) await printSignInLinks(url, signIn.demonstration);
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

async function printSignInLinks(url: string, issuer: DemonstrationIssuer): Promise<void> {
  console.log('\n演示用户（点开链接即以其身份登录；令牌也可用作 Authorization: Bearer）：');
  for (const person of demonstrationPeople())
    console.log(`\n  ${person.title}　${person.name}\n  ${url}/sign-in#token=${await issuer.token(person)}`);
  console.log('\n令牌过期后用 npm run anjuan -- token 另取。按 Ctrl-C 停止。');
}

/** Throws ConfigurationError when the address cannot be had. */
async function assertAddressFree(address: { readonly host: string; readonly port: number }): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(addressFault(error, address) ?? error));
    probe.listen(address.port, address.host, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

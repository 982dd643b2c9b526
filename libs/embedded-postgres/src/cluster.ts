import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  exitOf,
  isAlive,
  notWritable,
  processExists,
  type ServerPlace,
  ServerSetupError,
  ServerStartError,
} from '#supervisor';
import { DataVersionError, DirectoryOwnerError, NotOurDataError } from './errors.js';
import { type Account, type Binaries, chooseAccount, type Run, runner } from './program.js';

/* The data of the embedded server: how a cluster is made, known again, and told from what is not ours. */

export const TITLE = '内置数据库';
const ROLE = 'anjuan';
const SUPERUSER = 'postgres';
const PASSWORD_FILE = 'anjuan-password';

/** Makes the cluster on first use, and checks later that it is one of ours; gives what runs its programs. */
export async function prepareCluster(place: ServerPlace, binaries: Binaries, isDurable: boolean): Promise<Run> {
  const { directory, data } = place;
  const account = chooseAccount(data);
  const run = runner(binaries, directory, account);
  removeUnfinished(directory);
  if (existsSync(data) && readdirSync(data).length > 0) checkData(data, account, binaries);
  else await initialise(binaries, data, account, run, isDurable);
  return run;
}

/** For a role that owns the database `anjuan` and is no superuser. Holds the password: not for logs. */
export function urlOf(data: string, port: number): string {
  const password = readFileSync(join(data, PASSWORD_FILE), 'utf8').trim();
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`;
}

/**
 * The address of the server that another process runs on this data; undefined when none is ready there, or when its
 * password is not ours to read.
 */
export function runningServerUrl(data: string): string | undefined {
  try {
    const { pid, port } = readPidFile(data);
    return isReady(data, pid) && isServerOf(pid, data) ? urlOf(data, port) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server with this pid takes connections. */
export function isReady(data: string, pid: number): boolean {
  try {
    const found = readPidFile(data);
    return found.pid === pid && found.state === 'ready';
  } catch {
    return false;
  }
}

/**
 * The server that an owner who was killed left running on this data. A pid file whose process is another program
 * altogether gets our own pid: PostgreSQL takes its parent's pid for stale, and still checks that no backend of the old
 * server holds its shared memory.
 */
export function leftoverServer(data: string): number | undefined {
  if (!existsSync(join(data, 'postmaster.pid'))) return undefined;
  const { pid, lines } = readPidFile(data);
  if (!Number.isInteger(pid) || pid <= 0 || !processExists(pid)) return undefined;
  if (isAlive(pid) && isServerOf(pid, data)) return pid;
  writeFileSync(join(data, 'postmaster.pid'), [String(process.pid), ...lines.slice(1)].join('\n'));
  return undefined;
}

function readPidFile(data: string) {
  const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), state: lines[7]?.trim(), lines };
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
  isDurable: boolean,
): Promise<void> {
  const unfinished = `${data}.initialising-${process.pid}-${randomBytes(4).toString('hex')}`;
  const log = join(dirname(data), 'initdb.log');
  const output = openSync(log, 'w', 0o600);
  const succeed = async (command: string, args: readonly string[], input?: number) => {
    const code = await exitOf(run(command, args, { output, ...(input === undefined ? {} : { input }) }));
    if (code === 0) return;
    const reason = firstError(readFileSync(log, 'utf8')) ?? `initdb ${code}`;
    throw new ServerStartError(TITLE, data, reason, log);
  };
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    const secret = `${unfinished}.password`;
    const script = `${unfinished}.sql`;
    const password = randomBytes(24).toString('base64url');
    try {
      writeFileSync(secret, `${password}\n`, { mode: 0o600 });
      if (account) for (const path of [unfinished, secret]) chownSync(path, account.uid, account.gid);
      await succeed(binaries.initdb, [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(isDurable ? [] : ['--no-sync']),
      ]);
      writeFileSync(script, roleAndDatabase(password), { mode: 0o600 });
      const input = openSync(script, 'r');
      try {
        await succeed(
          binaries.postgres,
          ['--single', '-j', ...(isDurable ? [] : ['-F']), '-c', 'exit_on_error=true', '-D', unfinished, 'postgres'],
          input,
        );
      } finally {
        closeSync(input);
      }
      renameSync(secret, join(unfinished, PASSWORD_FILE));
    } finally {
      for (const path of [secret, script]) rmSync(path, { force: true });
    }
    renameSync(unfinished, data);
    rmSync(log, { force: true });
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
    throw error instanceof ServerSetupError ? error : notWritable(data, error);
  } finally {
    closeSync(output);
  }
}

/** The role and the database of the application. A server of one user (-j) takes a blank line for the end of a statement. */
function roleAndDatabase(password: string): string {
  return `create role ${ROLE} login createdb password '${password}';\n\ncreate database ${ROLE} owner ${ROLE};\n\n`;
}

/** What a server or initdb wrote of why it ended. */
export function firstError(log: string): string | undefined {
  const line = log.split('\n').find((text) => /\b(FATAL|PANIC|error|ERROR):/.test(text));
  return line?.replace(/^.*?(FATAL|PANIC|error|ERROR):\s*/, '');
}

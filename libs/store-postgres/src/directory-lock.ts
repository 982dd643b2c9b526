import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectoryInUseError } from './errors.js';
import { codeOf } from './faults.js';

interface Holder {
  readonly pid: number;
  /** Tells a process from a later one with the same pid. */
  readonly started: string | undefined;
}

const LOCK_FILE = 'in-use.json';
const WRITE_WAIT_MS = 20;
const WRITE_WAITS = 50;

/**
 * Takes the directory for this process; the answer gives it back. A lock whose process is gone (or whose pid now
 * belongs to another process) is taken over. Throws DirectoryInUseError.
 */
export async function acquireDirectory(directory: string): Promise<() => void> {
  const file = join(directory, LOCK_FILE);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder);
  for (let waits = 0; ; ) {
    try {
      const descriptor = openSync(file, 'wx', 0o644);
      writeSync(descriptor, mine);
      closeSync(descriptor);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const found = read(file);
    if (found === undefined) continue;
    const holder = parse(found);
    // Between being made and being written the file is empty: its maker gets a second to write.
    if (holder === undefined && waits++ < WRITE_WAITS) {
      await delay(WRITE_WAIT_MS);
      continue;
    }
    if (holder !== undefined && isAlive(holder.pid, holder.started))
      throw new DirectoryInUseError(directory, holder.pid);
    removeStale(file, found);
  }
}

/** Moves the stale lock away first: should another process have replaced it meanwhile, its lock is put back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) === stale) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Holder;
    return Number.isInteger(value.pid) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process runs that has this pid and, when known, this start. A zombie does not run. */
export function isAlive(pid: number, started?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = startOf(pid);
  if (now === undefined) return process.platform !== 'linux';
  return started === undefined || started === now;
}

/** When a process started, as an opaque text; undefined when it does not run or cannot be looked at. */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // After the name, which is in parentheses and may hold anything: state is field 3, start time field 22.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}

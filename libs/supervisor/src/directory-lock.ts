import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './directory.js';
import { DirectoryInUseError } from './errors.js';
import { isAlive, startOf } from './process.js';

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

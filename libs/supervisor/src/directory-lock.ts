import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
const WAIT_MS = 20;
/** How long a lock that says nothing, left by a crash of the machine, is taken for one that is being made. */
const UNREADABLE_MS = 1_000;

/**
 * Takes the directory for this process; the answer gives it back. A lock whose process is gone (or whose pid now
 * belongs to another process) is taken over, by one process of however many find it. Throws DirectoryInUseError.
 */
export async function acquireDirectory(directory: string): Promise<() => void> {
  const file = join(directory, LOCK_FILE);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder);
  for (let waitedMs = 0; ; ) {
    if (madeWhole(file, mine)) return () => rmSync(file, { force: true });
    const found = read(file);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder !== undefined && isAlive(holder.pid, holder.started))
      throw new DirectoryInUseError(directory, holder.pid);
    if (holder !== undefined || waitedMs >= UNREADABLE_MS) {
      if (takenOver(file, found, mine)) return () => rmSync(file, { force: true });
    }
    await delay(WAIT_MS);
    waitedMs += WAIT_MS;
  }
}

/** Makes a file with its content in one step; false where it is there already. */
function madeWhole(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o644, flag: 'wx' });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Replaces a lock whose holder is gone. The right to do so is a file of its own, called after the lock that is to be
 * replaced, and one process alone can make it: nobody else touches that lock any more. Whoever had the right and was
 * killed before he used it leaves it to the next one, in the same way. False where another was faster.
 */
function takenOver(file: string, stale: string, mine: string): boolean {
  const rights: string[] = [];
  for (let about = stale; ; ) {
    const right = `${file}.over-${createHash('sha256').update(about).digest('hex').slice(0, 16)}`;
    rights.push(right);
    if (madeWhole(right, mine)) break;
    const found = read(right);
    if (found === undefined) return false;
    const owner = parse(found);
    if (owner !== undefined && isAlive(owner.pid, owner.started)) return false;
    about = `${about}\n${found}`;
  }
  // Who comes late finds the lock replaced already, and its right made anew by himself: it is worth nothing then.
  const isStill = read(file) === stale;
  if (isStill) {
    const draft = `${file}.${process.pid}.${randomUUID()}`;
    writeFileSync(draft, mine, { mode: 0o644, flag: 'wx' });
    renameSync(draft, file);
  }
  for (const right of rights) rmSync(right, { force: true });
  return isStill;
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

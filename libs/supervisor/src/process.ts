import { type ChildProcess, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './directory.js';

/** Whether a process runs that has this pid and, when known, this start. A zombie does not run. */
export function isAlive(pid: number, started?: string): boolean {
  if (!processExists(pid)) return false;
  const now = startOf(pid);
  if (now === undefined) return process.platform !== 'linux';
  return started === undefined || started === now;
}

/** Whether anything has this pid, a zombie or another user's program included. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** When a process started, as an opaque text; undefined when it does not run or cannot be looked at. */
export function startOf(pid: number): string | undefined {
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

/** Sends one signal after the other, each with the same time to end the process; ends when it is gone, or after the last. */
export async function stopProcess(
  pid: number,
  signals: readonly NodeJS.Signals[],
  isGone: () => boolean,
  timeoutMs: number,
): Promise<void> {
  for (const signal of signals) {
    if (isGone()) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (codeOf(error) === 'ESRCH') return;
      throw error;
    }
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      if (isGone()) return;
      await delay(10);
    }
  }
}

/** Exit code, signal, or why the program could not be run at all. */
export function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
}

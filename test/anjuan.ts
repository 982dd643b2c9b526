import { expect } from '@jest/globals';
import { type Running, run } from './processes.js';

/** `anjuan …` on the command line, over the store of a directory. */
export function anjuan(directory: string, ...args: string[]): Running {
  return run('cli', args, { ANJUAN_DATA: directory });
}

/** Plays the bureau's own year into a directory that is not there yet. */
export async function playBureau(directory: string): Promise<void> {
  const demo = run('cli', ['demo', '--bureau-only', '--json', '--dir', directory]);
  expect(await demo.exited).toBe(0);
}

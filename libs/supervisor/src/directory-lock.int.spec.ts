import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const STARTERS = 6;
const ROUNDS = 60;
/** Long enough for everybody to have read when to begin. */
const AHEAD_MS = 15;
/** A process that is gone; its pid is somebody else's by now. */
const STALE = JSON.stringify({ pid: process.pid, started: 'another time' });

interface Starter {
  readonly child: ChildProcess;
  readonly answers: AsyncIterator<string>;
}

let directory: string;
let starters: Starter[];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'anjuan-lock-'));
  const typescript = new URL('../../store-postgres/src/testing/run-typescript.mjs', import.meta.url).href;
  const program = new URL('./testing/starter.ts', import.meta.url).pathname;
  starters = Array.from({ length: STARTERS }, () => {
    const child = spawn(process.execPath, ['--conditions=source', '--import', typescript, program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, answers: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() };
  });
});
afterAll(() => {
  for (const { child } of starters) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

async function everybody(line: string): Promise<string[]> {
  for (const { child } of starters) child.stdin!.write(`${line}\n`);
  return Promise.all(starters.map(async ({ answers }) => (await answers.next()).value as string));
}

describe('the lock of a directory', () => {
  it.each([
    ['nobody left', undefined],
    ['a process that is gone left', STALE],
    ['a crash left empty', ''],
  ])(
    'that %s has one holder, however many start at the same moment (L7)',
    async (_what, left) => {
      for (let round = 0; round < (left === '' ? 3 : ROUNDS); round++) {
        const file = join(directory, 'in-use.json');
        rmSync(file, { force: true });
        if (left !== undefined) writeFileSync(file, left);
        const answers = await everybody(JSON.stringify([directory, Date.now() + AHEAD_MS]));
        expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
        await everybody('let go');
        expect(readdirSync(directory)).toEqual([]);
      }
    },
    120_000,
  );
});

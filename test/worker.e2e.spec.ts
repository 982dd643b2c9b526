import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database, openBureauDatabase } from '#installation';
import { freePort, type Running, run, stopLeftovers } from './processes.js';

let scratch: string;
let database: Database;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
  database = await openBureauDatabase({ directory: scratch });
});
afterEach(stopLeftovers);
afterAll(async () => {
  await database.close();
  await rm(scratch, { recursive: true, force: true });
});

const has = (worker: Running, kind: string) => worker.stdout.includes(`"kind":"${kind}"`);

describe('the worker', () => {
  it('stands by for another one, and takes over when that one is killed', async () => {
    const environment = { DATABASE_URL: database.url, ANJUAN_WORKER_PORT: '0' };
    const first = run('worker', [], environment);
    await first.until(() => has(first, 'rebuilt'), 60_000);
    const second = run('worker', [], environment);
    await second.until(() => has(second, 'standby'), 60_000);
    expect(has(second, 'took-over')).toBe(false);
    await first.stop('SIGKILL');
    await second.until(() => has(second, 'took-over'), 60_000);
    expect(await second.stop('SIGTERM')).toBe(0);
  }, 240_000);

  it('tells its figures at a door of their own, and every line as an object', async () => {
    const port = await freePort();
    const environment = { DATABASE_URL: database.url, ANJUAN_WORKER_PORT: '0', ANJUAN_METRICS_PORT: String(port) };
    const worker = run('worker', [], environment);
    await worker.until(() => worker.stdout.includes('案卷 worker：'), 60_000);
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    const text = await answer.text();
    for (const figure of [
      /^anjuan_store_up\{service="worker"\} 1$/m,
      /^anjuan_follower_state\{follower="read-models",state="following",service="worker"\} 1$/m,
      /^anjuan_read_model_parked_keys\{read_model="case_overview",service="worker"\} 0$/m,
      /^anjuan_dead_letters\{state="open",service="worker"\} 0$/m,
      /^anjuan_queue_limit\{queue="appends",service="worker"\} 20000$/m,
    ])
      expect(text).toMatch(figure);
    expect(await worker.stop('SIGTERM')).toBe(0);
    const lines = worker.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('案卷'));
    expect(lines.map((line) => JSON.parse(line) as { service: string }).map(({ service }) => service)).toEqual(
      lines.map(() => 'worker'),
    );
    // The last line is written out before the process ends.
    expect(has(worker, 'stopped')).toBe(true);
  }, 120_000);

  it('says in one sentence that it needs a database', async () => {
    const worker = run('worker', []);
    expect(await worker.exited).toBe(1);
    expect(worker.stderr.trim()).toBe('单独运行 worker 需要 DATABASE_URL；只有一台机器的，用 npm start 即可');
  });
});

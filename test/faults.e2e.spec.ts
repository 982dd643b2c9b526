import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedServer, startEmbedded } from '#embedded-postgres';
import { enterPeople, establishTheirUnit, tokenOf } from './people.js';
import { freePort, type Running, run, stopLeftovers } from './processes.js';

/* What people and those who run it meet while the database does not answer, or is not there. */

const STOP_MS = 10_000;

let scratch: string;
let server: EmbeddedServer;
let frozen: number[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-faults-'));
});
beforeEach(async () => {
  server = await startEmbedded({ directory: join(scratch, 'server'), durable: false });
});
afterEach(async () => {
  thaw();
  await stopLeftovers();
  await server.stop();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** The server and all that it has started stand still. Linux. */
function freeze(): void {
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ');
  frozen = [server.pid, ...children.filter(Boolean).map(Number)];
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
}

function thaw(): void {
  for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
}

const apart = async (app: 'api' | 'worker') => {
  const port = await freePort();
  const environment = {
    DATABASE_URL: server.url,
    ANJUAN_DATA: join(scratch, 'data'),
    PORT: String(port),
    ANJUAN_WORKER_PORT: String(port),
  };
  const running = run(app, [], environment);
  await running.until(() => running.stdout.includes(`案卷 ${app}：`), 120_000);
  return { running, url: `http://127.0.0.1:${port}`, port };
};

/** Somebody who never finishes his request. */
async function halfSent(port: number): Promise<void> {
  const slow = connect(port, '127.0.0.1').on('error', () => {});
  await once(slow, 'connect');
  slow.write('POST /api/units/330800/EstablishUnit HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{');
}

async function stopped(running: Running): Promise<void> {
  const from = performance.now();
  expect(await running.stop('SIGTERM')).toBe(0);
  expect(performance.now() - from).toBeLessThan(STOP_MS);
}

describe.each(['api', 'worker'] as const)('%s that is asked to stop (M1)', (app) => {
  it.each([
    ['somebody holds a half-sent request', () => {}],
    ['the database hangs', freeze],
    ['the database is down', () => server.stop()],
  ] as const)(
    'while %s ends within ten seconds, as one that was asked to',
    async (_what, happens) => {
      const { running, port, url } = await apart(app);
      await halfSent(port);
      await happens();
      // Somebody asks meanwhile, and is answered or not.
      const asked = fetch(`${url}/readyz`).catch(() => undefined);
      await delay(500);
      await stopped(running);
      await asked;
    },
    180_000,
  );
});

describe('the api', () => {
  it('while the database hangs says so within half a minute, with the time to come again, and goes on when it is back (H6)', async () => {
    await apart('worker');
    const { url } = await apart('api');
    const headers = { authorization: `Bearer ${await tokenOf(join(scratch, 'data'), '审计员')}` };
    const token = await tokenOf(join(scratch, 'data'), '系统管理员');
    const administrator = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    await establishTheirUnit(url, administrator);
    await enterPeople(url, administrator, '审计员');
    const ask = (path: string) => fetch(`${url}${path}`, { headers });
    // Whether this worker builds the read models or an earlier one had: they are there once a list is.
    while ((await ask('/api/cases')).status === 503) await delay(100);
    expect((await ask('/api/looks')).status).toBe(200);
    freeze();
    const from = performance.now();
    const answers = await Promise.all(['/api/looks', '/api/cases', '/looks', '/readyz'].map(ask));
    for (const answer of answers) {
      expect([answer.url, answer.status]).toEqual([answer.url, 503]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(performance.now() - from).toBeLessThan(35_000);
    thaw();
    const back = await ask('/api/looks');
    expect([back.status, await back.text()]).toEqual([200, expect.anything()]);
  }, 180_000);
});

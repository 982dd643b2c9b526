import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { startEmbedded } from '#embedded-postgres';
import { connect, createPool } from '../connection.js';
import { codeOf } from '../faults.js';
import { migrate, shippedMigrations } from '../migrate.js';

export { runModule, succeeded } from './node-process.js';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
/** Advisory lock under which the template is made. */
const TEMPLATE_LOCK = '4702111234474983746';

/**
 * A fresh, migrated database for one test file, copied from a template. It lives on the server of TEST_DATABASE_URL
 * (the role must be allowed to create databases), else on one embedded cluster that all test files of a run share and
 * that goes away with the run.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'] ?? (await sharedCluster());
  const template = await ensureTemplate(server);
  const name = `anjuan_test_${randomBytes(6).toString('hex')}`;
  await administer(server, (client) => client.query(`create database ${name} template ${template}`));
  const url = on(server, name);
  const pool = createPool(url, { name: 'anjuan-test' });
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await administer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

function on(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(server, { name: 'anjuan-test' });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The template is named after the scripts it was made by, so that scripts under work never meet an old template. */
function ensureTemplate(server: string): Promise<string> {
  const checksum = createHash('sha256');
  for (const migration of shippedMigrations()) checksum.update(migration.checksum);
  const name = `anjuan_template_${checksum.digest('hex').slice(0, 16)}`;
  return administer(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const there = await client.query('select from pg_database where datname = $1', [name]);
    if (there.rowCount === 0) {
      const unfinished = `${name}_unfinished`;
      await client.query(`drop database if exists ${unfinished} with (force)`);
      await client.query(`create database ${unfinished}`);
      await administer(on(server, unfinished), (fresh) => migrate(fresh));
      await client.query(`alter database ${unfinished} rename to ${name}`);
    }
    return name;
  });
}

/**
 * One cluster per run of jest. The first test file starts it; a watcher outside of the run stops and removes it when
 * the run's main process is gone, however that ended.
 */
async function sharedCluster(): Promise<string> {
  // In a worker of jest the main process is the parent; run in band, it is this process.
  const main = process.send === undefined ? process.pid : process.ppid;
  const directory = join(tmpdir(), `anjuan-test-${userInfo().uid}-${main}`);
  const answer = join(directory, 'url');
  let isFirst = true;
  try {
    mkdirSync(directory, { mode: 0o711 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    isFirst = false;
  }
  if (isFirst) {
    try {
      const server = await startEmbedded({ directory, durable: false, outlivesProcess: true });
      spawn(
        '/bin/sh',
        [
          '-c',
          'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -INT "$2" 2>/dev/null; ' +
            'while kill -0 "$2" 2>/dev/null; do sleep 0.1; done; rm -rf "$3"',
          'sh',
          String(main),
          String(server.pid),
          directory,
        ],
        { detached: true, stdio: 'ignore', cwd: '/' },
      ).unref();
      writeFileSync(`${answer}.new`, server.url, { mode: 0o600 });
      renameSync(`${answer}.new`, answer);
      return server.url;
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    try {
      return readFileSync(answer, 'utf8');
    } catch {
      await delay(20);
    }
  }
  throw new Error(`the test cluster in ${directory} did not start within ${START_TIMEOUT_MS} ms`);
}

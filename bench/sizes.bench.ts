// Whether anything slows down as the log grows: at each length, appends, a rebuild, following, and opening a case. The log
// is the city's year again and again; what is appended to measure appends belongs to no register.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { openInstallation } from '#installation';
import { readConfiguration } from '#platform';
import { CityLog } from './city-log.js';
import { type Measured, quantile } from './measure.js';
import { AppProcess } from './processes.js';
import { instant, LONG_CASE_EVENTS, lengthenCase } from './read-side.bench.js';
import { appendsTo } from './store.bench.js';

const OPENINGS = 200;
/** Events that are followed, or a tenth of the log where that is less. */
const FOLLOWED = 50_000;

export interface SizesOptions {
  /** Of a database whose schema is up to date and whose log is empty. */
  readonly url: string;
  readonly pool: pg.Pool;
  readonly directory: string;
  readonly size: number;
  readonly seconds: number;
}

export async function benchSize({ url, pool, directory, size, seconds }: SizesOptions): Promise<Measured[]> {
  const environment = { DATABASE_URL: url, ANJUAN_DATA: directory, PORT: '0', ANJUAN_WORKER_PORT: '0' };
  const log = await CityLog.open(url);
  try {
    await log.append(size);
    await pool.query('vacuum analyze anjuan.events');
    const rebuilding = await rebuild(environment);
    const following = await follow(pool, environment, log, Math.min(FOLLOWED, Math.ceil(size / 10)));
    const openingMs = await opening(url);
    const { rate, p99Ms } = await appendsTo(url, seconds);
    return [
      { what: 'append, 99th percentile', unit: 'ms', value: p99Ms },
      { what: 'appends', unit: '/s', value: rate },
      { what: 'rebuild of every read model', unit: 's', value: rebuilding.seconds },
      { what: 'memory of the worker', unit: 'MB', value: rebuilding.megabytes },
      { what: 'following', unit: 'events/s', value: following },
      { what: `a case of ${LONG_CASE_EVENTS} events opened, 95th percentile`, unit: 'ms', value: openingMs },
    ];
  } finally {
    log.close();
  }
}

async function head(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ head: number }>(
    'select coalesce(max(position), 0)::int as head from anjuan.events',
  );
  return rows[0]!.head;
}

async function rebuild(environment: NodeJS.ProcessEnv) {
  const worker = AppProcess.start('worker', [], environment);
  try {
    const started = instant(await worker.line(/"kind":"rebuild-started"/));
    return {
      seconds: (instant(await worker.line(/"kind":"rebuilt"/)) - started) / 1_000,
      megabytes: worker.peakMegabytes(),
    };
  } finally {
    await worker.stop();
  }
}

async function follow(pool: pg.Pool, environment: NodeJS.ProcessEnv, log: CityLog, events: number): Promise<number> {
  await log.append(events);
  const target = await head(pool);
  const worker = AppProcess.start('worker', [], environment);
  try {
    const line = await worker.line(/"follower":"read-models","kind":"started"/);
    const { at, position } = JSON.parse(line) as { readonly at: string; readonly position: number };
    for (;;) {
      const { rows } = await pool.query<{ position: number; at: Date }>(
        `select position::int, updated_at as at from anjuan.projection where name = 'main'`,
      );
      if (rows[0]!.position >= target)
        return (rows[0]!.position - position) / Math.max(0.001, (rows[0]!.at.getTime() - Date.parse(at)) / 1_000);
      await delay(20);
    }
  } finally {
    await worker.stop();
  }
}

/** A long case, read as the reader of a file does: at any of its revisions. */
async function opening(url: string): Promise<number> {
  const { id } = await lengthenCase(url);
  const installation = await openInstallation(readConfiguration({ DATABASE_URL: url }));
  try {
    const times: number[] = [];
    for (let n = 0; n < OPENINGS; n++) {
      const from = performance.now();
      await installation.store.readStream(`case-${id}`, 0, Math.floor((n / OPENINGS) * LONG_CASE_EVENTS));
      times.push(performance.now() - from);
    }
    return quantile(times, 0.95);
  } finally {
    await installation.close();
  }
}

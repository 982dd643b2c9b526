// The read side: the worker rebuilds every read model from the whole log, then follows what is appended; the api serves
// pages over the result. The log is the city's year, as often as it takes to be as long as wanted; worker and api are
// the processes that a bureau runs.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { demonstrationPeople } from '#demonstration';
import type { NewEvent, RecordedEvent } from '#eventsourcing';
import { openInstallation } from '#installation';
import { DemonstrationIssuer, readConfiguration } from '#platform';
import { CityLog } from './city-log.js';
import { HttpConnection } from './http-client.js';
import { type Measured, median, quantile } from './measure.js';
import { AppProcess } from './processes.js';

const PAGE_REQUESTS = 200;
const PAST_DAY_REQUESTS = 50;
export const LONG_CASE_EVENTS = 200;

export interface ReadSideBenchOptions {
  /** Of a database whose schema is up to date and whose log is empty. */
  readonly url: string;
  readonly pool: pg.Pool;
  /** For the keys of the demonstration users. */
  readonly directory: string;
  readonly events: number;
  readonly rounds: number;
}

export async function benchReadSide(options: ReadSideBenchOptions): Promise<Measured[]> {
  const { url, directory, events } = options;
  const log = await CityLog.open(url);
  const environment = { DATABASE_URL: url, ANJUAN_DATA: directory, PORT: '0', ANJUAN_WORKER_PORT: '0' };
  try {
    await log.append(events);
    const lines = [...(await rebuild(options, environment)), ...(await follow(options, environment, log))];
    return [...lines, ...(await pages(options, environment))];
  } finally {
    log.close();
  }
}

/** The first start of a worker builds everything from the first event on. */
async function rebuild({ pool }: ReadSideBenchOptions, environment: NodeJS.ProcessEnv): Promise<Measured[]> {
  const worker = AppProcess.start('worker', [], environment);
  try {
    const started = instant(await worker.line(/"kind":"rebuild-started"/));
    const seconds = (instant(await worker.line(/"kind":"rebuilt"/)) - started) / 1_000;
    const { rows } = await pool.query<{ cases: number; events: number; entries: number }>(
      `select (select count(*)::int from read_models.case_overview) as cases,
        (select count(*)::int from anjuan.events) as events, (select count(*)::int from anjuan.metric_ledger) as entries`,
    );
    const { cases, events, entries } = rows[0]!;
    return [
      { what: 'events in the log', unit: '', value: events },
      { what: 'cases', unit: '', value: cases },
      { what: 'entries of the metric ledger', unit: '', value: entries },
      { what: 'rebuilding every read model', unit: 's', value: seconds },
      { what: 'processor time of the worker for it', unit: 's', value: worker.processorSeconds() },
      { what: 'the same for 1,000,000 events', unit: 's', value: (seconds / events) * 1_000_000, target: ['<', 25] },
      {
        what: 'memory of the worker while it rebuilds, at most',
        unit: 'MB',
        value: worker.peakMegabytes(),
        target: ['<', 600],
      },
    ];
  } finally {
    await worker.stop();
  }
}

/** What was appended while no worker ran is followed by the next one, from its checkpoint. */
async function follow(
  { pool, events, rounds }: ReadSideBenchOptions,
  environment: NodeJS.ProcessEnv,
  log: CityLog,
): Promise<Measured[]> {
  const rates: number[] = [];
  const processor: number[] = [];
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    await log.append(Math.max(50_000, Math.floor(events / 5)));
    const { rows } = await pool.query<{ head: number }>('select max(position)::int as head from anjuan.events');
    const worker = AppProcess.start('worker', [], environment);
    try {
      const started = JSON.parse(await worker.line(/"kind":"started"/)) as {
        readonly at: string;
        readonly position: number;
      };
      for (;;) {
        const state = await pool.query<{ position: number; at: Date }>(
          `select position::int, updated_at as at from anjuan.projection where name = 'main'`,
        );
        const { position, at } = state.rows[0]!;
        if (position >= rows[0]!.head) {
          rates.push((position - started.position) / ((at.getTime() - Date.parse(started.at)) / 1_000));
          break;
        }
        await delay(20);
      }
      processor.push((worker.processorSeconds() / (rows[0]!.head - started.position)) * 1e6);
      memory = Math.max(memory, worker.peakMegabytes());
    } finally {
      await worker.stop();
    }
  }
  return [
    { what: 'all read models following the log', unit: 'events/s', value: median(rates), target: ['>=', 20_000] },
    { what: 'processor time of the worker per event, its start included', unit: 'µs', value: median(processor) },
    { what: 'memory of the worker while it follows, at most', unit: 'MB', value: memory, target: ['<', 600] },
  ];
}

async function pages({ url, directory }: ReadSideBenchOptions, environment: NodeJS.ProcessEnv): Promise<Measured[]> {
  const longCase = await lengthenCase(url);
  const worker = AppProcess.start('worker', [], environment);
  const api = AppProcess.start('api', [], environment);
  try {
    const { signIn } = readConfiguration(environment);
    if (signIn.kind !== 'demonstration') throw new Error('the environment names an identity provider');
    const issuer = await DemonstrationIssuer.open(directory, signIn);
    // May read everything.
    const auditor = demonstrationPeople().find(({ id }) => id === 'auditor')!;
    const token = await issuer.token(auditor);
    const connection = await HttpConnection.open(await api.url());
    const times = async (count: number, path: (n: number) => string) => {
      const latencies: number[] = [];
      for (let n = 0; n < count; n++) {
        const from = performance.now();
        const answer = await connection.get(path(n), token);
        latencies.push(performance.now() - from);
        if (answer.status !== 200) throw new Error(`${path(n)}: ${answer.status} ${answer.body.slice(0, 400)}`);
      }
      return latencies;
    };
    // Whether the city, or one of its units; whole years and parts of one.
    const scope = (n: number) =>
      `from=2023-${String(1 + (n % 9)).padStart(2, '0')}-${n % 3 === 0 ? '01' : '11'}&to=2023-12-${10 + (n % 20)}` +
      (n % 2 === 0 ? '' : `&unit=${auditor.unit}`);
    const day = (n: number) => `2023-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
    const revision = (n: number) => Math.floor((n / PAGE_REQUESTS) * LONG_CASE_EVENTS);
    const caught = `after=${longCase.position}`;
    await times(1, () => `/api/metrics?${caught}`);
    const metrics = await times(PAGE_REQUESTS, (n) => `/api/metrics?${scope(n)}`);
    const page = await times(
      PAGE_REQUESTS,
      (n) => `/metrics?year=${2023 - (n % 2)}${n % 3 === 0 ? '' : `&unit=${auditor.unit}`}`,
    );
    const past = await times(PAST_DAY_REQUESTS, (n) => `/api/metrics?${scope(n)}&knownOn=${day(n)}`);
    const cases = await times(PAGE_REQUESTS, (n) => `/api/cases/${longCase.id}?asOf=${revision(n)}`);
    connection.close();
    return [
      {
        what: 'every metric of the catalogue as JSON, p95',
        unit: 'ms',
        value: quantile(metrics, 0.95),
        target: ['<', 100],
      },
      { what: 'the page of all metrics, p95', unit: 'ms', value: quantile(page, 0.95), target: ['<', 100] },
      {
        what: 'the same figures as of a past day, slowest',
        unit: 'ms',
        value: Math.max(...past),
        target: ['<', 1_000],
      },
      {
        what: `a case of ${LONG_CASE_EVENTS} events at any revision, median`,
        unit: 'ms',
        value: median(cases),
        target: ['<', 20],
      },
      {
        what: `a case of ${LONG_CASE_EVENTS} events at any revision, p95`,
        unit: 'ms',
        value: quantile(cases, 0.95),
        target: ['<', 20],
      },
      { what: 'memory of the api, at most', unit: 'MB', value: api.peakMegabytes(), target: ['<', 300] },
    ];
  } finally {
    await api.stop();
    await worker.stop();
  }
}

/** Gives a case more evidence until it is long. */
export async function lengthenCase(url: string): Promise<{ readonly id: string; readonly position: number }> {
  const installation = await openInstallation(readConfiguration({ DATABASE_URL: url }));
  const { store } = installation;
  try {
    let evidence: RecordedEvent | undefined;
    for (let after = 0; !evidence; ) {
      const page = await store.readAll(after, 1_000);
      evidence = page.find(({ type }) => type === 'EvidenceCollected');
      after = page.at(-1)!.position;
    }
    const { stream, type, data, schemaVersion, meta } = evidence;
    const { length } = await store.readStream(stream);
    const more: NewEvent[] = Array.from({ length: LONG_CASE_EVENTS - length }, (_, n) => ({
      type,
      schemaVersion,
      meta,
      data: { ...(data as object), evidenceId: `E${n}` },
    }));
    const outcome = await store.append([{ stream, expected: 'any', events: more }], {
      commandId: crypto.randomUUID(),
    });
    if (outcome.kind !== 'appended') throw new Error(`conflict on ${stream}`);
    return { id: stream.slice(stream.indexOf('-') + 1), position: outcome.position };
  } finally {
    await installation.close();
  }
}

export function instant(line: string): number {
  return Date.parse((JSON.parse(line) as { readonly at: string }).at);
}

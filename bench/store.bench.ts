// How many durable single-event appends per second, and how long each one waits: real processes, fsync and
// synchronous_commit on, rounds of each store turn about, medians. Next to ours stands the textbook store (a transaction
// under one lock per append), a plain INSERT and a COPY of all that waits, which look at nothing; Emmett's, when `--emmett`
// names a directory in which `npm install @event-driven-io/emmett-postgresql @event-driven-io/emmett` was run (no dependency
// of the project: its package names no license); and dcb-event-store, when `--dcb` names a directory in whose node_modules
// @dcb-es/event-store and @dcb-es/event-store-postgres 7.0.1 are unpacked side by side, with `npm install pg
// pg-copy-streams uuid@9` (one names the other as a workspace, so npm cannot install it).
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { from } from 'pg-copy-streams';
import type { EventStore, NewEvent } from '#eventsourcing';
import { openKurrent } from '#store-kurrent';
import { connect, createPool, PostgresEventStore } from '#store-postgres';
import { type Measured as Line, median, quantile } from './measure.js';

type Subject =
  | 'ours'
  | 'textbook'
  | 'insert'
  | 'copy'
  | 'emmett'
  | 'dcb'
  | 'ours on KurrentDB'
  | 'bare client of KurrentDB';

interface Work {
  readonly subject: Subject;
  readonly url: string;
  readonly emmett: string | undefined;
  readonly dcb: string | undefined;
  readonly callers: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** A store as the callers see it: one event more on a stream that has this many. */
interface Log {
  append(stream: string, length: number): Promise<void>;
  close(): Promise<void>;
}

/** Latencies of the appends that ended in the measured time, milliseconds. */
type Measured = readonly number[];

const EVENTS_PER_STREAM = 12;

function event(n: number): NewEvent {
  return {
    type: 'EvidenceCollected',
    schemaVersion: 1,
    data: {
      evidenceId: `E${n}`,
      kind: '现场笔录',
      description: '执法人员现场检查时发现当事人在人行道上占道经营，摆放桌椅六张，占地约八平方米。',
      collectedOn: '2023-05-17',
      collectors: ['330802-0117', '330802-0254'],
      place: { unit: '柯城区', street: '府山街道', address: '上街 112 号' },
    },
    meta: {
      actor: 'officer-0117',
      unit: '330802',
      role: 'officer',
      commandId: '00000000-0000-4000-8000-000000000000',
      correlationId: '00000000-0000-4000-8000-000000000000',
      sourceSystem: 'anjuan',
      ruleset: '2023-1',
    },
  };
}

function open(work: Work): Promise<Log> {
  const { subject, url, emmett, dcb } = work;
  if (subject === 'insert') return openInsert(url);
  if (subject === 'copy') return openCopy(url);
  if (subject === 'dcb') return openDcb(url, dcb!);
  if (subject === 'ours') return ours(new PostgresEventStore({ url }));
  if (subject === 'textbook') return openTextbook(url);
  if (subject === 'emmett') return openEmmett(url, emmett!);
  return subject === 'ours on KurrentDB'
    ? openKurrent({ url }).then((kurrent) => ours(kurrent.store()))
    : bareKurrent(url);
}

async function ours(store: EventStore): Promise<Log> {
  await store.head();
  return {
    append: async (stream, length) => {
      const expected = length === 0 ? 'no-stream' : length - 1;
      const outcome = await store.append([{ stream, expected, events: [event(length)] }], { commandId: randomUUID() });
      if (outcome.kind !== 'appended') throw new Error(`conflict on ${stream}`);
    },
    close: () => store.close(),
  };
}

/**
 * The store of the textbooks at its best: one call of a function per append, which takes a lock, looks at head and
 * revision, inserts and commits.
 */
async function openTextbook(url: string): Promise<Log> {
  const pool = createPool(url);
  return {
    append: async (stream, length) => {
      const { type, data, meta } = event(length);
      await pool.query({
        name: 'textbook',
        text: 'select public.textbook_append($1, $2, $3, $4, $5, $6)',
        values: [stream, length, randomUUID(), type, data, meta],
      });
    },
    close: () => pool.end(),
  };
}

const TEXTBOOK = `
  create table if not exists public.textbook_events (
    position bigint primary key, stream text collate "C" not null, revision integer not null, id uuid not null unique,
    type text not null, data json not null, meta json not null, recorded_at timestamptz not null,
    unique (stream, revision));
  create or replace function public.textbook_append(
    stream_name text, next_revision integer, event_id uuid, event_type text, event_data json, event_meta json
  ) returns bigint language plpgsql set enable_seqscan = off as $$
  declare
    head bigint;
  begin
    perform pg_advisory_xact_lock(4242);
    head := coalesce((select position from public.textbook_events order by position desc limit 1), 0);
    if coalesce((select revision from public.textbook_events where stream = stream_name
      order by revision desc limit 1), -1) <> next_revision - 1 then
      raise exception 'conflict';
    end if;
    insert into public.textbook_events values
      (head + 1, stream_name, next_revision, event_id, event_type, event_data, event_meta, clock_timestamp());
    return head + 1;
  end $$`;

/** What is used of `@event-driven-io/emmett-postgresql`, with its own defaults (a pool of ten connections). */
interface EmmettModule {
  getPostgreSQLEventStore(url: string): {
    appendToStream(
      stream: string,
      events: readonly { type: string; data: unknown; metadata: unknown }[],
      options: { expectedStreamVersion: bigint | string },
    ): Promise<unknown>;
    readonly schema: { migrate(): Promise<unknown> };
    close(): Promise<void>;
  };
}

async function openEmmett(url: string, directory: string): Promise<Log> {
  const entry = join(directory, 'node_modules/@event-driven-io/emmett-postgresql/dist/index.js');
  const { getPostgreSQLEventStore } = (await import(entry)) as EmmettModule;
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  return {
    append: async (stream, length) => {
      const { type, data, meta } = event(length);
      await store.appendToStream(stream, [{ type, data, metadata: meta }], {
        expectedStreamVersion: length === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(length),
      });
    },
    close: () => store.close(),
  };
}

/** A row a transaction, and no question asked: no order, no expectation, no repetition. */
async function openInsert(url: string): Promise<Log> {
  const pool = createPool(url);
  return {
    append: async (stream, length) => {
      const { type, data, meta } = event(length);
      await pool.query({
        name: 'insert',
        text: 'insert into public.plain_events (stream, revision, type, data, meta) values ($1, $2, $3, $4, $5)',
        values: [stream, length, type, data, meta],
      });
    },
    close: () => pool.end(),
  };
}

/** The ceiling: all that waits goes out in one COPY, one at a time, and no question asked. */
async function openCopy(url: string): Promise<Log> {
  const client = await connect(url);
  let waiting: { line: string; done: () => void; failed: (error: unknown) => void }[] = [];
  let isCopying = false;
  const copy = async () => {
    isCopying = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const sink = client.query(from('copy public.plain_events (stream, revision, type, data, meta) from stdin'));
        sink.end(batch.map(({ line }) => line).join(''));
        await finished(sink);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    isCopying = false;
  };
  return {
    append: (stream, length) => {
      const { type, data, meta } = event(length);
      const line = `${[stream, length, type, JSON.stringify(data), JSON.stringify(meta)].join('\t')}\n`;
      return new Promise<void>((done, failed) => {
        waiting.push({ line, done, failed });
        // Not at once: who calls in the same turn goes out together.
        if (!isCopying) void Promise.resolve().then(() => (isCopying ? undefined : copy()));
      });
    },
    close: () => client.end(),
  };
}

const PLAIN = `
  create table if not exists public.plain_events (
    position bigint generated always as identity primary key, stream text collate "C" not null, revision integer not null,
    type text not null, data json not null, meta json not null, recorded_at timestamptz not null default clock_timestamp(),
    unique (stream, revision))`;

/** What is used of `@dcb-es/event-store-postgres`. */
interface DcbModules {
  readonly core: {
    readonly Tags: { fromObj(tags: Readonly<Record<string, string>>): unknown };
    readonly Query: { fromItems(items: readonly object[]): unknown };
  };
  readonly postgres: {
    PostgresEventStore: new (options: {
      readonly pool: unknown;
      readonly tablePrefix: string;
    }) => {
      ensureInstalled(): Promise<void>;
      append(command: object): Promise<unknown>;
    };
  };
}

/** With the guarantee that ours gives: nothing came on the stream since the position that the caller knows. */
async function openDcb(url: string, directory: string): Promise<Log> {
  const load = (name: string) => import(join(directory, `node_modules/${name}`));
  const [core, postgres, { default: pg }] = await Promise.all([
    load('@dcb-es/event-store/dist/index.js') as Promise<DcbModules['core']>,
    load('@dcb-es/event-store-postgres/dist/index.js') as Promise<DcbModules['postgres']>,
    load('pg/esm/index.mjs') as Promise<{ default: { Pool: new (options: object) => { end(): Promise<void> } } }>,
  ]);
  const pool = new pg.Pool({ connectionString: url });
  const store = new postgres.PostgresEventStore({ pool, tablePrefix: 'dcb' });
  await store.ensureInstalled();
  const last = new Map<string, unknown>();
  return {
    append: async (stream, length) => {
      const { type, data, meta } = event(length);
      const tags = core.Tags.fromObj({ stream });
      const failIfEventsMatch = core.Query.fromItems([{ types: [type], tags }]);
      const after = last.get(stream);
      const condition = { failIfEventsMatch, ...(after !== undefined && { after }) };
      const position = await store.append({ events: { type, tags, data, metadata: meta }, condition });
      if (length + 1 < EVENTS_PER_STREAM) last.set(stream, position);
      else last.delete(stream);
    },
    close: () => pool.end(),
  };
}

/** The client of KurrentDB with nothing of ours around it. */
async function bareKurrent(url: string): Promise<Log> {
  const { jsonEvent, KurrentDBClient } = await import('@kurrent/kurrentdb-client');
  const client = KurrentDBClient.connectionString(url);
  return {
    append: async (stream, length) => {
      const { type, data, meta } = event(length);
      const said = jsonEvent({ type, data: data as Record<string, unknown>, metadata: { ...meta } });
      await client.appendToStream(stream, said, { streamState: length === 0 ? 'no_stream' : BigInt(length - 1) });
    },
    close: () => client.dispose(),
  };
}

/** Each caller appends to a case of its own, at the revision that it knows, and begins a new one after a dozen. */
async function callers(log: Log, work: Work): Promise<Measured> {
  const latencies: number[] = [];
  const begin = performance.now() + work.warmUpMs;
  const end = begin + work.measuredMs;
  const caller = async (): Promise<void> => {
    for (;;) {
      const stream = `case-${randomUUID()}`;
      for (let length = 0; length < EVENTS_PER_STREAM; length++) {
        const from = performance.now();
        if (from > end) return;
        await log.append(stream, length);
        const now = performance.now();
        if (from >= begin && now <= end) latencies.push(now - from);
      }
    }
  };
  await Promise.all(Array.from({ length: work.callers }, caller));
  return latencies;
}

async function worker(): Promise<void> {
  const [work] = (await once(process, 'message')) as [Work];
  const log = await open(work);
  process.send?.('ready');
  await once(process, 'message');
  const measured = await callers(log, work);
  await log.close();
  // Not before the whole answer is out: a channel that is closed drops what waits in it.
  process.send?.(measured, undefined, undefined, () => process.disconnect());
}

async function round(processes: number, work: Work): Promise<Measured> {
  const children = Array.from({ length: processes }, () => fork(fileURLToPath(import.meta.url), ['worker']));
  await Promise.all(
    children.map((child) => {
      child.send(work);
      return answer(child);
    }),
  );
  const answers = children.map((child) => answer(child) as Promise<[Measured]>);
  for (const child of children) child.send('go');
  return (await Promise.all(answers)).flatMap(([latencies]) => latencies);
}

/** The next message of a process; rejects when the process ends without one. */
async function answer(child: ChildProcess): Promise<unknown[]> {
  const over = new AbortController();
  try {
    const ended = once(child, 'exit', { signal: over.signal }).then(([code]) => {
      throw new Error(`a process of the bench ended with ${code}`);
    });
    return await Promise.race([once(child, 'message', { signal: over.signal }), ended]);
  } finally {
    over.abort();
  }
}

export interface StoreBenchOptions {
  readonly url: string;
  readonly emmett?: string | undefined;
  readonly dcb?: string | undefined;
  readonly seconds: number;
  readonly rounds: number;
}

const PROCESSES = 2;
const CALLERS = 64;

export async function benchStore({ url, emmett, dcb, seconds, rounds }: StoreBenchOptions): Promise<Line[]> {
  const subjects: Subject[] = ['ours', 'textbook', 'insert', 'copy'];
  if (emmett !== undefined) subjects.push('emmett');
  if (dcb !== undefined) subjects.push('dcb');
  const pool = createPool(url);
  await pool.query(TEXTBOOK);
  await pool.query(PLAIN);
  await pool.end();
  const { rate, percentile } = await turnAbout(subjects, { url, emmett, dcb, seconds, rounds });
  const lines: Line[] = [
    { what: 'durable appends of one event', unit: '/s', value: rate('ours'), target: ['>=', 15_000] },
    { what: 'one append, median', unit: 'ms', value: percentile('ours', 0.5) },
    { what: 'one append, 99th percentile', unit: 'ms', value: percentile('ours', 0.99), target: ['<', 25] },
    { what: 'the textbook store: appends', unit: '/s', value: rate('textbook') },
    { what: 'the textbook store: 99th percentile', unit: 'ms', value: percentile('textbook', 0.99) },
    { what: 'ours to the textbook store', unit: 'times', value: rate('ours') / rate('textbook'), target: ['>=', 4] },
  ];
  lines.push(
    { what: 'a plain INSERT: appends', unit: '/s', value: rate('insert') },
    { what: 'ours to a plain INSERT', unit: 'times', value: rate('ours') / rate('insert') },
    { what: 'COPY of all that waits: appends', unit: '/s', value: rate('copy') },
    { what: 'COPY of all that waits: 99th percentile', unit: 'ms', value: percentile('copy', 0.99) },
    { what: 'ours to COPY', unit: 'times', value: rate('ours') / rate('copy'), target: ['>=', 0.5] },
  );
  if (dcb !== undefined)
    lines.push(
      { what: 'dcb-event-store: appends', unit: '/s', value: rate('dcb') },
      { what: 'dcb-event-store: 99th percentile', unit: 'ms', value: percentile('dcb', 0.99) },
      { what: 'ours to dcb-event-store', unit: 'times', value: rate('ours') / rate('dcb'), target: ['>=', 3] },
    );
  if (emmett !== undefined)
    lines.push(
      { what: "Emmett's store: appends", unit: '/s', value: rate('emmett') },
      { what: "Emmett's store: 99th percentile", unit: 'ms', value: percentile('emmett', 0.99) },
      { what: "ours to Emmett's", unit: 'times', value: rate('ours') / rate('emmett'), target: ['>=', 10] },
    );
  return lines;
}

/** Appends to a log that has grown, by one process: what one of them waits, 99th percentile of some seconds. */
export async function appendsTo(
  url: string,
  seconds: number,
): Promise<{ readonly rate: number; readonly p99Ms: number }> {
  const { rate, percentile } = await turnAbout(['ours'], { url, seconds, rounds: 1 });
  return { rate: rate('ours'), p99Ms: percentile('ours', 0.99) };
}

/** The log on a node of KurrentDB, beside the bare client on the same node. */
export async function benchKurrent(options: Omit<StoreBenchOptions, 'emmett'>): Promise<Line[]> {
  const { rate, percentile } = await turnAbout(['ours on KurrentDB', 'bare client of KurrentDB'], options);
  return [
    { what: 'durable appends of one event', unit: '/s', value: rate('ours on KurrentDB') },
    { what: 'one append, 99th percentile', unit: 'ms', value: percentile('ours on KurrentDB', 0.99) },
    { what: 'the bare client: appends', unit: '/s', value: rate('bare client of KurrentDB') },
    { what: 'the bare client: 99th percentile', unit: 'ms', value: percentile('bare client of KurrentDB', 0.99) },
    {
      what: 'ours to the bare client',
      unit: 'times',
      value: rate('ours on KurrentDB') / rate('bare client of KurrentDB'),
      target: ['>=', 0.8],
    },
  ];
}

/** The subjects turn about: what else the machine does falls on all of them. */
async function turnAbout(subjects: readonly Subject[], { url, emmett, dcb, seconds, rounds }: StoreBenchOptions) {
  const measured = new Map<Subject, { readonly rates: number[]; readonly latencies: number[][] }>();
  for (let n = 0; n < rounds; n++)
    for (const subject of subjects) {
      const work = { subject, url, emmett, dcb, callers: CALLERS, warmUpMs: 2_000, measuredMs: seconds * 1_000 };
      const latencies = [...(await round(PROCESSES, work))];
      const results = measured.get(subject) ?? { rates: [], latencies: [] };
      measured.set(subject, results);
      results.rates.push(latencies.length / seconds);
      results.latencies.push(latencies);
    }
  return {
    rate: (subject: Subject) => median(measured.get(subject)?.rates ?? []),
    percentile: (subject: Subject, q: number) =>
      median((measured.get(subject)?.latencies ?? []).map((latencies) => quantile(latencies, q))),
  };
}

if (process.argv[2] === 'worker') await worker();

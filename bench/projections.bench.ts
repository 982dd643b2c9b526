// What following the log costs. Run:
//   node --conditions=source --import ./libs/store-postgres/src/testing/run-typescript.mjs bench/projections.bench.ts [events] [rounds]
// Target: >= 20,000 events/s with a handful of read models and the ledger on 2 cores, the database on the same machine;
// rebuild of every read model from 1,000,000 events in < 40 s.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyReadModel,
  type EventMeta,
  type EventStore,
  type Fact,
  MemoryStore,
  type NewEvent,
  Projector,
  type ReadModel,
} from '#eventsourcing';
import {
  createPool,
  migrate,
  PostgresEventStore,
  PostgresLedger,
  PostgresReadModelStore,
  startEmbedded,
} from '#store-postgres';

const EVENTS = Number(process.argv[2] ?? 300_000);
const ROUNDS = Number(process.argv[3] ?? 3);
/** Given to the second process, which fills the log and ends, so that its memory is not counted here. */
const FILL = process.argv[4];

/** The same numbers each time: a linear congruential generator is random enough for a load. */
let seed = 20230101;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
const day = (offset: number) => new Date(Date.UTC(2023, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);

const UNITS = Array.from({ length: 40 }, (_, index) => `3308${String(index).padStart(4, '0')}`);
const DOMAINS = ['公安交通', '城市管理', '市场监管', '生态环境', '自然资源', '交通运输'];
const OFFICERS = Array.from({ length: 300 }, (_, index) => `officer-${index}`);
const ORDINARY = [
  'CaseRegistered',
  'CaseFiled',
  'OfficerAssigned',
  'OfficerAssigned',
  'EvidenceCollected',
  'EvidenceCollected',
  'EvidenceCollected',
  'InvestigationConcluded',
  'LegalReviewSubmitted',
  'LegalReviewPassed',
  'PenaltyNoticeServed',
  'StatementWaived',
  'PenaltyDecided',
  'DecisionServed',
  'ActCodeAssigned',
  'PenaltyPublished',
  'FinePaid',
  'CaseClosed',
];
const SUMMARY = ['SummaryDecisionImported', 'FinePaid', 'CaseClosed'];

interface Data {
  readonly unit: string;
  readonly on: string;
  readonly itemDomain: string;
  readonly itemCode: string;
  readonly party: { readonly name: string; readonly idNumber: string };
  readonly officer: string;
  readonly fineFen: number;
  readonly address: string;
  readonly note: string;
}

/**
 * The city's year: 19 of 20 cases are summary, and cases overlap. Appended as it is recorded in practice, many cases at
 * a time, so that the log comes from the store that it will come from.
 */
async function play(store: EventStore): Promise<void> {
  interface Step {
    readonly at: number;
    readonly stream: string;
    readonly type: string;
    readonly data: Data;
  }
  const steps: Step[] = [];
  for (let number = 0; steps.length < EVENTS * 1.05; number++) {
    const types = number % 20 === 0 ? ORDINARY : SUMMARY;
    let at = random() * 330;
    const stream = `case-3308002023${String(number).padStart(7, '0')}`;
    const [unit, itemDomain, officer] = [pick(UNITS), pick(DOMAINS), pick(OFFICERS)];
    const fineFen = types === SUMMARY ? pick([5_000, 10_000, 15_000]) : Math.floor(random() * 500) * 10_000;
    for (const type of types) {
      const data = {
        unit,
        on: day(Math.floor(at)),
        itemDomain,
        itemCode: `3302${Math.floor(random() * 400)}`,
        party: { name: `当事人${number}`, idNumber: `33080219800101${number % 10_000}` },
        officer,
        fineFen,
        address: `衢州市柯城区荷花街道${number % 300}号`,
        note: '违反规定停放机动车，驾驶人不在现场',
      };
      steps.push({ at, stream, type, data });
      at += (types === SUMMARY ? 5 : 6) * random();
    }
  }
  steps.sort((a, b) => a.at - b.at);
  steps.length = EVENTS;
  for (let from = 0; from < EVENTS; from += 500) {
    const commandId = `00000000-0000-4000-8000-${from.toString(16).padStart(12, '0')}`;
    const byStream = new Map<string, NewEvent[]>();
    for (const { stream, type, data } of steps.slice(from, from + 500)) {
      const meta: EventMeta = {
        actor: data.officer,
        unit: data.unit,
        role: 'officer',
        commandId,
        correlationId: commandId,
        sourceSystem: 'platform',
        ruleset: '2023-07',
      };
      const events = byStream.get(stream) ?? [];
      events.push({ type, data, schemaVersion: 1, meta });
      byStream.set(stream, events);
    }
    const writes = [...byStream].map(([stream, events]) => ({ stream, expected: 'any' as const, events }));
    await store.append(writes, { commandId });
  }
}

interface Overview {
  readonly unit: string;
  readonly procedure: string;
  readonly stage: string;
  readonly itemDomain: string;
  readonly itemCode: string;
  readonly partyName: string;
  readonly partyId: string;
  readonly address: string;
  readonly officers: string[];
  readonly registeredOn: string;
  readonly filedOn: string | null;
  readonly concludedOn: string | null;
  readonly reviewedOn: string | null;
  readonly noticedOn: string | null;
  readonly decidedOn: string | null;
  readonly servedOn: string | null;
  readonly publishedOn: string | null;
  readonly paidOn: string | null;
  readonly closedOn: string | null;
  readonly fineFen: number;
  readonly paidFen: number;
  readonly evidenceCount: number;
  readonly isOpen: boolean;
  readonly lastEventAt: string;
  readonly revision: number;
}

const date = { type: 'date', optional: true } as const;
const text = { type: 'text' } as const;

const DATED: Readonly<Record<string, Partial<Record<keyof Overview, 'on'>>>> = {
  CaseFiled: { filedOn: 'on' },
  InvestigationConcluded: { concludedOn: 'on' },
  LegalReviewPassed: { reviewedOn: 'on' },
  PenaltyNoticeServed: { noticedOn: 'on' },
  PenaltyDecided: { decidedOn: 'on' },
  SummaryDecisionImported: { filedOn: 'on', decidedOn: 'on' },
  DecisionServed: { servedOn: 'on' },
  PenaltyPublished: { publishedOn: 'on' },
  FinePaid: { paidOn: 'on' },
  CaseClosed: { closedOn: 'on' },
};

const overview: ReadModel<Overview> = {
  name: 'case_overview',
  version: 1,
  columns: {
    unit: text,
    procedure: text,
    stage: text,
    itemDomain: text,
    itemCode: text,
    partyName: text,
    partyId: text,
    address: text,
    officers: { type: 'text[]' },
    registeredOn: { type: 'date' },
    filedOn: date,
    concludedOn: date,
    reviewedOn: date,
    noticedOn: date,
    decidedOn: date,
    servedOn: date,
    publishedOn: date,
    paidOn: date,
    closedOn: date,
    fineFen: { type: 'bigint' },
    paidFen: { type: 'bigint' },
    evidenceCount: { type: 'integer' },
    isOpen: { type: 'boolean' },
    lastEventAt: { type: 'instant' },
    revision: { type: 'integer' },
  },
  indexes: [['unit', 'registeredOn'], ['stage', 'registeredOn'], ['partyId'], ['officers']],
  key: ({ stream }) => stream,
  evolve: (row, event) => {
    const { unit, on, itemDomain, itemCode, party, officer, fineFen, address } = event.data as Data;
    const base: Overview = row ?? {
      unit,
      procedure: event.type === 'SummaryDecisionImported' ? 'summary' : 'ordinary',
      stage: '',
      itemDomain,
      itemCode,
      partyName: party.name,
      partyId: party.idNumber,
      address,
      officers: [],
      registeredOn: on,
      filedOn: null,
      concludedOn: null,
      reviewedOn: null,
      noticedOn: null,
      decidedOn: null,
      servedOn: null,
      publishedOn: null,
      paidOn: null,
      closedOn: null,
      fineFen,
      paidFen: 0,
      evidenceCount: 0,
      isOpen: true,
      lastEventAt: event.recordedAt,
      revision: 0,
    };
    const dates = Object.fromEntries(Object.keys(DATED[event.type] ?? {}).map((property) => [property, on]));
    return {
      ...base,
      ...dates,
      stage: event.type,
      lastEventAt: event.recordedAt,
      revision: event.revision,
      ...(event.type === 'OfficerAssigned' && { officers: [...base.officers, officer] }),
      ...(event.type === 'EvidenceCollected' && { evidenceCount: base.evidenceCount + 1 }),
      ...(event.type === 'FinePaid' && { paidFen: fineFen }),
      ...(event.type === 'CaseClosed' && { isOpen: false }),
    };
  },
  facts: (row) => {
    const { unit, procedure, filedOn, decidedOn, paidOn, closedOn, fineFen, paidFen, itemDomain } = row;
    const facts: Fact[] = [];
    if (filedOn) facts.push({ measure: 'filed', date: filedOn, unit, count: 1, fen: 0, subject: procedure });
    if (decidedOn) {
      facts.push({ measure: 'decided', date: decidedOn, unit, count: 1, fen: fineFen, subject: procedure });
      facts.push({ measure: 'decided.domain', date: decidedOn, unit, count: 1, fen: fineFen, subject: itemDomain });
    }
    if (paidOn) facts.push({ measure: 'paid', date: paidOn, unit, count: 1, fen: paidFen });
    if (closedOn) facts.push({ measure: 'closed', date: closedOn, unit, count: 1, fen: 0, subject: procedure });
    return facts;
  },
};

interface Timeline {
  readonly caseId: string;
  readonly revision: number;
  readonly type: string;
  readonly actor: string;
  readonly unit: string;
  readonly businessDate: string;
  readonly recordedAt: string;
  readonly details: object;
}

const timeline: ReadModel<Timeline> = {
  name: 'timeline',
  version: 1,
  columns: {
    caseId: text,
    revision: { type: 'integer' },
    type: text,
    actor: text,
    unit: text,
    businessDate: { type: 'date' },
    recordedAt: { type: 'instant' },
    details: { type: 'json' },
  },
  indexes: [['caseId', 'revision']],
  key: ({ stream, revision }) => `${stream}@${String(revision).padStart(5, '0')}`,
  evolve: (_, event) => {
    const { on, fineFen, officer } = event.data as Data;
    return {
      caseId: event.stream,
      revision: event.revision,
      type: event.type,
      actor: event.meta.actor,
      unit: event.meta.unit,
      businessDate: on,
      recordedAt: event.recordedAt,
      details: { fineFen, officer },
    };
  },
};

interface Task {
  readonly officer: string;
  readonly unit: string;
  readonly stage: string;
  readonly dueOn: string;
}

/** Open ordinary cases by officer; a row lives as long as there is something to do. */
const worklist: ReadModel<Task> = {
  name: 'worklist',
  version: 1,
  columns: { officer: text, unit: text, stage: text, dueOn: { type: 'date' } },
  indexes: [['officer', 'dueOn']],
  key: ({ stream, type }) => (type === 'SummaryDecisionImported' || type === 'FinePaid' ? undefined : stream),
  evolve: (_, event) => {
    const { officer, unit, on } = event.data as Data;
    return event.type === 'CaseClosed' ? undefined : { officer, unit, stage: event.type, dueOn: on };
  },
};

const MODELS: readonly AnyReadModel[] = [overview, timeline, worklist];

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Seconds on the clock, and of processor time in Node and in the database: a busy machine stretches the first most. */
interface Cost {
  readonly clock: number;
  readonly node: number;
  readonly database: number;
}

/** Processor time of the server and all its backends, those that ended included. Linux only, else 0. */
function databaseSeconds(postmaster: number): number {
  if (process.platform !== 'linux') return 0;
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
        .map(Number);
      if (Number(pid) === postmaster) ticks += fields[11]! + fields[12]! + fields[13]! + fields[14]!;
      else if (fields[1] === postmaster) ticks += fields[11]! + fields[12]!;
    } catch {
      // It ended while we looked.
    }
  }
  return ticks / 100;
}

if (FILL !== undefined) {
  const store = new PostgresEventStore({ url: FILL });
  await play(store);
  await store.close();
  process.exit(0);
}

const directory = mkdtempSync(join(tmpdir(), 'anjuan-bench-'));
const server = await startEmbedded({ directory });
const pool = createPool(server.url);
const measure = async (work: () => Promise<unknown>): Promise<Cost> => {
  const [clock, node, database] = [performance.now(), process.cpuUsage(), databaseSeconds(server.pid)];
  await work();
  const { user, system } = process.cpuUsage(node);
  return {
    clock: (performance.now() - clock) / 1000,
    node: (user + system) / 1e6,
    database: databaseSeconds(server.pid) - database,
  };
};
const report = (what: string, costs: readonly Cost[]) => {
  const clock = median(costs.map((cost) => cost.clock));
  const best = Math.min(...costs.map((cost) => cost.clock));
  const rate = (seconds: number) => `${Math.round(EVENTS / seconds).toLocaleString('en')}/s`;
  const processor = (['node', 'database'] as const)
    .map((part) => `${part} ${median(costs.map((cost) => cost[part])).toFixed(1)} s`)
    .join(', ');
  console.log(
    `${what.padEnd(34)} ${clock.toFixed(2).padStart(7)} s ${rate(clock).padStart(9)} (best ${rate(best)}); processor: ${processor}`,
  );
};
try {
  const client = await pool.connect();
  await migrate(client);
  client.release();
  const full = new PostgresEventStore({ url: server.url });
  const appending = await measure(async () => {
    const args = [...process.execArgv, process.argv[1]!, String(EVENTS), '0', server.url];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) throw new Error('the log was not filled');
  });
  let visible = 0;
  // The log as it grows: what is beyond `visible` has not been appended yet.
  const log: EventStore = Object.assign(new MemoryStore(), {
    readAll: (after: number, limit: number) => full.readAll(after, Math.min(limit, visible - after)),
    head: async () => ({ position: visible }),
  });
  const store = new PostgresReadModelStore(pool);
  const ledger = new PostgresLedger(pool);
  const costs = { following: [] as Cost[], rebuilding: [] as Cost[], comparing: [] as Cost[], figures: [] as Cost[] };
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const project = async (readModels: readonly AnyReadModel[], projection: string) => {
    const projector = new Projector({
      store: log,
      readModels,
      readModelStore: store,
      decode: (event) => event,
      projection,
    });
    await projector.start();
    return projector;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const projection = `bench_${round}`;
    visible = 0;
    const live = await project(MODELS, projection);
    await live.caughtUp();
    visible = EVENTS;
    costs.following.push(await measure(() => live.caughtUp()));
    await live.stop();

    const next = MODELS.map((model) => ({ ...model, version: 2 }));
    const projector = await project(next, projection);
    costs.rebuilding.push(await measure(() => projector.caughtUp()));
    costs.comparing.push(
      await measure(async () => {
        for (const { name } of next) {
          const { differing } = await projector.compare(name);
          if (differing > 0) throw new Error(`${name} differs in ${differing}`);
        }
      }),
    );
    const year = { from: '2023-01-01', to: '2023-12-31' };
    for (const unit of UNITS.slice(0, 20))
      costs.figures.push(
        await measure(() =>
          ledger.sums(
            ['filed', 'decided', 'paid', 'closed'].flatMap((measure) => [
              { measures: [measure], ...year },
              { measures: [measure], ...year, units: [unit] },
            ]),
          ),
        ),
      );
    if ((await ledger.ledgerAgreesWithRollup()).length > 0) throw new Error('ledger and rollup disagree');
    await projector.stop();
    if (round < ROUNDS - 1)
      await store.retire(
        projection,
        MODELS.map(({ name }) => name),
      );
  }
  clearInterval(watch);
  const { rows } = await pool.query(`select (select count(*) from read_models.case_overview) as cases,
    (select count(*) from read_models.timeline) as timeline, (select count(*) from anjuan.metric_ledger) as entries,
    (select count(*) from anjuan.metric_rollup) as rollup`);
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}, embedded PostgreSQL`,
  );
  console.log(`${EVENTS} events, ${JSON.stringify(rows[0])}, medians of ${ROUNDS}`);
  report('appending, 500 events at a time', [appending]);
  report('following', costs.following);
  report('rebuilding all', costs.rebuilding);
  report('comparing each with the log', costs.comparing);
  console.log(`8 figures in one round trip: ${(median(costs.figures.map(({ clock }) => clock)) * 1000).toFixed(1)} ms`);
  console.log(`peak memory of this process: ${Math.round(peak / 2 ** 20)} MB`);
  await full.close();
} finally {
  await pool.end();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

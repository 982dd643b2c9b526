import fc from 'fast-check';
import { defined } from '../defined.js';
import type { Position, RecordedEvent } from '../event.js';
import type { EventStore, Positions } from '../event-store.js';
import { MemoryReadModelStore } from '../memory-read-model-store.js';
import { MemoryStore } from '../memory-store.js';
import type { LedgerQuery, LedgerReader } from '../metric-ledger.js';
import { Projector, type ProjectorOptions } from '../projector.js';
import type { AnyReadModel, Fact, LedgerEntry, ReadModel } from '../read-model.js';
import type { KeyedRow, ReadModelStore } from '../read-model-store.js';

/* What the read-model contract plays with: three read models, a log to append to, and what a straight run over it leaves. */

/** A store under test, empty. */
export interface ReadModelStoreUnderTest {
  readonly store: ReadModelStore;
  readonly ledger: LedgerReader;
  close(): Promise<void>;
}

export interface CaseRow {
  readonly unit: string;
  readonly filedOn: string;
  readonly fineFen: number;
  readonly visits: number;
  readonly isOpen: boolean;
  readonly paidOn: string | null;
  readonly seenAt: string;
  readonly tags: string[];
  readonly extra: { readonly note: string; readonly amounts: number[] } | null;
}

export const CASE_COLUMNS: ReadModel<CaseRow>['columns'] = {
  unit: { type: 'text' },
  filedOn: { type: 'date' },
  fineFen: { type: 'bigint' },
  visits: { type: 'integer' },
  isOpen: { type: 'boolean' },
  paidOn: { type: 'date', optional: true },
  seenAt: { type: 'instant' },
  tags: { type: 'text[]' },
  extra: { type: 'json', optional: true },
};

export interface CaseData {
  readonly unit: string;
  readonly filedOn: string;
  readonly fineFen: number;
  readonly paidOn: string;
  readonly tags: string[];
  readonly note: string;
}

export function evolveCase(row: CaseRow | undefined, event: RecordedEvent): CaseRow | undefined {
  const data = event.data as CaseData;
  if (event.type === 'Filed') {
    const { unit, filedOn, fineFen, tags } = data;
    const extra = data.note === undefined ? null : { note: data.note, amounts: [fineFen, 0.5] };
    return { unit, filedOn, fineFen, tags, extra, visits: 0, isOpen: true, paidOn: null, seenAt: event.recordedAt };
  }
  if (!row) return undefined;
  if (event.type === 'Visited') return { ...row, visits: row.visits + 1, seenAt: event.recordedAt };
  if (event.type === 'Moved') return { ...row, unit: data.unit };
  if (event.type === 'Paid') return { ...row, paidOn: data.paidOn, isOpen: false };
  if (event.type === 'Withdrawn') return undefined;
  if (event.type === 'Poisoned') throw new Error('cannot be digested');
  return row;
}

export function caseFacts(row: CaseRow): Fact[] {
  const filed = { measure: 'filed', date: row.filedOn, unit: row.unit, count: 1, fen: 0 };
  if (row.paidOn === null) return [filed];
  return [filed, { measure: 'paid', date: row.paidOn, unit: row.unit, count: 1, fen: row.fineFen, subject: 'fine' }];
}

export const cases: ReadModel<CaseRow> = {
  name: 'contract_case',
  version: 1,
  columns: CASE_COLUMNS,
  indexes: [['unit', 'filedOn'], ['unit', 'paidOn'], ['unit'], ['paidOn'], ['tags']],
  lookups: ['isOpen', 'unit', 'seenAt'],
  key: ({ stream }) => stream,
  begins: ({ revision }) => revision === 0,
  evolve: evolveCase,
  facts: caseFacts,
};

export interface StepRow {
  readonly type: string;
  readonly position: number;
}

/** A row per event. */
export const steps: ReadModel<StepRow> = {
  name: 'contract_step',
  version: 1,
  columns: { type: { type: 'text' }, position: { type: 'bigint' } },
  key: ({ stream, revision }) => `${stream}@${revision}`,
  begins: () => true,
  evolve: (_, { type, position }) => ({ type, position }),
};

export interface UnitRow {
  readonly filed: number;
  readonly lastStream: string;
}

/** Many streams on one row. */
export const units: ReadModel<UnitRow> = {
  name: 'contract_unit',
  version: 1,
  columns: { filed: { type: 'integer' }, lastStream: { type: 'text', optional: true } },
  key: ({ type, data }) => (type === 'Filed' ? (data as CaseData).unit : undefined),
  evolve: (row, { stream }) => ({ filed: (row?.filed ?? 0) + 1, lastStream: stream }),
  facts: ({ filed }) => [{ measure: 'unit.filed', date: '2023-01-01', unit: 'all', count: filed, fen: 0 }],
};

export const MODELS: readonly AnyReadModel[] = [cases, steps, units];
export const MEASURES = ['filed', 'paid', 'unit.filed'];

export type Draft = readonly [stream: string, type: string, data?: Partial<CaseData>];

export const QUICK: ProjectorOptions['limits'] = {
  gatherMs: 0,
  firstBackoffMs: 1,
  maxBackoffMs: 4,
  pollIntervalMs: 20,
};
export const LIMIT_MS = 20_000;

/** Gives an empty log that is recorded by a clock. */
export type OpenLog = (now: () => string) => EventStore;

export const logInMemory =
  (positions: Positions): OpenLog =>
  (now) =>
    new MemoryStore(now, positions);

/** The log with a clock that the test moves. */
export class Log {
  now = '2023-03-01T02:00:00.000Z';
  readonly store: EventStore;
  private readonly appended: Position[] = [];

  constructor(open: OpenLog) {
    this.store = open(() => this.now);
  }

  /** Position of the nth event, counted from 1. */
  at(nth: number): Position {
    return this.appended[nth - 1]!;
  }

  async append(...drafts: readonly Draft[]): Promise<void> {
    for (const [stream, type, data] of drafts) {
      const commandId = `00000000-0000-4000-8000-${(this.appended.length + 1).toString(16).padStart(10, '0')}00`;
      const meta = { actor: 'a', unit: 'u', role: 'r', commandId, correlationId: commandId };
      const event = {
        type,
        data: data ?? {},
        schemaVersion: 1,
        meta: { ...meta, sourceSystem: 'test', ruleset: '1' },
      };
      const outcome = await this.store.append([{ stream, expected: 'any', events: [event] }], { commandId });
      if (outcome.kind === 'appended') this.appended.push(outcome.position);
    }
  }
}

export interface Kept {
  readonly rows: Record<string, KeyedRow[]>;
  readonly entries: LedgerEntry[];
}

export async function allRows(store: ReadModelStore, model: AnyReadModel): Promise<KeyedRow[]> {
  const rows: KeyedRow[] = [];
  let after: string | undefined;
  do {
    const page = await store.list(model as ReadModel<object>, {
      limit: 200,
      ...defined({ after }),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

export async function allEntries(ledger: LedgerReader, query: LedgerQuery, limit = 1_000): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  let after: string | undefined;
  do {
    const page = await ledger.entries({ ...query, limit, ...defined({ after }) });
    entries.push(...page.entries);
    after = page.next;
  } while (after !== undefined);
  return entries;
}

export async function kept({ store, ledger }: Pick<ReadModelStoreUnderTest, 'store' | 'ledger'>): Promise<Kept> {
  const rows: Kept['rows'] = {};
  for (const model of MODELS) rows[model.name] = await allRows(store, model);
  return { rows, entries: await allEntries(ledger, { measures: MEASURES }) };
}

/** What one straight run over the log keeps. */
export async function straightRun(log: Log): Promise<Kept> {
  const store = new MemoryReadModelStore();
  const projector = new Projector({ store: log.store, readModels: MODELS, readModelStore: store });
  await projector.start();
  await projector.caughtUp();
  await projector.stop();
  return kept({ store, ledger: store.ledger });
}

/** Any history of a few cases that move, are paid, withdrawn and filed again. */
export const histories = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('case-1', 'case-2', 'case-3', 'case-4'),
      fc.constant('Filed'),
      fc.record({
        unit: fc.constantFrom('north', 'south\tside', '衢州\\市'),
        filedOn: fc.constantFrom('2023-01-05', '2023-02-28', '2024-02-29'),
        fineFen: fc.integer({ min: 0, max: 2 ** 40 }),
        tags: fc.array(fc.constantFrom('a', 'b,"c"', '{}', '\\N', '', 'NULL', '行')),
        note: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\u0000', '')),
      }),
    ),
    fc.tuple(
      fc.constantFrom('case-1', 'case-2', 'case-3', 'case-4'),
      fc.constantFrom('Visited', 'Moved', 'Paid', 'Withdrawn', 'Noted'),
      fc.record({
        unit: fc.constantFrom('north', 'south\tside', '衢州\\市'),
        paidOn: fc.constantFrom('2023-03-01', '2023-12-31'),
      }),
    ),
  ),
  { minLength: 1, maxLength: 40 },
) as fc.Arbitrary<Draft[]>;

export type Fate = 'before' | 'after' | 'forgotten' | 'fine';

/**
 * A store whose commits fail as planned: before they begin; after they are done, when the answer gets lost; or forgotten
 * after they were acknowledged, as by a server that crashes before what it wrote is on the disk.
 */
export function failing(store: ReadModelStore, plan: Fate[]): ReadModelStore {
  return replaced(store, {
    commit: async (step, changes) => {
      const fate = plan.shift();
      if (fate === 'forgotten') return;
      if (fate === 'before') throw new Error('connection refused');
      await store.commit(step, changes);
      if (fate === 'after') throw new Error('connection lost after the commit');
    },
  });
}

/** The store with some of its members replaced. */
export function replaced(store: ReadModelStore, members: Partial<ReadModelStore>): ReadModelStore {
  return new Proxy(store, {
    get(target, property) {
      const member: unknown = Reflect.get(members, property) ?? Reflect.get(target, property);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

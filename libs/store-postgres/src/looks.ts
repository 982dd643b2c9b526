import type pg from 'pg';
import {
  assertLook,
  type Look,
  type Looks,
  type LooksPage,
  type LooksQuery,
  LooksUnavailableError,
  type Queue,
  readLooksQuery,
  writeLookCursor,
} from '#eventsourcing';
import { messageOf } from './faults.js';
import { readTypes, unnest, unnested, unnestParameters, type WriteColumn } from './read-model-values.js';

export const POSTGRES_LOOK_LIMITS = {
  /** Looks that wait to be written; more are turned away, so that a store that is slow costs no memory. */
  maxWaiting: 10_000,
  /** Looks of one batch. One batch is under way at a time, and what comes meanwhile is the next. */
  maxBatch: 500,
} as const;

interface Waiting {
  readonly look: Look;
  readonly written: () => void;
  readonly failed: (error: Error) => void;
}

const COLUMNS: readonly WriteColumn<Look>[] = [
  { name: 'at', type: 'instant', value: ({ at }) => at },
  { name: 'person', type: 'text', value: ({ person }) => person },
  { name: 'unit', type: 'text', value: ({ unit }) => unit },
  { name: 'roles', type: 'text[]', value: ({ roles }) => roles },
  { name: 'question', type: 'text', value: ({ question }) => question },
  { name: 'register', type: 'text', value: ({ register }) => register },
  { name: 'id', type: 'text', value: ({ id }) => id },
  { name: 'filter', type: 'json', value: ({ filter }) => filter },
];
const NAMES = COLUMNS.map(({ name }) => name).join(', ');

/**
 * Looks in PostgreSQL. A look that was recorded is committed and survives this process; it need not be on the disk yet:
 * a crash of the server or its machine can lose those of the last 0.6 seconds (three times wal_writer_delay), and only
 * these. A batch that fails is not tried again: those who recorded it learn that it may not be written.
 */
export class PostgresLooks implements Looks {
  private readonly limits: { readonly [Name in keyof typeof POSTGRES_LOOK_LIMITS]: number };
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(
    private readonly pool: pg.Pool,
    limits: Partial<PostgresLooks['limits']> = {},
  ) {
    this.limits = { ...POSTGRES_LOOK_LIMITS, ...limits };
  }

  async record(look: Look): Promise<void> {
    assertLook(look);
    if (this.waiting.length >= this.limits.maxWaiting)
      throw new LooksUnavailableError(`${this.waiting.length} looks wait to be written`);
    await new Promise<void>((written, failed) => {
      this.waiting.push({ look, written, failed });
      if (!this.isWriting) void this.write();
    });
  }

  /** What waits to be written. */
  queues(): Queue[] {
    return [{ name: 'looks', held: this.waiting.length, limit: this.limits.maxWaiting }];
  }

  async list(query: LooksQuery): Promise<LooksPage> {
    const { after } = readLooksQuery(query);
    const values: unknown[] = [];
    const where: string[] = [];
    const add = (condition: string, value: unknown) => {
      if (value !== undefined) where.push(`${condition} $${values.push(value)}`);
    };
    add('person =', query.person);
    if (query.units !== undefined) where.push(`unit = any($${values.push(query.units)}::text[])`);
    add('register =', query.register);
    add('id =', query.id);
    add('at >=', query.from);
    add('at <=', query.to);
    if (after) where.push(`(at, number) < ($${values.push(after.at)}, $${values.push(after.number)})`);
    const { rows } = await this.pool.query<unknown[]>({
      text: `select number, ${NAMES} from anjuan.look${where.length > 0 ? ` where ${where.join(' and ')}` : ''}
        order by at desc, number desc limit ${query.limit + 1}`,
      values,
      rowMode: 'array',
      types: readTypes,
    });
    const looks = rows.slice(0, query.limit).map(lookOf);
    const last = rows[query.limit - 1] as [number, string] | undefined;
    const isMore = rows.length > query.limit && last;
    return { looks, ...(isMore ? { next: writeLookCursor({ number: last[0], at: last[1] }) } : {}) };
  }

  /** Writes batch after batch until none waits. Never rejects. */
  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, this.limits.maxBatch);
      this.waiting = this.waiting.slice(batch.length);
      try {
        await this.insert(batch.map(({ look }) => look));
        for (const { written } of batch) written();
      } catch (error) {
        const reason = new LooksUnavailableError(`looks are not written: ${messageOf(error)}`, { cause: error });
        for (const { failed } of batch) failed(reason);
      }
    }
    this.isWriting = false;
  }

  private async insert(looks: readonly Look[]): Promise<void> {
    await this.pool.query({
      name: 'anjuan_looks',
      // Numbered in the order of the batch. The setting is for this statement's own transaction.
      text: `insert into anjuan.look (${NAMES})
        select ${COLUMNS.map((column) => unnested(column, 'u')).join(', ')}
        from ${unnest(COLUMNS, 'u')}, set_config('synchronous_commit', 'off', true)`,
      values: unnestParameters(COLUMNS, looks),
    });
  }
}

function lookOf(values: readonly unknown[]): Look {
  const [, at, person, unit, roles, question, register, id, filter] = values;
  return {
    at,
    person,
    unit,
    roles,
    question,
    ...(register !== null && { register }),
    ...(id !== null && { id }),
    ...(filter !== null && { filter }),
  } as Look;
}

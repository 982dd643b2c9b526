import type pg from 'pg';
import {
  assertStep,
  DEAD_LETTER_STATES,
  DEAD_LETTER_STEPS,
  type DeadLetter,
  type DeadLetterState,
  type DeadLetterStep,
  DeadLetterStepError,
  type DeadLetters,
  type DeadLettersPage,
  type DeadLettersQuery,
  isSettled,
  type KeptDeadLetter,
  readDeadLettersQuery,
} from '#eventsourcing';
import { said } from './faults.js';
import { transaction } from './read-model-transaction.js';

interface DeadLetterRow {
  readonly number: string;
  readonly id: string;
  readonly state: DeadLetterState;
  readonly content: Buffer | null;
  readonly letter: Omit<DeadLetter, 'id' | 'value'>;
  readonly steps: readonly DeadLetterStep[];
}

const SELECT = `select number, id, state, content, letter, array(
    select step from anjuan.dead_letter_step where dead_letter = id order by ordinal
  ) as steps from anjuan.dead_letter`;

/**
 * Dead letters in PostgreSQL, as durable as the log: the offset of their message is committed behind them. Throws
 * StoreUnavailableError while the database is away.
 */
export class PostgresDeadLetters implements DeadLetters {
  constructor(private readonly pool: pg.Pool) {}

  async keep(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    const ids = letters.map(({ id }) => id);
    const contents = letters.map(({ value }) => (value === undefined ? null : Buffer.from(value)));
    const rest = letters.map(({ id: _id, value: _value, ...letter }) => JSON.stringify(letter));
    await this.query(
      `insert into anjuan.dead_letter (id, state, content, letter)
       select id, 'open', content, letter::json
       from unnest($1::uuid[], $2::bytea[], $3::text[]) with ordinality as u (id, content, letter, place)
       order by place on conflict (id) do nothing`,
      [ids, contents, rest],
    );
  }

  async step(id: string, step: DeadLetterStep): Promise<void> {
    assertStep(step);
    const [from, to] = DEAD_LETTER_STEPS[step.kind];
    try {
      await transaction(this.pool, 'set local synchronous_commit = on', async (client) => {
        const { rows } = await client.query<{ state: DeadLetterState }>(
          'select state from anjuan.dead_letter where id = $1 for update',
          [id],
        );
        if (rows[0]?.state !== from) throw new DeadLetterStepError(id, rows[0]?.state);
        const content = isSettled(to) ? ', content = null' : '';
        await client.query(`update anjuan.dead_letter set state = $2${content} where id = $1`, [id, to]);
        await client.query(
          `insert into anjuan.dead_letter_step (dead_letter, ordinal, step)
           select $1, count(*), $2 from anjuan.dead_letter_step where dead_letter = $1`,
          [id, JSON.stringify(step)],
        );
      });
    } catch (error) {
      throw said(error);
    }
  }

  async get(id: string): Promise<KeptDeadLetter | undefined> {
    const [row] = await this.query<DeadLetterRow>(`${SELECT} where id = $1`, [id]);
    return row && letterOf(row);
  }

  async list(query: DeadLettersQuery): Promise<DeadLettersPage> {
    const after = readDeadLettersQuery(query);
    const rows = await this.query<DeadLetterRow>(
      `${SELECT} where ($1::text is null or state = $1) and ($2::bigint is null or number < $2)
       order by number desc limit $3`,
      [query.state ?? null, after ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    return { letters: page.map(letterOf), ...(rows.length > page.length ? { next: page.at(-1)!.number } : {}) };
  }

  async asked(limit: number): Promise<KeptDeadLetter[]> {
    const rows = await this.query<DeadLetterRow>(`${SELECT} where state = 'asked' order by number limit $1`, [limit]);
    return rows.map(letterOf);
  }

  async counts(): Promise<Record<DeadLetterState, number>> {
    const rows = await this.query<{ state: DeadLetterState; n: number }>(
      'select state, count(*)::int as n from anjuan.dead_letter group by state',
    );
    const none = Object.fromEntries(Object.keys(DEAD_LETTER_STATES).map((state) => [state, 0]));
    return { ...none, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) } as Record<
      DeadLetterState,
      number
    >;
  }

  private async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw said(error);
    }
  }
}

function letterOf({ id, state, content, letter, steps }: DeadLetterRow): KeptDeadLetter {
  return { id, ...letter, ...(content === null ? {} : { value: new Uint8Array(content) }), state, steps };
}

import type pg from 'pg';
import { PLAYED_TIME_LIMITS, type PlayedReading, type PlayedTime } from '#eventsourcing';
import { LOG_TYPES } from './rows.js';

/** What the time of a row is now: it has run since it was wound, within its limit. */
const NOW = `stands_at + date_trunc('milliseconds', least(greatest(clock_timestamp() - wound_at, interval '0'),
  interval '${PLAYED_TIME_LIMITS.runsMs} milliseconds'))`;

type Row = [at: string, until: string, sinceWoundMs: number];

/** A played time in PostgreSQL, beside the log. Every process reads the same row, so that none is ahead of what it says. */
export class PostgresPlayedTime implements PlayedTime {
  constructor(private readonly pool: pg.Pool) {}

  async read(): Promise<PlayedReading | undefined> {
    const row = await this.row(`select ${this.columns(NOW)} from anjuan.played_time`);
    if (row === undefined) return undefined;
    // Less than nothing: the server's clock was set back, and would have to come to where it was before this one runs.
    const isFresh = row[2] >= 0 && row[2] < PLAYED_TIME_LIMITS.windEveryMs;
    return isFresh ? readingOf(row) : this.wind(row[0]);
  }

  async begin(at: string): Promise<void> {
    await this.pool.query(
      `insert into anjuan.played_time (stands_at, wound_at)
       values (date_trunc('milliseconds', $1::timestamptz), clock_timestamp()) on conflict do nothing`,
      [at],
    );
  }

  moveOn(to: string): Promise<PlayedReading | undefined> {
    return this.wind(to);
  }

  private async wind(earliest: string): Promise<PlayedReading | undefined> {
    const row = await this.row(
      `update anjuan.played_time
       set stands_at = greatest(${NOW}, date_trunc('milliseconds', $1::timestamptz)), wound_at = clock_timestamp()
       returning ${this.columns('stands_at')}`,
      [earliest],
    );
    return row && readingOf(row);
  }

  private columns(now: string): string {
    return `${now}, stands_at + interval '${PLAYED_TIME_LIMITS.runsMs} milliseconds',
      (extract(epoch from clock_timestamp() - wound_at) * 1000)::float8`;
  }

  private async row(text: string, values: unknown[] = []): Promise<Row | undefined> {
    const { rows } = await this.pool.query<Row>({ text, values, rowMode: 'array', types: LOG_TYPES });
    return rows[0];
  }
}

function readingOf([at, until]: Row): PlayedReading {
  return { at, until };
}

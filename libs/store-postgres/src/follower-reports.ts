import type pg from 'pg';
import { type FollowerReport, type FollowerReports, REPORT_LIMITS } from '#eventsourcing';
import { said } from './faults.js';

/** Reports in PostgreSQL. A report need not be on the disk: the next one comes soon. */
export class PostgresFollowerReports implements FollowerReports {
  constructor(private readonly pool: pg.Pool) {}

  async report(reports: readonly FollowerReport[]): Promise<void> {
    const last = reports
      .map(({ at }) => at)
      .sort()
      .at(-1);
    if (last === undefined) return;
    try {
      await this.pool.query('delete from anjuan.follower_report where at < $1', [
        new Date(Date.parse(last) - REPORT_LIMITS.keptMs).toISOString(),
      ]);
      await this.pool.query(
        `insert into anjuan.follower_report (name, process, at, report)
         select name, process, at, report::json
         from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]) as u (name, process, at, report),
           set_config('synchronous_commit', 'off', true)
         on conflict (name, process) do update set at = excluded.at, report = excluded.report`,
        [
          reports.map(({ name }) => name),
          reports.map(({ process }) => process),
          reports.map(({ at }) => at),
          reports.map((report) => JSON.stringify(report)),
        ],
      );
    } catch (error) {
      throw said(error);
    }
  }

  async list(): Promise<FollowerReport[]> {
    try {
      const { rows } = await this.pool.query<{ report: FollowerReport }>(
        'select report from anjuan.follower_report order by name, process',
      );
      return rows.map(({ report }) => report);
    } catch (error) {
      throw said(error);
    }
  }
}

import { closeSync, openSync, writeSync } from 'node:fs';
import { type AnnualReport, annualReport, lawProjector } from '#figures';
import { ConfigurationError } from '#platform';
import type { LegalDay, Statutes } from '#statutes';
import { type Database, PostgresEventStore, PostgresLedger, PostgresReadModelStore } from '#store-postgres';
import { YEAR } from './days.js';
import { demonstrate, VirtualClock } from './demonstrate.js';
import { BUREAU, UNITS } from './quzhou.js';
import { type DemonstrationYear, planYear } from './year.js';

/** Where a play stands; told after every day and some commands. */
export interface PlayProgress {
  readonly day: LegalDay;
  readonly commands: number;
  readonly total: number;
}

export interface RunOptions {
  readonly database: Database;
  readonly statutes: Statutes;
  readonly year: DemonstrationYear;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PlayProgress) => void;
  /** File that gets the key of every command as it is acknowledged, for whoever wants to hold us to it. */
  readonly journal?: string;
}

export interface RunResult {
  readonly commands: number;
  readonly events: number;
  /** Planning, playing, and projecting to the last event. */
  readonly planMs: number;
  readonly playMs: number;
  readonly report: AnnualReport;
}

/** Commands between two tellings of progress. */
const TELL_EVERY = 200;

/**
 * Plays the year into a database while the projector follows, and reads the report. Played again into the same
 * database it goes on where it was cut off: every command has its key, and what was acknowledged is not done twice.
 */
export async function runDemonstration(options: RunOptions): Promise<RunResult> {
  const { database, statutes, year } = options;
  const started = performance.now();
  const plan = planYear(year);
  const planned = performance.now();
  const clock = new VirtualClock();
  const store = new PostgresEventStore({ url: database.url, clock: clock.now });
  const readModelStore = new PostgresReadModelStore(database.pool);
  const projector = lawProjector({ store, readModelStore });
  const journal = options.journal === undefined ? undefined : openSync(options.journal, 'a');
  try {
    await projector.start();
    let commands = 0;
    const tell = () => options.onProgress?.({ day: clock.day, commands, total: plan.length });
    await demonstrate({
      store,
      clock,
      statutes,
      plan,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onDay: tell,
      onDone: (command) => {
        commands += 1;
        if (journal !== undefined) writeSync(journal, `${command.key}\n`);
        if (commands % TELL_EVERY === 0) tell();
      },
    });
    tell();
    await projector.caughtUp();
    const { position } = await store.head();
    return {
      commands,
      events: position,
      planMs: planned - started,
      playMs: performance.now() - planned,
      report: await annualReport(new PostgresLedger(database.pool), { year: YEAR, unit: BUREAU_UNIT }),
    };
  } catch (error) {
    if (options.signal?.aborted || (await answers(database))) throw error;
    throw new ConfigurationError([
      '数据库中途停止，多半是磁盘已满或者内存不足，详见数据目录中的 postgresql.log；排除后再次运行会接着办',
    ]);
  } finally {
    if (journal !== undefined) closeSync(journal);
    await projector.stop();
    await store.close();
  }
}

const BUREAU_UNIT = { unitId: BUREAU, name: UNITS[0]!.name };

async function answers({ pool }: Database): Promise<boolean> {
  return pool.query('select').then(
    () => true,
    () => false,
  );
}

/** Whether nothing was ever appended. */
export async function isEmpty({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ empty: boolean }>('select not exists (select from anjuan.events) as empty');
  return rows[0]!.empty;
}

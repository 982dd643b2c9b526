import pg from 'pg';
import { ClockBehindError, ReadModelNotReadyError, StoreUnavailableError } from '#eventsourcing';

/**
 * SQLSTATEs by which a server says that it is away for everybody: connection lost (08), out of memory, of disk or of
 * connections (53), shutting down, starting or killed (57P), trouble of the system (58); a standby that only reads.
 */
const AWAY = /^(08|53|57P|58)|^25006$/;
/** SQLSTATEs after which the same statement may well succeed: serialization, deadlock, a lock not available, cancelled. */
const IN_THE_WAY = /^(40001|40P01|55P03|57014)$/;
/** What pg says, without a code, of a connection or a pool that does not answer or is closed. */
const AWAY_TEXT = /connection|timeout|terminated|not queryable|after calling end on the pool/i;

/** Whether an error says that the database is away, and nothing of the statement. */
export function isAway(error: unknown): boolean {
  if (error instanceof StoreUnavailableError) return true;
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError) return AWAY.test(code ?? '');
  if (code !== undefined && /^E[A-Z]+/.test(code)) return true;
  return AWAY_TEXT.test(messageOf(error));
}

/** Whether an error says nothing against the statement: its outcome is unknown, and it may be sent again. */
export function isPassing(error: unknown): boolean {
  return isAway(error) || IN_THE_WAY.test(codeOf(error) ?? '');
}

/** An error as the store says it: StoreUnavailableError where the database is away, else as it is. */
export function said(error: unknown): unknown {
  if (error instanceof StoreUnavailableError || !isAway(error)) return error;
  return unavailable(error);
}

/** For whatever keeps us from having a connection at all: that is never the statement. */
export function unavailable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError(`the database is away: ${messageOf(cause)}`, { cause });
}

/** SQLSTATE of anjuan.append where the server's clock is behind the end of the log. */
const CLOCK_BEHIND = 'AJ001';

/** The error of a clock that is behind, said as such; undefined for any other. */
export function clockBehind(error: unknown): ClockBehindError | undefined {
  if (codeOf(error) !== CLOCK_BEHIND) return undefined;
  const [recordedAt, now] = JSON.parse((error as pg.DatabaseError).detail ?? '[]') as string[];
  return new ClockBehindError(new Date(recordedAt!).toISOString(), new Date(now!).toISOString());
}

/** SQLSTATEs of a table that is not there, and of a column that a table of an earlier shape does not have. */
const NOT_BUILT: ReadonlySet<unknown> = new Set(['42P01', '42703']);

/**
 * What a question about a read model answers, with the error of a table that nobody has built yet said as such: also of one
 * that is built anew in another shape, while the earlier one still stands.
 */
export async function whenBuilt<Answer>(name: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!NOT_BUILT.has(codeOf(error))) throw error;
    throw new ReadModelNotReadyError(`read model ${name} is not kept`, { cause: error });
  }
}

/** The `code` of an error of Node or of PostgreSQL. Not by instanceof: a test runner has an Error of its own. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  // Trying several addresses of a host gives one error around the others, without a text of its own.
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return messageOf(error.errors[0]);
  return 'message' in error ? String(error.message) : String(error);
}

import pg from 'pg';

/**
 * Classes of SQLSTATE after which the same statement may well succeed: connection lost, resources, a server that
 * stops or starts, trouble of the system; and single codes: deadlock, serialization, lock not available, read-only.
 */
const PASSING = /^(08|53|57|58)|^(40001|40P01|55P03|25006)$/;

/** Whether an error says nothing against the statement: its outcome is unknown, and it may be sent again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return PASSING.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+/.test(error.code)) return true;
  return /connection|timeout|terminated|not queryable/i.test(error.message);
}

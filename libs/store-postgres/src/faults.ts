import pg from 'pg';

/**
 * Classes of SQLSTATE after which the same statement may well succeed: connection lost, resources, a server that
 * stops or starts, trouble of the system; and single codes: deadlock, serialization, lock not available, read-only.
 */
const PASSING = /^(08|53|57|58)|^(40001|40P01|55P03|25006)$/;

/** Whether an error says nothing against the statement: its outcome is unknown, and it may be sent again. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError) return PASSING.test(code ?? '');
  if (code !== undefined && /^E[A-Z]+/.test(code)) return true;
  return /connection|timeout|terminated|not queryable/i.test(messageOf(error));
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

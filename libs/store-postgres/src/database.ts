import type pg from 'pg';
import { connect, createPool } from './connection.js';
import { DatabaseUnreachableError } from './errors.js';
import { isAway, messageOf } from './faults.js';
import { migrate } from './migrate.js';

export interface Database {
  /** Holds the password: not for logs. */
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool. Close stores on this database first. */
  close(): Promise<void>;
}

/**
 * The database of a server, with the schema brought up to this code. Throws a DatabaseSetupError, whose message is one
 * sentence for the operator, at once when `signal` says that it is no longer wanted.
 */
export async function openDatabase({
  url,
  signal,
}: {
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<Database> {
  const client = await connect(url, { signal });
  try {
    await migrate(client);
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new DatabaseUnreachableError(`${client.host}:${client.port}`, messageOf(error));
  } finally {
    await client.end();
  }
  const pool = createPool(url);
  let closing: Promise<void> | undefined;
  return {
    url,
    pool,
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

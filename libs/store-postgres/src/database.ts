import type pg from 'pg';
import { connect, createPool } from './connection.js';
import { type EmbeddedServer, runningServerUrl, startEmbedded } from './embedded.js';
import { DatabaseUnreachableError, DirectoryInUseError } from './errors.js';
import { isAway, messageOf } from './faults.js';
import { migrate } from './migrate.js';

export type DatabaseOptions =
  | { readonly url: string }
  | {
      /** Directory of the embedded server. */
      readonly directory: string;
      readonly port?: number;
      /** Where another process of this machine already runs the server, works on that one, which goes on when we close. */
      readonly mayJoin?: boolean;
      /** Told in a sentence when the embedded server ended by itself and what became of it. */
      readonly onTrouble?: (sentence: string) => void;
    };

export interface Database {
  /** Holds the password: not for logs. */
  readonly url: string;
  readonly pool: pg.Pool;
  readonly isEmbedded: boolean;
  /** Ends the pool, and the embedded server with it. Close stores on this database first. */
  close(): Promise<void>;
}

/**
 * The database of an app: a server of one's own, or the embedded one, with the schema brought up to this code. Throws
 * a DatabaseSetupError, whose message is one sentence for the operator, within seconds.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, server } = 'url' in options ? { url: options.url } : await embedded(options);
  try {
    await migrateOver(url);
  } catch (error) {
    await server?.stop();
    throw error;
  }
  const pool = createPool(url);
  let closing: Promise<void> | undefined;
  return {
    url,
    pool,
    isEmbedded: 'directory' in options,
    close: () => {
      closing ??= pool.end().then(() => server?.stop());
      return closing;
    },
  };
}

async function migrateOver(url: string): Promise<void> {
  const client = await connect(url);
  try {
    await migrate(client);
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new DatabaseUnreachableError(`${client.host}:${client.port}`, messageOf(error));
  } finally {
    await client.end();
  }
}

async function embedded(
  options: Extract<DatabaseOptions, { readonly directory: string }>,
): Promise<{ readonly url: string; readonly server?: EmbeddedServer }> {
  try {
    const server = await startEmbedded(options);
    return { url: server.url, server };
  } catch (error) {
    const url =
      error instanceof DirectoryInUseError && options.mayJoin ? runningServerUrl(options.directory) : undefined;
    if (url === undefined) throw error;
    return { url };
  }
}

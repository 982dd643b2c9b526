import type pg from 'pg';
import { connect, createPool } from './connection.js';
import { startEmbedded } from './embedded.js';
import { migrate } from './migrate.js';

export type DatabaseOptions =
  | { readonly url: string }
  | {
      /** Directory of the embedded server. */
      readonly directory: string;
      readonly port?: number;
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
  const server = 'directory' in options ? await startEmbedded(options) : undefined;
  const url = 'url' in options ? options.url : server!.url;
  try {
    const client = await connect(url);
    try {
      await migrate(client);
    } finally {
      await client.end();
    }
  } catch (error) {
    await server?.stop();
    throw error;
  }
  const pool = createPool(url);
  let closing: Promise<void> | undefined;
  return {
    url,
    pool,
    isEmbedded: server !== undefined,
    close: () => {
      closing ??= pool.end().then(() => server?.stop());
      return closing;
    },
  };
}

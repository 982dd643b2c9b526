import { openEmbedded } from '#embedded-postgres';
import { type Database, openDatabase } from '#store-postgres';

export type { Database } from '#store-postgres';

export type BureauDatabaseOptions =
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

/**
 * The database of a bureau: a server of its own, or the embedded one, with the schema brought up to this code. Closing
 * it ends the embedded server with it; close stores on it first. Throws a DatabaseSetupError or a ServerSetupError,
 * whose message is one sentence for the operator.
 */
export async function openBureauDatabase(options: BureauDatabaseOptions): Promise<Database> {
  if ('url' in options) return openDatabase(options);
  const server = await openEmbedded(options);
  try {
    const database = await openDatabase(server);
    return { ...database, close: () => database.close().then(() => server.close()) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

import { type OpenEmbeddedOptions, openEmbedded } from '#embedded-postgres';
import { type Database, openDatabase } from '#store-postgres';

export type { Database } from '#store-postgres';

/** The address of a server of one's own, or how the embedded one runs. */
export type BureauDatabaseOptions =
  | { readonly url: string; readonly signal?: AbortSignal }
  | Omit<OpenEmbeddedOptions, 'durable' | 'outlivesProcess'>;

/**
 * The database of a bureau: a server of its own, or the embedded one, with the schema brought up to this code. Closing
 * it ends the embedded server with it; close stores on it first. Throws a DatabaseSetupError or a ServerSetupError,
 * whose message is one sentence for the operator.
 */
export async function openBureauDatabase(options: BureauDatabaseOptions): Promise<Database> {
  if ('url' in options) return openDatabase(options);
  const server = await openEmbedded(options);
  try {
    const database = await openDatabase({ url: server.url, signal: options.signal });
    return { ...database, close: () => database.close().then(() => server.close()) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

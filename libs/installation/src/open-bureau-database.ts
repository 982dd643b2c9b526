import { type OpenEmbeddedOptions, openEmbedded } from '#embedded-postgres';
import {
  type Database,
  DatabaseAuthenticationError,
  DatabaseMissingError,
  DatabaseSetupError,
  openDatabase,
} from '#store-postgres';

export type { Database } from '#store-postgres';

/** What the embedded server keeps is not as we left it: there is no DATABASE_URL to look at. */
export class EmbeddedDataError extends DatabaseSetupError {
  constructor(directory: string, what: string) {
    super(
      `数据目录 ${directory} 中的内置数据库${what}：多半是其中的文件被改动或者删除过。` +
        '请从备份恢复到新的数据目录（npm run anjuan -- restore），不要自行修补。',
    );
  }
}

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
    const { directory } = options;
    if (error instanceof DatabaseAuthenticationError)
      throw new EmbeddedDataError(directory, '不接受所存的口令（anjuan-password）');
    if (error instanceof DatabaseMissingError) throw new EmbeddedDataError(directory, '已经不完整');
    throw error;
  }
}

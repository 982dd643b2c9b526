import { openEmbedded } from '#embedded-postgres';
import { type BackupList, backUp, restoreBackup } from '#store-postgres';
import type { InstallationConfiguration } from './open-installation.js';

type Where = Pick<InstallationConfiguration, 'databaseUrl' | 'dataDirectory'>;

/**
 * Backs up the database of a bureau, while it is used or not. Its schema stays as it is: a backup before an upgrade is one
 * of the version before. Throws a DatabaseSetupError or a ServerSetupError.
 */
export function backUpBureau(where: Where, directory: string, at: string): Promise<BackupList> {
  return withServer(where, true, (url) => backUp(url, directory, at));
}

/** Restores a backup into a database, or a data directory, that is empty. Throws as `restoreBackup` does. */
export function restoreBureau(where: Where, directory: string): Promise<BackupList> {
  return withServer(where, false, (url) => restoreBackup(directory, url));
}

async function withServer<T>(
  { databaseUrl, dataDirectory }: Where,
  mayJoin: boolean,
  work: (url: string) => Promise<T>,
) {
  if (databaseUrl !== undefined) return work(databaseUrl);
  const server = await openEmbedded({ directory: dataDirectory, mayJoin });
  try {
    return await work(server.url);
  } finally {
    await server.close();
  }
}

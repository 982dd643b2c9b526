import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedServer, startEmbedded } from '#embedded-postgres';
import { openDatabase } from './database.js';
import {
  DatabaseAuthenticationError,
  DatabaseMissingError,
  DatabaseUnreachableError,
  InvalidDatabaseUrlError,
} from './errors.js';

describe('openDatabase', () => {
  let directory: string;
  let server: EmbeddedServer;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'anjuan-database-'));
    server = await startEmbedded({ directory, durable: false });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('opens a database with its schema, again too, and ends with its pool', async () => {
    for (let times = 0; times < 2; times++) {
      const database = await openDatabase({ url: server.url });
      const { rows } = await database.pool.query('select count(*)::int as n from anjuan.events');
      expect(rows).toEqual([{ n: 0 }]);
      await database.close();
      await database.close();
      await expect(database.pool.query('select 1')).rejects.toMatchObject({ name: 'StoreUnavailableError' });
    }
  });

  it('says in one sentence what is wrong with DATABASE_URL, within seconds', async () => {
    const url = (change: (parts: URL) => void) => {
      const parts = new URL(server.url);
      change(parts);
      return parts.href;
    };
    const cases: readonly (readonly [string, new (...args: never[]) => Error])[] = [
      ['postgres', InvalidDatabaseUrlError],
      ['http://127.0.0.1:5432/anjuan', InvalidDatabaseUrlError],
      [url((parts) => (parts.port = '1')), DatabaseUnreachableError],
      [url((parts) => (parts.hostname = 'no-such-host.invalid')), DatabaseUnreachableError],
      [url((parts) => (parts.password = 'wrong')), DatabaseAuthenticationError],
      [url((parts) => (parts.password = '')), DatabaseAuthenticationError],
      [url((parts) => (parts.username = 'nobody')), DatabaseAuthenticationError],
      [url((parts) => (parts.pathname = '/none')), DatabaseMissingError],
    ];
    for (const [wrong, kind] of cases) {
      const from = Date.now();
      const error = await openDatabase({ url: wrong }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(kind);
      expect((error as Error).message).toMatch(/^[^\n]+。$/);
      expect((error as Error).message).not.toContain(new URL(server.url).password);
      expect(Date.now() - from).toBeLessThan(8_000);
    }
  });
});

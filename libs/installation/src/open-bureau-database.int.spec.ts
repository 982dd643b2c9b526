import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbedded } from '#embedded-postgres';
import { connect, DatabaseUnreachableError } from '#store-postgres';
import { runModule } from '#store-postgres/testing';
import { DirectoryInUseError } from '#supervisor';
import { EmbeddedDataError, openBureauDatabase } from './open-bureau-database.js';

const EMBEDDED_PROCESS = new URL('../../embedded-postgres/src/testing/embedded-process.ts', import.meta.url);

describe('openBureauDatabase', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'anjuan-bureau-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('opens the embedded database with its schema, and ends it with the pool', async () => {
    const database = await openBureauDatabase({ directory });
    const { rows } = await database.pool.query('select count(*)::int as n from anjuan.events');
    expect(rows).toEqual([{ n: 0 }]);
    const again = await openBureauDatabase({ url: database.url });
    await again.close();
    await database.close();
    await database.close();
    await expect(connect(database.url)).rejects.toThrow(DatabaseUnreachableError);
  });

  it.each([
    ['its password', (data: string) => writeFileSync(join(data, 'anjuan-password'), 'another'), /不接受所存的口令/],
    ['its files', (data: string) => rmSync(join(data, 'base'), { recursive: true }), /已经不完整/],
  ])('says in a sentence that %s was spoiled, and what to do (L8)', async (_what, spoil, said) => {
    await (await openBureauDatabase({ directory })).close();
    spoil(join(directory, 'postgresql'));
    const opening = openBureauDatabase({ directory });
    await expect(opening).rejects.toThrow(EmbeddedDataError);
    await expect(opening).rejects.toThrow(said);
  });

  it('joins a server that another process runs, where it may, and leaves it running', async () => {
    const owner = runModule(EMBEDDED_PROCESS, [directory], 'pipe');
    const [line] = (await once(createInterface({ input: owner.stdout! }), 'line')) as [string];
    const running = JSON.parse(line) as { pid: number; url: string };
    await expect(openBureauDatabase({ directory })).rejects.toThrow(DirectoryInUseError);
    const joined = await openBureauDatabase({ directory, mayJoin: true });
    expect(joined.url).toBe(running.url);
    await joined.close();
    const client = await connect(running.url);
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await client.end();
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    // Whoever owns the directory next stops what was left running.
    await (await startEmbedded({ directory, durable: false })).stop();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandNamed, unit } from '#enforcement';
import { type TestDatabase, testDatabase } from '#store-postgres/testing';
import { openInstallation } from './open-installation.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('an installation over PostgreSQL', () => {
  it('takes a command, shows what came of it, and leaves no connection when it is closed', async () => {
    const installation = await openInstallation({ databaseUrl: database.url, dataDirectory: 'unused' });
    const played = installation.onClock(() => '2023-05-06T10:00:00.000Z', 'admin');
    const outcome = await played.loop.handle({
      decider: commandNamed('unit', 'EstablishUnit')!,
      id: '330800',
      command: {
        name: '衢州市综合行政执法局',
        level: 'CITY',
        territoryCode: '330800',
        uscc: '11330800768656330Q',
        documentPrefix: '衢综',
      },
      actor: { id: 'admin', unit: '330800', roles: ['ADMINISTRATOR'] },
      role: 'ADMINISTRATOR',
      now: '2023-05-06T10:00:00.000Z',
      commandId: '00000000-0000-4000-8000-000000000001',
      sourceSystem: 'PLATFORM',
      ruleset: installation.statutes.version,
    });
    expect(outcome.kind).toBe('done');
    const projector = installation.projector();
    await projector.start();
    await projector.caughtUp();
    expect(await installation.readModelStore.row(unit.register.readModel, '330800')).toMatchObject({
      name: '衢州市综合行政执法局',
    });
    const [event] = await installation.store.readAll(0, 1);
    expect(event?.recordedAt).toBe('2023-05-06T10:00:00.000Z');
    await installation.close();
    expect(await connections()).toBe(0);
  });
});

/** Connections of anybody but this spec; the server notices a little later that one was closed. */
async function connections(): Promise<number> {
  for (const deadline = Date.now() + 10_000; ; ) {
    const { rows } = await database.pool.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name <> 'anjuan-test'`,
    );
    if (rows[0]!.count === 0 || Date.now() > deadline) return rows[0]!.count;
  }
}

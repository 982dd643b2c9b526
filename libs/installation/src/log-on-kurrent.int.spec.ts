import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMONSTRATION_YEAR, PUBLISHED_2023, runDemonstration } from '#demonstration';
import { firstFaultyPosition } from '#eventsourcing';
import { caseOverview } from '#figures';
import { KurrentServer } from '#store-kurrent/testing';
import { type TestDatabase, testDatabase } from '#store-postgres/testing';
import { type Installation, LogElsewhereError, openInstallation } from './index.js';

/* The same installation with its log in KurrentDB: here the tests' own server, which the real client speaks to. */

let database: TestDatabase;
let server: KurrentServer;

beforeAll(async () => {
  [database, server] = await Promise.all([testDatabase(), KurrentServer.start()]);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const configuration = () => ({ databaseUrl: database.url, dataDirectory: 'unused', kurrentUrl: server.url });

describe('an installation whose log is in KurrentDB', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await openInstallation(configuration());
  });
  afterAll(() => installation.close());

  it('plays the bureau’s year to the published figures', async () => {
    const { report, events } = await runDemonstration({
      installation,
      year: { ...DEMONSTRATION_YEAR, bureauOnly: true },
    });
    const figures = Object.fromEntries(Object.values(report.figures).map(({ key, value }) => [key, value]));
    expect(figures).toMatchObject(PUBLISHED_2023);
    expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
    // Its positions do not count events.
    expect(events).toBeUndefined();
  }, 480_000);

  it('is proven as any other: positions rise, and a read model is what a rebuild makes of the log', async () => {
    expect(await firstFaultyPosition(installation.store)).toBeUndefined();
    const projector = installation.projector();
    await projector.start();
    await projector.caughtUp();
    expect(await projector.compare(caseOverview.name)).toMatchObject({ differing: 0, rows: expect.any(Number) });
    await projector.stop();
    expect(await installation.ledger.ledgerAgreesWithRollup(10)).toEqual([]);
  }, 240_000);

  it('leaves the events of PostgreSQL empty, and the streams in KurrentDB under their own names', async () => {
    const { rowCount } = await database.pool.query('select from anjuan.events limit 1');
    expect(rowCount).toBe(0);
    const [first] = await installation.store.readAll(0, 1);
    const [stored] = server.log.stream(first!.stream)!;
    expect(stored).toMatchObject({ type: first!.type, isJson: true, revision: 0, position: first!.position });
    expect(JSON.parse(Buffer.from(stored!.data).toString())).toEqual(first!.data);
    expect(JSON.parse(Buffer.from(stored!.metadata).toString())).toMatchObject({
      ...first!.meta,
      recordedAt: first!.recordedAt,
      schemaVersion: String(first!.schemaVersion),
    });
  });
});

describe('a log that is somewhere else', () => {
  it('is refused in a sentence: read models go on in the log they came from', async () => {
    const other = await testDatabase();
    try {
      const inPostgres = await openInstallation({ databaseUrl: other.url, dataDirectory: 'unused' });
      const meta = {
        actor: 'a',
        unit: 'u',
        role: 'r',
        commandId: 'c',
        correlationId: 'c',
        sourceSystem: 's',
        ruleset: 'r',
      };
      await inPostgres.log.append(
        [{ stream: 'lead-1', expected: 'any', events: [{ type: 'A', schemaVersion: 1, data: {}, meta }] }],
        { commandId: '00000000-0000-4000-8000-000000000001' },
      );
      await inPostgres.close();
      const opening = openInstallation({ ...configuration(), databaseUrl: other.url });
      await expect(opening).rejects.toThrow(LogElsewhereError);
      await expect(opening).rejects.toThrow(/^设置了 KURRENTDB_URL，而 PostgreSQL 中已有事件/);
    } finally {
      await other.drop();
    }
  });
});

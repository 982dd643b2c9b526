import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeadlineMissed } from '#enforcement';
import { type TestDatabase, testDatabase } from '#store-postgres/testing';
import type { Installation } from './installation.js';
import { openInstallation } from './open-installation.js';

/* A store that was made as a demonstration: its clock is kept in it, for every process and every start. */

const STANDS_AT = '2023-12-31T01:00:00.000Z';
const MOVED_TO = '2024-01-15T01:00:00.000Z';

let database: TestDatabase;
const open: Installation[] = [];

beforeEach(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  await database.drop();
});

/** Opens the store, as a process does. */
async function opened(): Promise<Installation> {
  const installation = await openInstallation({ databaseUrl: database.url, dataDirectory: 'unused' });
  open.push(installation);
  return installation;
}

/** Waits for a condition; the test's own limit ends a wait in vain. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

let serial = 0;
async function request({ store }: Installation, id: string, dueOn: string): Promise<void> {
  const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  const meta = {
    actor: 'a',
    unit: 'qz',
    role: 'OFFICER',
    commandId,
    correlationId: commandId,
    sourceSystem: 'PLATFORM',
    ruleset: 'r',
  };
  const data = {
    kind: 'EVIDENCE',
    fromUnitId: 'kecheng',
    toUnitId: 'qz',
    content: '请协助调取监控录像',
    requestedOn: '2023-12-20',
    requestId: id,
    unitId: 'qz',
    dueOn,
    dueRule: 'L02@2022-01-01',
  };
  const events = [{ type: 'CoordinationRequested', schemaVersion: 1, data, meta }];
  await store.append([{ stream: `coordination-${id}`, expected: 'no-stream', events }], { commandId });
}

describe('a store that was made as a demonstration', () => {
  it('acts and records by its clock, in every process and after every start; a real one by the time of the server', async () => {
    const real = await opened();
    expect(real.demonstration).toBeUndefined();
    expect(Math.abs(Date.parse(real.now()) - Date.now())).toBeLessThan(60_000);
    const first = await real.asDemonstration(STANDS_AT);
    expect(first.now() >= STANDS_AT && first.now() < '2024-01-01').toBe(true);

    const second = await opened();
    expect(second.demonstration).toBeDefined();
    await request(second, 'r1', '2024-01-03');
    const [event] = await second.store.readAll(0, 1);
    expect(event!.recordedAt >= STANDS_AT && event!.recordedAt < '2024-01-01').toBe(true);

    await first.demonstration!.moveOn(MOVED_TO);
    await until(() => second.now() >= MOVED_TO);
    expect((await second.demonstration!.moveOn(STANDS_AT)) >= MOVED_TO).toBe(true);
    const last = second.now();
    for (const each of open.splice(0)) await each.close();

    const restarted = await opened();
    expect(restarted.now() >= last).toBe(true);
    expect(restarted.now() < '2024-01-16').toBe(true);
  }, 60_000);

  it('begins where the log ends, where that is later than its year; a second beginning changes nothing', async () => {
    const real = await opened();
    await request(
      real.onClock(() => '2025-05-06T10:00:00.000Z'),
      'r1',
      '2025-06-01',
    );
    const made = await real.asDemonstration(STANDS_AT);
    expect(made.now() >= '2025-05-06T10:00:00.000Z' && made.now() < '2025-05-07').toBe(true);
    const again = await (await opened()).asDemonstration('2030-01-01T00:00:00.000Z');
    expect(again.now() < '2025-05-07').toBe(true);
  }, 60_000);

  it('records once what passes while the clock is moved on, whoever moves it and however far', async () => {
    const api = await (await opened()).asDemonstration(STANDS_AT);
    const worker = await opened();
    const other = await opened();
    await request(worker, 'r1', '2024-01-03');
    await request(worker, 'r2', '2024-03-01');
    const missed = async () => (await worker.store.readAll(0, 100)).filter(({ type }) => type === DeadlineMissed.name);
    for (const each of [worker, other]) {
      const projector = each.projector();
      await projector.start();
      await projector.waitFor((await worker.store.head()).position, 30_000);
      await each.deadlineClock().start();
    }
    await api.demonstration!.moveOn(MOVED_TO);
    await until(async () => (await missed()).length > 0);
    await api.demonstration!.moveOn('2024-03-02T01:00:00.000Z');
    await until(async () => (await missed()).length > 1);
    const events = await missed();
    expect(events.map(({ stream, data }) => [stream, (data as DeadlineMissed).missedOn])).toEqual([
      ['coordination-r1', '2024-01-04'],
      ['coordination-r2', '2024-03-02'],
    ]);
    expect(events[0]!.recordedAt >= MOVED_TO && events[1]!.recordedAt >= '2024-03-02T01:00:00.000Z').toBe(true);
  }, 120_000);
});

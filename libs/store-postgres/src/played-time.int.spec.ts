import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playedTimeContract } from '#eventsourcing/testing';
import { createPool } from './connection.js';
import { PostgresPlayedTime } from './played-time.js';
import { type TestDatabase, testDatabase } from './testing/index.js';

playedTimeContract('PostgreSQL', async () => {
  const database = await testDatabase();
  const others = createPool(database.url, { name: 'anjuan-test' });
  return {
    time: new PostgresPlayedTime(database.pool),
    other: new PostgresPlayedTime(others),
    // Time that has passed since it was wound is time since then, whichever way it passed.
    pass: async (ms) => {
      await database.pool.query(`update anjuan.played_time set wound_at = wound_at - $1 * interval '1 millisecond'`, [
        ms,
      ]);
    },
    close: async () => {
      await others.end();
      await database.drop();
    },
  };
});

describe('a played time in PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('is refused to go back, also by who changes the row himself', async () => {
    const time = new PostgresPlayedTime(database.pool);
    await time.begin('2023-12-31T01:00:00.000Z');
    const back = database.pool.query(`update anjuan.played_time set stands_at = stands_at - interval '1 second'`);
    await expect(back).rejects.toThrow(/never goes back/);
  });

  it('does not go back with the clock of the server, and runs on from there', async () => {
    const time = new PostgresPlayedTime(database.pool);
    const { at } = (await time.moveOn('2024-02-01T01:00:00.000Z'))!;
    await database.pool.query(`update anjuan.played_time set wound_at = wound_at + interval '1 hour'`);
    const read = async () => (await time.read())!.at;
    expect(await read()).toBe(at);
    while ((await read()) === at);
    expect((await read()) > at).toBe(true);
  });
});

import { afterAll, beforeAll } from '@jest/globals';
import { logInMemory, readModelStoreContract } from '#eventsourcing/testing';
import { PostgresLedger } from './metric-ledger.js';
import { PostgresReadModelStore } from './read-model-store.js';
import { type TestDatabase, testDatabase } from './testing/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const create = async () => {
  const { pool } = database;
  const store = new PostgresReadModelStore(pool);
  return {
    store,
    ledger: new PostgresLedger(pool),
    close: async () => {
      const { rows } = await pool.query<{ projection: string; names: string[] }>(
        'select projection, array_agg(name) as names from anjuan.read_model group by 1',
      );
      for (const { projection, names } of rows) await store.retire(projection, names);
    },
  };
};
// The harder of the two logs: nothing here may compute with its positions.
readModelStoreContract('PostgreSQL', create, logInMemory('ordered'));

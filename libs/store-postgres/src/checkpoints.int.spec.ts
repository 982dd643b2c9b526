import { checkpointsContract } from '#eventsourcing/testing';
import { PostgresCheckpoints } from './checkpoints.js';
import { testDatabase } from './testing/index.js';

checkpointsContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return { checkpoints: new PostgresCheckpoints(database.pool), close: () => database.drop() };
});

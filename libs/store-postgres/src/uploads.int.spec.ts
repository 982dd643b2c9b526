import { uploadsContract } from '#eventsourcing/testing';
import { testDatabase } from './testing/index.js';
import { PostgresUploads } from './uploads.js';

uploadsContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return { uploads: new PostgresUploads(database.pool), close: () => database.drop() };
});

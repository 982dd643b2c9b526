import { securityLogContract } from '#eventsourcing/testing';
import { PostgresSecurityLog } from './security-log.js';
import { testDatabase } from './testing/index.js';

securityLogContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return { log: new PostgresSecurityLog(database.pool), close: () => database.drop() };
});

import { sessionsContract } from '#eventsourcing/testing';
import { PostgresSessions } from './sessions.js';
import { testDatabase } from './testing/index.js';

sessionsContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return { sessions: new PostgresSessions(database.pool), close: () => database.drop() };
});

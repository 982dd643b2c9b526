import { deadLettersContract } from '#eventsourcing/testing';
import { PostgresDeadLetters } from './dead-letters.js';
import { testDatabase } from './testing/index.js';

deadLettersContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return { deadLetters: new PostgresDeadLetters(database.pool), close: () => database.drop() };
});

import { followerReportsContract } from '#eventsourcing/testing';
import { PostgresFollowerReports } from './follower-reports.js';
import { testDatabase } from './testing/index.js';

followerReportsContract('PostgreSQL', async () => {
  const database = await testDatabase();
  return { reports: new PostgresFollowerReports(database.pool), close: () => database.drop() };
});

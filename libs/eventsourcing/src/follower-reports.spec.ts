import { MemoryFollowerReports } from './follower-reports.js';
import { followerReportsContract } from './testing/follower-reports-contract.js';

followerReportsContract('memory', async () => ({ reports: new MemoryFollowerReports(), close: async () => {} }));

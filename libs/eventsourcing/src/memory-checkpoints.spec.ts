import { MemoryCheckpoints } from './memory-checkpoints.js';
import { checkpointsContract } from './testing/checkpoints-contract.js';

checkpointsContract('memory', async () => ({ checkpoints: new MemoryCheckpoints(), close: async () => {} }));

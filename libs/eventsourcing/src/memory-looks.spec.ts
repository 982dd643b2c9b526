import { MemoryLooks } from './memory-looks.js';
import { looksContract } from './testing/looks-contract.js';

looksContract('memory', async () => ({ looks: new MemoryLooks(), close: async () => {} }));

import { MemoryDeadLetters } from './memory-dead-letters.js';
import { deadLettersContract } from './testing/dead-letters-contract.js';

deadLettersContract('memory', async () => ({ deadLetters: new MemoryDeadLetters(), close: async () => {} }));

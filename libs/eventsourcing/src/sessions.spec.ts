import { MemorySessions } from './sessions.js';
import { sessionsContract } from './testing/sessions-contract.js';

sessionsContract('memory', async () => ({ sessions: new MemorySessions(), close: async () => {} }));

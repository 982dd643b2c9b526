import { MemorySecurityLog } from './memory-security-log.js';
import { securityLogContract } from './testing/security-log-contract.js';

securityLogContract('the memory', async () => ({ log: new MemorySecurityLog(), close: async () => {} }));

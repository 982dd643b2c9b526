import { uploadsContract } from './testing/uploads-contract.js';
import { MemoryUploads } from './uploads.js';

uploadsContract('memory', async () => ({ uploads: new MemoryUploads(), close: async () => {} }));

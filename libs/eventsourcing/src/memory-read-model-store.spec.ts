import { MemoryReadModelStore } from './memory-read-model-store.js';
import { readModelStoreContract } from './testing/read-model-store-contract.js';

readModelStoreContract('memory', async () => {
  const store = new MemoryReadModelStore();
  return { store, ledger: store.ledger, close: async () => {} };
});

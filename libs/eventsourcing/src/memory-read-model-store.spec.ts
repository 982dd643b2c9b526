import { MemoryReadModelStore } from './memory-read-model-store.js';
import { logInMemory } from './testing/read-model-fixtures.js';
import { readModelStoreContract } from './testing/read-model-store-contract.js';

const create = async () => {
  const store = new MemoryReadModelStore();
  return { store, ledger: store.ledger, close: async () => {} };
};
readModelStoreContract('memory', create);
readModelStoreContract('memory, over a log whose positions jump,', create, logInMemory('ordered'));

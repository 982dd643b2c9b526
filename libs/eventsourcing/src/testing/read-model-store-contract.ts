import { describe } from '@jest/globals';
import { logInMemory, type OpenLog, type ReadModelStoreUnderTest } from './read-model-fixtures.js';
import { followingContract } from './read-model-following-contract.js';
import { ledgerContract } from './read-model-ledger-contract.js';
import { listsContract } from './read-model-lists-contract.js';
import { ownersContract } from './read-model-owners-contract.js';
import { parkingContract } from './read-model-parking-contract.js';
import { readModelPlay } from './read-model-play.js';
import { rebuildingContract } from './read-model-rebuilding-contract.js';
import { searchContract } from './read-model-search-contract.js';

/**
 * What every ReadModelStore must hold, with the Projector on top of it: the fold of the log up to the checkpoint and
 * nothing else, whatever fails and whoever competes, over whichever log.
 */
export function readModelStoreContract(
  name: string,
  create: () => Promise<ReadModelStoreUnderTest>,
  openLog: OpenLog = logInMemory('gapless'),
): void {
  describe(`${name} keeps the read-model contract`, () => {
    const play = readModelPlay(create, openLog);
    followingContract(play);
    ownersContract(play);
    parkingContract(play);
    rebuildingContract(play);
    ledgerContract(play);
    listsContract(play);
    searchContract(play);
  });
}

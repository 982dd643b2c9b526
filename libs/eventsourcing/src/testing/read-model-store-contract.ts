import { describe } from '@jest/globals';
import type { Positions } from '../event-store.js';
import type { ReadModelStoreUnderTest } from './read-model-fixtures.js';
import { followingContract } from './read-model-following-contract.js';
import { ledgerContract } from './read-model-ledger-contract.js';
import { listsContract } from './read-model-lists-contract.js';
import { ownersContract } from './read-model-owners-contract.js';
import { parkingContract } from './read-model-parking-contract.js';
import { readModelPlay } from './read-model-play.js';
import { rebuildingContract } from './read-model-rebuilding-contract.js';

/**
 * What every ReadModelStore must hold, with the Projector on top of it: the fold of the log up to the checkpoint and
 * nothing else, whatever fails and whoever competes, and whatever positions look like.
 */
export function readModelStoreContract(
  name: string,
  create: () => Promise<ReadModelStoreUnderTest>,
  positions: Positions = 'gapless',
): void {
  describe(`${name} keeps the read-model contract`, () => {
    const play = readModelPlay(create, positions);
    followingContract(play);
    ownersContract(play);
    parkingContract(play);
    rebuildingContract(play);
    ledgerContract(play);
    listsContract(play);
  });
}

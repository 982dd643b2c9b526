import type { Position } from './event.js';
import type { Lease } from './read-model-store.js';

/**
 * How far followers have come that keep nothing here but that: what they do is done elsewhere. So it may be done a second
 * time when they begin again from their checkpoint, and whoever meets what they did must be able to tell.
 */
export interface Checkpoints {
  /** The last event that is done with; LOG_START under a name that is new. */
  load(name: string): Promise<Position>;
  /**
   * The step of a checkpoint from `expected` to `next`. Throws CheckpointMovedError when it does not stand at `expected`,
   * and leaves it where it is. A crash of the store may put it back, never forward.
   */
  step(name: string, expected: Position, next: Position): Promise<void>;
  /**
   * The right to follow under a name, or undefined while somebody else has it; see `ReadModelStore.lease`. Projections
   * and checkpoints share their names.
   */
  lease(name: string, onLost: () => void): Promise<Lease | undefined>;
}

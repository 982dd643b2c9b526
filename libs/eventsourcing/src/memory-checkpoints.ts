import type { Checkpoints } from './checkpoints.js';
import { LOG_START, type Position } from './event.js';
import { CheckpointMovedError } from './following.js';
import type { Lease } from './read-model-store.js';

/** Checkpoints in memory, for tests and for plays that need no durability. */
export class MemoryCheckpoints implements Checkpoints {
  private readonly positions = new Map<string, Position>();
  private readonly leases = new Map<string, Lease>();

  async load(name: string): Promise<Position> {
    return this.positions.get(name) ?? LOG_START;
  }

  async step(name: string, expected: Position, next: Position): Promise<void> {
    const actual = this.positions.get(name) ?? LOG_START;
    if (actual !== expected) throw new CheckpointMovedError(`checkpoint ${name} is at ${actual}`, expected, actual);
    this.positions.set(name, next);
  }

  async lease(name: string): Promise<Lease | undefined> {
    if (this.leases.has(name)) return undefined;
    const lease: Lease = {
      release: async () => {
        if (this.leases.get(name) === lease) this.leases.delete(name);
      },
    };
    this.leases.set(name, lease);
    return lease;
  }
}

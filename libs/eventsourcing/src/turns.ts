import { StoreUnavailableError } from './event-store.js';
import type { Queue } from './queue.js';

export const TURN_LIMITS = {
  /** Who may wait for one key; the next one is told to come again. */
  maxWaiting: 500,
} as const;

/** Lets holders of the same key go one after the other within this process. */
export class Turns {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, number>();

  /** How many wait for the key for which most do. */
  queues(): Queue[] {
    return [{ name: 'turns', held: Math.max(0, ...this.waiting.values()), limit: TURN_LIMITS.maxWaiting }];
  }

  /**
   * Waits for all the keys (taken in sorted order, so that two callers never wait for each other), then runs. Throws
   * StoreUnavailableError where too many wait already.
   */
  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const [first, ...rest] = [...new Set(keys)].sort();
    if (first === undefined) return work();
    return this.one(first, () => this.run(rest, work));
  }

  private async one<T>(key: string, work: () => Promise<T>): Promise<T> {
    const ahead = this.waiting.get(key) ?? 0;
    if (ahead >= TURN_LIMITS.maxWaiting) throw new StoreUnavailableError(`${ahead} wait for ${key}; nothing was sent`);
    this.waiting.set(key, ahead + 1);
    const before = this.tails.get(key) ?? Promise.resolve();
    const { promise: mine, resolve: done } = Promise.withResolvers<void>();
    const tail = before.then(() => mine);
    this.tails.set(key, tail);
    await before;
    try {
      return await work();
    } finally {
      done();
      if (this.tails.get(key) === tail) this.tails.delete(key);
      const left = this.waiting.get(key)! - 1;
      if (left === 0) this.waiting.delete(key);
      else this.waiting.set(key, left);
    }
  }
}

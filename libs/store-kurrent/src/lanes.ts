/**
 * Keeps the order of calls that touch the same thing: each runs when all that were called before it, and share a key with
 * it, have ended. What shares nothing runs at once.
 */
export class Lanes {
  private readonly tails = new Map<string, Promise<void>>();

  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const { promise: mine, resolve: done } = Promise.withResolvers<void>();
    const before = new Set<Promise<void>>();
    // All keys are taken in one go, so nobody waits for somebody who waits for him.
    for (const key of keys) {
      const tail = this.tails.get(key);
      if (tail) before.add(tail);
      this.tails.set(key, mine);
    }
    try {
      await Promise.all(before);
      return await work();
    } finally {
      done();
      for (const key of keys) if (this.tails.get(key) === mine) this.tails.delete(key);
    }
  }
}

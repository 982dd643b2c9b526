/** Lets holders of the same key go one after the other within this process. */
export class Turns {
  private readonly tails = new Map<string, Promise<void>>();

  /** Waits for all the keys (taken in sorted order, so that two callers never wait for each other), then runs. */
  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const [first, ...rest] = [...new Set(keys)].sort();
    if (first === undefined) return work();
    return this.one(first, () => this.run(rest, work));
  }

  private async one<T>(key: string, work: () => Promise<T>): Promise<T> {
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
    }
  }
}

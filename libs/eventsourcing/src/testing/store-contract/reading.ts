import { describe, expect, it } from '@jest/globals';
import { LOG_START } from '../../event.js';
import { dataOf, everything, expectOrdered, nextStream, type StoreInPlay, write } from './play.js';

/** Streams, slices and the whole log, from any place. */
export function readingContract(on: StoreInPlay): void {
  describe('reading', () => {
    it('resumes exactly after any position', async () => {
      const stream = nextStream();
      for (let n = 0; n < 4; n++) await on.append([write(stream, 'any', n, -n)]);
      const all = await everything(on.store);
      expectOrdered(on.store, all, LOG_START);
      for (let seen = all.length - 8; seen <= all.length; seen++) {
        const after = all[seen - 1]!.position;
        expect(await on.store.readAll(after, 100)).toEqual(all.slice(seen));
        expect(await on.store.readAll(after, 3)).toEqual(all.slice(seen, seen + 3));
      }
      expect(await on.store.readAll(Number.MAX_SAFE_INTEGER, 3)).toEqual([]);
      expect(await on.store.readAll(Number.MAX_SAFE_INTEGER, 3, new Set(['x']))).toEqual([]);
    });

    it('may spare a reader of some types the others, and always gives the last of a page', async () => {
      const before = (await on.store.head()).position;
      const stream = nextStream();
      for (let n = 0; n < 7; n++) await on.append([write(stream, 'any', n)]);
      const all = await on.store.readAll(before, 100);
      for (const type of [all[0]!.type, 'Absent']) {
        const seen: string[] = [];
        for (let after = before; ; ) {
          const page = await on.store.readAll(after, 3, new Set([type]));
          if (page.length === 0) break;
          const end = Math.min(all.length, all.findIndex(({ position }) => position > after) + 3) - 1;
          expect(page.at(-1)).toEqual(all[end]);
          seen.push(...page.filter((event) => event.type === type).map(({ id }) => id));
          after = page.at(-1)!.position;
        }
        expect(seen).toEqual(all.filter((event) => event.type === type).map(({ id }) => id));
      }
    });

    it('gives one stream from a revision up to a revision, both included', async () => {
      const stream = nextStream();
      await on.append([write(stream, 'no-stream', 0, 1, 2, 3, 4)]);
      expect(dataOf(await on.store.readStream(stream))).toEqual([0, 1, 2, 3, 4]);
      expect(dataOf(await on.store.readStream(stream, 3))).toEqual([3, 4]);
      expect(dataOf(await on.store.readStream(stream, 1, 2))).toEqual([1, 2]);
      expect(dataOf(await on.store.readStream(stream, 0, 0))).toEqual([0]);
      expect(await on.store.readStream(stream, 5)).toEqual([]);
      expect(await on.store.readStream(stream, 3, 2)).toEqual([]);
    });

    it('gives several streams in the order of the slices', async () => {
      const [a, b] = [nextStream(), nextStream()];
      await on.append([write(a, 'no-stream', 0, 1, 2), write(b, 'no-stream', 3)]);
      const slices = await on.store.readStreams([
        { stream: b },
        { stream: 'contract-none' },
        { stream: a, from: 1 },
        { stream: a },
        { stream: a, from: 3 },
      ]);
      expect(slices.map(dataOf)).toEqual([[3], [], [1, 2], [0, 1, 2], []]);
    });

    it('calls back after an append, until told to stop', async () => {
      let calls = 0;
      let called: () => void = () => {};
      const once = new Promise<void>((resolve) => {
        called = resolve;
      });
      const stop = on.store.onAppended(() => {
        calls += 1;
        called();
      });
      await on.append([write(nextStream(), 'any', 1)]);
      await once;
      stop();
      const before = calls;
      await on.append([write(nextStream(), 'any', 1)]);
      expect(calls).toBe(before);
    });
  });
}

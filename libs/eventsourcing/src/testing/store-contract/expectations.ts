import { describe, expect, it } from '@jest/globals';
import { appended, dataOf, nextStream, type StoreInPlay, write } from './play.js';

/** What a writer may believe of a stream, and that an append holds him to it. */
export function expectationsContract(on: StoreInPlay): void {
  describe('the expected revision', () => {
    it('no-stream holds for a new stream only', async () => {
      const stream = nextStream();
      expect(await on.append([write(stream, 'no-stream', 1)])).toMatchObject({ kind: 'appended' });
      expect(await on.append([write(stream, 'no-stream', 2)])).toEqual({
        kind: 'conflict',
        stream,
        expected: 'no-stream',
        actual: 0,
      });
    });

    it('an exact revision holds at that revision only', async () => {
      const stream = nextStream();
      expect(await on.append([write(stream, 0, 1)])).toEqual({
        kind: 'conflict',
        stream,
        expected: 0,
        actual: 'no-stream',
      });
      await on.append([write(stream, 'no-stream', 1, 2)]);
      for (const expected of [0, 2])
        expect(await on.append([write(stream, expected, 3)])).toEqual({
          kind: 'conflict',
          stream,
          expected,
          actual: 1,
        });
      expect(await on.append([write(stream, 1, 3)])).toMatchObject({ kind: 'appended' });
    });

    it('any holds always', async () => {
      const stream = nextStream();
      expect(await on.append([write(stream, 'any', 1)])).toMatchObject({ kind: 'appended' });
      expect(await on.append([write(stream, 'any', 2)])).toMatchObject({ kind: 'appended' });
      expect(dataOf(await on.store.readStream(stream))).toEqual([1, 2]);
    });

    it('a write without events holds the append to a revision and appends nothing', async () => {
      const [asserted, absent, written] = [nextStream(), nextStream(), nextStream()];
      await on.append([write(asserted, 'no-stream', 1, 2)]);
      const outcome = await appended(
        on.append([write(asserted, 1), write(absent, 'no-stream'), write(written, 'any', 1)]),
      );
      expect([...outcome.revisions]).toEqual([[written, 0]]);
      expect(await on.store.readStream(asserted)).toHaveLength(2);
      expect(await on.store.readStream(absent)).toEqual([]);
    });

    it('a write without events that does not hold refuses the whole append', async () => {
      const [asserted, absent, written] = [nextStream(), nextStream(), nextStream()];
      await on.append([write(asserted, 'no-stream', 1, 2)]);
      expect(await on.append([write(written, 'any', 1), write(asserted, 0)])).toEqual({
        kind: 'conflict',
        stream: asserted,
        expected: 0,
        actual: 1,
      });
      expect(await on.append([write(absent, 0), write(written, 'any', 1)])).toEqual({
        kind: 'conflict',
        stream: absent,
        expected: 0,
        actual: 'no-stream',
      });
      expect(await on.store.readStream(written)).toEqual([]);
    });
  });
}

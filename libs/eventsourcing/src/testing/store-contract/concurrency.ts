import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../event.js';
import type { EventStore } from '../../event-store.js';
import { appended, dataOf, expectOrdered, nextCommand, nextStream, type StoreInPlay, write } from './play.js';

/** Many who write and read at once, also in other processes and beside transactions that stay open. */
export function concurrencyContract(on: StoreInPlay): void {
  describe('many at once', () => {
    it('sees the appends that were accepted just before it, in the order of the calls', async () => {
      const [a, b] = [nextStream(), nextStream()];
      const outcomes = await Promise.all([
        on.append([write(a, 'no-stream', 1)]),
        on.append([write(a, 0, 2)]),
        on.append([write(a, 0, 'late')]),
        on.append([write(a, 1), write(b, 'no-stream', 1)]),
        on.append([write(a, 0), write(b, 'any', 'stale')]),
        on.append([write(a, 1, 3)]),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual([
        'appended',
        'appended',
        'conflict',
        'appended',
        'conflict',
        'appended',
      ]);
      expect(outcomes[2]).toMatchObject({ stream: a, expected: 0, actual: 1 });
      expect(outcomes[4]).toMatchObject({ stream: a, expected: 0, actual: 1 });
      expect(dataOf(await on.store.readStream(a))).toEqual([1, 2, 3]);
      expect(dataOf(await on.store.readStream(b))).toEqual([1]);
    });

    it('lets exactly one of 50 racing writers win, and tells the others the actual revision', async () => {
      const stream = nextStream();
      await on.append([write(stream, 'no-stream', 'start')]);
      const other = await on.another();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          (n % 2 === 0 ? on.store : other).append([write(stream, 0, n)], { commandId: nextCommand() }),
        ),
      );
      const lost = outcomes.filter(({ kind }) => kind === 'conflict');
      expect(lost).toHaveLength(49);
      for (const outcome of lost) expect(outcome).toEqual({ kind: 'conflict', stream, expected: 0, actual: 1 });
      expect(await on.store.readStream(stream)).toHaveLength(2);
    });

    it('keeps a conflict to itself: the appends around it go through', async () => {
      const taken = nextStream();
      await on.append([write(taken, 'no-stream', 0)]);
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, (_, n) => on.append([write(n % 3 === 0 ? taken : nextStream(), 'no-stream', n)])),
      );
      expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map((_, n) => (n % 3 === 0 ? 'conflict' : 'appended')));
    });

    it('never skips and never sees disorder while 8 writers append from two processes', async () => {
      const names = Array.from({ length: 8 }, nextStream);
      const appends = 60;
      const { position: start } = await on.store.head();
      const other = await on.another();
      let isDone = false;
      const write8 = async (writer: EventStore, streams: readonly string[]) => {
        await Promise.all(
          streams.map(async (stream) => {
            for (let n = 0; n < appends; n++)
              await writer.append([write(stream, n === 0 ? 'no-stream' : n - 1, n)], { commandId: nextCommand() });
          }),
        );
      };
      const spawn = on.capabilities.spawnWriters;
      const far = (streams: readonly string[]) => (spawn ? spawn({ streams, appends }) : write8(other, streams));
      const writers = Promise.all([far(names.slice(0, 4)), far(names.slice(4))]).finally(() => {
        isDone = true;
      });
      const reader = await on.another();
      const seen: RecordedEvent[] = [];
      let polls = 0;
      for (let wasDone = false; ; wasDone = isDone) {
        const page = await reader.readAll(seen.at(-1)?.position ?? start, 7);
        seen.push(...page);
        polls += 1;
        if (page.length === 0 && wasDone) break;
        // Other work of this process gets its turn, also when reading needs no round trip.
        if (polls % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      }
      await writers;
      expectOrdered(on.store, seen, start);
      expect(seen).toHaveLength(names.length * appends);
      for (const stream of names)
        expect(dataOf(seen.filter((entry) => entry.stream === stream))).toEqual(
          Array.from({ length: appends }, (_, n) => n),
        );
    });

    it('is not held up by transactions that others leave open', async () => {
      const foreign = await on.capabilities.foreignTransactions?.();
      try {
        const stream = nextStream();
        for (let n = 0; n < 5; n++) {
          const { position: before } = await on.store.head();
          const { position } = await appended(on.append([write(stream, 'any', n)]));
          expect(await on.store.head()).toMatchObject({ position });
          expect(dataOf(await on.store.readAll(before, 10))).toEqual([n]);
        }
      } finally {
        await foreign?.end();
      }
    });
  });
}

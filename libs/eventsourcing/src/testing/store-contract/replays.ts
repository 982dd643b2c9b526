import { describe, expect, it } from '@jest/globals';
import { eventId } from '../../event-id.js';
import { appended, nextCommand, nextStream, type StoreInPlay, write } from './play.js';

/** The same command twice is the same events once, whoever sends it. */
export function replaysContract(on: StoreInPlay): void {
  describe('the same command again', () => {
    it('answers with the first outcome and adds nothing', async () => {
      const [a, b] = [nextStream(), nextStream()];
      const commandId = nextCommand();
      const first = await appended(on.append([write(a, 'no-stream', 1), write(b, 'no-stream', 2, 3)], commandId));
      await on.append([write(a, 0, 'later')]);
      const { position } = await on.store.head();
      const again = await on.append([write(a, 'no-stream', 1), write(b, 'no-stream', 2, 3)], commandId);
      expect(again).toEqual({ ...first, replayed: true });
      expect(await on.store.head()).toMatchObject({ position });
    });

    it('answers so whatever the writes are the second time', async () => {
      const [a, b] = [nextStream(), nextStream()];
      const commandId = nextCommand();
      const first = await appended(on.append([write(a, 'no-stream', 1)], commandId));
      expect(await on.append([write(b, 'any', 2), write(a, 17)], commandId)).toEqual({ ...first, replayed: true });
      expect(await on.store.readStream(b)).toEqual([]);
    });

    it('is decided anew after a conflict', async () => {
      const stream = nextStream();
      const commandId = nextCommand();
      expect(await on.append([write(stream, 3, 1)], commandId)).toMatchObject({ kind: 'conflict' });
      expect(await on.append([write(stream, 'no-stream', 1)], commandId)).toMatchObject({
        kind: 'appended',
        replayed: false,
      });
    });

    it('is carried out once when it comes many times at once, from two handles', async () => {
      const stream = nextStream();
      const commandId = nextCommand();
      const other = await on.another();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          appended((n % 2 === 0 ? on.store : other).append([write(stream, 'no-stream', 1, 2)], { commandId })),
        ),
      );
      expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
      for (const outcome of outcomes)
        expect({ ...outcome, replayed: false }).toEqual({ ...outcomes[0], replayed: false });
      expect(await on.store.readStream(stream)).toHaveLength(2);
    });

    it('is known to another handle', async () => {
      const stream = nextStream();
      const commandId = nextCommand();
      const first = await appended(on.append([write(stream, 'no-stream', 1)], commandId));
      const other = await on.another();
      expect(await other.append([write(stream, 'no-stream', 1)], { commandId })).toEqual({
        ...first,
        replayed: true,
      });
      expect(await other.outcomeOf(commandId)).toEqual({ ...first, replayed: true });
    });

    it('can be asked for by its id', async () => {
      const [a, b] = [nextStream(), nextStream()];
      const commandId = nextCommand();
      expect(await on.store.outcomeOf(commandId)).toBeUndefined();
      const first = await appended(on.append([write(a, 'no-stream', 1, 2), write(b, 'no-stream', 3)], commandId));
      await on.append([write(a, 1, 'later')]);
      expect(await on.store.outcomeOf(commandId)).toEqual({ ...first, replayed: true });
      // The id of a later event of an append is not a command.
      expect(await on.store.outcomeOf(eventId(commandId, 1))).toBeUndefined();
    });
  });
}

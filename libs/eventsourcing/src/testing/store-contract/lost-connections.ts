import { describe, expect, it } from '@jest/globals';
import type { Appended } from '../../event-store.js';
import { appended, everything, expectOrdered, nextCommand, nextStream, type StoreInPlay, write } from './play.js';

/** Connections that break while appends are under way. */
export function lostConnectionsContract(on: StoreInPlay): void {
  describe('lost connections', () => {
    it('neither doubles nor loses an append whose outcome was unknown', async () => {
      const sever = on.capabilities.severConnections;
      const names = Array.from({ length: 8 }, nextStream);
      const appends = 40;
      const { position: start } = await on.store.head();
      const outcomes = new Map<string, Appended>();
      let isDone = false;
      const writers = Promise.all(
        names.map(async (stream) => {
          for (let n = 0; n < appends; n++) {
            const commandId = nextCommand();
            const expected = n === 0 ? 'no-stream' : n - 1;
            outcomes.set(commandId, await appended(on.append([write(stream, expected, n)], commandId)));
          }
        }),
      ).finally(() => {
        isDone = true;
      });
      for (let cuts = 0; sever && cuts < 10 && !isDone; cuts++) {
        const size = outcomes.size;
        await sever();
        // The next cut falls into work that has got going again.
        for (let turns = 0; !isDone && outcomes.size < size + 10 && turns < 10_000; turns++)
          await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await writers;
      const log = await everything(on.store, start);
      expectOrdered(on.store, log, start);
      expect(log).toHaveLength(names.length * appends);
      for (const entry of log) expect(outcomes.get(entry.id)?.position).toBe(entry.position);
      for (const [commandId, outcome] of outcomes)
        expect(await on.store.outcomeOf(commandId)).toEqual({ ...outcome, replayed: true });
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../event.js';
import { type InvalidAppendError, STORE_LIMITS, type StreamWrite } from '../../event-store.js';
import { appended, dataOf, event, everything, nextStream, type StoreInPlay, write } from './play.js';

/** The largest that every store takes, and that one thing more is refused before anything is sent. */
export function limitsContract(on: StoreInPlay): void {
  describe('limits', () => {
    const bytes = (size: number): Json => '案'.repeat(Math.floor((size - 2) / 3)) + 'x'.repeat((size - 2) % 3);

    it('takes an event of the largest size', async () => {
      const stream = nextStream();
      await appended(on.append([write(stream, 'no-stream', bytes(STORE_LIMITS.maxEventBytes))]));
      expect(dataOf(await on.store.readStream(stream))).toEqual([bytes(STORE_LIMITS.maxEventBytes)]);
    });

    it('takes the largest number of events and of streams', async () => {
      const stream = nextStream();
      const many = Array.from({ length: STORE_LIMITS.maxEventsPerAppend }, (_, n) => n);
      await appended(on.append([write(stream, 'no-stream', ...many)]));
      expect(dataOf(await on.store.readStream(stream))).toEqual(many);
      const wide = Array.from({ length: STORE_LIMITS.maxStreamsPerAppend }, (_, n) => write(nextStream(), 'any', n));
      expect((await appended(on.append(wide))).revisions.size).toBe(wide.length);
    });

    const refused: readonly (readonly [InvalidAppendError['code'], () => readonly StreamWrite[]])[] = [
      ['event_too_large', () => [write(nextStream(), 'any', bytes(STORE_LIMITS.maxEventBytes + 1))]],
      [
        'append_too_large',
        () => [
          write(nextStream(), 'any', ...Array.from({ length: 65 }, () => 'x'.repeat(STORE_LIMITS.maxEventBytes - 2))),
        ],
      ],
      [
        'too_many_events',
        () => [write(nextStream(), 'any', ...Array.from({ length: STORE_LIMITS.maxEventsPerAppend + 1 }, () => 0))],
      ],
      [
        'too_many_streams',
        () => Array.from({ length: STORE_LIMITS.maxStreamsPerAppend + 1 }, () => write(nextStream(), 'any', 0)),
      ],
      ['stream_name', () => [write('', 'any', 0)]],
      ['stream_name', () => [write('x'.repeat(STORE_LIMITS.maxStreamNameLength + 1), 'any', 0)]],
      ['no_events', () => []],
      ['no_events', () => [write(nextStream(), 'any')]],
      ['stream_twice', () => [write('contract-twice', 'any', 0), write('contract-twice', 'any', 0)]],
      ['character', () => [write(nextStream(), 'any', { text: 'a\u0000b' })]],
      ['character', () => [write(nextStream(), 'any', { '\u0000': 1 })]],
      ['character', () => [write(nextStream(), 'any', ['half a pair \ud83d'])]],
      ['character', () => [write('contract-\u0000', 'any', 0)]],
      ['character', () => [write('contract-\udc00', 'any', 0)]],
      ['character', () => [{ stream: nextStream(), expected: 'any', events: [event({}, 'A\u0000')] }]],
    ];
    it.each(refused)('refuses with %s (%#), and the appends that ride along are not harmed', async (code, writes) => {
      const { position } = await on.store.head();
      const bad = writes();
      const [before, outcome, after] = await Promise.allSettled([
        on.append([write(nextStream(), 'no-stream', 'before')]),
        on.append(bad),
        on.append([write(nextStream(), 'no-stream', 'after')]),
      ]);
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'InvalidAppendError', code } });
      expect([before, after]).toMatchObject([
        { status: 'fulfilled', value: { kind: 'appended' } },
        { status: 'fulfilled', value: { kind: 'appended' } },
      ]);
      expect(dataOf(await everything(on.store, position)).sort()).toEqual(['after', 'before']);
    });

    it('refuses a command id that is not a UUID', async () => {
      await expect(on.append([write(nextStream(), 'any', 0)], 'not-a-uuid')).rejects.toThrow(TypeError);
    });
  });
}

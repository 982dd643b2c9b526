import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PLAYED_TIME_LIMITS, type PlayedTime } from '../played-time.js';

export interface PlayedTimeUnderTest {
  readonly time: PlayedTime;
  /** The same, as another process opens it. */
  readonly other: PlayedTime;
  /** Lets so much real time pass in which nobody reads. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const BEGINNING = '2023-12-31T01:00:00.000Z';
const { runsMs, windEveryMs } = PLAYED_TIME_LIMITS;

/** What every keeper of a played time must hold. It has not begun. */
export function playedTimeContract(name: string, create: () => Promise<PlayedTimeUnderTest>): void {
  describe(`${name} keeps the contract of a played time`, () => {
    let under: PlayedTimeUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.close());

    const ms = (instant: string) => Date.parse(instant);
    const later = (passedMs: number) => new Date(ms(BEGINNING) + passedMs).toISOString();
    const read = async (time: PlayedTime = under.time) => (await time.read())!;

    it('is none before it begins, and moving it begins nothing', async () => {
      expect(await under.time.read()).toBeUndefined();
      expect(await under.time.moveOn(BEGINNING)).toBeUndefined();
      expect(await under.other.read()).toBeUndefined();
    });

    it('begins once, whoever begins it, and runs on from there', async () => {
      await under.time.begin(BEGINNING);
      await under.other.begin('2030-01-01T00:00:00.000Z');
      await under.pass(5_000);
      const { at, until } = await read(under.other);
      expect(at >= later(5_000)).toBe(true);
      expect(at < later(runsMs)).toBe(true);
      expect(ms(until)).toBe(ms(BEGINNING) + runsMs);
    });

    it('stands when nobody has read it for a while, and goes on from where it stood', async () => {
      await under.time.begin(BEGINNING);
      await under.pass(7 * 86_400_000);
      const { at, until } = await read();
      expect(at).toBe(later(runsMs));
      expect(ms(until)).toBe(ms(at) + runsMs);
      await under.pass(1_000);
      expect((await read()).at >= later(runsMs + 1_000)).toBe(true);
    });

    it('is wound by whoever reads it, so that it runs for all', async () => {
      await under.time.begin(BEGINNING);
      for (let passed = 0; passed < 4; passed++) {
        await under.pass(windEveryMs);
        await read(passed % 2 === 0 ? under.time : under.other);
      }
      await under.pass(windEveryMs);
      expect((await read()).at >= later(5 * windEveryMs)).toBe(true);
    });

    it('moves on for all who read it, and never back', async () => {
      await under.time.begin(BEGINNING);
      const to = '2024-01-09T01:00:00.000Z';
      expect((await under.time.moveOn(to))!.at >= to).toBe(true);
      expect((await read(under.other)).at >= to).toBe(true);
      const back = (await under.other.moveOn(BEGINNING))!;
      expect(back.at >= to).toBe(true);
      await under.pass(86_400_000);
      expect((await read()).at >= back.at).toBe(true);
    });

    it('says no earlier time than it has said, while many move it and read it', async () => {
      await under.time.begin(BEGINNING);
      const targets = Array.from({ length: 30 }, (_, n) => later(((n * 7) % 30) * 60_000));
      await Promise.all(
        [under.time, under.other].map(async (time, of) => {
          let last = BEGINNING;
          for (const [n, to] of targets.entries()) {
            const { at } = (await (n % 2 === of ? time.moveOn(to) : time.read()))!;
            expect(at >= last).toBe(true);
            last = at;
          }
        }),
      );
      expect((await read()).at >= later(29 * 60_000)).toBe(true);
    });
  });
}

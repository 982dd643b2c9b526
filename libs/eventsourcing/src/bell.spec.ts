import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Bell, backoffMs, endsWithin } from './bell.js';

describe('a bell', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  /** Whether a wait is over after so long. */
  const isOver = async (waiting: Promise<unknown>, afterMs: number) => {
    let over = false;
    void waiting.then(() => {
      over = true;
    });
    await jest.advanceTimersByTimeAsync(afterMs);
    return over;
  };

  it('wakes all who wait, or their time does', async () => {
    const bell = new Bell();
    const waits = [bell.wait(10), bell.wait(1_000), bell.wait(Number.POSITIVE_INFINITY)];
    expect(await isOver(waits[0]!, 9)).toBe(false);
    expect(await isOver(waits[0]!, 1)).toBe(true);
    expect(await isOver(waits[1]!, 500)).toBe(false);
    bell.ring();
    await Promise.all(waits);
  });

  it('was heard when it rang between the question and the wait', async () => {
    const bell = new Bell();
    const news = bell.heard();
    bell.ring();
    await news(1_000);
    const quiet = bell.heard()(1_000);
    expect(await isOver(quiet, 999)).toBe(false);
    expect(await isOver(quiet, 1)).toBe(true);
  });

  it('does not shorten a pause, unless there is a reason to end it, nor does a clock that is set lengthen it', async () => {
    const bell = new Bell();
    let hasReason = false;
    const pauses = [bell.pause(100, () => false), bell.pause(100, () => hasReason)];
    bell.ring();
    expect(await isOver(pauses[1]!, 50)).toBe(false);
    hasReason = true;
    bell.ring();
    expect(await isOver(pauses[1]!, 0)).toBe(true);
    jest.setSystemTime(0);
    bell.ring();
    expect(await isOver(pauses[0]!, 49)).toBe(false);
    expect(await isOver(pauses[0]!, 1)).toBe(true);
  });

  it('tells whether work ended in time, well or badly', async () => {
    expect(await endsWithin(Promise.resolve(), 1_000)).toBe(true);
    expect(await endsWithin(Promise.reject(new Error('bad')), 1_000)).toBe(true);
    const inTime = endsWithin(new Promise(() => {}), 1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await inTime).toBe(false);
  });

  it('doubles a back-off up to its limit', () => {
    const limits = { firstBackoffMs: 100, maxBackoffMs: 500 };
    expect([1, 2, 3, 4, 5_000].map((failures) => backoffMs(limits, failures))).toEqual([100, 200, 400, 500, 500]);
  });
});

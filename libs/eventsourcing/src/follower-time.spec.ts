import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Follower } from './follower.js';
import { FOLLOWER_LIMITS, type FollowerEvent, type FollowerOptions, type Following } from './following.js';
import { Counters, PlayLease, PlayLog } from './testing/follower-play.js';

/* Waits of a follower, in time that the test moves. */
describe('a follower, as time goes by,', () => {
  let log: PlayLog;
  let lease: PlayLease;
  let counters: Counters;
  let told: FollowerEvent[];
  const running = new Set<Follower>();

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    log = new PlayLog();
    lease = new PlayLease();
    counters = new Counters();
    told = [];
  });
  afterEach(async () => {
    await Promise.all([...running].map((follower) => follower.stop()));
    running.clear();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const follow = async (members: Partial<Following> = {}, options: Partial<FollowerOptions> = {}) => {
    const follower = new Follower({
      name: 'counters',
      store: log.store,
      lease: lease.take,
      open: async () => ({ ...(await counters.open()), ...members }),
      log: (event) => told.push(event),
      ...options,
    });
    running.add(follower);
    await follower.start();
    return follower;
  };
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const kinds = () => told.map(({ kind }) => kind);

  it('hears the bell at once, whatever the interval at which it asks', async () => {
    const follower = await follow({}, { limits: { pollIntervalMs: 3_600_000 } });
    await pass(1);
    await log.append('a');
    expect(await follower.waitFor(1, 1_000)).toBe(true);
  });

  it('finds by asking what no bell announced', async () => {
    const { store } = log;
    const deaf = {
      readAll: store.readAll.bind(store),
      head: store.head.bind(store),
      onAppended: () => () => {},
    };
    const follower = await follow({}, { store: deaf });
    await pass(1);
    await log.append('a');
    await pass(FOLLOWER_LIMITS.pollIntervalMs - 2);
    expect(follower.position).toBe(0);
    await pass(1);
    expect(follower.position).toBe(1);
  });

  it('waits twice as long after each failure, up to a limit, and from the first wait again once it is over', async () => {
    let attempts = 0;
    let isBroken = true;
    const follower = await follow({
      apply: async () => {
        attempts += 1;
        if (isBroken) throw new Error('connection refused');
      },
      commit: async () => {},
    });
    await log.append('a');
    await pass(0);
    const waits = [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000];
    for (const [index, wait] of waits.entries()) {
      expect(attempts).toBe(index + 1);
      expect(told.at(-1)).toEqual({
        kind: 'failed',
        error: 'Error: connection refused',
        failures: index + 1,
        retryInMs: wait,
      });
      await log.append('a');
      await pass(wait - 1);
      expect(attempts).toBe(index + 1);
      await pass(1);
    }
    expect(follower.status()).toMatchObject({ state: 'failing', lastError: 'Error: connection refused' });
    isBroken = false;
    await pass(30_000);
    expect(follower.status()).toEqual({ state: 'following', position: 1 + waits.length });
    isBroken = true;
    await log.append('a');
    await pass(FOLLOWER_LIMITS.gatherMs);
    expect(told.at(-1)).toMatchObject({ kind: 'failed', failures: 1, retryInMs: 100 });
  });

  it('takes over from standby when the owner stops, at the next time that it asks', async () => {
    const first = await follow();
    const openedAsOwner: boolean[] = [];
    const second = await follow(
      {},
      {
        open: ({ isOwner }) => {
          openedAsOwner.push(isOwner);
          return counters.open();
        },
      },
    );
    await log.append('a');
    await pass(FOLLOWER_LIMITS.pollIntervalMs * 2);
    expect(new Set(openedAsOwner)).toEqual(new Set([false]));
    expect(second.status()).toEqual({ state: 'standby', position: 1 });
    expect(kinds()).toEqual(['started', 'standby', 'started']);
    await first.stop();
    await pass(FOLLOWER_LIMITS.pollIntervalMs + FOLLOWER_LIMITS.gatherMs);
    expect(second.status()).toEqual({ state: 'following', position: 1 });
    expect(openedAsOwner.at(-1)).toBe(true);
    expect(kinds()).toEqual(['started', 'standby', 'started', 'stopped', 'took-over']);
    await log.append('a');
    expect(await second.waitFor(2, 1_000)).toBe(true);
    expect(counters.taken).toEqual([1, 2]);
  });

  it('stops at once in the middle of any wait', async () => {
    const isBroken = { apply: () => Promise.reject(new Error('connection refused')) };
    const failing = await follow(isBroken, { limits: { firstBackoffMs: 3_600_000, maxBackoffMs: 3_600_000 } });
    const standby = await follow({}, { limits: { pollIntervalMs: 3_600_000 } });
    await log.append('a');
    await pass(20);
    expect([failing, standby].map((follower) => follower.status().state)).toEqual(['failing', 'standby']);
    await failing.stop();
    await standby.stop();
    expect([failing, standby].map((follower) => follower.status().state)).toEqual(['stopped', 'stopped']);
  });

  it('reports whether a position came in time, and gives up waiting on a follower that stops', async () => {
    const follower = await follow();
    const inTime = follower.waitFor(1, 1_000);
    await pass(1_000);
    expect(await inTime).toBe(false);
    const waiting = expect(follower.waitFor(1, 1_000)).rejects.toThrow('stopp');
    await follower.stop();
    await waiting;
  });

  describe('with what comes with time alone,', () => {
    const { idleIntervalMs } = FOLLOWER_LIMITS;
    let calls: string[];
    const clock = (idle: () => Promise<void> = async () => {}): Partial<Following> => ({
      apply: async (events) => {
        calls.push(`apply ${events.map(({ position }) => position).join(' ')}`);
      },
      commit: async (_, next) => {
        counters.position = next;
      },
      idle: async () => {
        calls.push('idle');
        await idle();
      },
    });
    beforeEach(() => {
      calls = [];
    });

    it('looks at it once everything is read and committed, and then at its interval', async () => {
      await log.append('a', 'a', 'a');
      await follow(clock(), { limits: { batchEvents: 2, pollIntervalMs: 3_600_000 } });
      await pass(0);
      expect(calls).toEqual(['apply 1 2', 'apply 3', 'idle']);
      await pass(idleIntervalMs - 1);
      expect(calls).toHaveLength(3);
      await pass(1);
      expect(calls.slice(3)).toEqual(['idle']);
      await pass(idleIntervalMs);
      expect(calls.slice(3)).toEqual(['idle', 'idle']);
    });

    it('looks at it no less when no read ever comes back empty', async () => {
      const { store } = log;
      const busy = {
        readAll: async (after: number, limit: number) => {
          await log.append('a');
          return store.readAll(after, limit);
        },
        head: store.head.bind(store),
        onAppended: () => () => {},
      };
      await follow(clock(), { store: busy, limits: { idleIntervalMs: 1_000 } });
      await pass(2_999);
      expect(calls.filter((call) => call === 'idle')).toHaveLength(3);
    });

    it('reads at once what it appended itself', async () => {
      await follow(
        clock(() => log.append('late')),
        { limits: { pollIntervalMs: 3_600_000 } },
      );
      await pass(FOLLOWER_LIMITS.gatherMs);
      expect(calls).toEqual(['idle', 'apply 1']);
    });

    it('is not asked on standby, and soon after taking over', async () => {
      await follow();
      await follow(clock());
      await pass(idleIntervalMs * 2);
      expect(calls).toEqual([]);
      lease.end();
      await pass(FOLLOWER_LIMITS.pollIntervalMs + FOLLOWER_LIMITS.gatherMs);
      expect(calls).toEqual(['idle']);
    });

    it('backs off when it fails, more each time although events come in between, and recovers', async () => {
      let isBroken = true;
      const follower = await follow(
        clock(async () => {
          if (isBroken) throw new Error('no calendar');
        }),
      );
      await pass(0);
      for (const [index, retryInMs] of [100, 200, 400, 800].entries()) {
        expect(told.at(-1)).toEqual({ kind: 'failed', error: 'Error: no calendar', failures: index + 1, retryInMs });
        await log.append('a');
        await pass(retryInMs);
      }
      expect(follower.status()).toMatchObject({ state: 'failing', position: 4, lastError: 'Error: no calendar' });
      isBroken = false;
      await pass(1_600 + FOLLOWER_LIMITS.gatherMs);
      expect(follower.status()).toEqual({ state: 'following', position: 4 });
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Follower } from './follower.js';
import { type FollowerEvent, type FollowerOptions, FollowerStoppedError, SupersededError } from './following.js';
import { type Connection, Counters, type Fate, PlayLease, PlayLog, turns } from './testing/follower-play.js';

const QUICK = { gatherMs: 0, firstBackoffMs: 1, maxBackoffMs: 4, pollIntervalMs: 2, stopMs: 1_000 };
const LIMIT_MS = 20_000;

describe('a follower', () => {
  let log: PlayLog;
  let lease: PlayLease;
  let counters: Counters;
  const running = new Set<Follower>();

  const begin = () => {
    log = new PlayLog();
    lease = new PlayLease();
    counters = new Counters();
  };
  const end = async () => {
    await Promise.all([...running].map((follower) => follower.stop()));
    running.clear();
  };
  beforeEach(begin);
  afterEach(end);

  const make = (options: Partial<FollowerOptions> = {}, connection: Connection = {}) => {
    const follower = new Follower({
      name: 'counters',
      store: log.store,
      lease: lease.take,
      open: () => counters.open(connection),
      ...options,
      limits: { ...QUICK, ...options.limits },
    });
    running.add(follower);
    return follower;
  };
  const follow = async (options: Partial<FollowerOptions> = {}, connection: Connection = {}) => {
    const follower = make(options, connection);
    await follower.start();
    return follower;
  };
  /** Every event took effect once, in the order of the log, and what is kept is what they make. */
  const expectOnceInOrder = async () => {
    const events = await log.store.readAll(0, 10_000);
    expect(counters.taken).toEqual(events.map(({ position }) => position));
    const counts = new Map<string, number>();
    for (const { stream } of events) counts.set(stream, (counts.get(stream) ?? 0) + 1);
    expect(counters.counts).toEqual(counts);
  };

  const streams = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 });
  const batches = fc.integer({ min: 1, max: 7 });
  const paces = fc.integer({ min: 0, max: 3 });

  it('takes every event once and in order, wherever it is stopped or killed', async () => {
    const ends = fc.array(
      fc.record({ afterTurns: fc.nat({ max: 30 }), how: fc.constantFrom<'stop' | 'kill'>('stop', 'kill') }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(streams, ends, batches, paces, async (history, plan, batchEvents, pace) => {
        begin();
        await log.append(...history);
        for (const { afterTurns, how } of plan) {
          const connection: Connection = { turns: pace };
          const follower = make({ limits: { batchEvents, stopMs: how === 'kill' ? 0 : LIMIT_MS } }, connection);
          follower.start().catch(() => {});
          await turns(afterTurns);
          if (how === 'kill') {
            connection.isCut = true;
            lease.end();
          } else {
            await follower.stop();
            expect(lease.isHeld).toBe(false);
          }
        }
        const follower = await follow({ limits: { batchEvents } }, { turns: pace });
        expect(await follower.waitFor(history.length, LIMIT_MS)).toBe(true);
        await end();
        await expectOnceInOrder();
      }),
    );
  });

  it('takes every event once and in order, whichever commits fail, are done unheard, late, or are forgotten', async () => {
    const plans = fc.array(fc.constantFrom<Fate>('before', 'after', 'late', 'forgotten', 'fine'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(streams, plans, batches, paces, async (history, plan, batchEvents, pace) => {
        begin();
        const fates = [...plan];
        const follower = await follow({ limits: { batchEvents } }, { fates, turns: pace });
        await log.append(...history);
        await follower.waitFor(history.length, LIMIT_MS);
        // What is forgotten shows at the next commit.
        fates.length = 0;
        await log.append('a');
        await follower.waitFor(history.length + 1, LIMIT_MS);
        await end();
        await expectOnceInOrder();
        expect(counters.closed).toBe(counters.opened);
      }),
    );
  });

  it('takes every event once and in order when two take themselves for the owner', async () => {
    await fc.assert(
      fc.asyncProperty(streams, batches, batches, paces, paces, async (history, batchA, batchB, paceA, paceB) => {
        begin();
        const careless = { lease: async () => ({ release: async () => {} }) };
        const owners = [
          await follow({ ...careless, limits: { batchEvents: batchA } }, { turns: paceA }),
          await follow({ ...careless, limits: { batchEvents: batchB } }, { turns: paceB }),
        ];
        await log.append(...history);
        for (const owner of owners) await owner.waitFor(history.length, LIMIT_MS);
        expect(owners.map((owner) => owner.status().state)).toEqual(['following', 'following']);
        await end();
        await expectOnceInOrder();
      }),
    );
  });

  it('stands by once it learns, by its commit, that its lease had ended unheard', async () => {
    const told: FollowerEvent[] = [];
    const gate = Promise.withResolvers<void>();
    const first = await follow({
      log: (event) => told.push(event),
      open: async () => {
        const following = await counters.open();
        return {
          ...following,
          commit: async (expected, next) => {
            await gate.promise;
            await following.commit?.(expected, next);
          },
        };
      },
    });
    const second = await follow();
    expect([first, second].map((follower) => follower.status().state)).toEqual(['following', 'standby']);
    lease.end();
    await second.until(() => second.status().state === 'following', LIMIT_MS);
    await log.append('a', 'b');
    await second.waitFor(2, LIMIT_MS);
    expect(first.status()).toEqual({ state: 'following', position: 0 });
    gate.resolve();
    await first.waitFor(2, LIMIT_MS);
    await first.until(() => first.status().state === 'standby', LIMIT_MS);
    expect(told.map(({ kind }) => kind)).toEqual(['started', 'standby']);
    await expectOnceInOrder();
  });

  it('stands by as soon as it hears that another has its lease, and follows again when that one gives it back', async () => {
    const follower = await follow();
    const tell = lease.end();
    const other = await lease.take('counters', () => {});
    tell();
    await follower.until(() => follower.status().state === 'standby', LIMIT_MS);
    await other?.release();
    await follower.until(() => follower.status().state === 'following', LIMIT_MS);
    await follower.stop();
    expect(lease.isHeld).toBe(false);
  });

  it('reads and applies the next batch while one commits, and no further', async () => {
    await log.append(...Array<string>(9).fill('a'));
    const steps: string[] = [];
    const gate = Promise.withResolvers<void>();
    const isAhead = Promise.withResolvers<void>();
    const follower = await follow({
      limits: { batchEvents: 3 },
      open: async () => ({
        position: 0,
        apply: async (events) => {
          steps.push(`apply ${events.at(-1)?.position}`);
          if (events.at(-1)?.position === 6) isAhead.resolve();
        },
        commit: async (_, next) => {
          steps.push(`commit ${next}`);
          await gate.promise;
        },
      }),
    });
    await isAhead.promise;
    await turns(5);
    expect(steps).toEqual(['apply 3', 'commit 3', 'apply 6']);
    expect(follower.position).toBe(0);
    gate.resolve();
    await follower.waitFor(9, LIMIT_MS);
    expect(steps).toEqual(['apply 3', 'commit 3', 'apply 6', 'commit 6', 'apply 9', 'commit 9']);
  });

  it('follows nothing but the present from `now`, in every process, and misses nothing when applying fails', async () => {
    await log.append('a', 'a');
    const seen: string[] = [];
    let failures = 2;
    const followers = [0, 1].map((process) => {
      const follower = new Follower({
        name: 'live',
        store: log.store,
        open: async () => ({
          position: 'now',
          apply: async (events) => {
            if (failures-- > 0) throw new Error('not yet');
            for (const { position } of events) seen.push(`${process} ${position}`);
          },
        }),
        limits: QUICK,
      });
      running.add(follower);
      return follower;
    });
    for (const follower of followers) await follower.start();
    expect(followers.map(({ position }) => position)).toEqual([2, 2]);
    await log.append('b');
    await log.append('b');
    for (const follower of followers) await follower.waitFor(4, LIMIT_MS);
    expect(seen.sort()).toEqual(['0 3', '0 4', '1 3', '1 4']);
  });

  it('reads nothing while there is nothing to apply it to, until it is told to open again', async () => {
    await log.append('a');
    let isWaiting = true;
    const follower = await follow({ open: async () => ({ ...(await counters.open()), isWaiting }) });
    expect(await follower.waitFor(0, 5)).toBe(false);
    expect(counters.taken).toEqual([]);
    isWaiting = false;
    follower.openAgain();
    expect(await follower.waitFor(1, LIMIT_MS)).toBe(true);
  });

  it('ends for good when what it follows is kept in another version', async () => {
    const follower = await follow({
      open: async ({ isFirst }) => {
        if (!isFirst) throw new SupersededError('another version');
        return counters.open();
      },
    });
    follower.openAgain();
    await expect(follower.waitFor(1, LIMIT_MS)).rejects.toThrow('counters is lost');
    await follower.stop();
    expect(follower.status()).toEqual({ state: 'lost', position: 0, lastError: 'another version' });
    expect(lease.isHeld).toBe(false);
  });

  it('starts once, again after a start that failed, and never on a log that is shorter than what it has kept', async () => {
    let failures = 1;
    const follower = make({
      open: async () => {
        if (failures-- > 0) throw new Error('connection refused');
        return counters.open();
      },
    });
    await expect(follower.start()).rejects.toThrow('connection refused');
    expect(lease.isHeld).toBe(false);
    await follower.start();
    await expect(follower.start()).rejects.toThrow('starts once');
    await follower.stop();
    counters.position = 1;
    await expect(make().start()).rejects.toThrow('counters is at position 1, the log ends at 0: another log');
    expect(counters.closed).toBe(counters.opened);
  });

  it('gives back its lease when it is stopped while it starts', async () => {
    const follower = make({}, { turns: 3 });
    const starting = expect(follower.start()).rejects.toThrow(FollowerStoppedError);
    await turns(1);
    await follower.stop();
    await starting;
    expect(follower.status().state).toBe('stopped');
    expect(lease.isHeld).toBe(false);
    await expect(follower.start()).rejects.toThrow(FollowerStoppedError);
    await expect(follower.waitFor(1, LIMIT_MS)).rejects.toThrow(FollowerStoppedError);
  });

  for (const dead of ['lease', 'open', 'head', 'readAll', 'apply', 'commit', 'idle', 'close', 'release'] as const)
    it(`stops within its limit when ${dead} never answers, and what answers late changes nothing`, async () => {
      await log.append('a');
      const told: FollowerEvent[] = [];
      const called = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<void>();
      const at = async (place: string) => {
        if (place !== dead) return;
        called.resolve();
        await answer.promise;
      };
      const follower = make({
        log: (event) => told.push(event),
        limits: { stopMs: 5 },
        store: {
          readAll: (after, limit) => at('readAll').then(() => log.store.readAll(after, limit)),
          head: () => at('head').then(() => log.store.head()),
          onAppended: (listener) => log.store.onAppended(listener),
        },
        lease: async (name, onLost) => {
          await at('lease');
          const taken = await lease.take(name, onLost);
          return taken && { release: () => at('release').then(() => taken.release()) };
        },
        open: async () => {
          await at('open');
          const following = await counters.open();
          return {
            position: following.position,
            apply: (events) => at('apply').then(() => following.apply(events)),
            commit: (expected, next) => at('commit').then(() => following.commit?.(expected, next)),
            idle: () => at('idle'),
            close: () => at('close').then(() => following.close?.()),
          };
        },
      });
      const starting = follower.start();
      if (dead === 'lease' || dead === 'open' || dead === 'head') {
        const refused = expect(starting).rejects.toThrow(FollowerStoppedError);
        await called.promise;
        await follower.stop();
        await refused;
      } else {
        await starting;
        if (dead !== 'close' && dead !== 'release') await called.promise;
        await follower.stop();
      }
      const last = { kind: 'stopped', position: follower.position, isUnfinished: true };
      expect(told.at(-1)).toEqual(last);
      // Others may follow meanwhile.
      expect(lease.isHeld).toBe(dead === 'release');
      answer.resolve();
      await turns(5);
      expect(follower.status()).toMatchObject({ state: 'stopped' });
      expect(told.at(-1)).toEqual(last);
      expect(lease.isHeld).toBe(false);
      expect(counters.closed).toBe(counters.opened);
    });
});

import { describe, expect, it } from '@jest/globals';
import {
  type Aggregate,
  accept,
  acceptWith,
  CommandLoop,
  type Decider,
  type DecisionContext,
  eventId,
  MemoryStore,
  refuse,
} from '#eventsourcing';
import { MAX_REDECISIONS } from './handle.js';
import { TURN_LIMITS } from './turns.js';

interface Counter {
  readonly total: number;
}

const counter: Aggregate<Counter> = {
  name: 'counter',
  initialState: { total: 0 },
  evolve: (state, event) =>
    event.type === 'Added' ? { total: state.total + (event.data as { by: number }).by } : state,
  schemaVersion: () => 1,
  upcast: (_type, _version, data) => data,
};

const register: Aggregate<number> = {
  name: 'register',
  initialState: 0,
  evolve: (state, event) => (event.type === 'NumberTaken' ? state + 1 : state),
  schemaVersion: () => 1,
  upcast: (_type, _version, data) => data,
};

const LIMIT = 10;
const add: Decider<Counter, { by: number }> = {
  aggregate: counter,
  decide: (command, state) => {
    if (state.total + command.by > LIMIT) return refuse({ code: 'counter.full', article: '测试', message: '超过上限' });
    return command.by === 0 ? accept() : accept({ type: 'Added', data: { by: command.by } });
  },
};

/** Adds one and takes the next number of a register in the same append. */
const addNumbered: Decider<Counter, { register: string }> = {
  aggregate: counter,
  // Two guards may ask for the same stream: it is read, asserted and written once.
  needs: (command) => [
    { aggregate: 'register', id: command.register },
    { aggregate: 'register', id: command.register, contended: true },
  ],
  decide: (command, _state, { facts }) => {
    const number = facts.get(register, command.register) + 1;
    return acceptWith(
      [{ type: 'Added', data: { by: 1, number } }],
      [
        {
          stream: { aggregate: 'register', id: command.register },
          events: [{ type: 'NumberTaken', data: { number } }],
        },
      ],
    );
  },
};

let serial = 0;
const uuid = () => {
  serial += 1000;
  return `00000000-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`;
};

function loop(store: MemoryStore) {
  return new CommandLoop<DecisionContext>({
    store,
    aggregates: new Map<string, Aggregate>([
      ['counter', counter],
      ['register', register],
    ]),
    context: (kernel) => kernel,
  });
}

function request<C>(
  decider: Decider<Counter, C>,
  command: C,
  more: { id?: string; commandId?: string; ifMatch?: number } = {},
) {
  return {
    decider,
    id: 'a',
    command,
    actor: { id: 'zhang', unit: 'u', roles: ['OFFICER'] },
    role: 'OFFICER',
    now: '2023-01-01T00:00:00.000Z',
    commandId: uuid(),
    sourceSystem: 'PLATFORM',
    ruleset: 'test',
    ...more,
  };
}

describe('the command loop', () => {
  it('lets whoever only reads what is written again and again wait for a turn there, instead of losing every race', async () => {
    const takeNumber: Decider<number, object> = {
      aggregate: register,
      decide: () => accept({ type: 'NumberTaken', data: {} }),
    };
    const reads: Decider<Counter, { by: number }> = { ...add, needs: () => [{ aggregate: 'register', id: 'r' }] };
    const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
    let races = 0;
    // Somebody of this process takes a number between each read and each append; in his turn he cannot.
    class Raced extends MemoryStore {
      override async append(...given: Parameters<MemoryStore['append']>) {
        if (given[0].some(({ stream }) => stream === 'counter-a')) {
          races += 1;
          await Promise.race([
            commands.handle({ ...request(add, { by: 0 }), decider: takeNumber, id: 'r' }),
            settled(),
          ]);
        }
        return super.append(...given);
      }
    }
    const commands: CommandLoop<DecisionContext> = loop(new Raced());
    expect(await commands.handle(request(reads, { by: 1 }))).toMatchObject({ kind: 'done', events: ['Added'] });
    expect(races).toBeGreaterThan(MAX_REDECISIONS);
  });

  it('lets commands on one record wait their turn: thirty at once are all done (M9)', async () => {
    const store = new MemoryStore();
    const commands = loop(store);
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => commands.handle(request(add, { by: n < LIMIT ? 1 : 0 }))),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'done'));
    expect(await store.readStream('counter-a')).toHaveLength(LIMIT);
  });

  it('tells who comes behind too many to come again, and does nothing for him', async () => {
    const store = new MemoryStore();
    const commands = loop(store);
    const outcomes = await Promise.allSettled(
      Array.from({ length: TURN_LIMITS.maxWaiting + 2 }, () => commands.handle(request(add, { by: 0 }))),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { name: 'StoreUnavailableError' } }, { reason: {} }]);
    // Once they are through, there is room again.
    expect(await commands.handle(request(add, { by: 1 }))).toMatchObject({ kind: 'done', revision: 0 });
  });

  it('appends what was decided, and says where to wait', async () => {
    const store = new MemoryStore();
    const outcome = await loop(store).handle(request(add, { by: 3 }));
    expect(outcome).toEqual({
      kind: 'done',
      stream: 'counter-a',
      revision: 0,
      position: 1,
      events: ['Added'],
      replayed: false,
    });
    expect((await store.readStream('counter-a'))[0]).toMatchObject({ data: { by: 3 }, meta: { actor: 'zhang' } });
  });

  it('answers the same command id with the first outcome, even when it would now be refused', async () => {
    const store = new MemoryStore();
    const commands = loop(store);
    const first = request(add, { by: LIMIT });
    await commands.handle(first);
    expect(await commands.handle(first)).toMatchObject({ kind: 'done', revision: 0, position: 1, replayed: true });
    expect(await loop(store).handle(first)).toMatchObject({ kind: 'done', replayed: true });
    expect((await store.head()).position).toBe(1);
  });

  it('refuses only on a state that it has just read', async () => {
    const store = new MemoryStore();
    const [mine, other] = [loop(store), loop(store)];
    await mine.handle(request(add, { by: LIMIT }));
    // `other` empties the counter behind the back of `mine`, whose cached state would refuse.
    await store.append([{ stream: 'counter-a', expected: 0, events: [{ ...stamped('Added', { by: -LIMIT }) }] }], {
      commandId: uuid(),
    });
    expect(await mine.handle(request(add, { by: 1 }))).toMatchObject({ kind: 'done', revision: 2 });
    expect(await other.handle(request(add, { by: LIMIT }))).toMatchObject({
      kind: 'refused',
      refusal: { code: 'counter.full' },
    });
  });

  it('decides again on a lost race, and appends on the state that it then reads', async () => {
    const store = new MemoryStore();
    const [one, two] = [loop(store), loop(store)];
    await one.handle(request(add, { by: 1 }));
    await two.handle(request(add, { by: 1 }));
    expect(await one.handle(request(add, { by: 1 }))).toMatchObject({ kind: 'done', revision: 2 });
  });

  it('never decides again under If-Match: a stale revision is told, the right one passes', async () => {
    const store = new MemoryStore();
    const commands = loop(store);
    await commands.handle(request(add, { by: 1 }));
    await commands.handle(request(add, { by: 1 }));
    expect(await commands.handle(request(add, { by: 1 }, { ifMatch: 0 }))).toEqual({
      kind: 'stale',
      stream: 'counter-a',
      actual: 1,
    });
    expect(await commands.handle(request(add, { by: 1 }, { ifMatch: 1 }))).toMatchObject({ kind: 'done', revision: 2 });
  });

  it('tells nobody how far a matter has got that is not his, whatever revision he names (L14)', async () => {
    const commands = loop(new MemoryStore());
    await commands.handle(request(add, { by: 1 }));
    const ofOthers: Decider<Counter, { by: number }> = {
      ...add,
      who: () => refuse({ code: 'counter.of_others', article: '测试', message: '不是本单位的' }),
    };
    for (const ifMatch of [7, 1]) {
      const outcome = await commands.handle(request(ofOthers, { by: 1 }, { ifMatch }));
      expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'counter.of_others' } });
      expect(outcome).not.toHaveProperty('actual');
    }
  });

  it('answers a repeated command under If-Match with its first outcome', async () => {
    const store = new MemoryStore();
    const commands = loop(store);
    await commands.handle(request(add, { by: 1 }));
    const second = request(add, { by: 1 }, { ifMatch: 0 });
    await commands.handle(second);
    expect(await commands.handle(second)).toMatchObject({ kind: 'done', revision: 1, replayed: true });
  });

  it('changes nothing for a command that already holds', async () => {
    const store = new MemoryStore();
    expect(await loop(store).handle(request(add, { by: 0 }))).toMatchObject({ kind: 'done', revision: -1, events: [] });
    expect((await store.head()).position).toBe(0);
  });

  it('takes register numbers without gaps or doubles, from 50 commands at once and two processes', async () => {
    const store = new MemoryStore();
    const loops = [loop(store), loop(store)];
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        loops[n % 2]!.handle(request(addNumbered, { register: 'r' }, { id: `c${n}` })),
      ),
    );
    const done = outcomes.filter(({ kind }) => kind === 'done').length;
    const numbers = (await store.readStream('register-r')).map(({ data }) => (data as { number: number }).number);
    expect(numbers).toEqual(Array.from({ length: done }, (_, n) => n + 1));
    // Within one process nobody loses; between processes a command may lose at most its three redecisions.
    expect(done).toBeGreaterThanOrEqual(25);
  });

  it('notices that a stream it only read has changed since', async () => {
    const store = new MemoryStore();
    const reads: Decider<Counter, object> = {
      aggregate: counter,
      needs: () => [{ aggregate: 'register', id: 'r' }],
      decide: (_command, _state, { facts }) => accept({ type: 'Added', data: { by: facts.get(register, 'r') } }),
    };
    const commands = loop(store);
    await commands.handle(request(reads, {}));
    await store.append([{ stream: 'register-r', expected: 'no-stream', events: [stamped('NumberTaken', {})] }], {
      commandId: uuid(),
    });
    await commands.handle(request(reads, {}));
    expect((await store.readStream('counter-a')).map(({ data }) => data)).toEqual([{ by: 0 }, { by: 1 }]);
  });
});

describe('event ids', () => {
  it('follow from the command id, one per ordinal', () => {
    expect(eventId('00000000-0000-4000-8000-0000000000ff', 1)).toBe('00000000-0000-4000-8000-000000000100');
    expect(eventId('00000000-0000-4000-8000-ffffffffffff', 1)).toBe('00000000-0000-4000-8000-000000000000');
    expect(() => eventId('not-a-uuid', 0)).toThrow(TypeError);
  });
});

function stamped(type: string, data: object) {
  return {
    type,
    data,
    schemaVersion: 1,
    meta: {
      actor: 'x',
      unit: 'u',
      role: 'r',
      commandId: '',
      correlationId: '',
      sourceSystem: 'TEST',
      ruleset: 'test',
    },
  };
}

describe('looking at what may be done', () => {
  const guarded: Decider<Counter, { by: number }> = {
    ...add,
    mayNeeds: () => [{ aggregate: 'register', id: 'r' }],
    may: (state, { facts }) =>
      state.total + facts.get(register, 'r') >= LIMIT
        ? refuse({ code: 'counter.full', article: '测试', message: '已满', earliest: '2023-05-06' })
        : undefined,
  };
  const asked = { id: 'a', actor: { id: 'zhang', unit: 'u', roles: ['OFFICER'] }, now: '2023-05-05T00:00:00.000Z' };

  it('tells for each command what refuses it, from its own state and what it needs, and appends nothing', async () => {
    const store = new MemoryStore();
    const commands = loop(store);
    const look = () => commands.look({ deciders: [add, guarded], sourceSystem: 'PLATFORM', ...asked });
    expect(await look()).toEqual([undefined, undefined]);
    await commands.handle(request(add, { by: 9 }));
    expect(await look()).toEqual([undefined, undefined]);
    await commands.handle(request(addNumbered, { register: 'r' }, { id: 'b' }));
    expect(await look()).toEqual([
      undefined,
      expect.objectContaining({ code: 'counter.full', earliest: '2023-05-06' }),
    ]);
    expect((await store.head()).position).toBe(3);
  });

  it('sees what another process has just appended', async () => {
    const store = new MemoryStore();
    const here = loop(store);
    const look = () => here.look({ deciders: [guarded], sourceSystem: 'PLATFORM', ...asked });
    expect(await look()).toEqual([undefined]);
    await loop(store).handle(request(add, { by: 10 }));
    expect(await look()).toEqual([expect.objectContaining({ code: 'counter.full' })]);
  });

  it('of no commands says nothing', async () => {
    expect(await loop(new MemoryStore()).look({ deciders: [], sourceSystem: 'PLATFORM', ...asked })).toEqual([]);
  });
});

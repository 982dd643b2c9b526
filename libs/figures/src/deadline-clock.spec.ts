import { afterEach, describe, expect, it } from '@jest/globals';
import { coordination, DeadlineDetermined, DeadlineMissed, lawLoop, remedy } from '#enforcement';
import { type DomainEvent, type Follower, MemoryReadModelStore, MemoryStore, type Projector } from '#eventsourcing';
import { LiveStatutes, loadStatutes } from '#statutes';
import { NOTICE_OF_2027 } from '../../enforcement/src/scenario.js';
import { deadlineClock } from './deadline-clock.js';
import { lawProjector } from './law-projector.js';

const REQUEST = {
  kind: 'EVIDENCE',
  fromUnitId: 'kecheng',
  toUnitId: 'qz',
  content: '请协助调取监控录像',
  requestedOn: '2023-03-01',
  requestId: 'r1',
  unitId: 'qz',
  dueOn: '2023-03-08',
  dueRule: 'L02@2022-01-01',
};
const requested: DomainEvent = { type: 'CoordinationRequested', data: REQUEST };
const accepted = (on: string): DomainEvent => ({ type: 'CoordinationAccepted', data: { unitId: 'qz', on } });

/** A log with its read models and a day of its own. */
function bureau(today: string) {
  let now = `${today}T04:00:00.000Z`;
  const store = new MemoryStore(() => now);
  const readModelStore = new MemoryReadModelStore();
  const law = new LiveStatutes(loadStatutes());
  const { statutes } = law;
  const loop = lawLoop(store, statutes);
  const running: (Follower | Projector)[] = [];
  let serial = 0;
  const projector = async () => {
    const following = lawProjector({ store, readModelStore });
    running.push(following);
    await following.start();
    await following.caughtUp();
    return following;
  };
  const appendTo = async (stream: string, ...events: readonly DomainEvent[]) => {
    const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
    const meta = {
      actor: 'a',
      unit: 'qz',
      role: 'OFFICER',
      commandId,
      correlationId: commandId,
      sourceSystem: 'PLATFORM',
      ruleset: 'r',
    };
    const written = events.map((event) => ({ ...event, schemaVersion: 1, meta }));
    await store.append([{ stream, expected: 'any', events: written }], { commandId });
  };
  return {
    store,
    running,
    projector,
    on: (day: string) => {
      now = `${day}T04:00:00.000Z`;
    },
    law,
    append: (...events: readonly DomainEvent[]) => appendTo('coordination-r1', ...events),
    appendTo,
    /** Runs the clock until it has looked at the day once. */
    watch: async (count = 1, lookEveryMs = 5) => {
      const follower = await projector();
      const clocks = Array.from({ length: count }, () =>
        deadlineClock({
          store,
          readModelStore,
          loop,
          statutes,
          now: () => now,
          askEveryMs: 5,
          lookEveryMs,
        }),
      );
      running.push(...clocks);
      for (const clock of clocks) await clock.start();
      return follower;
    },
    missed: async () => (await store.readStream('coordination-r1')).filter(({ type }) => type === DeadlineMissed.name),
    row: () => readModelStore.row(coordination.register.readModel, 'r1'),
  };
}

/** Waits for a condition; the test's own limit ends a wait in vain. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

describe('the clock of the deadlines', () => {
  const open: ReturnType<typeof bureau>[] = [];
  const inBureau = (today: string) => {
    const made = bureau(today);
    open.push(made);
    return made;
  };
  afterEach(async () => {
    for (const { running } of open.splice(0)) await Promise.all(running.map((follower) => follower.stop()));
  });

  it('records what was missed, with its rule and its days, also long after the day', async () => {
    const { append, watch, missed, on, row } = inBureau('2023-03-01');
    await append(requested);
    on('2023-04-01');
    const projector = await watch();
    await until(async () => (await missed()).length > 0);
    const [event] = await missed();
    expect(event!.data).toEqual({
      unitId: 'qz',
      clock: 'answer',
      what: '响应协同请求',
      dueOn: '2023-03-08',
      rule: 'L02@2022-01-01',
      missedOn: '2023-03-09',
      days: 24,
    });
    expect(event!.meta).toMatchObject({ actor: 'deadline-clock', role: 'SYSTEM', unit: 'qz' });
    await projector.caughtUp();
    expect(await row()).toMatchObject({ phase: 'Requested', watchedOn: null, nextDueOn: '2023-03-08' });
  });

  it('records nothing on the last day, and once on the day after, whoever watches', async () => {
    const { append, watch, missed, on, store } = inBureau('2023-03-01');
    await append(requested);
    on('2023-03-08');
    const projector = await watch(3);
    const before = await store.head();
    await projector.caughtUp();
    expect(await store.head()).toEqual(before);
    on('2023-03-09');
    await until(async () => (await missed()).length > 0);
    await projector.caughtUp();
    await append(accepted('2023-03-09'));
    await projector.caughtUp();
    on('2023-03-20');
    await projector.caughtUp();
    expect(await missed()).toHaveLength(1);
  });

  it('looks as soon as it is another day, however rarely it looks within one', async () => {
    const { append, watch, missed, on, projector } = inBureau('2023-03-01');
    await append(requested);
    await projector();
    on('2023-03-08');
    await watch(1, 3_600_000);
    on('2023-04-01');
    await until(async () => (await missed()).length > 0);
    expect((await missed())[0]!.data).toMatchObject({ missedOn: '2023-03-09', days: 24 });
  });

  it('records nothing where the answer came in time, however late it was put on record', async () => {
    const { append, watch, missed, on } = inBureau('2023-03-20');
    await append(requested, accepted('2023-03-07'));
    on('2023-03-21');
    const projector = await watch();
    await append({ type: 'CoordinationResponded', data: { unitId: 'qz', result: '已调取', on: '2023-03-21' } });
    await projector.caughtUp();
    expect(await missed()).toEqual([]);
  });

  it('determines a day that was open once the days off of its year are known, in the record and where it is repeated', async () => {
    const { appendTo, watch, law, store } = inBureau('2026-11-27');
    const data = { remedyId: 'x1', unitId: 'qz', caseId: 'k1', applicant: '当事人甲', filedOn: '2026-11-20' };
    const entered = { caseId: 'k1', remedyId: 'x1', kind: 'RECONSIDERATION', acceptedOn: '2026-11-26' };
    await appendTo('remedyRegister-k1', { type: 'RemedyEntered', data: entered });
    await appendTo(
      'remedy-x1',
      { type: 'ReconsiderationFiled', data },
      {
        type: 'ReconsiderationAccepted',
        data: {
          unitId: 'qz',
          caseId: 'k1',
          acceptedOn: '2026-11-26',
          procedure: 'ORDINARY',
          copyReceivedOn: '2026-11-26',
          openDays: [{ rule: 'D24', variant: 'ORDINARY', on: '2026-11-26', year: 2027 }],
        },
      },
    );
    const projector = await watch();
    const read = async (stream: string, type: string) =>
      (await store.readStream(stream)).filter((event) => event.type === type).map((event) => event.data);
    await projector.caughtUp();
    expect(await read('remedy-x1', DeadlineDetermined.name)).toEqual([]);
    law.take([NOTICE_OF_2027]);
    await until(async () => (await read('remedy-x1', DeadlineDetermined.name)).length > 0);
    // Sixty days from 2026-11-26 end on Monday, 2027-01-25.
    const determined = {
      rule: 'D24',
      variant: 'ORDINARY',
      on: '2026-11-26',
      dueOn: '2027-01-25',
      dueRule: 'D24@2024-01-01',
    };
    expect(await read('remedy-x1', DeadlineDetermined.name)).toEqual([{ ...determined, determinedOn: '2026-11-27' }]);
    expect(await read('remedyRegister-k1', 'RemedyDueMoved')).toMatchObject([{ decisionDueOn: '2027-01-25' }]);
    await projector.caughtUp();
    const state = (await store.readStream('remedy-x1')).reduce(remedy.evolve, remedy.initialState);
    expect(state).toMatchObject({ decisionDueOn: '2027-01-25', openDays: [] });
  });
});

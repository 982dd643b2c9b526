import { afterEach, describe, expect, it } from '@jest/globals';
import { lawLoop } from '#enforcement';
import {
  type Checkpoints,
  type CommandLoop,
  type DomainEvent,
  type Follower,
  MemoryCheckpoints,
  MemoryDeadLetters,
  MemoryStore,
  type RecordedEvent,
} from '#eventsourcing';
import { loadStatutes } from '#statutes';
import { REACTING, type ReactionsOptions, reacting, reactionId } from './reactions.js';

/* The case hears of its remedy by the log, once for each step, whatever is killed in between (DOMAIN F4). */

const CASE: readonly DomainEvent[] = [
  {
    type: 'CaseRegistered',
    data: {
      caseId: 'k1',
      unitId: 'qz',
      item: { itemId: 'i1', name: '占道', field: 'CITY_APPEARANCE' },
      parties: [{ partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' }],
      happenedOn: '2023-03-01',
      place: '上街1号',
      territoryCode: '330802',
      registeredOn: '2023-03-02',
      sourceSystem: 'PLATFORM',
    },
  },
  { type: 'CaseFiled', data: { caseNo: '1', procedure: 'ORDINARY', filedOn: '2023-03-03', officers: [] } },
  {
    type: 'PenaltyDecided',
    data: {
      decisionNo: '1',
      decidedOn: '2023-05-08',
      deciderId: 'chen',
      kinds: ['FINE'],
      fineFen: 100,
      confiscateFen: 0,
    },
  },
  { type: 'DecisionServed', data: { method: 'DIRECT', servedOn: '2023-05-10', paymentDueOn: '2023-05-25' } },
];
const WHOSE = { unitId: 'qz', caseId: 'k1' };
const REMEDY: readonly DomainEvent[] = [
  { type: 'ReconsiderationFiled', data: { ...WHOSE, remedyId: 'r1', applicant: '甲', filedOn: '2023-06-01' } },
  { type: 'ReconsiderationAccepted', data: { ...WHOSE, acceptedOn: '2023-06-05', procedure: 'ORDINARY' } },
  { type: 'ReconsiderationAnswerSubmitted', data: { unitId: 'qz', on: '2023-06-12', late: false } },
  {
    type: 'ReconsiderationDecided',
    data: { ...WHOSE, outcome: 'REVOKED', redo: true, decidedOn: '2023-07-24', servedOn: '2023-07-25' },
  },
];
/** What the case says of them: one event for each step that it hears of, and what the revocation does. */
const HEARD = ['RemedyReported SOUGHT', 'RemedyReported ACCEPTED', 'RemedyReported DECIDED', 'DecisionRevoked'];

class Killed extends Error {}

/** A bureau whose log holds a case and its remedy. */
async function bureau() {
  const store = new MemoryStore(() => '2023-08-01T04:00:00.000Z');
  const checkpoints = new MemoryCheckpoints();
  const deadLetters = new MemoryDeadLetters();
  const statutes = loadStatutes();
  let serial = 0;
  const append = async (stream: string, ...events: readonly DomainEvent[]) => {
    const commandId = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
    const meta = {
      actor: 'a',
      unit: 'qz',
      role: 'REGISTRAR',
      commandId,
      correlationId: commandId,
      sourceSystem: 'PLATFORM',
      ruleset: 'r',
    };
    await store.append(
      [{ stream, expected: 'any', events: events.map((event) => ({ ...event, schemaVersion: 1, meta })) }],
      {
        commandId,
      },
    );
  };
  await append('case-k1', ...CASE);
  for (const event of REMEDY) await append('remedy-r1', event);
  const heard = async () =>
    (await store.readStream('case-k1')).slice(CASE.length).map(({ type, data }) => {
      const { step } = data as { readonly step?: string };
      return step === undefined ? type : `${type} ${step}`;
    });
  const options: ReactionsOptions = {
    store,
    checkpoints,
    deadLetters,
    loop: lawLoop(store, statutes),
    ruleset: statutes.version,
    now: () => '2023-08-01T04:00:00.000Z',
    limits: { pollIntervalMs: 5, firstBackoffMs: 1, gatherMs: 0, idleIntervalMs: 1 },
  };
  return { store, checkpoints, deadLetters, append, heard, options };
}

describe('what a case hears of its remedy', () => {
  const running: Follower[] = [];
  const start = async (options: ReactionsOptions) => {
    const follower = reacting(options);
    running.push(follower);
    await follower.start();
    return follower;
  };
  const caughtUp = async (follower: Follower, store: MemoryStore) => {
    for (;;) {
      const { position } = await store.head();
      await follower.waitFor(position, 5_000);
      if ((await store.head()).position === position) return;
    }
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((follower) => follower.stop()));
  });

  it('is each step once, in order, with the event that caused it', async () => {
    const { store, heard, options } = await bureau();
    await caughtUp(await start(options), store);
    expect(await heard()).toEqual(HEARD);
    const causes = (await store.readStream('remedy-r1')).filter(
      ({ type }) => type !== 'ReconsiderationAnswerSubmitted',
    );
    const reports = (await store.readStream('case-k1')).filter(({ type }) => type === 'RemedyReported');
    expect(reports.map(({ meta }) => [meta.causationId, meta.correlationId, meta.actor, meta.role])).toEqual(
      causes.map(({ id, meta }) => [id, meta.correlationId, REACTING, 'SYSTEM']),
    );
    expect(reports.map(({ meta }) => meta.commandId)).toEqual(
      causes.map(({ id }) => reactionId('case-of-remedy', id, 'k1')),
    );
  });

  it('is each step once as well when it is killed between the append and the checkpoint', async () => {
    const { store, checkpoints, heard, options } = await bureau();
    const dying: Checkpoints = {
      load: (name) => checkpoints.load(name),
      lease: (name) => checkpoints.lease(name),
      step: async () => {
        throw new Killed('killed before the checkpoint moved');
      },
    };
    const killed = await start({ ...options, checkpoints: dying });
    await killed.until(() => killed.status().lastError !== undefined, 5_000);
    await killed.stop();
    expect(await heard()).toEqual(HEARD);
    expect(await checkpoints.load(REACTING)).toBe(0);
    // Everything of the process is gone: another loop, with nothing in its cache.
    const again = await start({ ...options, loop: lawLoop(store, loadStatutes()) });
    await caughtUp(again, store);
    expect(await heard()).toEqual(HEARD);
  });

  it('is each step once wherever the process is killed, before or after each of its appends', async () => {
    for (let line = 0; line < 6; line += 1) {
      const { store, heard, options } = await bureau();
      let calls = 0;
      const dying = {
        handle: async (request: Parameters<CommandLoop<never>['handle']>[0]) => {
          if (calls++ === Math.floor(line / 2) && line % 2 === 0) throw new Killed('killed before the append');
          const outcome = await options.loop.handle(request as never);
          if (calls - 1 === Math.floor(line / 2)) throw new Killed('killed after the append');
          return outcome;
        },
      } as unknown as ReactionsOptions['loop'];
      const killed = await start({ ...options, loop: dying });
      await killed.until(() => killed.status().lastError !== undefined, 5_000);
      await killed.stop();
      await caughtUp(await start({ ...options, loop: lawLoop(store, loadStatutes()) }), store);
      expect(await heard()).toEqual(HEARD);
    }
  });

  it('is told again as soon as the store is back, and says meanwhile that it fails', async () => {
    const { store, heard, options } = await bureau();
    let isAway = true;
    const loop = {
      handle: async (request: never) => {
        if (isAway) throw new Error('the store is away');
        return options.loop.handle(request);
      },
    } as unknown as ReactionsOptions['loop'];
    const follower = await start({ ...options, loop });
    await follower.until(() => follower.status().state === 'failing', 5_000);
    expect(await heard()).toEqual([]);
    isAway = false;
    await caughtUp(follower, store);
    expect(await heard()).toEqual(HEARD);
  });

  /** A law that refuses what one case is told, until it is mended. */
  const refusing = (options: ReactionsOptions, caseId: string) => {
    const law = { isMended: false };
    const loop = {
      handle: async (request: { readonly id: string }) =>
        request.id === caseId && !law.isMended
          ? {
              kind: 'refused',
              refusal: {
                kind: 'refused',
                code: 'case.closed',
                article: '第一条',
                message: ['案件由', { is: 'person', value: '张三' }, '办结'],
              },
            }
          : options.loop.handle(request as never),
    } as unknown as ReactionsOptions['loop'];
    return { law, options: { ...options, loop } };
  };
  const second = {
    type: 'LitigationFiled',
    data: { ...WHOSE, remedyId: 'r3', caseId: 'k2', plaintiff: '乙', filedOn: '2023-06-01' },
  };
  const states = async (deadLetters: MemoryDeadLetters) =>
    (await deadLetters.list({ limit: 10 })).letters
      .toReversed()
      .map(({ state, code, subject }) => [state, code, subject]);
  const ask = async (deadLetters: MemoryDeadLetters, index: number) => {
    const { letters } = await deadLetters.list({ limit: 10 });
    await deadLetters.step(letters.toReversed()[index]!.id, {
      kind: 'asked',
      person: 'admin',
      at: '2023-08-01T05:00:00.000Z',
    });
  };
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise(setImmediate);
  };

  it('is laid aside where one case refuses it, with what follows to that case; other cases hear of theirs', async () => {
    const { store, deadLetters, append, heard, options } = await bureau();
    await append(
      'case-k2',
      ...CASE.map(({ type, data }) => ({
        type,
        data: { ...(data as object), ...(type === 'CaseRegistered' && { caseId: 'k2' }) },
      })),
    );
    await append('remedy-r3', second);
    const { options: trying } = refusing(options, 'k1');
    const follower = await start(trying);
    await caughtUp(follower, store);
    expect(follower.status()).toMatchObject({ state: 'following' });
    expect(await heard()).toEqual([]);
    expect((await store.readStream('case-k2')).at(-1)).toMatchObject({ type: 'RemedyReported' });
    expect(await states(deadLetters)).toEqual([
      ['open', 'case.closed', 'case-k1'],
      ['open', 'reaction.waits', 'case-k1'],
      ['open', 'reaction.waits', 'case-k1'],
    ]);
    const [first] = (await deadLetters.list({ limit: 10 })).letters.toReversed();
    expect([first!.reason, first!.article]).toEqual(['案件由…办结', '第一条']);
  });

  it('is told in its order once somebody has it tried again, also by another process', async () => {
    const { store, deadLetters, heard, options } = await bureau();
    const { law, options: trying } = refusing(options, 'k1');
    const before = await start(trying);
    await caughtUp(before, store);
    await before.stop();
    // The last one first: it waits for those before it.
    await ask(deadLetters, 2);
    await start(trying);
    await until(async () => (await states(deadLetters))[2]![0] === 'open');
    await ask(deadLetters, 0);
    await until(async () => (await states(deadLetters))[0]![0] === 'open');
    expect(await heard()).toEqual([]);
    law.isMended = true;
    await ask(deadLetters, 0);
    await until(async () => (await states(deadLetters)).every(([state]) => state === 'done'));
    expect(await heard()).toEqual(HEARD);
  });

  it('that somebody gave up is passed over, and what waited for it is told', async () => {
    const { store, deadLetters, append, heard, options } = await bureau();
    const { law, options: trying } = refusing(options, 'k1');
    const follower = await start(trying);
    await caughtUp(follower, store);
    law.isMended = true;
    const [first] = (await deadLetters.list({ limit: 10 })).letters.toReversed();
    await deadLetters.step(first!.id, {
      kind: 'given-up',
      person: 'admin',
      reason: '误录',
      at: '2023-08-01T05:00:00.000Z',
    });
    await until(async () => (await states(deadLetters)).every(([state]) => state === 'done' || state === 'given-up'));
    expect(await heard()).toEqual(HEARD.slice(1));
    await append('remedy-r1', {
      type: 'ReconsiderationAnswerSubmitted',
      data: { unitId: 'qz', on: '2023-08-01', late: false },
    });
    await caughtUp(follower, store);
    expect((await deadLetters.counts()).open).toBe(0);
  });

  it('concerns nobody where the remedy is about no case of the register', async () => {
    const { store, append, heard, options } = await bureau();
    const filed = {
      type: 'LitigationFiled',
      data: { remedyId: 'r2', unitId: 'qz', plaintiff: '乙', filedOn: '2023-06-01' },
    };
    await append('remedy-r2', filed);
    await caughtUp(await start(options), store);
    expect(await heard()).toEqual(HEARD);
    expect((await store.readStream('remedy-r2')).map(({ type }: RecordedEvent) => type)).toEqual(['LitigationFiled']);
  });
});

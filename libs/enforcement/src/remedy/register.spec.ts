import { describe, expect, it } from '@jest/globals';
import { type Aggregate, CommandLoop, type DomainEvent, MemoryStore, type NewEvent } from '#eventsourcing';
import { lawContext } from '../case/scenario.js';
import type { LawContext } from '../definition/context.js';
import { AGGREGATES } from '../registry.js';
import { CITY, commandOf, ordinaryCase } from '../scenario.js';
import { AcceptLitigation, FileLitigation } from './litigation.js';
import { AcceptReconsideration, DecideReconsideration, FileReconsideration } from './reconsideration.js';
import { remedy } from './remedy.js';

/* G39 through the command loop: the register is written by both kinds in the same append as their own streams. */

const ACTOR = { id: 'clerk', unit: 'qz', roles: ['REGISTRAR'] };

async function bureau() {
  const store = new MemoryStore();
  const loop = new CommandLoop<LawContext>({
    store,
    aggregates: new Map<string, Aggregate>(AGGREGATES.map((aggregate) => [aggregate.name, aggregate])),
    context: lawContext,
  });
  const meta = {
    actor: 'clerk',
    unit: 'qz',
    role: 'REGISTRAR',
    commandId: '00000000-0000-4000-8000-000000000000',
    correlationId: '00000000-0000-4000-8000-000000000000',
    sourceSystem: 'PLATFORM',
    ruleset: 'test',
  };
  const recorded = (event: DomainEvent): NewEvent => ({ ...event, schemaVersion: 1, meta });
  const begun = { 'unit-qz': CITY['unit-qz']!, 'case-k1': ordinaryCase('k1', 'qz') };
  const writes = Object.entries(begun).map(([stream, events]) => ({
    stream,
    expected: 'no-stream' as const,
    events: events.map(recorded),
  }));
  await store.append(writes, { commandId: meta.commandId });
  let serial = 0;
  const give = <Command extends object>(id: string, input: new () => Command, command: Command, day: string) => {
    serial += 1;
    return loop.handle({
      decider: commandOf(remedy, input),
      id,
      command,
      actor: ACTOR,
      now: `${day}T04:00:00.000Z`,
      commandId: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
      sourceSystem: 'PLATFORM',
      ruleset: 'test',
      role: 'REGISTRAR',
    });
  };
  return { store, give };
}

describe('救济登记簿', () => {
  it('复议和诉讼同时被受理的，只有一个成立', async () => {
    const { store, give } = await bureau();
    await give('r1', FileReconsideration, { caseId: 'k1', applicant: '甲', filedOn: '2023-03-01' }, '2023-03-01');
    await give('l1', FileLitigation, { caseId: 'k1', plaintiff: '甲', filedOn: '2023-03-01' }, '2023-03-01');
    const outcomes = await Promise.all([
      give('r1', AcceptReconsideration, { acceptedOn: '2023-03-02' }, '2023-03-02'),
      give('l1', AcceptLitigation, { acceptedOn: '2023-03-02' }, '2023-03-02'),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
    const [register] = await store.readStreams([{ stream: 'remedyRegister-k1' }]);
    expect(register?.map(({ type }) => type)).toEqual(['RemedyEntered']);
  });

  it('复议决定之后法院可以立案，登记簿按先后记下两件', async () => {
    const { store, give } = await bureau();
    await give('r1', FileReconsideration, { caseId: 'k1', applicant: '甲', filedOn: '2023-03-01' }, '2023-03-01');
    await give('r1', AcceptReconsideration, { acceptedOn: '2023-03-02' }, '2023-03-02');
    const early = await give(
      'l1',
      FileLitigation,
      { caseId: 'k1', plaintiff: '甲', filedOn: '2023-03-03' },
      '2023-03-03',
    );
    expect(early).toMatchObject({ kind: 'refused', refusal: { code: 'remedy.parallel' } });
    await give('r1', DecideReconsideration, { outcome: 'UPHELD', decidedOn: '2023-04-03' }, '2023-04-03');
    await give('l1', FileLitigation, { caseId: 'k1', plaintiff: '甲', filedOn: '2023-04-10' }, '2023-04-10');
    const accepted = await give('l1', AcceptLitigation, { acceptedOn: '2023-04-12' }, '2023-04-12');
    expect(accepted).toMatchObject({ kind: 'done', events: ['LitigationAccepted', 'RemedyEntered'] });
    const [register] = await store.readStreams([{ stream: 'remedyRegister-k1' }]);
    expect(register?.map(({ type }) => type)).toEqual(['RemedyEntered', 'RemedyEnded', 'RemedyEntered']);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Facts } from '#eventsourcing';
import { actDayField, type Constructor, fieldsOf, parseCommand, schemaOf } from '#fields';
import { addDays, dayOf } from '#statutes';
import { inputOf } from './arbitrary-input.js';
import { lawContext } from './case/scenario.js';
import type { LawAggregate, RegisteredCommand } from './definition/aggregate.js';
import { AGGREGATES, aggregateNamed, commandNamed } from './registry.js';
import { ROLES } from './roles.js';

/*
 * What holds for every act of every aggregate, those that are yet to come included. A state is put into a phase by hand
 * here: which events lead to it is what the specs of the aggregates are about.
 */

type State = Readonly<Record<string, unknown>>;
type Command = RegisteredCommand<State, object>;

const NOW = '2023-12-29T04:00:00.000Z';
const TODAY = dayOf(NOW);

/** Nothing is on record but the unit of whoever acts. */
const facts: Facts = {
  get: (aggregate, id) =>
    (aggregate.name === 'unit' && id === 'qz'
      ? { ...(aggregate.initialState as object), unitId: 'qz' }
      : aggregate.initialState) as never,
  length: () => 0,
};
const ofPeople = (roles: readonly string[]) => roles.filter((role) => role !== 'CONNECTED_SYSTEM');
const contextFor = ({ roles }: Command) =>
  lawContext({
    id: 'x1',
    actor: { id: 'zhang', unit: 'qz', roles: ofPeople(roles) },
    sourceSystem: 'PLATFORM',
    now: NOW,
    facts,
  });

/** The commands of the aggregates that have phases, each with its aggregate. */
const PHASED = AGGREGATES.flatMap((aggregate: LawAggregate<State>) =>
  aggregate.life === undefined ? [] : aggregate.commands.map((command) => ({ aggregate, command: command as Command })),
);

/** Nested classes and all: every class of fields that commands and events are made of. */
function classesIn(type: Constructor, known = new Set<Constructor>()): Set<Constructor> {
  if (known.has(type)) return known;
  known.add(type);
  for (const { nested } of fieldsOf(type).values()) if (nested) classesIn(nested(), known);
  return known;
}
const CLASSES = AGGREGATES.flatMap(({ commands, events }) => [
  ...commands.map(({ input }) => input as Constructor),
  ...[...events.values()].map(({ type }) => type as Constructor),
]);

describe('领域的全部档案', () => {
  it('每个事件有中文名称，初始状态不因不认识的事件改变', () => {
    for (const { events, initialState, evolve } of AGGREGATES) {
      for (const { title } of events.values()) expect(title).toMatch(/[\u4e00-\u9fff]/);
      expect(evolve(initialState, { type: 'Unheard', data: {} })).toBe(initialState);
    }
  });

  it('每个命令有中文名称、条文、可以下命令的身份和输入的格式；系统管理员不办案（DOMAIN 2.7）', () => {
    for (const aggregate of AGGREGATES)
      for (const command of aggregate.commands) {
        expect(commandNamed(aggregate.name, command.name)).toBe(command);
        expect(command.title).toMatch(/[\u4e00-\u9fff]/);
        expect(command.article).toMatch(/[\u4e00-\u9fff]/);
        expect(command.roles.length).toBeGreaterThan(0);
        for (const role of command.roles) expect(Object.keys(ROLES)).toContain(role);
        expect(command.roles.includes('ADMINISTRATOR')).toBe(
          ['unit', 'officer', 'holidayNotice'].includes(aggregate.name),
        );
        expect(schemaOf(command.input)).toMatchObject({ type: 'object', additionalProperties: false });
      }
  });

  it('每个由本机关遵守的期限都说明以哪些行为办结，工作台据以给出办理的入口（权利期限不必）', () => {
    for (const { name, clocks } of AGGREGATES)
      for (const { what, isRight, by = [] } of clocks)
        if (isRight !== true) {
          expect([name, what, by.length > 0]).toEqual([name, what, true]);
          for (const act of by) expect([name, act, commandNamed(name, act)?.name]).toEqual([name, act, act]);
        }
  });

  it('对接系统只转达：线索、离线处罚、移送、公安和法院的答复、缴款；只经消息，不兼有人员的身份', () => {
    const relayed = AGGREGATES.flatMap(({ commands }) => commands as readonly Command[]).filter(({ roles }) =>
      roles.includes('CONNECTED_SYSTEM'),
    );
    expect(relayed.map(({ name }) => name).sort()).toEqual([
      'ImportSummaryDecisions',
      'ReceiveReferral',
      'RecordCourtAcceptance',
      'RecordCourtRejection',
      'RecordCourtReview',
      'RecordCourtRuling',
      'RecordPayment',
      'RecordPoliceDecline',
      'RecordPoliceFiling',
      'RegisterLead',
    ]);
    const by = (roles: readonly string[], sourceSystem: string) =>
      lawContext({ id: 'x1', actor: { id: 'system', unit: 'qz', roles }, sourceSystem, now: NOW, facts });
    for (const { aggregate, who } of relayed) {
      const asked = (roles: readonly string[], sourceSystem: string) =>
        who!(aggregate.initialState as State, by(roles, sourceSystem));
      expect(asked(['CONNECTED_SYSTEM'], 'court')).toBeUndefined();
      const refusal = { kind: 'refused', code: 'actor.connected_system' };
      expect(asked(['CONNECTED_SYSTEM'], 'PLATFORM')).toMatchObject(refusal);
      expect(asked(['CONNECTED_SYSTEM', 'OFFICER'], 'court')).toMatchObject(refusal);
      expect(asked(['CONNECTED_SYSTEM', 'ADMINISTRATOR'], 'court')).toMatchObject(refusal);
    }
  });

  it('命令和事件的每个字段有中文名称；至多一个字段是行为发生之日', () => {
    for (const type of CLASSES) {
      const actDays = [...fieldsOf(type).values()].filter(({ isActDay }) => isActDay);
      expect({ type: type.name, actDays: actDays.length }).toEqual({
        type: type.name,
        actDays: Math.min(actDays.length, 1),
      });
      for (const of of classesIn(type))
        for (const [name, { title }] of fieldsOf(of))
          expect({ type: of.name, name, title }).toEqual({
            type: of.name,
            name,
            title: expect.stringMatching(/[\u4e00-\u9fff]/),
          });
    }
  });

  it('由字段生成的输入没有错误：格式与检查说的是同一回事', () => {
    for (const { commands } of AGGREGATES)
      for (const { input, name } of commands)
        fc.assert(
          fc.property(inputOf(input as Constructor), (given) => {
            expect({ name, given, faults: parseCommand(input, given).faults }).toEqual({
              name,
              given,
              faults: undefined,
            });
          }),
          { numRuns: 20 },
        );
  });
});

describe('状态机（案件和各登记簿）', () => {
  it('每条命令都说明它记录的是哪一事件；处罚的三种决定先看听证，再看状态，自己问状态表', () => {
    for (const { aggregate, command } of PHASED) {
      expect([...aggregate.events.keys()]).toContain(command.records);
    }
    expect(PHASED.filter(({ command }) => command.asksPhase).map(({ command }) => command.name)).toEqual([
      'DecidePenalty',
      'DecideNoPenalty',
      'DecideNotEstablished',
    ]);
  });

  it('还没有的，只有开始一卷的命令能办', () => {
    for (const { aggregate, command } of PHASED) {
      const at = { aggregate: aggregate.name, command: command.name };
      const refusal = command.may!(aggregate.initialState, contextFor(command));
      if (command.creates === true) expect({ ...at, refusal }).toEqual({ ...at, refusal: undefined });
      else expect({ ...at, refusal }).toMatchObject({ ...at, refusal: { kind: 'refused' } });
    }
  });

  it('状态表不容的，事先就告知不能办；办也一样拒绝，不论说什么（<code>.phase）', () => {
    for (const { aggregate, command } of PHASED) {
      const { life, initialState } = aggregate;
      const context = contextFor(command);
      for (const phase of Object.keys(life!.phases)) {
        const expected = life!.guard({ phase }, command.records!, command.title, command.article);
        if (expected === undefined || command.asksPhase) continue;
        const state = { ...initialState, phase };
        expect(expected).toMatchObject({ code: expect.stringMatching(/\.phase$/), article: command.article });
        expect(command.may!(state, context)).toEqual(expected);
        fc.assert(
          fc.property(inputOf(command.input), (given) => {
            expect(command.decide(given, state, context)).toEqual(expected);
          }),
          { numRuns: 3 },
        );
      }
    }
  });

  it('开始一卷的命令在已有的卷上都不能办；只有同一批可以再导入', () => {
    const again = PHASED.filter(({ command }) => command.creates === true).filter(({ aggregate, command }) => {
      const context = contextFor(command);
      const { phases, unborn } = aggregate.life!;
      return Object.keys(phases).some(
        (phase) => phase !== unborn && command.may!({ ...aggregate.initialState, phase }, context) === undefined,
      );
    });
    expect(again.map(({ command }) => command.name)).toEqual(['ImportSummaryDecisions']);
  });

  it('没有状态的，没有命令', () => {
    for (const { life, commands } of AGGREGATES) if (life === undefined) expect(commands).toEqual([]);
  });
});

describe('登记簿上的行为', () => {
  /** The registers whose acts follow one another in time; a person's terms and certificates do not. */
  const inOrder = PHASED.filter(({ aggregate }) => 'register' in aggregate && aggregate.name !== 'officer');
  const dated = inOrder.filter(({ command }) => actDayField(command.input) !== undefined);
  const LAST = '2023-05-08';

  /** States from which the act may be done, whoever guards it. */
  const ready = ({ aggregate, command }: (typeof PHASED)[number], lastOn: string) =>
    Object.keys(aggregate.life!.phases)
      .filter((phase) => !aggregate.life!.guard({ phase }, command.records!, '', ''))
      .map((phase) => ({
        ...aggregate.initialState,
        phase,
        lastOn,
        // What is somebody's own is the actor's.
        proposerId: 'zhang',
        unitId: phase === aggregate.life!.unborn ? '' : 'qz',
      }));

  /** The input with its act on this day, at the earliest or the latest moment of it. */
  const on = (input: Constructor, given: object, day: string, clock: string) => {
    const name = actDayField(input)!;
    const isMoment = fieldsOf(input).get(name)!.kind === 'moment';
    return { ...given, unitId: undefined, fromUnitId: undefined, [name]: isMoment ? `${day}T${clock}+08:00` : day };
  };

  it('每条都有日期，除了说明在外的', () => {
    expect(inOrder.filter((entry) => !dated.includes(entry)).map(({ command }) => command.name)).toEqual([
      'ImportSummaryDecisions',
      'EstablishUnit',
    ]);
  });

  it('写明天的日期的，拒绝，不论说什么', () => {
    for (const entry of dated)
      for (const state of ready(entry, LAST))
        fc.assert(
          fc.property(inputOf(entry.command.input), (given) => {
            const { name, input } = entry.command;
            const command = on(input, given, addDays(TODAY, 1), '00:00:00');
            expect({ name, decision: entry.command.decide(command, state, contextFor(entry.command)) }).toMatchObject({
              name,
              decision: { kind: 'refused', code: 'day.in_future', earliest: addDays(TODAY, 1) },
            });
          }),
          { numRuns: 5 },
        );
  });

  it('早于前一环节的，拒绝，不论说什么', () => {
    for (const entry of dated)
      for (const state of ready(entry, LAST).filter(({ unitId }) => unitId !== ''))
        fc.assert(
          fc.property(inputOf(entry.command.input), (given) => {
            const { name, input } = entry.command;
            const command = on(input, given, addDays(LAST, -1), '23:59:59');
            expect({ name, decision: entry.command.decide(command, state, contextFor(entry.command)) }).toMatchObject({
              name,
              decision: { kind: 'refused', code: 'day.out_of_order', earliest: LAST },
            });
          }),
          { numRuns: 5 },
        );
  });
});

describe('批准是批准人自己的行为（DOMAIN 2.7；M6）', () => {
  const approved = AGGREGATES.flatMap(({ commands }) => commands as readonly Command[]).filter(
    ({ approval }) => approval !== undefined,
  );

  it('须负责人批准的，其命令和事件都说得出呈批和纸质审批', () => {
    expect(approved.length).toBeGreaterThan(2);
    for (const { input, aggregate, records } of approved) {
      const { events } = aggregate as LawAggregate<State>;
      for (const type of [input as Constructor, ...(records === undefined ? [] : [events.get(records)!.type])])
        expect([...fieldsOf(type).keys()]).toEqual(expect.arrayContaining(['proposalId', 'paper']));
    }
  });

  it('不是负责人的，没有纸质审批，不论说什么都办不成；不论从哪一个入口', () => {
    for (const { name, input, aggregate, roles, approval, decide } of approved)
      for (const sourceSystem of ['PLATFORM', 'OFFLINE_TRAFFIC', 'court'])
        for (const phase of Object.keys((aggregate as LawAggregate<State>).life!.phases)) {
          const actor = { id: 'zhang', unit: 'qz', roles: ofPeople(roles).filter((role) => role !== 'LEADER') };
          const context = lawContext({ id: 'x1', actor, sourceSystem, now: NOW, facts });
          // A case that is decided and demanded, so that every act has what it rests on.
          const decided = {
            decision: { decidedOn: '2023-01-05' },
            servedOn: '2023-01-06',
            demandServedOn: '2023-02-06',
          };
          const state = { ...(aggregate.initialState as object), ...decided, phase, unitId: 'qz' } as never;
          fc.assert(
            fc.property(inputOf(input as Constructor), (given) => {
              const said = { ...given, paper: undefined };
              if (approval!.isNeeded?.(said, state) === false) return;
              expect({ name, decision: decide(said, state, context) }).toMatchObject({ decision: { kind: 'refused' } });
            }),
            { numRuns: 3 },
          );
        }
  });
});

describe('按名查找', () => {
  it('没有的聚合和命令，找不到', () => {
    expect(aggregateNamed('nothing')).toBeUndefined();
    expect(commandNamed('case', 'Nothing')).toBeUndefined();
  });
});

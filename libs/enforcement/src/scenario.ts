import type { DomainEvent } from '#eventsourcing';
import type { OtherHistories, Scenario } from '#eventsourcing/testing';
import { BUREAU, lawContext } from './case/scenario.js';
import type { LawAggregate, LawContext, RegisteredCommand } from './definition.js';
import type { Role } from './roles.js';

/*
 * Fixtures of the specs of the small aggregates: the city bureau `qz` with its people, two county bureaus and a township
 * below one of them. For tests alone; the library does not export it.
 */

const unitOf = (unitId: string, level: string, parentId?: string): DomainEvent => ({
  type: 'UnitEstablished',
  data: {
    unitId,
    name: unitId,
    level,
    territoryCode: '330802',
    uscc: '11330800768656330Q',
    documentPrefix: '衢',
    parentId,
  },
});

export const CITY: OtherHistories = {
  ...BUREAU,
  'unit-kecheng': [unitOf('kecheng', 'COUNTY', 'qz')],
  'unit-qujiang': [unitOf('qujiang', 'COUNTY', 'qz')],
  'unit-xinxin': [unitOf('xinxin', 'TOWNSHIP', 'kecheng')],
};

/** Somebody of a unit in some roles, at a day (noon in Shanghai). */
export function by(unit: string, roles: Role | readonly Role[], at: string, elsewhere: OtherHistories = {}) {
  return {
    context: lawContext,
    actor: { id: `u-${unit}`, unit, roles: typeof roles === 'string' ? [roles] : roles },
    at,
    elsewhere: { ...CITY, ...elsewhere },
    id: 'x1',
  } satisfies Scenario<LawContext>;
}

/** The command of an aggregate that a class stands for. */
export function commandOf<State, Command extends object>(
  aggregate: LawAggregate<State>,
  input: new () => Command,
): RegisteredCommand<State, Command> {
  const found = aggregate.commands.find(({ name }) => name === input.name);
  if (!found) throw new Error(`${aggregate.name} has no command ${input.name}`);
  return found as unknown as RegisteredCommand<State, Command>;
}

/** A case of a unit: filed in the ordinary procedure, or decided on the spot. */
export function ordinaryCase(caseId: string, unitId: string, filedOn = '2023-02-01'): DomainEvent[] {
  return [
    { type: 'CaseRegistered', data: { caseId, unitId, item: {}, parties: [], happenedOn: '2023-01-20' } },
    {
      type: 'CaseFiled',
      data: { caseNo: '1', procedure: 'ORDINARY', filedOn, deadlineOn: '2023-05-02', officers: [] },
    },
  ];
}

/** A decision made on the spot. */
export function summaryCase(caseId: string, unitId: string, decidedOn: string): DomainEvent[] {
  return [
    {
      type: 'SummaryDecisionMade',
      data: {
        caseId,
        unitId,
        procedure: 'SUMMARY',
        sourceSystem: 'PLATFORM',
        decisionNo: '1',
        decidedOn,
        item: {},
        party: {},
        kinds: ['FINE'],
        fineFen: 5_000,
        officers: [],
        servedOn: decidedOn,
      },
    },
  ];
}

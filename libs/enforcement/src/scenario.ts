import { type DomainEvent, type Fact, factDifferences } from '#eventsourcing';
import type { OtherHistories, Scenario } from '#eventsourcing/testing';
import type { NoticeSetting } from '#statutes';
import { BUREAU, lawContext } from './case/scenario.js';
import type { LawAggregate, RegisteredCommand } from './definition/aggregate.js';
import { standingsOf } from './definition/clock.js';
import type { LawContext } from './definition/context.js';
import type { Register } from './definition/register.js';
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

/** `measure date unit subject`, as the row books them. */
const written = ({ measure, date, unit, subject }: Fact) => [measure, date, unit, subject].filter(Boolean).join(' ');

/** The events of one record played into its row: what it says, what it books in the ledger, which clocks run. */
export function rowAfter({ readModel, clocks }: Register, ...events: readonly DomainEvent[]) {
  const factsOf = (of: object | undefined) => (of === undefined ? [] : (readModel.facts?.(of) ?? []));
  let row: object | undefined;
  let booked: Fact[] = [];
  for (const [revision, { type, data }] of events.entries()) {
    const recorded = { type, data, stream: 'x-x1', revision, recordedAt: '2024-01-10T00:00:00.000Z' };
    const after = readModel.evolve(row, recorded as unknown as Parameters<typeof readModel.evolve>[1])!;
    const next = Object.fromEntries(Object.keys(readModel.columns).map((column) => [column, after[column] ?? null]));
    booked = factDifferences(factsOf(row), factsOf(next));
    row = next;
  }
  return {
    row: row as Readonly<Record<string, unknown>>,
    facts: factsOf(row).map(written),
    /** What the last event changed in the ledger. */
    booked: booked.map((fact) => `${fact.count > 0 ? '+' : ''}${fact.count} ${written(fact)}`),
    /** The clocks that run, with their last days. */
    open: standingsOf(clocks, row).flatMap(({ clock, dueOn, isOpen }) => (isOpen ? [`${clock} ${dueOn}`] : [])),
  };
}

/** A notice for a year that has none yet. Of the specs: the days are made up. */
export const NOTICE_OF_2027: NoticeSetting = {
  year: 2027,
  source: '测试用',
  holidays: [
    { name: '元旦', from: '2027-01-01', to: '2027-01-03' },
    { name: '春节', from: '2027-02-05', to: '2027-02-11' },
    { name: '清明', from: '2027-04-03', to: '2027-04-05' },
    { name: '劳动节', from: '2027-05-01', to: '2027-05-05' },
    { name: '端午', from: '2027-06-09' },
    { name: '中秋', from: '2027-09-15' },
    { name: '国庆', from: '2027-10-01', to: '2027-10-07' },
  ],
  workdays: ['2027-01-30', '2027-02-20'],
};

import { AGGREGATES, CASE_CLOCKS, type CasePhase, caseAggregate, PHASES, type Register } from '#enforcement';
import { CASE_METRICS } from './case-metrics.js';
import { CASE_LIST, CASE_MEASURES, CaseRow, caseOverview } from './case-overview.js';

/** 案件: its row is a tuned overview, everything else as in any register. */
export const caseRegister: Register = {
  name: 'case',
  path: 'cases',
  title: '案件',
  noun: '案件',
  aggregate: caseAggregate,
  readModel: caseOverview,
  row: CaseRow,
  phases: PHASES,
  list: CASE_LIST,
  calledBy: 'caseNo',
  unitFields: ['unitId'],
  peopleField: 'assignedTo',
  atRest: ['Closed', 'Archived'] satisfies CasePhase[],
  desks: { REVIEWER: ['InLegalReview'] },
  waits: [
    { what: '法制审核', in: ['InLegalReview'], by: 'officers', from: 'reviewers', since: 'reviewsSubmittedOn' },
    {
      what: '公安机关的决定',
      in: ['TransferPending'],
      by: 'officers',
      from: { named: '公安机关' },
      since: 'transferSentOn',
    },
    { what: '裁定', in: ['CourtEnforcement'], by: 'officers', from: { named: '人民法院' }, since: 'courtAppliedOn' },
  ],
  clocks: CASE_CLOCKS,
  measures: CASE_MEASURES,
  metrics: CASE_METRICS,
};

/** Every register that people see, in the order in which pages name them: the case, and what `register()` made. */
export const REGISTERS: readonly Register[] = [
  caseRegister,
  ...AGGREGATES.flatMap((aggregate) => ('register' in aggregate ? [aggregate.register as Register] : [])),
];

const byName = new Map(REGISTERS.map((register) => [register.name, register]));
const byPath = new Map(REGISTERS.map((register) => [register.path, register]));

/** The register of an aggregate: `case`, `lead`. */
export function registerNamed(name: string): Register | undefined {
  return byName.get(name);
}

/** The register at a path: `cases`, `leads`. */
export function registerAt(path: string): Register | undefined {
  return byPath.get(path);
}

/** Every read model that the projector keeps: a table a register. */
export const READ_MODELS = REGISTERS.map(({ readModel }) => readModel);

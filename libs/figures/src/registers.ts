import {
  administrativeAct,
  assessmentRound,
  assessmentStandard,
  benchmark,
  CASE_CLOCKS,
  caseAggregate,
  caseBudget,
  complianceGuide,
  coordination,
  creditRepair,
  dispute,
  documentReview,
  dossierAssessment,
  inspection,
  inspectionPlan,
  jointMechanism,
  lead,
  leniencyList,
  liaison,
  officer,
  PHASES,
  policyDocument,
  powerItem,
  type Register,
  referral,
  remedy,
  reviewAssignment,
  summaryImport,
  supervisedTask,
  supervisionNotice,
  supportRecord,
  training,
  typicalCase,
  unit,
} from '#enforcement';
import { CASE_METRICS } from './case-metrics.js';
import { CASE_MEASURES, CaseRow, caseOverview } from './case-overview.js';

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
  list: {
    columns: ['parties', 'unitId', 'phase', 'filedOn', 'decidedOn', 'closedOn', 'fineFen', 'confiscateFen'],
    filters: [
      'phase',
      'unitId',
      'procedure',
      'field',
      'sourceSystem',
      'outcome',
      'officers',
      'assignedTo',
      'partyNames',
      'caseNo',
      'decisionNo',
      'registeredOn',
      'filedOn',
      'decidedOn',
      'closedOn',
    ],
    sort: '-registeredOn',
    sorts: ['nextDueOn', 'filedOn', 'decisionDueOn', 'decidedOn', 'closedOn', 'paymentDueOn', 'fineFen', 'caseNo'],
  },
  calledBy: 'caseNo',
  unitFields: ['unitId'],
  peopleField: 'assignedTo',
  clocks: CASE_CLOCKS,
  measures: CASE_MEASURES,
  metrics: CASE_METRICS,
};

/** Every register that people see, in the order in which pages name them. Adding one is its file and its line here. */
export const REGISTERS: readonly Register[] = [
  caseRegister,
  ...[
    lead,
    coordination,
    dispute,
    referral,
    remedy,
    administrativeAct,
    summaryImport,
    supervisionNotice,
    supervisedTask,
    benchmark,
    leniencyList,
    powerItem,
    creditRepair,
    complianceGuide,
    reviewAssignment,
    assessmentStandard,
    assessmentRound,
    dossierAssessment,
    inspectionPlan,
    inspection,
    documentReview,
    policyDocument,
    jointMechanism,
    liaison,
    training,
    typicalCase,
    caseBudget,
    supportRecord,
    unit,
    officer,
  ].map(({ register }) => register),
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

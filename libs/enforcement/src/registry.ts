import { caseAggregate } from './case/case.js';
import type { LawAggregate, RegisteredCommand } from './definition/aggregate.js';
import { documentNumber } from './document-number.js';
import { importedNumbers } from './imported-numbers.js';
import { certificateNumber, documentPrefix } from './organisation/held-once.js';
import { holidayNotice } from './organisation/holiday-notice.js';
import { officer } from './organisation/officer.js';
import { unit } from './organisation/unit.js';
import { partyHistory } from './party-history.js';
import { administrativeAct } from './registers/administrative-act.js';
import { annualReport } from './registers/annual-report.js';
import { benchmark } from './registers/benchmark.js';
import { caseBudget } from './registers/case-budget.js';
import { complianceGuide } from './registers/compliance-guide.js';
import { coordination } from './registers/coordination.js';
import { creditRepair } from './registers/credit-repair.js';
import { dispute } from './registers/dispute.js';
import { documentReview } from './registers/document-review.js';
import { assessmentRound, assessmentStandard, dossierAssessment } from './registers/dossier-assessment.js';
import { inspection, inspectionCount, inspectionPlan } from './registers/inspection.js';
import { jointMechanism, liaison } from './registers/joint-mechanism.js';
import { lead } from './registers/lead.js';
import { leniencyList } from './registers/leniency-list.js';
import { policyDocument } from './registers/policy-document.js';
import { powerItem } from './registers/power-item.js';
import { proposal } from './registers/proposal.js';
import { referral } from './registers/referral.js';
import { reviewAssignment } from './registers/review-assignment.js';
import { supervisedTask } from './registers/supervised-task.js';
import { supervisionNotice } from './registers/supervision-notice.js';
import { supportRecord } from './registers/support-record.js';
import { training } from './registers/training.js';
import { typicalCase } from './registers/typical-case.js';
import { voidedNumber } from './registers/voided-number.js';
import { workPlan } from './registers/work-plan.js';
import { remedyRegister } from './remedy/register.js';
import { remedy } from './remedy/remedy.js';
import { summaryImport } from './summary-import.js';

/**
 * Every aggregate of the domain, in the order in which pages name their registers: routes, validation, OpenAPI, lists, files and
 * the timeline are derived from this list.
 */
// biome-ignore lint/suspicious/noExplicitAny: a list of aggregates over different states.
export const AGGREGATES: readonly LawAggregate<any>[] = [
  documentNumber,
  caseAggregate,
  proposal,
  importedNumbers,
  partyHistory,
  lead,
  coordination,
  dispute,
  remedy,
  remedyRegister,
  referral,
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
  inspectionCount,
  documentReview,
  policyDocument,
  jointMechanism,
  liaison,
  training,
  typicalCase,
  caseBudget,
  supportRecord,
  voidedNumber,
  annualReport,
  workPlan,
  holidayNotice,
  unit,
  documentPrefix,
  officer,
  certificateNumber,
];

// biome-ignore lint/suspicious/noExplicitAny: as above.
const byName = new Map<string, LawAggregate<any>>(AGGREGATES.map((entry) => [entry.name, entry]));

// biome-ignore lint/suspicious/noExplicitAny: as above.
export function aggregateNamed(name: string): LawAggregate<any> | undefined {
  return byName.get(name);
}

// biome-ignore lint/suspicious/noExplicitAny: a registry of commands over different states and inputs.
export function commandNamed(aggregate: string, command: string): RegisteredCommand<any, any> | undefined {
  return byName.get(aggregate)?.commands.find(({ name }) => name === command);
}

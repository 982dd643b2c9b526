export type * from './case/act-code.js';
export * from './case/case.js';
export * from './case/clocks.js';
export type * from './case/closing.js';
export type * from './case/court-enforcement.js';
export type * from './case/criminal-transfer.js';
export type * from './case/decision.js';
export type * from './case/demand.js';
export * from './case/discussion.js';
export type * from './case/filing.js';
export type * from './case/hearing.js';
export type * from './case/investigation.js';
export type * from './case/legal-review.js';
export type * from './case/notice.js';
export * from './case/parts.js';
export type * from './case/payment.js';
export * from './case/phases.js';
export type * from './case/publication.js';
export type * from './case/service.js';
export * from './case/state.js';
export type * from './case/summary.js';
export * from './definition/act.js';
export * from './definition/aggregate.js';
export * from './definition/clock.js';
export { columnsOf, searchOf } from './definition/columns.js';
export * from './definition/context.js';
export * from './definition/lifecycle.js';
export * from './definition/metric.js';
export * from './definition/register.js';
export * from './definition/stage.js';
export * from './document-number.js';
export * from './imported-numbers.js';
export * from './law-loop.js';
export * from './organisation/officer.js';
export * from './organisation/unit.js';
export * from './registers/administrative-act.js';
export * from './registers/benchmark.js';
export * from './registers/case-budget.js';
export * from './registers/compliance-guide.js';
export * from './registers/coordination.js';
export * from './registers/credit-repair.js';
export * from './registers/dispute.js';
export * from './registers/document-review.js';
export * from './registers/dossier-assessment.js';
export * from './registers/inspection.js';
export * from './registers/joint-mechanism.js';
export * from './registers/lead.js';
export * from './registers/leniency-list.js';
export * from './registers/policy-document.js';
export * from './registers/power-item.js';
export * from './registers/referral.js';
export * from './registers/review-assignment.js';
export * from './registers/supervised-task.js';
export * from './registers/supervision-notice.js';
export * from './registers/support-record.js';
export * from './registers/training.js';
export * from './registers/typical-case.js';
export * from './registry.js';
export * from './remedy/litigation.js';
export * from './remedy/reconsideration.js';
export * from './remedy/register.js';
export * from './remedy/remedy.js';
export {
  JUDGMENT_OUTCOMES,
  type JudgmentOutcome,
  RECONSIDERATION_OUTCOMES,
  REMEDY_PHASES,
  type ReconsiderationOutcome,
  Remedy,
  type RemedyPhase,
  type RemedyState,
} from './remedy/state.js';
export * from './roles.js';
export * from './summary-import.js';
export * from './terms.js';

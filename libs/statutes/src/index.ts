export { articleOfRule } from './article-of-rule.js';
export type { HolidayNotice } from './calendar.js';
export type { CashCollection, CashCollectionInput } from './cash-collection.js';
export { type NoticeSetting, parseStatutesConfiguration, type StatutesConfiguration } from './configuration.js';
export type { CountedDay } from './counting.js';
export type { CourtEnforcementInput, CourtEnforcementWindow } from './court-enforcement-window.js';
export type { CreditDisclosure, CreditDisclosureInput } from './credit-disclosure.js';
export type { ActWindow, DeadlineSetting, DueDate, DueInstant, Trigger } from './deadline-clock.js';
export { DEADLINES, type Deadline, type DeadlineId, type Edition } from './deadlines.js';
export {
  type ConfigurationProblem,
  StatutesConfigurationError,
  StatutesError,
  UnpublishedYearError,
} from './errors.js';
export { explainDue } from './explanation.js';
export type { HearingEntitlement, HearingEntitlementInput } from './hearing-entitlement.js';
export { LAW_ROWS, type LawRow } from './law-rows.js';
export { addDays, clockOf, dayOf, daysBetween, instantsOf, type LegalDay, legalDay } from './legal-day.js';
export type { Limitation, LimitationInput } from './limitation-of-action.js';
export { LiveStatutes } from './live-statutes.js';
export { yuan } from './money.js';
export { NOT_IN_USE } from './not-in-use.js';
export type { OnTheSpotLimit } from './on-the-spot.js';
export type { Consequence, Expiry } from './overdue.js';
export { type BureauParameters, PARAMETERS, type ParameterName } from './parameters.js';
export type { PenaltyClass, PenaltyClassId } from './penalty-class.js';
export { type PartyKind, PENALTY_KIND_NAMES, PENALTY_KINDS, type PenaltyKind, type Procedure } from './penalty-kind.js';
export { type BegunPeriod, periodsBegunBy } from './periods-of-event.js';
export { LAW_TEXTS, type Provision, provisionsOf } from './provisions/provisions.js';
export type { RemedyOrder } from './remedy-order.js';
export { renderLaw } from './render-law.js';
export type { ResponsibleAge } from './responsible-age.js';
export type { Binds, Citation, Mark, Unit } from './rows.js';
export type { LegalBasis, RuleFineCap, RuleFineCapInput } from './rule-fine-cap.js';
export { loadStatutes, type Statutes, underEdition } from './statutes.js';
export type { ChargedDay, SurchargeInput, SurchargeResult } from './surcharge.js';
export type { Interval } from './suspensions.js';

import { defined } from '#eventsourcing';
import type { Scope } from '../evaluate.js';
import type { Reach, ReportRequest } from './parts.js';
import { REGISTER_FIGURES } from './register-sentences.js';

/** The figures of the report: key, part of the catalogue, and whose entries. */
const FIGURES: readonly (readonly [key: string, metric: string, reach: Reach])[] = [
  ['coordinationRate', 'M09/rate', 'CITY'],
  ['leadRate', 'M10/rate', 'CITY'],
  ['codingRate', 'M11/rate', 'CITY'],
  ['reviewRate', 'M06/rate', 'UNIT'],
  ['publicationRate', 'M12/rate', 'UNIT'],
  ['transfersSent', 'M14/sent', 'UNIT'],
  ['referralsReceived', 'M14/received', 'UNIT'],
  ['filedOrdinary', 'M01/ordinary', 'UNIT'],
  ['closed', 'M02/all', 'UNIT'],
  ['closedOrdinary', 'M02/ordinary', 'UNIT'],
  ['closedSummary', 'M02/summary', 'UNIT'],
  ['closedParking', 'M02/summary.parking', 'UNIT'],
  ['closedSummaryOther', 'M02/summary.other', 'UNIT'],
  ['closedWithoutPenalty', 'M02/withoutPenalty', 'UNIT'],
  ['openingOrdinary', 'M03/ordinary.opening', 'UNIT'],
  ['closingOrdinary', 'M03/ordinary.closing', 'UNIT'],
  ['decidedNotClosedOpening', 'M03/decidedNotClosed.opening', 'UNIT'],
  ['decidedNotClosedClosing', 'M03/decidedNotClosed.closing', 'UNIT'],
  ['decidedOrdinaryFen', 'M05/decided.ordinary', 'UNIT'],
  ['decidedParkingFen', 'M05/decided.parking', 'UNIT'],
  ['decidedSummaryOtherFen', 'M05/decided.summaryOther', 'UNIT'],
  ['decidedFen', 'M05/decided', 'UNIT'],
  ['collectedFen', 'M05/collected', 'UNIT'],
  ['decisionOverdue', 'M19/decision', 'UNIT'],
  ['hearings', 'M08/hearings', 'UNIT'],
  ['courtApplications', 'M08/courtApplications', 'UNIT'],
  ['reviewSubmissions', 'M07/submissions', 'UNIT'],
  ['remedies', 'M15/handled', 'UNIT'],
  ['reconsiderations', 'M15/reconsideration.handled', 'UNIT'],
  ['litigations', 'M15/litigation.handled', 'UNIT'],
  ['reconsiderationCarried', 'M15/reconsideration.opening', 'UNIT'],
  ['reconsiderationNew', 'M15/reconsideration.accepted', 'UNIT'],
  ['reconsiderationConcluded', 'M15/reconsideration.concluded', 'UNIT'],
  ['reconsiderationPending', 'M15/reconsideration.closing', 'UNIT'],
  ['reconsiderationWithdrawn', 'M15/reconsideration.withdrawn', 'UNIT'],
  ['litigationCarried', 'M15/litigation.opening', 'UNIT'],
  ['litigationNew', 'M15/litigation.accepted', 'UNIT'],
  ['litigationConcluded', 'M15/litigation.concluded', 'UNIT'],
  ['litigationPending', 'M15/litigation.closing', 'UNIT'],
  ['litigationNewWithdrawn', 'M15/litigation.newWithdrawn', 'UNIT'],
  ['litigationNewUpheld', 'M15/litigation.newUpheld', 'UNIT'],
  ['litigationNewOther', 'M15/litigation.newOther', 'UNIT'],
  ['litigationNewPending', 'M15/litigation.newPending', 'UNIT'],
  ['litigationLost', 'M15/litigation.lost', 'UNIT'],
  ['appearanceRate', 'M16/rate', 'UNIT'],
  ['penalties', 'M04/all', 'UNIT'],
  ['penaltiesOnPlatform', 'M04/onPlatform', 'UNIT'],
  ['penaltiesOffPlatform', 'M04/offPlatform', 'UNIT'],
  ['penaltiesOffPlatformParking', 'M04/offPlatform.parking', 'UNIT'],
  ['penaltiesOnPlatformParking', 'M04/onPlatform.parking', 'UNIT'],
  ['penaltiesOrdinary', 'M04/ordinary', 'UNIT'],
  ['penaltiesOrdinaryParking', 'M04/ordinary.parking', 'UNIT'],
  ['unitCodingRate', 'M11/rate', 'UNIT'],
  ['unitCodingRateOfAll', 'M11/rateOfAll', 'UNIT'],
  ['cityPenalties', 'M04/all', 'CITY'],
  ['cityPenaltiesOnPlatform', 'M04/onPlatform', 'CITY'],
  ['cityPenaltiesOffPlatform', 'M04/offPlatform', 'CITY'],
  ['cityPenaltiesOffPlatformParking', 'M04/offPlatform.parking', 'CITY'],
  ['acts', 'A01/all', 'UNIT'],
  ['cityActs', 'A01/all', 'CITY'],
  ['licenses', 'A01/license', 'UNIT'],
  ['cityLicenses', 'A01/license', 'CITY'],
  ['coercion', 'A01/coercion', 'UNIT'],
  ['cityCoercion', 'A01/coercion', 'CITY'],
];

/** Columns of the annex between 行政强制 and 合计, all from the act ledger. */
export const OTHER_ACTS = ['LEVY', 'ADJUDICATION', 'PAYMENT', 'CONFIRMATION', 'REWARD', 'OTHER'] as const;

/** Every figure, those of the annex included. */
export const FIGURE_LIST = [
  ...FIGURES,
  ...REGISTER_FIGURES,
  ...OTHER_ACTS.flatMap((subject) => [
    [`other${subject}`, `A01/other.${subject}`, 'UNIT'] as const,
    [`cityOther${subject}`, `A01/other.${subject}`, 'CITY'] as const,
  ]),
];

/** The business days and units that a figure sums; the same scope opens it into its entries. */
export function scopeOf(request: ReportRequest, reach: Reach): Scope {
  const units = reach === 'UNIT' ? [request.unit.unitId] : request.area;
  return {
    from: `${request.year}-01-01`,
    to: `${request.year}-12-31`,
    ...defined({ units, knownOn: request.knownOn, today: request.today }),
  };
}

import { aggregate, type LawContext, type Stage } from '../definition.js';
import { actCode } from './act-code.js';
import { closing } from './closing.js';
import { courtEnforcement } from './court-enforcement.js';
import { criminalTransfer } from './criminal-transfer.js';
import { decision } from './decision.js';
import { demand } from './demand.js';
import { discussion } from './discussion.js';
import { filing } from './filing.js';
import { hearing } from './hearing.js';
import { investigation } from './investigation.js';
import { legalReview } from './legal-review.js';
import { notice } from './notice.js';
import { guardHandlingUnit } from './officers.js';
import { payment } from './payment.js';
import { CASE_LIFE } from './phases.js';
import { publication } from './publication.js';
import { service } from './service.js';
import { type CaseState, initialCase } from './state.js';
import { summary } from './summary.js';

/**
 * Every command that officers or registrars give is for people of the unit that handles the case. Reviewers and leaders
 * are held by guards of their own: the round must be theirs (审核人员库 crosses units), the office must be of this unit.
 */
function ofTheUnit(stage: Stage<CaseState>): Stage<CaseState> {
  const commands = stage.commands.map((entry): (typeof stage.commands)[number] => {
    if (!entry.roles.some((role) => role === 'OFFICER' || role === 'REGISTRAR')) return entry;
    return {
      ...entry,
      who: (state: CaseState, context: LawContext) =>
        guardHandlingUnit(state, context.actor) ?? entry.who?.(state, context),
    };
  });
  return { events: stage.events, commands };
}

/** 案件, one stream each: `case-<caseId>`. The stages hold the law; this file only puts them in order. */
export const caseAggregate = aggregate<CaseState>({
  name: 'case',
  path: 'cases',
  title: '案件',
  initialState: initialCase,
  life: CASE_LIFE,
  belongsTo: ({ unitId, officers, reviews }) => ({
    units: [unitId],
    people: [...officers.map(({ userId }) => userId), ...reviews.map(({ reviewerId }) => reviewerId)],
  }),
  stages: [
    filing,
    investigation,
    legalReview,
    notice,
    hearing,
    discussion,
    decision,
    summary,
    service,
    actCode,
    publication,
    payment,
    demand,
    courtEnforcement,
    criminalTransfer,
    closing,
  ].map(ofTheUnit),
});

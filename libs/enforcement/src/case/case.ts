import { type Actor, type Need, type Refusal, refuse } from '#eventsourcing';
import { say, the } from '#fields';
import { aggregate } from '../definition/aggregate.js';
import { clocksOver } from '../definition/clock.js';
import type { LawContext } from '../definition/context.js';
import type { AnyCommand, Stage } from '../definition/stage.js';
import { officer } from '../organisation/officer.js';
import { unitOn } from '../organisation/person.js';
import { actCode } from './act-code.js';
import { archiving } from './archiving.js';
import { CASE_CLOCKS, caseTerms } from './clocks.js';
import { closing } from './closing.js';
import { conversion } from './conversion.js';
import { courtEnforcement } from './court-enforcement.js';
import { courtReview } from './court-review.js';
import { criminalTransfer } from './criminal-transfer.js';
import { decision } from './decision.js';
import { proceduralDefects } from './defects.js';
import { demand } from './demand.js';
import { discussion } from './discussion.js';
import { entryCorrection } from './entry-correction.js';
import { evidence } from './evidence.js';
import { filing } from './filing.js';
import { hearing } from './hearing.js';
import { investigation } from './investigation.js';
import { legalReview } from './legal-review.js';
import { measures } from './measures.js';
import { notice } from './notice.js';
import { obligations } from './obligations.js';
import { guardHandlingUnit, peopleNeeds } from './officers.js';
import { CASE_DETERMINES } from './open-days.js';
import { otherEnds } from './other-ends.js';
import { payment } from './payment.js';
import { paymentPlan } from './payment-plan.js';
import { CASE_LIFE } from './phases.js';
import { publication } from './publication.js';
import { recusal } from './recusal.js';
import { remedies } from './remedies.js';
import { reopening } from './reopening.js';
import { service } from './service.js';
import { serviceAttempts } from './service-attempts.js';
import { settingRight } from './setting-right.js';
import { splitting } from './splitting.js';
import { CASE_STANDINGS } from './standings.js';
import { type CaseState, initialCase } from './state.js';
import { summary } from './summary.js';
import { timeForDeciding } from './time-for-deciding.js';

type Who = Pick<AnyCommand<CaseState>, 'mayNeeds'> & { readonly who: NonNullable<AnyCommand<CaseState>['who']> };

/** What officers and registrars do is for people of the unit that handles the case, and those assigned to it. */
const HANDLING: Who = { who: (state: CaseState, { actor }: LawContext) => guardHandlingUnit(state, actor) };

/**
 * Leaders are of the unit, or called in by it at some time. Whether he was in office
 * on the day is asked by the command's own guards.
 */
const LEADING: Who = {
  mayNeeds: (state: CaseState, actor: Actor): Need[] => (isOwn(state, actor) ? [] : peopleNeeds(actor.id)),
  who: (state: CaseState, { actor, facts, today }: LawContext) => {
    if (isOwn(state, actor)) return undefined;
    const person = facts.get(officer, actor.id);
    const isCalledIn = person.secondments.some(({ toUnitId }) => toUnitId === state.unitId);
    return unitOn(person, today) === state.unitId || isCalledIn ? undefined : notHis(state, actor, '也没有经过调用');
  },
};

/** An officer's act that a leader approves is for either of them. */
const EITHER: Who = {
  mayNeeds: LEADING.mayNeeds,
  who: (state: CaseState, context: LawContext) => {
    const refusal = HANDLING.who(state, context);
    return refusal && context.actor.roles.includes('LEADER') ? LEADING.who(state, context) : refusal;
  },
};

/** 审核人员库 crosses units: a reviewer from elsewhere has to do with the case once a round was his. */
const REVIEWING: Who = {
  who: (state: CaseState, { actor }: LawContext) =>
    isOwn(state, actor) || state.reviews.some(({ reviewerId }) => reviewerId === actor.id)
      ? undefined
      : notHis(state, actor, '也不是本案审核人员'),
};

function isOwn({ unitId }: CaseState, { unit }: Actor): boolean {
  return unitId === '' || unitId === unit;
}

function notHis({ unitId }: CaseState, { unit }: Actor, besides: '也没有经过调用' | '也不是本案审核人员'): Refusal {
  return refuse({
    code: 'unit.not_responsible',
    article: '行政处罚法第二十二条、第二十三条',
    message: say`本案由${the.unit(unitId)}管辖，您属于${the.unit(unit)}，${besides}，不能办理`,
  });
}

/** Everybody who gives a command of the case has to do with the case: asked before how far it has got is told. */
function ofTheUnit({ events, commands }: Stage<CaseState>): Stage<CaseState> {
  return {
    events,
    commands: commands.map((entry): AnyCommand<CaseState> => {
      const ofOfficers = entry.roles.some((role) => role === 'OFFICER' || role === 'REGISTRAR');
      const isOfLeaders = entry.roles.includes('LEADER');
      const { who, mayNeeds } = !ofOfficers ? (isOfLeaders ? LEADING : REVIEWING) : isOfLeaders ? EITHER : HANDLING;
      return {
        ...entry,
        mayNeeds: (state, actor) => [...(mayNeeds?.(state, actor) ?? []), ...(entry.mayNeeds?.(state, actor) ?? [])],
        who: (state, context) => who(state, context) ?? entry.who?.(state, context),
      };
    }),
  };
}

/** 案件, one stream each: `case-<caseId>`. The stages hold the law; this file only puts them in order. */
export const caseAggregate = aggregate<CaseState>({
  name: 'case',
  path: 'cases',
  title: '案件',
  initialState: initialCase,
  life: CASE_LIFE,
  clocks: clocksOver(CASE_CLOCKS, caseTerms),
  standings: CASE_STANDINGS,
  determines: CASE_DETERMINES,
  belongsTo: ({ unitId, officers, reviews }) => ({
    units: [unitId],
    people: [...officers.map(({ userId }) => userId), ...reviews.map(({ reviewerId }) => reviewerId)],
  }),
  stages: [
    filing,
    investigation,
    evidence,
    recusal,
    measures,
    timeForDeciding,
    legalReview,
    serviceAttempts,
    notice,
    hearing,
    discussion,
    decision,
    proceduralDefects,
    summary,
    conversion,
    service,
    actCode,
    publication,
    payment,
    paymentPlan,
    obligations,
    demand,
    courtEnforcement,
    courtReview,
    criminalTransfer,
    settingRight,
    otherEnds,
    splitting,
    closing,
    archiving,
    reopening,
    entryCorrection,
  ]
    .flat()
    .map(ofTheUnit),
  told: [remedies],
});

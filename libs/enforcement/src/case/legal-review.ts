import { type Actor, type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Narrative, PersonRef, Rule, say, the, WholeNumber } from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import { type LawContext, ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { REVIEW_TRIGGERS, type ReviewTrigger } from '../terms.js';
import { act } from './act.js';
import { guardNotRecused, guardReviewer, peopleNeeds } from './officers.js';
import { type CaseState, type ReviewRound, withoutOpinions } from './state.js';

/*
 * 法制审核 (行政处罚法第五十八条; DOMAIN 2.4 阶段 6、10). Every round is one submission and one answer; a returned case has to
 * be submitted again. A later round leaves the notice, the statement and the hearing as they are.
 */

// ---- commands and, beside each, the event that is stored for ever

export class SubmitLegalReview {
  @Choice('送审情形', REVIEW_TRIGGERS) trigger!: ReviewTrigger;
  @PersonRef('审核人') reviewerId!: string;
  @ActDay('送审日期') submittedOn!: LegalDay;
}
export class LegalReviewSubmitted {
  /** Counted from 1 within the case. */
  @WholeNumber('轮次', { min: 1 }) round!: number;
  @Choice('送审情形', REVIEW_TRIGGERS) trigger!: ReviewTrigger;
  @PersonRef('审核人') reviewerId!: string;
  @ActDay('送审日期') submittedOn!: LegalDay;
  /** D10: last day for the answer, with the edition of the rule that gave it. */
  @Day('审核期限') dueOn!: LegalDay;
  @Rule('期限依据') dueRule!: string;
}

/** 法制审核通过: by the reviewer himself. */
export class PassReview {
  @Narrative('审核意见') opinion!: string;
  @ActDay('通过日期') passedOn!: LegalDay;
}
export class LegalReviewPassed {
  @WholeNumber('轮次', { min: 1 }) round!: number;
  @Narrative('审核意见') opinion!: string;
  @PersonRef('审核人') reviewerId!: string;
  @ActDay('通过日期') passedOn!: LegalDay;
}

/** 法制审核退回: by the reviewer himself. */
export class ReturnReview {
  @Narrative('审核意见') opinion!: string;
  @ActDay('退回日期') returnedOn!: LegalDay;
}
export class LegalReviewReturned {
  @WholeNumber('轮次', { min: 1 }) round!: number;
  @Narrative('审核意见') opinion!: string;
  @PersonRef('审核人') reviewerId!: string;
  @ActDay('退回日期') returnedOn!: LegalDay;
}

// ---- what the later stages ask

export function latestRound(state: CaseState): ReviewRound | undefined {
  return state.reviews.at(-1);
}

/** Last day of the hearing, whichever way it ended; undefined before. */
export function hearingEndedOn(state: CaseState): LegalDay | undefined {
  return state.hearing?.heldOn ?? state.hearing?.terminatedOn;
}

/**
 * G22 第五十八条第一款: why a case is reviewed before the party is told and before it is decided. The bureau may have every case reviewed;
 * without that the law asks it after a hearing, and of whatever was once submitted as one of its four.
 */
function whyReviewed(
  { reviews, hearing }: CaseState,
  statutes: Statutes,
  days: readonly LegalDay[],
): string | undefined {
  if (days.every((day) => statutes.parameters(day).reviewEveryCase)) return REVIEW_TRIGGERS.EVERY_CASE;
  if (hearing?.heldOn !== undefined) return REVIEW_TRIGGERS['58.2'];
  const submitted = reviews.findLast(({ trigger }) => trigger !== undefined && trigger !== 'EVERY_CASE');
  if (submitted !== undefined) return REVIEW_TRIGGERS[submitted.trigger!];
  return reviews.length > 0 && reviews.at(-1)!.outcome !== 'PASSED' ? '已经送审而没有通过' : undefined;
}

/** Days on which an act may be done of which nobody knows the day yet: the bureau's rule of its day is the one that counts. */
export const anyDay = ({ filedOn }: CaseState, today: LegalDay): readonly LegalDay[] =>
  filedOn === undefined ? [today] : [filedOn, today];

/** G22: where it has to be reviewed, the latest round passed, and came after the hearing. A conclusion asks for a round of its own. */
export function guardReviewed(
  state: CaseState,
  { statutes, days }: { readonly statutes: Statutes; readonly days: readonly LegalDay[] },
  { code, act }: { readonly code: string; readonly act: string },
): Refusal | undefined {
  const why = whyReviewed(state, statutes, days);
  const round = state.phase === 'Concluded' ? undefined : latestRound(state);
  if (why !== undefined && (round?.outcome !== 'PASSED' || round.finishedOn === undefined))
    return refuse({
      code: `${code}.not_reviewed`,
      article: '行政处罚法第五十八条第一款',
      message: `没有通过法制审核（${why}），不能${act}，请先送审`,
    });
  if (round === undefined || round.submittedOn >= (hearingEndedOn(state) ?? '')) return undefined;
  return refuse({
    code: `${code}.not_reviewed_after_hearing`,
    article: '行政处罚法第五十八条第一款第二项',
    message: '最近一轮法制审核早于听证，听证以后须再次通过法制审核',
  });
}

// ---- guards

const ARTICLE = '行政处罚法第五十八条';

function guardHearingOver(state: CaseState): Refusal | undefined {
  if (state.phase !== 'HearingPhase' || hearingEndedOn(state) !== undefined) return undefined;
  return refuse({
    code: 'review.hearing_pending',
    article: '行政处罚法第五十八条第一款第二项',
    message: '听证还没有举行或者终止，听证结束后再送法制审核',
  });
}

/** G15; whoever hosted a hearing of the case under any notice stays excluded. */
function guardMayReview({ facts }: LawContext, reviewerId: string, state: CaseState, on: LegalDay) {
  return guardReviewer(
    facts,
    reviewerId,
    {
      everInvestigated: state.everInvestigated,
      ...(state.hosts.includes(reviewerId) ? { hearing: { hostId: reviewerId } } : {}),
    },
    on,
  );
}

/** The opinion is the reviewer's own: nobody answers for him. */
function guardOwnReview(state: CaseState, actorId: string): Refusal | undefined {
  const round = latestRound(state);
  if (round?.reviewerId === actorId) return undefined;
  return refuse({
    code: 'review.not_assigned',
    article: ARTICLE,
    message:
      round === undefined
        ? '本案还没有送法制审核'
        : say`本轮审核人是${the.person(round.reviewerId)}，只能由其本人出具审核意见`,
  });
}

/** The answer to a round, whichever. */
const ANSWER = {
  article: ARTICLE,
  roles: ['REVIEWER'],
  needs: (_input: object, _state: CaseState, actor: Actor) => peopleNeeds(actor.id),
  restsOn: (state: CaseState) => [[latestRound(state)?.submittedOn, '送审日期']] as const,
  may: (state: CaseState, { actor }: LawContext) => guardOwnReview(state, actor.id),
} as const;

function ownReview(context: LawContext, state: CaseState, on: LegalDay) {
  const { id: reviewerId } = context.actor;
  return guardMayReview(context, reviewerId, state, on) ?? { round: latestRound(state)!.round, reviewerId };
}

function answered({ reviews }: CaseState, outcome: 'PASSED' | 'RETURNED', finishedOn: LegalDay) {
  return { reviews: reviews.with(-1, { ...reviews.at(-1)!, outcome, finishedOn }) };
}

export const legalReview: readonly Stage<CaseState>[] = [
  act(SubmitLegalReview, LegalReviewSubmitted, {
    title: '送法制审核',
    article: ARTICLE,
    draft: (state) => ({
      trigger: hearingEndedOn(state) === undefined ? 'EVERY_CASE' : '58.2',
      reviewerId: latestRound(state)?.reviewerId,
    }),
    roles: ['OFFICER'],
    needs: ({ reviewerId }) => peopleNeeds(reviewerId),
    says: ({ round, reviewerId, trigger }) =>
      say`第${round}轮法制审核送${the.person(reviewerId)}（${REVIEW_TRIGGERS[trigger]}）`,
    restsOn: (state) => [
      [state.concludedOn, '调查终结日期'],
      [state.cameBackOn, '案件退回的日期'],
      [latestRound(state)?.finishedOn, '上一轮审核日期'],
      [state.notice?.servedOn, '告知送达日期'],
      [state.discussedOn.at(-1), '集体讨论日期'],
      [hearingEndedOn(state), '听证结束日期'],
    ],
    may: guardHearingOver,
    decide: ({ reviewerId, submittedOn }, state, context) => {
      const refusal = guardNotRecused(state, reviewerId) ?? guardMayReview(context, reviewerId, state, submittedOn);
      if (refusal) return refusal;
      const due = context.statutes.due('D10', { on: submittedOn });
      return { round: state.reviews.length + 1, dueOn: due.dueOn, dueRule: ruleOf(due) };
    },
    evolve: (state, { round, trigger, reviewerId, submittedOn }) => ({
      ...withoutOpinions(state, 'DECISION'),
      reviews: [...state.reviews, { round, trigger, reviewerId, submittedOn }],
    }),
  }),
  act(PassReview, LegalReviewPassed, {
    ...ANSWER,
    title: '法制审核通过',
    says: ({ round, opinion }) => say`第${round}轮法制审核通过：${the.words(opinion)}`,
    decide: ({ passedOn }, state, context) => ownReview(context, state, passedOn),
    evolve: (state, { passedOn }) => answered(state, 'PASSED', passedOn),
  }),
  act(ReturnReview, LegalReviewReturned, {
    ...ANSWER,
    title: '法制审核退回',
    says: ({ round, opinion }) => say`第${round}轮法制审核退回：${the.words(opinion)}`,
    decide: ({ returnedOn }, state, context) => ownReview(context, state, returnedOn),
    evolve: (state, { returnedOn }) => answered(state, 'RETURNED', returnedOn),
  }),
];

import { accept, type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Day, Narrative, PersonRef, Rule, say, the, WholeNumber } from '#fields';
import type { LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { type LawContext, ruleOf } from '../definition/context.js';
import { command, event, type Stage } from '../definition/stage.js';
import { guardReviewer, peopleNeeds } from './officers.js';
import type { CaseState, ReviewRound } from './state.js';

/*
 * 法制审核 (行政处罚法第五十八条; DOMAIN 2.4 阶段 6、10). Every round is one submission and one answer; a returned case has to
 * be submitted again. A later round leaves the notice, the statement and the hearing as they are.
 */

/** 送审情形: the four of 第五十八条第一款, and the bureau's own rule that every ordinary case is reviewed. */
export const REVIEW_TRIGGERS = {
  '58.1': '涉及重大公共利益',
  '58.2': '直接关系当事人或者第三人重大权益，经过听证程序',
  '58.3': '案件情况疑难复杂、涉及多个法律关系',
  '58.4': '法律、法规规定应当进行法制审核的其他情形',
  EVERY_CASE: '本局普通程序案件全部审核',
} as const;
export type ReviewTrigger = keyof typeof REVIEW_TRIGGERS;

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

function answered(state: CaseState, outcome: 'PASSED' | 'RETURNED', finishedOn: LegalDay): readonly ReviewRound[] {
  const round = latestRound(state);
  return round ? [...state.reviews.slice(0, -1), { ...round, outcome, finishedOn }] : state.reviews;
}

export const legalReview: Stage<CaseState> = {
  events: [
    event(LegalReviewSubmitted, {
      title: '送法制审核',
      says: ({ round, reviewerId, trigger }) =>
        say`第${round}轮法制审核送${the.person(reviewerId)}（${REVIEW_TRIGGERS[trigger]}）`,
      evolve: (state: CaseState, { round, reviewerId, submittedOn }) => ({
        ...state,
        reviews: [...state.reviews, { round, reviewerId, submittedOn }],
      }),
    }),
    event(LegalReviewPassed, {
      title: '法制审核通过',
      says: ({ round, opinion }) => say`第${round}轮法制审核通过：${the.words(opinion)}`,
      evolve: (state: CaseState, { passedOn }) => ({ ...state, reviews: answered(state, 'PASSED', passedOn) }),
    }),
    event(LegalReviewReturned, {
      title: '法制审核退回',
      says: ({ round, opinion }) => say`第${round}轮法制审核退回：${the.words(opinion)}`,
      evolve: (state: CaseState, { returnedOn }) => ({ ...state, reviews: answered(state, 'RETURNED', returnedOn) }),
    }),
  ],
  commands: [
    command<CaseState, SubmitLegalReview>({
      input: SubmitLegalReview,
      title: '送法制审核',
      article: ARTICLE,
      roles: ['OFFICER'],
      records: LegalReviewSubmitted,
      needs: ({ reviewerId }) => peopleNeeds(reviewerId),
      may: guardHearingOver,
      decide: ({ trigger, reviewerId, submittedOn }, state, context) => {
        const refusal =
          guardNotInFuture(submittedOn, context.today, '送审日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.concludedOn ?? '', '送审日期', '调查终结日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.cameBackOn ?? '', '送审日期', '案件退回的日期', ARTICLE) ??
          guardNotBefore(submittedOn, latestRound(state)?.finishedOn ?? '', '送审日期', '上一轮审核日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.notice?.servedOn ?? '', '送审日期', '告知送达日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.discussedOn.at(-1) ?? '', '送审日期', '集体讨论日期', ARTICLE) ??
          guardNotBefore(submittedOn, hearingEndedOn(state) ?? '', '送审日期', '听证结束日期', ARTICLE) ??
          guardMayReview(context, reviewerId, state, submittedOn);
        if (refusal) return refusal;
        const due = context.statutes.due('D10', { on: submittedOn });
        return accept({
          type: 'LegalReviewSubmitted',
          data: {
            round: state.reviews.length + 1,
            trigger,
            reviewerId,
            submittedOn,
            dueOn: due.dueOn,
            dueRule: ruleOf(due),
          } satisfies LegalReviewSubmitted,
        });
      },
    }),
    command<CaseState, PassReview>({
      input: PassReview,
      title: '法制审核通过',
      article: ARTICLE,
      roles: ['REVIEWER'],
      records: LegalReviewPassed,
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state, { actor }) => guardOwnReview(state, actor.id),
      decide: ({ opinion, passedOn }, state, context) =>
        guardNotInFuture(passedOn, context.today, '通过日期', ARTICLE) ??
        guardNotBefore(passedOn, latestRound(state)!.submittedOn, '通过日期', '送审日期', ARTICLE) ??
        guardMayReview(context, context.actor.id, state, passedOn) ??
        accept({
          type: 'LegalReviewPassed',
          data: {
            round: latestRound(state)!.round,
            opinion,
            reviewerId: context.actor.id,
            passedOn,
          } satisfies LegalReviewPassed,
        }),
    }),
    command<CaseState, ReturnReview>({
      input: ReturnReview,
      title: '法制审核退回',
      article: ARTICLE,
      roles: ['REVIEWER'],
      records: LegalReviewReturned,
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state, { actor }) => guardOwnReview(state, actor.id),
      decide: ({ opinion, returnedOn }, state, context) =>
        guardNotInFuture(returnedOn, context.today, '退回日期', ARTICLE) ??
        guardNotBefore(returnedOn, latestRound(state)!.submittedOn, '退回日期', '送审日期', ARTICLE) ??
        guardMayReview(context, context.actor.id, state, returnedOn) ??
        accept({
          type: 'LegalReviewReturned',
          data: {
            round: latestRound(state)!.round,
            opinion,
            reviewerId: context.actor.id,
            returnedOn,
          } satisfies LegalReviewReturned,
        }),
    }),
  ],
};

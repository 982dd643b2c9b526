import { accept, type Refusal, refuse } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type LawContext, type Stage } from '../definition.js';
import { Choice, Day, Id, LongText } from '../fields.js';
import { guardReviewer, peopleNeeds } from './officers.js';
import { inPhase } from './phases.js';
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

// ---- events, stored for ever

export interface LegalReviewSubmitted {
  /** Counted from 1 within the case. */
  readonly round: number;
  readonly trigger: ReviewTrigger;
  readonly reviewerId: string;
  readonly submittedOn: LegalDay;
  /** D10: last day for the answer, with the edition of the rule that gave it. */
  readonly dueOn: LegalDay;
  readonly dueRule: string;
}

export interface LegalReviewPassed {
  readonly round: number;
  readonly opinion: string;
  readonly reviewerId: string;
  readonly passedOn: LegalDay;
}

export interface LegalReviewReturned {
  readonly round: number;
  readonly opinion: string;
  readonly reviewerId: string;
  readonly returnedOn: LegalDay;
}

// ---- commands

/** 送法制审核. */
export class SubmitLegalReview {
  @Choice('送审情形', REVIEW_TRIGGERS) trigger!: ReviewTrigger;
  @Id('审核人') reviewerId!: string;
  @Day('送审日期') submittedOn!: LegalDay;
}

/** 法制审核通过: by the reviewer himself. */
export class PassReview {
  @LongText('审核意见') opinion!: string;
  @Day('通过日期') passedOn!: LegalDay;
}

/** 法制审核退回: by the reviewer himself. */
export class ReturnReview {
  @LongText('审核意见') opinion!: string;
  @Day('退回日期') returnedOn!: LegalDay;
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
    message: `本轮审核人是${round?.reviewerId ?? '（无）'}，只能由其本人出具审核意见`,
  });
}

function answered(state: CaseState, outcome: 'PASSED' | 'RETURNED', finishedOn: LegalDay): readonly ReviewRound[] {
  const round = latestRound(state);
  return round ? [...state.reviews.slice(0, -1), { ...round, outcome, finishedOn }] : state.reviews;
}

export const legalReview: Stage<CaseState> = {
  events: {
    LegalReviewSubmitted: event<CaseState, LegalReviewSubmitted>({
      title: '送法制审核',
      describe: (data) => `第${data.round}轮法制审核送${data.reviewerId}（${REVIEW_TRIGGERS[data.trigger]}）`,
      evolve: (state, { round, reviewerId, submittedOn }) => ({
        ...state,
        phase: 'InLegalReview',
        reviews: [...state.reviews, { round, reviewerId, submittedOn }],
      }),
    }),
    LegalReviewPassed: event<CaseState, LegalReviewPassed>({
      title: '法制审核通过',
      describe: (data) => `第${data.round}轮法制审核通过：${data.opinion}`,
      evolve: (state, { passedOn }) => ({
        ...state,
        phase: 'ReviewPassed',
        reviews: answered(state, 'PASSED', passedOn),
      }),
    }),
    LegalReviewReturned: event<CaseState, LegalReviewReturned>({
      title: '法制审核退回',
      describe: (data) => `第${data.round}轮法制审核退回：${data.opinion}`,
      evolve: (state, { returnedOn }) => ({
        ...state,
        phase: 'Concluded',
        reviews: answered(state, 'RETURNED', returnedOn),
      }),
    }),
  },
  commands: [
    command<CaseState, SubmitLegalReview>({
      input: SubmitLegalReview,
      title: '送法制审核',
      article: ARTICLE,
      roles: ['OFFICER'],
      needs: ({ reviewerId }) => peopleNeeds(reviewerId),
      may: (state) =>
        inPhase(state, '送法制审核', ARTICLE, 'Concluded', 'Noticed', 'HearingPhase', 'InDiscussion') ??
        guardHearingOver(state),
      decide: (input, state, context) => {
        const { submittedOn } = input;
        const refusal =
          guardNotInFuture(submittedOn, context.today, '送审日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.concludedOn ?? '', '送审日期', '调查终结日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.cameBackOn ?? '', '送审日期', '案件退回的日期', ARTICLE) ??
          guardNotBefore(submittedOn, latestRound(state)?.finishedOn ?? '', '送审日期', '上一轮审核日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.notice?.servedOn ?? '', '送审日期', '告知送达日期', ARTICLE) ??
          guardNotBefore(submittedOn, state.discussedOn.at(-1) ?? '', '送审日期', '集体讨论日期', ARTICLE) ??
          guardNotBefore(submittedOn, hearingEndedOn(state) ?? '', '送审日期', '听证结束日期', ARTICLE) ??
          guardMayReview(context, input.reviewerId, state, submittedOn);
        if (refusal) return refusal;
        const due = context.statutes.due('D10', { on: submittedOn });
        return accept({
          type: 'LegalReviewSubmitted',
          data: {
            round: state.reviews.length + 1,
            trigger: input.trigger,
            reviewerId: input.reviewerId,
            submittedOn,
            dueOn: due.dueOn,
            dueRule: `${due.rule}@${due.edition}`,
          } satisfies LegalReviewSubmitted,
        });
      },
    }),
    command<CaseState, PassReview>({
      input: PassReview,
      title: '法制审核通过',
      article: ARTICLE,
      roles: ['REVIEWER'],
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state, { actor }) =>
        inPhase(state, '出具法制审核意见', ARTICLE, 'InLegalReview') ?? guardOwnReview(state, actor.id),
      decide: (input, state, context) =>
        guardNotInFuture(input.passedOn, context.today, '通过日期', ARTICLE) ??
        guardNotBefore(input.passedOn, latestRound(state)!.submittedOn, '通过日期', '送审日期', ARTICLE) ??
        guardMayReview(context, context.actor.id, state, input.passedOn) ??
        accept({
          type: 'LegalReviewPassed',
          data: {
            round: latestRound(state)!.round,
            opinion: input.opinion,
            reviewerId: context.actor.id,
            passedOn: input.passedOn,
          } satisfies LegalReviewPassed,
        }),
    }),
    command<CaseState, ReturnReview>({
      input: ReturnReview,
      title: '法制审核退回',
      article: ARTICLE,
      roles: ['REVIEWER'],
      needs: (_input, _state, actor) => peopleNeeds(actor.id),
      may: (state, { actor }) =>
        inPhase(state, '退回法制审核', ARTICLE, 'InLegalReview') ?? guardOwnReview(state, actor.id),
      decide: (input, state, context) =>
        guardNotInFuture(input.returnedOn, context.today, '退回日期', ARTICLE) ??
        guardNotBefore(input.returnedOn, latestRound(state)!.submittedOn, '退回日期', '送审日期', ARTICLE) ??
        guardMayReview(context, context.actor.id, state, input.returnedOn) ??
        accept({
          type: 'LegalReviewReturned',
          data: {
            round: latestRound(state)!.round,
            opinion: input.opinion,
            reviewerId: context.actor.id,
            returnedOn: input.returnedOn,
          } satisfies LegalReviewReturned,
        }),
    }),
  ],
};

import { defined, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  Choice,
  Continued,
  Day,
  Label,
  ListOf,
  Narrative,
  OfficialNumber,
  Optional,
  Rule,
  say,
  the,
} from '#fields';
import type { LegalDay } from '#statutes';
import { lastDay, OpenDay, openOf } from '../definition/open-day.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { WhichParties } from './parts.js';
import type { CaseState } from './state.js';

/*
 * 对法院不予受理、不予执行的裁定申请复议 (行政强制法第五十六条第二款、第五十八条第三款): the court above takes the application up after all, or leaves
 * it where it is.
 */

/** 上一级人民法院的复议裁定. */
export const COURT_REVIEW_OUTCOMES = {
  UPHELD: '维持原裁定',
  ACCEPTED: '裁定受理',
  GRANTED: '裁定准予执行',
  PARTLY_GRANTED: '裁定部分准予执行',
} as const;
export type CourtReviewOutcome = keyof typeof COURT_REVIEW_OUTCOMES;

/** 申请复议的裁定. */
export const REVIEWED_RULINGS = { REJECTION: '不予受理', RULING: '不准予执行、部分准予执行' } as const;
export type ReviewedRuling = keyof typeof REVIEWED_RULINGS;

// ---- commands and, beside each, the event that is stored for ever

export class ApplyCourtReview {
  @Label('上一级人民法院') court!: string;
  @ActDay('申请复议日期') appliedOn!: LegalDay;
  @Narrative('申请复议的理由') reason!: string;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class CourtReviewApplied extends ApplyCourtReview {
  @Choice('申请复议的裁定', REVIEWED_RULINGS) against!: ReviewedRuling;
  /** D19: last day for the court above. */
  @Optional() @Day('复议裁定期限') reviewDueOn?: LegalDay;
  @Optional() @Rule('复议裁定期限依据') reviewRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

export class RecordCourtReview {
  @Choice('复议裁定', COURT_REVIEW_OUTCOMES) outcome!: CourtReviewOutcome;
  @ActDay('复议裁定日期') on!: LegalDay;
  @Optional() @OfficialNumber('复议裁定文号') reviewNo?: string;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class CourtReviewDecided extends RecordCourtReview {
  /** D19, of what was accepted after all: last day for the ruling. */
  @Optional() @Day('法院裁定期限') rulingDueOn?: LegalDay;
  @Optional() @Rule('裁定期限依据') rulingRule?: string;
  @Optional() @ListOf('待定的期限', () => OpenDay, { max: 1 }) openDays?: readonly OpenDay[];
}

// ---- guards

const REJECTED = '行政强制法第五十六条第二款';
const REFUSED = '行政强制法第五十八条第三款';

const articleOf = ({ against }: { readonly against: ReviewedRuling }) => (against === 'REJECTION' ? REJECTED : REFUSED);

/** There is a ruling to complain of, and it was not complained of before. */
function guardToComplainOf({ courtRefusal }: CaseState): Refusal | undefined {
  if (courtRefusal === undefined)
    return refuse({
      code: 'court_review.nothing_refused',
      article: `${REJECTED}、第五十八条第三款`,
      message: '法院没有裁定不予受理、不准予执行或者部分准予执行，没有可以申请复议的裁定',
    });
  if (courtRefusal.appliedOn === undefined) return undefined;
  return refuse({
    code: 'court_review.applied',
    article: articleOf(courtRefusal),
    message: `已于${courtRefusal.appliedOn}申请复议，不能再次申请`,
  });
}

/** The fifteen days: also where nobody can tell yet when they end, the application is a fact (F2). */
function guardInTime({ courtRefusal }: CaseState, appliedOn: LegalDay): Refusal | undefined {
  const { dueOn } = courtRefusal!;
  if (dueOn === undefined || appliedOn <= dueOn) return undefined;
  return refuse({
    code: 'court_review.too_late',
    article: articleOf(courtRefusal!),
    message: `申请复议的期限为十五日，已于${dueOn}届满，不能再申请`,
  });
}

function guardAppliedFor({ courtRefusal }: CaseState): Refusal | undefined {
  if (courtRefusal?.appliedOn !== undefined) return undefined;
  return refuse({
    code: 'court_review.not_applied',
    article: `${REJECTED}、第五十八条第三款`,
    message: '没有向上一级法院申请复议，不能记录复议裁定',
  });
}

/** What was not accepted can be accepted after all; what was accepted can be granted. */
function guardOutcome({ outcome }: RecordCourtReview, { courtRefusal }: CaseState): Refusal | undefined {
  const { against } = courtRefusal!;
  if (outcome === 'UPHELD' || (against === 'REJECTION') === (outcome === 'ACCEPTED')) return undefined;
  return refuse({
    code: 'court_review.outcome',
    article: articleOf(courtRefusal!),
    message: `申请复议的是“${REVIEWED_RULINGS[against]}”的裁定，复议结果不能是“${COURT_REVIEW_OUTCOMES[outcome]}”`,
  });
}

export const courtReview: readonly Stage<CaseState>[] = [
  act(ApplyCourtReview, CourtReviewApplied, {
    title: '对法院裁定申请复议',
    article: REJECTED,
    roles: ['OFFICER'],
    says: ({ court, against, reason }) =>
      say`对${REVIEWED_RULINGS[against]}的裁定向${the.label(court)}申请复议：${the.words(reason)}`,
    restsOn: ({ courtRefusal }) => [[courtRefusal?.on, '法院裁定的日期']],
    may: guardToComplainOf,
    decide: ({ appliedOn }, state, { statutes }) => {
      const refusal = guardInTime(state, appliedOn);
      if (refusal) return refusal;
      const { against } = state.courtRefusal!;
      const variant = against === 'REJECTION' ? 'REVIEW_ACCEPT' : 'REVIEW_RULE';
      const review = lastDay(statutes, 'D19', { on: appliedOn, variant });
      return { against, reviewDueOn: review.dueOn, reviewRule: review.rule, openDays: openOf(review) };
    },
    evolve: ({ courtRefusal }, { appliedOn }) => ({ courtRefusal: { ...courtRefusal!, appliedOn } }),
  }),
  act(RecordCourtReview, CourtReviewDecided, {
    title: '记录上一级法院的复议裁定',
    eventTitle: '上一级法院复议裁定',
    article: REJECTED,
    roles: ['OFFICER', 'REGISTRAR', 'CONNECTED_SYSTEM'],
    says: ({ outcome, on }) => say`上一级法院于${the.day(on)}${COURT_REVIEW_OUTCOMES[outcome]}`,
    restsOn: ({ courtRefusal }) => [[courtRefusal?.appliedOn, '申请复议的日期']],
    may: guardAppliedFor,
    decide: (input, state, { statutes }) => {
      const refusal = guardOutcome(input, state);
      if (refusal || input.outcome !== 'ACCEPTED') return refusal ?? {};
      const ruling = lastDay(statutes, 'D19', { on: input.on, variant: 'RULE' });
      return { rulingDueOn: ruling.dueOn, rulingRule: ruling.rule, openDays: openOf(ruling) };
    },
    evolve: (state, { outcome, on }) => {
      const settled = { courtRefusal: undefined };
      if (outcome === 'UPHELD') return settled;
      if (outcome === 'ACCEPTED') return { ...settled, courtAcceptedOn: on, courtRejectedOn: undefined };
      return {
        ...settled,
        courtRuling: outcome,
        courtRejectedOn: undefined,
        ...defined({ courtAcceptedOn: state.courtAcceptedOn ?? state.courtRefusal?.acceptedOn }),
      };
    },
  }),
];

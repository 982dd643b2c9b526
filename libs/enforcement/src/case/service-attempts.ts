import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Continued, Narrative, OfficialNumber, Optional, say, the } from '#fields';
import type { LegalDay } from '#statutes';
import type { Stage } from '../definition/stage.js';
import {
  ATTEMPT_METHODS,
  ATTEMPT_RESULTS,
  ATTEMPTED_DOCUMENTS,
  type AttemptedDocument,
  type AttemptMethod,
  type AttemptResult,
} from '../terms.js';
import { act } from './act.js';
import { anyDay, guardReviewed, latestRound } from './legal-review.js';
import { WhichParties } from './parts.js';
import type { CaseState, ServiceAttempt } from './state.js';

/*
 * 未能送达 (民事诉讼法第八十八条至第九十五条; 行政处罚法第六十一条; G28). An announcement is the last of the ways: only where nobody knows where
 * the party is, or where the other ways have been tried. What was tried is on record before it.
 */

// ---- command and event, stored for ever

export class RecordServiceAttempt {
  @Choice('送达方式', ATTEMPT_METHODS) method!: AttemptMethod;
  @ActDay('送达未成的日期') attemptedOn!: LegalDay;
  @Choice('未能送达的情形', ATTEMPT_RESULTS) result!: AttemptResult;
  /** Where, to whom, who was asked: of somebody who cannot be found, how he was looked for. */
  @Narrative('送达、查找的经过') account!: string;
  @Optional() @OfficialNumber('邮件编号或者送达回证编号') recordNo?: string;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class ServiceAttempted extends RecordServiceAttempt {
  /** Follows from how far the case has got. */
  @Choice('文书', ATTEMPTED_DOCUMENTS) document!: AttemptedDocument;
}

// ---- guards

const ARTICLE = '民事诉讼法第八十八条至第九十一条';
const ANNOUNCEMENT = '民事诉讼法第九十五条第一款';

const RESULTS_OF: Readonly<Partial<Record<AttemptResult, readonly AttemptMethod[]>>> = {
  RETURNED: ['MAIL'],
  NOT_REACHED: ['ELECTRONIC'],
};

/** What comes of a way belongs to that way: only a letter is returned. */
function guardResultOfMethod({ method, result }: RecordServiceAttempt): Refusal | undefined {
  const methods = RESULTS_OF[result];
  if (methods === undefined || methods.includes(method)) return undefined;
  return refuse({
    code: 'service.result_of_other_way',
    article: ARTICLE,
    message: `“${ATTEMPT_RESULTS[result]}”不是${ATTEMPT_METHODS[method]}的结果，请改选送达方式或者情形`,
  });
}

/** The ways that have to be tried before an announcement: the others need the party's consent, or his presence. */
const BEFORE_ANNOUNCEMENT = ['DIRECT', 'MAIL'] as const satisfies readonly AttemptMethod[];

/** G28: 受送达人下落不明, 或者用其他方式无法送达的, 公告送达. Attempts with an earlier document say nothing of this one. */
export function guardOtherWaysFirst(
  { attempts = [] }: CaseState,
  document: AttemptedDocument,
  sinceOn: LegalDay | undefined,
  announcedOn: LegalDay,
): Refusal | undefined {
  const tried = attempts.filter(
    (one) => one.document === document && one.on >= (sinceOn ?? '') && one.on <= announcedOn,
  );
  if (tried.some(({ result }) => result === 'WHEREABOUTS_UNKNOWN')) return undefined;
  const untried = BEFORE_ANNOUNCEMENT.filter((way) => !tried.some(({ method }) => method === way));
  if (untried.length === 0) return undefined;
  const ways = untried.map((way) => ATTEMPT_METHODS[way]).join('、');
  return refuse({
    code: 'service.other_ways_first',
    article: ANNOUNCEMENT,
    message: `${announcedOn}公告以前没有${ways}未成的记录，也没有查明受送达人下落不明，不能公告送达${ATTEMPTED_DOCUMENTS[document]}；请先以其他方式送达，未能送达的，记录经过`,
  });
}

const documentOf = ({ phase }: CaseState): AttemptedDocument => (phase === 'Decided' ? 'DECISION' : 'NOTICE');

export const serviceAttempts: readonly Stage<CaseState>[] = [
  act(RecordServiceAttempt, ServiceAttempted, {
    title: '记录未能送达',
    eventTitle: '未能送达',
    article: ARTICLE,
    roles: ['OFFICER'],
    says: ({ document, method, result, account }) =>
      say`${ATTEMPTED_DOCUMENTS[document]}${ATTEMPT_METHODS[method]}未成（${ATTEMPT_RESULTS[result]}）：${the.words(account)}`,
    restsOn: (state) => [
      [state.concludedOn, '调查终结日期'],
      [latestRound(state)?.finishedOn, '法制审核通过日期'],
      [state.decision?.decidedOn, '决定日期'],
    ],
    // Nothing is served of what has to be reviewed first.
    may: (state, { statutes, today }) =>
      guardReviewed(state, { statutes, days: anyDay(state, today) }, { code: 'service', act: '送达告知书' }),
    decide: (input, state) => guardResultOfMethod(input) ?? { document: documentOf(state) },
    evolve: ({ attempts = [] }, { document, method, result, attemptedOn: on }) => ({
      attempts: [...attempts, { document, method, result, on } satisfies ServiceAttempt],
    }),
  }),
];

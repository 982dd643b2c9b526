import { type Actor, type Facts, type Need, type Refusal, refuse } from '#eventsourcing';
import { each, sameNumber, say, the } from '#fields';
import type { LegalDay } from '#statutes';
import type { Approval } from '../definition/approval.js';
import type { LawContext } from '../definition/context.js';
import { officer } from '../organisation/officer.js';
import {
  certificateOn,
  LEADER_RANKS,
  type LeaderRank,
  leaderRankOn,
  mayReviewOn,
  nextCertificateFrom,
  nextSecondmentFrom,
  nextTermFrom,
  officerNeed,
  servesUnitOn,
} from '../organisation/person.js';
import type { CertifiedOfficer } from './parts.js';
import type { CaseState } from './state.js';

/*
 * Who may act in a case. These guards read the people's own streams, so they hold on every door; and the append
 * asserts that those streams have not changed since.
 */

export function peopleNeeds(...userIds: readonly (string | undefined)[]): Need[] {
  return [...new Set(userIds.filter((id) => id !== undefined))].map(officerNeed);
}

/**
 * One person who investigates: G01 行政处罚法第四十二条第一款 (行政执法资格, 证件有效期覆盖行为日), G02 条例第二十九条、第三十条
 * (辅助人员不计, 人员属本机关或经调用).
 */
export function guardOfficer(facts: Facts, userId: string, unitId: string, on: LegalDay): Refusal | undefined {
  const person = facts.get(officer, userId);
  if (person.userId === undefined)
    return refuse({
      code: 'officer.unknown',
      article: '行政处罚法第四十二条第一款',
      message: say`没有执法人员${the.person(userId)}`,
    });
  if (!servesUnitOn(person, unitId, on))
    return refuse({
      code: 'officer.other_unit',
      article: '浙江省综合行政执法条例第二十九条',
      message: say`${the.person(userId)}在${the.day(on)}不属于本机关，也没有经过调用`,
      ...from(nextSecondmentFrom(person, unitId, on)),
    });
  if (person.auxiliary)
    return refuse({
      code: 'officer.auxiliary',
      article: '浙江省综合行政执法条例第三十条',
      message: say`${the.person(userId)}是辅助人员，不能作为执法人员办案，也不计入两人`,
    });
  if (!certificateOn(person, on))
    return refuse({
      code: 'officer.not_certified',
      article: '行政处罚法第四十二条第一款',
      message: say`${the.person(userId)}在${the.day(on)}没有有效的执法证`,
      ...from(nextCertificateFrom(person, on)),
    });
  return undefined;
}

/** `earliest` of a refusal that a later day would lift. */
function from(day: LegalDay | undefined): { earliest?: LegalDay } {
  return day === undefined ? {} : { earliest: day };
}

/** G01 行政处罚法第四十二条第一款: 执法人员不得少于两人; people are told apart by certificate number. */
export function guardTwoOfficers(
  facts: Facts,
  userIds: readonly string[],
  unitId: string,
  on: LegalDay,
): Refusal | undefined {
  for (const userId of userIds) {
    const refusal = guardOfficer(facts, userId, unitId, on);
    if (refusal) return refusal;
  }
  const certificates = new Set(userIds.map((userId) => sameNumber(certificateNo(facts, userId, on))));
  if (certificates.size >= 2) return undefined;
  return refuse({
    code: 'officer.fewer_than_two',
    article: '行政处罚法第四十二条第一款',
    message: '执法人员不得少于两人（按执法证号计）',
  });
}

/** The number of the certificate that covers the day. The command must have guarded that there is one. */
export function certificateNo(facts: Facts, userId: string, on: LegalDay): string {
  return certificateOn(facts.get(officer, userId), on)!.certNo;
}

/** What is done in a case is done by those who handle it. */
export function guardHandles(
  { officers }: Pick<CaseState, 'officers'>,
  userIds: readonly string[],
  article: string,
): Refusal | undefined {
  const stranger = userIds.find((userId) => !officers.some((handling) => handling.userId === userId));
  if (stranger === undefined) return undefined;
  return refuse({
    code: 'officer.not_assigned',
    article,
    message: say`${the.person(stranger)}不是本案办案人员，请先指派`,
  });
}

/** Who is on record as having acted: each once, by the certificate that covered the day. */
export function certified(facts: Facts, userIds: readonly string[], on: LegalDay): CertifiedOfficer[] {
  return [...new Set(userIds)].map((userId) => ({ userId, certNo: certificateNo(facts, userId, on) }));
}

/** Who has led the case, with leaders who take part in judging it. */
export function ledBy({ leaders }: CaseState, ...userIds: readonly string[]): Pick<CaseState, 'leaders'> {
  return { leaders: [...new Set([...leaders, ...userIds])] };
}

/**
 * The other side of G05, G15 and G19: who has judged the case as reviewer, host, approver or decider may not begin to
 * investigate it.
 */
export function guardHasNotJudged(state: CaseState, userId: string): Refusal | undefined {
  const capacity = state.reviews.some(({ reviewerId }) => reviewerId === userId)
    ? '审核过本案'
    : state.hosts.includes(userId)
      ? '主持过本案听证'
      : state.decision?.deciderId === userId
        ? '是本案决定人'
        : state.leaders.includes(userId)
          ? '作为负责人批准或者讨论过本案'
          : undefined;
  if (capacity === undefined) return undefined;
  return refuse({
    code: 'officer.judged_case',
    article: '行政处罚法第五十七条、第五十八条、第六十四条第四项',
    message: say`${the.person(userId)}${capacity}，不能再作为本案办案人员，请另行指派`,
  });
}

/**
 * 行政处罚法第二十二条、第二十三条: a case belongs to the unit that has jurisdiction. Its own people act on it, and those who
 * were called in and assigned to it (浙江省综合行政执法条例第二十九条).
 */
export function guardHandlingUnit(
  state: { readonly unitId: string; readonly officers: readonly { readonly userId: string }[] },
  actor: Actor,
): Refusal | undefined {
  const isOwn = state.unitId === '' || state.unitId === actor.unit;
  if (isOwn || state.officers.some(({ userId }) => userId === actor.id)) return undefined;
  return refuse({
    code: 'unit.not_responsible',
    article: '行政处罚法第二十二条、第二十三条',
    message: say`本案由${the.unit(state.unitId)}管辖，您属于${the.unit(actor.unit)}，也不是本案办案人员，不能办理`,
  });
}

/** Who may no longer act in the case. */
export function isRecused({ recusals = [] }: CaseState, userId: string): boolean {
  return recusals.some(({ targetId, granted }) => targetId === userId && granted === true);
}

export function guardNotRecused(state: CaseState, userId: string): Refusal | undefined {
  if (!isRecused(state, userId)) return undefined;
  return refuse({
    code: 'recusal.recused',
    article: '行政处罚法第四十三条',
    message: say`${the.person(userId)}已经决定回避，不能再参与本案`,
  });
}

/**
 * G05 行政处罚法第五十四条、第五十七条: the approver is a leader of the unit in office on that day, and does not
 * investigate the case. `ranks` narrows who may approve (移送: 正职或者主持工作的负责人, 国务院令第310号第五条).
 */
export function guardApprover(
  facts: Facts,
  approverId: string,
  unitId: string,
  investigators: readonly string[],
  on: LegalDay,
  article: string,
  ranks: readonly LeaderRank[] = LEADERS,
): Refusal | undefined {
  const person = facts.get(officer, approverId);
  const rank = leaderRankOn(person, on);
  if (rank === undefined || !servesUnitOn(person, unitId, on))
    return refuse({
      code: 'approver.not_leader',
      article,
      message: say`${the.person(approverId)}在${the.day(on)}不是本机关负责人，不能批准`,
      ...(servesUnitOn(person, unitId, on) ? from(nextTermFrom(person, on)) : {}),
    });
  if (!ranks.includes(rank))
    return refuse({
      code: 'approver.rank',
      article,
      message: say`须由${each(ranks, (allowed) => LEADER_RANKS[allowed], '或')}批准，${the.person(approverId)}是${LEADER_RANKS[rank]}`,
    });
  if (investigators.includes(approverId))
    return refuse({
      code: 'approver.investigates',
      article: '行政处罚法第五十七条',
      message: say`${the.person(approverId)}是本案办案人员，不能批准自己办理的案件`,
    });
  return undefined;
}

/** 机关负责人: whoever of them is in office. */
export const LEADERS: readonly LeaderRank[] = ['CHIEF', 'ACTING_CHIEF', 'DEPUTY'];
/** 正职负责人或者主持工作的负责人 (国务院令第310号第五条). */
export const CHIEFS: readonly LeaderRank[] = ['CHIEF', 'ACTING_CHIEF'];

/** An approval by a leader of the unit who has not worked on the matter (G05). */
export function byLeaders<Command, State>(of: {
  readonly article: string;
  readonly ranks?: readonly LeaderRank[];
  /** The field by which command and event name him; `approverId` where nothing is said. */
  readonly as?: string | undefined;
  readonly isNeeded?: Approval<Command, State>['isNeeded'];
  readonly unitOf: (state: State, actor: Actor) => string;
  /** Whoever worked on the matter, beside those who proposed the act or gave it from paper. */
  readonly workedOnBy: (given: Command, state: State, context: LawContext) => readonly string[];
}): Approval<Command, State> {
  const { article, ranks = LEADERS, as = 'approverId', isNeeded, unitOf, workedOnBy } = of;
  return {
    as,
    isNeeded,
    needs: (approverId) => peopleNeeds(approverId),
    guard: (approverId, others, on, given, state, context) =>
      guardApprover(
        context.facts,
        approverId,
        unitOf(state, context.actor),
        [...others, ...workedOnBy(given, state, context)],
        on,
        article,
        ranks,
      ),
  };
}

/** G15 行政处罚法第五十八条: the reviewer is in the pool, qualified, and neither investigates nor hosts the hearing. */
export function guardReviewer(
  facts: Facts,
  reviewerId: string,
  state: { readonly everInvestigated: readonly string[]; readonly hearing?: { readonly hostId?: string } },
  on: LegalDay,
): Refusal | undefined {
  const article = '行政处罚法第五十八条';
  const person = facts.get(officer, reviewerId);
  const who = the.person(reviewerId);
  if (!mayReviewOn(person, on))
    return refuse({
      code: 'reviewer.not_enrolled',
      article,
      message: say`${who}在${the.day(on)}不在法制审核人员库，或者不具备资格`,
      ...(person.reviewer && mayReviewOn(person, person.reviewer.enrolledOn)
        ? { earliest: person.reviewer.enrolledOn }
        : {}),
    });
  if (state.everInvestigated.includes(reviewerId))
    return refuse({ code: 'reviewer.investigates', article, message: say`${who}办理过本案，不能审核本案` });
  if (state.hearing?.hostId === reviewerId)
    return refuse({ code: 'reviewer.hosted_hearing', article, message: say`${who}主持过本案听证，不能审核本案` });
  return undefined;
}

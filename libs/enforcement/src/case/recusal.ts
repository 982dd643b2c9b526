import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Continued, Flag, Narrative, PersonRef, say, the } from '#fields';
import type { LegalDay } from '#statutes';
import type { LawContext } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { officer } from '../organisation/officer.js';
import { leaderRankOn } from '../organisation/person.js';
import { act } from './act.js';
import { type Discussed, discussedOr, memberNeeds, OfDiscussion } from './discussion.js';
import { guardApprover, guardNotRecused, isRecused, peopleNeeds } from './officers.js';
import { type CaseState, withoutOpinions } from './state.js';

/*
 * 回避 (行政处罚法第四十三条; G07): asked for by the party or by whoever is concerned, decided by a leader, and by the leaders
 * together where it is a leader's own. Until then the investigation goes on, and nothing is decided.
 */

export const REQUESTED_BY = { SELF: '本人', PARTY: '当事人' } as const;

/** 申请回避. */
export class RequestRecusal {
  @PersonRef('申请其回避的人员') targetId!: string;
  @Choice('由谁提出', REQUESTED_BY) requestedBy!: keyof typeof REQUESTED_BY;
  @Narrative('理由（直接利害关系或者其他可能影响公正的关系）') reason!: string;
  @ActDay('申请日期') requestedOn!: LegalDay;
}
export class RecusalRequested extends RequestRecusal {}

/** 决定是否回避: by the leader himself; of a leader, by the leaders together. */
export class DecideRecusal extends OfDiscussion {
  @PersonRef('申请其回避的人员') targetId!: string;
  @Flag('是否回避') granted!: boolean;
  @Narrative('理由') reason!: string;
  @ActDay('决定日期') decidedOn!: LegalDay;
}
@Continued()
export class RecusalDecided extends DecideRecusal {
  @PersonRef('决定人') deciderId!: string;
}

// ---- guards

const ARTICLE = '行政处罚法第四十三条';
const DECIDING = '行政处罚法第四十三条第三款';

/** Whose recusal is asked for and not decided. */
const pending = ({ recusals = [] }: CaseState) => recusals.filter(({ granted }) => granted === undefined);

/** Nothing is decided while it is not known who may take part in it, nor by fewer than two officers. */
export function guardRecusalsSettled(state: CaseState): Refusal | undefined {
  const [open] = pending(state);
  if (open !== undefined)
    return refuse({
      code: 'recusal.pending',
      article: DECIDING,
      message: say`对${the.person(open.targetId)}的回避申请（${the.day(open.requestedOn)}）还没有决定，决定以前只能继续调查`,
    });
  const isShort = (state.recusals ?? []).some(({ granted }) => granted === true) && state.officers.length < 2;
  if (!isShort) return undefined;
  return refuse({
    code: 'officer.fewer_than_two',
    article: '行政处罚法第四十二条第一款',
    message: '办案人员回避后不足两人，请先增派再取证、决定',
  });
}

/** 第六十四条第四项: the party may object to the host. */
export function guardHostNotContested(state: CaseState): Refusal | undefined {
  const hostId = state.hearing?.hostId;
  if (hostId === undefined) return undefined;
  if (isRecused(state, hostId))
    return refuse({
      code: 'hearing.host_recused',
      article: '行政处罚法第六十四条第四项',
      message: say`主持人${the.person(hostId)}已经决定回避，请另行指定主持人并重新通知`,
    });
  if (!pending(state).some(({ targetId }) => targetId === hostId)) return undefined;
  return refuse({
    code: 'recusal.pending',
    article: '行政处罚法第六十四条第四项',
    message: say`对主持人${the.person(hostId)}的回避申请还没有决定，决定以后才能举行听证`,
  });
}

function guardTakesPart(state: CaseState, userId: string): Refusal | undefined {
  const takesPart =
    state.officers.some((one) => one.userId === userId) ||
    state.leaders.includes(userId) ||
    state.hosts.includes(userId) ||
    state.reviews.some(({ reviewerId }) => reviewerId === userId);
  if (takesPart) return undefined;
  return refuse({
    code: 'recusal.no_part',
    article: ARTICLE,
    message: say`${the.person(userId)}没有参与本案，不需要回避`,
  });
}

function guardAsked(state: CaseState, userId: string): Refusal | undefined {
  if (pending(state).some(({ targetId }) => targetId === userId)) return undefined;
  return refuse({
    code: 'recusal.not_requested',
    article: DECIDING,
    message: say`没有对${the.person(userId)}待决定的回避申请`,
  });
}

/** Who decides: a leader, but not about himself; about a leader, the leaders together. */
function whoDecides(
  input: DecideRecusal,
  state: CaseState,
  context: LawContext,
): Refusal | ({ readonly deciderId: string } & Partial<Omit<Discussed, 'chairId'>>) {
  const { targetId, attendees, record, decidedOn } = input;
  const { facts, actor } = context;
  if (actor.id === targetId || attendees?.includes(targetId))
    return refuse({ code: 'recusal.own', article: DECIDING, message: '不能决定自己是否回避' });
  const refusal =
    guardNotRecused(state, actor.id) ??
    guardApprover(facts, actor.id, state.unitId, state.everInvestigated, decidedOn, DECIDING);
  if (refusal) return refusal;
  const isLeader = leaderRankOn(facts.get(officer, targetId), decidedOn) !== undefined;
  if (!isLeader && record === undefined) return { deciderId: actor.id };
  const discussed = discussedOr(input, decidedOn, state, context, 'RECUSAL', targetId);
  if ('kind' in discussed) return discussed;
  const { chairId: _deciderId, ...members } = discussed;
  return { deciderId: actor.id, ...members };
}

export const recusal: readonly Stage<CaseState>[] = [
  act(RequestRecusal, RecusalRequested, {
    title: '申请回避',
    article: ARTICLE,
    roles: ['OFFICER', 'REVIEWER', 'LEADER'],
    says: ({ targetId, requestedBy, reason }) =>
      say`${REQUESTED_BY[requestedBy]}申请${the.person(targetId)}回避：${the.words(reason)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: ({ targetId }, state) => {
      const refusal = guardNotRecused(state, targetId) ?? guardTakesPart(state, targetId);
      if (refusal) return refusal;
      const open = pending(state).find((one) => one.targetId === targetId);
      if (open === undefined) return {};
      return refuse({
        code: 'recusal.requested',
        article: ARTICLE,
        message: say`已于${the.day(open.requestedOn)}申请${the.person(targetId)}回避，还没有决定`,
      });
    },
    evolve: ({ recusals = [] }, { targetId, requestedOn }) => ({ recusals: [...recusals, { targetId, requestedOn }] }),
  }),
  act(DecideRecusal, RecusalDecided, {
    title: '决定回避申请',
    article: DECIDING,
    roles: ['LEADER'],
    draft: (state) => ({ targetId: pending(state)[0]?.targetId }),
    needs: (input, state, actor) => [
      ...peopleNeeds(actor.id, input.targetId),
      ...memberNeeds(input, state, 'RECUSAL', input.targetId),
    ],
    says: ({ targetId, granted, reason }) =>
      say`${granted ? '同意' : '驳回'}${the.person(targetId)}回避的申请：${the.words(reason)}`,
    restsOn: (state) => [[pending(state)[0]?.requestedOn, '申请日期']],
    decide: (input, state, context) => guardAsked(state, input.targetId) ?? whoDecides(input, state, context),
    evolve: (state, { targetId, granted }) => ({
      ...withoutOpinions(state, 'RECUSAL', targetId),
      recusals: (state.recusals ?? []).map((one) =>
        one.targetId === targetId && one.granted === undefined ? { ...one, granted } : one,
      ),
      // 决定回避 takes him off the case; who is left may be too few to go on, and is told so.
      officers: granted ? state.officers.filter(({ userId }) => userId !== targetId) : state.officers,
    }),
  }),
];

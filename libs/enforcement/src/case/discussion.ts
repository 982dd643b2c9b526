import { type Need, type Refusal, refuse } from '#eventsourcing';
import {
  ActDay,
  arranged,
  Choice,
  Continued,
  Day,
  Flag,
  Hint,
  ListOf,
  Narrative,
  Nested,
  OfficialNumber,
  Optional,
  PersonRef,
  PersonRefs,
  Seldom,
  say,
  the,
} from '#fields';
import type { LegalDay } from '#statutes';
import { type EarlierDays, guardNotBefore, guardNotBeforeAny, guardNotInFuture } from '../days.js';
import type { LawContext } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { STANCES, type Stance, TOPICS, type Topic } from '../terms.js';
import { act } from './act.js';
import { latestRound } from './legal-review.js';
import { guardApprover, guardNotRecused, ledBy, peopleNeeds } from './officers.js';
import { CASE_LIFE } from './phases.js';
import { type CaseState, type Opinion, withoutOpinions } from './state.js';

/*
 * 负责人集体讨论 (行政处罚法第五十七条第二款; G20, F16): every member gives his own opinion, which is his signature, and one of
 * them concludes. Whoever works from paper names the record. The second extension (第六十条) and the recusal of a leader
 * (第四十三条) are discussed in the same way.
 */

export const MIN_ATTENDEES = 3;
/** Leaders who take part in one discussion. */
const MAX_ATTENDEES = 30;

// ---- commands and, beside each, the event that is stored for ever

/** An opinion that differs from the conclusion. */
export class Dissent {
  @PersonRef('人员') userId!: string;
  @Narrative('不同意见') opinion!: string;
}

/** 纸质讨论记录: the record that the members signed. */
export class DiscussionRecord {
  @OfficialNumber('讨论记录编号') documentNo!: string;
  @Day('签字日期') signedOn!: LegalDay;
}

/** What a conclusion of the leaders says of their discussion: nothing where they gave their opinions here. */
export class OfDiscussion {
  @Seldom()
  @Optional()
  @Hint('按纸质讨论记录登记的才填写；在本平台发表意见的，参加人和不同意见由系统记明')
  @PersonRefs('参加讨论的负责人', { min: MIN_ATTENDEES, max: MAX_ATTENDEES })
  attendees?: readonly string[];
  @Seldom() @Optional() @ListOf('不同意见', () => Dissent, { min: 0, max: MAX_ATTENDEES }) dissent?: readonly Dissent[];
  @Seldom() @Optional() @Flag('是否全部签字') signedAll?: boolean;
  @Seldom() @Optional() @Nested('纸质讨论记录', () => DiscussionRecord) record?: DiscussionRecord;
}

/** 发表讨论意见: by the member himself. */
export class GiveOpinion {
  @Choice('讨论事项', TOPICS) topic!: Topic;
  /** Of a recusal. */
  @Seldom() @Optional() @PersonRef('申请其回避的人员') targetId?: string;
  @Choice('意见', STANCES) stance!: Stance;
  @Narrative('意见和理由') opinion!: string;
  @ActDay('发表意见日期') givenOn!: LegalDay;
}
@Continued()
export class OpinionGiven extends GiveOpinion {
  @PersonRef('发表意见的负责人') memberId!: string;
}

/** 讨论结论: by the member who chairs, or from paper. */
export class DiscussCollectively extends OfDiscussion {
  @Narrative('讨论结论') conclusion!: string;
  @ActDay('讨论日期') discussedOn!: LegalDay;
}
@Continued()
export class CollectivelyDiscussed extends DiscussCollectively {
  @PersonRefs('参加讨论的负责人', { min: MIN_ATTENDEES, max: MAX_ATTENDEES }) declare attendees: readonly string[];
  @ListOf('不同意见', () => Dissent, { min: 0, max: MAX_ATTENDEES }) declare dissent: readonly Dissent[];
  @Flag('是否全部签字') declare signedAll: boolean;
  /** Absent from paper, and before every member gave his own opinion. */
  @Optional() @PersonRef('讨论主持人') chairId?: string;
}

const ARTICLE = '行政处罚法第五十七条第二款';

// ---- what the members have said so far

function opinionsOn({ opinions = [] }: CaseState, topic: Topic, targetId?: string): readonly Opinion[] {
  return opinions.filter((one) => one.topic === topic && one.targetId === targetId);
}

/** Whoever takes part in a discussion that is concluded now. */
export function memberNeeds(
  { attendees }: OfDiscussion,
  state: CaseState,
  topic: Topic,
  targetId?: string,
): readonly Need[] {
  return peopleNeeds(...(attendees ?? opinionsOn(state, topic, targetId).map(({ memberId }) => memberId)));
}

// ---- guards

/** The days before which a decision cannot be discussed. */
function restsOn(state: CaseState): EarlierDays {
  return [
    [latestRound(state)?.finishedOn, '法制审核通过日期'],
    [state.notice?.servedOn, '告知送达日期'],
  ];
}

/** A leader on the day, who did not handle the case and is not recused. */
function guardMember(state: CaseState, userId: string, on: LegalDay, { facts }: LawContext): Refusal | undefined {
  const refusal = guardApprover(facts, userId, state.unitId, state.everInvestigated, on, ARTICLE);
  return refusal
    ? refuse({
        ...refusal,
        message: say`${the.person(userId)}不能参加集体讨论：须是讨论当日本机关在任的负责人，且没有办理过本案`,
      })
    : guardNotRecused(state, userId);
}

/** Each topic has its time. */
function guardTopic(input: GiveOpinion, state: CaseState, { actor }: LawContext): Refusal | undefined {
  const { topic, targetId, givenOn } = input;
  if (topic === 'DECISION') {
    const refusal = CASE_LIFE.guard(state, CollectivelyDiscussed.name, '集体讨论', ARTICLE);
    if (refusal) return refusal;
    return guardNotBeforeAny(givenOn, restsOn(state), '发表意见日期', ARTICLE);
  }
  if (topic === 'EXTENSION' && state.extensions.length !== 1)
    return refuse({
      code: state.extensions.length === 0 ? 'deadline.not_extended' : 'deadline.extended_twice',
      article: '行政处罚法第六十条',
      message: '集体讨论的是第二次延长办案期限：第一次由负责人批准，两次以后不得再延长',
    });
  if (topic !== 'RECUSAL') return undefined;
  if (targetId === actor.id)
    return refuse({
      code: 'recusal.own',
      article: '行政处罚法第四十三条第三款',
      message: '不能参加对本人是否回避的讨论',
    });
  if (state.recusals?.some((one) => one.targetId === targetId && one.granted === undefined)) return undefined;
  return refuse({
    code: 'recusal.not_requested',
    article: '行政处罚法第四十三条第三款',
    message: '没有待决定的对该人员的回避申请，请填写申请其回避的人员',
  });
}

/** Nobody says for the members what they think, nor that they have signed; the paper on which they did is named. */
function guardMembersOwn(
  { attendees, dissent, signedAll }: OfDiscussion,
  given: readonly Opinion[],
  { actor }: LawContext,
): Refusal | undefined {
  if (attendees !== undefined || dissent !== undefined || signedAll !== undefined)
    return refuse({
      code: 'discussion.not_own',
      article: ARTICLE,
      message: '参加讨论的负责人应当本人发表意见，不能代其记录；已在纸质讨论记录上签字的，请填写讨论记录编号和签字日期',
    });
  if (given.length < MIN_ATTENDEES) return tooFew(given.length);
  if (given.some(({ memberId }) => memberId === actor.id)) return undefined;
  return refuse({
    code: 'discussion.chair_absent',
    article: ARTICLE,
    message: say`讨论结论由参加讨论的负责人记明，${the.person(actor.id)}没有发表意见`,
  });
}

function tooFew(count: number): Refusal {
  return refuse({
    code: 'discussion.too_few',
    article: ARTICLE,
    message: `集体讨论应有负责人${MIN_ATTENDEES}人以上发表意见，现为${count}人`,
  });
}

/** The record has all signatures, is of the discussion's day or a later one, and nobody dissents who was not there. */
function guardRecord(input: OfDiscussion, on: LegalDay, { today }: LawContext): Refusal | undefined {
  const { attendees = [], dissent = [], signedAll, record } = input;
  const members = new Set(attendees);
  if (members.size < MIN_ATTENDEES) return tooFew(members.size);
  if (signedAll !== true)
    return refuse({
      code: 'discussion.unsigned',
      article: ARTICLE,
      message: '集体讨论记录应当由参加讨论的人员全部签字，请签字后再记录',
    });
  const stranger = dissent.find(({ userId }) => !members.has(userId));
  if (stranger)
    return refuse({
      code: 'discussion.dissent_of_absent',
      article: ARTICLE,
      message: say`${the.person(stranger.userId)}没有参加讨论，不能记录其不同意见`,
    });
  const { signedOn } = record!;
  return (
    guardNotBefore(signedOn, on, '签字日期', '讨论日期', ARTICLE) ??
    guardNotInFuture(signedOn, today, '签字日期', ARTICLE)
  );
}

/** Who discussed and how, as the conclusion says it. */
export interface Discussed {
  readonly attendees: readonly string[];
  readonly dissent: readonly Dissent[];
  readonly signedAll: true;
  /** Where the members gave their opinions here. */
  readonly chairId?: string;
}

/** The leaders have discussed the topic: each in his own command, or all on paper. */
export function discussedOr(
  input: OfDiscussion,
  on: LegalDay,
  state: CaseState,
  context: LawContext,
  topic: Topic,
  targetId?: string,
): Refusal | Discussed {
  const { record, attendees = [], dissent = [] } = input;
  const given = record === undefined ? opinionsOn(state, topic, targetId) : [];
  const refusal = record ? guardRecord(input, on, context) : guardMembersOwn(input, given, context);
  if (refusal) return refusal;
  const members = record ? [...new Set(attendees)] : given.map(({ memberId }) => memberId);
  for (const userId of members) {
    const excluded = guardMember(state, userId, on, context);
    if (excluded) return excluded;
  }
  if (record)
    return {
      attendees: members,
      dissent: dissent.map((opinion) => arranged(Dissent, opinion)),
      signedAll: true,
    };
  const lastOn = given.reduce((last, { givenOn }) => (givenOn > last ? givenOn : last), '');
  return (
    guardNotBefore(on, lastOn, '讨论日期', '最后一名负责人发表意见的日期', ARTICLE) ?? {
      attendees: members,
      dissent: given
        .filter(({ stance }) => stance === 'DISAGREE')
        .map(({ memberId: userId, opinion }) => ({ userId, opinion })),
      signedAll: true,
      chairId: context.actor.id,
    }
  );
}

export const discussion: readonly Stage<CaseState>[] = [
  act(GiveOpinion, OpinionGiven, {
    title: '发表集体讨论意见',
    article: ARTICLE,
    draft: ({ recusals = [] }) => {
      const pending = recusals.find(({ granted }) => granted === undefined);
      return pending === undefined ? { topic: 'DECISION' } : {};
    },
    roles: ['LEADER'],
    needs: (_input, _state, actor) => peopleNeeds(actor.id),
    says: ({ memberId, topic, stance, opinion }) =>
      say`${the.person(memberId)}就${TOPICS[topic]}发表意见：${STANCES[stance]}，${the.words(opinion)}`,
    restsOn: ({ filedOn }) => [[filedOn, '立案日期']],
    decide: (input, state, context) =>
      guardMember(state, context.actor.id, input.givenOn, context) ??
      guardTopic(input, state, context) ?? { memberId: context.actor.id },
    // Until it is concluded a member may change his mind.
    evolve: (state, { topic, targetId, memberId, stance, opinion, givenOn }) => ({
      ...ledBy(state, memberId),
      opinions: [
        ...(state.opinions ?? []).filter(
          (one) => one.topic !== topic || one.targetId !== targetId || one.memberId !== memberId,
        ),
        { topic, memberId, stance, opinion, givenOn, ...(targetId === undefined ? {} : { targetId }) },
      ],
    }),
  }),
  act(DiscussCollectively, CollectivelyDiscussed, {
    title: '集体讨论',
    article: ARTICLE,
    roles: ['LEADER', 'OFFICER'],
    needs: (input, state) => memberNeeds(input, state, 'DECISION'),
    says: ({ attendees, conclusion }) => say`${attendees.length}名负责人集体讨论：${the.words(conclusion)}`,
    restsOn,
    decide: (input, state, context) => discussedOr(input, input.discussedOn, state, context, 'DECISION'),
    evolve: (state, { attendees, discussedOn }) => ({
      ...ledBy(state, ...attendees),
      ...withoutOpinions(state, 'DECISION'),
      discussedOn: [...state.discussedOn, discussedOn],
    }),
  }),
];

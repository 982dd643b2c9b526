import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choice, Continued, Day, Flag, Optional, PersonRef, Rule, say, Text, the } from '#fields';
import type { Interval, LegalDay } from '#statutes';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { officer } from '../organisation/officer.js';
import { act } from './act.js';
import { ClockResumed, clockMoved, clockResumed } from './decision-clock.js';
import { hearingEndedOn } from './legal-review.js';
import { guardNoticed } from './notice.js';
import { guardNotRecused, peopleNeeds } from './officers.js';
import { WhichParties } from './parts.js';
import { guardHostNotContested } from './recusal.js';
import { type CaseState, type Hearing } from './state.js';

/*
 * 听证 (行政处罚法第六十三条至第六十五条; DOMAIN 2.4 阶段 9). The time from the request to the end of the hearing does not
 * count towards the time for deciding (R9): the events that end it carry the new last day.
 */

/** 不公开听证的理由 (第六十四条第三项). */
export const CLOSED_GROUNDS = { STATE_SECRET: '国家秘密', COMMERCIAL_SECRET: '商业秘密', PRIVACY: '个人隐私' } as const;
export type ClosedGround = keyof typeof CLOSED_GROUNDS;

/** 视为放弃听证权利 (第六十四条第六项), or the party's own withdrawal. */
export const ABANDON_REASONS = {
  ABSENT: '当事人及其代理人无正当理由拒不出席听证',
  LEFT: '当事人及其代理人未经许可中途退出听证',
  WITHDRAWN: '当事人撤回听证申请',
} as const;
export type AbandonReason = keyof typeof ABANDON_REASONS;

// ---- commands and, beside each, the event that is stored for ever

export class RequestHearing {
  @ActDay('申请日期') requestedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class HearingRequested extends RequestHearing {}

/** 当事人明确放弃要求听证. */
export class WaiveHearing {
  @ActDay('放弃日期') waivedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class HearingWaived extends WaiveHearing {}

/** 通知听证; again on another day: 改期. */
export class ScheduleHearing {
  @PersonRef('主持人') hostId!: string;
  /** Day on which the party was notified of time and place. */
  @ActDay('听证通知送达日期') noticeServedOn!: LegalDay;
  @Day('听证日期') on!: LegalDay;
  @Text('听证地点') place!: string;
  @Flag('是否公开') public!: boolean;
  @Optional() @Choice('不公开的理由', CLOSED_GROUNDS) closedGround?: ClosedGround;
  @WhichParties() partyIds?: readonly string[];
}
@Continued()
export class HearingScheduled extends ScheduleHearing {
  /** The edition of D08 by which the notice was early enough. */
  @Rule('通知期限依据') noticeRule!: string;
}

export class HoldHearing {
  @ActDay('举行日期') heldOn!: LegalDay;
  @Flag('笔录是否经当事人签字') recordSigned!: boolean;
  @Optional() @Text('未签字的理由') unsignedReason?: string;
  @WhichParties() partyIds?: readonly string[];
}
export class HearingHeld extends ClockResumed {
  @ActDay('举行日期') heldOn!: LegalDay;
  /** Who hosted it: the host of the latest notice. */
  @PersonRef('主持人') hostId!: string;
  /** The party signed the record; otherwise the host noted why not. */
  @Flag('笔录是否经当事人签字') recordSigned!: boolean;
  @Optional() @Text('未签字的理由') unsignedReason?: string;
  @WhichParties() partyIds?: readonly string[];
}

export class TerminateHearing {
  @Choice('终止的理由', ABANDON_REASONS) abandonReason!: AbandonReason;
  @ActDay('终止日期') terminatedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}
export class HearingTerminated extends ClockResumed {
  @Choice('终止的理由', ABANDON_REASONS) abandonReason!: AbandonReason;
  @ActDay('终止日期') terminatedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}

// ---- guards

const RIGHT = '行政处罚法第六十三条第一款';
const REQUEST = '行政处罚法第六十四条第一项';
const ADVANCE = '行政处罚法第六十四条第二项';
const PUBLIC = '行政处罚法第六十四条第三项';
const HOST = '行政处罚法第六十四条第四项';
const ABANDON = '行政处罚法第六十四条第六项';
const RECORD = '行政处罚法第六十四条第八项';

/** 第六十三条: who was told of the right, once. */
function guardMayRequest(state: CaseState): Refusal | undefined {
  const notice = state.notice!;
  if (!notice.hearingEntitled || notice.hearingRequestDueOn === undefined)
    return refuse({
      code: 'hearing.not_entitled',
      article: RIGHT,
      message: '拟作出的处罚不属于听证范围，可以记录当事人的陈述申辩',
    });
  if (state.hearing)
    return refuse({
      code: 'hearing.already_requested',
      article: REQUEST,
      message: `当事人已于${state.hearing.requestedOn}申请听证`,
    });
  return undefined;
}

function guardNotWaived({ hearingWaivedOn }: CaseState): Refusal | undefined {
  if (hearingWaivedOn === undefined) return undefined;
  return refuse({
    code: 'hearing.waived',
    article: REQUEST,
    message: `当事人已于${hearingWaivedOn}放弃要求听证`,
  });
}

/** G18: within five working days after the notice; the last day counts. */
function guardInTime({ notice }: CaseState, requestedOn: LegalDay): Refusal | undefined {
  const dueOn = notice!.hearingRequestDueOn!;
  if (requestedOn <= dueOn) return undefined;
  return refuse({
    code: 'hearing.request_too_late',
    article: REQUEST,
    message: `听证应在告知后五个工作日内申请，期限已于${dueOn}届满`,
  });
}

function guardNotEnded(state: CaseState, article: string): Refusal | undefined {
  const endedOn = hearingEndedOn(state);
  if (endedOn === undefined) return undefined;
  return refuse({
    code: 'hearing.ended',
    article,
    message: `听证已于${endedOn}${state.hearing?.heldOn ? '举行' : '终止'}`,
  });
}

/** A second notice has something to say: another day, place or host (回避, 第六十四条第四项). */
function guardSomethingNew({ hearing }: CaseState, { on, place, hostId }: ScheduleHearing): Refusal | undefined {
  if (hearing?.scheduledOn !== on || hearing.place !== place || hearing.hostId !== hostId) return undefined;
  return refuse({
    code: 'hearing.already_scheduled',
    article: ADVANCE,
    message: say`听证已定于${the.day(on)}在${the.words(place)}由${the.person(hostId)}主持，没有变更，不必重新通知`,
  });
}

/** G19: 非本案调查人员主持. */
function guardHost(hostId: string, known: boolean, state: CaseState): Refusal | undefined {
  if (!known)
    return refuse({
      code: 'hearing.host_unknown',
      article: HOST,
      message: say`没有人员${the.person(hostId)}，不能指定为听证主持人`,
    });
  if (state.everInvestigated.includes(hostId))
    return refuse({
      code: 'hearing.host_investigates',
      article: HOST,
      message: say`${the.person(hostId)}办理过本案，不能主持本案听证，请另行指定非本案调查人员`,
    });
  return undefined;
}

/** G19: 公开举行, the three secrets excepted. */
function guardPublic(input: ScheduleHearing): Refusal | undefined {
  if (input.public === (input.closedGround === undefined)) return undefined;
  return refuse({
    code: input.public ? 'hearing.public_with_ground' : 'hearing.closed_without_ground',
    article: PUBLIC,
    message: input.public
      ? '公开举行的听证没有不公开的理由'
      : '听证应当公开举行；涉及国家秘密、商业秘密或者个人隐私不公开的，应当写明是哪一种',
  });
}

function notScheduled(): Refusal {
  return refuse({ code: 'hearing.not_scheduled', article: ADVANCE, message: '还没有通知听证的时间、地点，请先通知' });
}

/** A hearing that is not announced, or whose day is still to come, has not been held. */
function guardDayHasCome({ hearing }: CaseState, today: LegalDay): Refusal | undefined {
  const scheduledOn = hearing?.scheduledOn;
  if (scheduledOn === undefined) return notScheduled();
  if (today >= scheduledOn) return undefined;
  return refuse({
    code: 'hearing.day_to_come',
    article: ADVANCE,
    message: `听证定于${scheduledOn}举行，当日才能记录；改期的，请重新通知`,
    earliest: scheduledOn,
  });
}

/** A hearing takes place, and a party stays away from it, on the day of which the party was notified. */
function guardHeldAsScheduled(state: CaseState, day: LegalDay): Refusal | undefined {
  const scheduledOn = state.hearing?.scheduledOn;
  if (scheduledOn === undefined) return notScheduled();
  if (day === scheduledOn) return undefined;
  return refuse({
    code: 'hearing.other_day',
    article: ADVANCE,
    message: `通知的听证日期是${scheduledOn}，不是${day}；改期的，请重新通知`,
    ...(day < scheduledOn ? { earliest: scheduledOn } : {}),
  });
}

/** The record bears the party's signature, or why it does not. */
function guardRecord({ recordSigned, unsignedReason }: HoldHearing): Refusal | undefined {
  if (recordSigned === (unsignedReason === undefined)) return undefined;
  return refuse({
    code: recordSigned ? 'hearing.signed_with_reason' : 'hearing.record_unsigned',
    article: RECORD,
    message: recordSigned
      ? '笔录已经签字，没有未签字的理由'
      : '笔录应当交当事人或者其代理人签字；拒绝签字的，由主持人在笔录中注明，请写明理由',
  });
}

function stopped(state: CaseState, endedOn: LegalDay): Interval {
  return { startOn: state.hearing?.requestedOn ?? endedOn, endOn: endedOn };
}

function ended(state: CaseState, endedOn: LegalDay, data: ClockResumed, how: Partial<Hearing>): Partial<CaseState> {
  return {
    suspensions: [...state.suspensions, stopped(state, endedOn)],
    ...clockMoved(data),
    hearing: { ...state.hearing!, ...how },
  };
}

export const hearing: readonly Stage<CaseState>[] = [
  act(RequestHearing, HearingRequested, {
    title: '申请听证',
    article: REQUEST,
    roles: ['OFFICER'],
    says: ({ requestedOn }) => say`当事人于${the.day(requestedOn)}申请听证`,
    restsOn: ({ notice }) => [[notice?.servedOn, '告知送达日期']],
    may: (state) => guardNoticed(state) ?? guardMayRequest(state),
    decide: ({ requestedOn }, state) => guardInTime(state, requestedOn) ?? {},
    // Who has waived may change his mind as long as the period runs and nothing is decided.
    evolve: (_state, { requestedOn }) => ({ hearing: { requestedOn }, hearingWaivedOn: undefined }),
  }),
  act(WaiveHearing, HearingWaived, {
    title: '放弃听证',
    article: REQUEST,
    roles: ['OFFICER'],
    says: () => '当事人明确放弃要求听证',
    restsOn: ({ notice }) => [[notice?.servedOn, '告知送达日期']],
    may: (state) => guardNoticed(state) ?? guardMayRequest(state) ?? guardNotWaived(state),
    evolve: (_state, { waivedOn }) => ({ hearingWaivedOn: waivedOn }),
  }),
  act(ScheduleHearing, HearingScheduled, {
    title: '通知听证',
    article: ADVANCE,
    draft: () => ({ public: true }),
    roles: ['OFFICER'],
    needs: ({ hostId }) => peopleNeeds(hostId),
    says: ({ on, place, closedGround, hostId }) =>
      say`定于${the.day(on)}在${the.words(place)}${
        closedGround === undefined ? '公开' : say`不公开（${CLOSED_GROUNDS[closedGround]}）`
      }听证，主持人${the.person(hostId)}`,
    restsOn: ({ hearing }) => [[hearing?.requestedOn, '申请听证日期']],
    may: (state) => guardNotEnded(state, ADVANCE),
    decide: (input, state, { facts, statutes }) => {
      const refusal =
        guardSomethingNew(state, input) ??
        guardNotRecused(state, input.hostId) ??
        guardHost(input.hostId, facts.get(officer, input.hostId).userId !== undefined, state) ??
        guardPublic(input);
      if (refusal) return refusal;
      const window = statutes.window('D08', { on: input.noticeServedOn });
      if (input.on >= window.firstOn) return { noticeRule: ruleOf(window) };
      return refuse({
        code: 'hearing.notice_too_short',
        article: ADVANCE,
        message: `听证应在举行的七个工作日前通知；${input.noticeServedOn}送达通知的，听证最早在${window.firstOn}举行`,
        earliest: window.firstOn,
      });
    },
    evolve: ({ hearing, hosts }, { hostId, on, place }) => ({
      hearing: { ...hearing!, hostId, scheduledOn: on, place },
      hosts: [...new Set([...hosts, hostId])],
    }),
  }),
  act(HoldHearing, HearingHeld, {
    title: '举行听证',
    article: RECORD,
    roles: ['OFFICER'],
    says: ({ unsignedReason }) =>
      say`举行听证，笔录${unsignedReason === undefined ? '已签字' : say`未签字：${the.words(unsignedReason)}`}`,
    may: (state, { today }) =>
      guardNotEnded(state, RECORD) ?? guardHostNotContested(state) ?? guardDayHasCome(state, today),
    decide: (input, state, { statutes }) =>
      guardHeldAsScheduled(state, input.heldOn) ??
      guardRecord(input) ?? {
        hostId: state.hearing!.hostId!,
        ...clockResumed(statutes, state, stopped(state, input.heldOn)),
      },
    evolve: (state, data) => ended(state, data.heldOn, data, { heldOn: data.heldOn }),
  }),
  act(TerminateHearing, HearingTerminated, {
    title: '终止听证',
    article: ABANDON,
    roles: ['OFFICER'],
    says: ({ abandonReason }) => say`终止听证：${ABANDON_REASONS[abandonReason]}`,
    restsOn: ({ hearing }) => [[hearing?.requestedOn, '申请听证日期']],
    may: (state) => guardNotEnded(state, ABANDON),
    decide: ({ abandonReason, terminatedOn }, state, { statutes }) =>
      (abandonReason === 'WITHDRAWN' ? undefined : guardHeldAsScheduled(state, terminatedOn)) ??
      clockResumed(statutes, state, stopped(state, terminatedOn)),
    evolve: (state, data) => ended(state, data.terminatedOn, data, { terminatedOn: data.terminatedOn }),
  }),
];

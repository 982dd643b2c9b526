import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { DecidePenalty } from './decision.js';
import { HoldHearing, RequestHearing, ScheduleHearing, TerminateHearing, WaiveHearing } from './hearing.js';
import {
  by,
  discussed,
  filed,
  hearingHeld,
  hearingRequested,
  hearingScheduled,
  hearingTerminated,
  noticed,
  noticedWithoutHearing,
  passed,
  penaltyDecided,
  registered,
  returned,
  submitted,
  the,
  UNTIL_HELD,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_REVIEWED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';

describe('听证应在告知后五个工作日内申请（行政处罚法第六十四条第一项）', () => {
  const request = (requestedOn: string): RequestHearing => ({ requestedOn });

  it('最后一日2023年5月6日（周六，调休上班）可以申请，次日不可以', () => {
    given(...UNTIL_NOTICED)
      .when(the(RequestHearing), request('2023-05-06'), by('zhang', '2023-05-08'))
      .then({ type: 'HearingRequested', data: { requestedOn: '2023-05-06' } });
    given(...UNTIL_NOTICED)
      .when(the(RequestHearing), request('2023-05-07'), by('zhang', '2023-05-08'))
      .thenRefused('hearing.request_too_late', { article: '行政处罚法第六十四条第一项' });
  });

  it('告知当日即可申请，不能更早，不能晚于今天', () => {
    given(...UNTIL_NOTICED)
      .when(the(RequestHearing), request('2023-04-26'), by('zhang', '2023-04-26'))
      .then({ type: 'HearingRequested' });
    given(...UNTIL_NOTICED)
      .when(the(RequestHearing), request('2023-04-25'), by('zhang', '2023-04-26'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    given(...UNTIL_NOTICED)
      .when(the(RequestHearing), request('2023-04-27'), by('zhang', '2023-04-26'))
      .thenRefused('day.in_future');
  });

  it('不属于听证范围的没有这一权利（第六十三条）', () => {
    given(...UNTIL_REVIEWED, noticedWithoutHearing())
      .when(the(RequestHearing), request('2023-04-27'), by('zhang', '2023-04-27'))
      .thenRefused('hearing.not_entitled', { article: '行政处罚法第六十三条第一款' });
  });

  it('期内的申请不因机关再审、退回、讨论而丧失', () => {
    for (const events of [
      [submitted(2, '2023-04-27')],
      [submitted(2, '2023-04-27'), passed(2, '2023-04-28')],
      [submitted(2, '2023-04-27'), returned(2, '2023-04-28')],
      [discussed('2023-04-28')],
    ])
      given(...UNTIL_NOTICED, ...events)
        .when(the(RequestHearing), request('2023-05-06'), by('zhang', '2023-05-06'))
        .then({ type: 'HearingRequested' });
  });

  it('没有告知、已经申请、听证已经结束、已经决定的，不能申请', () => {
    given(...UNTIL_REVIEWED)
      .when(the(RequestHearing), request('2023-04-27'), by('zhang', '2023-04-27'))
      .thenRefused('notice.not_served');
    given(...UNTIL_REQUESTED)
      .when(the(RequestHearing), request('2023-05-05'), by('zhang', '2023-05-05'))
      .thenRefused('case.phase');
    given(...UNTIL_HELD, submitted(2, '2023-05-19'), passed(2, '2023-05-19'))
      .when(the(RequestHearing), request('2023-05-05'), by('zhang', '2023-05-19'))
      .thenRefused('hearing.already_requested');
    given(...UNTIL_NOTICED, waived(), penaltyDecided())
      .when(the(RequestHearing), request('2023-05-06'), by('zhang', '2023-05-09'))
      .thenRefused('case.phase');
  });

  it('重新告知以后可以再次申请', () => {
    given(
      ...UNTIL_HELD,
      submitted(2, '2023-05-19'),
      passed(2, '2023-05-19'),
      noticed({ servedOn: '2023-05-22', hearingRequestDueOn: '2023-05-29', changeReason: '新的事实' }),
    )
      .when(the(RequestHearing), request('2023-05-29'), by('zhang', '2023-05-29'))
      .then({ type: 'HearingRequested' });
  });
});

describe('听证应在举行的七个工作日前通知（行政处罚法第六十四条第二项）', () => {
  const SCHEDULE: ScheduleHearing = {
    hostId: 'qian',
    noticeServedOn: '2023-05-08',
    on: '2023-05-18',
    place: '局机关三楼会议室',
    public: true,
  };

  it('5月8日送达通知的，其间须有七个工作日：最早5月18日', () => {
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), SCHEDULE, by('zhang', '2023-05-08'))
      .then({ type: 'HearingScheduled', data: { ...SCHEDULE, noticeRule: 'D08@2021-07-15' } });
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, on: '2023-05-17' }, by('zhang', '2023-05-08'))
      .thenRefused('hearing.notice_too_short', { earliest: '2023-05-18', article: '行政处罚法第六十四条第二项' });
  });

  it('6月14日送达通知的，跨端午，最早6月27日（DOMAIN 2.2）', () => {
    const history = [
      ...UNTIL_REVIEWED,
      noticed({ servedOn: '2023-06-08', hearingRequestDueOn: '2023-06-15', statementDueOn: '2023-06-13' }),
      hearingRequested('2023-06-12'),
    ];
    const schedule = { ...SCHEDULE, noticeServedOn: '2023-06-14' };
    given(...history)
      .when(the(ScheduleHearing), { ...schedule, on: '2023-06-26' }, by('zhang', '2023-06-14'))
      .thenRefused('hearing.notice_too_short', { earliest: '2023-06-27' });
    given(...history)
      .when(the(ScheduleHearing), { ...schedule, on: '2023-06-27' }, by('zhang', '2023-06-14'))
      .then({ type: 'HearingScheduled' });
  });

  it('通知不能早于申请，不能晚于今天', () => {
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, noticeServedOn: '2023-05-04' }, by('zhang', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-05' });
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), SCHEDULE, by('zhang', '2023-05-07'))
      .thenRefused('day.in_future');
  });

  it('没有申请的、已经举行或者终止的，不能通知', () => {
    given(...UNTIL_NOTICED)
      .when(the(ScheduleHearing), SCHEDULE, by('zhang', '2023-05-08'))
      .thenRefused('case.phase');
    for (const end of [hearingHeld(), hearingTerminated()])
      given(...UNTIL_SCHEDULED, end)
        .when(the(ScheduleHearing), { ...SCHEDULE, on: '2023-06-20' }, by('zhang', '2023-05-19'))
        .thenRefused('hearing.ended');
  });

  it('同一日不能通知两次；改期须重新通知，同样提前七个工作日', () => {
    given(...UNTIL_SCHEDULED)
      .when(the(ScheduleHearing), SCHEDULE, by('zhang', '2023-05-08'))
      .thenRefused('hearing.already_scheduled');
    given(...UNTIL_SCHEDULED)
      .when(
        the(ScheduleHearing),
        { ...SCHEDULE, noticeServedOn: '2023-05-15', on: '2023-05-25' },
        by('zhang', '2023-05-15'),
      )
      .then({ type: 'HearingScheduled' });
    given(...UNTIL_SCHEDULED)
      .when(
        the(ScheduleHearing),
        { ...SCHEDULE, noticeServedOn: '2023-05-15', on: '2023-05-24' },
        by('zhang', '2023-05-15'),
      )
      .thenRefused('hearing.notice_too_short', { earliest: '2023-05-25' });
  });

  it('听证日期不变而换主持人（回避）、换地点的，可以重新通知，同样提前七个工作日', () => {
    const later = (change: Partial<ScheduleHearing>) =>
      given(...UNTIL_REQUESTED, hearingScheduled({ on: '2023-05-29' })).when(
        the(ScheduleHearing),
        { ...SCHEDULE, noticeServedOn: '2023-05-15', on: '2023-05-29', ...change },
        by('zhang', '2023-05-15'),
      );
    later({ hostId: 'sun' }).then({ type: 'HearingScheduled', data: { hostId: 'sun', on: '2023-05-29' } });
    later({ place: '局机关五楼会议室' }).then({ type: 'HearingScheduled' });
    later({}).thenRefused('hearing.already_scheduled');
    given(...UNTIL_SCHEDULED)
      .when(
        the(ScheduleHearing),
        { ...SCHEDULE, noticeServedOn: '2023-05-15', hostId: 'sun' },
        by('zhang', '2023-05-15'),
      )
      .thenRefused('hearing.notice_too_short', { earliest: '2023-05-25' });
  });

  it('主持人须是非本案调查人员，撤换的也不行（第六十四条第四项）', () => {
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, hostId: 'li' }, by('zhang', '2023-05-08'))
      .thenRefused('hearing.host_investigates', { article: '行政处罚法第六十四条第四项' });
    given(
      ...UNTIL_REQUESTED,
      { type: 'OfficerAssigned', data: { userId: 'zhao', certNo: 'C04', duty: 'ASSIST', assignedOn: '2023-03-10' } },
      { type: 'OfficerRemoved', data: { userId: 'zhao', reason: '调离', removedOn: '2023-03-12' } },
    )
      .when(the(ScheduleHearing), { ...SCHEDULE, hostId: 'zhao' }, by('zhang', '2023-05-08'))
      .thenRefused('hearing.host_investigates');
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, hostId: 'nobody' }, by('zhang', '2023-05-08'))
      .thenRefused('hearing.host_unknown');
  });

  it('听证公开举行；不公开的须写明国家秘密、商业秘密或者个人隐私（第六十四条第三项）', () => {
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, public: false }, by('zhang', '2023-05-08'))
      .thenRefused('hearing.closed_without_ground', { article: '行政处罚法第六十四条第三项' });
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, closedGround: 'PRIVACY' }, by('zhang', '2023-05-08'))
      .thenRefused('hearing.public_with_ground');
    given(...UNTIL_REQUESTED)
      .when(the(ScheduleHearing), { ...SCHEDULE, public: false, closedGround: 'PRIVACY' }, by('zhang', '2023-05-08'))
      .then({ type: 'HearingScheduled', data: { public: false, closedGround: 'PRIVACY' } });
  });
});

describe('举行听证（行政处罚法第六十四条第八项）', () => {
  const HOLD: HoldHearing = { heldOn: '2023-05-18', recordSigned: true };

  it('按通知的日期举行；申请至听证的十三日不计入办案期限，6月1日顺延为6月14日（R9）', () => {
    const { events } = given(...UNTIL_SCHEDULED)
      .when(the(HoldHearing), HOLD, by('zhang', '2023-05-18'))
      .then({
        type: 'HearingHeld',
        data: { ...HOLD, hostId: 'qian', decisionDueOn: '2023-06-14', decisionDueRule: 'D03@2021-07-15' },
      });
    const state = [...UNTIL_SCHEDULED, ...events].reduce(
      (s, e) => caseAggregate.evolve(s, e),
      caseAggregate.initialState,
    );
    expect(state.decisionDueOn).toBe('2023-06-14');
    expect(state.suspensions).toEqual([{ startOn: '2023-05-05', endOn: '2023-05-18' }]);
  });

  it('第二次听证的期间一并扣除', () => {
    given(
      ...UNTIL_HELD,
      submitted(2, '2023-05-19'),
      passed(2, '2023-05-19'),
      noticed({ servedOn: '2023-05-22', hearingRequestDueOn: '2023-05-29', changeReason: '新的事实' }),
      hearingRequested('2023-05-29'),
      hearingScheduled({ noticeServedOn: '2023-05-30', on: '2023-06-09' }),
    )
      .when(the(HoldHearing), { ...HOLD, heldOn: '2023-06-09' }, by('zhang', '2023-06-09'))
      .then({ type: 'HearingHeld', data: { decisionDueOn: '2023-06-25' } });
  });

  it('前一日、后一日都不是通知的日期', () => {
    given(...UNTIL_SCHEDULED)
      .when(the(HoldHearing), { ...HOLD, heldOn: '2023-05-17' }, by('zhang', '2023-05-19'))
      .thenRefused('hearing.other_day', { earliest: '2023-05-18' });
    given(...UNTIL_SCHEDULED)
      .when(the(HoldHearing), { ...HOLD, heldOn: '2023-05-19' }, by('zhang', '2023-05-19'))
      .thenRefused('hearing.other_day');
  });

  it('不能预先记录', () => {
    given(...UNTIL_SCHEDULED)
      .when(the(HoldHearing), HOLD, by('zhang', '2023-05-17'))
      .thenRefused('hearing.day_to_come', { earliest: '2023-05-18' });
  });

  it('没有通知的不能举行；不能举行两次', () => {
    given(...UNTIL_REQUESTED)
      .when(the(HoldHearing), HOLD, by('zhang', '2023-05-18'))
      .thenRefused('hearing.not_scheduled');
    given(...UNTIL_NOTICED)
      .when(the(HoldHearing), HOLD, by('zhang', '2023-05-18'))
      .thenRefused('case.phase');
    given(...UNTIL_HELD)
      .when(the(HoldHearing), HOLD, by('zhang', '2023-05-18'))
      .thenRefused('hearing.ended');
  });

  it('笔录未签字的，须注明理由', () => {
    given(...UNTIL_SCHEDULED)
      .when(the(HoldHearing), { ...HOLD, recordSigned: false }, by('zhang', '2023-05-18'))
      .thenRefused('hearing.record_unsigned', { article: '行政处罚法第六十四条第八项' });
    given(...UNTIL_SCHEDULED)
      .when(the(HoldHearing), { ...HOLD, unsignedReason: '拒签' }, by('zhang', '2023-05-18'))
      .thenRefused('hearing.signed_with_reason');
    given(...UNTIL_SCHEDULED)
      .when(
        the(HoldHearing),
        { ...HOLD, recordSigned: false, unsignedReason: '当事人拒绝签字，主持人已注明' },
        by('zhang', '2023-05-18'),
      )
      .then({ type: 'HearingHeld', data: { recordSigned: false } });
  });
});

describe('无正当理由缺席、中途退出的，视为放弃听证（行政处罚法第六十四条第六项）', () => {
  const ABSENT: TerminateHearing = { abandonReason: 'ABSENT', terminatedOn: '2023-05-18' };

  it('听证之日缺席或者中途退出的，终止', () => {
    for (const abandonReason of ['ABSENT', 'LEFT'] as const)
      given(...UNTIL_SCHEDULED)
        .when(the(TerminateHearing), { ...ABSENT, abandonReason }, by('zhang', '2023-05-18'))
        .then({ type: 'HearingTerminated', data: { abandonReason, decisionDueOn: '2023-06-14' } });
  });

  it('听证之日以前谈不上缺席；没有通知的也谈不上', () => {
    given(...UNTIL_SCHEDULED)
      .when(the(TerminateHearing), { ...ABSENT, terminatedOn: '2023-05-17' }, by('zhang', '2023-05-18'))
      .thenRefused('hearing.other_day', { earliest: '2023-05-18' });
    given(...UNTIL_REQUESTED)
      .when(the(TerminateHearing), ABSENT, by('zhang', '2023-05-18'))
      .thenRefused('hearing.not_scheduled');
  });

  it('当事人撤回申请的，通知以前也可以终止；不能早于申请，不能晚于今天', () => {
    const withdrawn: TerminateHearing = { abandonReason: 'WITHDRAWN', terminatedOn: '2023-05-05' };
    given(...UNTIL_REQUESTED)
      .when(the(TerminateHearing), withdrawn, by('zhang', '2023-05-05'))
      .then({ type: 'HearingTerminated', data: { ...withdrawn, decisionDueOn: '2023-06-01' } });
    given(...UNTIL_REQUESTED)
      .when(the(TerminateHearing), { ...withdrawn, terminatedOn: '2023-05-04' }, by('zhang', '2023-05-05'))
      .thenRefused('day.out_of_order');
    given(...UNTIL_REQUESTED)
      .when(the(TerminateHearing), { ...withdrawn, terminatedOn: '2023-05-06' }, by('zhang', '2023-05-05'))
      .thenRefused('day.in_future');
  });

  it('没有申请的、已经结束的，没有可终止的', () => {
    given(...UNTIL_NOTICED)
      .when(the(TerminateHearing), ABSENT, by('zhang', '2023-05-18'))
      .thenRefused('case.phase');
    for (const end of [hearingHeld(), hearingTerminated()])
      given(...UNTIL_SCHEDULED, end)
        .when(the(TerminateHearing), ABSENT, by('zhang', '2023-05-18'))
        .thenRefused('hearing.ended');
  });

  it('旧案立案早于现行规则的，期限不猜，写明原因', () => {
    given(registered({ happenedOn: '2021-06-01' }), filed({ filedOn: '2021-07-01' }), ...UNTIL_SCHEDULED.slice(2))
      .when(the(TerminateHearing), ABSENT, by('zhang', '2023-05-18'))
      .thenRefused('statutes.no_answer');
  });
});

describe('放弃听证（行政处罚法第六十三条、第六十四条第一项）', () => {
  const waivedHearing = { type: 'HearingWaived', data: { waivedOn: '2023-05-04' } };
  const waive = (history: readonly DomainEvent[], waivedOn = '2023-05-04') =>
    given(...history).when(the(WaiveHearing), { waivedOn }, by('zhang', '2023-05-08'));
  const decide = (history: readonly DomainEvent[], decidedOn: string) =>
    given(...history).when(
      the(DecidePenalty),
      { decidedOn, kinds: ['FINE'], fineFen: 490_000, confiscateFen: 0, lawVersion: '条例第十二条' },
      by('chen', '2023-05-20'),
    );

  it('陈述申辩和听证都明确放弃的，不必等期满；只放弃一项的，仍须等另一项', () => {
    decide([...UNTIL_NOTICED, waived('2023-05-04'), waivedHearing], '2023-05-04').then({ type: 'PenaltyDecided' });
    decide([...UNTIL_NOTICED, waived('2023-05-04')], '2023-05-04').thenRefused('decision.hearing_period_open');
    decide([...UNTIL_NOTICED, waivedHearing], '2023-05-04').thenRefused('decision.statement_period_open', {
      earliest: '2023-05-05',
    });
  });

  it('放弃之日可以决定，前一日不可以', () => {
    decide([...UNTIL_NOTICED, waived('2023-05-03'), waivedHearing], '2023-05-03').thenRefused('day.out_of_order', {
      earliest: '2023-05-04',
    });
  });

  it('有权听证的当事人在告知以后放弃，一次', () => {
    waive(UNTIL_NOTICED).then({ type: 'HearingWaived' });
    waive(UNTIL_NOTICED, '2023-04-25').thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    waive([...UNTIL_NOTICED, waivedHearing]).thenRefused('hearing.waived');
    waive(UNTIL_REQUESTED).thenRefused('hearing.already_requested');
    waive([...UNTIL_REVIEWED, noticedWithoutHearing()]).thenRefused('hearing.not_entitled');
  });

  it('放弃以后在期内反悔的，听证照样举行；重新告知的，权利重新开始', () => {
    const again = given(...UNTIL_NOTICED, waivedHearing)
      .when(the(RequestHearing), { requestedOn: '2023-05-05' }, by('zhang', '2023-05-08'))
      .then({ type: 'HearingRequested' });
    const fold = (events: readonly DomainEvent[]) =>
      events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);
    expect(fold([...UNTIL_NOTICED, waivedHearing, ...again.events])).toMatchObject({ phase: 'HearingPhase' });
    expect(fold([...UNTIL_NOTICED, waivedHearing, noticed()]).hearingWaivedOn).toBeUndefined();
  });
});

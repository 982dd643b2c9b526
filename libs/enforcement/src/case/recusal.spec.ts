import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { DecidePenalty } from './decision.js';
import { GiveOpinion } from './discussion.js';
import { HoldHearing } from './hearing.js';
import { AssignOfficer } from './investigation.js';
import { SubmitLegalReview } from './legal-review.js';
import { DecideRecusal, RequestRecusal } from './recusal.js';
import {
  by,
  onRecord,
  opinionGiven,
  the,
  UNTIL_CONCLUDED,
  UNTIL_FILED,
  UNTIL_NOTICED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';

const requested = (targetId: string, requestedOn = '2023-03-10') => ({
  type: 'RecusalRequested',
  data: { targetId, requestedBy: 'PARTY', reason: '与当事人的竞争者是近亲属', requestedOn },
});
const decided = (targetId: string, granted: boolean, decidedOn = '2023-03-13') => ({
  type: 'RecusalDecided',
  data: { targetId, granted, reason: '经查属实', decidedOn, deciderId: 'chen' },
});
const REQUEST: RequestRecusal = {
  ...{ targetId: 'li', requestedBy: 'PARTY', reason: '与当事人的竞争者是近亲属', requestedOn: '2023-03-10' },
};
const DECIDE: DecideRecusal = { targetId: 'li', granted: true, reason: '经查属实', decidedOn: '2023-03-13' };

const request = (input: Partial<RequestRecusal> = {}, history: readonly DomainEvent[] = UNTIL_FILED) =>
  given(...history).when(the(RequestRecusal), { ...REQUEST, ...input }, by('zhang', '2023-06-01'));
const decide = (
  input: Partial<DecideRecusal> = {},
  history: readonly DomainEvent[] = [...UNTIL_FILED, requested('li')],
  id = 'chen',
) => given(...history).when(the(DecideRecusal), { ...DECIDE, ...input }, by(id, '2023-06-01'));

describe('申请回避（行政处罚法第四十三条）', () => {
  it('对参与本案的人员申请；没有参与的，不需要回避', () => {
    request().then({ type: 'RecusalRequested', data: REQUEST });
    request({ targetId: 'wang' }).thenRefused('recusal.no_part', { article: '行政处罚法第四十三条' });
    request({ targetId: 'chen' }).then({ type: 'RecusalRequested' });
  });

  it('没有决定以前不重复申请；驳回以后可以再申请，决定回避以后不必', () => {
    request({}, [...UNTIL_FILED, requested('li')]).thenRefused('recusal.requested');
    request({}, [...UNTIL_FILED, requested('li'), decided('li', false)]).then({ type: 'RecusalRequested' });
    request({}, [...UNTIL_FILED, requested('li'), decided('li', true)]).thenRefused('recusal.recused');
  });
});

describe('决定回避（行政处罚法第四十三条第三款）', () => {
  it('由负责人决定，决定人是他自己；没有申请的不能决定', () => {
    decide().then({ type: 'RecusalDecided', data: { ...DECIDE, deciderId: 'chen' } });
    decide({}, UNTIL_FILED).thenRefused('recusal.not_requested');
  });

  it('决定不早于申请', () => {
    decide({ decidedOn: '2023-03-10' }).then({ type: 'RecusalDecided' });
    decide({ decidedOn: '2023-03-09' }).thenRefused('day.out_of_order');
  });

  it('负责人的回避由负责人集体讨论决定，三人以上，没有他自己', () => {
    const history = [...UNTIL_FILED, requested('chen')];
    const own = { targetId: 'chen', decidedOn: '2023-05-10' };
    decide(own, history, 'lin').thenRefused('discussion.too_few');
    const onPaper = (...attendees: string[]) => ({ ...own, ...onRecord('2023-05-10', attendees) });
    decide(onPaper('lin', 'he', 'new'), history, 'lin').then({ type: 'RecusalDecided' });
    decide(onPaper('lin', 'he', 'chen'), history, 'lin').thenRefused('recusal.own');
    decide(onPaper('lin', 'he', 'new'), history, 'chen').thenRefused('recusal.own');
    // One who is no leader does not count.
    decide(onPaper('lin', 'he', 'sun'), history, 'lin').thenRefused('approver.not_leader');
  });

  it('讨论负责人回避的，各人自己发表意见；本人不参加，没有申请的不讨论', () => {
    const opinion = {
      topic: 'RECUSAL',
      targetId: 'chen',
      stance: 'AGREE',
      opinion: '应当回避',
      givenOn: '2023-05-10',
    } as const;
    const history = [...UNTIL_FILED, requested('chen')];
    const give = (who: string, events = history) =>
      given(...events).when(the(GiveOpinion), opinion, by(who, '2023-05-10'));
    give('lin').then({ type: 'OpinionGiven', data: { ...opinion, memberId: 'lin' } });
    give('chen').thenRefused('recusal.own');
    give('lin', UNTIL_FILED).thenRefused('recusal.not_requested');
    const members = ['lin', 'he', 'new'].map((memberId) => opinionGiven(memberId, opinion));
    const own = { targetId: 'chen', decidedOn: '2023-05-10' };
    decide(own, [...history, ...members], 'lin').then({
      type: 'RecusalDecided',
      data: { attendees: ['lin', 'he', 'new'] },
    });
    decide(own, [...history, ...members.slice(1)], 'he').thenRefused('discussion.too_few');
  });

  it('回避的人不再办案，也不能再指派；调查不停', () => {
    const history = [...UNTIL_FILED, requested('li'), decided('li', true)];
    const state = history.reduce((known, event) => caseAggregate.evolve(known, event), caseAggregate.initialState);
    expect(state.officers.map(({ userId }) => userId)).toEqual(['zhang']);
    const assign = (userId: string) =>
      given(...history).when(
        the(AssignOfficer),
        { userId, duty: 'ASSIST', assignedOn: '2023-03-14' } satisfies AssignOfficer,
        by('chen', '2023-03-14'),
      );
    assign('li').thenRefused('recusal.recused', { article: '行政处罚法第四十三条' });
    assign('zhao').then({ type: 'OfficerAssigned' });
  });
});

describe('回避与后来的程序', () => {
  const penalty = (more: readonly DomainEvent[]) =>
    given(...UNTIL_NOTICED, waived(), ...more).when(
      the(DecidePenalty),
      {
        ...{ decidedOn: '2023-05-08', kinds: ['FINE'], fineFen: 1_000_000, confiscateFen: 0 },
        lawVersion: '条例第十二条',
      } as DecidePenalty,
      by('chen', '2023-05-08'),
    );

  it('申请没有决定的，不能作出处罚决定；决定回避后不足两人的，先增派', () => {
    penalty([requested('li', '2023-05-05')]).thenRefused('recusal.pending');
    penalty([requested('li', '2023-05-05'), decided('li', false, '2023-05-06')]).then({ type: 'PenaltyDecided' });
    penalty([requested('li', '2023-05-05'), decided('li', true, '2023-05-06')]).thenRefused('officer.fewer_than_two');
  });

  it('决定回避的负责人、审核人员不能再决定、审核', () => {
    penalty([requested('chen', '2023-05-05'), decided('chen', true, '2023-05-06')]).thenRefused('recusal.recused');
    given(...UNTIL_CONCLUDED, requested('sun', '2023-04-10'), decided('sun', true, '2023-04-10'))
      .when(
        the(SubmitLegalReview),
        { trigger: 'EVERY_CASE', reviewerId: 'sun', submittedOn: '2023-04-11' } as SubmitLegalReview,
        by('zhang', '2023-04-11'),
      )
      .thenRefused('recusal.recused');
  });

  it('对听证主持人的申请没有决定的，不能举行听证；决定回避的，另行指定（第六十四条第四项）', () => {
    const hold = (more: readonly DomainEvent[]) =>
      given(...UNTIL_SCHEDULED, ...more).when(
        the(HoldHearing),
        { heldOn: '2023-05-18', recordSigned: true } as HoldHearing,
        by('zhang', '2023-05-18'),
      );
    hold([]).then({ type: 'HearingHeld' });
    hold([requested('qian', '2023-05-16')]).thenRefused('recusal.pending', { article: '行政处罚法第六十四条第四项' });
    hold([requested('qian', '2023-05-16'), decided('qian', true, '2023-05-17')]).thenRefused('hearing.host_recused');
    hold([requested('qian', '2023-05-16'), decided('qian', false, '2023-05-17')]).then({ type: 'HearingHeld' });
  });
});

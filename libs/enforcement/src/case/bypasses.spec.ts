import { describe, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { DecidePenalty } from './decision.js';
import { DiscussCollectively } from './discussion.js';
import { HoldHearing } from './hearing.js';
import { ServeNotice } from './notice.js';
import { PublishPenalty } from './publication.js';
import {
  by,
  noticed,
  onRecord,
  opinionGiven,
  penaltyDecided,
  the,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_SCHEDULED,
  waived,
} from './scenario.js';

/* F16: the ways round that bureaus have found elsewhere. They are closed in `decide`, which every door goes through. */

describe('F16 再次告知不得绕开听证', () => {
  const AGAIN = {
    proposed: { kinds: ['FINE' as const], fineFen: 1_000_000, confiscateFen: 0 },
    changeReason: '补充证据后重新告知',
  };
  const decide = (history: readonly DomainEvent[], fineFen: number, on: string) =>
    given(...history).when(
      the(DecidePenalty),
      { decidedOn: on, kinds: ['FINE'], fineFen, confiscateFen: 0, lawVersion: '条例第十二条' },
      by('chen', on),
    );

  it('当事人已经申请听证的，听证结束、再次通过审核以前不能再次告知', () => {
    given(...UNTIL_REQUESTED)
      .when(the(ServeNotice), { ...AGAIN, servedOn: '2023-05-08' }, by('zhang', '2023-05-08'))
      .thenRefused('case.phase');
  });

  it('再次告知以后，申请听证的期限重新起算，届满次日才能决定', () => {
    const again = [
      ...UNTIL_NOTICED,
      noticed({ servedOn: '2023-05-08', hearingRequestDueOn: '2023-05-15', statementDueOn: '2023-05-11' }),
      waived('2023-05-08'),
    ];
    decide(again, 1_000_000, '2023-05-15').thenRefused('decision.hearing_period_open', { earliest: '2023-05-16' });
    decide(again, 1_000_000, '2023-05-16').then({ type: 'PenaltyDecided' });
  });

  it('再次告知降低数额而没有听证权的，决定不得回到原来的数额', () => {
    const {
      hearingRequestDueOn: _due,
      hearingRequestRule: _rule,
      ...lower
    } = noticed({
      servedOn: '2023-05-08',
      statementDueOn: '2023-05-11',
      proposed: { kinds: ['FINE'], fineFen: 100_000, confiscateFen: 0 },
      hearingEntitled: false,
    }).data as ReturnType<typeof noticed>['data'] & Record<string, unknown>;
    const again = [...UNTIL_NOTICED, { type: 'PenaltyNoticeServed', data: lower }, waived('2023-05-08')];
    decide(again, 1_000_000, '2023-05-09').thenRefused('decision.heavier_than_notice');
    decide(again, 100_000, '2023-05-09').then({ type: 'PenaltyDecided' });
  });
});

describe('F16 听证、讨论、公示的先后不得绕过', () => {
  it('听证不得早于通知载明之日，当日可以', () => {
    const hold = (heldOn: string) =>
      given(...UNTIL_SCHEDULED).when(the(HoldHearing), { heldOn, recordSigned: true }, by('zhang', '2023-05-18'));
    hold('2023-05-17').thenRefused('hearing.other_day', { earliest: '2023-05-18' });
    hold('2023-05-18').then({ type: 'HearingHeld' });
  });

  it('集体讨论记录须有人、有意见、有结论：没有意见的、代他人记录的都不成立', () => {
    const conclude = (input: object, ...opinions: readonly DomainEvent[]) =>
      given(...UNTIL_NOTICED, waived(), ...opinions).when(
        the(DiscussCollectively),
        { conclusion: '同意处罚', discussedOn: '2023-05-08', ...input },
        by('chen', '2023-05-08'),
      );
    conclude({}).thenRefused('discussion.too_few');
    conclude({ attendees: ['chen', 'lin', 'he'], signedAll: true }).thenRefused('discussion.not_own');
    conclude(onRecord('2023-05-08')).then({ type: 'CollectivelyDiscussed' });
    conclude({}, ...['chen', 'lin', 'he'].map((member) => opinionGiven(member))).then({
      type: 'CollectivelyDiscussed',
    });
  });

  it('未送达不得公示', () => {
    given(...UNTIL_NOTICED, waived(), penaltyDecided())
      .when(
        the(PublishPenalty),
        { channel: '浙江政务服务网', redactedDocSha: 'a'.repeat(64), publishedOn: '2023-05-09' },
        by('zhang', '2023-05-09'),
      )
      .thenRefused('case.phase', { article: '行政处罚法第四十八条第一款' });
  });
});

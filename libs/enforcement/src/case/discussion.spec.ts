import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { DiscussCollectively } from './discussion.js';
import {
  by,
  discussed,
  penaltyDecided,
  the,
  UNTIL_CONCLUDED,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_REVIEWED,
  waived,
} from './scenario.js';

const DISCUSS: DiscussCollectively = {
  attendees: ['chen', 'lin', 'he'],
  conclusion: '同意处罚',
  signedAll: true,
  discussedOn: '2023-05-08',
};

describe('负责人集体讨论（行政处罚法第五十七条第二款）', () => {
  it('负责人可以记录，承办人员也可以记录', () => {
    for (const recorder of ['chen', 'zhang'])
      given(...UNTIL_NOTICED, waived())
        .when(the(DiscussCollectively), DISCUSS, by(recorder, '2023-05-08'))
        .then({ type: 'CollectivelyDiscussed', data: { ...DISCUSS, dissent: [] } });
  });

  it('不处罚的案件没有告知，审核通过后即可讨论', () => {
    given(...UNTIL_REVIEWED)
      .when(the(DiscussCollectively), DISCUSS, by('chen', '2023-05-08'))
      .then({ type: 'CollectivelyDiscussed' });
  });

  it('三名负责人以上：两人是输入错误，同一人写两次不算两人', () => {
    expect(parseCommand(DiscussCollectively, { ...DISCUSS, attendees: ['chen', 'lin'] }).faults).toEqual([
      { path: 'attendees', message: '参加讨论的负责人至少3项' },
    ]);
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, attendees: ['chen', 'lin', 'lin'] }, by('chen', '2023-05-08'))
      .thenRefused('discussion.too_few');
  });

  it('参加人须是讨论当日在任的负责人：任职之日可以，前一日不可以', () => {
    const attendees = ['chen', 'lin', 'new'];
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, attendees }, by('chen', '2023-05-08'))
      .then({ type: 'CollectivelyDiscussed' });
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, attendees, discussedOn: '2023-05-07' }, by('chen', '2023-05-08'))
      .thenRefused('approver.not_leader');
  });

  it('不是负责人的不计；办理过本案的负责人不参加讨论', () => {
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, attendees: ['chen', 'lin', 'sun'] }, by('chen', '2023-05-08'))
      .thenRefused('approver.not_leader');
    given(...UNTIL_NOTICED, {
      type: 'OfficerAssigned',
      data: { userId: 'both', certNo: 'C09', duty: 'ASSIST', assignedOn: '2023-04-27' },
    })
      .when(the(DiscussCollectively), { ...DISCUSS, attendees: ['chen', 'lin', 'both'] }, by('chen', '2023-05-08'))
      .thenRefused('approver.investigates');
  });

  it('记录须全部签字', () => {
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, signedAll: false }, by('chen', '2023-05-08'))
      .thenRefused('discussion.unsigned');
  });

  it('不同意见如实记录，限于参加讨论的人', () => {
    const dissent = [{ userId: 'he', opinion: '罚款偏高' }];
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, dissent }, by('chen', '2023-05-08'))
      .then({ type: 'CollectivelyDiscussed', data: { dissent } });
    given(...UNTIL_NOTICED)
      .when(
        the(DiscussCollectively),
        { ...DISCUSS, dissent: [{ userId: 'new', opinion: '罚款偏高' }] },
        by('chen', '2023-05-08'),
      )
      .thenRefused('discussion.dissent_of_absent');
  });

  it('不能早于告知、审核通过，不能晚于今天', () => {
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), { ...DISCUSS, discussedOn: '2023-04-25' }, by('chen', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    given(...UNTIL_REVIEWED)
      .when(the(DiscussCollectively), { ...DISCUSS, discussedOn: '2023-04-13' }, by('chen', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-14' });
    given(...UNTIL_NOTICED)
      .when(the(DiscussCollectively), DISCUSS, by('chen', '2023-05-07'))
      .thenRefused('day.in_future');
  });

  it('没有通过审核、听证中、已经讨论、已经决定的，不能讨论', () => {
    for (const events of [
      UNTIL_CONCLUDED,
      UNTIL_REQUESTED,
      [...UNTIL_NOTICED, discussed()],
      [...UNTIL_NOTICED, waived(), penaltyDecided()],
    ])
      given(...events)
        .when(the(DiscussCollectively), DISCUSS, by('chen', '2023-05-08'))
        .thenRefused('case.phase');
  });
});

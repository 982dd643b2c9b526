import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { DiscussCollectively, GiveOpinion } from './discussion.js';
import {
  by,
  discussed,
  onRecord,
  opinionGiven,
  passed,
  penaltyDecided,
  submitted,
  the,
  UNTIL_CONCLUDED,
  UNTIL_NOTICED,
  UNTIL_REQUESTED,
  UNTIL_REVIEWED,
  waived,
} from './scenario.js';

const CONCLUDE: DiscussCollectively = { conclusion: '同意处罚', discussedOn: '2023-05-08' };
const DISCUSS: DiscussCollectively = { ...CONCLUDE, ...onRecord('2023-05-08') };
const OPINION: GiveOpinion = { topic: 'DECISION', stance: 'AGREE', opinion: '同意承办机构意见', givenOn: '2023-05-08' };
const HEARD = [...UNTIL_NOTICED, waived()];
const MEMBERS = ['chen', 'lin', 'he'].map((memberId) => opinionGiven(memberId));

describe('参加讨论的负责人各自发表意见，由其中一人记明结论（行政处罚法第五十七条第二款）', () => {
  it('意见由本人发表，人员由登录决定；不是负责人的、办理过本案的不能发表', () => {
    given(...HEARD)
      .when(the(GiveOpinion), OPINION, by('lin', '2023-05-08'))
      .then({ type: 'OpinionGiven', data: { ...OPINION, memberId: 'lin' } });
    given(...HEARD)
      .when(the(GiveOpinion), OPINION, by('sun', '2023-05-08'))
      .thenRefused('approver.not_leader');
    given(...HEARD, {
      type: 'OfficerAssigned',
      data: { userId: 'both', certNo: 'C09', duty: 'ASSIST', assignedOn: '2023-04-27' },
    })
      .when(the(GiveOpinion), OPINION, by('both', '2023-05-08'))
      .thenRefused('approver.investigates');
  });

  it('三名负责人发表意见以后，其中一人记明结论，不同意的意见一并记明', () => {
    const he = opinionGiven('he', { stance: 'DISAGREE', opinion: '罚款偏高' });
    given(...HEARD, opinionGiven('chen'), opinionGiven('lin'), he)
      .when(the(DiscussCollectively), CONCLUDE, by('chen', '2023-05-08'))
      .then({
        type: 'CollectivelyDiscussed',
        data: {
          ...CONCLUDE,
          attendees: ['chen', 'lin', 'he'],
          dissent: [{ userId: 'he', opinion: '罚款偏高' }],
          signedAll: true,
          chairId: 'chen',
        },
      });
  });

  it('两人的意见不成讨论；同一人改了意见仍是一人', () => {
    given(...HEARD, opinionGiven('chen'), opinionGiven('lin'), opinionGiven('lin', { stance: 'DISAGREE' }))
      .when(the(DiscussCollectively), CONCLUDE, by('chen', '2023-05-08'))
      .thenRefused('discussion.too_few');
  });

  it('没有发表意见的负责人和承办人员不能代为记明结论', () => {
    for (const stranger of ['new', 'zhang'])
      given(...HEARD, ...MEMBERS)
        .when(the(DiscussCollectively), CONCLUDE, by(stranger, '2023-05-08'))
        .thenRefused('discussion.chair_absent');
  });

  it('不能代他人记录参加讨论、代签；有纸质讨论记录的除外', () => {
    const typed = { ...CONCLUDE, attendees: ['chen', 'lin', 'he'], signedAll: true };
    for (const recorder of ['chen', 'zhang'])
      given(...HEARD, ...MEMBERS)
        .when(the(DiscussCollectively), typed, by(recorder, '2023-05-08'))
        .thenRefused('discussion.not_own');
  });

  it('结论不能早于最后一名负责人发表意见之日', () => {
    const late = [...HEARD, opinionGiven('chen'), opinionGiven('lin'), opinionGiven('he', { givenOn: '2023-05-09' })];
    given(...late)
      .when(the(DiscussCollectively), CONCLUDE, by('chen', '2023-05-09'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-09' });
    given(...late)
      .when(the(DiscussCollectively), { ...CONCLUDE, discussedOn: '2023-05-09' }, by('chen', '2023-05-09'))
      .then({ type: 'CollectivelyDiscussed' });
  });

  it('发表意见不能早于告知；审核通过以前、讨论结束以后不能发表', () => {
    given(...UNTIL_NOTICED)
      .when(the(GiveOpinion), { ...OPINION, givenOn: '2023-04-26' }, by('lin', '2023-05-08'))
      .then({ type: 'OpinionGiven' });
    given(...UNTIL_NOTICED)
      .when(the(GiveOpinion), { ...OPINION, givenOn: '2023-04-25' }, by('lin', '2023-05-08'))
      .thenRefused('day.out_of_order', { earliest: '2023-04-26' });
    for (const events of [UNTIL_CONCLUDED, [...UNTIL_NOTICED, discussed()]])
      given(...events)
        .when(the(GiveOpinion), OPINION, by('lin', '2023-05-08'))
        .thenRefused('case.phase');
  });

  it('再次送审以后，以前的意见不再作数', () => {
    given(...HEARD, ...MEMBERS, submitted(2, '2023-05-08'), passed(2, '2023-05-08'))
      .when(the(DiscussCollectively), CONCLUDE, by('chen', '2023-05-08'))
      .thenRefused('discussion.too_few');
  });
});

describe('按纸质讨论记录登记的集体讨论', () => {
  it('记录的签字日期在讨论当日或者以后，不在今天以后', () => {
    const record = (signedOn: string) => ({ ...DISCUSS, ...onRecord(signedOn) });
    given(...HEARD)
      .when(the(DiscussCollectively), record('2023-05-07'), by('zhang', '2023-05-09'))
      .thenRefused('day.out_of_order', { earliest: '2023-05-08' });
    given(...HEARD)
      .when(the(DiscussCollectively), record('2023-05-09'), by('zhang', '2023-05-09'))
      .then({ type: 'CollectivelyDiscussed' });
    given(...HEARD)
      .when(the(DiscussCollectively), record('2023-05-10'), by('zhang', '2023-05-09'))
      .thenRefused('day.in_future');
  });

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

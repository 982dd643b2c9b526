import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { lawContext } from '../case/scenario.js';
import { commandNamed } from '../registry.js';
import { CITY, rowAfter } from '../scenario.js';
import { officer } from './officer.js';
import { leaderRankOn, mayReviewOn, servesUnitOn } from './person.js';

const scenario = {
  context: lawContext,
  actor: { id: 'root', unit: 'qz', roles: ['ADMINISTRATOR'] },
  at: '2023-05-01',
  id: 'w',
  elsewhere: CITY,
};
const when = (history: readonly DomainEvent[], name: string, command: object, more: object = {}) =>
  given(...history).when(commandNamed('officer', name)!, command, { ...scenario, ...more });
const state = (...history: DomainEvent[]) => history.reduce((s, e) => officer.evolve(s, e), officer.initialState);
const bySelf = { actor: { ...scenario.actor, id: 'w' } };

const registered: DomainEvent = {
  type: 'OfficerRegistered',
  data: { userId: 'w', name: '王五', unitId: 'qz', auxiliary: false },
};
const event = (type: string, data: object): DomainEvent => ({ type, data });
const GRANT = { role: 'REGISTRAR', from: '2023-01-01', to: '2023-03-31' };
const granted = event('RoleGranted', GRANT);
const appointed = event('LeaderAppointed', { rank: 'CHIEF', from: '2022-01-01' });
const enrolled = event('ReviewerEnrolled', { enrolledOn: '2022-01-01', firstTime: false });

describe('授予职责、收回职责', () => {
  it('授予；期间不能颠倒，不能重叠，首尾相接的可以，另一职责不相干', () => {
    when([registered], 'GrantRole', GRANT).then({ type: 'RoleGranted', data: GRANT });
    when([], 'GrantRole', GRANT).thenRefused('officer.phase');
    when([registered], 'GrantRole', { ...GRANT, to: '2022-12-31' }).thenRefused('officer.period_reversed');
    when([registered], 'GrantRole', { ...GRANT, to: '2023-01-01' }).then({ type: 'RoleGranted' });
    when([registered, granted], 'GrantRole', { role: 'REGISTRAR', from: '2023-03-31' }).thenRefused('role.granted', {
      earliest: '2023-04-01',
    });
    when([registered, granted], 'GrantRole', { role: 'REGISTRAR', from: '2023-04-01' }).then({ type: 'RoleGranted' });
    when([registered, granted], 'GrantRole', { ...GRANT, from: '2022-01-01', to: '2022-12-31' }).then({
      type: 'RoleGranted',
    });
    when([registered, granted], 'GrantRole', { ...GRANT, role: 'AUDITOR' }).then({ type: 'RoleGranted' });
  });

  it('收回；没有的、已经终止的不能收回', () => {
    const withdrawal = { role: 'REGISTRAR', from: '2023-03-31', reason: '岗位调整' };
    when([registered, granted], 'WithdrawRole', withdrawal).then({ type: 'RoleWithdrawn' });
    when([registered], 'WithdrawRole', withdrawal).thenRefused('role.not_granted');
    when([registered, granted], 'WithdrawRole', { ...withdrawal, from: '2023-04-01' }).thenRefused('role.not_granted');
    when([registered, granted], 'WithdrawRole', { ...withdrawal, role: 'AUDITOR' }).thenRefused('role.not_granted');
  });

  it('系统管理员不能收回本人的系统管理职责，也不能办理本人的调任、离任', () => {
    const administrates = [registered, event('RoleGranted', { role: 'ADMINISTRATOR', from: '2023-01-01' })];
    const withdrawal = { role: 'ADMINISTRATOR', from: '2023-05-01', reason: '轮岗' };
    when(administrates, 'WithdrawRole', withdrawal, bySelf).thenRefused('officer.oneself');
    when(administrates, 'WithdrawRole', withdrawal).then({ type: 'RoleWithdrawn' });
    when(administrates, 'TransferOfficer', { unitId: 'kecheng', from: '2023-05-01' }, bySelf).thenRefused(
      'officer.oneself',
    );
    when(administrates, 'RecordDeparture', { from: '2023-05-01', reason: 'RETIRED' }, bySelf).thenRefused(
      'officer.oneself',
    );
  });
});

describe('移出法制审核人员库', () => {
  const removal = { from: '2023-04-01', reason: '转岗' };
  const removed = event('ReviewerRemoved', removal);

  it('在库的可以移出，移出以后再入库，以前的仍然作数', () => {
    when([registered, enrolled], 'RemoveReviewer', removal).then({ type: 'ReviewerRemoved' });
    when([registered], 'RemoveReviewer', removal).thenRefused('reviewer.not_enrolled');
    when([registered, enrolled, removed], 'RemoveReviewer', removal).thenRefused('reviewer.not_enrolled');
    const again = { enrolledOn: '2023-03-31', firstTime: false };
    when([registered, enrolled, removed], 'EnrolReviewer', again).thenRefused('reviewer.enrolled', {
      earliest: '2023-04-01',
    });
    when([registered, enrolled, removed], 'EnrolReviewer', { ...again, enrolledOn: '2023-04-01' }).then({
      type: 'ReviewerEnrolled',
    });
    const person = state(
      registered,
      enrolled,
      removed,
      event('ReviewerEnrolled', { ...again, enrolledOn: '2023-09-01' }),
    );
    expect(['2023-03-31', '2023-04-01', '2023-08-31', '2023-09-01'].map((day) => mayReviewOn(person, day))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('调任、离任', () => {
  const move = { unitId: 'kecheng', from: '2023-05-01' };
  const moved = event('OfficerTransferred', move);

  it('调到登记在册的另一单位；日期接着上一次任职', () => {
    when([registered], 'TransferOfficer', move).then({ type: 'OfficerTransferred', data: move });
    when([registered], 'TransferOfficer', { ...move, unitId: 'nowhere' }).thenRefused('unit.unknown');
    when([registered], 'TransferOfficer', { ...move, unitId: 'qz' }).thenRefused('officer.in_unit');
    when([registered, moved], 'TransferOfficer', { unitId: 'qz', from: '2023-05-01' }).thenRefused(
      'officer.posting_overlaps',
      { earliest: '2023-05-02' },
    );
    when([registered, moved], 'TransferOfficer', { unitId: 'qz', from: '2023-05-02' }).then({
      type: 'OfficerTransferred',
    });
  });

  it('原单位的职务、审核资格至调任前一日止；办过的案件所依据的各日不变', () => {
    const person = state(registered, appointed, enrolled, moved);
    expect([servesUnitOn(person, 'qz', '2023-04-30'), servesUnitOn(person, 'qz', '2023-05-01')]).toEqual([true, false]);
    expect(servesUnitOn(person, 'kecheng', '2023-05-01')).toBe(true);
    expect([leaderRankOn(person, '2023-04-30'), leaderRankOn(person, '2023-05-01')]).toEqual(['CHIEF', undefined]);
    expect([mayReviewOn(person, '2023-04-30'), mayReviewOn(person, '2023-05-01')]).toEqual([true, false]);
  });

  it('离任以后什么也不能记，只能调回', () => {
    const left = event('OfficerDeparted', { from: '2023-05-01', reason: 'TRANSFERRED_OUT' });
    when([registered], 'RecordDeparture', left.data as object).then({ type: 'OfficerDeparted' });
    when([registered, left], 'GrantRole', GRANT).thenRefused('officer.phase');
    when([registered, left], 'RecordDeparture', left.data as object).thenRefused('officer.phase');
    when([registered, left], 'TransferOfficer', { ...move, from: '2023-04-30' }).thenRefused(
      'officer.posting_overlaps',
      {
        earliest: '2023-05-01',
      },
    );
    when([registered, left], 'TransferOfficer', move).then({ type: 'OfficerTransferred' });
    const person = state(registered, left);
    expect([servesUnitOn(person, 'qz', '2023-04-30'), servesUnitOn(person, 'qz', '2023-05-01')]).toEqual([true, false]);
  });

  it('人数随人走：调离的单位减一，调入的加一，离任的不再计', () => {
    const certified = event('CertificateIssued', { certNo: 'C1', validFrom: '2022-01-01', validTo: '2024-12-31' });
    const of = (facts: readonly string[], measure: string) => facts.filter((fact) => fact.startsWith(measure));
    const { booked } = rowAfter(officer.register, registered, certified, moved);
    expect(
      of(
        booked.map((line) => line.replace(/ [0-9a-f]{16}$/, '')),
        '-1 officer.serving',
      ),
    ).toEqual(['-1 officer.serving 2023-05-01 qz']);
    expect(
      booked.map((line) => line.replace(/ [0-9a-f]{16}$/, '')).filter((line) => line.includes('certified')),
    ).toEqual(
      expect.arrayContaining(['-1 officer.certified 2023-05-01 qz', '+1 officer.certified 2023-05-01 kecheng']),
    );
    const after = rowAfter(
      officer.register,
      registered,
      certified,
      event('OfficerDeparted', { from: '2023-07-01', reason: 'RETIRED' }),
    );
    expect(
      of(
        after.booked.map((line) => line.replace(/ [0-9a-f]{16}$/, '')),
        '-1 officer.serving',
      ),
    ).toEqual(['-1 officer.serving 2023-07-01 qz']);
  });
});

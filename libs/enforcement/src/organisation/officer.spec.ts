import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { lawContext } from '../case/scenario.js';
import { commandNamed } from '../registry.js';
import { CITY } from '../scenario.js';
import { takeCertificate } from './held-once.js';
import { officer } from './officer.js';
import { certificateOn, leaderRankOn, mayReviewOn, servesUnitOn } from './person.js';

const scenario = {
  context: lawContext,
  actor: { id: 'root', unit: 'qz', roles: ['ADMINISTRATOR'] },
  at: '2023-05-01',
  id: 'zhang',
  elsewhere: CITY,
};
const when = (history: readonly DomainEvent[], name: string, command: object, more: object = {}) =>
  given(...history).when(commandNamed('officer', name)!, command, { ...scenario, ...more });
/** The book of certificate numbers, in which somebody has this one. */
const heldBy = (userId: string, certNo: string) => {
  const { stream, events } = takeCertificate(certNo, userId)[0]!;
  return { elsewhere: { ...CITY, [`${stream.aggregate}-${stream.id}`]: events as DomainEvent[] } };
};
const state = (...history: DomainEvent[]) => history.reduce((s, e) => officer.evolve(s, e), officer.initialState);

const REGISTRATION = { userId: 'zhang', name: '张三', unitId: 'qz', auxiliary: false };
const CERTIFICATE = { certNo: 'C01', validFrom: '2022-01-01', validTo: '2023-12-31' };
const registered: DomainEvent = { type: 'OfficerRegistered', data: REGISTRATION };
const certified: DomainEvent = { type: 'CertificateIssued', data: CERTIFICATE };
const appointed = (rank: string, from: string): DomainEvent => ({ type: 'LeaderAppointed', data: { rank, from } });
const relieved = (from: string): DomainEvent => ({ type: 'LeaderRelieved', data: { from } });

describe('登记执法人员', () => {
  it('登记一次；再登记拒绝', () => {
    when([], 'RegisterOfficer', REGISTRATION).then({ type: 'OfficerRegistered', data: REGISTRATION });
    when([registered], 'RegisterOfficer', REGISTRATION).thenRefused('officer.phase');
  });

  it('登记在没有的单位，拒绝；登记在下级单位，可以（L2）', () => {
    when([], 'RegisterOfficer', { ...REGISTRATION, unitId: 'nowhere' }).thenRefused('unit.unknown');
    when([], 'RegisterOfficer', { ...REGISTRATION, unitId: 'kecheng' }).then({ type: 'OfficerRegistered' });
  });

  it('没有登记的人，什么也不能记', () => {
    for (const [name, command] of [
      ['IssueCertificate', CERTIFICATE],
      ['RevokeCertificate', { certNo: 'C01', revokedOn: '2023-04-01', reason: '离岗' }],
      ['AppointLeader', { rank: 'CHIEF', from: '2022-01-01' }],
      ['RelieveLeader', { from: '2022-01-01' }],
      ['EnrolReviewer', { enrolledOn: '2022-01-01', firstTime: false }],
      ['SecondOfficer', { toUnitId: 'kc', from: '2023-03-01', to: '2023-03-10' }],
    ] as const)
      when([], name, command).thenRefused('officer.phase');
  });
});

describe('执法证（行政处罚法第四十二条第一款）', () => {
  it('颁发；同一证号不能颁发两次；有效期不能颠倒，一日的可以', () => {
    when([registered], 'IssueCertificate', CERTIFICATE).then({ type: 'CertificateIssued', data: CERTIFICATE });
    when([registered, certified], 'IssueCertificate', CERTIFICATE).thenRefused('certificate.issued');
    when([registered], 'IssueCertificate', { ...CERTIFICATE, validTo: '2021-12-31' }).thenRefused(
      'officer.period_reversed',
    );
    when([registered], 'IssueCertificate', { ...CERTIFICATE, validTo: '2022-01-01' }).then({
      type: 'CertificateIssued',
    });
  });

  it('证号的括号、全角半角不同的，仍是同一证', () => {
    const bracketed: DomainEvent = { type: 'CertificateIssued', data: { ...CERTIFICATE, certNo: '浙（C）01' } };
    when([registered, bracketed], 'IssueCertificate', { ...CERTIFICATE, certNo: '浙(C)01' }).thenRefused(
      'certificate.issued',
    );
    when([registered, bracketed], 'IssueCertificate', { ...CERTIFICATE, certNo: '浙(C)02' }).then({
      type: 'CertificateIssued',
    });
    when([registered, bracketed], 'RevokeCertificate', {
      certNo: '浙(C)01',
      revokedOn: '2023-04-01',
      reason: '离岗',
    }).then({ type: 'CertificateRevoked', data: { certNo: '浙（C）01' } });
  });

  it('一个证号只属于一人：他人的证号拒绝，写法不同的也拒绝；没有人用的，记入证号簿（L2）', () => {
    const { decision } = when([registered], 'IssueCertificate', CERTIFICATE);
    expect(decision).toMatchObject({ elsewhere: takeCertificate('C01', 'zhang') });
    for (const certNo of ['C01', 'Ｃ01', 'c01'])
      when([registered], 'IssueCertificate', { ...CERTIFICATE, certNo }, heldBy('li', 'C01')).thenRefused(
        'certificate.of_another',
      );
    when([registered], 'IssueCertificate', { ...CERTIFICATE, certNo: 'C02' }, heldBy('li', 'C01')).then({
      type: 'CertificateIssued',
    });
    when([registered], 'IssueCertificate', CERTIFICATE, heldBy('zhang', 'C01')).then({ type: 'CertificateIssued' });
  });

  it('首日、末日有效，前一日、次日无效', () => {
    const person = state(registered, certified);
    const on = (day: string) => certificateOn(person, day)?.certNo;
    expect(on('2021-12-31')).toBeUndefined();
    expect(on('2022-01-01')).toBe('C01');
    expect(on('2023-12-31')).toBe('C01');
    expect(on('2024-01-01')).toBeUndefined();
  });

  it('换证以后各证管各自的期间', () => {
    const renewed: DomainEvent = {
      type: 'CertificateIssued',
      data: { certNo: 'C99', validFrom: '2024-01-01', validTo: '2028-12-31' },
    };
    const person = state(registered, certified, renewed);
    expect(certificateOn(person, '2023-12-31')?.certNo).toBe('C01');
    expect(certificateOn(person, '2024-01-01')?.certNo).toBe('C99');
  });

  it('注销之日起无效，此前仍有效；没有的证不能注销', () => {
    const revocation = { certNo: 'C01', revokedOn: '2023-04-01', reason: '离岗' };
    when([registered, certified], 'RevokeCertificate', revocation).then({ type: 'CertificateRevoked' });
    when([registered], 'RevokeCertificate', revocation).thenRefused('certificate.unknown');
    const gone: DomainEvent = { type: 'CertificateRevoked', data: revocation };
    when([registered, certified, gone], 'RevokeCertificate', { ...revocation, revokedOn: '2023-09-01' }).thenRefused(
      'certificate.revoked',
    );
    const person = state(registered, certified, gone);
    expect(certificateOn(person, '2023-03-31')?.certNo).toBe('C01');
    expect(certificateOn(person, '2023-04-01')).toBeUndefined();
  });
});

describe('机关负责人（行政处罚法第五十七条第一款）', () => {
  it('任命、免职；没有在任的不能免', () => {
    when([registered], 'AppointLeader', { rank: 'CHIEF', from: '2022-01-01' }).then({ type: 'LeaderAppointed' });
    when([registered, appointed('CHIEF', '2022-01-01')], 'RelieveLeader', { from: '2023-01-01' }).then({
      type: 'LeaderRelieved',
    });
    when([registered], 'RelieveLeader', { from: '2023-01-01' }).thenRefused('leader.not_in_office');
    when([registered, appointed('CHIEF', '2022-01-01'), relieved('2023-01-01')], 'RelieveLeader', {
      from: '2023-02-01',
    }).thenRefused('leader.not_in_office');
  });

  it('任职之日起、免职前一日止在任', () => {
    const person = state(registered, appointed('DEPUTY', '2022-01-01'), relieved('2023-01-01'));
    expect(leaderRankOn(person, '2021-12-31')).toBeUndefined();
    expect(leaderRankOn(person, '2022-01-01')).toBe('DEPUTY');
    expect(leaderRankOn(person, '2022-12-31')).toBe('DEPUTY');
    expect(leaderRankOn(person, '2023-01-01')).toBeUndefined();
  });

  it('改任、提前登记的改任，都不抹去以前的任期', () => {
    const person = state(registered, appointed('DEPUTY', '2022-01-01'), appointed('CHIEF', '2023-06-01'));
    expect(leaderRankOn(person, '2023-05-31')).toBe('DEPUTY');
    expect(leaderRankOn(person, '2023-06-01')).toBe('CHIEF');
    const after = officer.evolve(person, relieved('2024-01-01'));
    expect(leaderRankOn(after, '2022-06-01')).toBe('DEPUTY');
    expect(leaderRankOn(after, '2023-12-31')).toBe('CHIEF');
    expect(leaderRankOn(after, '2024-01-01')).toBeUndefined();
  });
});

describe('法制审核人员（行政处罚法第五十八条第二款）', () => {
  const enrolled = (data: object): DomainEvent => ({ type: 'ReviewerEnrolled', data });

  it('初次从事的须有法律职业资格', () => {
    when([registered], 'EnrolReviewer', { enrolledOn: '2023-01-01', firstTime: true }).thenRefused(
      'reviewer.unqualified',
    );
    when([registered], 'EnrolReviewer', {
      enrolledOn: '2023-01-01',
      firstTime: true,
      legalQualificationNo: 'A2023',
    }).then({ type: 'ReviewerEnrolled' });
    when([registered], 'EnrolReviewer', { enrolledOn: '2023-01-01', firstTime: false }).then({
      type: 'ReviewerEnrolled',
    });
  });

  it('入库一次，再次入库不改变入库之日', () => {
    when([registered, enrolled({ enrolledOn: '2022-01-01', firstTime: false })], 'EnrolReviewer', {
      enrolledOn: '2023-01-01',
      firstTime: false,
    }).thenRefused('reviewer.enrolled');
  });

  it('入库之日起可以审核', () => {
    const person = state(registered, enrolled({ enrolledOn: '2023-01-01', firstTime: false }));
    expect(mayReviewOn(person, '2022-12-31')).toBe(false);
    expect(mayReviewOn(person, '2023-01-01')).toBe(true);
    expect(mayReviewOn(state(registered), '2023-01-01')).toBe(false);
  });
});

describe('调用（浙江省综合行政执法条例第二十九条）', () => {
  const SECONDMENT = { toUnitId: 'kecheng', from: '2023-03-01', to: '2023-03-10' };

  it('调用到没有的单位，拒绝', () => {
    when([registered], 'SecondOfficer', { ...SECONDMENT, toUnitId: 'nowhere' }).thenRefused('unit.unknown');
  });

  it('期间不能颠倒', () => {
    when([registered], 'SecondOfficer', SECONDMENT).then({ type: 'OfficerSeconded' });
    when([registered], 'SecondOfficer', { ...SECONDMENT, to: '2023-02-28' }).thenRefused('officer.period_reversed');
  });

  it('期间内为调入单位工作，也仍属于本单位', () => {
    const person = state(registered, { type: 'OfficerSeconded', data: SECONDMENT });
    for (const [day, serves] of [
      ['2023-02-28', false],
      ['2023-03-01', true],
      ['2023-03-10', true],
      ['2023-03-11', false],
    ] as const)
      expect(servesUnitOn(person, 'kecheng', day)).toBe(serves);
    expect(servesUnitOn(person, 'qz', '2023-03-05')).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter, summaryCase } from '../scenario.js';
import {
  CheckCompliance,
  creditRepair,
  ExpireCreditRecord,
  GrantRepair,
  ListCreditRecord,
  RequestRepair,
} from './credit-repair.js';

const the = <Command extends object>(input: new () => Command) => commandOf(creditRepair, input);
const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, elsewhere);

const LIST: ListCreditRecord = {
  uscc: '11330800768656330Q',
  firmName: '衢州信安建设有限公司',
  decisionNo: '衢综执罚决字〔2023〕1号',
  decidedOn: '2023-05-10',
  procedure: 'ORDINARY',
  kinds: ['FINE'],
  isOfSafety: false,
  listedOn: '2023-05-12',
};
const listed = {
  type: 'CreditRecordListed',
  data: {
    ...LIST,
    unitId: 'qz',
    shortestUntilOn: '2023-08-10',
    longestUntilOn: '2026-05-10',
    disclosureRule: 'F10@2023-05-01',
  },
};
const requested = { type: 'RepairRequested', data: { unitId: 'qz', hasPromised: true, on: '2023-08-11' } };
const checked = (isFulfilled: boolean) => ({
  type: 'ComplianceChecked',
  data: { unitId: 'qz', isFulfilled, opinion: '罚款已缴', on: '2023-08-14' },
});
const granted = { type: 'RepairGranted', data: { unitId: 'qz', on: '2023-08-15' } };

describe('列入信用记录', () => {
  it('2023年5月1日起的决定，自作出之日最短公示三个月、最长三年（58号令，D36）', () => {
    given()
      .when(the(ListCreditRecord), LIST, clerk('2023-05-12'))
      .then({
        type: 'CreditRecordListed',
        data: {
          shortestUntilOn: '2023-08-10',
          longestUntilOn: '2026-05-10',
          disclosureRule: expect.stringMatching(/^F10@2023-05-01$/),
        },
      });
  });

  it('食品药品、特种设备、安全生产、消防领域最短一年', () => {
    given()
      .when(the(ListCreditRecord), { ...LIST, isOfSafety: true }, clerk('2023-05-12'))
      .then({ type: 'CreditRecordListed', data: { shortestUntilOn: '2024-05-10' } });
  });

  it('2026年4月1日起按36号令：一般失信三个月至一年，严重的一年至三年，轻微的不公示', () => {
    const late = { ...LIST, decidedOn: '2026-04-01', listedOn: '2026-04-02' };
    given()
      .when(the(ListCreditRecord), { ...late, gravity: 'ORDINARY' }, clerk('2026-04-02'))
      .then({ type: 'CreditRecordListed', data: { shortestUntilOn: '2026-07-01', longestUntilOn: '2027-04-01' } });
    given()
      .when(the(ListCreditRecord), { ...late, gravity: 'SERIOUS' }, clerk('2026-04-02'))
      .then({ type: 'CreditRecordListed', data: { shortestUntilOn: '2027-04-01', longestUntilOn: '2029-04-01' } });
    given()
      .when(the(ListCreditRecord), { ...late, gravity: 'MINOR' }, clerk('2026-04-02'))
      .thenRefused('credit.not_disclosed');
  });

  it('简易程序、仅警告或者通报批评的不列入', () => {
    for (const minor of [{ procedure: 'SUMMARY' }, { kinds: ['WARNING'] }, { kinds: ['WARNING', 'CRITICISM'] }])
      given()
        .when(the(ListCreditRecord), { ...LIST, ...minor } as ListCreditRecord, clerk('2023-05-12'))
        .thenRefused('credit.not_disclosed', { article: '国家发展改革委令58号' });
  });

  it('不早于处罚决定；写明案件的，是本单位同日作出决定的案件', () => {
    given()
      .when(the(ListCreditRecord), { ...LIST, listedOn: '2023-05-09' }, clerk('2023-05-12'))
      .thenRefused('day.out_of_order');
    const of = { ...LIST, caseId: 'c1' };
    given()
      .when(the(ListCreditRecord), of, clerk('2023-05-12', { 'case-c1': summaryCase('c1', 'qz', '2023-05-10') }))
      .then({ type: 'CreditRecordListed', data: { caseId: 'c1' } });
    for (const other of [summaryCase('c1', 'qz', '2023-05-09'), summaryCase('c1', 'kecheng', '2023-05-10')])
      given()
        .when(the(ListCreditRecord), of, clerk('2023-05-12', { 'case-c1': other }))
        .thenRefused('credit.other_case');
  });
});

describe('信用修复', () => {
  it('最短公示期届满当日不能申请，次日可以；应当作出信用承诺', () => {
    const request: RequestRepair = { hasPromised: true, on: '2023-08-10' };
    given(listed)
      .when(the(RequestRepair), request, clerk('2023-08-11'))
      .thenRefused('credit.too_early', { earliest: '2023-08-11', article: '国家发展改革委令58号' });
    given(listed)
      .when(the(RequestRepair), { ...request, on: '2023-08-11' }, clerk('2023-08-11'))
      .then(requested);
    given(listed)
      .when(the(RequestRepair), { hasPromised: false, on: '2023-08-11' }, clerk('2023-08-11'))
      .thenRefused('credit.no_promise');
  });

  it('经审查义务履行完毕的方可准予；未履行完毕的，履行后可以再申请', () => {
    const check: CheckCompliance = { isFulfilled: true, opinion: '罚款已缴', on: '2023-08-14' };
    given(listed, requested).when(the(CheckCompliance), check, clerk('2023-08-14')).then(checked(true));
    given(listed, requested, checked(true))
      .when(the(GrantRepair), { on: '2023-08-15' }, clerk('2023-08-15'))
      .then(granted);
    for (const before of [[listed], [listed, requested], [listed, requested, checked(false)]])
      given(...before)
        .when(the(GrantRepair), { on: '2023-08-15' }, clerk('2023-08-15'))
        .thenRefused('credit.phase');
    given(listed, requested, checked(false))
      .when(the(RequestRepair), { hasPromised: true, on: '2023-09-01' }, clerk('2023-09-01'))
      .then({ type: 'RepairRequested' });
  });

  it('最长公示期届满的次日起停止公示，届满当日不能', () => {
    const expire = (on: string): ExpireCreditRecord => ({ on });
    given(listed)
      .when(the(ExpireCreditRecord), expire('2026-05-10'), clerk('2026-05-11'))
      .thenRefused('credit.not_expired', { earliest: '2026-05-11' });
    given(listed)
      .when(the(ExpireCreditRecord), expire('2026-05-11'), clerk('2026-05-11'))
      .then({ type: 'CreditRecordExpired' });
  });

  it('按统一社会信用代码计（M22）；公示期走到修复或者期满为止', () => {
    const play = (...events: DomainEvent[]) => rowAfter(creditRepair.register, ...events);
    expect(play(listed).open).toEqual(['showing 2026-05-10']);
    expect(play(listed, requested, checked(true), granted)).toMatchObject({
      booked: ['+1 credit.granted 2023-08-15 qz 11330800768656330Q'],
      open: [],
    });
  });
});

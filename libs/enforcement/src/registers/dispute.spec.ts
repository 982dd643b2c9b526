import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  DesignateJurisdiction,
  type DisputeRaised,
  dispute,
  RaiseDispute,
  RecordNegotiation,
  RequestDesignation,
  ResolveDispute,
  WithdrawDispute,
} from './dispute.js';

const the = <Command extends object>(input: new () => Command) => commandOf(dispute, input);

const RAISE: RaiseDispute = {
  kind: 'JURISDICTION',
  otherUnitId: 'qujiang',
  matter: '跨区倾倒建筑垃圾由谁管辖',
  raisedOn: '2023-09-27',
};

/** `kecheng` raises it on 2023-09-27: seven working days, over the holidays, end on 2023-10-12. */
const raised: DomainEvent = {
  type: 'DisputeRaised',
  data: {
    ...RAISE,
    disputeId: 'x1',
    unitId: 'kecheng',
    negotiationDueOn: '2023-10-12',
    negotiationRule: 'D02@2022-05-01',
  } satisfies DisputeRaised,
};
const negotiated = (isAgreed: boolean, on = '2023-10-08'): DomainEvent => ({
  type: 'NegotiationRecorded',
  data: { unitId: 'kecheng', isAgreed, record: '会议记录', on },
});
const requested: DomainEvent = {
  type: 'DesignationRequested',
  data: { unitId: 'kecheng', toOrgan: '衢州市人民政府', on: '2023-10-09' },
};
const designated: DomainEvent = {
  type: 'JurisdictionDesignated',
  data: { unitId: 'kecheng', designatedUnitId: 'qujiang', byOrgan: '衢州市人民政府', on: '2023-10-10' },
};
const resolved = (mode: string): DomainEvent => ({
  type: 'DisputeResolved',
  data: { unitId: 'kecheng', mode, result: '由衢江办理', on: '2023-10-11' },
});
const withdrawn: DomainEvent = {
  type: 'DisputeWithdrawn',
  data: { unitId: 'kecheng', reason: '误会', on: '2023-10-09' },
};

const one = (at: string) => by('kecheng', 'LEADER', at);
const other = (at: string) => by('qujiang', 'LEADER', at);
const city = (at: string) => by('qz', 'COORDINATOR', at);

describe('提出执法争议（行政处罚法第二十五条）', () => {
  it('协商期限自提出次日起算七个工作日，跨国庆调休（D02：9月27日至10月12日）', () => {
    given()
      .when(the(RaiseDispute), RAISE, one('2023-09-27'))
      .then({
        type: 'DisputeRaised',
        data: {
          disputeId: 'x1',
          unitId: 'kecheng',
          otherUnitId: 'qujiang',
          negotiationDueOn: '2023-10-12',
          negotiationRule: expect.stringMatching(/^D02@/),
        },
      });
  });

  it('双方是两个已登记的单位', () => {
    given()
      .when(the(RaiseDispute), { ...RAISE, otherUnitId: 'nowhere' }, one('2023-09-27'))
      .thenRefused('unit.unknown');
    given()
      .when(the(RaiseDispute), { ...RAISE, otherUnitId: 'kecheng' }, one('2023-09-27'))
      .thenRefused('dispute.same_unit');
    given()
      .when(the(RaiseDispute), { ...RAISE, unitId: 'qujiang' }, city('2023-09-27'))
      .thenRefused('dispute.same_unit');
  });

  it('不能替别的单位提出，不能预先提出，同一争议不能提出两次；争议只有三种', () => {
    given()
      .when(the(RaiseDispute), { ...RAISE, unitId: 'kecheng' }, by('xinxin', 'LEADER', '2023-09-27'))
      .thenRefused('unit.not_responsible');
    given().when(the(RaiseDispute), RAISE, one('2023-09-26')).thenRefused('day.in_future', { earliest: '2023-09-27' });
    given(raised).when(the(RaiseDispute), RAISE, one('2023-09-27')).thenRefused('dispute.phase');
    for (const kind of ['JURISDICTION', 'DUTY', 'STANDARD'])
      expect(parseCommand(RaiseDispute, { ...RAISE, kind }).faults).toBeUndefined();
    expect(parseCommand(RaiseDispute, { ...RAISE, kind: 'LUNCH' }).faults?.[0]?.path).toBe('kind');
  });
});

describe('协商（住房和城乡建设行政处罚程序规定第六条）', () => {
  const record: RecordNegotiation = { isAgreed: false, record: '双方各执一词', on: '2023-10-08' };

  it('双方都可以记录，协商记录须存；别的单位不能', () => {
    for (const party of [one, other])
      given(raised)
        .when(the(RecordNegotiation), record, party('2023-10-08'))
        .then({ type: 'NegotiationRecorded', data: { unitId: 'kecheng', isAgreed: false } });
    given(raised)
      .when(the(RecordNegotiation), record, by('xinxin', 'LEADER', '2023-10-08'))
      .thenRefused('unit.not_responsible');
    expect(parseCommand(RecordNegotiation, { ...record, record: ' ' }).faults?.[0]?.path).toBe('record');
  });

  it('协商不成的可以再协商，协商一致的不必再协商', () => {
    given(raised, negotiated(false))
      .when(the(RecordNegotiation), { ...record, isAgreed: true }, one('2023-10-08'))
      .then({ type: 'NegotiationRecorded' });
    given(raised, negotiated(true))
      .when(the(RecordNegotiation), record, one('2023-10-08'))
      .thenRefused('dispute.phase');
  });
});

describe('报请指定管辖（行政处罚法第二十五条第二款）', () => {
  const request: RequestDesignation = { toOrgan: '衢州市人民政府', on: '2023-10-12' };

  it('协商期限届满的次日起可以报请，届满当日不能', () => {
    given(raised)
      .when(the(RequestDesignation), request, one('2023-10-13'))
      .thenRefused('dispute.still_negotiating', { earliest: '2023-10-13' });
    given(raised)
      .when(the(RequestDesignation), { ...request, on: '2023-10-13' }, one('2023-10-13'))
      .then({ type: 'DesignationRequested', data: { unitId: 'kecheng', toOrgan: '衢州市人民政府' } });
  });

  it('协商不成的不必等到期限届满；协商一致的不能报请', () => {
    given(raised, negotiated(false))
      .when(the(RequestDesignation), request, other('2023-10-12'))
      .then({ type: 'DesignationRequested' });
    given(raised, negotiated(true))
      .when(the(RequestDesignation), request, one('2023-10-12'))
      .thenRefused('dispute.phase');
  });

  it('上级依报请指定，也可以直接指定；由指导办记录，被指定的单位须已登记', () => {
    const designate: DesignateJurisdiction = {
      designatedUnitId: 'qujiang',
      byOrgan: '衢州市人民政府',
      documentNo: '衢政函〔2023〕9号',
      on: '2023-10-10',
    };
    for (const history of [[raised], [raised, negotiated(false)], [raised, negotiated(false), requested]])
      given(...history)
        .when(the(DesignateJurisdiction), designate, city('2023-10-10'))
        .then({ type: 'JurisdictionDesignated', data: { designatedUnitId: 'qujiang', unitId: 'kecheng' } });
    given(raised)
      .when(the(DesignateJurisdiction), { ...designate, designatedUnitId: 'nowhere' }, city('2023-10-10'))
      .thenRefused('unit.unknown');
    given(raised, negotiated(true))
      .when(the(DesignateJurisdiction), designate, city('2023-10-10'))
      .thenRefused('dispute.phase');
    expect(the(DesignateJurisdiction).roles).toEqual(['COORDINATOR']);
  });
});

describe('解决执法争议（浙江省综合行政执法条例第十二条第二项、第十七条第二款）', () => {
  const resolve = (mode: ResolveDispute['mode']): ResolveDispute => ({ mode, result: '由衢江办理', on: '2023-10-11' });

  it('以协商解决须协商一致，以上级指定解决须已指定', () => {
    for (const [mode, history] of [
      ['NEGOTIATION', [raised, negotiated(true)]],
      ['DESIGNATION', [raised, designated]],
    ] as const) {
      given(...history)
        .when(the(ResolveDispute), resolve(mode), one('2023-10-11'))
        .then({ type: 'DisputeResolved', data: { mode, unitId: 'kecheng' } });
      for (const open of [[raised], [raised, negotiated(false)], [raised, negotiated(false), requested]])
        given(...open)
          .when(the(ResolveDispute), resolve(mode), one('2023-10-11'))
          .thenRefused('dispute.mode');
    }
  });

  it('由双方之上的指导办协调解决，双方自己不能', () => {
    given(raised, negotiated(false))
      .when(the(ResolveDispute), resolve('MEDIATION'), city('2023-10-11'))
      .then({ type: 'DisputeResolved', data: { mode: 'MEDIATION' } });
    given(raised)
      .when(the(ResolveDispute), resolve('MEDIATION'), one('2023-10-11'))
      .thenRefused('dispute.not_mediator', { article: '浙江省综合行政执法条例第十二条第二项' });
    given(raised)
      .when(the(ResolveDispute), resolve('MEDIATION'), by('kecheng', 'COORDINATOR', '2023-10-11'))
      .thenRefused('unit.not_responsible');
    for (const settled of [negotiated(true), designated])
      given(raised, settled)
        .when(the(ResolveDispute), resolve('MEDIATION'), city('2023-10-11'))
        .thenRefused('dispute.mode');
  });

  it('提出的单位可以撤回，对方不能；已经解决、已经指定的不能撤回', () => {
    const withdraw: WithdrawDispute = { reason: '误会', on: '2023-10-11' };
    given(raised).when(the(WithdrawDispute), withdraw, one('2023-10-11')).then({ type: 'DisputeWithdrawn' });
    given(raised).when(the(WithdrawDispute), withdraw, other('2023-10-11')).thenRefused('unit.not_responsible');
    for (const settled of [designated, resolved('MEDIATION')])
      given(raised, settled).when(the(WithdrawDispute), withdraw, one('2023-10-11')).thenRefused('dispute.phase');
  });
});

describe('执法争议怎样计、怎样催（B10、D02）', () => {
  const play = (...events: DomainEvent[]) => rowAfter(dispute.register, ...events);
  const RAISED = 'dispute.raised 2023-09-27 kecheng';

  it('解决按解决日和方式计，撤回只计了结：期初加提起等于解决加撤回加期末', () => {
    expect(play(raised, negotiated(false), requested, designated).facts).toEqual([RAISED]);
    for (const mode of ['NEGOTIATION', 'MEDIATION', 'DESIGNATION'])
      expect(play(raised, resolved(mode)).facts).toEqual([
        RAISED,
        `dispute.ended 2023-10-11 kecheng ${mode}`,
        `dispute.resolved 2023-10-11 kecheng ${mode}`,
      ]);
    expect(play(raised, withdrawn).facts).toEqual([RAISED, 'dispute.ended 2023-10-09 kecheng WITHDRAWN']);
  });

  it('协商期限走到有了协商结果、已经报请或者指定、已经了结为止', () => {
    expect(play(raised).open).toEqual(['negotiation 2023-10-12']);
    for (const then of [negotiated(false), negotiated(true), requested, designated, resolved('MEDIATION'), withdrawn])
      expect(play(raised, then).open).toEqual([]);
  });
});

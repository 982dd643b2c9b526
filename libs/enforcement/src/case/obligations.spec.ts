import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { type Sentence, spoken } from '#fields';
import { CloseCase } from './closing.js';
import { ApplyCourtEnforcement } from './court-enforcement.js';
import { DecidePenalty, PenaltyDecided } from './decision.js';
import { ServeDemand } from './demand.js';
import { EndObligation, RecordPerformance, VerifyPerformance } from './obligations.js';
import type { Obligation } from './parts.js';
import { by, discussed, noticed, onPaper, penaltyDecided, the, UNTIL_REVIEWED, waived } from './scenario.js';
import { paid, published, served } from './scenario-after-decision.js';
import { ServeDecision } from './service.js';

/* F1: what a decision obliges to is a list; the case of C02 (DOMAIN 9; field-cases), and each rule by itself. */

const FINE = 11_347_500;
const UNTIL_WAIVED = [
  ...UNTIL_REVIEWED,
  noticed({ servedOn: '2023-03-01', proposed: { kinds: ['FINE'], fineFen: FINE, confiscateFen: 0 } }),
  waived('2023-03-01'),
];
const LAND: Obligation = {
  obligationId: 'o1',
  kind: 'RETURN_LAND',
  content: '退还非法占用的土地',
  daysFromService: 15,
};
const HOUSE: Obligation = { obligationId: 'o2', kind: 'DEMOLISH', content: '拆除地上建筑物', daysFromService: 15 };
const decided = (obligations: readonly Obligation[] | undefined, more: Partial<PenaltyDecided> = {}) =>
  penaltyDecided({
    decidedOn: '2023-04-03',
    fineFen: FINE,
    ...more,
    ...(obligations === undefined ? {} : { obligations }),
  });
const servedOn = (obligations: readonly Obligation[]) =>
  served({
    servedOn: '2023-04-04',
    paymentDueOn: '2023-04-19',
    isToPerform: true,
    obligationsDue: obligations.flatMap(({ obligationId, daysFromService }) =>
      daysFromService === undefined ? [] : [{ obligationId, dueOn: '2023-04-19' }],
    ),
  });
const C02 = [...UNTIL_WAIVED, decided([LAND, HOUSE]), servedOn([LAND, HOUSE]), published('2023-04-06')];
const PAID_LATE = paid({ amountFen: FINE, paidOn: '2023-05-04' });
const SURCHARGE_PAID = paid({ receiptNo: 'R2', kind: 'SURCHARGE', amountFen: 15 * 340_425, paidOn: '2023-05-04' });
const DEMANDED: DomainEvent = {
  type: 'DemandServed',
  data: {
    demandNo: '衢综执催字〔2023〕1号',
    servedOn: '2023-10-07',
    dueOn: '2023-10-19',
    demandRule: 'D16@2012-01-01',
    amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 5_106_375 },
    obligations: ['o1', 'o2'],
  },
};
const performed = (obligationId: string, verifiedOn: string): DomainEvent => ({
  type: 'PerformanceVerified',
  data: { obligationId, kind: 'DEMOLISH', verifiedOn, isPerformed: true, findings: '已经拆除', officers: [] },
});

const demand = (history: readonly DomainEvent[], on: string, claims?: ServeDemand['claims']) =>
  given(...history).when(the(ServeDemand), { servedOn: on, ...(claims && { claims }) }, by('zhang', '2024-06-28'));
const apply = (history: readonly DomainEvent[], appliedOn: string, claims?: ApplyCourtEnforcement['claims']) =>
  given(...history).when(
    the(ApplyCourtEnforcement),
    {
      court: '衢州市柯城区人民法院',
      appliedOn,
      signedBy: 'chen',
      paper: onPaper(appliedOn).paper,
      ...(claims && { claims }),
    },
    by('zhang', '2024-06-28'),
  );
const close = (history: readonly DomainEvent[], closedOn: string) =>
  given(...history).when(
    the(CloseCase),
    { closeReason: 'EXECUTED', closedOn, ...onPaper(closedOn) },
    by('zhang', '2024-06-28'),
  );

describe('C02 罚款迟缴、土地未退还（强制法第五十三条、第五十四条；处罚法第七十二条）', () => {
  it('决定书写明行为义务，各有编号；送达后各有届满之日', () => {
    const { events } = given(...UNTIL_WAIVED, discussed())
      .when(
        the(DecidePenalty),
        {
          decidedOn: '2023-05-08',
          kinds: ['FINE'],
          fineFen: FINE,
          confiscateFen: 0,
          lawVersion: '土地管理法（2019）第七十七条',
          obligations: [
            { kind: 'RETURN_LAND', content: LAND.content, daysFromService: 15 },
            { kind: 'DEMOLISH', content: HOUSE.content, dueOn: '2023-06-30' },
          ],
        },
        by('chen', '2023-05-08'),
      )
      .then({
        type: 'PenaltyDecided',
        data: { obligations: [LAND, { obligationId: 'o2', kind: 'DEMOLISH', dueOn: '2023-06-30' }] },
      });
    // Fifteen days from Friday 2023-06-09 end on 06-24, a holiday: Sunday 06-25, a working day.
    given(...UNTIL_WAIVED, discussed(), ...events)
      .when(
        the(ServeDecision),
        { method: 'DIRECT', servedOn: '2023-06-09', receiptId: 'SE1' },
        by('zhang', '2023-06-09'),
      )
      .then(
        {
          type: 'DecisionServed',
          data: { isToPerform: true, obligationsDue: [{ obligationId: 'o1', dueOn: '2023-06-25' }] },
        },
        { type: 'ProceduralDefectRecorded' },
      );
  });

  it('只就两项行为催告：10月7日送达，十个工作日，10月19日届满', () => {
    demand([...C02, PAID_LATE, SURCHARGE_PAID], '2023-10-07', ['RETURN_LAND', 'DEMOLISH']).then({
      type: 'DemandServed',
      data: {
        dueOn: '2023-10-19',
        amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
        obligations: ['o1', 'o2'],
      },
    });
  });

  it('只就两项行为申请：10月20日至次年1月8日', () => {
    const history = [...C02, PAID_LATE, DEMANDED];
    const acts = ['RETURN_LAND', 'DEMOLISH'] as const;
    apply(history, '2023-12-28', acts).then({
      type: 'CourtEnforcementApplied',
      data: {
        windowFirstOn: '2023-10-20',
        windowEndOn: '2024-01-08',
        amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
        obligations: ['o1', 'o2'],
      },
    });
    apply(history, '2023-10-20', acts).then({ type: 'CourtEnforcementApplied' });
    apply(history, '2023-10-19', acts).thenRefused('court.demand_pending', { earliest: '2023-10-20' });
    apply(history, '2024-01-08', acts).then({ type: 'CourtEnforcementApplied' });
    apply(history, '2024-01-09', acts).thenRefused('court.window_closed');
  });

  it('催告过什么，才能申请什么（第五十四条）', () => {
    const onlyLand = { ...DEMANDED, data: { ...(DEMANDED.data as object), claims: ['RETURN_LAND'] } };
    apply([...C02, PAID_LATE, onlyLand], '2023-12-28', ['DEMOLISH']).thenRefused('court.not_demanded', {
      article: '行政强制法第五十四条',
    });
    apply([...C02, PAID_LATE, onlyLand], '2023-12-28').then({
      type: 'CourtEnforcementApplied',
      data: { obligations: ['o1'], amounts: { surchargeFen: 0 } },
    });
  });

  it('款项缴清、行为未履行的，不能以履行完毕结案；核验以后可以', () => {
    const settled = [...C02, PAID_LATE, SURCHARGE_PAID];
    const refusal = close(settled, '2023-10-30').thenRefused('closing.not_performed', {
      article: '行政处罚法第六十六条第一款',
    });
    expect(spoken(refusal.message as Sentence)).toContain('退还土地、拆除');
    const first = [...settled, performed('o1', '2023-10-20')];
    close(first, '2023-10-30').thenRefused('closing.not_performed');
    close([...first, performed('o2', '2023-10-20')], '2023-10-30').then({ type: 'CaseClosed' });
  });

  it('只有罚款、期内缴清的：不催告，可以结案；迟缴的，只催告、申请加处罚款', () => {
    const money = [
      ...UNTIL_WAIVED,
      decided(undefined),
      served({ servedOn: '2023-04-04', paymentDueOn: '2023-04-19' }),
      published('2023-04-06'),
    ];
    const inTime = [...money, paid({ amountFen: FINE, paidOn: '2023-04-19' })];
    demand(inTime, '2023-10-07').thenRefused('demand.nothing_owed');
    close(inTime, '2023-04-20').then({ type: 'CaseClosed' });
    const { events } = demand([...money, PAID_LATE], '2023-10-07').then({
      type: 'DemandServed',
      data: { amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 5_106_375 } },
    });
    const { events: applied } = apply([...money, PAID_LATE, ...events], '2023-12-28').then({
      type: 'CourtEnforcementApplied',
      data: { amounts: { fineFen: 0, confiscateFen: 0, surchargeFen: 5_106_375 } },
    });
    expect(applied[0]!.data).not.toHaveProperty('obligations');
  });
});

describe('义务的期限（行政处罚法第五十九条第一款第四项）', () => {
  const decide = (obligation: object, kinds: DecidePenalty['kinds'] = ['FINE']) =>
    given(
      ...UNTIL_REVIEWED,
      noticed({ servedOn: '2023-04-15', proposed: { kinds, fineFen: FINE, confiscateFen: 0 } }),
      waived('2023-04-15'),
      { type: 'CollectivelyDiscussed', data: { attendees: ['chen', 'lin', 'he'], discussedOn: '2023-05-08' } },
    ).when(
      the(DecidePenalty),
      {
        decidedOn: '2023-05-08',
        kinds,
        fineFen: FINE,
        confiscateFen: 0,
        lawVersion: '条例第十二条',
        obligations: [{ content: '履行', ...obligation } as never],
      },
      by('chen', '2023-05-08'),
    );

  it('日期和日数填一个，不多不少', () => {
    decide({ kind: 'DEMOLISH', dueOn: '2023-05-08' }).then({ type: 'PenaltyDecided' });
    decide({ kind: 'DEMOLISH' }).thenRefused('obligation.period');
    decide({ kind: 'DEMOLISH', dueOn: '2023-05-20', daysFromService: 15 }).thenRefused('obligation.period');
    decide({ kind: 'DEMOLISH', dueOn: '2023-05-07' }).thenRefused('obligation.period_in_past');
  });

  it('停产停业写明起止，并且是决定的处罚种类', () => {
    const closed = { kind: 'SUSPEND_BUSINESS', fromOn: '2023-05-10', toOn: '2023-06-09' };
    decide(closed, ['FINE', 'ORDER_SUSPENSION']).then({ type: 'PenaltyDecided' });
    decide(closed).thenRefused('obligation.without_penalty');
    decide({ ...closed, toOn: '2023-05-09' }, ['FINE', 'ORDER_SUSPENSION']).thenRefused('obligation.period_in_past');
    decide({ kind: 'SUSPEND_BUSINESS', dueOn: '2023-06-09' }, ['FINE', 'ORDER_SUSPENSION']).thenRefused(
      'obligation.period',
    );
  });
});

describe('履行、核验、终结', () => {
  const verify = (history: readonly DomainEvent[], data: Partial<VerifyPerformance> = {}) =>
    given(...history).when(
      the(VerifyPerformance),
      {
        obligationId: 'o1',
        verifiedOn: '2023-10-20',
        isPerformed: true,
        findings: '土地已退还',
        officers: ['zhang', 'li'],
        ...data,
      },
      by('zhang', '2024-06-28'),
    );

  it('当事人履行的如实记录；没有这项义务的不记', () => {
    const record = (history: readonly DomainEvent[], obligationId: string) =>
      given(...history).when(
        the(RecordPerformance),
        { obligationId, performedOn: '2023-10-19', performance: '已退还土地' },
        by('zhang', '2024-06-28'),
      );
    record(C02, 'o1').then({ type: 'ObligationPerformed', data: { obligationId: 'o1', kind: 'RETURN_LAND' } });
    record(C02, 'o3').thenRefused('obligation.unknown');
    record([...UNTIL_WAIVED, decided(undefined), served()], 'o1').thenRefused('obligation.none');
  });

  it('核验由两名执法人员进行（第四十二条）；核验为履行以后不再核验', () => {
    verify(C02).then({
      type: 'PerformanceVerified',
      data: { kind: 'RETURN_LAND', isPerformed: true, officers: [{ userId: 'zhang' }, { userId: 'li' }] },
    });
    verify(C02, { officers: ['zhang', 'twin'] }).thenRefused('officer.fewer_than_two');
    const { events } = verify(C02, { isPerformed: false }).then({ type: 'PerformanceVerified' });
    verify([...C02, ...events]).then({ type: 'PerformanceVerified' });
    verify([...C02, performed('o1', '2023-10-20')]).thenRefused('obligation.done');
  });

  it('停产停业期满以后才能核验为履行完毕', () => {
    const stop: Obligation = {
      obligationId: 'o1',
      kind: 'SUSPEND_BUSINESS',
      content: '停业整顿',
      fromOn: '2023-04-10',
      toOn: '2023-05-09',
    };
    const history = [...UNTIL_WAIVED, decided([stop], { kinds: ['FINE', 'ORDER_SUSPENSION'] }), servedOn([stop])];
    verify(history, { verifiedOn: '2023-05-10' }).then({ type: 'PerformanceVerified' });
    verify(history, { verifiedOn: '2023-05-09' }).thenRefused('obligation.period_open', { earliest: '2023-05-10' });
    verify(history, { verifiedOn: '2023-05-09', isPerformed: false }).then({ type: 'PerformanceVerified' });
  });

  it('终结执行须有第四十条的情形，由负责人批准；终结以后不再妨碍结案', () => {
    const end = (approverId: string) =>
      given(...C02).when(
        the(EndObligation),
        {
          obligationId: 'o2',
          ground: '40.3',
          reason: '建筑物已被洪水冲毁',
          endedOn: '2023-07-03',
          ...onPaper('2023-07-03', approverId),
        },
        by('zhang', '2024-06-28'),
      );
    end('sun').thenRefused('approver.not_leader');
    const { events } = end('chen').then({ type: 'ObligationEnded', data: { kind: 'DEMOLISH', ground: '40.3' } });
    const settled = [...C02, PAID_LATE, SURCHARGE_PAID, ...events, performed('o1', '2023-07-03')];
    close(settled, '2023-07-03').then({ type: 'CaseClosed' });
  });

  it('履行期限最后一日仍是当事人的，次日才能催告', () => {
    demand([...C02, paid({ amountFen: FINE, paidOn: '2023-04-18' })], '2023-04-20').then({ type: 'DemandServed' });
    demand([...C02, paid({ amountFen: FINE, paidOn: '2023-04-18' })], '2023-04-19').thenRefused(
      'demand.payment_period_open',
      { earliest: '2023-04-20' },
    );
  });

  it('限制从业自决定起生效，没有可以催告的行为，不妨碍结案', () => {
    const barred: Obligation = {
      obligationId: 'o1',
      kind: 'RESTRICT_EMPLOYMENT',
      content: '五年内不得从业',
      fromOn: '2023-04-04',
      toOn: '2028-04-03',
    };
    const history = [
      ...UNTIL_WAIVED,
      decided([barred], { kinds: ['FINE', 'RESTRICT_EMPLOYMENT'] }),
      servedOn([barred]),
      published('2023-04-06'),
      paid({ amountFen: FINE, paidOn: '2023-04-18' }),
    ];
    demand(history, '2023-05-04').thenRefused('demand.nothing_owed');
    close(history, '2023-05-04').then({ type: 'CaseClosed' });
  });
});

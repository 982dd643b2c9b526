import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { type LegalDay, loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import { CloseCase } from './closing.js';
import { ApplyCourtEnforcement } from './court-enforcement.js';
import { ServeDemand } from './demand.js';
import { outstanding, surchargeFen } from './payment.js';
import {
  ApprovePaymentPlan,
  EndPaymentPlan,
  PaymentPlanApproved,
  RefusePaymentPlan,
  RequestPaymentPlan,
  WaiveSurcharge,
} from './payment-plan.js';
import { by, happened, onPaper, the } from './scenario.js';
import { demanded, paid, published, UNTIL_SERVED } from './scenario-after-decision.js';

/* 延期、分期缴纳. The decision: 10,000 yuan, served on 2023-05-10, to be paid until 2023-05-25. */

const statutes = loadStatutes();
const PUBLISHED = [...UNTIL_SERVED, published()];
const requested = happened('PaymentPlanRequested', {
  kind: 'INSTALMENTS',
  hardship: '停业三个月，账户余额不足',
  requestedOn: '2023-05-15',
});
const REQUESTED = [...PUBLISHED, requested];
const THREE = [
  { dueOn: '2023-06-30', amountFen: 300_000 },
  { dueOn: '2023-07-31', amountFen: 300_000 },
  { dueOn: '2023-08-31', amountFen: 400_000 },
];
const approve = (history: readonly DomainEvent[], more: Partial<ApprovePaymentPlan> = {}) => {
  const { approvedOn = '2023-05-18' } = more;
  return given(...history).when(
    the(ApprovePaymentPlan),
    { instalments: THREE, approvedOn, ...onPaper(approvedOn), ...more },
    by('zhang', '2024-06-28'),
  );
};
const PLANNED = [
  ...REQUESTED,
  happened<PaymentPlanApproved>('PaymentPlanApproved', {
    instalments: THREE,
    approvedOn: '2023-05-18',
    approverId: 'chen',
    paidBeforeFen: 0,
  }),
];
const first = paid({ receiptNo: 'P1', amountFen: 300_000, paidOn: '2023-06-30' });
const ended = (missedOn: LegalDay, endedOn: LegalDay) => happened('PaymentPlanEnded', { endedOn, missedOn });
const fold = (events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);
const charged = (history: readonly DomainEvent[], asOf: LegalDay) => surchargeFen(statutes, fold(history), asOf);

describe('申请和批准（行政处罚法第六十六条第二款，G32）', () => {
  it('当事人申请，负责人批准，案件为延期、分期缴纳中，下一期的期限是缴款期限', () => {
    given(...PUBLISHED)
      .when(
        the(RequestPaymentPlan),
        { kind: 'INSTALMENTS', hardship: '停业三个月', requestedOn: '2023-05-15' },
        by('zhang', '2023-05-15'),
      )
      .then({ type: 'PaymentPlanRequested' });
    approve(REQUESTED).then({ type: PaymentPlanApproved.name, data: { paidBeforeFen: 0, approverId: 'chen' } });
    expect(fold(PLANNED)).toMatchObject({ phase: 'PlanActive', paymentDueOn: '2023-06-30' });
    expect(fold([...PLANNED, first])).toMatchObject({ phase: 'PlanActive', paymentDueOn: '2023-07-31' });
  });

  it('没有申请的，不能批准，也不能不批准；没有答复的，不再申请', () => {
    approve(PUBLISHED).thenRefused('plan.not_requested', { article: '行政处罚法第六十六条第二款' });
    given(...PUBLISHED)
      .when(
        the(RefusePaymentPlan),
        { reason: '没有困难', refusedOn: '2023-05-18', ...onPaper('2023-05-18') },
        by('zhang', '2023-05-18'),
      )
      .thenRefused('plan.not_requested');
    given(...REQUESTED)
      .when(
        the(RequestPaymentPlan),
        { kind: 'DEFERRAL', hardship: '同前', requestedOn: '2023-05-16' },
        by('zhang', '2023-05-16'),
      )
      .thenRefused('plan.requested');
  });

  it('不批准的，照原期限缴纳，可以再申请', () => {
    const refused = given(...REQUESTED)
      .when(
        the(RefusePaymentPlan),
        { reason: '不属于确有经济困难', refusedOn: '2023-05-18', ...onPaper('2023-05-18') },
        by('zhang', '2023-05-18'),
      )
      .then({ type: 'PaymentPlanRefused' });
    const state = fold([...REQUESTED, ...refused.events]);
    expect(state).toMatchObject({ phase: 'Performing', paymentDueOn: '2023-05-25' });
    expect(state.planRequestedOn).toBeUndefined();
  });

  it('各期之和等于应缴罚没款，多一分少一分都不行', () => {
    for (const amountFen of [399_999, 400_001])
      approve(REQUESTED, { instalments: [...THREE.slice(0, 2), { dueOn: '2023-08-31', amountFen }] }).thenRefused(
        'plan.sum',
      );
    const part = paid({ receiptNo: 'P0', amountFen: 100_000, paidOn: '2023-05-16' });
    approve([...REQUESTED, part]).thenRefused('plan.sum');
  });

  it('各期依次在批准之后；最后一期晚于原期限一日也是延期，当日不是', () => {
    approve(REQUESTED, { instalments: [THREE[1]!, THREE[0]!, THREE[2]!] }).thenRefused('plan.out_of_order');
    const deferred = (dueOn: LegalDay) => approve(REQUESTED, { instalments: [{ dueOn, amountFen: 1_000_000 }] });
    deferred('2023-05-25').thenRefused('plan.not_later', { earliest: '2023-05-26' });
    deferred('2023-05-26').then({ type: PaymentPlanApproved.name });
    deferred('2023-05-18').thenRefused('plan.out_of_order');
  });
});

describe('期间不加处罚款；只在未按期缴纳以后加处（第七十二条，D14）', () => {
  it('按期缴纳的，没有加处罚款', () => {
    expect(charged(PLANNED, '2023-06-30')).toBe(0);
    expect(charged([...PLANNED, first], '2023-07-31')).toBe(0);
  });

  it('一期差一分，自其期限次日起按日加处，不论终止记录没有', () => {
    const short = paid({ receiptNo: 'P1', amountFen: 299_999, paidOn: '2023-06-30' });
    const history = [...PLANNED, short];
    expect(charged(history, '2023-06-30')).toBe(0);
    expect(charged(history, '2023-07-01')).toBe(30_000);
    expect(charged([...history, ended('2023-06-30', '2023-07-05')], '2023-07-01')).toBe(30_000);
  });

  it('迟一日缴的一期，也是未按期缴纳', () => {
    const late = paid({ receiptNo: 'P1', amountFen: 300_000, paidOn: '2023-07-01' });
    expect(charged([...PLANNED, late], '2023-07-02')).toBeGreaterThan(0);
  });

  it('逾期以后才批准的，批准以前已经加处的仍然应缴', () => {
    const overdue = [
      ...REQUESTED,
      happened<PaymentPlanApproved>('PaymentPlanApproved', {
        instalments: [{ dueOn: '2023-08-31', amountFen: 1_000_000 }],
        approvedOn: '2023-05-28',
        approverId: 'chen',
        paidBeforeFen: 0,
      }),
    ];
    expect(charged(overdue, '2023-08-31')).toBe(60_000);
    expect(charged(overdue, '2023-09-01')).toBe(90_000);
  });
});

describe('未按期缴纳，延期、分期终止', () => {
  const end = (history: readonly DomainEvent[], endedOn: LegalDay) =>
    given(...history).when(the(EndPaymentPlan), { endedOn }, by('zhang', '2023-12-28'));

  it('期限当日还可以缴，次日可以记录；终止以后全部欠款可以催告', () => {
    end(PLANNED, '2023-06-30').thenRefused('plan.kept', { earliest: '2023-07-01' });
    const { events } = end(PLANNED, '2023-07-01').then({ type: 'PaymentPlanEnded', data: { missedOn: '2023-06-30' } });
    const history = [...PLANNED, ...events];
    expect(fold(history)).toMatchObject({ phase: 'Overdue', paymentDueOn: '2023-06-30' });
    given(...history)
      .when(the(ServeDemand), { servedOn: '2023-07-03' }, by('zhang', '2023-07-03'))
      .then({ type: 'DemandServed', data: { amounts: { fineFen: 1_000_000, surchargeFen: 90_000 } } });
  });

  it('按期缴纳中的，不能催告', () => {
    given(...PLANNED)
      .when(the(ServeDemand), { servedOn: '2023-06-15' }, by('zhang', '2023-06-15'))
      .thenRefused('case.phase');
  });

  it('各期缴清的，没有终止可言，以履行完毕结案', () => {
    const all = THREE.map(({ dueOn, amountFen }, n) => paid({ receiptNo: `P${n}`, amountFen, paidOn: dueOn }));
    const history = [...PLANNED, ...all];
    end(history, '2023-12-28').thenRefused('plan.kept');
    given(...history)
      .when(
        the(CloseCase),
        { closeReason: 'EXECUTED', closedOn: '2023-09-04', ...onPaper('2023-09-04') },
        by('zhang', '2023-12-28'),
      )
      .then({ type: 'CaseClosed' });
  });

  it('申请法院强制执行的三个月，自延期、分期结束之日起算（第七十二条第二款）', () => {
    const history = [
      ...REQUESTED,
      happened<PaymentPlanApproved>('PaymentPlanApproved', {
        instalments: [{ dueOn: '2023-12-29', amountFen: 1_000_000 }],
        approvedOn: '2023-05-18',
        approverId: 'chen',
        paidBeforeFen: 0,
      }),
      ended('2023-12-29', '2024-01-02'),
      demanded('2024-01-02'),
    ];
    given(...history)
      .when(
        the(ApplyCourtEnforcement),
        {
          court: '衢州市柯城区人民法院',
          appliedOn: '2024-03-29',
          signedBy: 'chen',
          paper: { documentNo: '审批表1号', approvedOn: '2024-03-29' },
        },
        by('zhang', '2024-06-28'),
      )
      .then({ type: 'CourtEnforcementApplied', data: { windowEndOn: '2024-03-29' } });
  });
});

describe('减免加处罚款（行政强制法第四十二条）', () => {
  const late = [...PUBLISHED, paid({ paidOn: '2023-06-04' })];
  const waive = (history: readonly DomainEvent[], amountFen: number, waivedOn = '2023-06-10') =>
    given(...history).when(
      the(WaiveSurcharge),
      {
        agreementNo: '执行协议〔2023〕1号',
        remedying: '已自行拆除并恢复路面',
        amountFen,
        waivedOn,
        ...onPaper(waivedOn),
      },
      by('zhang', '2023-12-28'),
    );

  it('罚没款缴清以后，按执行协议减免加处罚款，全部或者一部分；多一分也不行', () => {
    const owedFen = outstanding(statutes, fold(late), '2023-06-10').surchargeFen;
    expect(owedFen).toBeGreaterThan(0);
    waive(late, owedFen + 1).thenRefused('waiver.more_than_owed');
    const { events } = waive(late, owedFen - 100).then({ type: 'SurchargeWaived', data: { approverId: 'chen' } });
    expect(outstanding(statutes, fold([...late, ...events]), '2023-06-10').surchargeFen).toBe(100);
  });

  it('罚款还欠一分的，协议没有履行，不能减免', () => {
    waive([...PUBLISHED, paid({ amountFen: 999_999, paidOn: '2023-06-04' })], 100).thenRefused('waiver.not_performed', {
      article: '行政强制法第四十二条第一款',
    });
  });

  it('全部减免以后，以履行完毕结案', () => {
    const owedFen = outstanding(statutes, fold(late), '2023-06-10').surchargeFen;
    const { events } = waive(late, owedFen).then({ type: 'SurchargeWaived' });
    given(...late, ...events)
      .when(
        the(CloseCase),
        { closeReason: 'EXECUTED', closedOn: '2023-06-12', ...onPaper('2023-06-12') },
        by('zhang', '2023-12-28'),
      )
      .then({ type: 'CaseClosed' });
  });
});

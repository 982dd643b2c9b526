import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { SYSTEM_ROLE } from '../roles.js';
import { caseAggregate } from './case.js';
import { CloseCase } from './closing.js';
import { ApplyCourtEnforcement } from './court-enforcement.js';
import { DecidePenalty } from './decision.js';
import { ServeDemand } from './demand.js';
import { IssueRefund } from './payment.js';
import { WithdrawPublication } from './publication.js';
import { HearOfRemedy } from './remedies.js';
import { by, noticed, onPaper, penaltyDecided, the, UNTIL_REVIEWED, waived } from './scenario.js';
import { closed, demanded, paid, published, served, UNTIL_SERVED } from './scenario-after-decision.js';

/* F4: a case knows its remedies, and everything that rests on them (C05, C33). */

const hear = caseAggregate.told.find(({ name }) => name === HearOfRemedy.name)!;
const SYSTEM = { id: 'reactions', unit: 'qz', roles: [SYSTEM_ROLE] };
const told = (history: readonly DomainEvent[], command: Partial<HearOfRemedy>, at = '2024-12-31') =>
  given(...history).when(hear as never, { remedyId: 'r1', kind: 'RECONSIDERATION', ...command } as never, {
    ...by('zhang', at),
    actor: SYSTEM,
  });
const reported = (data: object): DomainEvent => ({
  type: 'RemedyReported',
  data: { remedyId: 'r1', kind: 'RECONSIDERATION', ...data },
});
const demand = (history: readonly DomainEvent[], servedOn: string) =>
  given(...history).when(the(ServeDemand), { servedOn }, by('zhang', '2024-12-31'));
const apply = (history: readonly DomainEvent[], appliedOn: string, at = '2024-12-31') =>
  given(...history).when(
    the(ApplyCourtEnforcement),
    { court: '衢州市柯城区人民法院', appliedOn, signedBy: 'chen', paper: onPaper(appliedOn).paper },
    by('zhang', at),
  );

describe('救济期间不催告、不申请执行（G35①，强制法第五十三条）', () => {
  const sought = reported({ step: 'SOUGHT', on: '2023-05-27' });
  const decided = (servedOn?: string) =>
    reported({ step: 'DECIDED', on: '2023-07-25', outcome: 'UPHELD', ...(servedOn && { servedOn }) });

  it('申请之日起到结果送达的前一日不能催告，送达之日起可以', () => {
    demand([...UNTIL_SERVED, sought], '2023-06-01').thenRefused('demand.remedy_pending', {
      article: '行政强制法第五十三条',
    });
    demand([...UNTIL_SERVED, sought], '2023-05-26').then({ type: 'DemandServed' });
    const history = [...UNTIL_SERVED, sought, decided('2023-07-28')];
    demand(history, '2023-07-27').thenRefused('demand.remedy_pending');
    demand(history, '2023-07-28').then({ type: 'DemandServed' });
    demand([...UNTIL_SERVED, sought, decided()], '2023-08-01').thenRefused('demand.remedy_pending');
  });

  it('复议维持后未起诉的，窗口自收到复议决定十五日起诉期满起三个月（行政诉讼法第四十五条）', () => {
    const history = [...UNTIL_SERVED, sought, decided('2023-07-28'), demanded('2023-07-31')];
    apply(history, '2023-08-14').thenRefused('court.demand_pending', { earliest: '2023-08-15' });
    apply(history, '2023-08-15').then({
      type: 'CourtEnforcementApplied',
      data: { windowFirstOn: '2023-08-15', windowEndOn: '2023-11-14' },
    });
    apply(history, '2023-11-15').thenRefused('court.window_closed');
  });

  it('不予受理的申请不是救济，撤回的自撤回日起不再是', () => {
    const at = '2023-06-01';
    demand([...UNTIL_SERVED, sought, reported({ step: 'DECLINED', on: '2023-06-01' })], at).then({
      type: 'DemandServed',
    });
    demand([...UNTIL_SERVED, sought, reported({ step: 'WITHDRAWN', on: '2023-06-02' })], at).thenRefused(
      'demand.remedy_pending',
    );
    demand([...UNTIL_SERVED, sought, reported({ step: 'WITHDRAWN', on: '2023-06-01' })], at).then({
      type: 'DemandServed',
    });
  });

  it('复议变更的，由复议机关执行（复议法第七十八条第二项）', () => {
    const altered = reported({ step: 'DECIDED', on: '2023-07-25', outcome: 'ALTERED', servedOn: '2023-07-28' });
    apply([...UNTIL_SERVED, demanded('2023-05-26'), sought, altered], '2023-11-13').thenRefused(
      'court.altered_by_reconsideration',
    );
  });
});

describe('C05 复议维持、一审驳回、二审驳回上诉以后（行政诉讼法第九十七条；行诉解释第一百五十三条）', () => {
  const history = [
    ...UNTIL_REVIEWED,
    noticed({ servedOn: '2021-11-01', proposed: { kinds: ['FINE'], fineFen: 120_000_000, confiscateFen: 0 } }),
    waived('2021-11-01'),
    penaltyDecided({ decidedOn: '2021-11-30', fineFen: 120_000_000 }),
    served({ servedOn: '2021-12-01', paymentDueOn: '2021-12-16' }),
    demanded('2021-12-20'),
    reported({ step: 'SOUGHT', on: '2021-12-28' }),
    reported({ step: 'DECIDED', on: '2022-02-25', outcome: 'UPHELD', servedOn: '2022-03-01' }),
  ];
  const suit = (data: object) => reported({ remedyId: 'r2', kind: 'LITIGATION', ...data });
  const pending = [...history, suit({ step: 'SOUGHT', on: '2022-03-10' })];
  const final = [
    ...pending,
    suit({ step: 'JUDGED', on: '2022-11-30', outcome: 'DISMISSED' }),
    suit({ step: 'JUDGED', on: '2023-05-26', outcome: 'UPHELD' }),
    suit({ step: 'DECIDED', on: '2023-05-26', outcome: 'UPHELD' }),
  ];

  it('诉讼期间申请执行的拒绝', () => {
    apply(pending, '2022-06-10').thenRefused('court.remedy_pending');
  });

  it('2023年7月申请的可以：窗口自终审裁判次日起二年', () => {
    apply(final, '2023-07-10').then({
      type: 'CourtEnforcementApplied',
      data: { windowFirstOn: '2023-05-27', windowEndOn: '2025-05-26' },
    });
    apply(final, '2023-05-25').thenRefused('court.remedy_pending');
    apply(final, '2023-05-26').thenRefused('court.suing_period_open', { earliest: '2023-05-27' });
    apply(final, '2025-05-26', '2025-06-30').then({ type: 'CourtEnforcementApplied' });
    apply(final, '2025-05-27', '2025-06-30').thenRefused('court.window_closed');
  });
});

describe('撤销、变更、确认违法进入案件（处罚法第四十八条第二款；强制法第四十条、第四十一条）', () => {
  const PAID = [...UNTIL_SERVED, published(), paid({ amountFen: 600_000, paidOn: '2023-05-25' })];
  const sought = reported({ step: 'SOUGHT', on: '2023-05-26' });
  const decided = (outcome: HearOfRemedy['outcome'], more: Partial<HearOfRemedy> = {}): Partial<HearOfRemedy> =>
    ({ step: 'DECIDED', on: '2023-07-24', servedOn: '2023-07-25', outcome, ...more }) as Partial<HearOfRemedy>;

  it('同一退还凭证只退一次：重复录入不重复记账，换了金额、款项或者日期的拒绝（DOMAIN F12）', () => {
    const { events } = told([...PAID, sought], decided('REVOKED')).then(
      { type: 'RemedyReported' },
      { type: 'DecisionRevoked' },
    );
    const refund = (history: readonly DomainEvent[], more: Partial<IssueRefund> = {}) =>
      given(...history).when(
        the(IssueRefund),
        { receiptNo: '退〔2023〕1号', amountFen: 300_000, kind: 'FINE', refundedOn: '2023-08-01', ...more },
        by('zhang', '2023-12-29'),
      );
    const revokedBy = [...PAID, sought, ...events];
    const once = [...revokedBy, ...refund(revokedBy).then({ type: 'RefundIssued' }).events];
    refund(once).thenNothing();
    refund(once, { receiptNo: '退[2023]1号' }).thenNothing();
    refund(once, { amountFen: 299_999 }).thenRefused('refund.receipt_used');
    refund(once, { kind: 'CONFISCATE' }).thenRefused('refund.receipt_used');
    refund(once, { refundedOn: '2023-08-02' }).thenRefused('refund.receipt_used');
    refund(once, { receiptNo: '退〔2023〕2号' }).then({ type: 'RefundIssued' });
    refund(once, { receiptNo: '退〔2023〕2号', amountFen: 300_001 }).thenRefused('refund.more_than_owed');
  });

  it('撤销：所欠归零，已缴的应退，公示三个工作日内撤回', () => {
    const { events } = told([...PAID, sought], decided('REVOKED', { redo: true })).then(
      { type: 'RemedyReported', data: { step: 'DECIDED', outcome: 'REVOKED' } },
      {
        type: 'DecisionRevoked',
        data: {
          by: 'RECONSIDERATION',
          remedyId: 'r1',
          revokedOn: '2023-07-25',
          as: 'REVOKED',
          redo: true,
          withdrawalDueOn: '2023-07-28',
          refund: { fineFen: 600_000, confiscateFen: 0, surchargeFen: 0 },
        },
      },
    );
    const history = [...PAID, sought, ...events];
    demand(history, '2023-08-01').thenRefused('case.phase');
    const refund = (amountFen: number) =>
      given(...history).when(
        the(IssueRefund),
        { receiptNo: 'T1', amountFen, kind: 'FINE', refundedOn: '2023-08-01' },
        by('zhang', '2023-12-29'),
      );
    refund(600_001).thenRefused('refund.more_than_owed');
    const { events: refunded } = refund(600_000).then({ type: 'RefundIssued' });
    const close = (events: readonly DomainEvent[], closeReason: CloseCase['closeReason']) =>
      given(...events).when(
        the(CloseCase),
        { closeReason, closedOn: '2023-08-02', ...onPaper('2023-08-02') },
        by('zhang', '2023-12-29'),
      );
    close([...history, ...refunded], 'REVOKED').thenRefused('closing.not_withdrawn');
    const { events: withdrawn } = given(...history)
      .when(
        the(WithdrawPublication),
        {
          withdrawnOn: '2023-07-31',
          reason: '行政复议撤销',
          pushedTo: [{ to: '信用中国（浙江）', notifiedOn: '2023-07-31' }],
        },
        by('zhang', '2023-12-29'),
      )
      .then(
        { type: 'PublicationWithdrawn', data: { dueOn: '2023-07-28', late: true } },
        { type: 'ProceduralDefectRecorded', data: { kind: 'WITHDRAWAL_OVERDUE', days: 3 } },
      );
    close([...history, ...withdrawn], 'REVOKED').thenRefused('closing.not_refunded');
    close([...history, ...withdrawn, ...refunded], 'EXECUTED').thenRefused('closing.revoked');
    close([...history, ...withdrawn, ...refunded], 'REVOKED').then({ type: 'CaseClosed' });
  });

  it('变更：按变更后的数额，多缴的应退；没有写明数额的，数额不变', () => {
    told([...PAID, sought], decided('ALTERED', { fineFen: 500_000 })).then(
      { type: 'RemedyReported' },
      {
        type: 'DecisionAltered',
        data: { fineFen: 500_000, confiscateFen: 0, refund: { fineFen: 100_000 }, withdrawalDueOn: '2023-07-28' },
      },
    );
    told([...PAID, sought], decided('ALTERED')).then(
      { type: 'RemedyReported' },
      { type: 'DecisionAltered', data: { fineFen: 1_000_000, refund: { fineFen: 0 } } },
    );
  });

  it('确认违法：决定仍在，所欠照旧，公示撤回', () => {
    const { events } = told([...PAID, sought], decided('ILLEGAL')).then(
      { type: 'RemedyReported' },
      { type: 'DecisionFoundIllegal', data: { withdrawalDueOn: '2023-07-28' } },
    );
    demand([...PAID, sought, ...events], '2023-08-01').then({
      type: 'DemandServed',
      data: { amounts: { fineFen: 400_000 } },
    });
  });

  it('没有公示的没有什么可撤回，也不再公示', () => {
    const { events } = told([...UNTIL_SERVED, sought], decided('REVOKED')).then(
      { type: 'RemedyReported' },
      { type: 'DecisionRevoked' },
    );
    expect(events[1]!.data).not.toHaveProperty('withdrawalDueOn');
    given(...UNTIL_SERVED, sought, ...events)
      .when(
        the(WithdrawPublication),
        { withdrawnOn: '2023-08-01', reason: '撤销', pushedTo: [] },
        by('zhang', '2023-12-29'),
      )
      .thenRefused('publication.not_published');
  });

  it('一审撤销还没有生效，决定仍在；生效之日才撤销', () => {
    const suit = { remedyId: 'r2', kind: 'LITIGATION' } as const;
    const { events } = told(PAID, { ...suit, step: 'JUDGED', on: '2023-09-01', outcome: 'REVOKED' }).then({
      type: 'RemedyReported',
    });
    expect(events).toHaveLength(1);
    told([...PAID, ...events], {
      ...suit,
      step: 'DECIDED',
      on: '2023-09-20',
      outcome: 'REVOKED',
      servedOn: '2023-09-04',
    }).then(
      { type: 'RemedyReported' },
      { type: 'DecisionRevoked', data: { by: 'LITIGATION', revokedOn: '2023-09-20' } },
    );
  });

  it('维持、驳回、撤回什么也不改变；撤销一次以后不再撤销', () => {
    for (const outcome of ['UPHELD', 'DISMISSED', 'MEDIATED'] as const)
      expect(told([...PAID, sought], decided(outcome)).then({ type: 'RemedyReported' }).events).toHaveLength(1);
    const { events } = told([...PAID, sought], decided('REVOKED')).then(
      { type: 'RemedyReported' },
      { type: 'DecisionRevoked' },
    );
    expect(told([...PAID, sought, ...events], decided('REVOKED')).then({ type: 'RemedyReported' }).events).toHaveLength(
      1,
    );
  });

  it('已经结案的也如实进入案件，案件仍是结案', () => {
    const history = [...PAID, paid({ receiptNo: 'R2', amountFen: 400_000, paidOn: '2023-05-25' }), closed(), sought];
    const { events } = told(history, decided('INVALID')).then(
      { type: 'RemedyReported' },
      { type: 'DecisionRevoked', data: { as: 'INVALID', refund: { fineFen: 1_000_000 } } },
    );
    expect([...history, ...events].reduce(caseAggregate.evolve, caseAggregate.initialState).phase).toBe('Closed');
  });
});

describe('只有反应能让案件知道救济', () => {
  it('没有这样的入口：不在案件的命令之中', () => {
    expect(caseAggregate.commands.map(({ name }) => name)).not.toContain(HearOfRemedy.name);
    expect(caseAggregate.commands.map(({ name }) => name)).toContain(DecidePenalty.name);
  });
});

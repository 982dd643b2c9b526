import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { addDays, loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import { type FinePaid, IssueRefund, outstanding, RecordPayment, type RefundIssued, refundable } from './payment.js';
import { by, the, UNTIL_NOTICED, waived } from './scenario.js';
import { noPenaltyDecided, paid, published, UNTIL_SERVED } from './scenario-after-decision.js';
import { AlterDecision, CorrectDecision, RevokeDecision } from './setting-right.js';

/* 自行改正 (行政处罚法第七十五条第二款). The decision: 10,000 yuan, decided 2023-05-08, served 05-10. */

const PUBLISHED = [...UNTIL_SERVED, published('2023-05-12')];
const PAID = [...PUBLISHED, paid({ amountFen: 1_000_000, paidOn: '2023-05-20' })];
const NOTHING = { fineFen: 0, confiscateFen: 0, surchargeFen: 0 };

const revoke = (history: readonly DomainEvent[], revokedOn = '2023-06-01', actor = 'chen') =>
  given(...history).when(the(RevokeDecision), { revokedOn, reason: '主要证据不足' }, by(actor, '2023-06-30'));
const alter = (history: readonly DomainEvent[], fineFen: number, alteredOn = '2023-06-01') =>
  given(...history).when(
    the(AlterDecision),
    { alteredOn, fineFen, confiscateFen: 0, reason: '裁量不当' },
    by('chen', '2023-06-30'),
  );
const stateAfter = (history: readonly DomainEvent[]) =>
  history.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);

describe('自行撤销处罚决定（行政处罚法第七十五条第二款）', () => {
  it('已经公示的，三个工作日内撤回公示（第四十八条第二款）；没有缴款的，不退款', () => {
    const { events } = revoke(PUBLISHED).then({
      type: 'DecisionRevoked',
      data: { by: 'SELF', as: 'REVOKED', redo: false, withdrawalDueOn: '2023-06-06', refund: NOTHING },
    });
    expect(stateAfter([...PUBLISHED, ...events]).decision).toMatchObject({ fineFen: 0, revokedOn: '2023-06-01' });
  });

  it('已经缴纳的全部应退', () => {
    revoke(PAID).then({ type: 'DecisionRevoked', data: { refund: { ...NOTHING, fineFen: 1_000_000 } } });
  });

  it('没有公示的没有可撤回的，也不再公示', () => {
    const { events } = revoke(UNTIL_SERVED).then({ type: 'DecisionRevoked' });
    expect(events[0]!.data).not.toHaveProperty('withdrawalDueOn');
    expect(stateAfter([...UNTIL_SERVED, ...events]).publicationDueOn).toBeUndefined();
  });

  it('不早于决定，可以是决定当日；撤销过的不能再撤销、变更、更正', () => {
    revoke(UNTIL_SERVED, '2023-05-07').thenRefused('day.out_of_order');
    const { events } = revoke(UNTIL_SERVED, '2023-05-08').then({ type: 'DecisionRevoked' });
    const after = [...UNTIL_SERVED, ...events];
    revoke(after).thenRefused('setting_right.revoked', { article: '行政处罚法第七十五条第二款' });
    alter(after, 100_000).thenRefused('setting_right.revoked');
  });

  it('由没有办理过本案的在任负责人撤销；没有处罚决定的不能', () => {
    revoke(UNTIL_SERVED, '2023-06-01', 'zhang').thenRefused('approver.not_leader');
    revoke([...UNTIL_NOTICED, waived(), noPenaltyDecided()]).thenRefused('setting_right.no_penalty');
  });
});

describe('自行变更处罚决定（行政处罚法第七十五条第二款、第四十五条第二款）', () => {
  it('减轻的，多缴的应退，欠缴的按变更后的数额', () => {
    alter(PAID, 880_000).then({
      type: 'DecisionAltered',
      data: { by: 'SELF', fineFen: 880_000, withdrawalDueOn: '2023-06-06', refund: { ...NOTHING, fineFen: 120_000 } },
    });
    const { events } = alter(PUBLISHED, 880_000).then({ type: 'DecisionAltered', data: { refund: NOTHING } });
    expect(stateAfter([...PUBLISHED, ...events]).decision).toMatchObject({ fineFen: 880_000 });
  });

  it('不得加重，一分也不行；数额相同的不是变更', () => {
    alter(PUBLISHED, 1_000_001).thenRefused('setting_right.heavier');
    alter(PUBLISHED, 1_000_000).thenRefused('setting_right.unchanged');
    alter(PUBLISHED, 999_999).then({ type: 'DecisionAltered' });
  });
});

describe('更正决定书的笔误（行政处罚法第五十九条）', () => {
  const correct = (was: string, becomes: string) =>
    given(...PUBLISHED).when(
      the(CorrectDecision),
      { field: 'PARTY_NAME', was, becomes, reason: '录入有误', correctedOn: '2023-06-01' },
      by('chen', '2023-06-30'),
    );

  it('记下原文和更正，不动数额；前后相同的不是更正', () => {
    const { events } = correct('衢州某某餐钦店', '衢州某某餐饮店').then({
      type: 'DecisionCorrected',
      data: { field: 'PARTY_NAME', was: '衢州某某餐钦店', becomes: '衢州某某餐饮店' },
    });
    expect(stateAfter([...PUBLISHED, ...events]).decision).toEqual(stateAfter(PUBLISHED).decision);
    correct('甲', '甲').thenRefused('setting_right.unchanged');
  });
});

describe('罚款的账每一步都平', () => {
  const statutes = loadStatutes();
  const fen = fc.integer({ min: 1, max: 1_000_000 });
  const step = fc.oneof(
    fc.record({ act: fc.constant('pay' as const), fen }),
    fc.record({ act: fc.constant('refund' as const), fen, voucher: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ act: fc.constant('alter' as const), fen }),
    fc.record({ act: fc.constant('revoke' as const) }),
  );

  it('决定 = 实缴 − 退还 + 应缴 − 应退；应缴、应退不同时有；没有改动决定的不退；退还不使罚款欠缴', () => {
    const seen = { FinePaid: 0, RefundIssued: 0, DecisionAltered: 0, DecisionRevoked: 0 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let history: readonly DomainEvent[] = UNTIL_SERVED;
        let [decidedFen, paidFen, refundedFen] = [1_000_000, 0, 0];
        for (const [index, next] of steps.entries()) {
          const on = addDays('2023-05-11', index);
          const { decision } =
            next.act === 'alter'
              ? alter(history, next.fen, on)
              : next.act === 'revoke'
                ? revoke(history, on)
                : next.act === 'pay'
                  ? given(...history).when(
                      the(RecordPayment),
                      { receiptNo: `缴${index}`, amountFen: next.fen, kind: 'FINE', channel: 'BANK', paidOn: on },
                      by('zhang', '2023-06-30'),
                    )
                  : given(...history).when(
                      the(IssueRefund),
                      { receiptNo: `退${next.voucher}`, amountFen: next.fen, kind: 'FINE', refundedOn: on },
                      by('zhang', '2023-06-30'),
                    );
          if (decision.kind === 'refused') continue;
          const owedBefore = outstanding(statutes, stateAfter(history), on).fineFen;
          history = [...history, ...decision.events];
          for (const { type, data } of decision.events) {
            seen[type as keyof typeof seen] += 1;
            if (type === 'FinePaid') paidFen += (data as FinePaid).amountFen;
            if (type === 'RefundIssued') refundedFen += (data as RefundIssued).amountFen;
            if (type === 'DecisionAltered') decidedFen = (data as { fineFen: number }).fineFen;
            if (type === 'DecisionRevoked') decidedFen = 0;
          }
          const state = stateAfter(history);
          const owedFen = outstanding(statutes, state, on).fineFen;
          const backFen = refundable(statutes, state, on).fineFen;
          expect(paidFen - refundedFen + owedFen - backFen).toBe(decidedFen);
          expect(Math.min(owedFen, backFen)).toBe(0);
          if (decidedFen === 1_000_000) expect(refundedFen).toBe(0);
          if (next.act === 'refund') expect(owedFen).toBe(owedBefore);
        }
      }),
      { numRuns: 300, seed: 20230508 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});

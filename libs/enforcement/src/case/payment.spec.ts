import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { type Sentence, spoken } from '#fields';
import { addDays, loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import { outstanding, RecordPayment, surchargeFen, total } from './payment.js';
import { by, penaltyDecided, the, UNTIL_NOTICED, waived } from './scenario.js';
import {
  closed,
  courtAccepted,
  courtApplied,
  demanded,
  paid,
  published,
  served,
  summaryImported,
  summaryMade,
  UNTIL_DECIDED,
  UNTIL_SERVED,
  UNTIL_WARNING_SERVED,
} from './scenario-after-decision.js';

const PAY: RecordPayment = {
  receiptNo: 'R1',
  amountFen: 1_000_000,
  kind: 'FINE',
  channel: 'BANK',
  paidOn: '2023-05-25',
};

const pay = (history: readonly DomainEvent[], change: Partial<RecordPayment> = {}, at = '2023-12-29') =>
  given(...history).when(the(RecordPayment), { ...PAY, ...change }, by('zhang', at));

describe('记录缴款（行政处罚法第六十七条）', () => {
  it('银行、电子支付缴纳的罚款照凭证记录', () => {
    pay(UNTIL_SERVED).then({ type: 'FinePaid', data: { ...PAY } });
    pay(UNTIL_SERVED, { channel: 'EPAY' }).then({ type: 'FinePaid', data: { channel: 'EPAY' } });
  });

  it('可以分次缴纳，合计不超过罚款数额', () => {
    const history = [...UNTIL_SERVED, paid({ amountFen: 999_999 })];
    pay(history, { receiptNo: 'R2', amountFen: 1 }).then({ type: 'FinePaid' });
    const refusal = pay(history, { receiptNo: 'R2', amountFen: 2 }).thenRefused('payment.more_than_owed');
    expect(spoken(refusal.message as Sentence)).toContain('应缴罚款0.01元，不能记录0.02元');
  });

  it('没收款另计，不能以罚款的欠额缴纳', () => {
    const history = [
      ...UNTIL_NOTICED,
      waived(),
      penaltyDecided({ kinds: ['FINE', 'CONFISCATE_INCOME'], confiscateFen: 500 }),
      served(),
    ];
    pay(history, { kind: 'CONFISCATE', amountFen: 500 }).then({ type: 'FinePaid', data: { kind: 'CONFISCATE' } });
    pay(history, { kind: 'CONFISCATE', amountFen: 501 }).thenRefused('payment.more_than_owed');
    pay(UNTIL_SERVED, { kind: 'CONFISCATE', amountFen: 1 }).thenRefused('payment.nothing_owed');
  });

  it('同一凭证同样再记一次什么也不改变，内容不同的不能', () => {
    const history = [...UNTIL_SERVED, paid({ amountFen: 400_000 })];
    pay(history, { amountFen: 400_000 }).thenNothing();
    pay(history, { amountFen: 300_000 }).thenRefused('payment.receipt_used');
    pay(history, { amountFen: 400_000, paidOn: '2023-05-24' }).thenRefused('payment.receipt_used');
  });

  it('凭证号的括号、全角半角不同的，仍是同一凭证；数字不同的是另一凭证', () => {
    const history = [...UNTIL_SERVED, paid({ receiptNo: '衢（2023）1', amountFen: 400_000 })];
    pay(history, { receiptNo: '衢(2023)1', amountFen: 400_000 }).thenNothing();
    pay(history, { receiptNo: '衢（2023）2', amountFen: 400_000 }).then({ type: 'FinePaid' });
  });

  it('送达以后才有缴款义务：送达当日可以，前一日、没有送达都不可以', () => {
    pay(UNTIL_SERVED, { paidOn: '2023-05-10' }).then({ type: 'FinePaid' });
    pay(UNTIL_SERVED, { paidOn: '2023-05-09' }).thenRefused('day.out_of_order');
    pay(UNTIL_DECIDED).thenRefused('case.phase');
    pay(UNTIL_WARNING_SERVED).thenRefused('case.phase');
  });

  it('缴款可以是今天，不能是明天', () => {
    pay(UNTIL_SERVED, {}, '2023-05-25').then({ type: 'FinePaid' });
    pay(UNTIL_SERVED, {}, '2023-05-24').thenRefused('day.in_future', { earliest: '2023-05-25' });
  });

  it('催告、申请强制执行以后缴款照记', () => {
    pay([...UNTIL_SERVED, demanded()], { paidOn: '2023-06-05' }).then({ type: 'FinePaid' });
    pay([...UNTIL_SERVED, demanded(), courtApplied()], { paidOn: '2023-11-14' }).then({ type: 'FinePaid' });
  });

  it('法院受理而结案的，执行到的款项仍要记录；履行完毕而结案的没有应缴款项（行政强制法第六十条）', () => {
    const atCourt = [...UNTIL_SERVED, published(), demanded(), courtApplied(), courtAccepted(), closed()];
    pay(atCourt, { paidOn: '2023-12-20' }).then({ type: 'FinePaid' });
    pay([...UNTIL_SERVED, published(), paid(), closed({ closeReason: 'EXECUTED' })], { receiptNo: 'R2' }).thenRefused(
      'payment.nothing_owed',
    );
  });

  it('导入的当场处罚没有送达记录，自决定日起可以缴款', () => {
    const change = { amountFen: 15_000, paidOn: '2023-05-08' };
    pay([summaryImported()], change).then({ type: 'FinePaid' });
    pay([summaryImported()], { ...change, paidOn: '2023-05-07' }).thenRefused('day.out_of_order');
  });
});

describe('加处罚款每日百分之三，不超过罚款数额（第七十二条第一款第一项）', () => {
  const late = [...UNTIL_SERVED, paid({ paidOn: '2023-05-26' })];

  it('期满当日缴清没有加处，次日缴清加处一日', () => {
    pay([...UNTIL_SERVED, paid()], { receiptNo: 'R2', kind: 'SURCHARGE', amountFen: 1 }).thenRefused(
      'payment.nothing_owed',
    );
    const change = { receiptNo: 'R2', kind: 'SURCHARGE', paidOn: '2023-05-30' } as const;
    pay(late, { ...change, amountFen: 30_000 }).then({ type: 'FinePaid', data: { kind: 'SURCHARGE' } });
    pay(late, { ...change, amountFen: 30_001 }).thenRefused('payment.more_than_owed', {
      article: '行政处罚法第七十二条第一款第一项',
    });
  });

  it('加处到缴款当日为止，第三十四日封顶', () => {
    const change = { kind: 'SURCHARGE', amountFen: 1_000_000 } as const;
    pay(UNTIL_SERVED, { ...change, paidOn: '2023-06-28' }).then({ type: 'FinePaid' });
    pay(UNTIL_SERVED, { ...change, paidOn: '2023-06-27' }).thenRefused('payment.more_than_owed');
    pay(UNTIL_SERVED, { ...change, amountFen: 1_000_001, paidOn: '2023-12-01' }).thenRefused('payment.more_than_owed');
  });

  it('没收部分不加处', () => {
    const history = [
      ...UNTIL_NOTICED,
      waived(),
      penaltyDecided({ kinds: ['CONFISCATE_INCOME'], fineFen: 0, confiscateFen: 1_000_000 }),
      served(),
    ];
    pay(history, { kind: 'SURCHARGE', amountFen: 1, paidOn: '2023-06-30' }).thenRefused('payment.nothing_owed');
  });

  it('补记较早的缴款会使已收的加处罚款过多的，先退还', () => {
    const history = [
      ...UNTIL_SERVED,
      paid({ kind: 'SURCHARGE', amountFen: 60_000, paidOn: '2023-05-27', receiptNo: 'R0' }),
    ];
    pay(history, { paidOn: '2023-05-27' }).then({ type: 'FinePaid' });
    pay(history, { paidOn: '2023-05-26' }).thenRefused('payment.surcharge_overpaid');
  });

  it('复议、诉讼期间停计，申请日和结果送达日都停计（R8，第七十三条第三款）', () => {
    const statutes = loadStatutes();
    const reported = (step: string, on: string, more: object = {}): DomainEvent => ({
      type: 'RemedyReported',
      data: { remedyId: 'r1', kind: 'RECONSIDERATION', step, on, ...more },
    });
    const owedAfter = (...reports: readonly DomainEvent[]) => {
      const state = [...UNTIL_SERVED, ...reports].reduce(caseAggregate.evolve, caseAggregate.initialState);
      return outstanding(statutes, state, '2023-05-31').surchargeFen;
    };
    // Six days from 05-26; four of them are the remedy's.
    expect(owedAfter()).toBe(180_000);
    const sought = reported('SOUGHT', '2023-05-27');
    expect(owedAfter(sought)).toBe(30_000);
    const upheld = { outcome: 'UPHELD', servedOn: '2023-05-30' };
    expect(owedAfter(sought, reported('DECIDED', '2023-05-29', upheld))).toBe(60_000);
    // Decided, but not served yet: it goes on standing still.
    expect(owedAfter(sought, reported('DECIDED', '2023-05-29', { outcome: 'UPHELD' }))).toBe(30_000);
    expect(owedAfter(sought, reported('WITHDRAWN', '2023-05-29'))).toBe(90_000);
    expect(owedAfter(sought, reported('DECLINED', '2023-05-29'))).toBe(180_000);
  });
});

describe('作出决定的机关不得自行收缴罚款（第六十七条），当场收缴只有三种情形', () => {
  const cash = (fineFen: number, change: Partial<RecordPayment> = {}) =>
    pay([summaryMade({ fineFen })], {
      channel: 'CASH',
      amountFen: fineFen,
      paidOn: '2023-05-08',
      ticketNo: 'T1',
      ...change,
    });

  it('一百元以下的可以当场收缴，一百元零一分不可以（第六十八条第一项）', () => {
    cash(10_000).then({
      type: 'FinePaid',
      data: { cashGround: '68.1', ticketNo: 'T1', remitDueOn: '2023-05-10', remitRule: 'D15@2021-07-15' },
    });
    cash(10_001).thenRefused('payment.cash_not_allowed', { article: '行政处罚法第六十七条' });
  });

  it('记下收缴的执法人员，须是本案执法人员；不是现金的没有收缴人', () => {
    cash(10_000, { collectedBy: 'li' }).then({ type: 'FinePaid', data: { collectedBy: 'li' } });
    for (const collectedBy of ['wang', 'chen'])
      cash(10_000, { collectedBy }).thenRefused('payment.collected_by_stranger', { article: '行政处罚法第六十八条' });
    pay(UNTIL_SERVED, { collectedBy: 'li' }).thenRefused('payment.not_cash');
  });

  it('按罚款数额而不是按一次缴纳的数额', () => {
    cash(20_000, { amountFen: 10_000 }).thenRefused('payment.cash_not_allowed');
  });

  it('不当场收缴事后难以执行的可以（第六十八条第二项）', () => {
    cash(20_000, { cashGround: '68.2' }).then({ type: 'FinePaid', data: { cashGround: '68.2' } });
  });

  it('当场收缴在决定当日，事后应到银行', () => {
    cash(10_000, { paidOn: '2023-05-09' }).thenRefused('payment.cash_not_on_the_spot');
  });

  it('必须出具专用票据（第七十条）', () => {
    pay([summaryMade()], { channel: 'CASH', amountFen: 10_000, paidOn: '2023-05-08' }).thenRefused('payment.no_ticket');
  });

  it('普通程序不得收现金；边远、水上、交通不便地区当事人提出的除外（第六十九条）', () => {
    const change = { channel: 'CASH', ticketNo: 'T1' } as const;
    pay(UNTIL_SERVED, change).thenRefused('payment.cash_not_allowed');
    pay(UNTIL_SERVED, { ...change, cashGround: '68.2' }).thenRefused('payment.cash_not_allowed');
    pay(UNTIL_SERVED, { ...change, cashGround: '69' }).then({ type: 'FinePaid', data: { cashGround: '69' } });
  });

  it('当场收缴只限于罚款，没收款、加处罚款不收现金', () => {
    const surcharge = { kind: 'SURCHARGE', amountFen: 1, paidOn: '2023-06-30' } as const;
    pay([summaryMade()], { ...surcharge, channel: 'CASH', ticketNo: 'T1', cashGround: '69' }).thenRefused(
      'payment.cash_not_allowed',
    );
  });

  it('不是现金的不能填写当场收缴的情形', () => {
    pay(UNTIL_SERVED, { cashGround: '69' }).thenRefused('payment.not_cash');
  });
});

describe('不变的账', () => {
  const attempt = fc.record({
    receiptNo: fc.integer({ min: 1, max: 30 }).map((n) => `R${n}`),
    amountFen: fc.integer({ min: 1, max: 1_200_000 }),
    kind: fc.constantFrom('FINE', 'CONFISCATE', 'SURCHARGE') as fc.Arbitrary<RecordPayment['kind']>,
    channel: fc.constantFrom('BANK', 'EPAY') as fc.Arbitrary<RecordPayment['channel']>,
    paidOn: fc.integer({ min: 0, max: 120 }).map((n) => addDays('2023-05-10', n)),
  });
  const statutes = loadStatutes();
  const BOTH = [
    ...UNTIL_NOTICED,
    waived(),
    penaltyDecided({ kinds: ['FINE', 'CONFISCATE_INCOME'], fineFen: 1_000_000, confiscateFen: 300_000 }),
    served(),
  ];
  /** The history after those attempts that were accepted. */
  const historyAfter = (attempts: readonly RecordPayment[]) => {
    const history: DomainEvent[] = [...BOTH];
    for (const input of attempts) {
      const { decision } = pay(history, input);
      if (decision.kind === 'accepted') history.push(...decision.events);
    }
    return history;
  };

  it('不论怎样缴款，各款所收不超过应缴', () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 12 }), (attempts) => {
        const state = historyAfter(attempts).reduce(caseAggregate.evolve, caseAggregate.initialState);
        expect(state.paid.fineFen).toBeLessThanOrEqual(1_000_000);
        expect(state.paid.confiscateFen).toBeLessThanOrEqual(300_000);
        expect(state.paid.surchargeFen).toBeLessThanOrEqual(surchargeFen(statutes, state, '2023-12-29'));
        const owed = outstanding(statutes, state, '2023-12-29');
        expect(Math.min(owed.fineFen, owed.confiscateFen, owed.surchargeFen)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('缴清所欠以后分文不欠', () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 6 }), (attempts) => {
        const history = historyAfter(attempts);
        const settle = (kind: RecordPayment['kind'], field: 'fineFen' | 'confiscateFen' | 'surchargeFen') => {
          const state = history.reduce(caseAggregate.evolve, caseAggregate.initialState);
          const amountFen = outstanding(statutes, state, '2023-12-29')[field];
          if (amountFen === 0) return;
          const input = { receiptNo: `S${kind}`, amountFen, kind, channel: 'BANK', paidOn: '2023-12-29' } as const;
          history.push(...pay(history, input).then({ type: 'FinePaid' }).events);
        };
        settle('FINE', 'fineFen');
        settle('CONFISCATE', 'confiscateFen');
        settle('SURCHARGE', 'surchargeFen');
        const state = history.reduce(caseAggregate.evolve, caseAggregate.initialState);
        expect(total(outstanding(statutes, state, '2025-12-29'))).toBe(0);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { loadStatutes } from '#statutes';
import { caseAggregate } from './case.js';
import { CorrectEntry } from './entry-correction.js';
import { outstanding } from './payment.js';
import {
  by,
  collected,
  concluded,
  filed,
  noticed,
  onPaper,
  passed,
  penaltyDecided,
  registered,
  submitted,
  the,
  UNTIL_FILED,
  waived,
} from './scenario.js';
import { closed, paid, published, served, UNTIL_DECIDED, UNTIL_SERVED } from './scenario-after-decision.js';
import type { DecisionServed } from './service.js';

/* 误录更正 (DOMAIN 3.1, 3.4). The decision: 10,000 yuan, decided 2023-05-08, served 05-10, published 05-12. */

const PUBLISHED = [...UNTIL_SERVED, published()];
const CLOSED = [...PUBLISHED, paid(), closed({ closeReason: 'EXECUTED', closedOn: '2023-06-01' })];
const ON = '2023-06-20';
const correct = (history: readonly DomainEvent[], said: Partial<CorrectEntry>) =>
  given(...history).when(
    the(CorrectEntry),
    { reason: '录入时看错一行，以原件为准', correctedOn: ON, ...onPaper(ON), ...said } as CorrectEntry,
    by('zhang', '2023-12-28'),
  );
const fold = (events: readonly DomainEvent[]) =>
  events.reduce((state, event) => caseAggregate.evolve(state, event), caseAggregate.initialState);
/** The state after the correction, without who approved it. */
const corrected = (history: readonly DomainEvent[], said: Partial<CorrectEntry>) => {
  const { events } = correct(history, said).then({ type: 'EventCorrected' });
  return { ...fold([...history, ...events]), leaders: [] };
};
const rightly = (history: readonly DomainEvent[]) => ({ ...fold(history), leaders: [] });

describe('更正以后，案件与当初录对了一样；记录还在', () => {
  it('立案日期：办案期限跟着更正', () => {
    const rest = [collected(), concluded(), submitted(), passed(), noticed(), waived(), penaltyDecided()];
    expect(
      corrected([registered(), filed(), ...rest], { entry: 'CaseFiled.filedOn', becomesOn: '2023-03-02' }),
    ).toEqual(rightly([registered(), filed({ filedOn: '2023-03-02', deadlineOn: '2023-05-31' }), ...rest]));
  });

  it('送达日期：缴款期限跟着更正', () => {
    const rest = [published(), paid()];
    expect(
      corrected([...UNTIL_DECIDED, served(), ...rest], { entry: 'DecisionServed.servedOn', becomesOn: '2023-05-09' }),
    ).toEqual(rightly([...UNTIL_DECIDED, served({ servedOn: '2023-05-09', paymentDueOn: '2023-05-24' }), ...rest]));
  });

  it('送达日期：因送达较晚顺延的公示期限跟着更正', () => {
    const late = served({ servedOn: '2023-05-22', publicationDueOn: '2023-05-31', publicationRule: 'D28@2018-01-01' });
    expect(
      corrected([...UNTIL_DECIDED, late], { entry: 'DecisionServed.servedOn', becomesOn: '2023-05-17' }),
    ).toMatchObject({
      servedOn: '2023-05-17',
      publicationDueOn: '2023-05-17',
      publicationRule: expect.stringMatching(/^D28@/),
    });
    const { publicationDueOn } = corrected(UNTIL_SERVED, {
      entry: 'DecisionServed.servedOn',
      becomesOn: '2023-05-18',
    });
    expect(publicationDueOn! > '2023-05-18').toBe(true);
  });

  it('送达日期：从录错的日期起算而待定的期限，不再由放假安排确定', () => {
    const open = { rule: 'D13', on: '2026-12-17', year: 2027 } as const;
    const {
      paymentDueOn: _due,
      paymentRule: _rule,
      ...data
    } = served({ servedOn: '2026-12-17' }).data as DecisionServed;
    const history = [...UNTIL_DECIDED, { type: 'DecisionServed', data: { ...data, openDays: [open] } }];
    expect(fold(history).openDays).toEqual([open]);
    const on = (becomesOn: string) => {
      const said = { entry: 'DecisionServed.servedOn', becomesOn, reason: '看错一行', correctedOn: '2026-12-20' };
      const { events } = given(...history)
        .when(the(CorrectEntry), { ...said, ...onPaper('2026-12-20') } as CorrectEntry, by('zhang', '2026-12-20'))
        .then({ type: 'EventCorrected' });
      return fold([...history, ...events]);
    };
    expect(on('2026-12-16')).toMatchObject({ paymentDueOn: '2026-12-31', openDays: [] });
    const later = on('2026-12-18');
    expect(later.paymentDueOn).toBeUndefined();
    expect(later.openDays).toContainEqual({ rule: 'D13', on: '2026-12-18', year: 2027 });
    expect(later.openDays).not.toContainEqual(open);
  });

  it('公示日期、结案日期', () => {
    expect(corrected(CLOSED, { entry: 'PenaltyPublished.publishedOn', becomesOn: '2023-05-11' })).toMatchObject({
      publishedOn: '2023-05-11',
    });
    expect(corrected(CLOSED, { entry: 'CaseClosed.closedOn', becomesOn: '2023-05-31' })).toMatchObject({
      closedOn: '2023-05-31',
      closeReason: 'EXECUTED',
    });
  });

  it('缴款日期和金额：账和加处罚款跟着更正', () => {
    const early = { entry: 'FinePaid.paidOn', receiptNo: 'R1', becomesOn: '2023-05-20' } as const;
    expect(corrected([...PUBLISHED, paid()], early)).toEqual(rightly([...PUBLISHED, paid({ paidOn: '2023-05-20' })]));
    const less = { entry: 'FinePaid.amountFen', receiptNo: 'Ｒ1', becomesFen: 100_000 } as const;
    expect(corrected([...PUBLISHED, paid()], less)).toEqual(rightly([...PUBLISHED, paid({ amountFen: 100_000 })]));
    const late = corrected([...PUBLISHED, paid()], {
      entry: 'FinePaid.paidOn',
      receiptNo: 'R1',
      becomesOn: '2023-05-26',
    });
    expect(outstanding(loadStatutes(), late, '2023-05-31')).toEqual({
      fineFen: 0,
      confiscateFen: 0,
      surchargeFen: 30_000,
    });
  });

  it('事件写明原录、更正为、理由和批准人', () => {
    correct(CLOSED, { entry: 'CaseClosed.closedOn', becomesOn: '2023-05-31' }).then({
      type: 'EventCorrected',
      data: { wasOn: '2023-06-01', becomesOn: '2023-05-31', reason: '录入时看错一行，以原件为准', approverId: 'chen' },
    });
  });
});

describe('什么不能更正', () => {
  it('没有的、没有变的、填错了的', () => {
    const day = { becomesOn: '2023-05-20' };
    correct(UNTIL_FILED, { entry: 'CaseClosed.closedOn', ...day }).thenRefused('correction.nothing_recorded');
    correct(CLOSED, { entry: 'FinePaid.paidOn', receiptNo: 'R7', ...day }).thenRefused('correction.nothing_recorded');
    correct(CLOSED, { entry: 'FinePaid.paidOn', ...day }).thenRefused('correction.receipt');
    correct(CLOSED, { entry: 'CaseClosed.closedOn', receiptNo: 'R1', ...day }).thenRefused('correction.receipt');
    correct(CLOSED, { entry: 'FinePaid.amountFen', receiptNo: 'R1', ...day }).thenRefused('correction.value');
    correct(CLOSED, { entry: 'CaseClosed.closedOn', becomesFen: 1 }).thenRefused('correction.value');
    correct(CLOSED, { entry: 'CaseClosed.closedOn', becomesOn: '2023-06-01' }).thenRefused('correction.unchanged');
  });

  it('前后各环节之间的日期，首尾当日都可以，之外一日都不行', () => {
    const publishing = (becomesOn: string) => correct(CLOSED, { entry: 'PenaltyPublished.publishedOn', becomesOn });
    publishing('2023-05-10').then({ type: 'EventCorrected' });
    publishing('2023-05-09').thenRefused('correction.out_of_order');
    publishing('2023-06-01').then({ type: 'EventCorrected' });
    publishing('2023-06-02').thenRefused('correction.out_of_order');
    const filing = (becomesOn: string) =>
      correct([...UNTIL_FILED, collected()], { entry: 'CaseFiled.filedOn', becomesOn });
    filing('2023-03-06').then({ type: 'EventCorrected' });
    filing('2023-03-07').thenRefused('correction.out_of_order');
    filing('2023-03-01').then({ type: 'EventCorrected' });
    filing('2023-02-28').thenRefused('correction.out_of_order');
  });

  it('更正以后多缴的，先退还', () => {
    const part = [...PUBLISHED, paid({ amountFen: 900_000, paidOn: '2023-05-20' })];
    correct(part, { entry: 'FinePaid.amountFen', receiptNo: 'R1', becomesFen: 1_000_000 }).then({
      type: 'EventCorrected',
    });
    correct(part, { entry: 'FinePaid.amountFen', receiptNo: 'R1', becomesFen: 1_000_001 }).thenRefused(
      'correction.overpaid',
    );
  });

  it('没有负责人批准的', () => {
    given(...CLOSED)
      .when(
        the(CorrectEntry),
        { entry: 'CaseClosed.closedOn', becomesOn: '2023-05-31', reason: '误录', correctedOn: ON, approverId: 'chen' },
        by('zhang', ON),
      )
      .thenRefused('approval.not_proposed');
  });
});

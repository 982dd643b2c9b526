import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { documentNumber } from '../document-number.js';
import { by, commandOf, ordinaryCase } from '../scenario.js';
import { VoidCaseNumber, VoidNextNumber, voidedNumber } from './voided-number.js';

const the = <Command extends object>(input: new () => Command) => commandOf(voidedNumber, input);
const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, elsewhere);
const NEXT: VoidNextNumber = {
  kind: 'SUMMARY',
  ground: 'SPOILED',
  reason: '当场处罚决定书填写错误，已盖作废章',
  voidedOn: '2023-05-08',
};
const taken = (seq: number): DomainEvent => ({
  type: 'DocumentNumberTaken',
  data: { unitId: 'qz', kind: 'SUMMARY', year: 2023, seq, number: `执当罚决字〔2023〕${seq}号`, takenFor: 'k1' },
});

describe('作废编号（DOMAIN 3.4、5.2）', () => {
  it('作废的是该簿的下一个编号，编号簿接着往下编', () => {
    const { decision } = given().when(
      the(VoidNextNumber),
      NEXT,
      clerk('2023-05-08', { 'documentNumber-qz.SUMMARY.2023': [taken(1), taken(2)] }),
    );
    if (decision.kind !== 'accepted') throw new Error(decision.code);
    expect(decision.events[0]).toMatchObject({
      type: 'NumberVoided',
      data: { unitId: 'qz', seq: 3, number: expect.stringContaining('执当罚决字〔2023〕3号') },
    });
    const [write] = decision.elsewhere;
    expect(write).toMatchObject({
      stream: { aggregate: 'documentNumber', id: 'qz.SUMMARY.2023' },
      events: [{ type: 'DocumentNumberVoided', data: { seq: 3 } }],
    });
    const book = [taken(1), taken(2), ...(write!.events as DomainEvent[])].reduce(
      (state, event) => documentNumber.evolve(state, event),
      documentNumber.initialState,
    );
    expect(book.last).toBe(3);
  });

  it('编号的年份是作废之日的年份，不在将来', () => {
    given()
      .when(the(VoidNextNumber), { ...NEXT, voidedOn: '2022-12-31' }, clerk('2023-01-03'))
      .then({ type: 'NumberVoided', data: { seq: 1, number: expect.stringContaining('〔2022〕1号') } });
    given()
      .when(the(VoidNextNumber), NEXT, clerk('2023-05-07'))
      .thenRefused('day.in_future', { earliest: '2023-05-08' });
  });

  const withdrawn: DomainEvent = { type: 'CaseWithdrawn', data: { withdrawnOn: '2023-03-10', approverId: 'chen' } };
  const voidCase = (history: readonly DomainEvent[], voidedOn = '2023-03-10') =>
    given().when(
      the(VoidCaseNumber),
      { caseId: 'k1', reason: '同一违法行为立了两次案', voidedOn },
      clerk('2023-06-30', { 'case-k1': history }),
    );

  it('误立的案件撤案以后，案号作废；不早于撤案', () => {
    const history = [...ordinaryCase('k1', 'qz'), withdrawn];
    voidCase(history).then({
      type: 'CaseNumberVoided',
      data: { kind: 'FILING', ground: 'FILED_BY_MISTAKE', caseId: 'k1', unitId: 'qz' },
    });
    voidCase(history, '2023-03-09').thenRefused('day.out_of_order', { earliest: '2023-03-10' });
    voidCase([...history, { type: 'CaseClosed', data: { closeReason: 'WITHDRAWN', closedOn: '2023-03-15' } }]).then({
      type: 'CaseNumberVoided',
    });
  });

  it('在办的、别的单位的、没有立案的，案号不能作废', () => {
    voidCase(ordinaryCase('k1', 'qz')).thenRefused('voiding.not_withdrawn');
    voidCase([...ordinaryCase('k1', 'kecheng'), withdrawn]).thenRefused('voiding.other_unit');
    voidCase(ordinaryCase('k1', 'qz').slice(0, 1)).thenRefused('voiding.no_number');
  });

  it('同一记录只登记一次', () => {
    const { decision } = given().when(the(VoidNextNumber), NEXT, clerk('2023-05-08'));
    if (decision.kind !== 'accepted') throw new Error(decision.code);
    given(...decision.events)
      .when(the(VoidNextNumber), NEXT, clerk('2023-05-08'))
      .thenRefused('voidedNumber.phase');
  });
});

import { describe, expect, it } from '@jest/globals';
import { partNamed } from './catalogue.js';
import { evaluate, queriesOf } from './evaluate.js';
import { type History, ledgerOf } from './ledger-history.js';

/** A dispute that was raised, and resolved or withdrawn, on these days. */
function dispute(id: string, raisedOn: string, ended?: { readonly type: string; readonly on: string }): History {
  const raised = { disputeId: id, unitId: 'qz', otherUnitId: 'kc', kind: 'DUTY', matter: '某事项', raisedOn };
  const terms = { negotiationDueOn: '2023-12-31', negotiationRule: 'D02@2022-05-01' };
  const end = ended && { unitId: 'qz', on: ended.on, mode: 'MEDIATION', result: '某结果', reason: '某理由' };
  return {
    stream: `dispute-${id}`,
    recordedOn: '2024-01-05',
    events: [
      { type: 'DisputeRaised', data: { ...raised, ...terms } },
      ...(ended ? [{ type: ended.type, data: end }] : []),
    ],
  };
}

describe('以办理过的为分母的比率（B10：年初未决加提起）', () => {
  const year = { from: '2023-01-01', to: '2023-12-31' };

  it('上年未决而本年解决的进入分子和分母；上年已了结、下年才提起的都不进入；撤回的只在分母', async () => {
    const ledger = await ledgerOf(
      dispute('1', '2022-12-01', { type: 'DisputeResolved', on: '2023-02-01' }),
      dispute('2', '2022-11-01', { type: 'DisputeResolved', on: '2022-12-01' }),
      dispute('3', '2023-03-01', { type: 'DisputeResolved', on: '2023-04-01' }),
      dispute('4', '2023-05-01', { type: 'DisputeWithdrawn', on: '2023-05-10' }),
      dispute('5', '2023-06-01'),
      dispute('6', '2024-01-02'),
    );
    const [rate, ...balance] = await evaluate(
      ledger,
      ['rate', 'dispute.opening', 'dispute.accepted', 'resolved', 'dispute.withdrawn', 'dispute.closing'].map((key) =>
        partNamed(`B10/${key}`),
      ),
      year,
    );
    expect(rate).toMatchObject({ numerator: 2, denominator: 4, value: 0.5 });
    expect(balance.map(({ value }) => value)).toEqual([1, 3, 2, 1, 1]);
  });

  it('没有办理过的，比率为空，不是百分之百', async () => {
    const [rate] = await evaluate(await ledgerOf(), [partNamed('B10/rate')], year);
    expect(rate).toMatchObject({ numerator: 0, denominator: 0, value: null });
  });

  it('分子、分母和减去的，各是什么期间的，下钻时同样问', () => {
    expect(queriesOf(partNamed('B10/rate'), year)).toMatchObject({
      plus: { measures: ['dispute.resolved'], from: '2023-01-01', to: '2023-12-31' },
      under: { measures: ['dispute.raised'], from: '0001-01-01', to: '2023-12-31' },
      minus: { measures: ['dispute.ended'], from: '0001-01-01', to: '2022-12-31' },
    });
  });
});

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

describe('存量和同比', () => {
  const year = { from: '2023-01-01', to: '2023-12-31' };
  const item = (itemId: string, field: string, on: string, removedOn?: string): History => ({
    stream: `powerItem-${itemId}`,
    recordedOn: '2024-01-05',
    events: [
      {
        type: 'PowerItemAdded',
        data: { itemId, unitId: 'qz', name: itemId, field, tier: 'COMPREHENSIVE', versionCode: '1', on },
      },
      ...(removedOn ? [{ type: 'PowerItemRemoved', data: { unitId: 'qz', reason: '略', on: removedOn } }] : []),
    ],
  });

  it('期末存量是到期末列入减取消的；一个领域还有一项在库，就是一个领域（C07、M13）', async () => {
    const ledger = await ledgerOf(
      item('1', 'GAS', '2022-06-01'),
      item('2', 'GAS', '2022-06-01', '2023-12-31'),
      item('3', 'PARKS', '2023-03-01', '2024-01-01'),
      item('4', 'WATER', '2023-03-01', '2023-06-01'),
      item('5', 'PETS', '2024-01-01'),
    );
    const parts = ['C07/opening', 'C07/added', 'C07/removed', 'C07/closing', 'M13/coverage'].map(partNamed);
    expect((await evaluate(ledger, parts, year)).map(({ value }) => value)).toEqual([2, 2, 2, 2, 1]);
    const [coverage] = await evaluate(ledger, [partNamed('M13/coverage')], year);
    expect(coverage).toMatchObject({ numerator: 2, denominator: 2 });
    // As of the end of 2024 the one of PARKS is gone and that of PETS has come.
    const next = await evaluate(ledger, [partNamed('C07/closing')], { from: '2024-01-01', to: '2024-12-31' });
    expect(next.map(({ value }) => value)).toEqual([2]);
  });

  it('同比是上一年度同期减本期，与上一年度同期之比；闰日对二月末（M18）', async () => {
    expect(queriesOf(partNamed('M18/decrease'), { from: '2024-01-01', to: '2024-02-29' })).toMatchObject({
      plus: { from: '2023-01-01', to: '2023-02-28' },
      minus: { from: '2024-01-01', to: '2024-02-29' },
      under: { from: '2023-01-01', to: '2023-02-28' },
    });
    const fined = (id: string, decidedOn: string, kind = 'ORGANISATION'): History => ({
      stream: `case-${id}`,
      recordedOn: '2024-01-05',
      events: [
        {
          type: 'SummaryDecisionMade',
          data: {
            caseId: id,
            unitId: 'qz',
            procedure: 'SUMMARY',
            sourceSystem: 'PLATFORM',
            decisionNo: id,
            decidedOn,
            item: { itemId: 'i', name: '案由', field: 'GAS' },
            party: { partyId: 'p', kind, name: '甲' },
            kinds: ['FINE'],
            fineFen: 5_000,
            officers: [],
            servedOn: decidedOn,
            territoryCode: '330800',
          },
        },
      ],
    });
    const ledger = await ledgerOf(
      ...['2022-01-01', '2022-05-01', '2022-06-01', '2022-12-31'].map((on, n) => fined(`a${n}`, on)),
      ...['2023-01-01', '2023-05-01', '2023-12-31'].map((on, n) => fined(`b${n}`, on)),
      fined('c', '2023-05-01', 'CITIZEN'),
    );
    const [decrease] = await evaluate(ledger, [partNamed('M18/decrease')], year);
    expect(decrease).toMatchObject({ numerator: 1, denominator: 4, value: 0.25 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { CATALOGUE, partNamed } from './catalogue.js';
import { RANKINGS, ranking, standingsBy } from './league.js';
import { type History, ledgerOf } from './ledger-history.js';

describe('单位比较（行政处罚法第七十四条第三款）', () => {
  it('与罚没款有关的指标不能用来排名：金额、收缴率、以处罚为分母的率，谁来加都不行', () => {
    for (const metric of ['M05/decided', 'M05/collected', 'M05/collectionRate', 'M04/all', 'M11/rateOfAll', 'M02/all'])
      expect(() => ranking(metric)).toThrow('第七十四条');
  });

  it('目录中凡以金额相加的，没有一项能排名', () => {
    const money = CATALOGUE.flatMap(({ id, parts }) =>
      parts.map((part) => ({ metric: `${id}/${part.key}`, part })),
    ).filter(({ part }) => part.sums === 'fen');
    expect(money.length).toBeGreaterThan(5);
    for (const { metric } of money) expect(() => ranking(metric)).toThrow('第七十四条');
    // Nor one that is said to be a count and counts what has an amount.
    expect(() =>
      ranking('M06/rate', 'HIGH', { ...partNamed('M06/rate'), numerator: { measures: ['penalty'] } }),
    ).toThrow();
    for (const { part } of RANKINGS) expect(part.unit === '率' || part.unit === '天').toBe(true);
  });

  it('同值同名次，没有分母的单位不在其中；率高的在前，超期率低的在前', async () => {
    const lead = (id: string, unitId: string, answeredOn?: string): History => ({
      stream: `lead-${id}`,
      recordedOn: '2023-03-01',
      events: [
        {
          type: 'LeadRegistered',
          data: {
            ...{ leadId: id, unitId, source: 'PLATFORM', content: '反映', place: '上街', territoryCode: '330800' },
            ...{ registeredOn: '2023-02-01', responseDueOn: '2023-02-03', responseRule: 'L01@2022-01-01' },
          },
        },
        ...(answeredOn === undefined ? [] : [{ type: 'LeadAcknowledged', data: { unitId, on: answeredOn } }]),
      ],
    });
    const ledger = await ledgerOf(
      lead('1', 'a', '2023-02-02'),
      lead('2', 'b', '2023-02-02'),
      lead('3', 'c', '2023-02-04'),
      lead('4', 'c', '2023-02-03'),
    );
    const leads = ranking('M10/rate');
    const asLow = ranking('M10/rate', 'LOW');
    const scope = { from: '2023-01-01', to: '2023-12-31' };
    const standings = await standingsBy(ledger, [leads, asLow], scope);
    expect(standings.get(leads)!.map(({ unit, rank, value }) => [unit, rank, value])).toEqual([
      ['a', 1, 1],
      ['b', 1, 1],
      ['c', 3, 0.5],
    ]);
    expect(standings.get(asLow)!.map(({ unit }) => unit)).toEqual(['c', 'a', 'b']);
    expect((await standingsBy(ledger, [ranking('M16/rate')], scope)).values().next().value).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { PENALTY_CLASS } from './penalty-class.js';
import { PENALTY_KINDS } from './penalty-kind.js';
import { loadStatutes } from './statutes.js';

const { penaltyClass } = loadStatutes();

describe('并处的统计归类', () => {
  it('F11 并处（统计年报口径②）：计入最重的一类，与书写次序无关', () => {
    expect(penaltyClass(['WARNING', 'FINE', 'CONFISCATE_INCOME'], 2023).class).toBe('CONFISCATION');
    expect(penaltyClass(['CONFISCATE_INCOME', 'FINE', 'WARNING'], 2023).class).toBe('CONFISCATION');
    expect(penaltyClass(['REVOKE_LICENSE', 'ORDER_CLOSURE'], 2023).name).toBe('吊销许可证、执照');
  });

  it('F11 并处（统计年报口径②）：“其他”与明确类别并处的，计明确类别', () => {
    expect(penaltyClass(['OTHER', 'WARNING'], 2023).class).toBe('WARNING');
    expect(penaltyClass(['OTHER'], 2023)).toMatchObject({ class: 'OTHER', rank: 0 });
  });

  it('F11 年度版本：2022年为七级旧序，没有限制开展生产经营活动一类；2023年起有', () => {
    const { lightToHeavy } = PENALTY_CLASS.editions.find(({ from }) => from === '2018-01-01')!;
    expect(lightToHeavy.slice(1).map(({ name }) => name)).toEqual([
      ...['警告', '罚款', '没收违法所得、没收非法财物', '暂扣许可证、执照', '责令停产停业'],
      ...['吊销许可证、执照', '行政拘留'],
    ]);
    const kinds = ['SUSPEND_LICENSE', 'RESTRICT_BUSINESS'] as const;
    expect(penaltyClass(kinds, 2022)).toMatchObject({ name: '责令停产停业', edition: '2018-01-01' });
    expect(penaltyClass(kinds, 2023)).toMatchObject({ class: 'BUSINESS_RESTRICTION', edition: '2023-01-01' });
  });

  it('F11 每一版本中每种处罚恰属一类；没有种类的不归类', () => {
    for (const { lightToHeavy } of PENALTY_CLASS.editions) {
      expect(lightToHeavy.flatMap(({ kinds }) => kinds).sort()).toEqual([...PENALTY_KINDS].sort());
    }
    expect(() => penaltyClass([], 2023)).toThrow('至少需要一种处罚');
  });
});

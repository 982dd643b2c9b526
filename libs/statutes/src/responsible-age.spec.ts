import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const verdict = (bornOn: string, actOn: string) => statutes.responsibleAge({ bornOn, actOn }).verdict;

describe('责任年龄', () => {
  it('F06 责任年龄（处罚法30条）：十四周岁生日当日尚不满，次日已满', () => {
    expect(verdict('2010-05-20', '2024-05-20')).toBe('NOT_PUNISHABLE');
    expect(verdict('2010-05-20', '2024-05-21')).toBe('MUST_MITIGATE');
  });

  it('F06 责任年龄（处罚法30条）：十八周岁生日当日仍应从轻减轻，次日不再', () => {
    expect(verdict('2006-05-20', '2024-05-20')).toBe('MUST_MITIGATE');
    expect(verdict('2006-05-20', '2024-05-21')).toBe('FULL');
    expect(statutes.responsibleAge({ bornOn: '2006-05-20', actOn: '2024-05-21' }).age).toBe(18);
  });

  it('F06 闰日出生的：平年以二月末日为生日', () => {
    expect(verdict('2008-02-29', '2022-02-28')).toBe('NOT_PUNISHABLE');
    expect(verdict('2008-02-29', '2022-03-01')).toBe('MUST_MITIGATE');
  });

  it('F06 生日当日即满周岁的口径按配置；行为早于出生的拒绝', () => {
    const bureau = loadStatutes({
      parameters: [{ name: 'ageReachedOnBirthday', from: '2024-01-01', value: true, source: '局规' }],
    });
    expect(bureau.responsibleAge({ bornOn: '2010-05-20', actOn: '2024-05-20' }).age).toBe(14);
    expect(bureau.responsibleAge({ bornOn: '2010-05-20', actOn: '2024-05-19' }).age).toBe(13);
    expect(() => verdict('2024-05-20', '2024-05-19')).toThrow('早于出生日');
    expect(statutes.responsibleAge({ bornOn: '2024-05-20', actOn: '2024-05-20' }).age).toBe(0);
  });
});

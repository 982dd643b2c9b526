import { describe, expect, it } from '@jest/globals';
import { each, say, termsOf, the } from './say.js';

describe('句子由词和各部分组成', () => {
  it('我们自己的词是文字，其余各部分写明是什么', () => {
    expect(say`${the.unit('qz')}对${the.party({ name: '张三', kind: 'CITIZEN' })}罚款${the.money(50_000)}`).toEqual([
      { is: 'unit', value: 'qz' },
      '对',
      { is: 'name', value: '张三', isPerson: true },
      '罚款',
      { is: 'money', value: 50_000 },
    ]);
  });

  it('只有法人或者其他组织的名称不是自然人的；种类不明的按自然人', () => {
    const isPerson = (kind: string) => the.party({ name: '甲', kind });
    expect(isPerson('ORGANISATION')).toMatchObject({ isPerson: false });
    for (const kind of ['CITIZEN', 'SOLE_TRADER', '']) expect(isPerson(kind)).toMatchObject({ isPerson: true });
    expect(the.name('甲')).toMatchObject({ isPerson: true });
  });

  it('没有的部分略去，数成为文字，句子可以是另一句的部分', () => {
    const year = 2022 as number | undefined;
    expect(say`受理${undefined}${year === undefined ? '' : say`（${year}年结转）`}${''}`).toEqual([
      '受理',
      '（',
      '2022',
      '年结转）',
    ]);
  });

  it('与各部分文字相同的词不受影响：金额500与编号500互不相干', () => {
    expect(say`${the.person('500')}罚款${the.money(500)}元，500`).toEqual([
      { is: 'person', value: '500' },
      '罚款',
      { is: 'money', value: 500 },
      '元，500',
    ]);
  });

  it('外来的文字不能当作我们自己的词', () => {
    const foreign: string = '张三';
    // @ts-expect-error a text from outside has to be said what it is
    expect(say`当事人${foreign}`).toEqual(['当事人', '张三']);
  });

  it('同类的几项以顿号相连', () => {
    expect(each(['a', 'b'], the.person)).toEqual([{ is: 'person', value: 'a' }, '、', { is: 'person', value: 'b' }]);
    expect(each([], the.person)).toEqual([]);
    expect(each([1, 2], (n) => say`第${n}项`, '或')).toEqual(['第', '1', '项', '或', '第', '2', '项']);
  });

  it('选项以其中文名称相连', () => {
    expect(termsOf({ FINE: '罚款', WARNING: '警告' }, ['WARNING', 'FINE'])).toEqual(['警告、罚款']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Choices, ListOf, Nested, Nullable, OfficialNumbers, Optional, PersonName, PersonRefs, Text } from './kinds.js';
import { parseCommand } from './parse.js';

class Party {
  @Text('名称') name!: string;
}
class Sample {
  @Optional() @Choices('种类', { FINE: '罚款', WARNING: '警告' }) kinds?: string[];
  @Optional() @PersonRefs('人员', { max: 3 }) people?: string[];
  @Optional() @OfficialNumbers('证号', { max: 3 }) numbers?: string[];
  @Optional() @ListOf('当事人', () => Party, { max: 3 }) parties?: Party[];
  @Optional() @Nested('负责人', () => Party) leader?: Party;
  @Nullable() @Optional() @Nested('法定代表人', () => Party) representative?: Party | null;
}

/** A list that nobody may look into. */
function sealed(length: number): unknown[] {
  const list = new Array(length);
  const forbidden = () => {
    throw new Error('an element was looked at');
  };
  return new Proxy(list, {
    get: (target, name) => (name === 'length' ? target.length : typeof name === 'symbol' ? undefined : forbidden()),
    has: forbidden,
    ownKeys: forbidden,
    getOwnPropertyDescriptor: forbidden,
  });
}

describe('过长的列表', () => {
  it('不看其中任何一项，以一处错误拒绝', () => {
    for (const [name, length, message] of [
      ['kinds', 290_000, '种类至多2项'],
      ['people', 290_000, '人员至多3项'],
      ['numbers', 290_000, '证号至多3项'],
      ['parties', 695_000, '当事人至多3项'],
    ] as const)
      expect(parseCommand(Sample, { [name]: sealed(length) }).faults).toEqual([{ path: name, message }]);
  });

  it('别处也有错误的，先指出过长的和没有的字段', () => {
    expect(parseCommand(Sample, { people: sealed(4), leader: { name: '' }, other: 1 }).faults).toEqual([
      { path: 'other', message: '没有这个字段' },
      { path: 'people', message: '人员至多3项' },
    ]);
  });

  it('正好到上限的可以', () => {
    expect(parseCommand(Sample, { people: ['a', 'b', 'c'] }).faults).toBeUndefined();
  });
});

describe('应为对象而是列表的', () => {
  it('不看其中任何一项，指出应为对象', () => {
    for (const name of ['leader', 'representative'])
      expect(parseCommand(Sample, { [name]: sealed(695_000) }).faults).toMatchObject([{ path: name }]);
    expect(parseCommand(Sample, { parties: [sealed(695_000)] }).faults).toMatchObject([
      { path: 'parties' },
      { path: 'parties[0]' },
    ]);
  });

  it('可以为空的，列表不当作空', () => {
    expect(parseCommand(Sample, { representative: null }).faults).toBeUndefined();
    expect(parseCommand(Sample, { representative: [] }).faults).toMatchObject([{ path: 'representative' }]);
  });
});

describe('姓名、名称中看不见的字符', () => {
  class Person {
    @PersonName('姓名') name!: string;
  }
  const named = (name: string) => parseCommand(Person, { name });

  it('改变书写方向的、零宽的去掉；控制字符拒绝', () => {
    expect(named('张\u202e三').command).toEqual({ name: '张三' });
    expect(named('\u200b张三\ufeff').command).toEqual({ name: '张三' });
    for (const control of ['\u0000', '\u0007', '\u001b', '\u007f', '\u009b'])
      expect(named(`张${control}三`).faults).toEqual([{ path: 'name', message: '姓名含有控制字符，请删去' }]);
  });

  it('只有看不见的字符的，是空的', () => {
    for (const name of [
      ' ',
      '　',
      '\u200b',
      '\u202e\u202c',
      '\ufeff',
      '\n',
      '\u3164',
      '\u2800',
      '\u0301',
      '\ufe0f',
      '\u{e0041}',
    ])
      expect(named(name).faults).toEqual([{ path: 'name', message: '姓名不能为空' }]);
  });

  it('一个字上叠了许多符号的拒绝', () => {
    expect(named(`张${'\u0301'.repeat(40)}`).faults).toEqual([
      { path: 'name', message: '姓名有一个字上叠了过多的符号，请删去' },
    ]);
  });

  it('列表中的每一项同样', () => {
    for (const number of ['\u001b[31m', '\u3164', ' '])
      expect(parseCommand(Sample, { numbers: ['A1', number] }).faults).toHaveLength(1);
  });
});

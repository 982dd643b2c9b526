import { describe, expect, it } from '@jest/globals';
import {
  Choice,
  Choices,
  Continued,
  Day,
  Fen,
  FIELD_LIMITS,
  Flag,
  Id,
  ListOf,
  Moment,
  Narrative,
  Nested,
  Optional,
  PersonRefs,
  schemaOf,
  Text,
  WholeNumber,
} from './index.js';
import { type Fault, parseCommand } from './parse.js';

const KINDS = { A: '甲类', B: '乙类' } as const;

class Person {
  @Id('编号') id!: string;
  @Text('姓名', { max: 5 }) name!: string;
}

class Sample {
  @Text('名称', { min: 2, max: 10 }) name!: string;
  @Narrative('叙述') narrative!: string;
  @Id('编号') id!: string;
  @PersonRefs('人员', { min: 2, max: 3 }) ids!: string[];
  @Day('日期') on!: string;
  @Moment('时刻') at!: string;
  @Fen('金额') fen!: number;
  @WholeNumber('件数', { min: 1, max: 9 }) count!: number;
  @Flag('是否公开') open!: boolean;
  @Choice('种类', KINDS) kind!: keyof typeof KINDS;
  @Choices('各种类', KINDS) kinds!: (keyof typeof KINDS)[];
  @Nested('负责人', () => Person) person!: Person;
  @ListOf('成员', () => Person, { max: 2 }) people!: Person[];
  @Optional() @Text('备注') note?: string;
}

const VALID = {
  name: '名称',
  narrative: '叙述',
  id: 'k-1',
  ids: ['a', 'b'],
  on: '2024-02-29',
  at: '2023-05-06T09:30:00+08:00',
  fen: 0,
  count: 1,
  open: false,
  kind: 'A',
  kinds: ['A', 'B'],
  person: { id: 'p', name: '张三' },
  people: [{ id: 'p', name: '张三' }],
};

/** The faults of a valid body with some fields changed. */
function faults(change: Record<string, unknown>): readonly Fault[] {
  return parseCommand(Sample, { ...VALID, ...change }).faults ?? [];
}
const paths = (change: Record<string, unknown>) => [...new Set(faults(change).map(({ path }) => path))];

describe('命令的字段', () => {
  it('合格的内容没有错误，并且取得各字段的类', () => {
    const { command } = parseCommand(Sample, VALID);
    expect(command).toBeInstanceOf(Sample);
    expect(command!.person).toBeInstanceOf(Person);
    expect(command!.people[0]).toBeInstanceOf(Person);
    expect(command).toMatchObject(VALID);
  });

  it('每一处错误都用中文写明', () => {
    const all = parseCommand(Sample, {}).faults!;
    expect(new Set(all.map(({ path }) => path))).toEqual(new Set(Object.keys(VALID)));
    for (const { message } of all) expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('正文不是对象的，指出正文', () => {
    for (const body of [null, undefined, 'x', 1, true, [], [VALID]])
      expect(parseCommand(Sample, body).faults).toEqual([{ path: '', message: '请求正文应为 JSON 对象' }]);
  });

  it('没有的字段指出其路径，嵌套的也一样', () => {
    expect(faults({ actor: 'x' })).toEqual([{ path: 'actor', message: '没有这个字段' }]);
    expect(faults({ person: { ...VALID.person, age: 1 } })).toEqual([{ path: 'person.age', message: '没有这个字段' }]);
    expect(faults({ people: [VALID.person, { ...VALID.person, age: 1 }] })).toEqual([
      { path: 'people[1].age', message: '没有这个字段' },
    ]);
  });

  it('可省略的字段可以没有；写了就要合格，null 也不行', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ note: '备注' })).toEqual([]);
    expect(paths({ note: null })).toEqual(['note']);
    expect(paths({ note: 1 })).toEqual(['note']);
  });

  it('改变对象原型的字段名是没有的字段，拒绝：__proto__、constructor', () => {
    const body = { ...VALID, ...JSON.parse('{"constructor":"y"}') };
    expect(parseCommand(Sample, body).faults).not.toBeUndefined();
    const proto = parseCommand(Sample, JSON.parse(`{"__proto__":{"note":"x"},${JSON.stringify(VALID).slice(1)}`));
    expect(proto.faults).toEqual([{ path: '__proto__', message: '没有这个字段' }]);
    expect(({} as Record<string, unknown>)['note']).toBeUndefined();
  });
});

describe('文本与编号', () => {
  it('长度两端：最短、最长可以，各差一字不可以', () => {
    expect(paths({ name: '字'.repeat(2) })).toEqual([]);
    expect(paths({ name: '字'.repeat(10) })).toEqual([]);
    expect(faults({ name: 5 })).toEqual([{ path: 'name', message: '名称应为文本' }]);
    expect(faults({ name: '字' })).toEqual([{ path: 'name', message: '名称至少2个字' }]);
    expect(faults({ name: '字'.repeat(11) })).toEqual([{ path: 'name', message: '名称不能超过10个字' }]);
    expect(paths({ narrative: '字'.repeat(FIELD_LIMITS.longText) })).toEqual([]);
    expect(paths({ narrative: '字'.repeat(FIELD_LIMITS.longText + 1) })).toEqual(['narrative']);
  });

  it('不是文本的、空的不可以', () => {
    for (const name of [1, true, null, {}, ['ab']]) expect(paths({ name })).toEqual(['name']);
    expect(faults({ narrative: '' })).toEqual([{ path: 'narrative', message: '叙述不能为空' }]);
  });

  it('编号成为流名的一部分：只有字母、数字和 -_.:，至多100个字符', () => {
    for (const id of ['a', 'A.b_c-d:1', 'x'.repeat(100)]) expect(paths({ id })).toEqual([]);
    for (const id of ['', '-a', '编号', 'a b', 'a/b', 'a\nb', 'x'.repeat(101), 1])
      expect(paths({ id })).toEqual(['id']);
  });

  it('编号列表逐项检查，项数有上下限', () => {
    expect(paths({ ids: ['a', 'b', 'c'] })).toEqual([]);
    expect(faults({ ids: 'a' })).toEqual([{ path: 'ids', message: '人员应为列表' }]);
    expect(faults({ ids: ['a'] })).toEqual([{ path: 'ids', message: '人员至少2项' }]);
    expect(faults({ ids: ['a', 'b', 'c', 'd'] })).toEqual([{ path: 'ids', message: '人员至多3项' }]);
    for (const ids of ['ab', { 0: 'a' }, ['a', ''], ['a', 1], ['a', null]]) expect(paths({ ids })).toEqual(['ids']);
  });
});

describe('日期与时刻', () => {
  it('日历上实有的日期可以：闰年2月29日', () => expect(paths({ on: '2024-02-29' })).toEqual([]));

  it('2023-02-30、平年2月29日、13月、0日、带时刻的、数字，均不可以', () => {
    for (const on of [
      '2023-02-30',
      '2023-02-29',
      '2023-13-01',
      '2023-01-00',
      '2023-1-1',
      '2023-01-01T00:00:00Z',
      '',
      20230101,
    ])
      expect(faults({ on })).toEqual([{ path: 'on', message: '日期应为实有的日期，格式为 YYYY-MM-DD' }]);
  });

  it('时刻须带时区，日期实有，时分秒在范围内', () => {
    for (const at of ['2023-05-06T01:30:00Z', '2023-05-06T01:30:00.123Z', '2023-05-06T23:59:59-11:00'])
      expect(paths({ at })).toEqual([]);
    for (const at of [
      '2023-05-06T09:30:00',
      '2023-02-30T09:30:00Z',
      '2023-05-06T24:00:00Z',
      '2023-05-06T09:60:00Z',
      '2023-05-06T09:30:00+24:00',
      '2023-05-06',
      1,
    ])
      expect(paths({ at })).toEqual(['at']);
  });
});

describe('金额与数目', () => {
  it('金额是分的非负整数：零和上限可以', () => {
    expect(paths({ fen: 0 })).toEqual([]);
    expect(paths({ fen: FIELD_LIMITS.fen })).toEqual([]);
  });

  it('负数、小数、文本、非数、超过上限的不可以', () => {
    expect(faults({ fen: '1' })).toEqual([{ path: 'fen', message: '金额应为整数（单位：分）' }]);
    expect(faults({ fen: -1 })).toEqual([{ path: 'fen', message: '金额不能小于0分' }]);
    expect(faults({ fen: 0.5 })).toEqual([{ path: 'fen', message: '金额应为整数（单位：分）' }]);
    expect(faults({ fen: FIELD_LIMITS.fen + 1 })).toEqual([{ path: 'fen', message: '金额超过上限' }]);
    for (const fen of ['100', Number.NaN, Number.POSITIVE_INFINITY, null, true])
      expect(paths({ fen })).toEqual(['fen']);
  });

  it('数目在上下限之间，含两端', () => {
    for (const count of [1, 9]) expect(paths({ count })).toEqual([]);
    for (const count of [0, 10, 1.5, '1']) expect(paths({ count })).toEqual(['count']);
  });

  it('是否只能是布尔值', () => {
    for (const open of ['true', 1, 0, null]) expect(paths({ open })).toEqual(['open']);
  });
});

describe('选项', () => {
  it('只能是表中的一项，错误里列出全部', () => {
    expect(faults({ kind: 'C' })).toEqual([{ path: 'kind', message: '种类应为下列之一：A（甲类）、B（乙类）' }]);
    for (const kind of ['a', 'toString', ['A'], null]) expect(paths({ kind })).toEqual(['kind']);
  });

  it('多选：逐项检查，不能为空，不能重复', () => {
    expect(paths({ kinds: ['B'] })).toEqual([]);
    for (const kinds of [[], ['A', 'C'], 'A', { 0: 'A' }, ['A', 'A']]) expect(paths({ kinds })).toEqual(['kinds']);
  });
});

describe('嵌套', () => {
  it('错误的路径直到最里面的字段', () => {
    expect(faults({ person: { id: 'p', name: '名字太长了吧' } })).toEqual([
      { path: 'person.name', message: '姓名不能超过5个字' },
    ]);
    expect(paths({ people: [VALID.person, { name: '李四' }] })).toEqual(['people[1].id']);
  });

  it('应为对象而不是的，指出来', () => {
    for (const person of [undefined, null, 'x', 1, [], [VALID.person]]) expect(paths({ person })).toEqual(['person']);
  });

  it('列表的项数和每一项都检查', () => {
    expect(paths({ people: [] })).toEqual(['people']);
    expect(paths({ people: [VALID.person, VALID.person, VALID.person] })).toEqual(['people']);
    for (const people of [VALID.person, 'x', null, undefined]) expect(paths({ people })).toEqual(['people']);
    for (const item of [null, 'x', 1, [], [VALID.person]])
      expect(paths({ people: [item] }).every((path) => path.startsWith('people'))).toBe(true);
    for (const item of [null, 'x', 1, [], [VALID.person]]) expect(faults({ people: [item] })).not.toEqual([]);
  });
});

describe('JSON schema 与检查说的是同一回事', () => {
  const schema = schemaOf(Sample) as {
    properties: Record<string, Record<string, unknown>>;
    required: string[];
    additionalProperties: boolean;
  };

  it('必填、不许多余、长度、上下限、选项', () => {
    expect(schema.required).toEqual(Object.keys(VALID));
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties['name']).toEqual({ title: '名称', type: 'string', minLength: 2, maxLength: 10 });
    expect(schema.properties['fen']).toMatchObject({ type: 'integer', minimum: 0, maximum: FIELD_LIMITS.fen });
    expect(schema.properties['kind']).toMatchObject({ enum: ['A', 'B'], 'x-terms': KINDS });
    expect(schema.properties['kinds']).toMatchObject({ type: 'array', uniqueItems: true, minItems: 1 });
  });

  it('嵌套的展开', () => {
    expect(schema.properties['person']).toMatchObject({ title: '负责人', type: 'object', required: ['id', 'name'] });
    expect(schema.properties['people']).toMatchObject({
      type: 'array',
      maxItems: 2,
      items: { type: 'object', required: ['id', 'name'] },
    });
  });

  it('子类带着父类的字段，自己的在前；接续父类的，自己的在后', () => {
    class Child extends Person {
      @Flag('是否成年') adult!: boolean;
    }
    @Continued()
    class Continuing extends Person {
      @Flag('是否成年') adult!: boolean;
    }
    const names = (type: new () => object) => Object.keys((schemaOf(type) as { properties: object }).properties);
    expect(names(Child)).toEqual(['adult', 'id', 'name']);
    expect(names(Continuing)).toEqual(['id', 'name', 'adult']);
    expect(parseCommand(Child, { id: 'p', name: '张三' }).faults).toEqual([
      { path: 'adult', message: '是否成年应为是或否' },
    ]);
  });
});

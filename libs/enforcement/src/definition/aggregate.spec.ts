import { describe, expect, it } from '@jest/globals';
import { accept, refuse } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { Label, ListOf, MAX_FAULTS, parseCommand, schemaOf, Text, WholeNumber } from '#fields';
import { BUREAU, lawContext } from '../case/scenario.js';
import { AGGREGATES, aggregateNamed, commandNamed } from '../registry.js';
import { aggregate } from './aggregate.js';
import { command, event, type Stage } from './stage.js';

interface Tally {
  readonly total: number;
}

class Add {
  @WholeNumber('数目', { max: 100 }) by!: number;
}

class Ask {
  @Text('日期') on!: string;
}

class Added {
  @WholeNumber('数目（十）') tens!: number;
}

class Marked {
  @Label('期限') dueOn!: string;
}

const adding: Stage<Tally> = {
  events: [
    // Version 1 had `n`, version 2 `by`, version 3 counts in tens.
    event(Added, {
      title: '增加',
      evolve: (state: Tally, { tens }) => ({ total: state.total + tens * 10 }),
      upcasts: [({ n }: { n: number }) => ({ by: n }), ({ by }: { by: number }) => ({ tens: by / 10 })],
    }),
    event(Marked, { title: '标记', evolve: (state: Tally) => state }),
  ],
  commands: [
    command<Tally, Add>({
      input: Add,
      title: '增加',
      article: '测试第一条',
      roles: ['OFFICER'],
      creates: true,
      decide: ({ by }, state) =>
        state.total + by > 100
          ? refuse({ code: 'tally.full', article: '测试第一条', message: '超过上限' })
          : accept({ type: 'Added', data: { tens: by / 10 } }),
    }),
    command<Tally, Ask>({
      input: Ask,
      title: '询问',
      article: '测试第二条',
      roles: ['OFFICER'],
      decide: ({ on }, _state, { statutes }) => {
        if (on === 'bug') throw new TypeError('a bug');
        return accept({ type: 'Marked', data: { dueOn: statutes.due('D03', { on }).dueOn } });
      },
    }),
  ],
};

const ADDRESS = { path: 'tallies', belongsTo: () => ({ units: [], people: [] }) };
const tally = aggregate<Tally>({
  ...ADDRESS,
  name: 'tally',
  title: '计数',
  initialState: { total: 0 },
  stages: [adding],
});
const scenario = { context: lawContext, actor: { id: 'x', unit: 'u', roles: [] }, at: '2023-05-06' };
const [add, ask] = tally.commands;

describe('聚合由各阶段组成', () => {
  it('系统管理员不办理业务，兼有办案身份的也不行（DOMAIN 2.7）', () => {
    const as = (...roles: string[]) => ({ ...scenario, actor: { id: 'x', unit: 'u', roles } });
    given().when(add!, { by: 10 }, as('ADMINISTRATOR', 'OFFICER')).thenRefused('actor.administrator');
    given().when(add!, { by: 10 }, as('OFFICER')).then({ type: 'Added' });
    const person = { userId: 'x', name: '新来的', unitId: 'qz', auxiliary: false };
    given()
      .when(commandNamed('officer', 'RegisterOfficer')!, person, { ...as('ADMINISTRATOR'), elsewhere: BUREAU })
      .then({ type: 'OfficerRegistered' });
  });

  it('命令以类名为名，知道自己的聚合、条文和角色', () => {
    expect(add).toMatchObject({ name: 'Add', title: '增加', article: '测试第一条', roles: ['OFFICER'], creates: true });
    expect(add!.aggregate).toBe(tally);
    expect(ask!.creates).toBe(false);
  });

  it('事件改变状态，不认识的事件不改变', () => {
    expect(tally.evolve({ total: 1 }, { type: 'Added', data: { tens: 2 } })).toEqual({ total: 21 });
    expect(tally.evolve({ total: 1 }, { type: 'Unknown', data: {} })).toEqual({ total: 1 });
  });

  it('旧版本的事件逐级升到现在的版本，新版本的不动', () => {
    expect(tally.schemaVersion('Added')).toBe(3);
    expect(tally.schemaVersion('Marked')).toBe(1);
    expect(tally.upcast('Added', 1, { n: 20 })).toEqual({ tens: 2 });
    expect(tally.upcast('Added', 2, { by: 20 })).toEqual({ tens: 2 });
    expect(tally.upcast('Added', 3, { tens: 2 })).toEqual({ tens: 2 });
    expect(tally.upcast('Unknown', 1, { x: 1 })).toEqual({ x: 1 });
  });

  it('同一事件声明两次、名称带连字符的，不能组成', () => {
    expect(() =>
      aggregate({ ...ADDRESS, name: 't', title: '', initialState: { total: 0 }, stages: [adding, adding] }),
    ).toThrow('declared twice');
    expect(() => aggregate({ ...ADDRESS, name: 'a-b', title: '', initialState: {}, stages: [] })).toThrow('hyphen');
  });
});

describe('向法律提出不能回答的问题', () => {
  it('拒绝命令并写明原因，引命令的条文，不是程序出错', () => {
    given().when(ask!, { on: '1990-01-01' }, scenario).thenRefused('statutes.no_answer', { article: '测试第二条' });
    given()
      .when(ask!, { on: '2023-03-03' }, scenario)
      .then({ type: 'Marked', data: { dueOn: '2023-06-01' } });
  });

  it('程序出错照样抛出', () => {
    expect(() => given().when(ask!, { on: 'bug' }, scenario)).toThrow(TypeError);
  });
});

describe('输入的检查', () => {
  it('合格的成为命令', () => expect(parseCommand(Add, { by: 3 }).command).toEqual({ by: 3 }));

  it('一次指出全部错误，但有上限', () => {
    class Item {
      @Text('甲') a!: string;
    }
    class Many {
      @ListOf('各项', () => Item, { max: 1_000 }) items!: Item[];
    }
    const { faults } = parseCommand(Many, { items: Array.from({ length: 500 }, () => ({ a: 1 })) });
    expect(faults).toHaveLength(MAX_FAULTS);
    expect(faults![0]!.path).toBe('items[0].a');
  });
});

describe('登记在册的全部命令', () => {
  it('聚合名、命令名各自唯一，可按名查到', () => {
    const names = AGGREGATES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const entry of AGGREGATES) {
      expect(aggregateNamed(entry.name)).toBe(entry);
      const commands = entry.commands.map(({ name }) => name);
      expect(new Set(commands).size).toBe(commands.length);
      for (const name of commands) expect(commandNamed(entry.name, name)?.name).toBe(name);
    }
    expect(aggregateNamed('nothing')).toBeUndefined();
    expect(commandNamed('case', 'Nothing')).toBeUndefined();
  });

  it('每条命令都有中文名称、条文和至少一种角色；每种事件都有中文名称', () => {
    for (const entry of AGGREGATES) {
      for (const { title, article, roles } of entry.commands) {
        expect(title).toMatch(/[\u4e00-\u9fff]/);
        expect(article).toMatch(/[\u4e00-\u9fff]/);
        expect(roles.length).toBeGreaterThan(0);
      }
      for (const { title } of entry.events.values()) expect(title).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('空的正文缺哪些必填字段，就指出哪些', () => {
    for (const { commands } of AGGREGATES)
      for (const { input } of commands) {
        const { required } = schemaOf(input) as { required: string[] };
        const named = new Set((parseCommand(input, {}).faults ?? []).map(({ path }) => path));
        expect([...named].sort()).toEqual([...required].sort());
      }
  });
});

import { describe, expect, it } from '@jest/globals';
import { Choices, Day, Fen, Flag, Id, ListOf, Moment, Narrative, Nested, Optional, PersonRefs, Text } from '#fields';
import { FORM_LIMITS, readForm } from '../form-body.js';
import { fenOf, filledFrom, filledOf, inYuan, saidBy, withoutBlankRows, withoutRow, withRow } from './filled.js';

class Line {
  @Id('编号') lineId!: string;
  @Text('名称') name!: string;
  @Optional() @Flag('确认') confirmed?: boolean;
}

class Sheet {
  @Day('日期') on!: string;
  @Moment('时刻') at!: string;
  @Fen('金额') amountFen!: number;
  @Flag('是否公开') isPublic!: boolean;
  @Choices('种类', { A: '甲', B: '乙' }) kinds!: string[];
  @ListOf('明细', () => Line, { max: 3 }) lines!: Line[];
  @PersonRefs('人员') people!: string[];
  @Nested('首项', () => Line) first!: Line;
  @Optional() @Narrative('说明') note?: string;
}

const typed = (body: string) => withoutBlankRows(Sheet, filledOf(Sheet, readForm(body)));
const said = (body: string) => saidBy(Sheet, typed(body));

describe('表单的内容', () => {
  it('按路径读成命令；空着的不算，空行不算，序号断开的接上', () => {
    const { body } = said(
      'on=2023-5-6&at=2023-05-06T09:30&amountFen=1,234.5&isPublic=false&kinds=B&lines[0].lineId=l1&lines[0].name=' +
        '&lines[2].lineId=l2&lines[2].name=%E7%94%B2&lines[2].confirmed=true&people[0]=&people[5]=li&first.name=x&first.lineId=l9&note=a%0D%0Ab',
    );
    expect(body).toEqual({
      on: '2023-05-06',
      at: '2023-05-06T09:30:00+08:00',
      amountFen: 123_450,
      isPublic: false,
      kinds: ['B'],
      lines: [{ lineId: 'l2', name: '甲', confirmed: true }],
      people: ['li'],
      first: { lineId: 'l9', name: 'x' },
      note: 'a\nb',
    });
  });

  it('读不成的说明应当怎样填', () => {
    const { faults } = said('on=yesterday&at=noon&amountFen=一百&isPublic=maybe&first.name=x');
    expect(Object.fromEntries(faults.map(({ path, message }) => [path, message]))).toEqual({
      on: '日期应为实有的日期，如 2023-05-06',
      at: '时刻应为日期和时刻，如 2023-05-06 09:30',
      amountFen: '金额应为金额，以元为单位，如 1000 或者 1000.50',
      isPublic: '是否公开应为是或者否',
      'first.lineId': '请填写编号',
    });
  });

  it('名称再怎么写，也碰不到对象的原型，也不会多出栏目来', () => {
    const names = [
      '__proto__.polluted',
      'constructor.prototype.polluted',
      'lines[0].__proto__.x',
      'first.constructor',
      'lines[99999].name',
      `first${'.name'.repeat(20)}`,
    ];
    const { body } = said(names.map((name) => `${name}=1`).join('&'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(body)).toEqual(['kinds', 'lines', 'people', 'first']);
    expect(body['first']).toEqual({});
    expect(Object.getPrototypeOf(readForm('__proto__=1'))).toBeNull();
  });

  it('列表的行数、栏目数、栏目名称都有上限', () => {
    const rows = Array.from({ length: 500 }, (_, index) => `lines[${index}].name=x`).join('&');
    expect((said(rows).body['lines'] as unknown[]).length).toBe(4);
    expect(() => readForm('a=1&'.repeat(FORM_LIMITS.inputs))).toThrow('超过上限');
    expect(() => readForm(`${'a'.repeat(FORM_LIMITS.name + 1)}=1`)).toThrow('过长');
  });

  it('不是 UTF-8 的不收', () => {
    expect(() => readForm('note=%C4%E3%BA%C3')).toThrow('UTF-8');
  });

  it('增加一行，新行自有编号；删除一行，其余不动', () => {
    const filled = typed('lines[0].lineId=l1&lines[0].name=x&lines[1].lineId=l3&lines[1].name=y');
    expect(withRow(Sheet, filled, 'lines')['lines']).toEqual([
      { lineId: 'l1', name: 'x', confirmed: '' },
      { lineId: 'l3', name: 'y', confirmed: '' },
      { lineId: 'l2', name: '', confirmed: '' },
    ]);
    const full = withRow(Sheet, withRow(Sheet, filled, 'lines'), 'lines');
    expect(full['lines']).toHaveLength(3);
    expect(withRow(Sheet, filled, 'nothing.here')).toEqual(filled);
    const fields = withoutRow(readForm('lines[0].name=x&lines[1].name=y&lines[10].name=z'), 'lines[1]');
    expect(saidBy(Sheet, filledOf(Sheet, fields)).body['lines']).toEqual([{ name: 'x' }, { name: 'z' }]);
  });

  it('金额以元填写，一分不差', () => {
    for (const fen of [0, 1, 10, 100, 101, 1_999_999_999_999, 9_999_999_999_999])
      expect([fen, fenOf(inYuan(fen))]).toEqual([fen, fen]);
    expect(fenOf('￥1，234．50元')).toBe(123_450);
    for (const text of ['-1', '1.234', '1e3', '', '.', '1000 0x'])
      expect([text, fenOf(text)]).toEqual([text, undefined]);
  });

  it('时刻以北京时间填写', () => {
    expect(filledFrom(Sheet, { at: '2023-05-06T01:30:00Z' })['at']).toBe('2023-05-06T09:30');
    expect(filledFrom(Sheet, { at: '2023-05-06T09:30:15+08:00' })['at']).toBe('2023-05-06T09:30:15');
  });
});

import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import {
  Choice,
  Choices,
  Day,
  Days,
  Fen,
  Flag,
  fieldsOf,
  ListOf,
  Moment,
  Narrative,
  OfficialNumber,
  PersonRef,
  PersonRefs,
  RecordRef,
  UnitRef,
  WholeNumber,
} from '#fields';
import { Value } from './value.js';

const COLOURS = { RED: '红', BLUE: '蓝' } as const;

class Paid {
  @Day('缴款日期') on!: string;
  @Fen('金额') fen!: number;
  @OfficialNumber('票据号') receiptNo!: string;
}

class Everything {
  @Choice('颜色', COLOURS) choice!: string;
  @Choices('各种颜色', COLOURS) choices!: readonly string[];
  @Day('日期') day!: string;
  @Days('各日') days!: readonly string[];
  @Moment('时刻') moment!: string;
  @Fen('金额') fen!: number;
  @WholeNumber('件数') number!: number;
  @Flag('是否') flag!: boolean;
  @PersonRef('经办人') person!: string;
  @PersonRefs('经办人员') people!: readonly string[];
  @UnitRef('单位') unit!: string;
  @RecordRef('lead', '线索') lead!: string;
  @RecordRef('powerItem', '事项') item!: string;
  @Narrative('事实') facts!: string;
  @ListOf('缴款', () => Paid) payments!: readonly Paid[];
}

const NAMES = { people: { 'u-1': '张办案' }, units: { QZ: '市局' } };

const shown = (name: keyof Everything, value: unknown) =>
  render(<Value field={fieldsOf(Everything).get(name)!} value={value} names={NAMES} />);
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, '');

describe('字段的写法', () => {
  it.each([
    ['choice', 'RED', '红'],
    ['choices', ['RED', 'BLUE'], '红、蓝'],
    ['day', '2023-06-05', '2023-06-05'],
    ['days', ['2023-06-05', '2023-07-01'], '2023-06-05、2023-07-01'],
    ['moment', '2023-06-05T16:00:00.000Z', '2023-06-06 00:00'],
    ['fen', 266_100_005, '2,661,000.05 元'],
    ['number', 3590, '3,590'],
    ['flag', true, '是'],
    ['flag', false, '否'],
    ['person', 'u-1', '张办案'],
    ['people', ['u-1', 'u-9'], '张办案、u-9'],
    ['unit', 'QZ', '市局'],
    ['item', '330217021', '330217021'],
    ['facts', '甲\n乙', '甲\n乙'],
  ] as const)('%s', (name, value, text) => expect(textOf(shown(name, value))).toBe(text));

  it('没有的不写：未填、取消的、看不到的、空的列表', () => {
    for (const nothing of [undefined, null, '', []]) expect(shown('people', nothing)).toBe('');
  });

  it('别的登记册的记录能点开', () => {
    expect(shown('lead', 'L 1')).toBe('<a href="/leads/L%201">L 1</a>');
  });

  it('对象的列表是一张小表，没有一行说到的列不出现', () => {
    const html = shown('payments', [{ on: '2023-06-05', fen: 100 }]);
    expect(html).toContain('缴款日期');
    expect(html).toContain('1.00 元');
    expect(html).not.toContain('票据号');
  });

  it('文字按文字显示，不当作网页执行', () => {
    expect(shown('facts', '<script>')).toBe('<p class="narrative">&lt;script></p>');
  });
});

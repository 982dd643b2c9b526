import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkPublishedTable, type TableRow, UncheckableTableError } from './published-table.js';

const rowsOf = (...rows: readonly (readonly (string | number)[])[]): TableRow[] =>
  rows.map((cells, index) => ({ row: index + 1, cells }));

/** 庆元县2024年度行政处罚实施情况统计表, as published. */
const HEADS = [
  ...['警告、通报批评', '罚款', '没收违法 所得、没收 非法财物', '暂扣许可证、执照,降低资质等级', '吊销许可证、执照'],
  ...[
    '限制开展生产经营活动',
    '责令停产停业、责令关闭、限制从业',
    '行政 拘留',
    '其他行政处罚',
    '合计(宗)',
    '罚没金额(万元)',
  ],
];
const QINGYUAN = rowsOf(
  ['表一 庆元县2024年度行政处罚实施情况统计表'],
  ['行政处罚实施数量(宗)'],
  HEADS,
  ['12175', '94929', '235', '189', '101', '0', '11', '504', '12', '108156', '1753.79'],
  ['说明:1.行政处罚实施数量的统计范围为统计年度1月1日至12月31日'],
);
/** 杭州市公安局西湖风景名胜区分局2022, with the blanks that stand for none. */
const WEST_LAKE = rowsOf(
  [
    '警告',
    '罚款',
    '没收违法所得、没收非法财物',
    '暂扣许可证、执照',
    '责令停产停业',
    '吊销许可证、执照',
    '行政拘留',
    '其他行政处罚',
    '合计(宗)',
    '罚没金额(万元)',
  ],
  [31, 54, '', '', '', '', 59, '', 144, 4.1],
);
/** A bureau's classes of 2022, which have a column of their own each; and a place that has fewer columns, in another order. */
const CLASSES_2022 = rowsOf(
  ['种类', '甲类', '乙类', '丙类', '丁类', '戊类', '己类', '合计'],
  ['宗', 387, 270, 281, 1, 1, 9, 949],
);
const OTHER_ORDER_2020 = rowsOf(['罚款', '警告', '合计(宗)', '罚没金额(万元)'], [293, 0, 293, '11,817.5']);
/** The annex of 2023, whose cells are numbers with notes. */
const ANNEX = rowsOf(
  ['对象', '行政处罚', '行政许可', '行政强制', '行政征收', '行政奖励', '合 计'],
  ['本单位', '3590件(3145件为交通违停案件,未在平台)', '253件', '0', '0', '0', '3843(件/次)'],
  ['全市', '85434件(80260件为交通违停案件,未在平台)', '456件', '2', '0', '0', '8.589(万件/次)'],
);

describe('公布的数据表核对加总（F15、C13）', () => {
  it.each([
    ['庆元2024', QINGYUAN, '浙江2024（庆元）　行政处罚实施情况统计表'],
    ['西湖2022', WEST_LAKE, '浙江2022（杭州西湖）　行政处罚实施情况统计表'],
    ['衢州2023附件', ANNEX, null],
    ['分类2022（C13）', CLASSES_2022, null],
    ['栏目次序不同的2020（C13）', OTHER_ORDER_2020, null],
  ])('%s各栏之和等于合计，金额不相加，空格为零，括注不计', (_name, table, template) => {
    expect(checkPublishedTable(table)).toMatchObject({ faults: [], template });
  });

  it('以万写的合计，在四舍五入以内的相符，超出的不符', () => {
    const city = (total: string) =>
      checkPublishedTable(rowsOf(['对象', '处罚', '许可', '合计'], ['全市', 85_434, 458, total])).faults;
    expect(city('8.589(万件/次)')).toEqual([]);
    expect(city('8.590(万件/次)')).toHaveLength(1);
  });

  it('错一格的，指出行、列和应有的等式', () => {
    const wrong = QINGYUAN.map((row, index) =>
      index === 3 ? { ...row, cells: row.cells.map((cell) => (cell === '235' ? '236' : cell)) } : row,
    );
    expect(checkPublishedTable(wrong).faults).toEqual([
      {
        row: 4,
        column: '合计(宗)',
        said: '12175 + 94929 + 236 + 189 + 101 + 0 + 11 + 504 + 12 = 108157，表中为108156',
      },
    ]);
  });

  it('不是数字的格照样指出；没有合计列、没有数字的，不能核对', () => {
    const odd = rowsOf(['单位', '警告', '罚款', '合计'], ['甲', '1', '若干', '1'], ['乙', 2, 3, 5]);
    expect(checkPublishedTable(odd).faults).toEqual([{ row: 2, column: '罚款', said: '“若干”不是数字' }]);
    expect(() => checkPublishedTable(rowsOf(['单位', '警告', '罚款'], ['甲', 1, 2]))).toThrow(UncheckableTableError);
    expect(() => checkPublishedTable(rowsOf(['单位', '警告', '罚款', '合计']))).toThrow(UncheckableTableError);
  });

  it('有合计行的表：任何一格改了，都指出那一格和应有的数', () => {
    const size = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 6 }));
    const table = size.chain(([rows, columns]) =>
      fc.array(fc.array(fc.nat(9_999), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(table, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 50 }), (numbers, r, c, more) => {
        const body = numbers.map((cells) => [...cells, cells.reduce((a, b) => a + b, 0)]);
        const foot = body[0]!.map((_cell, index) => body.reduce((sum, cells) => sum + cells[index]!, 0));
        const all = [...body, foot];
        const [at, index] = [r % all.length, c % foot.length];
        const heads = ['单位', ...numbers[0]!.map((_cell, n) => `第${n + 1}类`), '合计'];
        const build = (cells: readonly (readonly number[])[]) =>
          rowsOf(heads, ...cells.map((row, n) => [n === all.length - 1 ? '合计' : `单位${n}`, ...row]));
        expect(checkPublishedTable(build(all)).faults).toEqual([]);
        const wrong = all.map((row, n) => row.map((cell, m) => (n === at && m === index ? cell + more : cell)));
        const [first] = checkPublishedTable(build(wrong)).faults;
        expect(first).toMatchObject({
          row: at + 2,
          column: heads[index + 1],
          said: expect.stringContaining(`应为${all[at]![index]}，`),
        });
      }),
    );
  });
});

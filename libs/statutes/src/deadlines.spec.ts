import { describe, expect, it } from '@jest/globals';
import { DEADLINES, type DeadlineId } from './deadlines.js';
import { UnpublishedYearError } from './errors.js';
import { addDays } from './legal-day.js';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();

/** What a late act means, by whom the period binds (R11). */
const LATE = {
  AGENCY: ['IN_TIME', 'PROCEDURAL_DEFECT'],
  PARTY: ['IN_TIME', 'RIGHT_LAPSED'],
  OTHER: ['IN_TIME', 'OTHER_AUTHORITY_LATE'],
  EFFECT: ['IN_EFFECT', 'IN_EFFECT'],
} as const;

type Granted = { extensions?: readonly number[] };
type Row = [rule: string, article: string, on: string, due: string, count: string, granted?: Granted];

/** For every row of the table at least two ends, counted by hand; both sides of each end are asked. */
// biome-ignore format: a table is read by its lines
const BOUNDARIES: readonly Row[] = [
  ['D01', '55号', '2023-03-01', '2023-03-22', '十五个工作日：3-2 3，6~10，13~17，20~22'],
  ['D01', '54条', '2024-02-05', '2024-03-01', '6~9 为四日，春节，2-18日 为五，19~23 为十，26~3-1 为十五'],
  ['D01 MARKET', '18条', '2023-03-01', '2023-04-13', '十五加十五：至3-31为22，4-3 4，清明 5，6 7，10~13', { extensions: [15] }],
  ['D02', '6条', '2022-05-05', '2022-05-13', '6 7六 9 10 11 12 13'],
  ['D02', '25条', '2023-05-29', '2023-06-07', '30 31 6-1 2 5 6 7'],
  ['D03', '60条', '2023-06-01', '2023-08-30', '至6-30为29，至7-31为60，8-30为90'],
  ['D03', '60条', '2023-07-03', '2023-10-01', '至9-30为89，10-1为90，假期中也不顺延'],
  ['D03', '60条', '2023-07-03', '2023-12-30', '九十加三十加六十：10-1后再90日', { extensions: [30, 60] }],
  ['D04', '56条', '2024-12-20', '2024-12-31', '23~27 30 31'],
  ['D04', '56条', '2023-03-06', '2023-03-15', '7~10 13 14 15'],
  ['D05', '25条', '2023-08-31', '2023-09-30', '三十日止于国庆假期首日，不得顺延'],
  ['D05', '25条', '2023-08-31', '2023-10-30', '三十加三十', { extensions: [30] }],
  ['D07', '64条(一)', '2023-09-26', '2023-10-09', '27 28，中秋国庆，10-7六 8日 9'],
  ['D07', '85条', '2024-06-07', '2024-06-17', '端午 6-10，11~14 17'],
  ['D08', '64条(二)', '2023-06-14', '2023-06-26', '15 16 19 20 21，端午，25日 26'],
  ['D08', '85条', '2024-09-10', '2024-09-20', '11 12 13 14六，中秋，18 19 20'],
  ['D09', '45条', '2023-04-27', '2023-05-05', '28，五一，5-4 5'],
  ['D09', '62条', '2024-05-30', '2024-06-04', '31 6-3 4'],
  ['D10', '58条', '2023-03-01', '2023-03-15', '2 3 6~10 13~15'],
  ['D10', '58条', '2024-04-29', '2024-05-15', '30，五一，5-6~10 11六 13~15'],
  ['D11 PRESENT', '61条', '2023-05-08', '2023-05-08', '宣告后当场交付'],
  ['D11', '61条', '2023-05-08', '2023-05-17', '9~12 15~17'],
  ['D12', '95条', '2023-03-31', '2023-04-30', '三十日，不顺延'],
  ['D12', '95条', '2024-01-30', '2024-02-29', '1-31为1，2-29为30'],
  ['D13', '67条3款', '2023-03-01', '2023-03-16', '十五个自然日'],
  ['D13', '67条3款', '2023-03-03', '2023-03-20', '3-18（周六）顺延至周一'],
  ['D14', '72条1款(一)', '2023-06-25', '2023-07-29', '至6-30为5，7-29为34'],
  ['D14', '45条', '2024-01-31', '2024-03-05', '至2-29为29，3-5为34'],
  ['D15', '71条', '2023-03-03', '2023-03-07', '6 7'],
  ['D15 TO_BANK', '71条', '2023-04-27', '2023-05-04', '28，五一，5-4'],
  ['D15 ON_WATER', '71条', '2023-09-28', '2023-10-08', '自抵岸日：10-7六 8日'],
  ['D16', '54条', '2024-01-30', '2024-02-18', '1-31 2-1 2 4日 5~9，春节，18日'],
  ['D16', '69条', '2023-03-01', '2023-03-15', '2 3 6~10 13~15'],
  ['D17', '46条', '2023-06-25', '2023-07-25', '至6-30为5，7-25为30'],
  ['D17', '46条', '2024-02-01', '2024-03-02', '至2-29为28，3-2为30'],
  ['D18', '53条', '2023-11-30', '2024-02-29', '2024年2月无30日'],
  ['D18', '156条', '2023-01-05', '2023-04-06', '4-5清明放假，顺延至4-6'],
  ['D19', '56条', '2023-03-01', '2023-03-08', '2 3 6 7 8'],
  ['D19 RULE', '57条', '2023-03-01', '2023-03-10', '2 3 6~10'],
  ['D19 RULE_AFTER_HEARING', '58条', '2023-03-01', '2023-03-31', '三十个自然日'],
  ['D19 OBJECT', '56条2款', '2023-04-15', '2023-05-04', '4-30在假期内，顺延至5-4'],
  ['D20', '9条1款', '2023-03-01', '2023-05-04', '至3-31为30，4-30为60，五一假后5-4'],
  ['D20', '20条1款', '2024-01-02', '2024-03-04', '至1-31为29，至2-29为58，3-2（周六）为60，顺延至周一'],
  ['D20 NOT_INFORMED', '20条3款', '2024-02-29', '2025-02-28', '一年：2025年2月无29日'],
  ['D21', '30条', '2024-01-02', '2024-01-09', '3 4 5 8 9'],
  ['D21', '17条', '2023-12-29', '2024-01-08', '旧法：元旦，1-2~5 8'],
  ['D22', '32条2款', '2024-01-02', '2024-01-09', '3 4 5 8 9'],
  ['D22', '88条2款', '2024-05-09', '2024-05-15', '10 11六 13 14 15'],
  ['D23', '23条', '2023-12-29', '2024-01-08', '旧法十个自然日，1-8（周一）'],
  ['D23', '23条', '2023-12-21', '2024-01-02', '旧法：12-31（周日），元旦，顺延至1-2'],
  ['D23', '48条', '2024-01-02', '2024-01-16', '新法十个工作日：3 4 5 8~12 15 16'],
  ['D23 SUMMARY', '54条', '2024-01-02', '2024-01-09', '3 4 5 8 9'],
  ['D24', '62条1款', '2024-01-02', '2024-03-04', '3-2（周六）为60，顺延至周一'],
  ['D24', '62条1款', '2024-01-02', '2024-04-01', '六十加三十：3-2后再30日，周一', { extensions: [30] }],
  ['D24 SUMMARY', '62条2款', '2024-01-02', '2024-02-01', '三十个自然日'],
  ['D25', '45条', '2023-03-01', '2023-03-16', '十五个自然日'],
  ['D25', '45条', '2023-03-03', '2023-03-20', '3-18（周六）顺延至周一'],
  ['D25', '1989）38条', '2013-01-11', '2013-01-28', '1-26（周六）顺延至周一'],
  ['D26', '1989）39条', '2012-12-10', '2013-03-11', '三个月后对应日03-10是周日，顺延至周一'],
  ['D26 SUMMARY', '1989）39条', '2015-04-30', '2015-07-30', '三个月；次日起六个月'],
  ['D26', '46条1款', '2015-05-01', '2015-11-02', '六个月后对应日11-01是周日，顺延至周一'],
  ['D26 NOT_INFORMED', '2000）41条', '2016-03-01', '2018-03-01', '二年'],
  ['D27', '1989）43条', '2014-06-03', '2014-06-13', '十日'],
  ['D26', '46条1款', '2023-03-01', '2023-09-01', '六个月后对应日'],
  ['D26', '46条1款', '2023-04-01', '2023-10-07', '10-1在假期内，假后10-7（周六上班）'],
  ['D26 NOT_INFORMED', '64条', '2023-03-01', '2024-03-01', '一年'],
  ['D26 SUMMARY', '46条1款', '2023-12-31', '2024-07-01', '复议前置施行前：6-30（周日）顺延至周一'],
  ['D27', '67条1款', '2023-03-01', '2023-03-16', '十五个自然日'],
  ['D27', '67条1款', '2023-03-03', '2023-03-20', '3-18（周六）顺延至周一'],
  ['D28', '48条1款', '2024-09-12', '2024-09-24', '13 14六，中秋，18 19 20 23 24'],
  ['D28 AFTER_SERVICE', '48条1款', '2024-02-09', '2024-02-18', '春节10~17，18日上班'],
  ['D28 MARKET', '9条', '2023-03-01', '2023-03-29', '二十个工作日：2 3 6~10 13~17 20~24 27~29'],
  ['D29', '48条2款', '2024-04-30', '2024-05-08', '五一，5-6 7 8'],
  ['D29', '85条', '2023-03-01', '2023-03-06', '2 3 6'],
  ['D30', '5条2款', '2023-03-03', '2023-03-06', '三个自然日'],
  ['D30', '5条2款', '2023-04-28', '2023-05-01', '止于劳动节，不顺延'],
  ['D32', '8条', '2023-03-03', '2023-03-06', '三个自然日'],
  ['D32 SUPPLEMENT', '180条', '2023-03-01', '2023-03-04', '止于周六，不顺延'],
  ['D33', '9条1款', '2023-03-01', '2023-03-04', '三个自然日'],
  ['D33 DECIDE', '9条2款', '2023-03-03', '2023-03-06', '三个自然日'],
  ['D33 SUPERVISION', '9条2款', '2023-04-28', '2023-05-01', '三个自然日，不顺延'],
  ['D34', '12条', '2023-03-01', '2023-03-04', '三个自然日'],
  ['D34', '12条', '2023-09-29', '2023-10-02', '止于国庆假期，不顺延'],
  ['D35', '36条', '2022-02-28', '2024-02-28', '二年'],
  ['D35 GRAVE', '29条', '2021-07-14', '2023-07-14', '旧法没有五年'],
  ['D35 GRAVE', '36条1款', '2021-07-15', '2026-07-15', '五年'],
  ['D36', '58号', '2023-05-31', '2023-08-31', '三个月'],
  ['D36 SHORTEST_SAFETY', '58号', '2024-02-29', '2025-02-28', '一年'],
  ['D36 LONGEST', '58号', '2026-03-31', '2029-03-31', '58号令末日作出的，三年'],
  ['D37 ORDINARY_SHORTEST', '36号', '2026-04-01', '2026-07-01', '36号令首日，三个月'],
  ['D37 ORDINARY_LONGEST', '36号', '2026-04-30', '2027-04-30', '一年'],
  ['D37 SERIOUS_SHORTEST', '36号', '2026-04-30', '2027-04-30', '一年'],
  ['D37 SERIOUS_LONGEST', '36号', '2026-04-01', '2029-04-01', '三年'],
  ['D37 MINOR_LONGEST', '36号', '2026-11-30', '2027-02-28', '三个月，2027年2月末日'],
  ['D38', '16条', '2023-06-09', '2028-06-09', '五年'],
  ['D38', '16条', '2024-02-29', '2029-02-28', '五年，无29日'],
  ['D39', '118号', '2023-12-31', '2024-01-31', '次年1月31日'],
  ['D39', '118号', '2024-01-01', '2025-01-31', '次年1月31日'],
  ['D40', '44条', '2023-12-12', '2023-12-12', '复议、起诉期满日'],
  ['D40', '16—19条', '2024-02-29', '2024-02-29', '复议、起诉期满日'],
  ['D41', '76条', '2024-03-01', '2024-04-30', '至3-31为30，4-30为60'],
  ['D41', '76条', '2024-04-02', '2024-06-03', '至4-30为28，至5-31为59，6-1（周六）为60，顺延'],
  ['D43', '档案法14条', '2023-08-31', '2023-09-30', '三十个自然日，9-30在假期中（周六），不顺延'],
  ['D43', '档案法14条', '2024-02-01', '2024-03-02', '至2-29为28，3-2（周六）为30，不顺延'],
  ['D01', '55号', '2023-03-01', '2023-04-06', '十五加十：至3-22为15，23 24 27~31，4-3 4，清明，6', { extensions: [10] }],
  ['D04', '37条2款', '2020-03-02', '2020-03-09', '旧法七个自然日'],
  ['D07', '42条(一)', '2020-03-02', '2020-03-05', '旧法三个自然日，周四'],
  ['D08', '42条(二)', '2020-03-02', '2020-03-09', '旧法七个自然日'],
  ['D11', '40条', '2021-07-14', '2021-07-21', '旧法七个自然日'],
  ['D11 PRESENT', '40条', '2021-07-14', '2021-07-14', '旧法宣告后当场交付'],
  ['D13', '46条3款', '2020-03-02', '2020-03-17', '旧法十五日，周二'],
  ['D14', '51条(一)', '2020-03-02', '2020-04-05', '旧法：至3-31为29，4-5为34'],
  ['D15', '50条', '2020-03-02', '2020-03-04', '旧法二个自然日'],
  ['D19 OBJECT', '56条2款', '2023-03-01', '2023-03-16', '十五个自然日，周四'],
  ['D19 RULE_AFTER_HEARING', '58条', '2023-03-02', '2023-04-03', '4-1（周六）顺延至周一'],
  ['D20', '9条1款', '2023-02-03', '2023-04-04', '旧法：至2-28为25，至3-31为56，4-4（周二）为60'],
  ['D20 NOT_INFORMED', '20条3款', '2024-03-01', '2025-03-03', '一年：3-1（周六）顺延至周一'],
  ['D24', '31条', '2023-03-01', '2023-05-30', '旧法六十加三十：至4-30为60，5-30（周二）为90', { extensions: [30] }],
  ['D24 SUMMARY', '62条2款', '2024-01-04', '2024-02-04', '2-3（周六）顺延至2-4（周日上班）'],
  ['D30', '5条2款', '2020-08-06', '2020-08-09', '2001年文本，三个自然日'],
  ['L01', '18条', '2023-03-01', '2023-03-08', '五个工作日：2 3 6 7 8'],
  ['L01 12345', '18条', '2024-05-09', '2024-05-15', '10 11六 13 14 15'],
  ['L02', '17条', '2023-03-01', '2023-03-08', '2 3 6 7 8'],
  ['L02', '17条', '2024-05-09', '2024-05-15', '10 11六 13 14 15'],
];

const named = BOUNDARIES.map(([rule, article, on, due, count, granted]) => {
  const [id, variant] = rule.split(' ') as [DeadlineId, string?];
  return { id, name: statutes.deadline(id).name, variant, article, on, due, count, granted };
});

describe('期间总表，每条两侧', () => {
  it.each(named)('$id $name（$article）：自$on起，$due届满，$count', ({ id, variant, article, on, due, granted }) => {
    const trigger = { on, variant, ...granted };
    const found = statutes.due(id, trigger);
    expect(found.dueOn).toBe(due);
    expect(found.article).toContain(article);
    const [inTime, late] = LATE[found.binds];
    expect(statutes.expiry(id, trigger, due)).toMatchObject({ consequence: inTime, daysLate: 0 });
    expect(statutes.expiry(id, trigger, addDays(due, 1))).toMatchObject({ consequence: late, daysLate: 1 });
  });

  it('每条期限的各个版本前后衔接，不重叠', () => {
    for (const { id, editions } of DEADLINES) {
      for (const variant of new Set(editions.map((row) => ('variant' in row ? row.variant : undefined)))) {
        const rows = editions
          .filter((row) => ('variant' in row ? row.variant : undefined) === variant)
          .sort((a, b) => (a.from < b.from ? -1 : 1));
        for (const [i, row] of rows.entries()) {
          const next = rows[i + 1];
          if (next !== undefined) expect([id, 'to' in row && row.to]).toEqual([id, next.from]);
        }
      }
    }
  });
});

/** The day on which each text came into force, or went out of it: the day before has another answer, or none. */
// biome-ignore format: a table is read by its lines
const IN_FORCE: readonly [rule: string, first: string, last?: string][] = [
  ['D02', '2022-05-01'],
  ['D03', '2021-07-15'],
  ['D04', '1996-10-01', '2021-07-14'],
  ['D04', '2021-07-15'],
  ['D05', '2012-01-01'],
  ['D12', '2008-04-01', '2021-12-31'],
  ['D12', '2022-01-01'],
  ['D20', '1999-10-01', '2023-12-31'],
  ['D20', '2024-01-01'],
  ['D20 NOT_INFORMED', '2024-01-01'],
  ['D22', '2024-01-01'],
  ['D23', '2018-01-01', '2023-12-31'],
  ['D25', '2015-05-01'],
  ['D26 SUMMARY', '2015-05-01', '2023-12-31'],
  ['D26 NOT_INFORMED', '2018-02-08'],
  ['D28 MARKET', '2021-09-01'],
  ['D30', '2001-07-09', '2020-08-06'],
  ['D30', '2020-08-07'],
  ['D32 SUPPLEMENT', '2020-09-01'],
  ['D35', '1996-10-01', '2021-07-14'],
  ['D36', '2023-05-01', '2026-03-31'],
  ['D36 SHORTEST_SAFETY', '2023-05-01', '2026-03-31'],
  ['D36 LONGEST', '2023-05-01', '2026-03-31'],
  ['D37', '2026-04-01'],
  ['D37 ORDINARY_LONGEST', '2026-04-01'],
  ['D37 SERIOUS_SHORTEST', '2026-04-01'],
  ['D37 SERIOUS_LONGEST', '2026-04-01'],
  ['D37 MINOR_LONGEST', '2026-04-01'],
  ['D38', '2018-01-01'],
  ['D39', '2018-12-05'],
  ['D41', '2024-01-01'],
  ['L01', '1996-10-01'],
];

describe('施行与废止，每个版本两侧', () => {
  /** The edition in force; null if none. A year without a notice says nothing about the edition, only about the day. */
  const editionOn = (asked: string, on: string) => {
    const [id, variant] = asked.split(' ') as [DeadlineId, string?];
    try {
      return statutes.due(id, { on, variant }).edition;
    } catch (error) {
      return error instanceof UnpublishedYearError ? 'in force' : null;
    }
  };

  const rows = IN_FORCE.map(([rule, first, last]) => ({ rule, first, last: last ?? null }));

  it.each(rows)('R10 $rule：自$first起施行，末日$last', ({ rule, first, last }) => {
    const mine = [first, 'in force'];
    expect(mine).toContain(editionOn(rule, first));
    expect(mine).not.toContain(editionOn(rule, addDays(first, -1)));
    if (last === null) return;
    expect(mine).toContain(editionOn(rule, last));
    expect(mine).not.toContain(editionOn(rule, addDays(last, 1)));
  });
});

describe('小时计的期间', () => {
  const cases = [
    ['D06', undefined, '19条', '2023-10-01T23:30:00+08:00', '2023-10-02T15:30:00.000Z'],
    ['D06', undefined, '19条', '2024-02-28T09:00:00+08:00', '2024-02-29T01:00:00.000Z'],
    ['D31', undefined, '（2001）5条2款', '2020-08-06T23:59:59+08:00', '2020-08-07T15:59:59.000Z'],
    ['D31', undefined, '5条2款', '2023-04-28T17:00:00+08:00', '2023-04-29T09:00:00.000Z'],
    ['D31', undefined, '5条2款', '2023-12-31T16:00:00.000Z', '2024-01-01T16:00:00.000Z'],
    ['D32', 'INCOMPLETE', '180条', '2020-09-01T00:00:00+08:00', '2020-09-01T16:00:00.000Z'],
    ['D32', 'INCOMPLETE', '180条', '2023-03-03T10:00:00+08:00', '2023-03-04T02:00:00.000Z'],
    ['D32', 'FORWARD', '7条', '2023-03-03T10:00:00+08:00', '2023-03-04T02:00:00.000Z'],
  ] as const;

  it.each(cases)('%s（%s，%s）、R7 小时自时刻起算，不扣除夜间与休息日：%s → %s', (id, variant, article, at, dueAt) => {
    const due = statutes.dueAt(id, { at, variant });
    expect(due.dueAt).toBe(dueAt);
    expect(due.article).toContain(article);
  });

  it('R7 小时的期间不以日问，日的期间不以时刻问', () => {
    expect(() => statutes.due('D06', { on: '2023-10-01' })).toThrow('以小时计，应给出触发的时刻');
    expect(() => statutes.dueAt('D07', { at: '2023-10-01T00:00:00Z' })).toThrow('以日计');
    expect(() => statutes.dueAt('D06', { at: '2023-10-01' })).toThrow('不是时刻');
  });
});

describe('法律没有给出期限的', () => {
  it('D42 电子监控违法告知（处罚法41条3款）：法律只说“及时”，没有可算的日子', () => {
    expect(() => statutes.due('D42', { on: '2023-03-01' })).toThrow('行政处罚法41条3款');
    expect(() => statutes.due('D42', { on: '2023-03-01' })).toThrow('“及时”');
  });

  it('D43 案卷归档：结案起30日，末日是周日、节日也不顺延', () => {
    expect(statutes.due('D43', { on: '2023-06-01' })).toMatchObject({ dueOn: '2023-07-01', unit: 'DAY', mark: 'K' });
    expect(statutes.due('D43', { on: '2023-08-31' }).dueOn).toBe('2023-09-30');
    expect(statutes.due('D43', { on: '2024-01-12' }).dueOn).toBe('2024-02-11');
  });

  it('D43 案卷归档：日数由单位规定，不需要跨年的放假安排', () => {
    expect(statutes.due('D43', { on: '2026-12-20' }).dueOn).toBe('2027-01-19');
    const bureau = loadStatutes({
      deadlines: [{ rule: 'D43', from: '2023-01-01', length: 60, unit: 'DAY', source: '局规' }],
    });
    expect(bureau.due('D43', { on: '2022-12-31' }).dueOn).toBe('2023-01-30');
    expect(bureau.due('D43', { on: '2023-01-01' }).dueOn).toBe('2023-03-02');
  });

  it('D19 对不予受理、不予执行申请复议（强制法56条2款、58条3款）：15日内申请，上一级法院15日、30日内裁定', () => {
    const due = (variant: 'OBJECT' | 'REVIEW_ACCEPT' | 'REVIEW_RULE') =>
      statutes.due('D19', { on: '2023-11-16', variant }).dueOn;
    expect([due('OBJECT'), due('REVIEW_ACCEPT'), due('REVIEW_RULE')]).toEqual([
      '2023-12-01',
      '2023-12-01',
      // The thirtieth day is Saturday 12-16.
      '2023-12-18',
    ]);
  });

  it('D42 电子监控违法告知（处罚法41条）：2021-07-15施行，此前没有规定', () => {
    expect(() => statutes.due('D42', { on: '2021-07-14' })).toThrow('没有已录入的有效规定');
    expect(() => statutes.due('D42', { on: '2021-07-15' })).toThrow('“及时”');
  });

  it('D26 当场处罚（复议法23条1款(一)）：2024-01-01起不得直接起诉', () => {
    expect(() => statutes.due('D26', { on: '2024-01-01', variant: 'SUMMARY' })).toThrow('应当先申请行政复议');
    expect(statutes.due('D26', { on: '2024-01-01', variant: 'ORDINARY' }).dueOn).toBe('2024-07-01');
  });
});

describe('窗口', () => {
  it('D08 听证通知（处罚法64条(二)）、R6：净七个工作日之后，最早2023-06-27、2024-09-21', () => {
    expect(statutes.window('D08', { on: '2023-06-14' })).toMatchObject({ firstOn: '2023-06-27' });
    expect(statutes.window('D08', { on: '2024-09-10' })).toMatchObject({ firstOn: '2024-09-21' });
    expect(statutes.window('D08', { on: '2023-06-14' })).not.toHaveProperty('lastOn');
  });

  it('D16 催告（强制法54条）：送达满十个工作日的次日起方可申请', () => {
    expect(statutes.window('D16', { on: '2023-03-01' }).firstOn).toBe('2023-03-16');
  });

  it('D17 加处罚款（强制法46条）：“超过三十日”，第三十一日起', () => {
    expect(statutes.window('D17', { on: '2023-06-25' }).firstOn).toBe('2023-07-26');
  });

  it('D18 申请强制执行（强制法53条）：起诉期限届满的次日起，至三个月的末日', () => {
    expect(statutes.window('D18', { on: '2023-01-05' })).toMatchObject({ firstOn: '2023-01-06', lastOn: '2023-04-06' });
  });

  it('D07 听证申请（处罚法64条(一)）：自告知当日即可申请，至第五个工作日', () => {
    expect(statutes.window('D07', { on: '2023-09-26' })).toMatchObject({ firstOn: '2023-09-26', lastOn: '2023-10-09' });
  });

  it('D40 强制拆除（强制法44条）：复议、起诉期满的次日起', () => {
    expect(statutes.window('D40', { on: '2023-12-31' })).toMatchObject({ firstOn: '2024-01-01' });
    expect(statutes.window('D40', { on: '2023-12-31' })).not.toHaveProperty('lastOn');
  });
});

describe('结果可以追溯', () => {
  it('R10 版本：结果带规则、版本、条文、标记与情形', () => {
    expect(statutes.due('D11', { on: '2023-09-27' })).toMatchObject({
      rule: 'D11',
      name: '处罚决定书送达',
      variant: 'ABSENT',
      edition: '2021-07-15',
      article: '行政处罚法61条、85条',
      mark: 'V',
      on: '2023-09-27',
      firstDay: '2023-09-28',
      unit: 'WORKING_DAY',
      length: 7,
    });
    expect(statutes.due('L01', { on: '2023-03-01' })).toMatchObject({ variant: 'PLATFORM', mark: 'K' });
  });

  it('R11 约束：各条期限约束谁，决定逾期意味着什么', () => {
    const binding = (binds: string) => DEADLINES.filter((row) => row.binds === binds).map(({ id }) => id);
    // 当事人的权利与履行期限, and the waits that protect it.
    expect(binding('PARTY')).toEqual(['D07', 'D09', 'D13', 'D16', 'D17', 'D20', 'D25', 'D26', 'D40']);
    // 法院、复议机关、公安机关.
    expect(binding('OTHER')).toEqual(['D19', 'D21', 'D24', 'D32']);
    expect(binding('EFFECT')).toEqual(['D12', 'D14', 'D36', 'D37', 'D38']);
    expect(binding('AGENCY')).toHaveLength(DEADLINES.length - 9 - 4 - 5);
  });

  it('R11 约束：同一条的不同情形约束不同的人', () => {
    const binds = (rule: DeadlineId, variant: string) => statutes.due(rule, { on: '2023-03-01', variant }).binds;
    expect([binds('D19', 'RULE'), binds('D19', 'OBJECT')]).toEqual(['OTHER', 'AGENCY']);
    expect([binds('D32', 'REVIEW'), binds('D32', 'SUPPLEMENT')]).toEqual(['OTHER', 'AGENCY']);
    expect([binds('D33', 'REQUEST'), binds('D33', 'DECIDE')]).toEqual(['AGENCY', 'OTHER']);
  });

  it('D32、D33、D19 同一条的不同情形自不同的事由起算（310号令9条2款、强制法57条）', () => {
    const trigger = (rule: DeadlineId, variant: string) => statutes.due(rule, { on: '2023-03-01', variant }).trigger;
    expect(trigger('D33', 'REQUEST')).toBe('收到不予立案通知书');
    expect(trigger('D33', 'DECIDE')).toBe('公安机关收到提请复议的文件');
    expect(trigger('D33', 'SUPERVISION')).toBe('收到不予立案的复议决定通知书');
    expect(trigger('D32', 'SUPPLEMENT')).toBe('收到补正通知');
    expect(trigger('D19', 'RULE')).toBe('法院受理');
    expect(trigger('D19', 'OBJECT')).toBe('收到不予受理的裁定');
    const moment = { at: '2023-03-01T00:00:00Z', variant: 'FORWARD' };
    expect(statutes.dueAt('D32', moment).trigger).toBe('公安机关接受移送');
  });

  it('D32 材料不全的通知与补正（公安程序规定180条）：2020-09-01施行，此前没有录入', () => {
    const before = { at: '2020-08-31T15:59:59.999Z', variant: 'INCOMPLETE' };
    expect(() => statutes.dueAt('D32', before)).toThrow('没有已录入的有效规定');
    expect(() => statutes.due('D32', { on: '2020-08-31', variant: 'SUPPLEMENT' })).toThrow('没有已录入');
    expect(statutes.due('D32', { on: '2020-09-01', variant: 'SUPPLEMENT' }).dueOn).toBe('2020-09-04');
  });

  it('R10 版本：公式也只按日历上的日期选版本', () => {
    const on = '2023-02-30';
    expect(() => statutes.onTheSpotLimitFen('CITIZEN', on)).toThrow('不是日历上的日期');
    expect(() => statutes.remedyOrder({ procedure: 'SUMMARY', on: '2024-1-1' })).toThrow('不是日历上的日期');
    expect(() => statutes.parameters(on)).toThrow('不是日历上的日期');
  });

  it('不认识的规则、情形、日期不作猜测', () => {
    expect(() => statutes.due('D99' as DeadlineId, { on: '2023-03-01' })).toThrow('没有编号为D99的期限');
    expect(() => statutes.due('D11', { on: '2023-03-01', variant: 'AWAY' })).toThrow('ABSENT、PRESENT');
    expect(() => statutes.due('D07', { on: '2023-03-01', variant: 'AWAY' })).toThrow('不分情形');
    expect(() => statutes.due('D07', { on: '2023-02-29' })).toThrow('不是日历上的日期');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PUBLISHED_NOTICES, WorkCalendar } from './calendar.js';
import { UnpublishedYearError } from './errors.js';
import { type EpochDay, epochDay, fromCivil, legalDayOf, weekday } from './legal-day.js';
import { loadStatutes } from './statutes.js';

const calendar = new WorkCalendar(PUBLISHED_NOTICES);
const statutes = loadStatutes();

/**
 * The second source, independent of the package: NateScarlet/holiday-cn at d4e53bf (2012 to 2014: 679f766), which transcribes the State
 * Council's notices (www.gov.cn/zhengce/zhengceku, the number of each paper is given).
 */
// biome-ignore format: one line a year
const SECOND_SOURCE = [
  { year: 2012, papers: 'content_1411', off: '01-01~01-03 01-22~01-28 04-02~04-04 04-29~05-01 06-22~06-24 09-30~10-07', worked: '2011-12-31 01-21 01-29 03-31~04-01 04-28 09-29' },
  { year: 2013, papers: 'content_1353', off: '01-01~01-03 02-09~02-15 04-04~04-06 04-29~05-01 06-10~06-12 09-19~09-21 10-01~10-07', worked: '01-05~01-06 02-16~02-17 04-07 04-27~04-28 06-08~06-09 09-22 09-29 10-12' },
  { year: 2014, papers: 'content_1194', off: '01-01 01-31~02-06 04-05 04-07 05-01~05-03 06-02 09-08 10-01~10-07', worked: '01-26 02-08 05-04 09-28 10-11' },
  { year: 2015, papers: 'content_9302 content_9742', off: '01-01~01-03 02-18~02-24 04-05~04-06 05-01 06-20 06-22 09-03~09-05 09-27 10-01~10-07', worked: '01-04 02-15 02-28 09-06 10-10' },
  { year: 2016, papers: 'content_10394', off: '01-01 02-07~02-13 04-04 05-01~05-02 06-09~06-11 09-15~09-17 10-01~10-07', worked: '02-06 02-14 06-12 09-18 10-08~10-09' },
  { year: 2017, papers: 'content_5141603', off: '01-01~01-02 01-27~02-02 04-02~04-04 05-01 05-28~05-30 10-01~10-08', worked: '01-22 02-04 04-01 05-27 09-30' },
  { year: 2018, papers: 'content_5243579', off: '01-01 02-15~02-21 04-05~04-07 04-29~05-01 06-18 09-24 10-01~10-07', worked: '02-11 02-24 04-08 04-28 09-29~09-30' },
  { year: 2019, papers: 'content_5346276 content_5375877', off: '2018-12-30~01-01 02-04~02-10 04-05 05-01~05-04 06-07 09-13 10-01~10-07', worked: '2018-12-29 02-02~02-03 04-28 05-05 09-29 10-12' },
  { year: 2020, papers: 'content_5454164 content_5472352', off: '01-01 01-24~02-02 04-04~04-06 05-01~05-05 06-25~06-27 10-01~10-08', worked: '01-19 02-03 04-26 05-09 06-28 09-27 10-10' },
  { year: 2021, papers: 'content_5564127', off: '01-01~01-03 02-11~02-17 04-03~04-05 05-01~05-05 06-12~06-14 09-19~09-21 10-01~10-07', worked: '02-07 02-20 04-25 05-08 09-18 09-26 10-09' },
  { year: 2022, papers: 'content_5644835', off: '01-01~01-03 01-31~02-06 04-03~04-05 04-30~05-04 06-03~06-05 09-10~09-12 10-01~10-07', worked: '01-29~01-30 04-02 04-24 05-07 10-08~10-09' },
  { year: 2023, papers: 'content_5730844', off: '2022-12-31~01-02 01-21~01-27 04-05 04-29~05-03 06-22~06-24 09-29~10-06', worked: '01-28~01-29 04-23 05-06 06-25 10-07~10-08' },
  { year: 2024, papers: 'content_6911528', off: '01-01 02-10~02-17 04-04~04-06 05-01~05-05 06-10 09-15~09-17 10-01~10-07', worked: '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12' },
  { year: 2025, papers: 'content_6986383', off: '01-01 01-28~02-04 04-04~04-06 05-01~05-05 05-31~06-02 10-01~10-08', worked: '01-26 02-08 04-27 09-28 10-11' },
  { year: 2026, papers: 'content_7047091', off: '01-01~01-03 02-15~02-23 04-04~04-06 05-01~05-05 06-19~06-21 09-25~09-27 10-01~10-07', worked: '01-04 02-14 02-28 05-09 09-20 10-10' },
] as const;

function daysIn(text: string, year: number): EpochDay[] {
  const full = (part: string) => epochDay(part.length === 10 ? part : `${year}-${part}`);
  return text.split(' ').flatMap((stretch) => {
    const [first = '', last = first] = stretch.split('~');
    return Array.from({ length: full(last) - full(first) + 1 }, (_, i) => full(first) + i);
  });
}

describe('工作日历', () => {
  const off = new Set(SECOND_SOURCE.flatMap(({ year, off }) => daysIn(off, year)));
  const worked = new Set(SECOND_SOURCE.flatMap(({ year, worked }) => daysIn(worked, year)));

  it.each(SECOND_SOURCE)('R3 工作日表：$year年逐日与第二来源（$papers）一致', ({ year }) => {
    for (let day = fromCivil(year, 1, 1); day < fromCivil(year + 1, 1, 1); day++) {
      const isWeekend = weekday(day) === 0 || weekday(day) === 6;
      const expected = worked.has(day) || (!isWeekend && !off.has(day));
      expect([legalDayOf(day), calendar.isWorkingDay(day)]).toEqual([legalDayOf(day), expected]);
    }
  });

  it('R3 工作日表：随库的通知与所装 chinese-days 一致（不一致时运行 scripts/law-holidays.mjs）', () => {
    const installed = JSON.parse(readFileSync('node_modules/chinese-days/dist/chinese-days.json', 'utf8')) as {
      holidays: Record<string, string>;
      workdays: Record<string, string>;
    };
    const fromFirst = (days: Record<string, string>) =>
      Object.keys(days)
        .filter((day) => day >= '2012')
        .sort();
    const carried = (which: 'holidays' | 'workdays') =>
      PUBLISHED_NOTICES.flatMap((notice) => notice[which].map(({ day }) => day)).sort();
    expect(carried('holidays')).toEqual(fromFirst(installed.holidays));
    expect(carried('workdays')).toEqual(fromFirst(installed.workdays));
  });

  it('R3 工作日表：2023年249个、2024年251个工作日', () => {
    expect(statutes.workingDaysBetween('2022-12-31', '2023-12-31')).toBe(249);
    expect(statutes.workingDaysBetween('2023-12-31', '2024-12-31')).toBe(251);
  });

  it('R3 工作日表：调休上班的周末是工作日，放假的周一至周五不是', () => {
    expect(statutes.isWorkingDay('2023-10-07')).toBe(true);
    expect(statutes.isWorkingDay('2023-10-08')).toBe(true);
    expect(statutes.isWorkingDay('2023-10-06')).toBe(false);
    expect(statutes.isWorkingDay('2023-10-14')).toBe(false);
    expect(statutes.isWorkingDay('2023-10-13')).toBe(true);
  });

  it('R3 缺年即拒算：问到未公布的年份，错误指明该年', () => {
    const year = (ask: () => unknown) => {
      try {
        ask();
      } catch (error) {
        return error instanceof UnpublishedYearError ? error.year : error;
      }
      return null;
    };
    expect(year(() => statutes.isWorkingDay('2027-01-01'))).toBe(2027);
    expect(year(() => statutes.isWorkingDay('2031-05-04'))).toBe(2031);
    expect(year(() => statutes.isWorkingDay('2011-12-31'))).toBe(2011);
    expect(year(() => statutes.isWorkingDay('2026-12-31'))).toBe(null);
    expect(year(() => statutes.isWorkingDay('2012-01-01'))).toBe(null);
    // 12-29, 30, 31 are three working days; the fourth is in 2027.
    expect(year(() => statutes.addWorkingDays('2026-12-28', 3))).toBe(null);
    expect(year(() => statutes.addWorkingDays('2026-12-28', 4))).toBe(2027);
    expect(year(() => statutes.addWorkingDays('2012-01-06', -2))).toBe(null);
    expect(year(() => statutes.addWorkingDays('2012-01-05', -2))).toBe(2011);
    // A calendar period that ends on 2027-01-01 has to know whether that is a day off.
    expect(year(() => statutes.due('D13', { on: '2026-12-17' }))).toBe(2027);
    expect(() => statutes.due('D07', { on: '2026-12-28' })).toThrow('2027年的放假调休安排不在日历中');
  });

  it('R3 单位可录入新一年的通知，上年年末随之改变', () => {
    const withNotice = loadStatutes({
      calendar: [
        {
          year: 2027,
          source: '国务院办公厅通知（测试用）',
          holidays: [
            { name: '元旦', from: '2026-12-31', to: '2027-01-02' },
            { name: '春节', from: '2027-02-05', to: '2027-02-11' },
            { name: '清明节、劳动节、端午节、中秋节、国庆节', from: '2027-05-01' },
            { name: '国庆节', from: '2027-10-01', to: '2027-10-03' },
          ],
          workdays: ['2027-01-03', '2027-02-13'],
        },
      ],
    });
    expect(withNotice.isWorkingDay('2026-12-31')).toBe(false);
    expect(withNotice.isWorkingDay('2027-01-03')).toBe(true);
    expect(withNotice.isWorkingDay('2027-02-08')).toBe(false);
    expect(withNotice.due('D13', { on: '2026-12-17' }).dueOn).toBe('2027-01-03');
    expect(withNotice.version).not.toBe(statutes.version);
    expect(() => withNotice.isWorkingDay('2028-01-03')).toThrow('2028年');
  });

  it('R3 单位可补充已有年份的通知（如地方放假），同一日以后录入的为准', () => {
    const local = loadStatutes({
      calendar: [
        { year: 2023, source: '省通知', holidays: [{ name: '地方假', from: '2023-10-07' }], workdays: ['2023-10-01'] },
      ],
    });
    expect(local.isWorkingDay('2023-10-07')).toBe(false);
    expect(local.isWorkingDay('2023-10-01')).toBe(true);
    expect(local.isWorkingDay('2023-10-08')).toBe(true);
    expect(local.due('D07', { on: '2023-09-29' }).explanation().at(2)?.reason).toBe('调休上班');
    expect(local.due('D07', { on: '2023-09-29' }).explanation().at(8)?.reason).toBe('地方假假期，非工作日（R3）');
  });

  it('R3 工作日可向前数，零个即当日', () => {
    expect(statutes.addWorkingDays('2023-10-09', -1)).toBe('2023-10-08');
    expect(statutes.addWorkingDays('2023-10-09', -3)).toBe('2023-09-28');
    expect(statutes.addWorkingDays('2023-10-01', 0)).toBe('2023-10-01');
    expect(statutes.workingDaysBetween('2023-09-28', '2023-10-08')).toBe(2);
    expect(statutes.workingDaysBetween('2023-10-08', '2023-10-08')).toBe(0);
  });
});

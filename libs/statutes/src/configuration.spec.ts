import { describe, expect, it } from '@jest/globals';
import { parseStatutesConfiguration } from './configuration.js';
import { StatutesConfigurationError } from './errors.js';
import { loadStatutes } from './statutes.js';

function problems(load: () => unknown) {
  try {
    load();
  } catch (error) {
    if (error instanceof StatutesConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const setting = (entry: object) => () =>
  loadStatutes({ deadlines: [{ rule: 'D09', from: '2023-01-01', length: 5, source: '局规〔2023〕1号', ...entry }] });
const parameter = (entry: object) => () =>
  loadStatutes({
    parameters: [{ name: 'surchargeBase', from: '2023-01-01', value: 'FULL', source: '局规', ...entry }],
  });

/** Not the real notice, which is not out: a whole one, for the form. */
const HOLIDAYS_2027 = [
  { name: '元旦', from: '2027-01-01', to: '2027-01-03' },
  { name: '春节', from: '2027-02-05', to: '2027-02-11' },
  { name: '清明节', from: '2027-04-03', to: '2027-04-05' },
  { name: '劳动节', from: '2027-05-01', to: '2027-05-05' },
  { name: '端午节', from: '2027-06-09', to: '2027-06-09' },
  { name: '中秋节', from: '2027-09-15', to: '2027-09-15' },
  { name: '国庆节', from: '2027-10-01', to: '2027-10-07' },
];

describe('单位配置', () => {
  it('自生效日起改变法律留给单位的期限，止日之后回到默认', () => {
    const bureau = loadStatutes({
      bureau: '衢州市综合行政执法局',
      deadlines: [
        { rule: 'D09', from: '2023-01-01', to: '2024-01-01', length: 5, source: '局规〔2023〕1号' },
        { rule: 'L01', variant: 'REPORT', from: '2023-01-01', length: 2, source: '局规〔2023〕1号' },
        {
          rule: 'D01',
          variant: 'URBAN',
          from: '2023-01-01',
          length: 10,
          extensions: [5, 5],
          source: '局规〔2023〕1号',
        },
      ],
    });
    // From 2023-03-01: 2 3 6 7 8.
    expect(bureau.due('D09', { on: '2023-03-01' })).toMatchObject({
      dueOn: '2023-03-08',
      edition: '2023-01-01',
      mark: 'K',
      article: '行政处罚法44条、45条、62条；局规〔2023〕1号',
    });
    expect(bureau.due('D09', { on: '2022-12-30' }).length).toBe(3);
    expect(bureau.due('D09', { on: '2024-01-01' }).length).toBe(3);
    expect(bureau.due('L01', { on: '2023-03-01', variant: 'REPORT' }).dueOn).toBe('2023-03-03');
    expect(bureau.due('L01', { on: '2023-03-01', variant: 'PATROL' }).dueOn).toBe('2023-03-08');
    expect(bureau.due('D01', { on: '2023-03-01', extensions: [5, 5] }).length).toBe(20);
    // The edition is the later of the law's and the bureau's.
    const old = loadStatutes({ deadlines: [{ rule: 'D13', from: '2019-01-01', rollsOver: false, source: '局规' }] });
    expect(old.due('D13', { on: '2020-03-02' }).edition).toBe('2019-01-01');
    expect(old.due('D13', { on: '2023-03-02' }).edition).toBe('2021-07-15');
    expect(bureau.configuration.bureau).toBe('衢州市综合行政执法局');
  });

  it('参数按日取值，默认值为K', () => {
    const bureau = loadStatutes({
      parameters: [
        { name: 'reviewEveryCase', from: '2023-01-01', to: '2024-01-01', value: false, source: '局规' },
        { name: 'publicationScope', from: '2024-01-01', value: 'ALL', source: '局规' },
      ],
      deadlines: [{ rule: 'L02', from: '2024-06-01', length: 3, source: '局规' }],
    });
    expect(bureau.parameters('2022-12-31')).toMatchObject({ reviewEveryCase: true, publicationScope: 'ORDINARY' });
    expect(bureau.parameters('2023-12-31')).toMatchObject({ reviewEveryCase: false, publicationScope: 'ORDINARY' });
    expect(bureau.parameters('2024-01-01')).toMatchObject({ reviewEveryCase: true, publicationScope: 'ALL' });
    expect(bureau.parameters('2024-05-31')).toMatchObject({ coordinationResponseLength: 5, leadResponseLength: 5 });
    // Asking for a length counts nothing, so it needs no calendar.
    expect(bureau.parameters('2031-01-01').coordinationResponseLength).toBe(3);
    expect(bureau.parameters('2024-06-01')).toMatchObject({ coordinationResponseLength: 3, leadResponseLength: 5 });
  });

  it('法律已定的数字，单位不得改', () => {
    expect(problems(setting({ rule: 'D07' }))).toEqual([
      {
        path: 'deadlines[0].length',
        rule: 'D07听证申请',
        expected: '不写（行政处罚法64条(一)、85条已定，单位不得自定）',
        found: '5',
      },
    ]);
    expect(problems(setting({ rule: 'D13', length: undefined, unit: 'WORKING_DAY' }))).toHaveLength(1);
    expect(problems(setting({ rule: 'D30', length: undefined, unit: 'MONTH' }))).toHaveLength(1);
    expect(problems(setting({ rule: 'D30', length: undefined, unit: 'WORKING_DAY' }))).toEqual([]);
    expect(
      problems(setting({ rule: 'D32', variant: 'FORWARD', length: undefined, unit: 'DAY' })).length,
    ).toBeGreaterThan(0);
    expect(problems(setting({ rule: 'D13', length: undefined, rollsOver: false }))).toEqual([]);
    expect(problems(setting({ rule: 'D03', length: undefined, extensions: [30, 30] }))).toEqual([]);
    // The seven days of 1996 to 2021 are our reading (K) of a text not checked, and end before the law of 2021.
    expect(problems(setting({ rule: 'D04', from: '2019-01-01', to: '2021-07-15' }))).toEqual([]);
    expect(problems(setting({ rule: 'D04', from: '2019-01-01', to: '2021-07-16' }))).toHaveLength(1);
    expect(problems(setting({ rule: 'D05', length: undefined, extensions: [60] }))).toHaveLength(1);
  });

  it.each([
    ['不认识的规则', setting({ rule: 'D99' }), 'deadlines[0].rule', 'D01至D43、L01、L02之一'],
    ['不认识的情形', setting({ rule: 'L01', variant: 'GOSSIP' }), 'deadlines[0].variant', 'PLATFORM'],
    ['分情形而未写', setting({ rule: 'D28', length: 5 }), 'deadlines[0].variant', 'BUREAU、MARKET、AFTER_SERVICE之一'],
    ['不分情形而写', setting({ variant: 'A' }), 'deadlines[0].variant', '不写'],
    ['不存在的日期', setting({ from: '2023-02-30' }), 'deadlines[0].from', '日历上的日期'],
    ['止即是起', setting({ to: '2023-01-01' }), 'deadlines[0].to', '晚于 from'],
    ['止早于起', setting({ to: '2022-12-31' }), 'deadlines[0].to', '晚于 from'],
    ['期间非整数', setting({ length: 2.5 }), 'deadlines[0].length', '1至1000的整数'],
    ['没有依据', setting({ source: ' ' }), 'deadlines[0].source', '非空文字'],
    ['什么也没改', setting({ length: undefined }), 'deadlines[0]', '至少一项'],
    ['多余的键', setting({ days: 5 }), 'deadlines[0].days', 'rule、variant'],
    [
      '法律封死的路',
      setting({ rule: 'D26', variant: 'SUMMARY', from: '2024-01-01' }),
      'deadlines[0]',
      '应当先申请行政复议',
    ],
    ['没有数字的，只写长度', setting({ rule: 'D42' }), 'deadlines[0].unit', 'DAY、WORKING_DAY'],
    [
      '没有数字的，只写单位',
      setting({ rule: 'D42', length: undefined, unit: 'DAY' }),
      'deadlines[0].length',
      '1至1000',
    ],
    ['定日的', setting({ rule: 'D39', length: 2 }), 'deadlines[0].length', '国办发〔2018〕118号已定'],
    [
      '小时顺延',
      setting({ rule: 'D06', length: undefined, rollsOver: true }),
      'deadlines[0].rollsOver',
      '不顺延（R7）',
    ],
    [
      '小时延长',
      setting({ rule: 'D31', from: '2019-01-01', to: '2020-01-01', length: undefined, extensions: [24] }),
      'deadlines[0].extensions',
      '不延长（R7）',
    ],
    [
      '单位写错的，只说一次',
      setting({ rule: 'D30', length: undefined, unit: 'WEEK' }),
      'deadlines[0].unit',
      'WORKING_DAY',
    ],
    ['日改为小时', setting({ unit: 'HOUR' }), 'deadlines[0].unit', '日、工作日、月或者年'],
    ['参数名', parameter({ name: 'surcharge' }), 'parameters[0].name', 'surchargeBase'],
    ['参数值', parameter({ value: 'HALF' }), 'parameters[0].value', 'FULL、UNPAID之一'],
    ['金额', parameter({ name: 'hearingThresholdCitizenFen', value: 1.5 }), 'parameters[0].value', '分'],
    ['种类', parameter({ name: 'collectiveDiscussionKinds', value: ['JAIL'] }), 'parameters[0].value', 'DETENTION'],
    ['不是对象', () => loadStatutes([]), '配置', 'bureau、calendar'],
    ['不是数组', () => loadStatutes({ deadlines: {} }), 'deadlines', '数组'],
    ['空值', () => loadStatutes(null), '配置', '对象'],
  ] as const)('拒绝：%s', (_what, load, path, expected) => {
    const [problem, ...rest] = problems(load);
    expect(rest).toEqual([]);
    expect(problem?.path).toBe(path);
    expect(problem?.expected).toContain(expected);
  });

  it('拒绝：同一事项有效期重叠；相接的可以', () => {
    const two = (from: string) => () =>
      loadStatutes({
        deadlines: [
          { rule: 'D09', from: '2023-01-01', to: '2024-01-01', length: 5, source: '甲' },
          { rule: 'D09', from, length: 4, source: '乙' },
        ],
      });
    expect(problems(two('2023-12-31'))).toMatchObject([{ path: 'deadlines[1].from', rule: 'D09' }]);
    expect(problems(two('2024-01-01'))).toEqual([]);
    const before = { rule: 'D09', from: '2022-01-01', to: '2023-01-01', length: 4, source: '乙' };
    const since = { rule: 'D09', from: '2023-01-01', length: 5, source: '甲' };
    expect(problems(() => loadStatutes({ deadlines: [since, before] }))).toEqual([]);
  });

  it('D09、R5 陈述申辩改按自然日的，末日仍顺延', () => {
    const bureau = loadStatutes({ deadlines: [{ rule: 'D09', from: '2023-01-01', unit: 'DAY', source: '局规' }] });
    // Three days from 2023-03-01: 03-04, a Saturday.
    expect(bureau.due('D09', { on: '2023-03-01' })).toMatchObject({ nominalDueOn: '2023-03-04', dueOn: '2023-03-06' });
  });

  it('法律只说“及时”的，单位可定内部期限（D42）', () => {
    const bureau = loadStatutes({
      deadlines: [{ rule: 'D42', from: '2023-01-01', length: 5, unit: 'WORKING_DAY', source: '局规' }],
    });
    expect(bureau.due('D42', { on: '2023-03-01' })).toMatchObject({ dueOn: '2023-03-08', mark: 'K' });
  });

  it('拒绝：放假通知不合情理的', () => {
    const notice = (entry: object) => () =>
      loadStatutes({
        calendar: [{ year: 2023, source: '通知', holidays: [{ name: '元旦', from: '2023-01-01' }], ...entry }],
      });
    expect(problems(notice({}))).toEqual([]);
    expect(problems(notice({ workdays: ['2023-01-03'] }))).toMatchObject([
      { path: 'calendar[0].workdays[0]', rule: '2023年放假安排', expected: '周六或者周日（调休上班）', found: '周二' },
    ]);
    expect(problems(notice({ workdays: ['2023-01-01'] }))).toMatchObject([{ expected: '不在放假期间的日期' }]);
    expect(problems(notice({ workdays: ['2023-01-32'] }))).toMatchObject([{ expected: '日历上的日期 YYYY-MM-DD' }]);
    expect(problems(notice({ holidays: [] }))).toHaveLength(1);
    expect(problems(notice({ holidays: '元旦' }))).toMatchObject([{ expected: '数组' }]);
    expect(problems(notice({ year: '2023' }))).toMatchObject([{ path: 'calendar[0].year', found: '文字“2023”' }]);
    expect(problems(notice({ holidays: [{ name: '元旦', from: '2022-01-01' }] }))).toMatchObject([
      { path: 'calendar[0].holidays[0].from', expected: '2023年（或上年年末）的日期' },
    ]);
    expect(problems(notice({ holidays: [{ name: '元旦', from: '2022-12-25' }] }))).toEqual([]);
    expect(problems(notice({ holidays: [{ name: '元旦', from: '2023-01-03', to: '2023-01-01' }] }))).toHaveLength(1);
    expect(problems(notice({ holidays: [{ name: '假', from: '2023-01-01', to: '2023-02-01' }] }))).toHaveLength(1);
    expect(problems(notice({ holidays: [{ name: '假', from: '2023-01-01', to: '2023-01-31' }] }))).toEqual([]);
  });

  it('R3 拒绝：新一年的通知不全的，其余日子会被当作没有假日', () => {
    const load = (year: number, holidays: object[]) => () =>
      loadStatutes({ calendar: [{ year, source: '通知', holidays }] });
    expect(problems(load(2027, HOLIDAYS_2027))).toEqual([]);
    expect(problems(load(2027, HOLIDAYS_2027.slice(0, 1)))).toEqual([
      {
        path: 'calendar[0].holidays',
        rule: '2027年放假安排',
        expected: '全年的放假安排（元旦、春节、清明、劳动节、端午、中秋、国庆）',
        found: '缺春节、清明、劳动 05-01、端午、中秋、国庆 10-01 10-02 10-03',
      },
    ]);
    const twoDays = HOLIDAYS_2027.map((one) => (one.name === '国庆节' ? { ...one, to: '2027-10-02' } : one));
    expect(problems(load(2027, twoDays))).toMatchObject([{ found: '缺国庆 10-01 10-02 10-03' }]);
    // Two entries of one year are one notice.
    const [first, ...others] = HOLIDAYS_2027;
    const halves = { calendar: [[first], others].map((holidays) => ({ year: 2027, source: '通知', holidays })) };
    expect(problems(() => loadStatutes(halves))).toEqual([]);
    // 2028 without 2027 would leave a year of days that nobody knows.
    const next = HOLIDAYS_2027.map(({ name, from, to }) => ({
      name,
      from: from.replace('2027', '2028'),
      to: to.replace('2027', '2028'),
    }));
    expect(problems(load(2028, next))).toMatchObject([
      { path: 'calendar[0].year', expected: '与已有年份相连的年份（2027年尚无）' },
    ]);
  });

  it('一次列出全部错误，什么也不载入', () => {
    const load = () =>
      loadStatutes({
        deadlines: [{ rule: 'D09', from: 'x', length: 0, source: '' }],
        parameters: [{ name: 'clearDays', from: '2023-01-01', value: '是', source: '局规' }],
      });
    expect(problems(load).map(({ path }) => path)).toEqual([
      'deadlines[0].from',
      'deadlines[0].length',
      'deadlines[0].source',
      'parameters[0].value',
    ]);
    expect(load).toThrow('法规配置有误，未载入任何内容');
  });
});

describe('配置文本', () => {
  const text = `{
  "bureau": "衢州市综合行政执法局",
  "deadlines": [
    { "rule": "D09", "from": "2023-01-01", "length": 5, "source": "局规〔2023〕1号" },
    {
      "rule": "D07",
      "from": "2023-01-01",
      "length": 3,
      "source": "局规〔2023〕1号"
    },
    { "rule": "D10", "from": "2023-01-01", "length": 8 }
  ]
}`;

  it('错误指明行、规则与应为何值', () => {
    expect(problems(() => parseStatutesConfiguration(text))).toMatchObject([
      { line: 8, path: 'deadlines[1].length', rule: 'D07听证申请' },
      { line: 11, path: 'deadlines[2].source', rule: 'D10法制审核办理', expected: '非空文字', found: '无' },
    ]);
    expect(() => parseStatutesConfiguration(text)).toThrow('第8行 deadlines[1].length（D07听证申请）：应为不写');
  });

  it('读得的配置即可载入', () => {
    const right = text.replace('"D07"', '"L02"').replace('"length": 8 }', '"length": 8, "source": "局规" }');
    const bureau = loadStatutes(parseStatutesConfiguration(right));
    expect(bureau.due('D10', { on: '2023-03-01' }).length).toBe(8);
    expect(bureau.due('L02', { on: '2023-03-01' }).length).toBe(3);
  });

  it('R3 文件中录入的新一年通知，读后即可载入；读过的配置可以再读', () => {
    const calendar = [{ year: 2027, source: '通知', holidays: HOLIDAYS_2027, workdays: ['2027-02-13'] }];
    const read = parseStatutesConfiguration(JSON.stringify({ calendar }));
    const bureau = loadStatutes(read);
    expect(bureau.isWorkingDay('2027-02-08')).toBe(false);
    expect(bureau.isWorkingDay('2027-02-13')).toBe(true);
    // 2026-12-29 30 31, 2027-01-04 05.
    expect(bureau.due('D07', { on: '2026-12-28' }).dueOn).toBe('2027-01-05');
    expect(loadStatutes(bureau.configuration).version).toBe(bureau.version);
    expect(loadStatutes(JSON.parse(JSON.stringify(bureau.configuration))).version).toBe(bureau.version);
  });

  it('文件开头看不见的字节顺序标记不碍事', () => {
    expect(parseStatutesConfiguration('\uFEFF{"bureau":"甲局"}').bureau).toBe('甲局');
  });

  it.each([
    ['{\n "bureau": "甲",\n}', 3],
    ['{\n "bureau" "甲"\n}', 2],
    ['{\n\n "bureau": 甲\n}', 3],
    ['{ "bureau": "甲\n" }', 1],
    ['{ "bureau": "甲" }\n}', 2],
    ['{\n "bureau": "甲",\n "bureau": "乙"\n}', 3],
    ['{ "bureau": "\\x" }', 1],
    ['', 1],
    ['{\n"deadlines": [1, 2\n', 3],
  ])('不是 JSON 的，指明行：%j 第%d行', (broken, line) => {
    expect(problems(() => parseStatutesConfiguration(broken))).toMatchObject([{ line }]);
  });
});

describe('规则集的版本', () => {
  const settings = {
    bureau: '甲',
    parameters: [{ name: 'clearDays', from: '2023-01-01', value: false, source: '局规' }],
  };

  it('同样的规则集同样的版本，键的次序无关', () => {
    const reordered = {
      parameters: [{ source: '局规', value: false, from: '2023-01-01', name: 'clearDays' }],
      bureau: '甲',
    };
    expect(loadStatutes(settings).version).toBe(loadStatutes(reordered).version);
    expect(loadStatutes().version).toBe(loadStatutes({}).version);
    expect(loadStatutes().version).toMatch(/^law-\d+-[0-9a-f]{16}$/);
  });

  it('任何一处不同，版本不同', () => {
    const versions = [
      loadStatutes(),
      loadStatutes(settings),
      loadStatutes({ ...settings, bureau: '乙' }),
      loadStatutes({ deadlines: [{ rule: 'D09', from: '2023-01-01', length: 5, source: '局规' }] }),
      loadStatutes({ deadlines: [{ rule: 'D09', from: '2023-01-02', length: 5, source: '局规' }] }),
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeadlineId } from './deadlines.js';
import { DEADLINES } from './deadlines.js';
import { addDays, daysBetween, legalDayOf } from './legal-day.js';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const reasons = (rule: DeadlineId, on: string) =>
  statutes
    .due(rule, { on })
    .explanation()
    .map(({ day, ordinal, reason }) => `${day.slice(5)} ${ordinal ?? '-'} ${reason}`);

describe('期间的计算', () => {
  it('R1 期间开始之日不计入（民诉法85条2款）：第一日是触发日的次日', () => {
    const due = statutes.due('D13', { on: '2023-03-01' });
    expect(due.firstDay).toBe('2023-03-02');
    expect(due.explanation().at(0)).toMatchObject({ day: '2023-03-01', counted: false, ordinal: null });
    expect(due.explanation().at(1)).toMatchObject({ day: '2023-03-02', counted: true, ordinal: 1 });
  });

  it('R1 期间开始之日不计入（民诉法85条2款）：触发日是休息日也一样', () => {
    // 2023-10-01 is off: five working days from 10-7 (worked Saturday): 7 8 9 10 11.
    expect(statutes.due('D07', { on: '2023-10-01' }).dueOn).toBe('2023-10-11');
    expect(statutes.due('D07', { on: '2023-10-06' }).dueOn).toBe('2023-10-11');
    expect(statutes.due('D07', { on: '2023-10-07' }).dueOn).toBe('2023-10-12');
  });

  it('R2 工作日集合（处罚法85条）：二、三、五、七日为工作日，十五日、九十日为自然日', () => {
    const units = (['D15', 'D29', 'D07', 'D04', 'D13', 'D03'] as const).map(
      (rule) => statutes.due(rule, { on: '2023-03-01' }).unit,
    );
    expect(units).toEqual(['WORKING_DAY', 'WORKING_DAY', 'WORKING_DAY', 'WORKING_DAY', 'DAY', 'DAY']);
  });

  it('R2 工作日集合（强制法69条）：十日以内为工作日，十五日、三十日为自然日', () => {
    expect(statutes.due('D16', { on: '2023-03-01' }).unit).toBe('WORKING_DAY');
    expect(statutes.due('D19', { on: '2023-03-01', variant: 'RULE' }).unit).toBe('WORKING_DAY');
    expect(statutes.due('D19', { on: '2023-03-01', variant: 'OBJECT' }).unit).toBe('DAY');
    expect(statutes.due('D05', { on: '2023-03-01' }).unit).toBe('DAY');
  });

  it('R2 工作日集合（复议法88条2款，2017版40条2款）：十日答复2023年为自然日，2024年起为工作日', () => {
    expect(statutes.due('D23', { on: '2023-12-31' })).toMatchObject({ unit: 'DAY', edition: '2018-01-01' });
    expect(statutes.due('D23', { on: '2024-01-01' })).toMatchObject({ unit: 'WORKING_DAY', edition: '2024-01-01' });
  });

  it('R2 工作日集合（310号令无工作日条款）：三日默认为自然日，单位可定为工作日', () => {
    const bureau = loadStatutes({
      deadlines: [{ rule: 'D30', from: '2023-01-01', unit: 'WORKING_DAY', source: '局规〔2023〕1号' }],
    });
    expect(statutes.due('D30', { on: '2023-03-03' }).dueOn).toBe('2023-03-06');
    // 6, 7, 8 March.
    expect(bureau.due('D30', { on: '2023-03-03' }).dueOn).toBe('2023-03-08');
  });

  it('R4 月、年（民法典202条）：到期日为对应日，无对应日取月末', () => {
    expect(statutes.due('D26', { on: '2023-08-31' }).nominalDueOn).toBe('2024-02-29');
    expect(statutes.due('D26', { on: '2024-08-31' }).nominalDueOn).toBe('2025-02-28');
    expect(statutes.due('D18', { on: '2024-01-31' }).nominalDueOn).toBe('2024-04-30');
  });

  it('R4 月、年（民法典202条）：闰日的周年取二月末日，平年的二月二十八日不移到闰日', () => {
    expect(statutes.due('D35', { on: '2024-02-29' }).dueOn).toBe('2026-02-28');
    expect(statutes.due('D35', { on: '2022-02-28' }).dueOn).toBe('2024-02-28');
  });

  it('R5 末日顺延（民诉法85条3款）：末日为休假日，顺延至其后第一个工作日；调休上班的周末不顺延', () => {
    expect(statutes.due('D13', { on: '2023-06-09' })).toMatchObject({ dueOn: '2023-06-25', rolledOver: true });
    expect(statutes.due('D13', { on: '2023-06-10' })).toMatchObject({ dueOn: '2023-06-25', rolledOver: false });
    expect(statutes.due('D13', { on: '2023-06-11' })).toMatchObject({ dueOn: '2023-06-26', rolledOver: false });
  });

  it('R5 末日顺延：查封扣押、办案期限、公告送达不顺延', () => {
    expect(statutes.due('D05', { on: '2023-08-31' })).toMatchObject({ dueOn: '2023-09-30', rolledOver: false });
    expect(statutes.due('D03', { on: '2023-07-03' })).toMatchObject({ dueOn: '2023-10-01', rolledOver: false });
    expect(statutes.due('D12', { on: '2023-09-01' })).toMatchObject({ dueOn: '2023-10-01', rolledOver: false });
  });

  it('R5 末日顺延按配置：单位可使办案期限顺延，或者使缴款期限不顺延', () => {
    const bureau = loadStatutes({
      deadlines: [
        { rule: 'D03', from: '2023-01-01', rollsOver: true, source: '局规〔2023〕1号' },
        { rule: 'D13', from: '2023-01-01', rollsOver: false, source: '局规〔2023〕1号' },
      ],
    });
    expect(bureau.due('D03', { on: '2023-07-03' }).dueOn).toBe('2023-10-07');
    expect(bureau.due('D13', { on: '2023-06-09' }).dueOn).toBe('2023-06-24');
  });

  it('R6 “n日前”（处罚法64条(二)）：净日，通知日与听证日均不计', () => {
    expect(statutes.window('D08', { on: '2023-03-01' }).firstOn).toBe('2023-03-11');
    // 2 3 6 7 8 9 10 are the seven days between.
    expect(statutes.workingDaysBetween('2023-03-01', '2023-03-10')).toBe(7);
  });

  it('R6 “n日前”（处罚法64条(二)）：另一口径只扣一端，差一日', () => {
    const bureau = loadStatutes({
      parameters: [{ name: 'clearDays', from: '2023-01-01', value: false, source: '局规〔2023〕1号' }],
    });
    expect(bureau.window('D08', { on: '2023-03-01' }).firstOn).toBe('2023-03-10');
    expect(bureau.window('D08', { on: '2022-12-30' }).firstOn).toBe(
      statutes.window('D08', { on: '2022-12-30' }).firstOn,
    );
  });

  it('R9 停表（55号令）：剔除天数为止减起，左闭右开，恢复之日起续计', () => {
    const due = (startOn: string, endOn: string) =>
      statutes.due('D03', { on: '2023-06-01', suspensions: [{ startOn, endOn }] }).dueOn;
    // Without suspension 2023-08-30.
    expect(due('2023-06-10', '2023-06-20')).toBe('2023-09-09');
    expect(due('2023-06-10', '2023-06-10')).toBe('2023-08-30');
    expect(due('2023-06-10', '2023-06-11')).toBe('2023-08-31');
  });

  it('R9 停表（55号令）：重叠的区间只剔除一次', () => {
    const suspensions = [
      { startOn: '2023-06-10', endOn: '2023-06-20' },
      { startOn: '2023-06-15', endOn: '2023-06-25' },
      { startOn: '2023-06-25', endOn: '2023-06-27' },
    ];
    // 10 to 26 June, seventeen days: 08-30 + 17.
    expect(statutes.due('D03', { on: '2023-06-01', suspensions }).dueOn).toBe('2023-09-16');
  });

  it('R9 停表：期满当日停的仍停，期满之后停的不再延长；触发日之前的不算', () => {
    const due = (startOn: string, endOn: string) =>
      statutes.due('D03', { on: '2023-06-01', suspensions: [{ startOn, endOn }] }).dueOn;
    expect(due('2023-08-30', '2023-09-01')).toBe('2023-09-01');
    expect(due('2023-08-31', '2023-09-30')).toBe('2023-08-30');
    expect(due('2023-05-01', '2023-06-02')).toBe('2023-08-30');
    expect(due('2023-05-01', '2023-06-03')).toBe('2023-08-31');
  });

  it('R9 停表：工作日的期间只剔除其中的工作日', () => {
    // D10 from 2023-03-01 ends 03-15. 3-3 (Fri) to 3-6 (Mon, excluded): one working day.
    const suspensions = [{ startOn: '2023-03-03', endOn: '2023-03-06' }];
    expect(statutes.due('D10', { on: '2023-03-01', suspensions }).dueOn).toBe('2023-03-16');
    // The day of the trigger, a Wednesday, is not counted in the first place.
    const early = [{ startOn: '2023-02-20', endOn: '2023-03-02' }];
    expect(statutes.due('D10', { on: '2023-03-01', suspensions: early }).dueOn).toBe('2023-03-15');
  });

  it('R9 停表：不停的期限不接受停止区间，止于起之前的区间不接受', () => {
    const suspensions = [{ startOn: '2023-03-03', endOn: '2023-03-06' }];
    expect(() => statutes.due('D07', { on: '2023-03-01', suspensions })).toThrow('D07听证申请不因任何事由停止计算');
    // Stopped and taken up again on one day, the clock never stood still.
    const none = [{ startOn: '2023-03-03', endOn: '2023-03-03' }];
    expect(statutes.due('D07', { on: '2023-03-01', suspensions: none }).dueOn).toBe('2023-03-08');
    const backwards = [{ startOn: '2023-03-06', endOn: '2023-03-03' }];
    expect(() => statutes.due('D03', { on: '2023-03-01', suspensions: backwards })).toThrow('早于其开始');
  });

  it('R9 停表、R5 顺延：在假日与顺延至的工作日之间停的，恢复之日届满', () => {
    // 60 days from 2024-01-02: 03-02, a Saturday, so Monday 03-04.
    const due = (startOn: string, endOn: string) =>
      statutes.due('D24', { on: '2024-01-02', suspensions: [{ startOn, endOn }] });
    expect(due('2024-03-04', '2024-03-20').dueOn).toBe('2024-03-20');
    expect(due('2024-03-04', '2024-03-23').dueOn).toBe('2024-03-25');
    expect(due('2024-03-03', '2024-03-04').dueOn).toBe('2024-03-04');
    expect(due('2024-03-05', '2024-03-20').dueOn).toBe('2024-03-04');
    // Stopped on the 60th day itself, which then is 03-20, a Wednesday.
    expect(due('2024-03-02', '2024-03-20').dueOn).toBe('2024-03-20');
    const days = due('2024-03-04', '2024-03-06').explanation();
    expect(days.slice(-5).map(({ day, ordinal, reason }) => [day.slice(5), ordinal, reason])).toEqual([
      ['03-02', 60, '自然日，末日为周六（R5）'],
      ['03-03', null, '周日，顺延（R5）'],
      ['03-04', null, '停止计算（R9）'],
      ['03-05', null, '停止计算（R9）'],
      ['03-06', null, '工作日，末日顺延至此（R5）'],
    ]);
  });

  it('R10 版本（处罚法37条）：以触发日选版本，施行当日用新法，前一日用旧法', () => {
    expect(statutes.due('D12', { on: '2021-12-31' })).toMatchObject({ length: 60, edition: '2008-04-01' });
    expect(statutes.due('D12', { on: '2022-01-01' })).toMatchObject({ length: 30, edition: '2022-01-01' });
  });

  it('R10 版本：没有录入的年代不作猜测', () => {
    expect(() => statutes.due('D03', { on: '2021-07-14' })).toThrow(
      'D03办案期限（作出处罚决定）：2021-07-14没有已录入的有效规定',
    );
    expect(statutes.due('D03', { on: '2021-07-15' }).dueOn).toBe('2021-10-13');
  });

  it('R11 超期≠无效（处罚法60条）：机关期限届满为程序瑕疵，末日当日仍在期内', () => {
    const trigger = { on: '2023-06-01' };
    expect(statutes.expiry('D03', trigger, '2023-08-30')).toMatchObject({ consequence: 'IN_TIME', daysLate: 0 });
    expect(statutes.expiry('D03', trigger, '2023-09-02')).toMatchObject({
      consequence: 'PROCEDURAL_DEFECT',
      daysLate: 3,
      agencyMayActFrom: null,
    });
  });

  it('R11 对当事人的期限（听证、陈述申辩、缴款、复议、起诉），机关不得提前行事', () => {
    for (const rule of ['D07', 'D09', 'D13', 'D16', 'D20', 'D25', 'D26'] as const) {
      const { dueOn } = statutes.due(rule, { on: '2023-03-01' });
      const { agencyMayActFrom } = statutes.expiry(rule, { on: '2023-03-01' }, '2023-03-02');
      expect([rule, agencyMayActFrom]).toEqual([rule, addDays(dueOn, 1)]);
    }
  });

  it('延长：D03至多两次，第一次30日、第二次60日，累计90日；D04不得延长', () => {
    const due = (extensions: number | readonly number[]) => statutes.due('D03', { on: '2023-06-01', extensions }).dueOn;
    expect(due(0)).toBe('2023-08-30');
    expect(due([30])).toBe('2023-09-29');
    expect(due([20, 60])).toBe('2023-11-18');
    expect(due(90)).toBe(due([30, 60]));
    expect(() => due([31])).toThrow('至多延长2次');
    expect(() => due([30, 61])).toThrow('至多延长2次');
    expect(() => due([30, 30, 30])).toThrow('至多延长2次');
    expect(() => due(91)).toThrow('至多延长2次');
    expect(() => due([-1, 5])).toThrow('非负整数');
    expect(() => due([-5, 5])).toThrow('非负整数');
    expect(() => statutes.due('D04', { on: '2023-06-01', extensions: [1] })).toThrow('D04先行登记保存处理不得延长');
  });

  it('逐日说明：计入与不计入的每一日都有理由', () => {
    expect(reasons('D07', '2023-04-26')).toEqual([
      '04-26 - 触发当日，不计入（R1）',
      '04-27 1 工作日',
      '04-28 2 工作日',
      '04-29 - 劳动节假期，非工作日（R3）',
      '04-30 - 劳动节假期，非工作日（R3）',
      '05-01 - 劳动节假期，非工作日（R3）',
      '05-02 - 劳动节假期，非工作日（R3）',
      '05-03 - 劳动节假期，非工作日（R3）',
      '05-04 3 工作日',
      '05-05 4 工作日',
      '05-06 5 调休上班（劳动节）',
    ]);
  });

  it('逐日说明：末日为何在该日——对应日、月末、不顺延、规定的日期、当日', () => {
    const last = (rule: DeadlineId, on: string, variant?: string) =>
      statutes.due(rule, { on, variant }).explanation().at(-1)?.reason;
    expect(last('D26', '2023-03-01')).toBe('自然日，对应日（R4）');
    expect(last('D26', '2023-08-31')).toBe('自然日，无对应日，取月末（R4）');
    expect(last('D05', '2024-01-12')).toBe('自然日，末日为春节假期，不顺延（R5）');
    expect(last('D12', '2023-02-15')).toBe('自然日');
    expect(last('D39', '2023-05-05')).toBe('自然日，规定的日期');
    expect(last('D11', '2023-05-05', 'PRESENT')).toBe('触发当日');
    // Five years on there is no notice: whether that day is off is not said.
    expect(last('D38', '2024-02-29')).toBe('自然日，无对应日，取月末（R4）');
    // The last covered day is known, the day after it is not.
    expect(last('D05', '2026-12-01')).toBe('自然日');
    expect(last('D05', '2026-11-20')).toBe('自然日，末日为周日，不顺延（R5）');
    expect(last('D05', '2026-12-02')).toBe('自然日');
  });

  it('逐日说明：顺延与停止计算', () => {
    expect(reasons('D13', '2023-06-09').slice(-2)).toEqual([
      '06-24 15 自然日，末日为端午假期（R5）',
      '06-25 - 调休上班（端午），末日顺延至此（R5）',
    ]);
    const suspended = statutes
      .due('D03', { on: '2023-06-01', suspensions: [{ startOn: '2023-06-03', endOn: '2023-06-05' }] })
      .explanation();
    expect(suspended.slice(1, 6).map(({ ordinal, reason }) => [ordinal, reason])).toEqual([
      [1, '自然日'],
      [null, '停止计算（R9）'],
      [null, '停止计算（R9）'],
      [2, '自然日'],
      [3, '自然日'],
    ]);
    expect(suspended.at(-1)).toMatchObject({ ordinal: 90, day: '2023-09-01' });
  });
});

describe('性质', () => {
  const day = (from: number, to: number) => fc.integer({ min: from, max: to }).map(legalDayOf);
  /** 2022-01-01 to 2026-01-01: every edition of the day exists and every end is within the calendar. */
  const anyDay = day(18_993, 20_454);
  const isDays = ({ id }: { id: string }) => !['D06', 'D31', 'D42', 'D36', 'D37', 'D35', 'D38'].includes(id);
  const anyRule = fc.constantFrom(...DEADLINES.filter(isDays).map(({ id }) => id));
  const due = (rule: DeadlineId, on: string) => {
    try {
      return statutes.due(rule, { on });
    } catch {
      return null; // D22, D41 before 2024, D02 before 2022-05: no edition.
    }
  };

  it('R1 计算单调：晚触发的不早届满', () => {
    fc.assert(
      fc.property(anyRule, anyDay, fc.integer({ min: 0, max: 60 }), (rule, on, later) => {
        const [one, other] = [due(rule, on), due(rule, addDays(on, later))];
        if (one === null || other === null || one.edition !== other.edition) return;
        expect(one.dueOn <= other.dueOn).toBe(true);
      }),
    );
  });

  it('R3 n个工作日的期间恰含n个工作日，且止于工作日', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 200 }), (on, n) => {
        const last = statutes.addWorkingDays(on, n);
        expect(statutes.workingDaysBetween(on, last)).toBe(n);
        expect(statutes.isWorkingDay(last)).toBe(true);
        expect(statutes.addWorkingDays(last, -n) <= on).toBe(true);
      }),
    );
  });

  it('R3 逐日说明中计入的日数等于期间长度，理由不空，日子相连', () => {
    fc.assert(
      fc.property(anyRule, anyDay, (rule, on) => {
        const found = due(rule, on);
        if (found === null) return;
        const days = found.explanation();
        expect(days[0]?.day).toBe(on);
        expect(days.at(-1)?.day).toBe(found.dueOn);
        expect(days.every(({ reason }) => reason !== '')).toBe(true);
        expect(days.length).toBe(daysBetween(on, found.dueOn) + 1);
        if (found.unit === 'DAY' || found.unit === 'WORKING_DAY') {
          expect(days.filter(({ counted }) => counted).length).toBe(found.length);
        }
      }),
    );
  });

  it('R5 顺延的期间止于工作日', () => {
    const rolling = fc.constantFrom<DeadlineId>('D13', 'D18', 'D20', 'D25', 'D26', 'D27', 'D24');
    fc.assert(
      fc.property(rolling, anyDay, (rule, on) => {
        expect(statutes.isWorkingDay(statutes.due(rule, { on }).dueOn)).toBe(true);
      }),
    );
  });

  it('R9 停止区间的并集与次序、切分无关，停得多的不早届满', () => {
    const interval = fc
      .tuple(day(19_500, 19_620), fc.integer({ min: 0, max: 30 }))
      .map(([startOn, length]) => ({ startOn, endOn: addDays(startOn, length) }));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 6 }), fc.nat(), (suspensions, cut) => {
        const ask = (list: typeof suspensions) => statutes.due('D03', { on: '2023-05-20', suspensions: list }).dueOn;
        const whole = ask(suspensions);
        expect(ask([...suspensions].reverse())).toBe(whole);
        expect(ask([...suspensions, ...suspensions])).toBe(whole);
        const halves = suspensions.flatMap(({ startOn, endOn }) => {
          const middle = addDays(startOn, cut % (daysBetween(startOn, endOn) + 1));
          return [
            { startOn: middle, endOn },
            { startOn, endOn: middle },
          ];
        });
        expect(ask(halves)).toBe(whole);
        expect(ask(suspensions.slice(1)) <= whole).toBe(true);
      }),
    );
  });

  it('R9 与逐日数数的结果一致：九十个不在停止区间内的日子', () => {
    const interval = fc
      .tuple(day(19_490, 19_640), fc.integer({ min: 1, max: 25 }))
      .map(([startOn, length]) => ({ startOn, endOn: addDays(startOn, length) }));
    fc.assert(
      fc.property(
        fc.array(interval, { maxLength: 5 }),
        fc.boolean(),
        day(19_495, 19_510),
        (suspensions, working, on) => {
          const length = working ? 10 : 90;
          let counted = 0;
          let last = on;
          while (counted < length) {
            last = addDays(last, 1);
            const stands = suspensions.some(({ startOn, endOn }) => startOn <= last && last < endOn);
            if (!stands && (!working || statutes.isWorkingDay(last))) counted += 1;
          }
          expect(statutes.due(working ? 'D10' : 'D03', { on, suspensions }).dueOn).toBe(last);
        },
      ),
    );
  });
});

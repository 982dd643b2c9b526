import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, legalDayOf } from './legal-day.js';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const set = (name: string, value: unknown) =>
  loadStatutes({ parameters: [{ name, value, from: '2021-01-01', source: '局规〔2021〕1号' }] });

/** A fine of 10,000 yuan whose last day for paying was 2023-06-25. */
const fine = { fineFen: 1_000_000, dueOn: '2023-06-25' };

describe('加处罚款', () => {
  it('F01、D14 加处罚款（处罚法72条1款(一)）：末日当日不加处，次日起每日3%', () => {
    expect(statutes.surcharge({ ...fine, asOf: '2023-06-25' })).toMatchObject({ amountFen: 0, days: 0 });
    expect(statutes.surcharge({ ...fine, asOf: '2023-06-26' })).toMatchObject({
      amountFen: 30_000,
      days: 1,
      startsOn: '2023-06-26',
      rule: 'F01',
      edition: '2021-07-15',
      chargedDays: [{ day: '2023-06-26', baseFen: 1_000_000, totalFen: 30_000 }],
    });
  });

  it('F01、D14 加处罚款（处罚法72条1款(一)、强制法45条2款）：第33日未满，第34日达到罚款数额而止', () => {
    expect(statutes.surcharge({ ...fine, asOf: '2023-07-28' })).toMatchObject({ amountFen: 990_000, capped: false });
    const capped = { amountFen: 1_000_000, capped: true, cappedOn: '2023-07-29', days: 34 };
    expect(statutes.surcharge({ ...fine, asOf: '2023-07-29' })).toMatchObject(capped);
    expect(statutes.surcharge({ ...fine, asOf: '2025-07-29' })).toMatchObject(capped);
    expect(statutes.due('D14', { on: '2023-06-25' }).dueOn).toBe('2023-07-29');
  });

  it('R8 复议期间不予计算（处罚法73条3款）：申请日、送达日均停，次日续计', () => {
    const remedies = [{ appliedOn: '2023-07-01', outcomeServedOn: '2023-08-10' }];
    // 26 to 30 June are five days.
    expect(statutes.surcharge({ ...fine, remedies, asOf: '2023-08-10' })).toMatchObject({
      days: 5,
      amountFen: 150_000,
    });
    const after = statutes.surcharge({ ...fine, remedies, asOf: '2023-08-11' });
    expect(after).toMatchObject({ days: 6, amountFen: 180_000 });
    expect(after.pausedRanges).toEqual([
      { firstOn: '2023-07-01', lastOn: '2023-08-10', reason: '复议、诉讼期间不予计算（73条3款）' },
    ]);
  });

  it('R8 首尾口径按配置：申请日、送达日计入的，各多一日', () => {
    const remedies = [{ appliedOn: '2023-07-01', outcomeServedOn: '2023-08-10' }];
    const days = (law: typeof statutes) => law.surcharge({ ...fine, remedies, asOf: '2023-08-11' }).days;
    expect(days(set('surchargePausedOnApplicationDay', false))).toBe(7);
    expect(days(set('surchargePausedOnOutcomeDay', false))).toBe(7);
  });

  it('R8 复议中又起诉的重叠部分只停一次，未审结的一直停', () => {
    const remedies = [{ appliedOn: '2023-07-01', outcomeServedOn: '2023-08-10' }, { appliedOn: '2023-08-05' }];
    const { pausedRanges, ...rest } = statutes.surcharge({ ...fine, remedies, asOf: '2024-12-31' });
    expect(rest).toMatchObject({ days: 5, amountFen: 150_000 });
    expect(pausedRanges.map(({ firstOn, lastOn }) => [firstOn, lastOn])).toEqual([
      ['2023-07-01', '2023-08-10'],
      ['2023-08-11', '2024-12-31'],
    ]);
  });

  it('F01 延期、分期（处罚法66条2款）：批准的期间首尾均不计', () => {
    const plans = [{ fromOn: '2023-06-28', toOn: '2023-12-31' }];
    expect(statutes.surcharge({ ...fine, plans, asOf: '2023-12-31' })).toMatchObject({ days: 2, amountFen: 60_000 });
    expect(statutes.surcharge({ ...fine, plans, asOf: '2024-01-01' })).toMatchObject({ days: 3, amountFen: 90_000 });
  });

  it('F01 基数（处罚法72条1款(一)“罚款数额”）：默认全额，可配置为未缴数额；缴款当日仍按缴前数额', () => {
    const input = { fineFen: 100_000, dueOn: '2023-06-25', asOf: '2023-07-02' };
    const payments = [{ on: '2023-06-30', fen: 40_000 }];
    // Seven days at 3,000 fen; or five at 3,000 and two at 1,800.
    expect(statutes.surcharge({ ...input, payments }).amountFen).toBe(21_000);
    const unpaid = set('surchargeBase', 'UNPAID').surcharge({ ...input, payments });
    expect(unpaid.amountFen).toBe(18_600);
    expect(unpaid.chargedDays.map(({ baseFen }) => baseFen)).toEqual([
      100_000, 100_000, 100_000, 100_000, 100_000, 60_000, 60_000,
    ]);
  });

  it('F01、R10 版本与口径以缴款末日选定，其后的变动不影响已在加处的', () => {
    const law = loadStatutes({
      parameters: [
        { name: 'surchargeBase', from: '2023-06-26', value: 'UNPAID', source: '局规' },
        { name: 'surchargePausedOnApplicationDay', from: '2023-06-26', value: false, source: '局规' },
      ],
    });
    const input = { ...fine, payments: [{ on: '2023-06-20', fen: 500_000 }], asOf: '2023-06-26' };
    expect(law.surcharge(input).amountFen).toBe(30_000);
    expect(law.surcharge({ ...input, dueOn: '2023-06-26', asOf: '2023-06-27' }).amountFen).toBe(15_000);
    const across = { fineFen: 100, asOf: '2021-08-01' };
    expect(statutes.surcharge({ ...across, dueOn: '2021-07-14' })).toMatchObject({ edition: '1996-10-01', mark: 'K' });
    expect(statutes.surcharge({ ...across, dueOn: '2021-07-15' })).toMatchObject({ edition: '2021-07-15', mark: 'V' });
  });

  it('F01 缴清之日起停止；缴款当日是否加处按配置', () => {
    const payments = [{ on: '2023-06-27', fen: 1_000_000 }];
    expect(statutes.surcharge({ ...fine, payments, asOf: '2024-01-01' })).toMatchObject({ days: 2, amountFen: 60_000 });
    const law = set('surchargeOnPaymentDay', false);
    expect(law.surcharge({ ...fine, payments, asOf: '2024-01-01' })).toMatchObject({ days: 1, amountFen: 30_000 });
    const early = [{ on: '2023-06-25', fen: 1_000_000 }];
    expect(statutes.surcharge({ ...fine, payments: early, asOf: '2024-01-01' }).amountFen).toBe(0);
  });

  it('F01 不足一分的舍去，只在合计时舍', () => {
    // 101 fen bear 3.03 fen a day: 3.03, 6.06, …, 33.33 on the eleventh day.
    const on = (asOf: string) => statutes.surcharge({ fineFen: 101, dueOn: '2023-06-25', asOf }).amountFen;
    expect([on('2023-06-26'), on('2023-06-27'), on('2023-07-06')]).toEqual([3, 6, 33]);
    // 60.60 on the twentieth day.
    expect(on('2023-07-15')).toBe(60);
    expect(on('2024-01-01')).toBe(101);
  });

  it('R8、F01 先后颠倒的复议、延期不作猜测；申请当日即送达结果的停一日', () => {
    const ask = (pauses: object) => statutes.surcharge({ ...fine, asOf: '2023-07-10', ...pauses }).days;
    expect(ask({ remedies: [{ appliedOn: '2023-07-01', outcomeServedOn: '2023-07-01' }] })).toBe(14);
    const backwards = { remedies: [{ appliedOn: '2023-07-02', outcomeServedOn: '2023-07-01' }] };
    expect(() => ask(backwards)).toThrow('结果送达日2023-07-01早于申请日2023-07-02');
    expect(() => ask({ plans: [{ fromOn: '2023-07-02', toOn: '2023-07-01' }] })).toThrow('早于其开始2023-07-02');
  });

  it('F01 没有罚款的（只没收）不加处；金额须为整分', () => {
    const none = statutes.surcharge({ fineFen: 0, dueOn: '2023-06-25', asOf: '2023-12-31' });
    expect(none).toMatchObject({ amountFen: 0, days: 0, capped: false, cappedOn: null });
    expect(() => statutes.surcharge({ ...fine, fineFen: 10.5, asOf: '2023-12-31' })).toThrow('非负整数');
  });

  it('F01、D14 互证：逐日加处的封顶日，就是剔除停计日之后的第34日', () => {
    const remedy = fc
      .tuple(fc.integer({ min: 19_530, max: 19_620 }).map(legalDayOf), fc.integer({ min: 0, max: 40 }))
      .map(([appliedOn, length]) => ({ appliedOn, outcomeServedOn: addDays(appliedOn, length) }));
    fc.assert(
      fc.property(fc.array(remedy, { maxLength: 4 }), (remedies) => {
        const { cappedOn, days } = statutes.surcharge({ ...fine, remedies, asOf: '2025-12-31' });
        // Both ends stand still by R8; the intervals of R9 are half-open.
        const suspensions = remedies.map((one) => ({ startOn: one.appliedOn, endOn: addDays(one.outcomeServedOn, 1) }));
        expect(days).toBe(34);
        expect(statutes.due('D14', { on: fine.dueOn, suspensions }).dueOn).toBe(cappedOn);
      }),
    );
  });

  it('F01 性质：加处不超过罚款，不随时间减少，停的日子越多越少', () => {
    const anyDay = fc.integer({ min: 19_500, max: 19_600 }).map(legalDayOf);
    const remedy = fc
      .tuple(anyDay, fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }))
      .map(([appliedOn, length]) => ({
        appliedOn,
        outcomeServedOn: length === undefined ? undefined : addDays(appliedOn, length),
      }));
    const payment = fc.record({ on: anyDay, fen: fc.integer({ min: 0, max: 500_000 }) });
    const laws = fc.constantFrom(statutes, set('surchargeBase', 'UNPAID'));
    fc.assert(
      fc.property(
        laws,
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(remedy, { maxLength: 3 }),
        fc.array(payment, { maxLength: 3 }),
        anyDay,
        (law, fineFen, remedies, payments, asOf) => {
          const input = { fineFen, dueOn: '2023-05-25', remedies, payments };
          const now = law.surcharge({ ...input, asOf });
          const later = law.surcharge({ ...input, asOf: addDays(asOf, 1) });
          expect(now.amountFen).toBeLessThanOrEqual(fineFen);
          expect(now.amountFen).toBeGreaterThanOrEqual(0);
          expect(later.amountFen).toBeGreaterThanOrEqual(now.amountFen);
          expect(law.surcharge({ ...input, remedies: [], asOf }).amountFen).toBeGreaterThanOrEqual(now.amountFen);
          expect(now.chargedDays.at(-1)?.totalFen ?? 0).toBe(now.amountFen);
        },
      ),
    );
  });
});

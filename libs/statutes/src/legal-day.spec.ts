import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  clockOf,
  dayOf,
  daysBetween,
  epochDay,
  instantsOf,
  legalDay,
  legalDayOf,
  weekday,
} from './legal-day.js';

describe('日', () => {
  it('是日历上真实的一天，否则拒绝', () => {
    expect(legalDay('2024-02-29')).toBe('2024-02-29');
    expect(legalDay('2000-02-29')).toBe('2000-02-29');
    for (const text of [
      '2023-02-29',
      '1900-02-29',
      '2023-13-01',
      '2023-04-31',
      '2023-00-10',
      '2023-4-01',
      '2023/04/01',
      '',
      '20230401',
      '2023-04-01T00:00:00Z',
      '１０２３-04-01',
    ]) {
      expect(() => legalDay(text)).toThrow('应为 YYYY-MM-DD');
    }
    expect(() => legalDay(undefined as unknown as string)).toThrow('应为 YYYY-MM-DD');
  });

  it('时刻按北京时间读；有夏令时的年份，按当时的钟', () => {
    expect(clockOf('2023-12-31T15:59:59.999Z')).toBe('2023-12-31T23:59:59');
    expect(clockOf('2023-12-31T16:00:00Z')).toBe('2024-01-01T00:00:00');
    expect(clockOf('2023-05-06T09:30:00+08:00')).toBe('2023-05-06T09:30:00');
    expect(clockOf('1990-07-01T00:00:00Z')).toBe('1990-07-01T09:00:00');
    expect(() => clockOf('不是时刻')).toThrow('不是时刻');
  });

  it('一天的第一毫秒和最后一毫秒', () => {
    expect(instantsOf('2023-12-31')).toEqual({ first: '2023-12-30T16:00:00.000Z', last: '2023-12-31T15:59:59.999Z' });
    fc.assert(
      fc.property(fc.integer({ min: epochDay('1950-01-01'), max: epochDay('2100-01-01') }), (epoch) => {
        const day = legalDayOf(epoch);
        const { first, last } = instantsOf(day);
        const beside = (instant: string, by: number) => dayOf(new Date(Date.parse(instant) + by).toISOString());
        expect([dayOf(first), dayOf(last)]).toEqual([day, day]);
        expect([beside(first, -1), beside(last, 1)]).toEqual([addDays(day, -1), addDays(day, 1)]);
      }),
    );
  });

  it('时刻落在上海的哪一天：午夜前后一毫秒', () => {
    expect(dayOf('2023-12-31T15:59:59.999Z')).toBe('2023-12-31');
    expect(dayOf('2023-12-31T16:00:00.000Z')).toBe('2024-01-01');
    expect(dayOf('2024-02-29T23:59:59+08:00')).toBe('2024-02-29');
    expect(dayOf('2024-02-29T23:59:59-05:00')).toBe('2024-03-01');
    expect(() => dayOf('2024-02-29')).toThrow('不是时刻');
    expect(() => dayOf('2024-02-29T10:00:00')).toThrow('不是时刻');
  });

  it('夏时制年代（1986—1991）以时区史为准', () => {
    // In July 1988 Shanghai was at UTC+9.
    expect(dayOf('1988-07-01T15:00:00Z')).toBe('1988-07-02');
    expect(dayOf('1988-01-01T15:00:00Z')).toBe('1988-01-01');
    expect(dayOf('1969-12-31T16:00:00Z')).toBe('1970-01-01');
  });

  it('整数历法与 Temporal 逐日一致', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), fc.integer({ min: -40, max: 400 }), (epoch, n) => {
        const plain = Temporal.PlainDate.from('1970-01-01').add({ days: epoch });
        expect(legalDayOf(epoch)).toBe(plain.toString());
        expect(epochDay(plain.toString())).toBe(epoch);
        expect(weekday(epoch)).toBe(plain.dayOfWeek % 7);
        expect(addDays(plain.toString(), n)).toBe(plain.add({ days: n }).toString());
        expect(daysBetween(plain.toString(), addDays(plain.toString(), n))).toBe(n);
        expect(legalDayOf(addMonths(epoch, 6))).toBe(plain.add({ months: 6 }).toString());
      }),
    );
  });

  it('时刻与 Temporal 的时区换算一致', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), (seconds) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        const day = instant.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
        expect(dayOf(instant.toString())).toBe(day);
      }),
    );
  });
});

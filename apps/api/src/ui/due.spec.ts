import { describe, expect, it } from '@jest/globals';
import { type ClockState, stateOn } from '#enforcement';
import { loadStatutes } from '#statutes';
import { dueWords } from './due.js';
import { figureText, moment, yuan } from './format.js';

const statutes = loadStatutes();

/** What stands beside a period, by the state that the domain finds it in. */
function words(
  dueOn: string,
  today: string,
  more: { doneOn?: string; isRight?: boolean; isOpen?: boolean; next?: string } = {},
) {
  const { doneOn, isRight = false, isOpen = doneOn === undefined, next } = more;
  const standing = {
    clock: 'decision',
    what: '作出决定',
    unit: undefined,
    dueOn,
    rule: undefined,
    doneOn,
    isRight,
    isOfSome: false,
    isOpen,
    next,
  };
  const state: ClockState = stateOn(standing, today);
  return dueWords(statutes, { dueOn, doneOn: doneOn ?? null, state, next: next ?? null }, today);
}

describe('期限的状态', () => {
  it('到期当日不算超期，次日算', () => {
    expect(words('2023-09-28', '2023-09-28')).toEqual({ tone: 'near', text: '今天到期' });
    expect(words('2023-09-28', '2023-09-29')).toEqual({ tone: 'late', text: '已超期 1 天' });
  });

  it('别人的期限过了，说的是本单位接着办什么，不算本单位超期；缴清的照旧', () => {
    const next = '应送达履行催告书';
    expect(words('2023-09-28', '2023-09-28', { next }).text).toBe('今天到期');
    expect(words('2023-09-28', '2023-09-29', { next })).toEqual({
      tone: 'near',
      text: '已逾期 1 天，应送达履行催告书',
    });
    expect(words('2023-09-28', '2023-10-09', { next, doneOn: '2023-09-28' }).text).toBe('按期');
  });

  it('剩余按工作日计，三个工作日以内为临近', () => {
    // 29 September to 6 October 2023 are holidays, 7 and 8 October (Saturday, Sunday) are worked.
    expect(words('2023-10-08', '2023-09-27')).toEqual({ tone: 'near', text: '剩 3 个工作日' });
    expect(words('2023-10-09', '2023-09-27')).toEqual({ tone: 'good', text: '剩 4 个工作日' });
  });

  it('节假日尚未公布的年份，剩余按日历日计', () => {
    expect(words('2099-03-10', '2099-03-01')).toEqual({ tone: 'good', text: '剩 9 天' });
    expect(words('2099-03-04', '2099-03-01')).toEqual({ tone: 'near', text: '剩 3 天' });
  });

  it('已经办的，按期或者逾期几天', () => {
    expect(words('2023-10-08', '2023-11-01', { doneOn: '2023-10-08' })).toEqual({ tone: 'good', text: '按期' });
    expect(words('2023-10-08', '2023-11-01', { doneOn: '2023-10-10' })).toEqual({ tone: 'late', text: '逾期 2 天' });
  });

  it('当事人的权利届满不是谁的超期；没有人再等的不计', () => {
    expect(words('2023-10-08', '2023-10-09', { isRight: true })).toEqual({ tone: 'quiet', text: '期限已届满' });
    expect(words('2023-10-08', '2023-10-09', { isOpen: false })).toEqual({ tone: 'quiet', text: '不再等待' });
  });
});

describe('数字和时刻的写法', () => {
  it('金额由分写成元，负数也对', () => {
    expect(yuan(266_100_000)).toBe('2,661,000.00');
    expect(yuan(-5)).toBe('-0.05');
    expect(figureText('率', null)).toBe('—');
    expect(figureText('件', 3590)).toBe('3,590 件');
  });

  it('时刻写作上海的钟点，子夜是零点', () => {
    expect(moment('2023-05-05T16:30:00.000Z')).toBe('2023-05-06 00:30');
  });
});

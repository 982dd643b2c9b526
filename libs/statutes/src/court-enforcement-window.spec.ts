import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const ask = statutes.courtEnforcementWindow;
const ordinary = { servedOn: '2023-06-09', procedure: 'ORDINARY' } as const;

describe('申请法院强制执行的窗口', () => {
  it('F08、D18（强制法53条、行诉解释156条）：自起诉期限届满起，不自缴款期满起', () => {
    // Six months: 2023-12-09, a Saturday, so 12-11; three months more: 2024-03-11, a Monday.
    expect(ask(ordinary)).toMatchObject({
      basis: 'SUING_PERIOD',
      runsFrom: '2023-12-11',
      firstOn: '2023-12-12',
      lastOn: '2024-03-11',
      open: true,
      rule: 'F08',
    });
  });

  it('F08 C38 2012-12-10送达的：三个月的起诉期限（行政诉讼法（1989）39条）届满后三个月，端午假后顺延', () => {
    expect(statutes.courtEnforcementWindow({ servedOn: '2012-12-10', procedure: 'ORDINARY' })).toMatchObject({
      basis: 'SUING_PERIOD',
      runsFrom: '2013-03-11',
      firstOn: '2013-03-12',
      // 06-11 is in the holiday of 端午, 06-10 to 06-12.
      lastOn: '2013-06-13',
      open: true,
    });
  });

  it('F08、D18 案例：2015-11-29送达，2016-10-21申请已逾期', () => {
    // 2016-05-29 is a Sunday: 05-30; then 2016-08-30, a Tuesday.
    const window = ask({ servedOn: '2015-11-29', procedure: 'ORDINARY' });
    expect(window).toMatchObject({ runsFrom: '2016-05-30', lastOn: '2016-08-30' });
    expect('2016-10-21' > window.lastOn).toBe(true);
  });

  it('F08 当场处罚2024年起复议前置（复议法23条）：自六十日复议期满起', () => {
    // 60 days from 2024-01-02: 03-02, a Saturday, so 03-04; then 06-04, a Tuesday.
    expect(ask({ servedOn: '2024-01-02', procedure: 'SUMMARY' })).toMatchObject({
      runsFrom: '2024-03-04',
      lastOn: '2024-06-04',
    });
    // Before: six months from 2023-12-29 is Saturday 2024-06-29, so 07-01; three months: 10-01, so 10-08.
    expect(ask({ servedOn: '2023-12-29', procedure: 'SUMMARY' })).toMatchObject({
      runsFrom: '2024-07-01',
      lastOn: '2024-10-08',
    });
  });

  it('F08 复议前置以作出之日为准（复议法23条）：2023年作出、2024年送达的当场处罚仍可直接起诉', () => {
    // Six months from 2024-01-02: 07-02, a Tuesday; three months: 10-02, so 10-08.
    const served = { servedOn: '2024-01-02', procedure: 'SUMMARY' } as const;
    expect(ask({ ...served, decidedOn: '2023-12-31' })).toMatchObject({ runsFrom: '2024-07-02', lastOn: '2024-10-08' });
    expect(ask({ ...served, decidedOn: '2024-01-01' })).toMatchObject({ runsFrom: '2024-03-04', lastOn: '2024-06-04' });
  });

  it('F08 复议后未起诉（行诉法45条）：自收到复议决定十五日起诉期满起', () => {
    expect(ask({ ...ordinary, reconsiderationServedOn: '2023-09-05' })).toMatchObject({
      basis: 'AFTER_RECONSIDERATION',
      runsFrom: '2023-09-20',
      lastOn: '2023-12-20',
    });
  });

  it('F08 延期、分期（处罚法72条2款）：自该期限结束之日起；早于起诉期满的不提前', () => {
    expect(ask({ ...ordinary, planEndsOn: '2024-01-31' })).toMatchObject({
      basis: 'PLAN',
      runsFrom: '2024-01-31',
      firstOn: '2024-02-01',
      lastOn: '2024-04-30',
    });
    expect(ask({ ...ordinary, planEndsOn: '2023-10-31' })).toEqual(ask(ordinary));
    expect(() => ask({ ...ordinary, planEndsOn: '2023-10-32' })).toThrow('不是日历上的日期');
  });

  it('F08、D16 催告（强制法54条）：送达满十个工作日后；催告过晚则无日可用', () => {
    // Ten working days from Tuesday 2023-12-05: 6 7 8 11 12 13 14 15 18 19.
    expect(ask({ ...ordinary, demandServedOn: '2023-12-05' })).toMatchObject({ firstOn: '2023-12-20', open: true });
    // From Friday 2024-03-01: 4~8 11~15, so 03-16, after the last day.
    expect(ask({ ...ordinary, demandServedOn: '2024-03-01' })).toMatchObject({ firstOn: '2024-03-16', open: false });
    // From Friday 2024-02-23: 26~3-1 4~8, so 03-09. From Monday 02-26: 27~3-1, 4~8, 11, so 03-12: one day too late.
    expect(ask({ ...ordinary, demandServedOn: '2024-02-23' })).toMatchObject({ firstOn: '2024-03-09', open: true });
    expect(ask({ ...ordinary, demandServedOn: '2024-02-26' })).toMatchObject({ firstOn: '2024-03-12', open: false });
  });

  it('F08、D16 催告再早，起诉期限届满之前也不得申请（强制法53条）', () => {
    expect(ask({ ...ordinary, demandServedOn: '2023-07-03' })).toEqual(ask(ordinary));
    expect(ask({ ...ordinary, demandServedOn: '2023-07-03' }).firstOn).toBe('2023-12-12');
  });

  it('F08、D16 催告满期的次日正是窗口末日的，仍可在该日申请', () => {
    // From Tuesday 2023-12-05 the tenth working day is 12-19.
    const input = { ...ordinary, reconsiderationServedOn: '2023-09-05' };
    const lastDay = { firstOn: '2023-12-20', lastOn: '2023-12-20', open: true };
    expect(ask({ ...input, demandServedOn: '2023-12-05' })).toMatchObject(lastDay);
    expect(ask({ ...input, demandServedOn: '2023-12-06' })).toMatchObject({ firstOn: '2023-12-21', open: false });
  });

  it('F08 撤诉、驳回起诉的，救济结束晚于起诉期满的自结束之日起，早于的不提前（行政强制法53条）', () => {
    expect(ask({ ...ordinary, remedyEndedOn: '2024-01-31' })).toMatchObject({
      basis: 'REMEDY_ENDED',
      firstOn: '2024-02-01',
      lastOn: '2024-04-30',
    });
    expect(ask({ ...ordinary, remedyEndedOn: '2023-12-11' })).toEqual(ask(ordinary));
  });

  it('F08 未告知起诉期限（行诉解释64条、复议法20条3款）：最长一年', () => {
    // 2024-06-09 is a Sunday and 06-10 a holiday: 06-11.
    expect(ask({ ...ordinary, informed: false })).toMatchObject({ runsFrom: '2024-06-11', lastOn: '2024-09-11' });
    expect(ask({ servedOn: '2024-02-29', procedure: 'SUMMARY', informed: false })).toMatchObject({
      runsFrom: '2025-02-28',
      lastOn: '2025-05-28',
    });
  });

  it('F08 经诉讼的（行诉解释153条）：自判决履行期满起二年', () => {
    // 2025-03-01 is a Saturday: 03-03.
    expect(ask({ ...ordinary, judgmentDueOn: '2023-03-01' })).toMatchObject({
      basis: 'JUDGMENT',
      firstOn: '2023-03-02',
      lastOn: '2025-03-03',
    });
  });
});

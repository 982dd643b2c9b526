import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const grave = { endangersLifeHealthOrFinance: true, harmful: true };

describe('追责时效', () => {
  it('F05、D35 追责时效（处罚法36条）：二年届满当日发现仍可处罚，次日不可', () => {
    const input = { happenedOn: '2022-03-01' };
    expect(statutes.limitationOfAction({ ...input, discoveredOn: '2024-03-01' })).toMatchObject({
      barred: false,
      lastOn: '2024-03-01',
      years: 2,
    });
    expect(statutes.limitationOfAction({ ...input, discoveredOn: '2024-03-02' }).barred).toBe(true);
  });

  it('F05、D35 追责时效（处罚法36条2款）：连续、继续的自终了之日起，未终了的不起算', () => {
    const input = { happenedOn: '2018-01-01', discoveredOn: '2024-03-01' };
    expect(statutes.limitationOfAction({ ...input, endedOn: '2022-03-01' })).toMatchObject({
      barred: false,
      runsFrom: '2022-03-01',
    });
    expect(statutes.limitationOfAction({ ...input, endedOn: '2022-02-28' }).barred).toBe(true);
    expect(statutes.limitationOfAction({ ...input, endedOn: null })).toMatchObject({ barred: false, lastOn: null });
    // While it goes on it is an act of today.
    expect(statutes.limitationOfAction({ ...input, endedOn: null, ...grave })).toMatchObject({
      runsFrom: null,
      years: 5,
      edition: '2021-07-15',
    });
  });

  it('F05、D35 生态环境违法行为造成危害后果的（生态环境法典1054条）：2026年8月15日起终了的五年，此前终了的从旧，二年', () => {
    const input = { isEnvironmental: true, harmful: true };
    const ended = (happenedOn: string, discoveredOn: string, more = {}) =>
      statutes.limitationOfAction({ ...input, happenedOn, discoveredOn, ...more });
    expect(ended('2026-08-15', '2031-08-15')).toMatchObject({ barred: false, years: 5, edition: '2026-08-15' });
    expect(ended('2026-08-15', '2031-08-16').barred).toBe(true);
    expect(ended('2026-08-14', '2028-08-14')).toMatchObject({ barred: false, years: 2, edition: '2021-07-15' });
    expect(ended('2026-08-14', '2028-08-15').barred).toBe(true);
    expect(ended('2026-08-15', '2028-08-16', { harmful: false }).barred).toBe(true);
  });

  it('F05、D35 五年（处罚法36条1款）：须涉生命健康、金融安全，并且有危害后果', () => {
    const input = { happenedOn: '2022-03-01', discoveredOn: '2027-03-01' };
    expect(statutes.limitationOfAction({ ...input, ...grave })).toMatchObject({ barred: false, years: 5 });
    expect(statutes.limitationOfAction({ ...input, ...grave, discoveredOn: '2027-03-02' }).barred).toBe(true);
    expect(statutes.limitationOfAction({ ...input, ...grave, harmful: false }).barred).toBe(true);
    expect(statutes.limitationOfAction({ ...input, harmful: true }).barred).toBe(true);
  });

  it('F05、D35 跨越2021-07-15的连续行为（处罚法36条2款）：终了在新法施行后的，五年', () => {
    const input = { happenedOn: '2018-01-01', endedOn: '2021-07-15', ...grave };
    const last = { barred: false, lastOn: '2026-07-15', years: 5, edition: '2021-07-15' };
    expect(statutes.limitationOfAction({ ...input, discoveredOn: '2026-07-15' })).toMatchObject(last);
    expect(statutes.limitationOfAction({ ...input, discoveredOn: '2026-07-16' }).barred).toBe(true);
    const before = { ...input, endedOn: '2021-07-14', discoveredOn: '2023-07-15' };
    expect(statutes.limitationOfAction(before)).toMatchObject({ barred: true, lastOn: '2023-07-14', years: 2 });
  });

  it('F05 先后颠倒的日期不作猜测', () => {
    const input = { happenedOn: '2022-03-01', discoveredOn: '2022-03-01' };
    expect(statutes.limitationOfAction(input).barred).toBe(false);
    expect(() => statutes.limitationOfAction({ ...input, endedOn: '2022-02-28' })).toThrow('早于其发生日');
    expect(() => statutes.limitationOfAction({ ...input, discoveredOn: '2022-02-28' })).toThrow('早于其发生日');
    expect(() => statutes.limitationOfAction({ ...input, discoveredOn: '2022-02-30' })).toThrow('不是日历上的日期');
  });

  it('F05、D35 五年只适用于2021-07-15以后终了的行为（处罚法37条从旧）', () => {
    const discoveredOn = '2024-01-01';
    expect(statutes.limitationOfAction({ happenedOn: '2021-07-14', discoveredOn, ...grave }).barred).toBe(true);
    expect(statutes.limitationOfAction({ happenedOn: '2021-07-15', discoveredOn, ...grave }).barred).toBe(false);
  });
});

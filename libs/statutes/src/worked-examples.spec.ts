import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();

describe('算例', () => {
  it('D07 听证申请五个工作日（处罚法64条(一)、85条）：2023-04-26送达，05-06（周六）调休上班为末日', () => {
    // 4/27, 4/28, then Labour Day 4/29–5/3, then 5/4, 5/5 and the worked Saturday 5/6.
    expect(statutes.due('D07', { on: '2023-04-26' }).dueOn).toBe('2023-05-06');
  });

  it('D13 缴纳罚款十五日（处罚法67条3款）、R5：2023-06-09送达，06-24在端午假期内，顺延至06-25（周日上班）', () => {
    expect(statutes.due('D13', { on: '2023-06-09' })).toMatchObject({
      nominalDueOn: '2023-06-24',
      dueOn: '2023-06-25',
      rolledOver: true,
    });
  });

  it('D16 催告十个工作日（强制法54条、69条）：2024-01-30送达，满02-18（周日上班），最早02-19申请', () => {
    expect(statutes.due('D16', { on: '2024-01-30' }).dueOn).toBe('2024-02-18');
    expect(statutes.window('D16', { on: '2024-01-30' })).toMatchObject({ firstOn: '2024-02-19' });
  });

  it('D11 决定书送达七个工作日（处罚法61条）：2023-09-27作出，跨中秋国庆，10-12届满', () => {
    expect(statutes.due('D11', { on: '2023-09-27' }).dueOn).toBe('2023-10-12');
  });

  it('D04 先行登记七个工作日（处罚法56条）：2023-01-17起，跨春节，01-31届满', () => {
    expect(statutes.due('D04', { on: '2023-01-17' }).dueOn).toBe('2023-01-31');
  });

  it('D29 撤回公示三个工作日（处罚法48条2款）：2024-04-30触发，跨劳动节，05-08届满', () => {
    expect(statutes.due('D29', { on: '2024-04-30' }).dueOn).toBe('2024-05-08');
  });

  it('D28 公示七个工作日（处罚法48条1款）：2024-09-12决定，09-14上班、中秋放假，09-24届满', () => {
    expect(statutes.due('D28', { on: '2024-09-12' }).dueOn).toBe('2024-09-24');
  });

  it('D08 听证通知净七个工作日（处罚法64条(二)）、R6：2023-06-14送达，最早06-27听证', () => {
    expect(statutes.window('D08', { on: '2023-06-14' }).firstOn).toBe('2023-06-27');
  });
});

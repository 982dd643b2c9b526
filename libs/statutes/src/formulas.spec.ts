import { describe, expect, it } from '@jest/globals';
import { FORMULAS } from './formulas.js';
import { addDays } from './legal-day.js';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();

/** By hand from the texts: the days on which each came into force. */
const IN_FORCE: Readonly<Record<string, readonly string[]>> = {
  // 行政处罚法: 1996 (limits for fines on the spot, in cash, periods of action, age), 2017年修正, 2021年修订.
  F01: ['1996-10-01', '2021-07-15'],
  F02: ['1996-10-01', '2021-07-15'],
  F03: ['1996-10-01', '2021-07-15'],
  F04: ['1996-10-01', '2004-09-04', '2021-07-15'],
  // 生态环境法典.
  F05: ['1996-10-01', '2021-07-15', '2026-08-15'],
  F06: ['1996-10-01', '2021-07-15'],
  // 浙江省人大常委会关于政府规章设定罚款限额的规定.
  F07: ['2013-07-01', '2021-09-29'],
  // 行政强制法; 行政诉讼法2014年修正, 行政复议法2023年修订; 58号令, 36号令.
  F08: ['2012-01-01'],
  F09: ['1990-10-01', '2015-05-01', '2024-01-01'],
  F10: ['2023-05-01', '2026-04-01'],
  F11: ['2018-01-01', '2023-01-01'],
  F12: ['2021-11-15'],
};

describe('公式的版本', () => {
  it('R10 F01至F12各自的施行日，前后版本相接，末一版本没有止日', () => {
    for (const { id, editions } of FORMULAS) {
      const rows = [...editions].sort((a, b) => (a.from < b.from ? -1 : 1));
      expect([id, rows.map(({ from }) => from)]).toEqual([id, IN_FORCE[id]]);
      expect([id, rows.map(({ to }) => to)]).toEqual([id, [...IN_FORCE[id]!.slice(1), undefined]]);
    }
  });

  it.each([
    ['F01 加处罚款', '1996-10-01', (on: string) => statutes.surcharge({ fineFen: 100, dueOn: on, asOf: on })],
    ['F02 当场处罚', '1996-10-01', (on: string) => statutes.onTheSpotLimit({ partyKind: 'CITIZEN', on })],
    ['F03 当场收缴', '1996-10-01', (on: string) => statutes.cashCollection({ procedure: 'SUMMARY', fineFen: 1, on })],
    ['F06 责任年龄', '1996-10-01', (on: string) => statutes.responsibleAge({ bornOn: '1970-01-01', actOn: on })],
    ['F09 救济先后', '1990-10-01', (on: string) => statutes.remedyOrder({ procedure: 'SUMMARY', on })],
  ] as const)('R10 %s：%s之前的规定没有录入，不作猜测', (_name, first, ask) => {
    expect(ask(first).edition).toBe(first);
    expect(() => ask(addDays(first, -1))).toThrow('没有已录入的有效规定');
  });

  it('F01 旧法也是每日3%（2017版51条(一)）', () => {
    expect(statutes.surcharge({ fineFen: 10_000, dueOn: '2020-03-17', asOf: '2020-03-20' })).toMatchObject({
      amountFen: 900,
      edition: '1996-10-01',
      mark: 'K',
    });
  });

  it('参数的默认值：业务方拍板之前的占位，均为K', () => {
    expect(statutes.parameters('2023-03-01')).toEqual({
      hearingThresholdCitizenFen: 500_000,
      hearingThresholdOrganisationFen: 5_000_000,
      hearingSoleTraderAs: 'CITIZEN',
      hearingOtherSeriousKinds: ['SUSPEND_LICENSE', 'RESTRICT_BUSINESS'],
      onTheSpotSoleTraderAs: 'CITIZEN',
      collectiveDiscussionFineFen: 5_000_000,
      collectiveDiscussionKinds: ['REVOKE_LICENSE', 'ORDER_SUSPENSION', 'ORDER_CLOSURE', 'RESTRICT_EMPLOYMENT'],
      reviewEveryCase: true,
      clearDays: true,
      surchargeBase: 'FULL',
      surchargeOnPaymentDay: true,
      surchargePausedOnApplicationDay: true,
      surchargePausedOnOutcomeDay: true,
      ageReachedOnBirthday: false,
      evidenceVerification: 'OTHERS',
      firstOffenceYears: 2,
      transferSuspendsCase: false,
      publicationScope: 'ORDINARY',
      leadResponseLength: 5,
      coordinationResponseLength: 5,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { HearingEntitlementInput } from './hearing-entitlement.js';
import type { PenaltyKind } from './penalty-kind.js';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const ask = (input: Partial<HearingEntitlementInput>) =>
  statutes.hearingEntitled({
    partyKind: 'CITIZEN',
    fineFen: 0,
    confiscateFen: 0,
    kinds: ['FINE'],
    on: '2023-03-01',
    ...input,
  });

describe('听证范围', () => {
  it('F04 较大数额罚款（处罚法63条1款(一)）：达到即有权，差一分没有', () => {
    expect(ask({ fineFen: 500_000 })).toMatchObject({ entitled: true, article: '行政处罚法63条1款(一)' });
    expect(ask({ fineFen: 499_999 })).toMatchObject({ entitled: false });
    expect(ask({ partyKind: 'ORGANISATION', fineFen: 5_000_000 }).entitled).toBe(true);
    expect(ask({ partyKind: 'ORGANISATION', fineFen: 4_999_999 }).entitled).toBe(false);
  });

  it('F04 没收（处罚法63条1款(二)）：与罚款分别衡量，不相加', () => {
    const kinds: PenaltyKind[] = ['FINE', 'CONFISCATE_INCOME'];
    expect(ask({ confiscateFen: 500_000, kinds })).toMatchObject({ entitled: true, article: '行政处罚法63条1款(二)' });
    expect(ask({ fineFen: 499_999, confiscateFen: 499_999, kinds }).entitled).toBe(false);
  });

  it.each([
    ['REVOKE_LICENSE', '(三)'],
    ['DOWNGRADE', '(三)'],
    ['ORDER_SUSPENSION', '(四)'],
    ['ORDER_CLOSURE', '(四)'],
    ['RESTRICT_EMPLOYMENT', '(四)'],
    ['SUSPEND_LICENSE', '(五)'],
    ['RESTRICT_BUSINESS', '(五)'],
  ] as const)('F04 %s（处罚法63条1款%s）：不论数额', (kind, item) => {
    expect(ask({ kinds: [kind] })).toMatchObject({ entitled: true, article: `行政处罚法63条1款${item}` });
  });

  it('F04 警告、通报批评、小额罚款没有听证权', () => {
    expect(ask({ kinds: ['WARNING'] }).entitled).toBe(false);
    expect(ask({ kinds: ['CRITICISM', 'FINE'], fineFen: 20_000 })).toMatchObject({ entitled: false, rule: 'F04' });
  });

  it('F04 “较大数额”与个体工商户按配置，自生效日起', () => {
    const bureau = loadStatutes({
      parameters: [
        { name: 'hearingThresholdCitizenFen', from: '2023-03-01', value: 200_000, source: '省听证规定' },
        { name: 'hearingSoleTraderAs', from: '2023-03-01', value: 'ORGANISATION', source: '省听证规定' },
      ],
    });
    const input = { partyKind: 'CITIZEN', fineFen: 200_000, confiscateFen: 0, kinds: ['FINE'] } as const;
    expect(bureau.hearingEntitled({ ...input, on: '2023-03-01' }).entitled).toBe(true);
    expect(bureau.hearingEntitled({ ...input, on: '2023-02-28' }).entitled).toBe(false);
    expect(bureau.hearingEntitled({ ...input, partyKind: 'SOLE_TRADER', on: '2023-03-01' }).entitled).toBe(false);
    expect(ask({ partyKind: 'SOLE_TRADER', fineFen: 500_000 }).entitled).toBe(true);
  });

  it('F04 C07 2021-07-15之前没收较大数额的财产、违法所得同样有听证权（最高法〔2004〕行他字第1号、指导案例6号）', () => {
    const organisation = { partyKind: 'ORGANISATION' } as const;
    const goods: PenaltyKind[] = ['CONFISCATE_GOODS'];
    expect(ask({ ...organisation, on: '2020-06-01', confiscateFen: 9_600_000, kinds: goods })).toMatchObject({
      entitled: true,
      article: expect.stringContaining('指导案例6号'),
    });
    const income: PenaltyKind[] = ['CONFISCATE_INCOME'];
    expect(ask({ ...organisation, on: '2021-07-14', confiscateFen: 68_000_000, kinds: income }).entitled).toBe(true);
    expect(ask({ ...organisation, on: '2021-07-14', confiscateFen: 4_999_999, kinds: income }).entitled).toBe(false);
    expect(ask({ on: '2004-09-03', confiscateFen: 9_000_000, kinds: income }).entitled).toBe(false);
    expect(ask({ on: '2004-09-04', confiscateFen: 9_000_000, kinds: income }).entitled).toBe(true);
  });

  it('F04 2021-07-15之前降级、限制从业不在列（2017版42条）', () => {
    const before = { on: '2021-07-14' };
    expect(ask({ ...before, kinds: ['DOWNGRADE'] }).entitled).toBe(false);
    expect(ask({ ...before, kinds: ['SUSPEND_LICENSE'] }).entitled).toBe(false);
    expect(ask({ ...before, kinds: ['REVOKE_LICENSE'] })).toMatchObject({ entitled: true, mark: 'K' });
  });
});

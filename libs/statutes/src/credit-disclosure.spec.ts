import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const { creditDisclosure } = loadStatutes();
const fined = { procedure: 'ORDINARY', kinds: ['FINE'], partyKind: 'ORGANISATION' } as const;

describe('信用公示', () => {
  it('F10、D36 58号令（2023-05-01起）：一般最短三个月，食药安全类一年，最长三年，自作出日起', () => {
    expect(creditDisclosure({ decidedOn: '2023-05-31', ...fined })).toMatchObject({
      disclosed: true,
      fromOn: '2023-05-31',
      shortestUntilOn: '2023-08-31',
      longestUntilOn: '2026-05-31',
      keptUntilOn: '2028-05-31',
      article: '国家发展改革委令58号',
    });
    expect(creditDisclosure({ decidedOn: '2023-05-31', ...fined, safetySector: true }).shortestUntilOn).toBe(
      '2024-05-31',
    );
  });

  it('F10、D37 36号令（2026-04-01起）：前一日作出的仍依58号令', () => {
    expect(creditDisclosure({ decidedOn: '2026-03-31', ...fined })).toMatchObject({
      edition: '2023-05-01',
      longestUntilOn: '2029-03-31',
    });
    expect(creditDisclosure({ decidedOn: '2026-04-01', ...fined })).toMatchObject({
      edition: '2026-04-01',
      shortestUntilOn: '2026-07-01',
      longestUntilOn: '2027-04-01',
    });
  });

  it('F10 36号令：轻微不公示，严重一年至三年；未指明程度的由程序与种类推得', () => {
    const on = { decidedOn: '2026-05-01' };
    expect(creditDisclosure({ ...on, ...fined, gravity: 'MINOR' }).disclosed).toBe(false);
    expect(creditDisclosure({ ...on, ...fined, kinds: ['FINE', 'REVOKE_LICENSE'] })).toMatchObject({
      shortestUntilOn: '2027-05-01',
      longestUntilOn: '2029-05-01',
    });
    expect(creditDisclosure({ ...on, ...fined, procedure: 'SUMMARY' }).disclosed).toBe(false);
    expect(creditDisclosure({ ...on, ...fined, procedure: 'SUMMARY', gravity: 'ORDINARY' }).disclosed).toBe(true);
  });

  it('F10 58号令：简易程序、仅警告或者通报批评、自然人不公示', () => {
    const on = { decidedOn: '2023-06-01' };
    expect(creditDisclosure({ ...on, ...fined, procedure: 'SUMMARY' })).toMatchObject({
      disclosed: false,
      fromOn: null,
    });
    expect(creditDisclosure({ ...on, ...fined, kinds: ['WARNING', 'CRITICISM'] }).disclosed).toBe(false);
    expect(creditDisclosure({ ...on, ...fined, kinds: ['WARNING', 'FINE'] }).disclosed).toBe(true);
    // That natural persons are left out is our reading, whatever the order.
    expect(creditDisclosure({ ...on, ...fined, partyKind: 'CITIZEN' })).toMatchObject({ disclosed: false, mark: 'K' });
    expect(creditDisclosure({ ...on, ...fined, partyKind: 'SOLE_TRADER' })).toMatchObject({
      disclosed: true,
      mark: 'V2',
    });
  });

  it('F10 2023-05-01之前的规定没有录入，不作猜测', () => {
    expect(() => creditDisclosure({ decidedOn: '2023-04-30', ...fined })).toThrow('没有已录入');
    expect(creditDisclosure({ decidedOn: '2023-05-01', ...fined }).disclosed).toBe(true);
  });
});

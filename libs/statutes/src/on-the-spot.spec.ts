import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();

describe('当场处罚限额', () => {
  it('F02 当场处罚限额（处罚法51条）：公民200元、单位3000元，含本数', () => {
    expect(statutes.onTheSpotLimitFen('CITIZEN', '2023-03-01')).toBe(20_000);
    expect(statutes.onTheSpotLimitFen('ORGANISATION', '2023-03-01')).toBe(300_000);
  });

  it('F02 当场处罚限额（处罚法51条，2017版33条）：2021-07-15起提高，前一日为50元、1000元', () => {
    expect(statutes.onTheSpotLimitFen('CITIZEN', '2021-07-15')).toBe(20_000);
    expect(statutes.onTheSpotLimitFen('CITIZEN', '2021-07-14')).toBe(5_000);
    expect(statutes.onTheSpotLimitFen('ORGANISATION', '2021-07-14')).toBe(100_000);
  });

  it('F02 个体工商户（民法典54条）：默认比照公民，单位可自某日起比照组织', () => {
    const bureau = loadStatutes({
      parameters: [{ name: 'onTheSpotSoleTraderAs', from: '2023-06-01', value: 'ORGANISATION', source: '局规' }],
    });
    expect(statutes.onTheSpotLimitFen('SOLE_TRADER', '2023-06-01')).toBe(20_000);
    expect(bureau.onTheSpotLimitFen('SOLE_TRADER', '2023-05-31')).toBe(20_000);
    expect(bureau.onTheSpotLimitFen('SOLE_TRADER', '2023-06-01')).toBe(300_000);
  });

  it('F02 结果带规则、版本、条文', () => {
    expect(statutes.onTheSpotLimit({ partyKind: 'CITIZEN', on: '2023-03-01' })).toEqual({
      rule: 'F02',
      edition: '2021-07-15',
      article: '行政处罚法51条',
      mark: 'V',
      limitFen: 20_000,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const statutes = loadStatutes();
const on = '2023-03-01';

describe('当场收缴', () => {
  it('F03 当场收缴（处罚法68条(一)）：当场处罚100元可以，超过一分不可以', () => {
    expect(statutes.cashCollection({ procedure: 'SUMMARY', fineFen: 10_000, on })).toMatchObject({
      allowed: true,
      ground: '68.1',
      article: '行政处罚法68条(一)',
    });
    expect(statutes.cashCollection({ procedure: 'SUMMARY', fineFen: 10_001, on })).toMatchObject({
      allowed: false,
      ground: null,
    });
  });

  it('F03 当场收缴（处罚法68条(二)）：不当场收缴事后难以执行的，只限当场处罚', () => {
    const input = { fineFen: 20_000, hardToCollectLater: true, on };
    expect(statutes.cashCollection({ procedure: 'SUMMARY', ...input })).toMatchObject({
      allowed: true,
      ground: '68.2',
    });
    expect(statutes.cashCollection({ procedure: 'ORDINARY', ...input })).toMatchObject({ allowed: false });
  });

  it('F03 当场收缴（处罚法69条）：边远水上且当事人提出，普通程序也可以', () => {
    const input = { fineFen: 500_000, remoteAndAskedByParty: true, on } as const;
    expect(statutes.cashCollection({ procedure: 'ORDINARY', ...input })).toMatchObject({ allowed: true, ground: '69' });
    expect(statutes.cashCollection({ procedure: 'ORDINARY', fineFen: 5_000, on })).toMatchObject({ allowed: false });
  });

  it('F03 当场收缴（2017版47条）：2021-07-15之前为20元', () => {
    const input = { procedure: 'SUMMARY', on: '2021-07-14' } as const;
    expect(statutes.cashCollection({ ...input, fineFen: 2_000 }).allowed).toBe(true);
    expect(statutes.cashCollection({ ...input, fineFen: 2_001 }).allowed).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { loadStatutes, underEdition } from './statutes.js';

describe('按指名的版本（R10）', () => {
  const statutes = loadStatutes();

  it('一项期限不论哪一日都按该版本计算，其他期限照行为日', () => {
    const old = underEdition(statutes, 'D07@1996-10-01');
    // Three days end on Saturday 04-29 in the holidays; the first working day after them is 05-04.
    expect(old.due('D07', { on: '2023-04-26' })).toMatchObject({ dueOn: '2023-05-04', edition: '1996-10-01' });
    expect(statutes.due('D07', { on: '2023-04-26' }).dueOn).toBe('2023-05-06');
    expect(old.due('D13', { on: '2023-06-09' }).dueOn).toBe('2023-06-25');
    const present = underEdition(statutes, 'D03@2021-07-15');
    expect([statutes.hasPeriod('D03', '2015-07-16'), present.hasPeriod('D03', '2015-07-16')]).toEqual([false, true]);
    expect(present.due('D03', { on: '2015-07-16' }).dueOn).toBe('2015-10-14');
  });

  it('没有的期限、没有的版本，说出有哪些', () => {
    expect(() => underEdition(statutes, 'D99@2021-07-15')).toThrow(/没有编号为D99的期限/);
    expect(() => underEdition(statutes, 'D07')).toThrow(/没有写明施行日/);
    expect(() => underEdition(statutes, 'D07@2000-01-01')).toThrow(/D07@2021-07-15、D07@1996-10-01/);
  });
});

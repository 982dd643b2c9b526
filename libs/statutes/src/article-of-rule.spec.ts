import { describe, expect, it } from '@jest/globals';
import { articleOfRule } from './article-of-rule.js';
import { loadStatutes } from './statutes.js';

describe('期限依据的法条', () => {
  const statutes = loadStatutes();

  it('按编号和起日找到所依据的条款；旧法的版本是旧法的条款', () => {
    expect(articleOfRule(statutes, 'D08@2021-07-15')).toBe('行政处罚法64条(二)、85条');
    expect(articleOfRule(statutes, 'D08@1996-10-01')).toBe('行政处罚法（1996、2017）42条(二)');
  });

  it('表中没有的，不编造', () => {
    expect(articleOfRule(statutes, 'D08@2020-01-01')).toBeUndefined();
    expect(articleOfRule(statutes, 'F01@2021-07-15')).toBeUndefined();
    expect(articleOfRule(statutes, '')).toBeUndefined();
  });
});

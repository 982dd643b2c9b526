import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DEADLINES } from './deadlines.js';
import { FORMULAS } from './formulas.js';
import { renderLaw } from './render-law.js';
import { COUNTING_RULES } from './rules.js';
import { loadStatutes } from './statutes.js';

describe('总表', () => {
  it('docs/law.md 与规则一致（不一致时运行 npm run law:docs）', () => {
    expect(readFileSync('docs/law.md', 'utf8')).toBe(renderLaw(loadStatutes()));
  });

  it('每条规则、期限、公式都在表中，公式与规则的所在文件存在', () => {
    const rendered = renderLaw(loadStatutes());
    for (const { id } of [...COUNTING_RULES, ...DEADLINES, ...FORMULAS]) expect(rendered).toContain(`| ${id} |`);
    for (const { place } of [...COUNTING_RULES, ...FORMULAS]) {
      expect(readFileSync(`libs/statutes/src/${place}`, 'utf8')).not.toBe('');
    }
  });

  it('单位的设定列在表末', () => {
    const bureau = loadStatutes({
      bureau: '甲局',
      deadlines: [{ rule: 'D09', from: '2023-01-01', length: 5, unit: 'DAY', source: '甲局规〔2023〕1号' }],
      parameters: [{ name: 'clearDays', from: '2023-01-01', to: '2024-01-01', value: false, source: '甲局规' }],
    });
    const rendered = renderLaw(bureau);
    expect(rendered).toContain('（甲局）');
    expect(rendered).toContain('| D09 | 长度 5；单位 DAY | 2023-01-01～ | 甲局规〔2023〕1号 |');
    expect(rendered).toContain('| clearDays | false | 2023-01-01～2024-01-01 | 甲局规 |');
  });
});

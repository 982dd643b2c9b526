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

  it('读来如法条：期满生效的写“满”，后版法条才分情形的不分，触发随情形，参数写明单位', () => {
    const rendered = renderLaw(loadStatutes());
    expect(rendered).toContain('| D12 | 公告送达视为送达 |  | 发出公告 | 满30个自然日 | 期满生效 |');
    expect(rendered).toContain('|  |  | 不分情形 | 收到复议申请书副本 | 10个自然日内 | 机关 | 是 |');
    expect(rendered).toContain('| 建议检察院立案监督 | 收到不予立案的复议决定通知书 | 3个自然日内 |');
    expect(rendered).toContain('| 不属管辖的转送 | 公安机关接受移送 | 24小时内 |');
    expect(rendered).toContain('| D40 | 强制拆除 |  | 复议、起诉期限均届满 | 届满后 | 当事人 |');
    expect(rendered).toContain('| D39 | 行政执法年报公开 |  | 统计年度 | 次年01-31前 | 机关 |');
    expect(rendered).toContain('听证“较大数额”：公民 | 5000元（`500000`）');
    expect(rendered).toContain('| 暂扣许可证件、限制开展生产经营活动（`["SUSPEND_LICENSE","RESTRICT_BUSINESS"]`） |');
    expect(rendered).toContain('“n日前”按净日计算（R6） | 是（`true`） |');
    expect(rendered).toContain('“初次违法”回溯年数 | 2 |');
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

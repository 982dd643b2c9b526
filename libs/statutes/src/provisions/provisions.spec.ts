import { describe, expect, it } from '@jest/globals';
import { LAW_TEXTS, provisionsOf } from './provisions.js';

describe('法条原文', () => {
  it('按所引的款、项给出；引到项的，连同其前的话', () => {
    expect(provisionsOf('行政处罚法第五十七条第二款', '2024-01-02')).toEqual([
      {
        title: '行政处罚法第五十七条第二款',
        lines: ['对情节复杂或者重大违法行为给予行政处罚，行政机关负责人应当集体讨论决定。'],
      },
    ]);
    expect(provisionsOf('行政处罚法第六十四条第二项', '2024-01-02')).toEqual([
      {
        title: '行政处罚法第六十四条第二项',
        lines: [
          '听证应当依照以下程序组织：',
          '（二）行政机关应当在举行听证的七日前，通知当事人及有关人员听证的时间、地点；',
        ],
      },
    ]);
    expect(provisionsOf('行政处罚法第五十七条第一款第三项', '2024-01-02')[0]!.lines).toEqual([
      '调查终结，行政机关负责人应当对调查结果进行审查，根据不同情况，分别作出如下决定：',
      '（三）违法事实不能成立的，不予行政处罚；',
    ]);
  });

  it('一处引几条、几部法，或者“至”某条的，逐条给出', () => {
    const titles = (article: string) => provisionsOf(article, '2024-01-02').map(({ title }) => title);
    expect(titles('行政处罚法第二十二条、第二十五条第二款')).toEqual([
      '行政处罚法第二十二条',
      '行政处罚法第二十五条第二款',
    ]);
    expect(titles('行政处罚法第七十五条第二款；行政强制法第四十一条')).toEqual([
      '行政处罚法第七十五条第二款',
      '行政强制法第四十一条',
    ]);
    expect(titles('行政处罚法第六十三条至第六十五条')).toEqual([
      '行政处罚法第六十三条',
      '行政处罚法第六十四条',
      '行政处罚法第六十五条',
    ]);
  });

  it('施行之日起才是这样写的：前一日引的是旧法，条号不同，不给出', () => {
    expect(provisionsOf('行政处罚法第五十四条', '2021-07-15')).toHaveLength(1);
    expect(provisionsOf('行政处罚法第五十四条', '2021-07-14')).toEqual([]);
    expect(provisionsOf('行政复议法第三十条', '2024-01-01')).toHaveLength(1);
    expect(provisionsOf('行政复议法第三十条', '2023-12-31')).toEqual([]);
    expect(provisionsOf('行政复议法（2017）第十六条', '2024-01-01')).toEqual([]);
  });

  it('没有录入原文的，不给出', () => {
    expect(provisionsOf('浙江省综合行政执法条例第十八条', '2024-01-02')).toEqual([]);
  });

  it('没有空行和残行：每款以句号或者冒号收尾，每项以分号或者句号收尾', () => {
    for (const { law, articles } of LAW_TEXTS)
      for (const [number, lines] of Object.entries(articles)) {
        expect([law, number, lines.length > 0]).toEqual([law, number, true]);
        for (const line of lines)
          expect([law, number, line]).toEqual([law, number, expect.stringMatching(/[。：；]$/)]);
      }
  });
});

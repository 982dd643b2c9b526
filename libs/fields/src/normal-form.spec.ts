import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  hasControl,
  isOverlaid,
  normalCode,
  normalLine,
  normalNumber,
  normalText,
  sameNumber,
  writingsOf,
} from './normal-form.js';

describe('文本的规范写法（DOMAIN F9）', () => {
  it('首尾空白去掉，中间的保留；全角空格也是空白', () => {
    expect(normalText(' 张 三　')).toBe('张 三');
    expect(normalText('　')).toBe('');
  });

  it('零宽字符、书写方向、软连字符去掉', () => {
    for (const unseen of ['\u200b', '\u200d', '\u202e', '\u2066', '\u00ad', '\ufeff', '\u180e', '\u061c'])
      expect(normalText(`张${unseen}三`)).toBe('张三');
  });

  it('没有形状的填充符、标签字符、空白盲文同样去掉', () => {
    for (const unseen of ['\u115f', '\u3164', '\uffa0', '\u2800', '\u034f', '\u{e0041}', '\ufff9'])
      expect(normalText(`张${unseen}三`)).toBe('张三');
  });

  it('一个字上叠了许多符号的不合成：次序要逐个比较，二兆字节会占用处理器几分钟', () => {
    const heap = `a${'\u0301\u0327'.repeat(480_000)}`;
    const before = performance.now();
    for (const normal of [normalText, normalLine, normalNumber, normalCode, sameNumber]) normal(heap);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect([isOverlaid(heap), isOverlaid(`e${'\u0301'.repeat(30)}`)]).toEqual([true, false]);
  });

  it('组合字符合成一个（NFC）', () => expect(normalText('e\u0301')).toBe('\u00e9'));

  it('叙述保留换行；一行的文本把换行、制表当作空格', () => {
    expect(normalText('第一段\n第二段')).toBe('第一段\n第二段');
    expect(normalLine('衢州市 \r\n\t 荷花中路')).toBe('衢州市 荷花中路');
    expect(normalLine('甲  乙')).toBe('甲  乙');
  });

  it('全角的数字、字母在编号中改为半角，在名称中不改', () => {
    expect(normalNumber('浙Ｈ－１２３／Ａ')).toBe('浙H-123/A');
    expect(normalLine('Ａ公司')).toBe('Ａ公司');
    expect(normalCode('３３０８０２ａ')).toBe('330802A');
  });

  it('编号的括号照原样', () => expect(normalNumber('衢综执罚决字（2023）1号')).toBe('衢综执罚决字（2023）1号'));

  it('规范两次等于规范一次', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'张三Ａ１ \n　\u200b\u0301e〔［[（(〕第号\ud83d\ude00') });
    fc.assert(
      fc.property(texts, (text) => {
        for (const normal of [normalText, normalLine, normalNumber, normalCode, sameNumber])
          expect(normal(normal(text))).toBe(normal(text));
      }),
    );
  });

  it('很长的空白也只看一遍', () => {
    const blanks = ' '.repeat(1_000_000);
    expect(normalLine(`甲${blanks}乙`)).toHaveLength(1_000_002);
  });
});

describe('同一编号的不同写法（GB/T 9704）', () => {
  const NUMBER = '衢综执罚决字〔2023〕1号';

  it('括号的种类、有无“第”、空格、大小写、全角半角都不论', () => {
    for (const written of [
      '衢综执罚决字[2023]1号',
      '衢综执罚决字［2023］1号',
      '衢综执罚决字(2023)1号',
      '衢综执罚决字（2023）第1号',
      '衢综执罚决字【2023】 1 号',
      '衢综执罚决字〔２０２３〕１号',
      ' 衢综执罚决字〔2023〕第1号\u200b',
    ])
      expect(sameNumber(written)).toBe(sameNumber(NUMBER));
    expect(sameNumber('t1')).toBe(sameNumber('Ｔ１'));
  });

  it('查询的人用哪一种写法，都列出各种写法', () => {
    for (const asked of ['衢综执罚决字[2023]第1号', '衢综执罚决字（２０２３）1号', NUMBER])
      expect(writingsOf(asked)).toEqual(
        expect.arrayContaining([NUMBER, '衢综执罚决字(2023)1号', '衢综执罚决字［2023］第1号']),
      );
    expect(writingsOf('t1')).toEqual(['t1', 'T1']);
  });

  it('数字、字、年份不同的是不同的编号', () => {
    for (const other of [
      '衢综执罚决字〔2023〕11号',
      '衢综执罚决字〔2024〕1号',
      '衢综执罚告字〔2023〕1号',
      '衢综执罚决字20231号',
    ])
      expect(sameNumber(other)).not.toBe(sameNumber(NUMBER));
  });

  it('照通常写法写的，不经改写，结果一样', () => {
    // What needs no rewriting is told by an expression: it has to agree with the rewriting, which a blank at the edge brings about.
    const texts = fc.string({
      unit: fc.constantFrom(...'衢执字号第一AZaz09-_.:/*〔〕[]【】（）()《》“”，。、：；·—…é'),
    });
    fc.assert(
      fc.property(texts, (text) => {
        for (const normal of [normalText, normalLine, normalNumber, normalCode, sameNumber])
          expect(normal(text)).toBe(normal(` ${text}`));
      }),
    );
  });
});

describe('控制字符', () => {
  it('换行、制表不是，其余都是', () => {
    expect(hasControl('甲\n\t\r乙')).toBe(false);
    for (const code of [0, 7, 8, 11, 12, 27, 31, 127, 128, 155, 159])
      expect(hasControl(`甲${String.fromCharCode(code)}`)).toBe(true);
  });
});

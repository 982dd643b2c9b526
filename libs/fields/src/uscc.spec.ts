import { describe, expect, it } from '@jest/globals';
import { isUscc } from './uscc.js';

describe('统一社会信用代码（GB 32100-2015）', () => {
  const CODE = '11330800768656330Q';

  it('种子年报的机关代码校验位正确', () => {
    expect(isUscc(CODE)).toBe(true);
  });

  it('任何一个字符写错都能发现', () => {
    for (let place = 0; place < CODE.length; place++)
      for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY')
        if (other !== CODE[place]) expect(isUscc(CODE.slice(0, place) + other + CODE.slice(place + 1))).toBe(false);
  });

  it('长短不符、小写、不用的字母、全角字符都不是代码', () => {
    for (const code of [
      CODE.slice(1),
      `${CODE}0`,
      CODE.toLowerCase(),
      CODE.replace('Q', 'O'),
      `１${CODE.slice(1)}`,
      '',
    ])
      expect(isUscc(code)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { yuan, yuanInWords } from './money.js';

describe('金额', () => {
  it.each([
    [0, '0.00', '0元'],
    [5, '0.05', '0.05元'],
    [10_050, '100.50', '100.50元'],
    [20_000, '200.00', '200元'],
    [2_000_000, '20,000.00', '20000元'],
    [11_817_500_01, '11,817,500.01', '11817500.01元'],
  ])('%d分：表中写%s，句中写%s', (fen, inTables, inSentences) => {
    expect(yuan(fen)).toBe(inTables);
    expect(yuanInWords(fen)).toBe(inSentences);
  });
});

import { describe, expect, it } from '@jest/globals';
import { loadStatutes } from './statutes.js';

const { remedyOrder } = loadStatutes();

describe('复议与诉讼的先后', () => {
  it('F09 当场处罚（复议法23条1款(一)）：2024-01-01起复议前置，前一日可以直接起诉', () => {
    expect(remedyOrder({ procedure: 'SUMMARY', on: '2024-01-01' })).toMatchObject({
      first: 'RECONSIDERATION',
      maySueDirectly: false,
      edition: '2024-01-01',
    });
    expect(remedyOrder({ procedure: 'SUMMARY', on: '2023-12-31' })).toMatchObject({ first: 'EITHER' });
  });

  it('F09 普通程序（行诉法44条）：前后均可选择', () => {
    expect(remedyOrder({ procedure: 'ORDINARY', on: '2023-12-31' }).maySueDirectly).toBe(true);
    expect(remedyOrder({ procedure: 'ORDINARY', on: '2024-01-01' }).maySueDirectly).toBe(true);
  });
});

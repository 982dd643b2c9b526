import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '#fields';
import { RecordCourtAcceptance } from './court-enforcement.js';
import { ProposeCriminalTransfer, RecordPoliceFiling } from './criminal-transfer.js';
import { DecideNoPenalty, DecidePenalty } from './decision.js';
import { ServeDemand } from './demand.js';
import { RecordPayment } from './payment.js';
import { ServeDecision } from './service.js';

/* What others' paper bears is taken as it stands there (DOMAIN F10, C30); identifiers of ours keep to their characters. */

const PAPER: readonly (readonly [new () => object, string, object, string])[] = [
  [ServeDecision, 'receiptId', { method: 'DIRECT', servedOn: '2024-03-01' }, '甲综执送字〔2024〕3号'],
  [
    ServeDecision,
    'eConsentId',
    { method: 'ELECTRONIC', servedOn: '2024-03-01', receiptId: '1' },
    '电送确〔2024〕第5号',
  ],
  [ServeDemand, 'receiptId', { servedOn: '2024-03-01' }, '甲综执送字［2024］4号'],
  [
    RecordPayment,
    'receiptNo',
    { amountFen: 1, kind: 'FINE', channel: 'BANK', paidOn: '2024-03-01' },
    '浙财票（2024）0001',
  ],
  [
    RecordPayment,
    'ticketNo',
    { receiptNo: '1', amountFen: 1, kind: 'FINE', channel: 'CASH', paidOn: '2024-03-01' },
    '浙财罚 A0012345',
  ],
  [
    DecidePenalty,
    'benchmarkId',
    { decidedOn: '2024-03-01', kinds: ['FINE'], fineFen: 1, confiscateFen: 0, lawVersion: '条例第十二条' },
    '浙综执裁〔2022〕第12项',
  ],
  [
    DecideNoPenalty,
    'leniencyItemId',
    { decidedOn: '2024-03-01', ground: '33.1a', educated: true },
    '轻微不罚清单（2023版）第7条',
  ],
  [RecordCourtAcceptance, 'courtCaseNo', { on: '2024-03-01' }, '（2024）浙0802行审1号'],
  [
    ProposeCriminalTransfer,
    'reportId',
    { proposedOn: '2024-03-01', taskForce: ['zhang', 'li'] },
    '甲综执移报〔2024〕1号',
  ],
  [RecordPoliceFiling, 'policeCaseNo', { on: '2024-03-01' }, '柯公（刑）立字〔2024〕1号'],
];
const NUMBERS = PAPER.map(([type, field, rest, number]) => ({ type, name: type.name, field, rest, number }));

describe('外来编号照纸面的写法（C30）', () => {
  it.each(NUMBERS)('$name 的 $field 可以有汉字和括号', ({ type, field, rest, number }) => {
    const { command, faults } = parseCommand(type, { ...rest, [field]: number });
    expect(faults).toBeUndefined();
    expect(command).toMatchObject({ [field]: number });
  });

  it.each(NUMBERS)('$name 的 $field 空白的、含控制字符的、超过一百字的不可以', ({ type, field, rest }) => {
    for (const number of ['', ' 　', 'a\u0000b', '号'.repeat(101)])
      expect(parseCommand(type, { ...rest, [field]: number }).faults).toMatchObject([{ path: field }]);
  });

  it('全角的数字、字母记为半角，首尾空白去掉：同一编号是同一编号', () => {
    const { command } = parseCommand(RecordPayment, {
      receiptNo: ' Ｒ１２ ',
      amountFen: 1,
      kind: 'FINE',
      channel: 'BANK',
      paidOn: '2024-03-01',
    });
    expect(command?.receiptNo).toBe('R12');
  });
});

import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import { RecordSupport, type SupportKind, supportRecord, VoidSupport } from './support-record.js';

const the = <Command extends object>(input: new () => Command) => commandOf(supportRecord, input);
const clerk = (at: string) => by('qz', 'REGISTRAR', at);
const RECORD: RecordSupport = {
  kind: 'SPECIAL_SUPERVISION',
  title: '市容秩序专项督查',
  detail: '水亭门街区',
  quantity: 1,
  doneOn: '2023-03-31',
};
const recorded = (kind: SupportKind, doneOn: string, quantity = 1) => ({
  type: 'SupportRecorded',
  data: { ...RECORD, kind, doneOn, quantity, unitId: 'qz' },
});
const voided = { type: 'SupportVoided', data: { unitId: 'qz', reason: '重复登记', on: '2023-12-31' } };

describe('保障台账', () => {
  it('登记一次；误登的作废，作废的不再作废', () => {
    given().when(the(RecordSupport), RECORD, clerk('2023-03-31')).then(recorded('SPECIAL_SUPERVISION', '2023-03-31'));
    const cancel: VoidSupport = { reason: '重复登记', on: '2023-04-01' };
    const before = recorded('SPECIAL_SUPERVISION', '2023-03-31');
    given(before).when(the(VoidSupport), cancel, clerk('2023-04-01')).then({ type: 'SupportVoided' });
    given(before, voided)
      .when(the(VoidSupport), { ...cancel, on: '2023-12-31' }, clerk('2023-12-31'))
      .thenRefused('supportRecord.phase');
  });

  it('专项督查按月、中队督查按季看有没有；装备按数量计；作废的不计', () => {
    const facts = (...events: Parameters<typeof rowAfter>[1][]) => rowAfter(supportRecord.register, ...events).booked;
    expect(facts(recorded('SPECIAL_SUPERVISION', '2023-03-31'))).toEqual([
      '+1 support.done 2023-03-31 qz SPECIAL_SUPERVISION',
      '+1 support.month 2023-03-31 qz 2023-03',
    ]);
    for (const [day, quarter] of [
      ['2023-03-31', '2023-Q1'],
      ['2023-04-01', '2023-Q2'],
      ['2023-12-31', '2023-Q4'],
    ] as const)
      expect(facts(recorded('TEAM_SUPERVISION', day))).toContain(`+1 support.quarter ${day} qz ${quarter}`);
    expect(facts(recorded('VEHICLE', '2023-05-01', 2))).toEqual(['+2 support.done 2023-05-01 qz VEHICLE']);
    expect(rowAfter(supportRecord.register, recorded('VEHICLE', '2023-05-01', 2), voided).facts).toEqual([]);
  });
});

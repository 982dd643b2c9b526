import { describe, expect, it } from '@jest/globals';
import { EXECUTION_KINDS, MEASURE_KINDS, OTHER_ACT_KINDS } from '#enforcement';
import type { DomainEvent } from '#eventsourcing';
import { actOverview } from './act-overview.js';
import { playInto } from './overview-history.js';

const license = (type: string, on: string): DomainEvent => ({
  type,
  data: { licenseId: 'x1', unitId: 'qz', kind: '建筑垃圾处置核准', applicant: '某公司', on, reason: '理由' },
});
const play = (...events: DomainEvent[]) => playInto(actOverview, 'actLedger-x1', ...events);

describe('行政执法行为一览（A01）', () => {
  const accepted = [license('LicenseApplied', '2023-03-01'), license('LicenseAccepted', '2023-03-02')];

  it('许可按准予日计；申请、受理、不予许可不计', () => {
    expect(play(...accepted).facts).toEqual([]);
    expect(play(...accepted, license('LicenseRefused', '2023-03-10')).facts).toEqual([]);
    const granted = play(...accepted, license('LicenseGranted', '2023-03-10'));
    expect(granted.facts).toEqual(['act.license 2023-03-10 qz LICENSE']);
    expect(granted.row).toMatchObject({
      category: 'LICENSE',
      kind: '建筑垃圾处置核准',
      subject: '某公司',
      phase: 'Granted',
    });
  });

  it('后来撤销的，当时仍是准予', () => {
    const revoked = play(...accepted, license('LicenseGranted', '2023-03-10'), license('LicenseRevoked', '2024-03-10'));
    expect(revoked.booked).toEqual([]);
    expect(revoked.row).toMatchObject({ phase: 'Revoked', endedOn: '2024-03-10' });
  });

  it.each(Object.keys(MEASURE_KINDS))('强制措施%s按决定日计', (kind) => {
    const data = { actId: 'x1', unitId: 'qz', kind, decidedOn: '2023-05-01', approverId: 'chen' };
    expect(play({ type: 'MeasureDecided', data }).facts).toEqual([`act.measure 2023-05-01 qz ${kind}`]);
  });

  it.each(Object.keys(EXECUTION_KINDS))('强制执行%s按执行完毕日计', (kind) => {
    const data = { actId: 'x1', unitId: 'qz', kind, finishedOn: '2023-05-01', caseId: 'k1' };
    const { facts, row } = play({ type: 'ExecutionFinished', data });
    expect(facts).toEqual([`act.execution 2023-05-01 qz ${kind}`]);
    expect(row.caseId).toBe('k1');
  });

  it.each(Object.keys(OTHER_ACT_KINDS))('其他行为%s按行为日计', (kind) => {
    const data = { actId: 'x1', unitId: 'qz', kind, subject: '某事项', on: '2023-05-01', count: 1 };
    expect(play({ type: 'OtherActRecorded', data }).facts).toEqual([`act.other 2023-05-01 qz ${kind}`]);
  });
});

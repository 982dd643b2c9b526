import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { onPaper } from '../case/scenario.js';
import { by, commandOf, ordinaryCase, rowAfter, summaryCase } from '../scenario.js';
import {
  AcceptLicense,
  ApplyLicense,
  administrativeAct,
  DecideMeasure,
  EXECUTION_KINDS,
  FinishExecution,
  GrantLicense,
  MEASURE_KINDS,
  OTHER_ACT_KINDS,
  RecordOtherAct,
  RefuseLicense,
  RevokeLicense,
} from './administrative-act.js';

const the = <Command extends object>(input: new () => Command) => commandOf(administrativeAct, input);

const APPLY: ApplyLicense = { kind: '城市建筑垃圾处置核准', applicant: '某某建设公司', on: '2023-03-01' };
const LICENSE = { licenseId: 'x1', unitId: 'qz', kind: APPLY.kind, applicant: APPLY.applicant };
const step = (type: string, on: string): DomainEvent => ({ type, data: { ...LICENSE, on } });
const applied = step('LicenseApplied', '2023-03-01');
const accepted = step('LicenseAccepted', '2023-03-02');
const granted = step('LicenseGranted', '2023-03-10');

const clerk = (at: string, elsewhere = {}) => by('qz', 'REGISTRAR', at, elsewhere);

describe('行政许可', () => {
  it('申请、受理、准予、撤销，每一步都带着许可事项和申请人', () => {
    given()
      .when(the(ApplyLicense), APPLY, clerk('2023-03-01'))
      .then({ type: 'LicenseApplied', data: { ...LICENSE, on: '2023-03-01' } });
    given(applied)
      .when(the(AcceptLicense), { on: '2023-03-02' }, clerk('2023-03-02'))
      .then({ type: 'LicenseAccepted', data: { ...LICENSE, on: '2023-03-02' } });
    given(applied, accepted)
      .when(the(GrantLicense), { on: '2023-03-10', licenseNo: '衢建垃〔2023〕1号' }, clerk('2023-03-10'))
      .then({ type: 'LicenseGranted', data: { ...LICENSE, on: '2023-03-10', licenseNo: '衢建垃〔2023〕1号' } });
    given(applied, accepted, granted)
      .when(the(RevokeLicense), { on: '2023-05-10', reason: '以欺骗手段取得' }, clerk('2023-05-10'))
      .then({ type: 'LicenseRevoked', data: { ...LICENSE, on: '2023-05-10' } });
  });

  it('没有受理的不能准予，也不能不予（行政许可法第三十八条）', () => {
    given(applied)
      .when(the(GrantLicense), { on: '2023-03-10' }, clerk('2023-03-10'))
      .thenRefused('act.phase', { article: '行政许可法第三十八条第一款' });
    given(applied)
      .when(the(RefuseLicense), { on: '2023-03-10', reason: '不符合条件' }, clerk('2023-03-10'))
      .thenRefused('act.phase');
    given().when(the(AcceptLicense), { on: '2023-03-10' }, clerk('2023-03-10')).thenRefused('act.phase');
  });

  it('不予许可须说明理由（行政许可法第三十八条第二款）', () => {
    given(applied, accepted)
      .when(the(RefuseLicense), { on: '2023-03-10', reason: '不符合条件' }, clerk('2023-03-10'))
      .then({ type: 'LicenseRefused', data: { ...LICENSE, reason: '不符合条件' } });
    expect(parseCommand(RefuseLicense, { on: '2023-03-10', reason: ' ' }).faults?.[0]?.path).toBe('reason');
  });

  it('只有准予的才能撤销；已经准予的不能再不予；每一步只有一次', () => {
    given(applied, accepted)
      .when(the(RevokeLicense), { on: '2023-03-10', reason: '撤' }, clerk('2023-03-10'))
      .thenRefused('act.phase', { article: '行政许可法第六十九条' });
    given(applied, accepted, granted)
      .when(the(RefuseLicense), { on: '2023-03-10', reason: '反悔' }, clerk('2023-03-10'))
      .thenRefused('act.phase');
    given(applied, accepted, granted)
      .when(the(GrantLicense), { on: '2023-03-10' }, clerk('2023-03-10'))
      .thenRefused('act.phase');
    given(applied).when(the(ApplyLicense), APPLY, clerk('2023-03-10')).thenRefused('act.phase');
  });

  it('每一步不早于前一步，不晚于今天，由本单位作出', () => {
    given(applied, accepted)
      .when(the(GrantLicense), { on: '2023-03-01' }, clerk('2023-03-10'))
      .thenRefused('day.out_of_order', { earliest: '2023-03-02' });
    given(applied, accepted)
      .when(the(GrantLicense), { on: '2023-03-11' }, clerk('2023-03-10'))
      .thenRefused('day.in_future', { earliest: '2023-03-11' });
    given(applied, accepted)
      .when(the(GrantLicense), { on: '2023-03-10' }, by('kecheng', 'REGISTRAR', '2023-03-10'))
      .thenRefused('unit.not_responsible');
  });
});

describe('行政强制措施（行政强制法第十八条）', () => {
  const measure: DecideMeasure = { kind: 'SEIZURE', decidedOn: '2023-05-31', ...onPaper('2023-05-31', 'new') };

  it('经本机关负责人批准决定', () => {
    given()
      .when(the(DecideMeasure), measure, clerk('2023-05-31'))
      .then({
        type: 'MeasureDecided',
        data: { actId: 'x1', unitId: 'qz', kind: 'SEIZURE', decidedOn: '2023-05-31', approverId: 'new' },
      });
  });

  it('批准人在决定当日须是负责人：5月8日任职，6月1日起卸任', () => {
    for (const decidedOn of ['2023-05-07', '2023-06-01'])
      given()
        .when(the(DecideMeasure), { ...measure, decidedOn, ...onPaper(decidedOn, 'new') }, clerk('2023-06-01'))
        .thenRefused('approver.not_leader', { article: '行政强制法第十八条' });
    given()
      .when(
        the(DecideMeasure),
        { ...measure, decidedOn: '2023-05-08', ...onPaper('2023-05-08', 'new') },
        clerk('2023-06-01'),
      )
      .then({ type: 'MeasureDecided' });
  });

  it('所涉案件须是本单位的', () => {
    const body = { ...measure, caseId: 'k1' };
    given().when(the(DecideMeasure), body, clerk('2023-05-31')).thenRefused('act.case_of_other_unit');
    given()
      .when(the(DecideMeasure), body, clerk('2023-05-31', { 'case-k1': ordinaryCase('k1', 'qz') }))
      .then({ type: 'MeasureDecided', data: { caseId: 'k1' } });
  });

  it('批准人不是提出的人，也不是所涉案件的办案人员（第十八条第一项）', () => {
    const elsewhere = {
      'case-k1': [
        ...ordinaryCase('k1', 'qz'),
        { type: 'OfficerAssigned', data: { userId: 'both', certNo: 'C09', duty: 'ASSIST', assignedOn: '2023-03-01' } },
      ],
    };
    given()
      .when(the(DecideMeasure), { ...measure, approverId: 'both', caseId: 'k1' }, clerk('2023-05-31', elsewhere))
      .thenRefused('approver.investigates');
    given()
      .when(the(DecideMeasure), { ...measure, approverId: 'both' }, clerk('2023-05-31'))
      .then({ type: 'MeasureDecided' });
    const himself = { ...clerk('2023-05-31'), actor: { id: 'both', unit: 'qz', roles: ['OFFICER', 'LEADER'] } };
    given()
      .when(the(DecideMeasure), { ...measure, approverId: 'both' }, himself)
      .thenRefused('approver.investigates');
  });

  it('不能预先记录，不能记录两次', () => {
    given()
      .when(the(DecideMeasure), measure, clerk('2023-05-30'))
      .thenRefused('day.in_future', { earliest: '2023-05-31' });
    given({ type: 'MeasureDecided', data: { ...measure, unitId: 'qz' } })
      .when(the(DecideMeasure), measure, clerk('2023-05-31'))
      .thenRefused('act.phase');
  });
});

describe('行政强制执行（行政强制法第十二条）', () => {
  it('按执行完毕记录，不早于案件的决定', () => {
    const body: FinishExecution = { kind: 'SUBSTITUTE', finishedOn: '2023-07-01' };
    given()
      .when(the(FinishExecution), body, clerk('2023-07-01'))
      .then({
        type: 'ExecutionFinished',
        data: { actId: 'x1', unitId: 'qz', kind: 'SUBSTITUTE', finishedOn: '2023-07-01' },
      });
    given()
      .when(
        the(FinishExecution),
        { ...body, caseId: 'k1' },
        clerk('2023-07-01', { 'case-k1': summaryCase('k1', 'qz', '2023-07-02') }),
      )
      .thenRefused('day.out_of_order', { earliest: '2023-07-02' });
  });
});

describe('其他行政执法行为', () => {
  it.each(['LEVY', 'ADJUDICATION', 'PAYMENT', 'CONFIRMATION', 'REWARD', 'OTHER'] as const)('%s计一次', (kind) => {
    given()
      .when(the(RecordOtherAct), { kind, subject: '某事项', on: '2023-03-01' }, clerk('2023-03-01'))
      .then({ type: 'OtherActRecorded', data: { actId: 'x1', unitId: 'qz', kind, on: '2023-03-01', count: 1 } });
  });

  it('种类不在列的指出', () => {
    const { faults } = parseCommand(RecordOtherAct, { kind: 'PENALTY', subject: '某事项', on: '2023-03-01' });
    expect(faults?.[0]?.path).toBe('kind');
  });
});

describe('行政执法行为怎样计（A01）', () => {
  const play = (...events: DomainEvent[]) => rowAfter(administrativeAct.register, ...events);

  it('许可按准予日计；申请、受理、不予许可、撤销各计其日，不入许可数', () => {
    const asked = ['license.applied 2023-03-01 qz', 'license.accepted 2023-03-02 qz'];
    expect(play(applied).facts).toEqual(asked.slice(0, 1));
    expect(play(applied, accepted).facts).toEqual(asked);
    expect(play(applied, accepted, step('LicenseRefused', '2023-03-10')).facts).toEqual([
      ...asked,
      'license.refused 2023-03-10 qz',
    ]);
    const { facts, row } = play(applied, accepted, granted);
    expect(facts).toEqual(['act.license 2023-03-10 qz LICENSE', ...asked]);
    expect(row).toMatchObject({
      category: 'LICENSE',
      actKind: null,
      matter: APPLY.kind,
      applicant: APPLY.applicant,
      begunOn: '2023-03-01',
    });
  });

  it('后来撤销的，当时仍是准予', () => {
    expect(play(applied, accepted, granted, step('LicenseRevoked', '2024-03-10'))).toMatchObject({
      booked: ['+1 license.revoked 2024-03-10 qz'],
      row: { phase: 'Revoked', endedOn: '2024-03-10' },
    });
  });

  it.each(Object.keys(MEASURE_KINDS))('强制措施%s按决定日计', (kind) => {
    const data = { actId: 'x1', unitId: 'qz', kind, decidedOn: '2023-05-01', approverId: 'chen' };
    expect(play({ type: 'MeasureDecided', data }).facts).toEqual([`act.measure 2023-05-01 qz ${kind}`]);
  });

  it.each(Object.keys(EXECUTION_KINDS))('强制执行%s按执行完毕日计', (kind) => {
    const data = { actId: 'x1', unitId: 'qz', kind, finishedOn: '2023-05-01', caseId: 'k1' };
    expect(play({ type: 'ExecutionFinished', data })).toMatchObject({
      facts: [`act.execution 2023-05-01 qz ${kind}`],
      row: { caseId: 'k1', actKind: kind, matter: null },
    });
  });

  it.each(Object.keys(OTHER_ACT_KINDS))('其他行为%s按行为日计', (kind) => {
    const data = { actId: 'x1', unitId: 'qz', kind, subject: '某事项', on: '2023-05-01', count: 1 };
    expect(play({ type: 'OtherActRecorded', data }).facts).toEqual([`act.other 2023-05-01 qz ${kind}`]);
  });
});

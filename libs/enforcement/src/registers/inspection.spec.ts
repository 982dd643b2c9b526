import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import {
  EscalateFinding,
  IssueInspectionCode,
  inspection,
  inspectionPlan,
  MergeInspectionPlan,
  StartInspection,
  SubmitInspectionPlan,
} from './inspection.js';

const USCC = '11330800768656330Q';
const FIRM = { uscc: USCC, firmName: '衢州信安餐饮管理有限公司' };
const TOGETHER = [{ name: '市综合执法局' }, { name: '市市场监管局' }, { name: '市消防救援支队' }];
const PLAN: SubmitInspectionPlan = {
  ...FIRM,
  matter: '餐饮场所燃气安全',
  participants: TOGETHER,
  yearlyCap: 2,
  submittedOn: '2023-01-10',
};
const submitted = { type: 'InspectionPlanSubmitted', data: { ...PLAN, unitId: 'qz' } };
const published = {
  type: 'InspectionPlanPublished',
  data: { unitId: 'qz', documentNo: '衢综发〔2023〕1号', on: '2023-02-01' },
};
const mergedAway = { type: 'InspectionPlanMerged', data: { unitId: 'qz', mergedInto: 'p1', on: '2023-01-20' } };
const counted = { type: 'InspectionCounted', data: { inspectionId: 'i', on: '2023-03-01' } };

const officer = (userId: string, certNo: string) => [
  { type: 'OfficerRegistered', data: { userId, name: '某', unitId: 'qz', auxiliary: false } },
  { type: 'CertificateIssued', data: { certNo, validFrom: '2021-01-01', validTo: '2026-12-31' } },
];
const lead = (source: string, unitId = 'qz') => [
  {
    type: 'LeadRegistered',
    data: { leadId: 'l1', unitId, source, content: '略', place: '上街', registeredOn: '2023-03-06' },
  },
];
const ELSEWHERE = {
  'inspectionPlan-p1': [submitted, published],
  'inspectionPlan-p2': [submitted],
  'inspectionPlan-p3': [submitted, mergedAway],
  'officer-a': officer('a', '1'),
  'officer-b': officer('b', '2'),
  'lead-l1': lead('INSPECTION'),
  'lead-l2': lead('PATROL'),
  'lead-l3': lead('INSPECTION', 'kecheng'),
};
const clerk = (at: string, more = {}) => by('qz', 'REGISTRAR', at, { ...ELSEWHERE, ...more });

describe('检查计划（浙江省综合行政执法条例第二十一条）', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(inspectionPlan, input);

  it('对同一企业的计划并为一次；不能并入自己、并入对别的企业的或者已经并入他处的计划', () => {
    const merge = (mergedInto: string): MergeInspectionPlan => ({ mergedInto, on: '2023-01-20' });
    for (const into of ['p1', 'p2'])
      given(submitted)
        .when(the(MergeInspectionPlan), merge(into), clerk('2023-01-20'))
        .then({ type: 'InspectionPlanMerged', data: { mergedInto: into } });
    for (const into of ['p3', 'x1', 'nothing'])
      given(submitted)
        .when(the(MergeInspectionPlan), merge(into), clerk('2023-01-20', { 'inspectionPlan-x1': [submitted] }))
        .thenRefused('inspectionPlan.not_of_firm');
    const other = { ...submitted, data: { ...submitted.data, uscc: '91330800MA28F0000X' } };
    given(other)
      .when(the(MergeInspectionPlan), merge('p1'), clerk('2023-01-20'))
      .thenRefused('inspectionPlan.not_of_firm');
  });
});

describe('检查（国办发〔2024〕54号）', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(inspection, input);
  const ISSUE: IssueInspectionCode = {
    ...FIRM,
    source: 'PLAN',
    planId: 'p1',
    code: 'JC20230001',
    participants: TOGETHER,
    issuedOn: '2023-03-06',
  };
  const COMPLAINT: IssueInspectionCode = {
    ...FIRM,
    source: 'COMPLAINT',
    code: 'JC20230001',
    participants: TOGETHER,
    issuedOn: '2023-03-06',
  };
  const issued = { type: 'InspectionCodeIssued', data: { ...ISSUE, unitId: 'qz' } };
  const started = {
    type: 'InspectionStarted',
    data: { unitId: 'qz', scanned: 'JC20230001', officers: ['a', 'b'], on: '2023-03-07' },
  };
  const completed = (result: string) => ({
    type: 'InspectionCompleted',
    data: { unitId: 'qz', result, findings: '略', on: '2023-03-07' },
  });

  it('未经公布的事项不得检查：没有计划、计划未公布、对别的企业的，或者早于公布的', () => {
    const { elsewhere } = given().when(the(IssueInspectionCode), ISSUE, clerk('2023-03-06')).then(issued);
    expect(elsewhere).toMatchObject([
      { stream: { aggregate: 'inspectionCount', id: `${USCC}.2023` }, events: [{ type: 'InspectionCounted' }] },
    ]);
    for (const plan of [{ planId: 'p2' }, { planId: 'p3' }, { planId: 'nothing' }, { uscc: '91330800MA28F0000X' }])
      given()
        .when(the(IssueInspectionCode), { ...ISSUE, ...plan }, clerk('2023-03-06'))
        .thenRefused('inspection.not_published', { article: '国办发〔2024〕54号第二条' });
    given()
      .when(the(IssueInspectionCode), { ...ISSUE, issuedOn: '2023-01-31' }, clerk('2023-03-06'))
      .thenRefused('day.out_of_order', { earliest: '2023-02-01' });
  });

  it('不超过公布的年度上限：第二次可以，第三次要到下一年；线索等引起的不受限，须写明依据', () => {
    const visited = (times: number) => ({
      [`inspectionCount-${USCC}.2023`]: Array.from({ length: times }, () => counted),
    });
    given()
      .when(the(IssueInspectionCode), ISSUE, clerk('2023-03-06', visited(1)))
      .then({ type: 'InspectionCodeIssued' });
    given()
      .when(the(IssueInspectionCode), ISSUE, clerk('2023-03-06', visited(2)))
      .thenRefused('inspection.capped', { earliest: '2024-01-01' });
    given()
      .when(the(IssueInspectionCode), { ...COMPLAINT, basis: '12345工单' }, clerk('2023-03-06', visited(2)))
      .then({ type: 'InspectionCodeIssued' });
    given().when(the(IssueInspectionCode), COMPLAINT, clerk('2023-03-06')).thenRefused('inspection.no_basis');
  });

  it('扫码入企，码须相符；检查人员不少于两名持证人员（行政处罚法第五十五条、第四十二条）', () => {
    const start: StartInspection = { scanned: 'JC20230001', officers: ['a', 'b'], on: '2023-03-07' };
    given(issued).when(the(StartInspection), start, clerk('2023-03-07')).then(started);
    given(issued)
      .when(the(StartInspection), { ...start, scanned: 'JC20230002' }, clerk('2023-03-07'))
      .thenRefused('inspection.code');
    given(issued)
      .when(the(StartInspection), { ...start, officers: ['a', 'a'] }, clerk('2023-03-07'))
      .thenRefused('officer.fewer_than_two');
  });

  it('发现违法的转为以检查为来源的本单位线索', () => {
    const escalate = (leadId: string): EscalateFinding => ({ leadId, on: '2023-03-08' });
    given(issued, started, completed('BREACH'))
      .when(the(EscalateFinding), escalate('l1'), clerk('2023-03-08'))
      .then({ type: 'FindingEscalated' });
    for (const id of ['l2', 'l3', 'nothing'])
      given(issued, started, completed('BREACH'))
        .when(the(EscalateFinding), escalate(id), clerk('2023-03-08'))
        .thenRefused('inspection.lead');
    given(issued, started, completed('SOUND'))
      .when(the(EscalateFinding), escalate('l1'), clerk('2023-03-08'))
      .thenRefused('inspection.lead');
  });

  it('完成的计一户次，几个部门一并检查的另计综合查一次和减少的户次（M17）', () => {
    const facts = (...events: Parameters<typeof rowAfter>[1][]) => rowAfter(inspection.register, ...events).booked;
    expect(facts(issued, started, completed('SOUND'))).toEqual([
      `+1 inspection.visit 2023-03-07 qz ${USCC}`,
      `+1 inspection.joint 2023-03-07 qz ${USCC}`,
      '+2 inspection.saved 2023-03-07 qz',
    ]);
    const alone = { ...issued, data: { ...issued.data, participants: TOGETHER.slice(0, 1) } };
    expect(facts(alone, started, completed('BREACH'))).toEqual([
      `+1 inspection.visit 2023-03-07 qz ${USCC}`,
      '+1 inspection.breach 2023-03-07 qz',
    ]);
    expect(facts(issued, started)).toEqual([]);
  });
});

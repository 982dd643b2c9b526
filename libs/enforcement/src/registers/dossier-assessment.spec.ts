import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, ordinaryCase, rowAfter, summaryCase } from '../scenario.js';
import {
  assessmentRound,
  assessmentStandard,
  CompleteRectification,
  dossierAssessment,
  EnactAssessmentStandard,
  OpenAssessmentRound,
  RaiseIssue,
  ReviseAssessmentStandard,
  SampleDossier,
  ScoreDossier,
  type StandardItem,
} from './dossier-assessment.js';

const item = (itemNo: string, points: number, isVeto = false): StandardItem => ({
  itemNo,
  title: '程序合法',
  points,
  isVeto,
});
const ITEMS = [item('1', 40, true), item('2', 35), item('3', 25)];
const TEXT = { documentNo: '衢综法发〔2022〕2号', items: ITEMS, effectiveOn: '2022-08-01', on: '2022-07-20' };
const ENACT: EnactAssessmentStandard = { ...TEXT, kind: 'QUALITY' };
const enacted = { type: 'AssessmentStandardEnacted', data: { ...ENACT, unitId: 'qz' } };
const revised = {
  type: 'AssessmentStandardRevised',
  data: {
    ...TEXT,
    items: [item('1', 60, true), item('2', 40)],
    effectiveOn: '2023-06-01',
    on: '2023-05-20',
    version: 2,
    unitId: 'qz',
  },
};
const opened = {
  type: 'AssessmentRoundOpened',
  data: { title: '第一次考评', standardId: 's1', openedOn: '2023-05-31', standardVersion: 1, unitId: 'qz' },
};
const closed = { type: 'AssessmentRoundClosed', data: { unitId: 'qz', report: '已通报', on: '2023-07-01' } };

const ELSEWHERE = {
  'assessmentStandard-s1': [enacted, revised],
  'assessmentRound-r1': [opened],
  'assessmentRound-r0': [opened, closed],
  'case-c1': summaryCase('c1', 'kecheng', '2023-05-10'),
  'case-c2': ordinaryCase('c2', 'kecheng'),
};
const city = (at: string) => by('qz', 'COORDINATOR', at, ELSEWHERE);
const county = (at: string) => by('kecheng', 'LEADER', at, ELSEWHERE);

describe('评查标准（行政处罚法第七十五条第二款）', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(assessmentStandard, input);

  it('各条目合计一百分，编号不重复；修订的一版自前一版施行的次日起可以施行', () => {
    given().when(the(EnactAssessmentStandard), ENACT, city('2022-07-20')).then(enacted);
    for (const items of [[item('1', 99)], [item('1', 60), item('2', 41)]])
      given()
        .when(the(EnactAssessmentStandard), { ...ENACT, items }, city('2022-07-20'))
        .thenRefused('standard.points');
    given()
      .when(the(EnactAssessmentStandard), { ...ENACT, items: [item('1', 60), item('１', 40)] }, city('2022-07-20'))
      .thenRefused('standard.repeated');
    const revise: ReviseAssessmentStandard = { ...TEXT, effectiveOn: '2022-08-02', on: '2022-08-01' };
    given(enacted)
      .when(the(ReviseAssessmentStandard), revise, city('2022-08-01'))
      .then({ type: 'AssessmentStandardRevised', data: { version: 2 } });
    given(enacted)
      .when(the(ReviseAssessmentStandard), { ...revise, effectiveOn: '2022-08-01' }, city('2022-08-01'))
      .thenRefused('day.out_of_order', { earliest: '2022-08-02' });
    expect(rowAfter(assessmentStandard.register, enacted, revised).facts).toEqual([
      'standard.revised 2023-06-01 qz QUALITY',
    ]);
  });
});

describe('考评轮次', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(assessmentRound, input);
  const open = (openedOn: string): OpenAssessmentRound => ({ title: '第一次考评', standardId: 's1', openedOn });

  it('适用开始之日施行的一版；没有施行的标准，不能开始', () => {
    for (const [on, standardVersion] of [
      ['2022-08-01', 1],
      ['2023-05-31', 1],
      ['2023-06-01', 2],
    ] as const)
      given()
        .when(the(OpenAssessmentRound), open(on), city('2023-06-02'))
        .then({ type: 'AssessmentRoundOpened', data: { standardVersion } });
    given().when(the(OpenAssessmentRound), open('2022-07-31'), city('2023-06-02')).thenRefused('round.no_standard');
  });
});

describe('案卷评查', () => {
  const the = <Command extends object>(input: new () => Command) => commandOf(dossierAssessment, input);
  const SAMPLE: SampleDossier = { roundId: 'r1', caseId: 'c1', sampledOn: '2023-06-05' };
  const sampled = {
    type: 'DossierSampled',
    data: { ...SAMPLE, unitId: 'kecheng', byUnitId: 'qz', standardId: 's1', standardVersion: 1 },
  };
  const scored = (on = '2023-06-10') => ({
    type: 'DossierScored',
    data: { unitId: 'kecheng', scores: [], opinion: '规范', total: 100, isVetoed: false, on },
  });
  const raised = {
    type: 'IssueRaised',
    data: { unitId: 'kecheng', issue: '责令内容不明确', dueOn: '2023-06-30', on: '2023-06-12' },
  };
  const rectified = (on: string) => ({
    type: 'RectificationCompleted',
    data: { unitId: 'kecheng', result: '已补正', on },
  });

  it('在考评进行中，抽取已经作出决定的真实案件；被评查的是办理案件的单位', () => {
    given().when(the(SampleDossier), SAMPLE, city('2023-06-05')).then(sampled);
    for (const roundId of ['r0', 'nothing'])
      given()
        .when(the(SampleDossier), { ...SAMPLE, roundId }, city('2023-06-05'))
        .thenRefused('dossier.round_not_open');
    for (const caseId of ['c2', 'nothing'])
      given()
        .when(the(SampleDossier), { ...SAMPLE, caseId }, city('2023-06-05'))
        .thenRefused('dossier.not_decided');
  });

  it('按考评开始时的一版评分：扣分不超过该条，每条一次；基本标准不合格的，整卷0分', () => {
    const score = (...scores: ScoreDossier['scores']): ScoreDossier => ({ scores, opinion: '略', on: '2023-06-10' });
    const done = (total: number, isVetoed = false) => ({ type: 'DossierScored', data: { total, isVetoed } });
    for (const [scores, result] of [
      [[], done(100)],
      [[{ itemNo: '2', deducted: 35 }], done(65)],
      [
        [
          { itemNo: '2', deducted: 5 },
          { itemNo: '3', deducted: 5 },
        ],
        done(90),
      ],
      [[{ itemNo: '1', deducted: 0 }], done(100)],
      [[{ itemNo: '1', deducted: 1 }], done(0, true)],
    ] as const)
      given(sampled)
        .when(the(ScoreDossier), score(...scores), city('2023-06-10'))
        .then(result);
    for (const scores of [
      [{ itemNo: '2', deducted: 36 }],
      [{ itemNo: '4', deducted: 1 }],
      [
        { itemNo: '2', deducted: 1 },
        { itemNo: '２', deducted: 1 },
      ],
    ])
      given(sampled)
        .when(the(ScoreDossier), score(...scores), city('2023-06-10'))
        .thenRefused('dossier.score');
  });

  it('由评查单位评分，被评查的单位不能；问题由被评查的单位整改', () => {
    given(sampled)
      .when(the(ScoreDossier), { scores: [], opinion: '略', on: '2023-06-10' }, county('2023-06-10'))
      .thenRefused('unit.not_responsible');
    const raise: RaiseIssue = { issue: '责令内容不明确', dueOn: '2023-06-12', on: '2023-06-12' };
    given(sampled, scored()).when(the(RaiseIssue), raise, city('2023-06-12')).then({ type: 'IssueRaised' });
    given(sampled, scored())
      .when(the(RaiseIssue), { ...raise, dueOn: '2023-06-11' }, city('2023-06-12'))
      .thenRefused('day.out_of_order');
    const complete: CompleteRectification = { result: '已补正', on: '2023-06-20' };
    given(sampled, scored(), raised)
      .when(the(CompleteRectification), complete, county('2023-06-20'))
      .then(rectified('2023-06-20'));
    given(sampled, scored(), raised)
      .when(the(CompleteRectification), complete, by('qujiang', 'LEADER', '2023-06-20', ELSEWHERE))
      .thenRefused('unit.not_responsible');
  });

  it('期限当日整改是按期，次日不是；整改以前催办（E13）', () => {
    const facts = (on: string) => rowAfter(dossierAssessment.register, sampled, scored(), raised, rectified(on)).facts;
    expect(facts('2023-06-30')).toEqual([
      'dossier.scored 2023-06-10 kecheng kecheng',
      'dossier.issue 2023-06-12 kecheng',
      'dossier.due 2023-06-30 kecheng',
      'dossier.rectified 2023-06-30 kecheng',
    ]);
    expect(facts('2023-07-01')).not.toContain('dossier.rectified 2023-06-30 kecheng');
    expect(rowAfter(dossierAssessment.register, sampled, scored(), raised).open).toEqual(['rectification 2023-06-30']);
    expect(rowAfter(dossierAssessment.register, sampled, scored()).open).toEqual([]);
  });
});

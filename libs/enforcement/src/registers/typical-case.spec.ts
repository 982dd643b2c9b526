import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { by, commandOf, rowAfter } from '../scenario.js';
import { PublishTypicalCase, typicalCase } from './typical-case.js';

const the = <Command extends object>(input: new () => Command) => commandOf(typicalCase, input);

const decided = (kind: string, name: string, unitId = 'qz') => ({
  type: 'SummaryDecisionMade',
  data: {
    caseId: 'c1',
    unitId,
    procedure: 'SUMMARY',
    sourceSystem: 'PLATFORM',
    decisionNo: '1',
    decidedOn: '2023-03-01',
    item: {},
    party: { partyId: 'p', kind, name },
    kinds: ['FINE'],
    fineFen: 5_000,
    officers: [],
    servedOn: '2023-03-01',
  },
});
const closed = { type: 'CaseClosed', data: { closeReason: 'EXECUTED', closedOn: '2023-03-10' } };
const clerk = (...history: { type: string; data: object }[]) =>
  by('qz', 'REGISTRAR', '2023-05-10', { 'case-c1': history });

const PUBLISH: PublishTypicalCase = {
  caseId: 'c1',
  title: '一餐饮店未安装油烟净化设施案',
  summary: '当事人经营餐饮店，未安装油烟净化设施，经责令改正后安装，处以罚款，已经履行完毕。',
  channel: 'WECHAT',
  publishedOn: '2023-05-10',
};

describe('典型案例（行政处罚法第四十八条、第五十条）', () => {
  it('是本单位作出处罚决定并已结案的案件', () => {
    given()
      .when(the(PublishTypicalCase), PUBLISH, clerk(decided('CITIZEN', '王五'), closed))
      .then({ type: 'TypicalCasePublished', data: { caseId: 'c1', unitId: 'qz' } });
    for (const history of [[], [decided('CITIZEN', '王五')], [decided('CITIZEN', '王五', 'kecheng'), closed]])
      given()
        .when(the(PublishTypicalCase), PUBLISH, clerk(...history))
        .thenRefused('typicalCase.not_effective');
  });

  it('不写出自然人、个体工商户当事人的姓名；法人的名称可以写', () => {
    const naming = { ...PUBLISH, title: '王五占道经营案' };
    for (const kind of ['CITIZEN', 'SOLE_TRADER'])
      given()
        .when(the(PublishTypicalCase), naming, clerk(decided(kind, '王五'), closed))
        .thenRefused('typicalCase.names_person', { article: '行政处罚法第五十条' });
    given()
      .when(the(PublishTypicalCase), naming, clerk(decided('ORGANISATION', '王五'), closed))
      .then({ type: 'TypicalCasePublished' });
  });

  it('按发布之日计，撤下不改变已经发布（F5）', () => {
    const published = { type: 'TypicalCasePublished', data: { ...PUBLISH, unitId: 'qz' } };
    const withdrawn = { type: 'TypicalCaseWithdrawn', data: { unitId: 'qz', reason: '决定被变更', on: '2023-06-01' } };
    expect(rowAfter(typicalCase.register, published, withdrawn).facts).toEqual([
      'typicalCase.published 2023-05-10 qz WECHAT',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { plainText } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand, type Sentence, spoken } from '#fields';
import { loadStatutes } from '#statutes';
import { by, the, UNTIL_FILED } from './scenario.js';
import { summaryMade } from './scenario-after-decision.js';
import { MakeSummaryDecision } from './summary.js';

const MAKE: MakeSummaryDecision = {
  decidedOn: '2023-06-09',
  item: { itemId: '330217002', name: '随地丢弃垃圾', field: 'CITY_APPEARANCE' },
  party: { partyId: 'p1', kind: 'CITIZEN', name: '当事人乙' },
  kinds: ['FINE'],
  fineFen: 20_000,
  officers: ['zhang', 'li'],
  place: '柯城区上街1号',
  territoryCode: '330802',
};

const make = (change: Partial<MakeSummaryDecision> = {}, at = '2023-06-30') =>
  given().when(the(MakeSummaryDecision), { ...MAKE, ...change }, by('zhang', at));

const party = (kind: MakeSummaryDecision['party']['kind']) => ({ partyId: 'p1', kind, name: '当事人乙' });

describe('当场处罚（行政处罚法第五十一条、第五十二条）', () => {
  it('当场作出、当场交付，取编有号码的决定书，自当日起算缴款期限', () => {
    const decision = make({ refusedToSign: true }).then({
      type: 'SummaryDecisionMade',
      data: {
        caseId: 'k1',
        unitId: 'qz',
        procedure: 'SUMMARY',
        sourceSystem: 'PLATFORM',
        decisionNo: '衢综执当罚决字〔2023〕1号',
        item: MAKE.item,
        partyKind: 'CITIZEN',
        officers: [
          { userId: 'zhang', certNo: 'C01', duty: 'LEAD' },
          { userId: 'li', certNo: 'C02', duty: 'ASSIST' },
        ],
        issuedOnSite: true,
        servedOn: '2023-06-09',
        refusedToSign: true,
        limitFen: 20_000,
        limitRule: 'F02@2021-07-15',
        paymentDueOn: '2023-06-25',
      },
    });
    expect(decision.elsewhere).toMatchObject([
      { stream: { id: 'qz.SUMMARY.2023' } },
      { stream: { aggregate: 'partyHistory' } },
    ]);
  });

  it('对公民二百元以下，二百元零一分应当适用普通程序', () => {
    make({ fineFen: 20_000 }).then({ type: 'SummaryDecisionMade' });
    const refusal = make({ fineFen: 20_001 }).thenRefused('summary.over_limit', { article: '行政处罚法第五十一条' });
    expect(spoken(refusal.message as Sentence)).toContain('200.01元应当适用普通程序');
  });

  it('对法人或者其他组织三千元以下', () => {
    make({ party: party('ORGANISATION'), fineFen: 300_000 }).then({ type: 'SummaryDecisionMade' });
    make({ party: party('ORGANISATION'), fineFen: 300_001 }).thenRefused('summary.over_limit');
  });

  it('个体工商户按本局口径比照公民', () => {
    make({ party: party('SOLE_TRADER'), fineFen: 20_000 }).then({ type: 'SummaryDecisionMade' });
    make({ party: party('SOLE_TRADER'), fineFen: 20_001 }).thenRefused('summary.over_limit');
  });

  it('2021年7月15日以前按旧法五十元', () => {
    const officers = {
      'officer-old1': [
        { type: 'OfficerRegistered', data: { userId: 'old1', name: '甲', unitId: 'qz', auxiliary: false } },
        { type: 'CertificateIssued', data: { certNo: 'O1', validFrom: '2020-01-01', validTo: '2022-12-31' } },
      ],
      'officer-old2': [
        { type: 'OfficerRegistered', data: { userId: 'old2', name: '乙', unitId: 'qz', auxiliary: false } },
        { type: 'CertificateIssued', data: { certNo: 'O2', validFrom: '2020-01-01', validTo: '2022-12-31' } },
      ],
    };
    const on = (decidedOn: string, fineFen: number) =>
      given().when(
        the(MakeSummaryDecision),
        { ...MAKE, decidedOn, fineFen, officers: ['old1', 'old2'] },
        by('zhang', '2021-12-31', officers),
      );
    on('2021-07-14', 5_001).thenRefused('summary.over_limit');
    on('2021-07-15', 5_001).then({ type: 'SummaryDecisionMade' });
  });

  it('警告不问数额，没有缴款期限', () => {
    const { decision } = make({ kinds: ['WARNING'], fineFen: 0 });
    if (decision.kind !== 'accepted') throw new Error(plainText(decision.message));
    expect(decision.events[0]!.data).not.toHaveProperty('paymentDueOn');
  });

  it('处罚种类与数额一致，只有罚款和警告', () => {
    make({ kinds: ['FINE'], fineFen: 0 }).thenRefused('summary.kinds_disagree_with_fine');
    make({ kinds: ['WARNING'], fineFen: 1 }).thenRefused('summary.kinds_disagree_with_fine');
    make({ kinds: ['WARNING', 'FINE'], fineFen: 1 }).then({ type: 'SummaryDecisionMade' });
    const { faults } = parseCommand(MakeSummaryDecision, { ...MAKE, kinds: ['CRITICISM'] });
    expect(faults).toMatchObject([{ path: 'kinds' }]);
  });

  it('两名执法人员（第四十二条），辅助人员不计', () => {
    make({ officers: ['zhang', 'zhang'] }).thenRefused('officer.fewer_than_two');
    make({ officers: ['zhang', 'helper'] }).thenRefused('officer.auxiliary');
    make({ officers: ['zhang', 'wang'] }).thenRefused('officer.not_certified');
    make({ officers: ['zhang', 'stranger'] }).thenRefused('officer.other_unit');
  });

  it('决定可以是今天，不能是明天', () => {
    make({}, '2023-06-09').then({ type: 'SummaryDecisionMade' });
    make({}, '2023-06-08').thenRefused('day.in_future');
  });

  it('没有设立的单位不能当场处罚：决定书没有机关代字（第十七条）', () => {
    given()
      .when(the(MakeSummaryDecision), MAKE, by('zhang', '2023-06-30', { 'unit-qz': [] }))
      .thenRefused('unit.unknown', { article: '行政处罚法第十七条' });
  });

  it('导入案件的编号不能占用，否则以后的导入被当作重复', () => {
    for (const id of ['OFFLINE_TRAFFIC.T1', 'IMPORT.T1'])
      given()
        .when(the(MakeSummaryDecision), MAKE, { ...by('zhang', '2023-06-30'), id })
        .thenRefused('case.id_reserved');
    given()
      .when(the(MakeSummaryDecision), MAKE, { ...by('zhang', '2023-06-30'), id: 'IMPORTANT.1' })
      .then({ type: 'SummaryDecisionMade' });
  });

  it('已经立案、已经当场处罚的案件不能再当场处罚', () => {
    for (const history of [UNTIL_FILED, [summaryMade()]])
      given(...history)
        .when(the(MakeSummaryDecision), MAKE, by('zhang', '2023-06-30'))
        .thenRefused('case.phase');
  });

  it('公示范围含当场处罚的，记下公示期限；默认不含', () => {
    const statutes = loadStatutes({
      parameters: [{ name: 'publicationScope', from: '2023-01-01', value: 'ALL', source: '本局会议纪要' }],
    });
    const scenario = by('zhang', '2023-06-30');
    given()
      .when(the(MakeSummaryDecision), MAKE, {
        ...scenario,
        context: (kernel) => ({ ...scenario.context(kernel), statutes }),
      })
      .then({ type: 'SummaryDecisionMade', data: { publicationDueOn: '2023-06-20' } });
    const { decision } = make();
    if (decision.kind !== 'accepted') throw new Error(plainText(decision.message));
    expect(decision.events[0]!.data).not.toHaveProperty('publicationDueOn');
  });
});

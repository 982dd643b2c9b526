import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { caseAggregate } from './case.js';
import { ConvertToOrdinary } from './conversion.js';
import { FileCase } from './filing.js';
import { by, onPaper, registered, the } from './scenario.js';
import { summaryMade } from './scenario-after-decision.js';

const CONVERT: ConvertToOrdinary = {
  ground: 'DISPUTED',
  foundOn: '2023-05-08',
  item: { itemId: '330217001', name: '擅自占用城市道路摆摊', field: 'CITY_APPEARANCE' },
  party: { partyId: 'p1', kind: 'CITIZEN', name: '当事人甲' },
  place: '柯城区上街1号',
  territoryCode: '330802',
  officers: ['zhang', 'li'],
  reason: '当事人称已经取得占道许可，需要核实',
};
const convert = (more: Partial<ConvertToOrdinary> = {}, at = '2023-05-08') =>
  given().when(the(ConvertToOrdinary), { ...CONVERT, ...more }, by('zhang', at));

describe('当场查处转为普通程序（行政处罚法第五十一条、第五十四条第一款）', () => {
  it('没有作出当场处罚决定，登记为待立案的案件', () => {
    const { events } = convert({ voidFormNo: '3308000012', statement: '有占道许可' }).then({
      type: 'ConvertedToOrdinary',
      data: { caseId: 'k1', unitId: 'qz', certified: [{ userId: 'zhang', certNo: 'C01' }, { userId: 'li' }] },
    });
    const state = events.reduce((before, event) => caseAggregate.evolve(before, event), caseAggregate.initialState);
    expect(state).toMatchObject({ phase: 'Registered', procedure: 'ORDINARY', happenedOn: '2023-05-08' });
    expect(state.decision).toBeUndefined();
  });

  it('现场查处的人员以后不得审核、决定，即使立案时换人', () => {
    const { events } = convert().then({ type: 'ConvertedToOrdinary' });
    const filing = given(...events).when(
      the(FileCase),
      {
        filedOn: '2023-05-09',
        officers: [
          { userId: 'li', duty: 'LEAD' },
          { userId: 'zhao', duty: 'ASSIST' },
        ],
        ...onPaper('2023-05-09'),
      },
      by('zhang', '2023-05-10'),
    );
    if (filing.decision.kind !== 'accepted') throw new Error(filing.decision.code);
    const state = [...events, ...filing.decision.events].reduce(
      (before, event) => caseAggregate.evolve(before, event),
      caseAggregate.initialState,
    );
    expect(state.everInvestigated).toEqual(['zhang', 'li', 'zhao']);
  });

  it('以超过限额转为普通程序的，拟罚款须超过当场处罚的限额：公民二百元', () => {
    convert({ ground: 'OVER_LIMIT', fineFen: 20_001 }).then({
      type: 'ConvertedToOrdinary',
      data: { limitFen: 20_000, limitRule: 'F02@2021-07-15' },
    });
    convert({ ground: 'OVER_LIMIT', fineFen: 20_000 }).thenRefused('conversion.within_limit');
    convert({ ground: 'OVER_LIMIT' }).thenRefused('conversion.fine');
    convert({ fineFen: 20_001 }).thenRefused('conversion.fine');
  });

  it('法人、其他组织的限额为三千元', () => {
    const party = { partyId: 'p1', kind: 'ORGANISATION', name: '甲公司' } as const;
    convert({ ground: 'OVER_LIMIT', party, fineFen: 300_001 }).then({ type: 'ConvertedToOrdinary' });
    convert({ ground: 'OVER_LIMIT', party, fineFen: 300_000 }).thenRefused('conversion.within_limit');
  });

  it('现场须有两名执法人员，不在将来；已经有案件的编号不能再用', () => {
    convert({ officers: ['zhang', 'twin'] }).thenRefused('officer.fewer_than_two');
    convert({}, '2023-05-07').thenRefused('day.in_future', { earliest: '2023-05-08' });
    for (const history of [[registered()], [summaryMade()]])
      given(...history)
        .when(the(ConvertToOrdinary), CONVERT, by('zhang', '2023-05-08'))
        .thenRefused('case.phase');
  });
});

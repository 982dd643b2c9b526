import { describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#eventsourcing';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { lawContext } from '../case/scenario.js';
import { commandNamed } from '../registry.js';
import { unitNeed } from '../responsible-unit.js';
import { CITY as ORGANISATION } from '../scenario.js';
import { takePrefix } from './held-once.js';
import { EstablishUnit, unit } from './unit.js';

const establish = commandNamed('unit', 'EstablishUnit')!;
const scenario = {
  context: lawContext,
  actor: { id: 'root', unit: 'qz', roles: ['ADMINISTRATOR'] },
  at: '2023-01-01',
  id: 'qz',
};

const CITY = {
  name: '衢州市综合行政执法局',
  level: 'CITY',
  territoryCode: '330800',
  uscc: '11330800768656330Q',
  documentPrefix: '衢综',
};

/** The id of a unit is that of its address, and stands nowhere else. */
const ESTABLISHED = { ...CITY, unitId: 'qz' };

describe('执法单位（行政处罚法第十七条）', () => {
  it('设立以后，其名称、辖区、机关代字可查', () => {
    const { events } = given().when(establish, CITY, scenario).then({ type: 'UnitEstablished', data: ESTABLISHED });
    expect(unit.evolve(unit.initialState, events[0]!)).toMatchObject(ESTABLISHED);
  });

  it('上级单位须已设立，不能是自己；所以没有互为上级的（L2）', () => {
    const below = (parentId: string) =>
      given().when(establish, { ...CITY, parentId }, { ...scenario, id: 'kc', elsewhere: ORGANISATION });
    below('qz').then({ type: 'UnitEstablished', data: { unitId: 'kc', parentId: 'qz' } });
    below('nowhere').thenRefused('unit.unknown');
    below('kc').thenRefused('unit.own_parent');
  });

  it('一个机关代字只属于一个单位：他单位的拒绝，写法不同的也拒绝；没有单位用的，记入代字簿（L2）', () => {
    const { stream, events } = takePrefix('衢综', 'qz')[0]!;
    const taken = { [`${stream.aggregate}-${stream.id}`]: events as DomainEvent[] };
    const as = (documentPrefix: string, id: string, elsewhere = taken) =>
      given().when(establish, { ...CITY, documentPrefix }, { ...scenario, id, elsewhere });
    expect(as('衢综', 'kc', {}).decision).toMatchObject({ elsewhere: takePrefix('衢综', 'kc') });
    for (const prefix of ['衢综', '衢 综', '衢综　']) as(prefix, 'kc').thenRefused('unit.prefix_taken');
    as('柯综', 'kc').then({ type: 'UnitEstablished' });
    as('衢综', 'qz').then({ type: 'UnitEstablished' });
  });

  it('不能设立两次', () => {
    given({ type: 'UnitEstablished', data: ESTABLISHED }).when(establish, CITY, scenario).thenRefused('unit.phase');
  });

  it('上级单位可以没有；统一社会信用代码十八位，校验位相符（赋码要用）', () => {
    expect(parseCommand(EstablishUnit, CITY).faults).toBeUndefined();
    expect(parseCommand(EstablishUnit, { ...CITY, parentId: 'zj' }).faults).toBeUndefined();
    for (const uscc of [CITY.uscc.slice(1), `${CITY.uscc}0`, '113308007686563300', 18])
      expect(parseCommand(EstablishUnit, { ...CITY, uscc }).faults?.map(({ path }) => path)).toEqual(['uscc']);
    // Small and full-width letters are the same code.
    expect(parseCommand(EstablishUnit, { ...CITY, uscc: '１1330800768656330q' }).command?.uscc).toBe(CITY.uscc);
    expect(parseCommand(EstablishUnit, { ...CITY, unitId: 'qz' }).faults?.[0]?.path).toBe('unitId');
    expect(parseCommand(EstablishUnit, { ...CITY, level: 'PROVINCE' }).faults?.[0]?.path).toBe('level');
  });

  it('每单位一流', () => expect(unitNeed('qz')).toEqual({ aggregate: 'unit', id: 'qz' }));
});

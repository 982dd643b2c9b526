import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { lawContext } from '../case/scenario.js';
import { parseCommand } from '../definition.js';
import { commandNamed } from '../registry.js';
import { EstablishUnit, unit, unitNeed } from './unit.js';

const establish = commandNamed('unit', 'EstablishUnit')!;
const scenario = { context: lawContext, actor: { id: 'root', unit: 'qz', roles: ['ADMINISTRATOR'] }, at: '2023-01-01' };

const CITY = {
  unitId: 'qz',
  name: '衢州市综合行政执法局',
  level: 'CITY',
  territoryCode: '330800',
  uscc: '11330800768656330Q',
  documentPrefix: '衢综',
};

describe('执法单位（行政处罚法第十七条）', () => {
  it('设立以后，其名称、辖区、机关代字可查', () => {
    const { events } = given().when(establish, CITY, scenario).then({ type: 'UnitEstablished', data: CITY });
    expect(unit.evolve(unit.initialState, events[0]!)).toMatchObject(CITY);
  });

  it('不能设立两次', () => {
    given({ type: 'UnitEstablished', data: CITY }).when(establish, CITY, scenario).thenRefused('unit.established');
  });

  it('上级单位可以没有；统一社会信用代码十八位，校验位相符（赋码要用）', () => {
    expect(parseCommand(EstablishUnit, CITY).faults).toBeUndefined();
    expect(parseCommand(EstablishUnit, { ...CITY, parentId: 'zj' }).faults).toBeUndefined();
    for (const uscc of [CITY.uscc.slice(1), `${CITY.uscc}0`, '113308007686563300', CITY.uscc.toLowerCase(), 18])
      expect(parseCommand(EstablishUnit, { ...CITY, uscc }).faults?.map(({ path }) => path)).toEqual(['uscc']);
    expect(parseCommand(EstablishUnit, { ...CITY, level: 'PROVINCE' }).faults?.[0]?.path).toBe('level');
  });

  it('每单位一流', () => expect(unitNeed('qz')).toEqual({ aggregate: 'unit', id: 'qz' }));
});

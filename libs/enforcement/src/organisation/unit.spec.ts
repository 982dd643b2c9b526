import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { parseCommand } from '#fields';
import { lawContext } from '../case/scenario.js';
import { commandNamed } from '../registry.js';
import { unitNeed } from '../responsible-unit.js';
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

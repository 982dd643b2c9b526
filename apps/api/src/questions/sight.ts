import { ROOMS, type Room } from '#enforcement';
import { REGISTERS } from '#figures';
import { flag, listOf, type Of, object, oneOf, orNull, text, whole } from './answers.js';
import { AFTER_POSITION } from './parameters.js';
import { question } from './question.js';

export const UNIT = object({
  unitId: text,
  name: text,
  level: text,
  parentId: orNull(text),
  territoryCode: text,
  depth: whole,
});
const SIGHT_ANSWER = object({
  seesNames: flag,
  registers: listOf(
    object({ name: text, path: text, title: text, room: orNull(oneOf<Room>(...(Object.keys(ROOMS) as Room[]))) }),
  ),
  seesFigures: flag,
  /** The units whose records and figures are in sight, each behind the one that it belongs to. */
  units: listOf(UNIT),
  /** Whether the units below the own one are in sight with it. */
  seesBelow: flag,
  /** Years in which something has been booked, the latest first. */
  years: listOf(whole),
});
export type SightAnswer = Of<typeof SIGHT_ANSWER>;

/** What this person may see at all: for menus, and for whoever chooses a unit or a year. */
export const SIGHT = question({
  name: 'get_sight',
  title: '查阅范围：可以查阅的档案、单位和年度',
  tag: '查询',
  path: '/sight',
  parameters: { after: AFTER_POSITION },
  answer: SIGHT_ANSWER,
  ask: async (reader, { after }) => {
    await reader.reach(after);
    const [scope, tree] = await Promise.all([reader.scope(), reader.units()]);
    return {
      seesNames: scope.seesNames,
      registers: REGISTERS.filter((register) => scope.mayAsk(register)).map(({ name, path, title, room = null }) => ({
        name,
        path,
        title,
        room,
      })),
      seesFigures: scope.seesFigures,
      units: tree.units.filter(({ unitId }) => scope.includesUnit(unitId)),
      seesBelow: tree.below(reader.person.unit).every((unitId) => scope.includesUnit(unitId)),
      years: scope.seesFigures ? await reader.years() : [],
    };
  },
});

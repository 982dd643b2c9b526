import { describe, expect, it } from '@jest/globals';
import { ROLES } from '#enforcement';
import { memoryInstallation } from '#installation';
import { ADMINISTRATOR } from './cast.js';
import { demonstrate, VirtualClock } from './demonstrate.js';
import { UNITS } from './quzhou.js';
import { demonstrationPeople } from './users.js';
import { DEMONSTRATION_YEAR, planYear } from './year.js';

describe('the people of the demonstration', () => {
  const people = demonstrationPeople();

  it('have every role of ours', () => {
    const ofPeople = Object.keys(ROLES).filter((role) => role !== 'CONNECTED_SYSTEM');
    expect(new Set(people.flatMap(({ roles }) => roles))).toEqual(new Set(ofPeople));
  });

  it('are of the city, of a county and of one of its towns', () => {
    const units = [...new Set(people.map(({ unit }) => unit))].map((id) => UNITS.find(({ unitId }) => unitId === id)!);
    expect(units.map(({ level }) => level)).toEqual(['CITY', 'COUNTY', 'TOWNSHIP']);
    expect(units[2]!.parentId).toBe(units[1]!.unitId);
  });

  it('have a title each, by which they are told apart', () => {
    expect(new Set(people.map(({ title }) => title)).size).toBe(people.length);
  });

  it('are in the register as what they are shown, by the year that is played', async () => {
    const clock = new VirtualClock();
    const installation = memoryInstallation().onClock(clock.now, ADMINISTRATOR.id);
    const entered = planYear({ ...DEMONSTRATION_YEAR, bureauOnly: true }).filter(({ aggregate }) =>
      ['unit', 'officer'].includes(aggregate),
    );
    await demonstrate({ installation, clock, plan: entered });
    for (const { id, unit, roles } of people)
      expect(await installation.people.standing({ id }, '2023-12-31T01:00:00.000Z', { asKept: false })).toEqual({
        id,
        unit,
        roles,
      });
  });
});

import { describe, expect, it } from '@jest/globals';
import { ROLES } from '#enforcement';
import { UNITS } from './quzhou.js';
import { demonstrationPeople } from './users.js';

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
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { Callers } from './callers.js';

const LIMITS = {
  personInFlight: 2,
  personPerSecond: 10,
  personBurstS: 0.5,
  addressInFlight: 3,
  strangersPerSecond: 1,
  strangersBurst: 4,
  wrongPerMinute: 6,
  wrongBurst: 2,
  remembered: 3,
  forwarded: 10,
};
const HOME = '203.0.113.7';
const OTHER = '198.51.100.1';

let now = 0;
let callers = new Callers(LIMITS, () => now);
beforeEach(() => {
  now = 0;
  callers = new Callers(LIMITS, () => now);
});

/** A request that is answered at once. */
function asked(address: string, credential?: string, person?: string): string {
  const atDoor = callers.come(address, credential);
  if (atDoor) return `${atDoor.why} ${atDoor.retryAfterS}`;
  callers.leave(address);
  if (person === undefined) {
    if (credential !== undefined) callers.wrong(address, credential);
    return 'in';
  }
  const within = callers.personComes(person, credential);
  if (within) return `${within.why} ${within.retryAfterS}`;
  callers.personLeaves(person);
  return 'in';
}
const times = (count: number, ask: () => string) => Array.from({ length: count }, ask);

describe('callers', () => {
  it('of one address have so many requests in flight and no more, until one has ended', () => {
    for (let n = 0; n < 3; n++) expect(callers.come(HOME, undefined)).toBeUndefined();
    expect(callers.come(HOME, undefined)).toEqual({ why: 'address-in-flight', retryAfterS: 1 });
    expect(callers.come(OTHER, undefined)).toBeUndefined();
    callers.leave(HOME);
    expect(callers.come(HOME, undefined)).toBeUndefined();
  });

  it('who are one person have so many in flight from whatever address', () => {
    expect(callers.personComes('u1', 'a')).toBeUndefined();
    expect(callers.personComes('u1', 'b')).toBeUndefined();
    expect(callers.personComes('u1', 'c')).toEqual({ why: 'person-in-flight', retryAfterS: 1 });
    expect(callers.personComes('u2', 'd')).toBeUndefined();
    callers.personLeaves('u1');
    expect(callers.personComes('u1', 'a')).toBeUndefined();
  });

  it('nobody knows ask so often at a stretch, and so often in the long run', () => {
    expect(times(5, () => asked(HOME))).toEqual(['in', 'in', 'in', 'in', 'strangers 1']);
    expect(asked(OTHER)).toBe('in');
    now += 999;
    expect(asked(HOME)).toBe('strangers 1');
    now += 1;
    expect(times(2, () => asked(HOME))).toEqual(['in', 'strangers 1']);
    now += 60_000;
    expect(times(5, () => asked(HOME)).at(-1)).toBe('strangers 1');
  });

  it('who are one person ask so often at a stretch, and so often in the long run', () => {
    expect(times(6, () => asked(HOME, 't', 'u1'))).toEqual([...Array(5).fill('in'), 'person 1']);
    now += 100;
    expect(asked(HOME, 't', 'u1')).toBe('in');
    expect(asked(HOME, 't', 'u1')).toBe('person 1');
  });

  it('who guess are not looked at any more, for as long as it says', () => {
    expect([asked(HOME, 'x1'), asked(HOME, 'x2'), asked(HOME, 'x3')]).toEqual(['in', 'in', 'wrong-credentials 10']);
    now += 9_999;
    expect(asked(HOME, 'x4')).toBe('wrong-credentials 1');
    now += 1;
    expect([asked(HOME, 'x5'), asked(HOME, 'x6')]).toEqual(['in', 'wrong-credentials 10']);
  });

  it('who are known are not kept out by those who guess or crowd at the same address', () => {
    expect(asked(HOME, 'mine', 'u1')).toBe('in');
    for (let n = 0; n < 10; n++) asked(HOME, `guess ${n}`);
    expect(asked(HOME)).toBe('strangers 1');
    expect(asked(HOME, 'mine', 'u1')).toBe('in');
  });

  it('whose session ends have guessed nothing, and are strangers from then on', () => {
    expect(asked(HOME, 'mine', 'u1')).toBe('in');
    expect(times(3, () => asked(HOME, 'mine'))).toEqual(['in', 'in', 'in']);
    now += 4_000;
    expect(asked(HOME, 'other')).toBe('wrong-credentials 6');
  });

  it('are forgotten beyond a number, those who asked longest ago first', () => {
    for (let n = 0; n < 5; n++) asked(HOME);
    expect(asked(HOME)).toBe('strangers 1');
    for (const address of ['a', 'b', 'c']) asked(address);
    expect(asked(HOME)).toBe('in');
  });
});

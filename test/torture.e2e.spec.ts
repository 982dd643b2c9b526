import { describe, expect, it } from '@jest/globals';
import { torture } from './torture/torture.js';

const SECONDS = 20;

describe('a log under torture', () => {
  it('keeps its word to everybody, whatever is killed, cut off, frozen or full', async () => {
    const { violations, faults, counts } = await torture({
      seconds: SECONDS,
      seed: 7,
      everyMs: [300, 2_000],
      size: 'bureau',
    });
    expect(violations).toEqual([]);
    expect(Object.keys(faults).length).toBeGreaterThan(3);
    for (const what of ['appended', 'conflicts', 'reads', 'commands', 'doneOverHttp', 'refusedOverHttp', 'told'])
      expect(counts[what]).toBeGreaterThan(0);
  }, 480_000);
});

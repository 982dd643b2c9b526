import { describe, expect, it } from '@jest/globals';
import { commandIdOf } from './command-id.js';

describe('the id of a command with a key', () => {
  const of = { actorId: 'u-zhang', aggregate: 'case', id: 'c1', name: 'FileCase', key: 'k-1' };

  it('never changes: a key used before an upgrade is the same command after it', () => {
    expect(commandIdOf(of)).toBe('ba13deaf-de7f-511d-bd42-376900f0ed96');
  });

  it('is another one for another person, aggregate, command or key', () => {
    const others = [
      { actorId: 'u-li' },
      { aggregate: 'lead' },
      { id: 'c2' },
      { name: 'DeclineFiling' },
      { key: 'k-2' },
    ];
    const ids = [of, ...others.map((other) => ({ ...of, ...other }))].map(commandIdOf);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

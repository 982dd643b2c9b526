import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { AGGREGATES } from './registry.js';
import { differencesFromStored, type StoredEvents, storedEvents } from './stored-for-ever.js';

const stored = JSON.parse(readFileSync(new URL('./stored-for-ever.json', import.meta.url), 'utf8')) as StoredEvents;

describe('事件的名称和内容永久保存', () => {
  it('现在的事件与已经存下的一致；不一致的逐条写明应当怎样做', () => {
    expect(differencesFromStored(stored, storedEvents())).toEqual([]);
  });

  it('每种事件都是一个类，都在其中', () => {
    for (const { name, events } of AGGREGATES) expect(Object.keys(stored[name] ?? {})).toEqual([...events.keys()]);
  });
});

describe('怎样算不一致', () => {
  const day = { kind: 'day', actDay: true };
  const events = (data: Record<string, unknown>, version = 1): StoredEvents => ({
    case: { Closed: { version, data } },
  });
  const before = events({ on: day });
  const differences = (data: Record<string, unknown>, version?: number, was = before) =>
    differencesFromStored(was, events(data, version));
  const RAISE = expect.stringContaining('upcasts');
  const UPDATE = expect.stringMatching(/确认后运行 npm run stored:update/);

  it('没有改动的，没有不一致', () => expect(differences({ on: day })).toEqual([]));

  it('新的事件、可省略的新字段、新版本：确认即可', () => {
    expect(differencesFromStored({}, before)).toEqual([UPDATE]);
    expect(differences({ on: day, note: { kind: 'text', optional: true } })).toEqual([UPDATE]);
    expect(differences({ at: { kind: 'moment' } }, 2)).toEqual([UPDATE]);
  });

  it('标记的改动、选项的增加：确认即可', () => {
    expect(differences({ on: { kind: 'day' } })).toEqual([UPDATE]);
    const was = events({ kind: { kind: 'choice', terms: ['A', 'B'] }, note: { kind: 'text', privacy: 'words' } });
    expect(differences({ kind: { kind: 'choice', terms: ['A', 'B', 'C'] }, note: { kind: 'label' } }, 1, was)).toEqual([
      UPDATE,
      UPDATE,
    ]);
  });

  it('字段取消、必填的新字段、改了种类、变为必填、选项减少：要有新版本', () => {
    expect(differences({})).toEqual([RAISE]);
    expect(differences({ on: day, note: { kind: 'text' } })).toEqual([RAISE]);
    expect(differences({ on: { kind: 'moment', actDay: true } })).toEqual([RAISE]);
    expect(differences({ on: { kind: ['day'], actDay: true } })).toEqual([RAISE]);
    const was = events({
      kind: { kind: 'choice', terms: ['A', 'B'] },
      note: { kind: 'text', optional: true },
      due: { kind: 'day', nullable: true },
    });
    expect(
      differences({ kind: { kind: 'choice', terms: ['A'] }, note: { kind: 'text' }, due: { kind: 'day' } }, 1, was),
    ).toEqual([RAISE, RAISE, RAISE]);
  });

  it('嵌套的字段一样检查', () => {
    const nested = (fields: Record<string, unknown>) => ({ parties: { kind: ['nested'], fields } });
    const was = events(nested({ name: { kind: 'name' } }));
    expect(differences(nested({ name: { kind: 'fen' } }), 1, was)).toEqual([RAISE]);
    expect(differences(nested({ name: { kind: 'name' }, age: { kind: 'number', optional: true } }), 1, was)).toEqual([
      UPDATE,
    ]);
  });

  it('事件没有了、版本倒退了：恢复', () => {
    expect(differencesFromStored(before, {})).toEqual([expect.stringContaining('永远要能读')]);
    expect(differences({ on: day }, 1, events({ on: day }, 2))).toEqual([expect.stringContaining('永远要能读')]);
  });
});

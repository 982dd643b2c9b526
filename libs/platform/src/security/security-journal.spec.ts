import { describe, expect, it } from '@jest/globals';
import { MemorySecurityLog, StoreUnavailableError } from '#eventsourcing';
import { openLog } from '#telemetry';
import { SECURITY_JOURNAL_LIMITS, SecurityJournal, type SecurityJournalLimits } from './security-journal.js';

const NOW = '2026-11-27T01:02:03.004Z';
const NEVER = { ...SECURITY_JOURNAL_LIMITS, writeEveryMs: 3_600_000, retryMs: 3_600_000 };

function journalOver(store = new MemorySecurityLog(), limits: SecurityJournalLimits = NEVER) {
  const lines: Record<string, unknown>[] = [];
  const to = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  let now = NOW;
  const journal = new SecurityJournal({
    store,
    log: openLog({ level: 'info', service: 'test', to }),
    now: () => now,
    limits,
  });
  const at = (instant: string) => {
    now = instant;
  };
  return { journal, lines, store, at };
}

describe('the security journal', () => {
  it('of a thousand wrong tokens of one address in a minute writes one entry and one line', async () => {
    const { journal, lines, store, at } = journalOver();
    for (let n = 0; n < 1_000; n++) journal.tell({ kind: 'wrong-credential', address: '203.0.113.7', what: 'token' });
    journal.tell({ kind: 'wrong-credential', address: '198.51.100.1', what: 'token' });
    await journal.write();
    at('2026-11-27T01:02:59.000Z');
    journal.tell({ kind: 'wrong-credential', address: '203.0.113.7', what: 'token' });
    at('2026-11-27T01:03:00.000Z');
    journal.tell({ kind: 'wrong-credential', address: '203.0.113.7', what: 'token' });
    await journal.write();
    const { entries } = await store.list({ limit: 10 });
    expect(entries.map((entry) => `${entry.at.slice(11, 16)} ${entry.address} ${entry.count}`)).toEqual([
      '01:03 203.0.113.7 1',
      '01:02 198.51.100.1 1',
      '01:02 203.0.113.7 1001',
    ]);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({
      ...{ level: 'warn', kind: 'security', event: 'wrong-credential', address: '203.0.113.7', count: 1_000 },
    });
  });

  it('counts by kind alone what is more than it keeps apart', async () => {
    const { journal, store } = journalOver(undefined, { ...NEVER, maxDifferent: 3 });
    for (let n = 0; n < 10; n++) journal.tell({ kind: 'wrong-credential', address: `203.0.113.${n}` });
    await journal.write();
    const { entries } = await store.list({ limit: 10 });
    expect(entries.map(({ address, count }) => `${address} ${count}`).sort()).toEqual([
      ' 7',
      '203.0.113.0 1',
      '203.0.113.1 1',
      '203.0.113.2 1',
    ]);
  });

  it('keeps what happened while the store is away, and writes it once', async () => {
    const store = new MemorySecurityLog();
    const { add } = store;
    const { journal, lines } = journalOver(store);
    store.add = () => Promise.reject(new StoreUnavailableError('away'));
    journal.tell({ kind: 'signed-in', person: 'u-zhang', unit: 'QZ', address: '203.0.113.7' });
    await journal.write();
    expect(lines).toEqual([]);
    store.add = add;
    journal.tell({ kind: 'signed-in', person: 'u-zhang', unit: 'QZ', address: '203.0.113.7' });
    await journal.write();
    await journal.write();
    expect((await store.list({ limit: 10 })).entries).toMatchObject([{ person: 'u-zhang', count: 2 }]);
    expect(lines).toMatchObject([{ level: 'info', event: 'signed-in', person: 'u-zhang', count: 2 }]);
  });

  it('writes the last of it when the process ends', async () => {
    const { journal, store } = journalOver();
    journal.tell({ kind: 'signed-out', person: 'u-zhang' });
    await journal.onModuleDestroy();
    expect((await store.list({ limit: 10 })).entries).toHaveLength(1);
  });
});

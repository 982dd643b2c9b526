import {
  assertSecurityEntries,
  keptSince,
  readSecurityQuery,
  type SecurityCursor,
  type SecurityEntry,
  type SecurityLog,
  type SecurityPage,
  type SecurityQuery,
  securityKeyOf,
  writeSecurityCursor,
} from './security-log.js';

type Written = SecurityCursor & { readonly entry: SecurityEntry };

/** The security log in memory, for tests and for plays that need no durability. */
export class MemorySecurityLog implements SecurityLog {
  private readonly written = new Map<string, Written>();
  private numbered = 0;

  async add(entries: readonly SecurityEntry[]): Promise<void> {
    assertSecurityEntries(entries);
    for (const entry of entries) {
      const key = securityKeyOf(entry);
      const known = this.written.get(key);
      const number = known?.number ?? ++this.numbered;
      const at = known?.at ?? entry.at;
      this.written.set(key, { at, number, entry: { ...entry, at, count: entry.count + (known?.entry.count ?? 0) } });
    }
  }

  async list(query: SecurityQuery): Promise<SecurityPage> {
    const { after } = readSecurityQuery(query);
    const { person, kind, units, from, to, limit } = query;
    const found = [...this.written.values()]
      .filter(
        ({ at, entry }) =>
          (person === undefined || entry.person === person) &&
          (kind === undefined || entry.kind === kind) &&
          (units === undefined || units.includes(entry.unit)) &&
          (from === undefined || at >= from) &&
          (to === undefined || at <= to),
      )
      .sort(newestFirst)
      .filter((place) => !after || newestFirst(place, after) > 0);
    const page = found.slice(0, limit);
    return {
      entries: page.map(({ entry }) => structuredClone(entry)),
      ...(found.length > page.length ? { next: writeSecurityCursor(page.at(-1)!) } : {}),
    };
  }

  async forget(now: string): Promise<void> {
    const since = keptSince(now);
    for (const [key, { at }] of this.written) if (at < since) this.written.delete(key);
  }
}

function newestFirst(a: SecurityCursor, b: SecurityCursor): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return b.number - a.number;
}

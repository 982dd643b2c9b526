import {
  assertLook,
  type Look,
  type LookCursor,
  type Looks,
  type LooksPage,
  type LooksQuery,
  readLooksQuery,
  writeLookCursor,
} from './looks.js';

/** Looks in memory, for tests and for plays that need no durability. */
export class MemoryLooks implements Looks {
  private readonly written: (LookCursor & { readonly look: Look })[] = [];

  async record(look: Look): Promise<void> {
    assertLook(look);
    this.written.push({ look: structuredClone(look), at: look.at, number: this.written.length + 1 });
  }

  async list(query: LooksQuery): Promise<LooksPage> {
    const { after } = readLooksQuery(query);
    const { person, units, register, id, from, to } = query;
    const found = this.written
      .filter(
        ({ look }) =>
          (person === undefined || look.person === person) &&
          (units === undefined || units.includes(look.unit)) &&
          (register === undefined || look.register === register) &&
          (id === undefined || look.id === id) &&
          (from === undefined || look.at >= from) &&
          (to === undefined || look.at <= to),
      )
      .sort(newestFirst)
      .filter((place) => !after || newestFirst(place, after) > 0);
    const page = found.slice(0, query.limit);
    return {
      looks: page.map(({ look }) => structuredClone(look)),
      ...(found.length > page.length ? { next: writeLookCursor(page.at(-1)!) } : {}),
    };
  }
}

function newestFirst(a: LookCursor, b: LookCursor): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return b.number - a.number;
}

import type { Revision } from './event.js';

export interface CachedState {
  /** Last revision folded into the state; -1 for a stream that does not exist. */
  readonly revision: Revision;
  readonly state: unknown;
}

/** Bounded memory of folded states, the least recently used forgotten first. Entries may be stale: appends find out. */
export class StateCache {
  private readonly entries = new Map<string, CachedState>();

  constructor(readonly maxStreams = 20_000) {}

  get(stream: string): CachedState | undefined {
    const entry = this.entries.get(stream);
    if (entry) {
      this.entries.delete(stream);
      this.entries.set(stream, entry);
    }
    return entry;
  }

  /** Keeps the newer of what is there and what is given. */
  put(stream: string, entry: CachedState): void {
    const known = this.entries.get(stream);
    if (known && known.revision > entry.revision) return;
    this.entries.delete(stream);
    this.entries.set(stream, entry);
    if (this.entries.size > this.maxStreams) {
      const oldest = this.entries.keys().next().value;
      if (oldest !== undefined) this.entries.delete(oldest);
    }
  }

  forget(stream: string): void {
    this.entries.delete(stream);
  }
}

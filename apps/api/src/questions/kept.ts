import type { Position } from '#eventsourcing';

/** What is kept is read again after this time, and whenever somebody waits for what he has just done. */
const AGE_MS = 1_000;

/** A small answer that nearly every question needs, kept for a moment so that the store is not asked each time. */
export class Kept<Value> {
  private kept: { readonly value: Promise<Value>; readonly until: number; readonly position: Position } | undefined;

  constructor(private readonly read: () => Promise<Value>) {}

  /** At least as new as the position. */
  get(position: Position): Promise<Value> {
    const { kept } = this;
    if (kept !== undefined && kept.until > Date.now() && kept.position >= position) return kept.value;
    const value = this.read();
    const now = { value, until: Date.now() + AGE_MS, position };
    this.kept = now;
    value.catch(() => {
      if (this.kept === now) this.kept = undefined;
    });
    return value;
  }
}

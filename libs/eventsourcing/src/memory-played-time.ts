import { PLAYED_TIME_LIMITS, type PlayedReading, type PlayedTime } from './played-time.js';

/** A played time in memory, for tests and for plays that need no durability. */
export class MemoryPlayedTime implements PlayedTime {
  private kept: { readonly standsAtMs: number; readonly woundMs: number } | undefined;

  /** @param elapsedMs the machine's own time, by which this one runs on. */
  constructor(private readonly elapsedMs: () => number = () => performance.now()) {}

  async read(): Promise<PlayedReading | undefined> {
    if (this.kept !== undefined && this.sinceWoundMs(this.kept) >= PLAYED_TIME_LIMITS.windEveryMs) this.wind(0);
    return this.reading();
  }

  async begin(at: string): Promise<void> {
    this.kept ??= { standsAtMs: Date.parse(at), woundMs: this.elapsedMs() };
  }

  async moveOn(to: string): Promise<PlayedReading | undefined> {
    this.wind(Date.parse(to));
    return this.reading();
  }

  private wind(earliestMs: number): void {
    if (this.kept === undefined) return;
    this.kept = { standsAtMs: Math.max(this.nowMs(this.kept), earliestMs), woundMs: this.elapsedMs() };
  }

  private nowMs(kept: { readonly standsAtMs: number; readonly woundMs: number }): number {
    return kept.standsAtMs + Math.min(Math.floor(this.sinceWoundMs(kept)), PLAYED_TIME_LIMITS.runsMs);
  }

  private sinceWoundMs({ woundMs }: { readonly woundMs: number }): number {
    return this.elapsedMs() - woundMs;
  }

  private reading(): PlayedReading | undefined {
    if (this.kept === undefined) return undefined;
    const iso = (ms: number) => new Date(ms).toISOString();
    return { at: iso(this.nowMs(this.kept)), until: iso(this.kept.standsAtMs + PLAYED_TIME_LIMITS.runsMs) };
  }
}

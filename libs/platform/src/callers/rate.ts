/**
 * How often something may happen, for each key of its own: `burst` times at a stretch, and `perSecond` in the long run. One
 * number a key, the moment at which its stretch is whole again (generic cell rate algorithm, ITU-T I.371).
 */
export class Rate {
  private readonly wholeAt = new Map<string, number>();
  private readonly everyMs: number;
  private readonly stretchMs: number;

  constructor(
    { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
    private readonly maxKeys: number,
  ) {
    this.everyMs = 1_000 / perSecond;
    this.stretchMs = this.everyMs * (burst - 1);
  }

  /** Seconds until it may happen again, whole and rounded up; 0 where it may now. */
  waitS(key: string, nowMs: number): number {
    const early = (this.wholeAt.get(key) ?? nowMs) - nowMs - this.stretchMs;
    return early <= 0 ? 0 : Math.ceil(early / 1_000);
  }

  /** It happens. Whoever asks `waitS` first takes no more than there is. */
  take(key: string, nowMs: number): void {
    const from = Math.max(nowMs, this.wholeAt.get(key) ?? nowMs);
    // Set anew it is the youngest: the map is in the order of use.
    this.wholeAt.delete(key);
    this.wholeAt.set(key, from + this.everyMs);
    if (this.wholeAt.size <= this.maxKeys) return;
    const [oldest] = this.wholeAt.keys();
    if (oldest !== undefined) this.wholeAt.delete(oldest);
  }
}

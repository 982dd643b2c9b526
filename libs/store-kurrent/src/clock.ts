import type { Revision } from '#eventsourcing';

export const KURRENT_CLOCK_LIMITS = {
  /** An event's recorded time is at most so much before the moment at which it was sent. */
  resolutionMs: 200,
} as const;

/** What stands last in the stream of the clock. */
export interface Tick {
  readonly revision: Revision | 'no-stream';
  /** The time that it told, ISO-8601 UTC. */
  readonly at: string;
}

/** The time of one append. */
export interface Stamp {
  readonly at: string;
  /** Revision of the clock at which this time holds: the append is made at that one or not at all. */
  readonly clock: Revision | 'no-stream';
  /** Whether the append brings the tick that tells this time. */
  readonly isTick: boolean;
}

/**
 * The time of the log. All events between two ticks carry the time of the first; a tick is appended together with the
 * events that need a later time, and each append holds the clock to the tick whose time it carries. The server decides
 * that together with the append, so times never go back as positions go up: whatever the clocks of the nodes and of the
 * processes do, and however many of them append.
 */
export class KurrentClock {
  private last: Tick | undefined;
  private reading: Promise<Tick> | undefined;
  private ticking: Promise<void> | undefined;
  private ticked: () => void = () => {};

  /**
   * @param readLast reads the last tick, which may be another process's.
   * @param played gives the time in place of this machine's clock, to the millisecond.
   */
  constructor(
    private readonly readLast: () => Promise<Tick>,
    private readonly played?: () => string,
  ) {}

  /** The time for an append that is about to be sent; `settle` must follow. Waits while another append brings a tick. */
  async take(): Promise<Stamp> {
    while (this.ticking || !this.last) await (this.ticking ?? this.read());
    const { last } = this;
    const now = this.played?.() ?? new Date().toISOString();
    if (!this.isDue(now, last)) return { at: last.at, clock: last.revision, isTick: false };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ticking = promise;
    this.ticked = resolve;
    return { at: now, clock: last.revision, isTick: true };
  }

  /**
   * What became of the append: its events are there, it was refused for another reason than the time, or the clock is not
   * known to stand where it was thought to.
   */
  settle({ at, clock, isTick }: Stamp, became: 'appended' | 'refused' | 'unknown'): void {
    if (became === 'unknown' && this.last?.revision === clock) this.last = undefined;
    if (!isTick) return;
    if (became === 'appended') this.last = { revision: clock === 'no-stream' ? 0 : clock + 1, at };
    this.ticking = undefined;
    this.ticked();
  }

  private async read(): Promise<void> {
    this.reading ??= this.readLast().finally(() => {
      this.reading = undefined;
    });
    const read = await this.reading;
    this.last ??= read;
  }

  private isDue(now: string, { at }: Tick): boolean {
    if (this.played || at === '') return now > at;
    return Date.parse(now) - Date.parse(at) > KURRENT_CLOCK_LIMITS.resolutionMs;
  }
}

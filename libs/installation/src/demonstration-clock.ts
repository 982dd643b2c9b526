import type { PlayedReading, PlayedTime } from '#eventsourcing';

export const DEMONSTRATION_CLOCK_LIMITS = {
  /** So soon this process sees what another one moved. */
  readEveryMs: 500,
} as const;

/**
 * The clock of a demonstration, as this process sees it: between two readings it goes by the machine's own, and what it
 * has said it never takes back. It stands while the store is away.
 */
export class DemonstrationClock {
  private reading: PlayedReading;
  private readAtMs: number;
  private said = '';
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly time: PlayedTime,
    first: PlayedReading,
  ) {
    this.reading = first;
    this.readAtMs = performance.now();
    this.next();
  }

  /** ISO-8601 UTC. */
  readonly now = (): string => {
    const { at, until } = this.reading;
    const run = new Date(Date.parse(at) + Math.floor(performance.now() - this.readAtMs)).toISOString();
    const now = run < until ? run : until;
    if (now > this.said) this.said = now;
    return this.said;
  };

  /** Moves it on for everybody, and says where it is then; never back. Throws StoreUnavailableError. */
  readonly moveOn = async (to: string): Promise<string> => {
    this.take(await this.time.moveOn(to));
    return this.now();
  };

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.underWay;
  }

  private next(): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      // A store that is away is asked again; until then the clock runs as far as it was wound.
      this.underWay = this.time.read().then(
        (reading) => this.take(reading),
        () => {},
      );
      void this.underWay.then(() => this.next());
    }, DEMONSTRATION_CLOCK_LIMITS.readEveryMs).unref();
  }

  private take(reading: PlayedReading | undefined): void {
    // Asked before a move and answered after it: the later one holds.
    if (reading === undefined || reading.until < this.reading.until) return;
    this.reading = reading;
    this.readAtMs = performance.now();
  }
}

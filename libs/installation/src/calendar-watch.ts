import { holidayNotice, noticeSetting } from '#enforcement';
import { type EventStore, fold } from '#eventsourcing';
import { dayOf, type LiveStatutes } from '#statutes';

export const CALENDAR_LIMITS = {
  /** How often a process asks for days off that another has entered. */
  askEveryMs: 5_000,
  /** Years before and after this one whose notices may be entered. */
  years: 2,
} as const;

/** Keeps the law of a process at what the bureau has entered of the years' days off (放假安排). */
export class CalendarWatch {
  private timer: NodeJS.Timeout | undefined;
  private asking: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly law: LiveStatutes,
  ) {}

  /** Takes up what is there, and goes on asking. Throws StoreUnavailableError. */
  async start(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      // A store that is away is asked again; until it answers the law is what it was.
      this.asking = this.refresh().catch(() => {});
    }, CALENDAR_LIMITS.askEveryMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.asking;
  }

  /** Takes up what is there now. */
  async refresh(): Promise<void> {
    const thisYear = Number(dayOf(new Date().toISOString()).slice(0, 4));
    const { years } = CALENDAR_LIMITS;
    const streams = Array.from({ length: 2 * years + 1 }, (_, n) => ({
      stream: `${holidayNotice.name}-${thisYear - years + n}`,
    }));
    const histories = await this.store.readStreams(streams);
    const entered = histories.filter((events) => events.length > 0);
    this.law.take(entered.map((events) => noticeSetting(fold(holidayNotice, holidayNotice.initialState, events))));
  }
}

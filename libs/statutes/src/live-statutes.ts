import type { NoticeSetting } from './configuration.js';
import { loadStatutes, type Statutes } from './statutes.js';

/**
 * The law for a process that runs for long: `statutes` answers by the latest ruleset, so that a year's notice that comes
 * while it runs holds from the next question on. A question is answered by one ruleset from beginning to end.
 */
export class LiveStatutes {
  private readonly own: Statutes;
  private current: Statutes;
  readonly statutes: Statutes;

  constructor(own: Statutes) {
    this.own = own;
    this.current = own;
    // The target is empty: a frozen one must give its own values.
    this.statutes = new Proxy({} as Statutes, { get: (_none, name) => this.current[name as keyof Statutes] });
  }

  /**
   * The law with these notices beside the bureau's own, in whose years the bureau's file holds. Throws
   * StatutesConfigurationError; then everything stays as it was.
   */
  take(entered: readonly NoticeSetting[]): void {
    const { configuration } = this.own;
    const years = new Set(configuration.calendar.map(({ year }) => year));
    const more = entered.filter(({ year }) => !years.has(year));
    const calendar = [...configuration.calendar, ...more].sort((a, b) => a.year - b.year);
    const next = more.length === 0 ? this.own : loadStatutes({ ...configuration, calendar });
    if (next.version !== this.current.version) this.current = next;
  }
}

import type { Position } from './event.js';
import type { FollowerStatus } from './following.js';
import type { ReadModelStatus } from './projector.js';

export const REPORT_LIMITS = {
  /** How often a process says how its followers stand. */
  everyMs: 5_000,
  /** Silent for so long, a process is gone or stuck. */
  silentMs: 30_000,
  /** What a process said last is forgotten after so long. */
  keptMs: 60 * 60 * 1000,
} as const;

/** How a follower that lives in some process stands: what cannot be told from what it keeps. */
export interface FollowerReport {
  readonly name: string;
  /** Which process, for people. */
  readonly process: string;
  /** ISO-8601 UTC with milliseconds. */
  readonly at: string;
  readonly state: FollowerStatus['state'];
  readonly position?: Position;
  readonly lastError?: string;
  readonly readModels?: readonly ReadModelStatus[];
}

/** What processes say of themselves, for whoever looks after them from another process. */
export interface FollowerReports {
  /** Replaces what the process said before under the same name. */
  report(reports: readonly FollowerReport[]): Promise<void>;
  /** What was said last, by each name and process. */
  list(): Promise<FollowerReport[]>;
}

/** Reports in memory. */
export class MemoryFollowerReports implements FollowerReports {
  private readonly kept = new Map<string, FollowerReport>();

  async report(reports: readonly FollowerReport[]): Promise<void> {
    for (const report of reports) {
      this.kept.set(`${report.name} ${report.process}`, structuredClone(report));
      const forgotten = Date.parse(report.at) - REPORT_LIMITS.keptMs;
      for (const [key, { at }] of this.kept) if (Date.parse(at) < forgotten) this.kept.delete(key);
    }
  }

  async list(): Promise<FollowerReport[]> {
    return [...this.kept.values()].map((report) => structuredClone(report)).sort(byName);
  }
}

function byName(a: FollowerReport, b: FollowerReport): number {
  return a.name !== b.name ? (a.name < b.name ? -1 : 1) : a.process < b.process ? -1 : 1;
}

/* The time of a store whose past was played: a demonstration. A real store has none, and goes by the server's. */

export const PLAYED_TIME_LIMITS = {
  /** It runs on for so long after somebody last wound it: when nobody works with the store, it stands. */
  runsMs: 60_000,
  /** Who reads it winds it when that was so long ago. */
  windEveryMs: 15_000,
} as const;

/** What a played time says, ISO-8601 UTC with milliseconds. */
export interface PlayedReading {
  readonly at: string;
  /** It runs on at the pace of the real one, and without being read again no further than this. */
  readonly until: string;
}

/**
 * Where a played time is kept, beside the log. It runs as long as somebody reads it, is moved on by an explicit act, and
 * never goes back, whoever reads and moves it from however many processes.
 */
export interface PlayedTime {
  /** What it says now; undefined where it has not begun: the store is a real one. */
  read(): Promise<PlayedReading | undefined>;
  /** Begins at an instant; changes nothing where it has begun. */
  begin(at: string): Promise<void>;
  /** Moves on to an instant, or stays where it is when that is past. Undefined where it has not begun. */
  moveOn(to: string): Promise<PlayedReading | undefined>;
}

import type { ChildProcess } from 'node:child_process';

/** A server as its supervisor sees it: a program that keeps its data in one directory and listens on one port. */
export interface ServerProgram {
  /** What it is called in sentences: 内置数据库. */
  readonly title: string;
  /** What ends it, the mildest first; each gets `stopTimeoutMs`, and none may lose what was committed. */
  readonly stopSignals: readonly NodeJS.Signals[];
  /**
   * The process that an owner who was killed left running on this data, if any: it will be stopped. Stale pid files are
   * cleared away here. Nobody else uses the directory meanwhile.
   */
  leftover(): number | undefined;
  /** Begins to run on a port of 127.0.0.1, writing to an open file. */
  start(port: number, output: number): ChildProcess;
  /** Whether the process with this pid takes connections by now. */
  isReady(pid: number): boolean | Promise<boolean>;
  /** Why it ended before it was ready, by what it has written. */
  explain(written: string): EarlyEnd;
}

/** `port-taken` and `not-yet` (what an earlier process held is not free yet) are tried again; a fault is not. */
export type EarlyEnd =
  | { readonly kind: 'port-taken' | 'not-yet' }
  | { readonly kind: 'fault'; readonly reason: string | undefined };

/** Where a server lives: its directory, its data in it, its log beside the data. All absolute. */
export interface ServerPlace {
  readonly directory: string;
  readonly data: string;
  readonly log: string;
}

export const SUPERVISOR_LIMITS = {
  /** A start may have to recover from a crash first. */
  startTimeoutMs: 120_000,
  /** After each signal to end. */
  stopTimeoutMs: 20_000,
  maxLogBytes: 10 * 1024 * 1024,
  portAttempts: 5,
  /** A server that ended by itself is started again after the first of these, twice as long each time, up to the second. */
  restartDelayMs: 100,
  restartDelayMaxMs: 30_000,
} as const;

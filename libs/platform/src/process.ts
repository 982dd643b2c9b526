import { ConfigurationError } from './configuration.js';
import { keepHeapSmall } from './memory.js';

/** Something that was started and must be stopped in order; stopping finishes what is in flight. */
export type Stop = () => Promise<void>;

export interface ProcessOptions {
  /** Further errors whose message is a sentence for the operator: of the database, of the statutes. */
  readonly setupErrors?: readonly (abstract new (
    ...parameters: never[]
  ) => Error)[];
  /** For `keepHeapSmall`. */
  readonly heapGrowthPercent?: number;
}

/** One Ctrl-C under npm arrives twice, from the terminal and from npm: what follows this soon is the same request. */
const SAME_REQUEST_MS = 1_000;

/** Calls back when the process is asked to stop (SIGTERM, Ctrl-C, a terminal that closes); asked again, it ends at once. */
export function onStopRequest(stop: () => void): void {
  let requestedAt: number | undefined;
  const request = () => {
    const now = performance.now();
    if (requestedAt === undefined) {
      requestedAt = now;
      stop();
    } else if (now - requestedAt > SAME_REQUEST_MS) process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, request);
}

/**
 * Longer than everything that stops in order takes by its own limit: whoever waits for us (systemd, Docker) kills after
 * ten seconds or later. What is ended then has not been acknowledged, and a database left running is cleared away.
 */
const STOP_MS = 9_000;

/**
 * Runs a process: starts it, and when it is asked to stop (`stopping`), stops what was started, the last first. What the
 * operator has to put right is a sentence on stderr and exit code 1. A stop that takes too long ends it at once.
 */
export function runProcess(
  start: (onStop: (stop: Stop) => void, stopping: AbortSignal) => Promise<void>,
  { setupErrors = [], heapGrowthPercent }: ProcessOptions = {},
): void {
  keepHeapSmall(heapGrowthPercent);
  const stops: Stop[] = [];
  const stopping = new AbortController();
  let exitCode = 0;
  const stopStarted = async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop())
      await stop().catch((error: unknown) => {
        console.error(error);
        exitCode = 1;
      });
  };
  const stopAll = async () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => {
      console.error(`${STOP_MS / 1000} 秒内未能全部停妥，直接结束；已确认的内容不受影响`);
      process.exit(exitCode);
    }, STOP_MS).unref();
    await stopStarted();
    // A start that was under way fails on what was stopped, or has started one thing more meanwhile.
    await starting;
    await stopStarted();
    process.exit(exitCode);
  };
  onStopRequest(() => void stopAll());
  const starting = start((stop) => stops.push(stop), stopping.signal).catch((error: unknown) => {
    if (stopping.signal.aborted) return;
    const isForOperator = [ConfigurationError, ...setupErrors].some((type) => error instanceof type);
    console.error(isForOperator ? (error as Error).message : error);
    exitCode = 1;
    void stopAll();
  });
}

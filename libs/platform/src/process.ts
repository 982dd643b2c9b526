import { ConfigurationError } from './configuration.js';
import { HTTP_LIMITS } from './http-limits.js';

/** Something that was started and must be stopped in order; stopping finishes what is in flight. */
export type Stop = () => Promise<void>;

export interface ProcessOptions {
  /** Further errors whose message is a sentence for the operator: of the database, of the statutes. */
  readonly setupErrors?: readonly (abstract new (
    ...parameters: never[]
  ) => Error)[];
}

/**
 * Runs a process: starts it, and on SIGTERM or SIGINT stops what was started, the last first. What the operator has
 * to put right is a sentence on stderr and exit code 1. A second signal, or a stop that takes too long, ends it at once.
 */
export function runProcess(
  start: (onStop: (stop: Stop) => void) => Promise<void>,
  { setupErrors = [] }: ProcessOptions = {},
): void {
  const stops: Stop[] = [];
  let isStopping = false;
  const stopAll = async (code: number) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), HTTP_LIMITS.shutdownMs).unref();
    let exitCode = code;
    for (const stop of stops.reverse())
      await stop().catch((error: unknown) => {
        console.error(error);
        exitCode = 1;
      });
    process.exit(exitCode);
  };
  process.on('SIGTERM', () => void stopAll(0));
  process.on('SIGINT', () => void stopAll(0));
  start((stop) => stops.push(stop)).catch((error: unknown) => {
    const isForOperator = [ConfigurationError, ...setupErrors].some((type) => error instanceof type);
    console.error(isForOperator ? (error as Error).message : error);
    void stopAll(1);
  });
}

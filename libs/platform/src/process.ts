import { ConfigurationError } from './configuration.js';
import { HTTP_LIMITS } from './http-limits.js';

/** Something that was started and must be stopped in order; stopping finishes what is in flight. */
export type Stop = () => Promise<void>;

/**
 * Runs a process: starts it, and on SIGTERM or SIGINT stops what was started, the last first. A wrong configuration
 * is one sentence a line on stderr and exit code 1. A second signal, or a stop that takes too long, ends it at once.
 */
export function runProcess(start: (onStop: (stop: Stop) => void) => Promise<void>): void {
  const stops: Stop[] = [];
  let stopping = false;
  const stopAll = async (code: number) => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), HTTP_LIMITS.shutdownMs).unref();
    for (const stop of stops.reverse())
      await stop().catch((error: unknown) => {
        console.error(error);
        code = 1;
      });
    process.exit(code);
  };
  process.on('SIGTERM', () => void stopAll(0));
  process.on('SIGINT', () => void stopAll(0));
  start((stop) => stops.push(stop)).catch((error: unknown) => {
    if (error instanceof ConfigurationError) for (const sentence of error.sentences) console.error(sentence);
    else console.error(error);
    void stopAll(1);
  });
}

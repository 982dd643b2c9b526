import { type DestinationStream, destination, type Logger, pino } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line, each with `at`, `level` and `kind`. Ids stand in it, never what people wrote, nor their names. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'>;

export interface LogOptions {
  readonly level: LogLevel;
  /** Which process speaks: `api`, `worker`, `anjuan`. */
  readonly service: string;
  readonly to: DestinationStream;
}

export function openLog({ level, service, to }: LogOptions): Log {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
}

/** Standard output or error: written beside the work, and written out when the process ends. */
export function output(to: 'stdout' | 'stderr'): DestinationStream {
  const lines = destination({ dest: to === 'stdout' ? 1 : 2, sync: false });
  // Whoever reads us is gone: there is nobody left to tell.
  lines.on('error', () => {});
  process.once('exit', () => {
    try {
      lines.flushSync();
    } catch {
      // Not open yet, or no longer: nothing was written.
    }
  });
  return lines;
}

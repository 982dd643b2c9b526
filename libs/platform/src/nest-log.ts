import type { LoggerService } from '@nestjs/common';
import type { Log } from '#telemetry';

/** What Nest has to say, as lines of the process's log. Its routine is nobody's business. */
export function nestLog(log: Log): LoggerService {
  const line = (message: unknown, more: readonly unknown[]) => ({ kind: 'nest', message: String(message), more });
  return {
    log: () => {},
    warn: (message: unknown, ...more: unknown[]) => log.warn(line(message, more)),
    error: (message: unknown, ...more: unknown[]) => log.error(line(message, more)),
    fatal: (message: unknown, ...more: unknown[]) => log.error(line(message, more)),
  };
}

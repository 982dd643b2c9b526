import type { FollowerEvent, Queue, RecordedEvent } from '#eventsourcing';
import type { Log } from './log.js';
import { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** Why a command ended as it did: the code of the refusal or problem, and the position of its last event. */
export interface CommandEnd {
  readonly outcome: string;
  readonly code?: string | undefined;
  readonly position?: number | undefined;
  readonly error?: unknown;
}

export const TELEMETRY_LIMITS = {
  /** Correlation ids of one commit that are written down. */
  correlationIds: 100,
} as const;

/** What follows the log and can be watched: a Follower or the Projector. */
export interface Watched {
  onCommitted(listener: (events: readonly RecordedEvent[], tookMs: number) => void): void;
}

/**
 * How a process tells of its work: lines, figures, traces, of each piece of work at once. The correlation id of a request
 * goes with its command and its events, and stands in every line from the door to the read model.
 */
export class Telemetry {
  readonly metrics: Metrics;

  constructor(
    service: string,
    readonly log: Log,
    readonly tracing?: Tracing,
  ) {
    this.metrics = new Metrics(service);
  }

  /** Bounded things of this process, whose filling is told. */
  queues(queues: () => readonly Queue[]): void {
    this.metrics.onCollect(() => {
      for (const { name: queue, held, limit } of queues()) {
        this.metrics.set('anjuan_queue_held', { queue }, held);
        this.metrics.set('anjuan_queue_limit', { queue }, limit);
      }
    });
  }

  /** A request has come; call what this gives when it has been answered. */
  request(request: {
    readonly id: string;
    readonly method: string;
    /** The pattern, not the path: in a path may stand what people typed. */
    readonly route: string;
    readonly traceparent: string | undefined;
  }): (status: number, ms: number) => void {
    const { id, method, route, traceparent } = request;
    const told = this.tracing?.request(id, `${method} ${route}`, traceparent, {
      'http.request.method': method,
      'http.route': route,
    });
    return (status, ms) => {
      this.metrics.observe(
        'anjuan_http_request_duration_seconds',
        { method, route, status: String(status) },
        ms / 1000,
      );
      told?.end({ 'http.response.status_code': status }, status >= 500 ? new Error() : undefined);
      const line = { kind: 'request', correlationId: id, method, route, status, ms: rounded(ms) };
      if (status >= 500) this.log.warn(line);
      else this.log.info(line);
    };
  }

  /** A command has come through whichever door; call what this gives when it has ended. */
  command(command: {
    readonly commandId: string;
    readonly correlationId: string;
    readonly aggregate: string;
    readonly id: string;
    readonly name: string;
  }): (end: CommandEnd) => void {
    const { commandId, correlationId, aggregate, id, name } = command;
    const beganMs = performance.now();
    const told = this.tracing?.command(commandId, correlationId, name, { 'anjuan.aggregate': aggregate });
    return ({ outcome, code, position, error }) => {
      const ms = performance.now() - beganMs;
      this.metrics.observe('anjuan_command_duration_seconds', { aggregate, outcome }, ms / 1000);
      if (outcome === 'refused' && code !== undefined) this.metrics.count('anjuan_commands_refused_total', { code });
      told?.end({ 'anjuan.outcome': outcome, ...(code !== undefined && { 'anjuan.code': code }) }, error);
      this.log.info({
        kind: 'command',
        correlationId,
        commandId,
        aggregate,
        id,
        command: name,
        outcome,
        code,
        position,
        ms: rounded(ms),
      });
    };
  }

  /** An append begins; call what this gives with what became of it. */
  appending(
    commandId: string,
    correlationId: string,
    events: number,
  ): (outcome: string, position?: number, error?: unknown) => void {
    const beganMs = performance.now();
    const told = this.tracing?.append(commandId, correlationId, { 'anjuan.events': events });
    return (outcome, position, error) => {
      const ms = performance.now() - beganMs;
      this.metrics.observe('anjuan_append_duration_seconds', { outcome }, ms / 1000);
      if (outcome === 'appended') this.metrics.count('anjuan_appended_events_total', {}, events);
      told?.end({ 'anjuan.outcome': outcome }, error);
      this.log.debug({ kind: 'append', correlationId, commandId, events, outcome, position, ms: rounded(ms) });
    };
  }

  /** Watches what a follower commits. */
  watch(follower: string, watched: Watched): void {
    watched.onCommitted((events, tookMs) => {
      this.metrics.count('anjuan_follower_events_total', { follower }, events.length);
      this.metrics.observe('anjuan_follower_commit_duration_seconds', { follower }, tookMs / 1000);
      this.tracing?.followed(follower, events, Date.now() - tookMs);
      if (!this.log.isLevelEnabled('debug')) return;
      const correlationIds = [...new Set(events.map(({ meta }) => meta.correlationId))];
      this.log.debug({
        kind: 'committed',
        follower,
        from: events[0]?.position,
        position: events.at(-1)?.position,
        events: events.length,
        correlationIds: correlationIds.slice(0, TELEMETRY_LIMITS.correlationIds),
        ms: rounded(tookMs),
      });
    });
  }

  /** What a follower has to tell: trouble is a warning. */
  follower(follower: string): (event: FollowerEvent | { readonly kind: string }) => void {
    return (event) => {
      const isTrouble = TROUBLE.has(event.kind);
      if (event.kind === 'failed') this.metrics.count('anjuan_follower_failures_total', { follower });
      if (isTrouble) this.log.warn({ follower, ...event });
      else this.log.info({ follower, ...event });
    };
  }

  close(): Promise<void> {
    return this.tracing?.close() ?? Promise.resolve();
  }
}

/** What somebody has to look at, or may have to. */
const TROUBLE: ReadonlySet<string> = new Set(['failed', 'lost', 'parked', 'rebuild-failed', 'laid-aside']);

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

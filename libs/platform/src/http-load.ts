import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Queue } from '#eventsourcing';
import type { Telemetry } from '#telemetry';
import { HTTP_LIMITS } from './http-limits.js';
import { PROBLEM_TYPE } from './problem.filter.js';
import { problem } from './problem.js';

type Limits = { readonly [Name in 'requests' | 'bodiesBytes']: number };

/** What is under way at the door. Beyond its limits a request is turned away before anything of it is read. */
export class HttpLoad {
  private requests = 0;
  private bodiesBytes = 0;

  constructor(
    private readonly telemetry?: Telemetry,
    private readonly limits: Limits = HTTP_LIMITS,
  ) {}

  queues(): Queue[] {
    const { requests, bodiesBytes, limits } = this;
    return [
      { name: 'http-requests', held: requests, limit: limits.requests },
      { name: 'http-body-bytes', held: bodiesBytes, limit: limits.bodiesBytes },
    ];
  }

  /** Nothing is done for who is turned away but to tell him so. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const bytes = bodyBytes(request);
      this.enter(request, reply, bytes);
      if (this.requests <= this.limits.requests && this.bodiesBytes <= this.limits.bodiesBytes) return done();
      void reply
        .status(503)
        .headers({ 'retry-after': '2', 'cache-control': 'no-store', connection: 'close' })
        .type(PROBLEM_TYPE)
        .send(JSON.stringify(problem('unavailable', '同时办理的请求过多，请稍后再试')));
    });
  }

  private enter(request: FastifyRequest, reply: FastifyReply, bytes: number): void {
    this.requests += 1;
    this.bodiesBytes += bytes;
    const end = this.telemetry?.request({
      id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      traceparent: asText(request.headers.traceparent),
    });
    // Also of a request whose caller hangs up.
    reply.raw.once('close', () => {
      this.requests -= 1;
      this.bodiesBytes -= bytes;
      end?.(reply.raw.statusCode, reply.elapsedTime);
    });
  }
}

/** As many as it says, and as many as may come where it says nothing. */
export function bodyBytes({ headers }: FastifyRequest): number {
  const said = headers['content-length'];
  if (said === undefined) return headers['transfer-encoding'] === undefined ? 0 : HTTP_LIMITS.bodyBytes;
  return Math.min(Number(said) || 0, HTTP_LIMITS.bodyBytes);
}

function asText(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

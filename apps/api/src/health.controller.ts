import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { eventsBetween } from '#eventsourcing';
import { Public } from '#platform';
import { API_OPTIONS, type ApiOptions } from './api-options.js';
import { Freshness } from './freshness.js';

/** A store that does not answer within this time is not ready. */
const READY_LIMIT_MS = 2_000;

/** For whoever watches over the process. */
@Controller()
@Public()
export class HealthController {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly freshness: Freshness,
  ) {}

  /** The process lives. */
  @Get('healthz')
  live() {
    return { status: 'live' };
  }

  /** The store answers; how far the read models are behind. A projector that has stopped for good is not ready. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    try {
      const [head, position] = await within(
        READY_LIMIT_MS,
        Promise.all([this.options.store.head(), this.freshness.position()]),
      );
      const state = this.options.projector?.status().state;
      if (state === 'lost' || state === 'stopped') throw new Error(`the projector is ${state}`);
      const lag = eventsBetween(this.options.store, position, head.position) ?? null;
      return { status: 'ready', head: head.position, position, lag };
    } catch {
      void reply.status(503).header('retry-after', '1');
      return { status: 'unavailable' };
    }
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

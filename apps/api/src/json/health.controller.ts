import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform';
import { Freshness } from '../questions/freshness.js';

/** A store that does not answer within this time is not ready. */
const READY_LIMIT_MS = 2_000;

/** For whoever watches over the process. */
@Controller()
@Public()
export class HealthController {
  constructor(private readonly freshness: Freshness) {}

  @Get('healthz')
  live() {
    return { status: 'live' };
  }

  /** The store answers; how far the read models are behind. A projector that has stopped for good is not ready. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    try {
      return { status: 'ready', ...(await within(READY_LIMIT_MS, this.freshness.standing())) };
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

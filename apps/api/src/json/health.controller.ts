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

  /**
   * Whether the store answers and the read models of this process follow it. That a follower elsewhere fails is told, and no
   * reason to send nobody here any more. Nothing else is told to whoever asks: how far everything has come stands on the
   * page 运行状态 and in the figures.
   */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const standing = await within(READY_LIMIT_MS, this.freshness.standing()).catch(() => 'unavailable' as const);
    if (standing === 'ready' || standing === 'failing-elsewhere')
      return { status: standing === 'ready' ? 'ready' : 'failing' };
    void reply.status(503).header('retry-after', '1');
    return { status: standing };
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

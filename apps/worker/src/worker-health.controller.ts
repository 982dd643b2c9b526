import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { EventStore, Follower, Projector } from '#eventsourcing';
import { Public } from '#platform';

export const WORKER_OPTIONS = Symbol('worker options');

export interface WorkerOptions {
  readonly store: EventStore;
  readonly projector: Projector;
  /** The clock of the deadlines. */
  readonly deadlines: Pick<Follower, 'status'>;
  /** What lets one record hear of another. */
  readonly reactions: Pick<Follower, 'status'>;
  /** What tells other systems of the log; none without Kafka. */
  readonly relays: readonly Pick<Follower, 'status'>[];
  /** What receives from other systems; none where nobody may send. */
  readonly inbox?: { status(): { readonly state: string } };
}

/** For whoever watches over the worker. */
@Controller()
@Public()
export class WorkerHealthController {
  constructor(@Inject(WORKER_OPTIONS) private readonly options: WorkerOptions) {}

  /** The process lives. A projector whose read models are kept in another version now has stopped for good. */
  @Get('healthz')
  live(@Res({ passthrough: true }) reply: FastifyReply) {
    const { state } = this.options.projector.status();
    if (state === 'lost' || state === 'stopped') void reply.status(503);
    return { status: state };
  }

  /**
   * Whether the log is followed here: who stands by is ready to take over. That the clock, a relay or the inbox fails is told
   * and is no reason to replace this process: what they wait for is elsewhere. Nothing else is told to whoever asks: how far
   * everything has come say `anjuan status`, the page 运行状态 and the figures.
   */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'no-store');
    const { store, projector, deadlines, reactions, relays, inbox } = this.options;
    const isThere = await store.head().then(
      () => true,
      () => false,
    );
    const { state } = projector.status();
    const isFollowing = state === 'following' || state === 'standby';
    if (!isThere || !isFollowing) void reply.status(503);
    if (!isThere) return { status: 'unavailable' };
    const states = [deadlines, reactions, ...relays, ...(inbox ? [inbox] : [])].map((each) => each.status().state);
    return { status: isFollowing && !states.includes('failing') ? 'ready' : 'failing' };
  }
}

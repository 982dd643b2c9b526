import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type EventStore, eventsBetween, type Follower, type Projector } from '#eventsourcing';
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
  readonly relays: readonly RelayToWatch[];
  /** What receives from other systems; none where nobody may send. */
  readonly inbox?: { status(): object };
}

export interface RelayToWatch extends Pick<Follower, 'status'> {
  readonly name: string;
  lag(): Promise<{ readonly lagMs: number }>;
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
   * How far each read model has come, and what is parked; how the clock and the relays are. Who stands by is ready to take
   * over. That a relay fails is told and is no reason to replace this process: the broker is elsewhere.
   */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'no-store');
    const status = this.options.projector.status();
    const head = await this.options.store.head().catch(() => undefined);
    if (!head || (status.state !== 'following' && status.state !== 'standby')) void reply.status(503);
    return {
      ...status,
      deadlines: this.options.deadlines.status(),
      reactions: this.options.reactions.status(),
      relays: await Promise.all(this.options.relays.map(toldOf)),
      inbox: this.options.inbox?.status() ?? null,
      head: head?.position ?? null,
      lag: (head && eventsBetween(this.options.store, status.position, head.position)) ?? null,
    };
  }
}

async function toldOf(relay: RelayToWatch) {
  const lag = await relay.lag().catch(() => undefined);
  return { name: relay.name, ...relay.status(), lagMs: lag?.lagMs ?? null };
}

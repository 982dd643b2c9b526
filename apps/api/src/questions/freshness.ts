import { Inject, Injectable } from '@nestjs/common';
import { type Position, waitForProjection } from '#eventsourcing';
import { followerStandings } from '#installation';
import { badInput, unavailable } from '#platform';
import { API_OPTIONS, type ApiOptions } from '../api-options.js';

/** A query waits this long for the read models to reach the position that it asks for. */
export const FRESHNESS_LIMIT_MS = 5_000;

/** Lets a query see what its own commands did. */
@Injectable()
export class Freshness {
  constructor(@Inject(API_OPTIONS) private readonly options: ApiOptions) {}

  /**
   * Waits until the read models have reached a position. Throws ProblemError 503 when they do not within the limit, and 400,
   * at once, where the log has no such position: it came from elsewhere.
   */
  async reach(position: Position | undefined): Promise<void> {
    if (position === undefined) return;
    const {
      store,
      projector,
      readModelStore,
      projection = 'main',
      freshnessLimitMs: limitMs = FRESHNESS_LIMIT_MS,
    } = this.options;
    if (position > (await this.reached())) {
      const head = await store.head();
      if (position > head.position)
        throw badInput([{ path: 'after', message: `事件只到位置 ${head.position}，还没有位置 ${position}` }]);
    }
    const reached = projector
      ? await projector.waitFor(position, limitMs)
      : await waitForProjection(readModelStore, projection, position, limitMs);
    if (!reached) throw unavailable(`数据还没有更新到位置 ${position}，请稍后再试`, 2, 'behind');
  }

  /** Whether the log is followed here, and by everybody else who has said so lately. Throws where the store is away. */
  async standing(): Promise<'ready' | 'failing' | 'failing-elsewhere'> {
    const { store, projector, reports } = this.options;
    const [said] = await Promise.all([reports.list(), store.head(), this.reached()]);
    const state = projector?.status().state;
    if (state === 'lost' || state === 'stopped' || state === 'failing') return 'failing';
    const standings = followerStandings(said, new Date().toISOString());
    return standings.every(({ isWell, report }) => isWell || report.state === 'new') ? 'ready' : 'failing-elsewhere';
  }

  private async reached(): Promise<Position> {
    const { projector, readModelStore, projection = 'main' } = this.options;
    return projector ? projector.position : (await readModelStore.load(projection)).position;
  }
}

import { LOG_START, type Position } from './event.js';
import { type EventStore, STORE_LIMITS } from './event-store.js';

/* The only place that counts with positions, and only where a store says that they count its events. */

/** How many events lie after one position up to another; undefined where the store's positions do not tell. */
export function eventsBetween(store: { readonly positions: 'gapless' }, after: Position, upTo: Position): number;
export function eventsBetween(
  store: Pick<EventStore, 'positions'>,
  after: Position,
  upTo: Position,
): number | undefined;
export function eventsBetween({ positions }: Pick<EventStore, 'positions'>, after: Position, upTo: Position) {
  return positions === 'gapless' ? Math.max(0, upTo - after) : undefined;
}

/**
 * Reads the whole log and gives the first position that is not as the store declares: where positions are gapless the
 * first one that is missing, where they are ordered the first that is not greater than the one before it.
 */
export async function firstFaultyPosition(
  store: Pick<EventStore, 'positions' | 'readAll'>,
): Promise<Position | undefined> {
  let last = LOG_START;
  for (;;) {
    const events = await store.readAll(last, STORE_LIMITS.maxReadBatch / 2);
    if (events.length === 0) return undefined;
    for (const { position } of events) {
      if (store.positions === 'gapless' && position !== last + 1) return last + 1;
      if (position <= last) return position;
      last = position;
    }
  }
}

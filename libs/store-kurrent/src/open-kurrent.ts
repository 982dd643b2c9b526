import type { EventStore, Queue } from '#eventsourcing';
import { defined } from '#eventsourcing';
import type { OpenKurrentOptions } from './connection.js';

/** A KurrentDB that was found fit. */
export interface Kurrent {
  /** The log on it. With a clock, recorded by that one: for a year that is played. */
  store(clock?: () => string): EventStore & { queues(): Queue[] };
}

/**
 * Looks whether the server can be used, and gives the log on it. Throws a KurrentSetupError. The client and its native
 * part are loaded here and not before: who keeps his log elsewhere does not pay for them.
 */
export async function openKurrent(options: OpenKurrentOptions): Promise<Kurrent> {
  const { checkKurrent } = await import('./connection.js');
  const { KurrentEventStore } = await import('./event-store.js');
  await checkKurrent(options);
  const { url } = options;
  return { store: (clock) => new KurrentEventStore({ url, ...defined({ clock }) }) };
}

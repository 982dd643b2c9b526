import { type LawContext, lawLoop } from '#enforcement';
import type { CommandLoop, EventStore, LedgerReader, Projector, ProjectorEvent, ReadModelStore } from '#eventsourcing';
import { lawProjector } from '#figures';
import type { Statutes } from '#statutes';

/** Gives the time to record, ISO-8601 UTC. */
export type Clock = () => string;

/** Where events and what is derived from them are kept. */
export interface Stores {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly ledger: LedgerReader;
}

/** The parts of a running Anjuan, wired. A process takes what it needs, and closes the whole when it stops. */
export interface Installation extends Stores {
  /** The law with the bureau's file. */
  readonly statutes: Statutes;
  /** Every door that takes commands decides through this one loop. */
  readonly loop: CommandLoop<LawContext>;
  /** The projector of every read model, not started yet: that does the process that keeps them. */
  projector(log?: (event: ProjectorEvent) => void): Projector;
  /** The same installation for a year that is played: its events are recorded by that clock. Closes by itself or with this one. */
  onClock(clock: Clock): Installation;
  /** Stops what was started and closes what was opened, the last first. */
  close(): Promise<void>;
}

/** Opens the stores; what must be closed again is entered in `opened`. Without a clock they take their own time. */
export type OpenStores = (opened: AsyncDisposableStack, clock?: Clock) => Stores;

/** The wiring over whichever stores. Whoever follows the log (the projector) is entered in `opened` like a store. */
export function installationOver(
  openStores: OpenStores,
  statutes: Statutes,
  opened: AsyncDisposableStack,
  clock?: Clock,
): Installation {
  const stores = openStores(opened, clock);
  const { store, readModelStore } = stores;
  let closing: Promise<void> | undefined;
  return {
    ...stores,
    statutes,
    loop: lawLoop(store, statutes),
    projector: (log) =>
      opened.adopt(lawProjector({ store, readModelStore, ...(log === undefined ? {} : { log }) }), (projector) =>
        projector.stop(),
      ),
    onClock: (other) => installationOver(openStores, statutes, opened.use(new AsyncDisposableStack()), other),
    close: () => {
      closing ??= opened.disposeAsync();
      return closing;
    },
  };
}

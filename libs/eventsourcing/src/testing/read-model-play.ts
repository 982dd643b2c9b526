import { afterEach, beforeEach } from '@jest/globals';
import { Projector, type ProjectorOptions } from '../projector.js';
import {
  type CaseData,
  Log,
  MODELS,
  type OpenLog,
  QUICK,
  type ReadModelStoreUnderTest,
} from './read-model-fixtures.js';

/** What each test of the contract has at hand: a store, a log and a projection of its own, and projectors over them. */
export interface ReadModelPlay {
  readonly under: ReadModelStoreUnderTest;
  log: Log;
  /** Gives it another log. */
  readonly openLog: OpenLog;
  readonly projection: string;
  make(options?: Partial<ProjectorOptions>): Projector;
  /** Makes a projector, starts it and waits until it has caught up. */
  follow(options?: Partial<ProjectorOptions>): Promise<Projector>;
  /** Clears the store for another run of a property. */
  clear(): Promise<void>;
}

/** Sets the play up around each test of the surrounding `describe`. */
export function readModelPlay(create: () => Promise<ReadModelStoreUnderTest>, openLog: OpenLog): ReadModelPlay {
  let under: ReadModelStoreUnderTest;
  let log: Log;
  let projection: string;
  let projections = 0;
  const running = new Set<Projector>();
  const stopAll = async () => {
    for (const projector of running) await projector.stop();
    running.clear();
  };
  beforeEach(async () => {
    under = await create();
    log = new Log(openLog);
    projection = `contract_${++projections}`;
  });
  afterEach(async () => {
    await stopAll();
    await under.close();
  });
  const make: ReadModelPlay['make'] = (options = {}) => {
    const projector = new Projector({
      store: log.store,
      readModels: MODELS,
      readModelStore: under.store,
      projection,
      ...options,
      limits: { ...QUICK, ...options.limits },
    });
    running.add(projector);
    return projector;
  };
  return {
    get under() {
      return under;
    },
    get log() {
      return log;
    },
    set log(next: Log) {
      log = next;
    },
    openLog,
    get projection() {
      return projection;
    },
    make,
    follow: async (options = {}) => {
      const projector = make(options);
      await projector.start();
      await projector.caughtUp();
      return projector;
    },
    clear: async () => {
      await stopAll();
      const { readModels } = await under.store.load(projection);
      await under.store.retire(
        projection,
        readModels.map(({ name }) => name),
      );
      projection = `contract_${++projections}`;
      log = new Log(openLog);
    },
  };
}

/** What a `Filed` event says of a case. */
export function filed(unit: string, filedOn = '2023-01-05', fineFen = 100): Partial<CaseData> {
  return { unit, filedOn, fineFen, tags: [] };
}

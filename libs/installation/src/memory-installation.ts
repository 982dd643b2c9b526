import {
  MemoryCheckpoints,
  MemoryDeadLetters,
  MemoryFollowerReports,
  MemoryLooks,
  MemoryPlayedTime,
  MemoryReadModelStore,
  MemorySecurityLog,
  MemorySessions,
  MemoryStore,
  MemoryUploads,
} from '#eventsourcing';
import { LiveStatutes, loadStatutes } from '#statutes';
import { type Clock, type Installation, installationOver } from './installation.js';

const serverTime: Clock = () => new Date().toISOString();

/** The same wiring in memory, with the law as built in: for specs, and for a year that nobody keeps. */
export function memoryInstallation(): Installation {
  const clocks = [serverTime];
  const store = new MemoryStore(() => clocks.at(-1)!());
  const readModelStore = new MemoryReadModelStore();
  const looks = new MemoryLooks();
  const checkpoints = new MemoryCheckpoints();
  const deadLetters = new MemoryDeadLetters();
  const reports = new MemoryFollowerReports();
  const playedTime = new MemoryPlayedTime();
  return installationOver(
    (toClose, clock) => {
      if (clock !== undefined) {
        clocks.push(clock);
        toClose.defer(() => void clocks.pop());
      }
      return {
        store,
        readModelStore,
        ledger: readModelStore.ledger,
        looks,
        checkpoints,
        deadLetters,
        reports,
        uploads: new MemoryUploads(),
        sessions: new MemorySessions(),
        securityLog: new MemorySecurityLog(),
        playedTime,
        queues: () => [],
      };
    },
    new LiveStatutes(loadStatutes()),
    new AsyncDisposableStack(),
  );
}

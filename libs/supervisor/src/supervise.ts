import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isFileFault, makeDirectory, notWritable } from './directory.js';
import { acquireDirectory } from './directory-lock.js';
import { DirectoryInUseError } from './errors.js';
import { type Launched, launch } from './launch.js';
import { isAlive, stopProcess } from './process.js';
import { type ServerPlace, type ServerProgram, SUPERVISOR_LIMITS } from './server-program.js';

export interface SupervisorOptions {
  /** Where everything of the server lives; created when missing. Relative to the working directory, or absolute. */
  readonly directory: string;
  /** A free port is picked when not given. The server listens on 127.0.0.1 only. */
  readonly port?: number;
  /** Leaves the server running when this process ends without stop(); for a server shared by several test processes. */
  readonly outlivesProcess?: boolean;
  /** Told in a sentence when the server ended by itself, when it is back, and each time that it could not be started. */
  readonly onTrouble?: (sentence: string) => void;
  /** Ends the start, as it is no longer wanted. */
  readonly signal?: AbortSignal;
}

export interface SupervisedServer {
  readonly port: number;
  /** Another one after the server ended by itself and was started again. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Where a server of this name lives in a directory. */
export function placeIn(directory: string, name: string): ServerPlace {
  const absolute = resolve(directory);
  return { directory: absolute, data: join(absolute, name), log: join(absolute, `${name}.log`) };
}

/**
 * Runs a server in a directory that nobody else uses: what an earlier process left running when it was killed is
 * stopped, and whenever the server ends by itself it is started again, on the same port. `prepare` makes the data on
 * first use, checks it later, and gives the program. Throws a ServerSetupError.
 */
export async function supervise(
  name: string,
  options: SupervisorOptions,
  prepare: (place: ServerPlace) => Promise<ServerProgram>,
): Promise<SupervisedServer> {
  const place = placeIn(options.directory, name);
  const created = makeDirectory(place.directory);
  try {
    const release = await acquireDirectory(place.directory);
    try {
      const program = await prepare(place);
      await stopLeftover(program, place);
      const first = await launch(program, place, options.signal, options.port);
      return keepRunning(program, place, first, options, release);
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    // Only a directory that this call made, and only while no data stands in it, goes away again.
    if (created !== undefined && !existsSync(place.data)) rmSync(created, { recursive: true, force: true });
    throw isFileFault(error) ? notWritable(place.directory, error) : error;
  }
}

async function stopLeftover(program: ServerProgram, { directory }: ServerPlace): Promise<void> {
  const pid = program.leftover();
  if (pid === undefined) return;
  try {
    await stopProcess(pid, program.stopSignals, () => !isAlive(pid), SUPERVISOR_LIMITS.stopTimeoutMs);
  } catch {
    throw new DirectoryInUseError(directory, pid);
  }
}

/**
 * Starts the server again whenever it ends by itself (killed, out of memory, a full disk), until it is stopped: clients
 * see connections that break and come back, and nobody has to lend a hand.
 */
function keepRunning(
  program: ServerProgram,
  place: ServerPlace,
  first: Launched,
  { outlivesProcess, onTrouble }: SupervisorOptions,
  release: () => void,
): SupervisedServer {
  const { port } = first;
  let running = first;
  const stopping = new AbortController();
  let reviving = Promise.resolve();
  const revive = async () => {
    onTrouble?.(`${program.title}意外停止，正在重新启动`);
    for (let wait: number = SUPERVISOR_LIMITS.restartDelayMs; !stopping.signal.aborted; ) {
      try {
        running = await launch(program, place, stopping.signal, port);
        watch();
        onTrouble?.(`${program.title}已经重新启动`);
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        onTrouble?.(error instanceof Error ? error.message : String(error));
        await delay(wait, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
        wait = Math.min(2 * wait, SUPERVISOR_LIMITS.restartDelayMaxMs);
      }
    }
  };
  const watch = () =>
    running.child.once('exit', () => {
      if (!stopping.signal.aborted) reviving = revive();
    });
  const onExit = () => running.child.kill(program.stopSignals[0]);
  if (!outlivesProcess) {
    process.on('exit', onExit);
    watch();
  }
  const end = async () => {
    stopping.abort();
    await reviving;
    const { child, pid } = running;
    const isGone = () => child.exitCode !== null || child.signalCode !== null;
    await stopProcess(pid, program.stopSignals, isGone, SUPERVISOR_LIMITS.stopTimeoutMs);
    process.off('exit', onExit);
  };
  let ended: Promise<void> | undefined;
  return {
    port,
    get pid() {
      return running.pid;
    },
    stop: () => {
      ended ??= end().finally(release);
      return ended;
    },
  };
}

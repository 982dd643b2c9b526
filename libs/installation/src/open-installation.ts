import { ServerSetupError } from '#embedded-postgres';
import { defined } from '#eventsourcing';
import { MessagingUnavailableError } from '#messaging';
import { LiveStatutes, StatutesConfigurationError } from '#statutes';
import { KurrentSetupError, openKurrent } from '#store-kurrent';
import {
  DatabaseSetupError,
  PostgresCheckpoints,
  PostgresDeadLetters,
  PostgresEventStore,
  PostgresFollowerReports,
  PostgresLedger,
  PostgresLooks,
  PostgresPlayedTime,
  PostgresReadModelStore,
  PostgresSecurityLog,
  PostgresSessions,
  PostgresUploads,
  poolQueues,
} from '#store-postgres';
import { observed, type Telemetry } from '#telemetry';
import { bureauStatutes, StatutesFileError } from './bureau-statutes.js';
import { DemonstrationClock } from './demonstration-clock.js';
import { type Installation, installationOver } from './installation.js';
import { type MessagingConfiguration, MessagingFileError, openMessaging } from './messaging.js';
import { openBureauDatabase } from './open-bureau-database.js';
import { SendersFileError } from './senders-file.js';

export interface InstallationConfiguration {
  /** PostgreSQL of one's own; without it the embedded one in the data directory. */
  readonly databaseUrl?: string;
  readonly dataDirectory: string;
  /** KurrentDB that keeps the log; everything else stays in PostgreSQL. Without it the log is there as well. */
  readonly kurrentUrl?: string;
  /** File with the bureau's calendar, parameters and periods. */
  readonly statutesFile?: string;
  /** User id of who administers where the register of people names nobody yet. */
  readonly initialAdministrator?: string;
  /** After which a browser's session ends that nobody uses. */
  readonly sessionIdleMs?: number;
  /** The Kafka by which other systems are told of the log; without it nobody is. */
  readonly messaging?: MessagingConfiguration;
}

export interface InstallationOptions {
  /** Where another process of this machine already runs the embedded server, works on that one. */
  readonly mayJoin?: boolean;
  /** Told in a sentence when the embedded server ended by itself and what became of it. */
  readonly onTrouble?: (sentence: string) => void;
  /** Opening that is under way ends, as it is no longer wanted. */
  readonly signal?: AbortSignal;
  /** Told of every append. */
  readonly telemetry?: Telemetry;
}

/** Read models would go on in another log than the one they came from. The message is a sentence for the operator. */
export class LogElsewhereError extends Error {
  override readonly name = 'LogElsewhereError';
  constructor() {
    super(
      '设置了 KURRENTDB_URL，而 PostgreSQL 中已有事件：事件只能存放在一处，请改用空的数据库，或者去掉 KURRENTDB_URL。',
    );
  }
}

/** What opening throws where the operator can mend it: the message is in Chinese and says what. */
export const SETUP_ERRORS = [
  DatabaseSetupError,
  KurrentSetupError,
  LogElsewhereError,
  ServerSetupError,
  StatutesConfigurationError,
  StatutesFileError,
  MessagingFileError,
  MessagingUnavailableError,
  SendersFileError,
] as const;

/**
 * Opens everything a process works with, in order: first what can be refused before anything is created. When one
 * part cannot be opened, those before it are closed again. Throws one of SETUP_ERRORS.
 */
export async function openInstallation(
  configuration: InstallationConfiguration,
  options: InstallationOptions = {},
): Promise<Installation> {
  const { databaseUrl, dataDirectory, kurrentUrl } = configuration;
  const { telemetry } = options;
  const opened = new AsyncDisposableStack();
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= opened.disposeAsync();
    return closing;
  };
  const giveUp = () => void close();
  try {
    const law = new LiveStatutes(await bureauStatutes(configuration));
    const messaging = configuration.messaging && (await openMessaging(configuration.messaging));
    if (messaging) opened.defer(() => messaging.broker.close());
    const kurrent =
      kurrentUrl === undefined ? undefined : await openKurrent({ url: kurrentUrl, signal: options.signal });
    const database = opened.adopt(
      await openBureauDatabase({ ...options, ...(databaseUrl ? { url: databaseUrl } : { directory: dataDirectory }) }),
      (database) => database.close(),
    );
    options.signal?.throwIfAborted();
    // From here on, what is asked of a server that hangs fails when the way to it is closed.
    options.signal?.addEventListener('abort', giveUp, { once: true });
    if (kurrent && (await database.pool.query('select from anjuan.events limit 1')).rowCount !== 0)
      throw new LogElsewhereError();
    const playedTime = new PostgresPlayedTime(database.pool);
    const played = await playedTime.read();
    const installation = installationOver(
      (toClose, clock) => {
        const own = toClose.adopt(
          kurrent?.store(clock) ?? new PostgresEventStore({ url: database.url, ...defined({ clock }) }),
          (store) => store.close(),
        );
        const looks = new PostgresLooks(database.pool);
        return {
          store: telemetry ? observed(own, telemetry) : own,
          readModelStore: new PostgresReadModelStore(database.pool),
          ledger: new PostgresLedger(database.pool),
          looks,
          checkpoints: new PostgresCheckpoints(database.pool),
          deadLetters: new PostgresDeadLetters(database.pool),
          reports: new PostgresFollowerReports(database.pool),
          uploads: new PostgresUploads(database.pool),
          sessions: new PostgresSessions(database.pool, configuration.sessionIdleMs),
          securityLog: new PostgresSecurityLog(database.pool),
          playedTime,
          queues: () => [...own.queues(), ...looks.queues(), ...poolQueues(database.pool, 'connections')],
        };
      },
      law,
      opened,
      {
        messaging,
        initialAdministrator: configuration.initialAdministrator,
        ...(played && { clock: new DemonstrationClock(playedTime, played) }),
      },
    );
    await installation.calendar.start();
    return installation;
  } catch (error) {
    await close();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
}

import type { People } from '#enforcement';
import type {
  DeadLetters,
  EventStore,
  FollowerReports,
  LedgerReader,
  Looks,
  Projector,
  ReadModelStore,
  SecurityLog,
  Uploads,
} from '#eventsourcing';
import type { DemonstrationClock, MessagesHere } from '#installation';
import type { BrowserSignIn, CommandRegistry, DecisionLoop, TokenVerifier } from '#platform';
import { dayOf, type LegalDay, type Statutes } from '#statutes';
import type { Telemetry } from '#telemetry';

export const API_OPTIONS = Symbol('api options');

/** What the api is made of. Whoever composes the process opens and closes these. */
export interface ApiOptions {
  /** The log with every event in its present shape. */
  readonly store: EventStore;
  /** The log as it was stored, for auditors. */
  readonly log: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly ledger: LedgerReader;
  /** Who looked at whom. */
  readonly looks: Looks;
  /** What happened at the doors. */
  readonly securityLog: SecurityLog;
  /** Messages that could not become a command. */
  readonly deadLetters: DeadLetters;
  /** What processes say of their followers. */
  readonly reports: FollowerReports;
  /** Files that people sent, until what they say is on record. */
  readonly uploads: Uploads;
  /** How Kafka is used here; undefined where it is not. */
  readonly messages?: MessagesHere | undefined;
  /** The projector of this same process; without it the checkpoint in the read-model store is watched. */
  readonly projector?: Projector;
  /** Name of the projection that keeps the read models; default `main`. */
  readonly projection?: string;
  readonly registry: CommandRegistry;
  readonly statutes: Statutes;
  readonly tokenVerifier: TokenVerifier;
  /** Who somebody is today: the register of people (docs/decisions/0012). */
  readonly people: People;
  /** The loop of this process: every door of it decides by this one. */
  readonly loop: DecisionLoop;
  /** Sign-in of browsers; without it programs alone come in. */
  readonly browserSignIn?: BrowserSignIn | undefined;
  /** How long a query waits for the read models; default FRESHNESS_LIMIT_MS. */
  readonly freshnessLimitMs?: number;
  /** The time by which people act here, ISO-8601 UTC; the clock of the server by default. */
  readonly now?: () => string;
  /** How the process tells of its work. */
  readonly telemetry?: Telemetry;
  /** Where the store was made as a demonstration: its clock, which may be moved on. A real store has no such door. */
  readonly demonstration?: Pick<DemonstrationClock, 'now' | 'moveOn'> | undefined;
}

/** Where the store is a demonstration: the day on which its clock stands; every page says it. */
export function demonstratedOn({ demonstration }: ApiOptions): LegalDay | undefined {
  return demonstration && dayOf(demonstration.now());
}

export function serverTime(options: Pick<ApiOptions, 'now'>): string {
  return options.now?.() ?? new Date().toISOString();
}

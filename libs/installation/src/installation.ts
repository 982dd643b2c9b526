import { aggregateNamed, byRegister, type LawContext, lawLoop, type People, peopleOfRegister } from '#enforcement';
import {
  type Checkpoints,
  type CommandLoop,
  type DeadLetters,
  type EventStore,
  type Follower,
  type FollowerEvent,
  type FollowerReports,
  type LedgerReader,
  type Looks,
  type PlayedTime,
  type Projector,
  type ProjectorEvent,
  type Queue,
  type ReadModelStore,
  raising,
  type SecurityLog,
  type Sessions,
  type Uploads,
} from '#eventsourcing';
import { type GiveCommand, type Sender, type TopicsVerified, topicOfSender } from '#exchange';
import { deadlineClock, lawProjector, reacting } from '#figures';
import { type InboxEvent, type PartitionLag, type Relay, type RelayLag, relayLag } from '#messaging';
import type { LiveStatutes, Statutes } from '#statutes';
import { CalendarWatch } from './calendar-watch.js';
import { DemonstrationClock } from './demonstration-clock.js';
import { inboxLag, type Receiving, receivingOver } from './inbox.js';
import { type Messaging, relayNames, relaysOver } from './messaging.js';
import { type Reported, Reporting } from './reporting.js';
import { type CommandIdOf, type InboxVerified, verifyInbox } from './verify-inbox.js';
import { verifyTopics } from './verify-topics.js';

/** Gives the time to record, ISO-8601 UTC. */
export type Clock = () => string;

/** Where events and what is derived from them are kept. */
export interface Stores {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly ledger: LedgerReader;
  /** Who looked at whom. */
  readonly looks: Looks;
  /** How far those have come who follow the log and keep nothing here but that. */
  readonly checkpoints: Checkpoints;
  /** Messages that could not become a command. */
  readonly deadLetters: DeadLetters;
  /** What processes say of their followers. */
  readonly reports: FollowerReports;
  /** Files that people sent, until what they say is on record. */
  readonly uploads: Uploads;
  /** Browsers in which somebody is signed in. */
  readonly sessions: Sessions;
  /** What happened at the doors. */
  readonly securityLog: SecurityLog;
  /** The time of the store, where it is a demonstration. */
  readonly playedTime: PlayedTime;
  /** What is bounded here, and how full it is. */
  queues(): readonly Queue[];
}

/** The parts of a running Anjuan, wired. A process takes what it needs, and closes the whole when it stops. */
export interface Installation extends Stores {
  /** The log as it was stored, for whoever proves it; `store` is the same with every event in its present shape. */
  readonly log: EventStore;
  /** The law as it stands: with the bureau's file, and the years' days off that were entered here. */
  readonly statutes: Statutes;
  /** Takes up the days off that were entered, in whichever process, and watches for more. */
  readonly calendar: CalendarWatch;
  /** The time by which people act here, and events are recorded: the server's, or the clock's of a demonstration. */
  readonly now: Clock;
  /** Where the store was made as a demonstration: its clock, which may be moved on. A real store has none. */
  readonly demonstration: DemonstrationClock | undefined;
  /** Every door that takes commands decides through this one loop. */
  readonly loop: CommandLoop<LawContext>;
  /** Who somebody is today, as the register of people has him. */
  readonly people: People;
  /** The projector of every read model, not started yet: that does the process that keeps them. */
  projector(log?: (event: ProjectorEvent) => void): Projector;
  /** The clock of the deadlines, not started yet: that does the process that keeps the read models. */
  deadlineClock(log?: (event: FollowerEvent) => void): Follower;
  /** What lets one record hear of another, not started yet: that does the process that keeps the read models. */
  reactions(log?: (event: FollowerEvent) => void): Follower;
  /** What tells other systems of the log, not started yet: that does the process that keeps the read models. None without Kafka. */
  relays(log?: (relay: string, event: FollowerEvent) => void): readonly Relay[];
  /** How far each relay is behind, in whichever process it runs. */
  relayLags(): Promise<RelayLag[]>;
  /**
   * What receives from other systems and gives it to the CommandBus, not started yet: that does the process that keeps the
   * read models. None without Kafka, or where nobody may send.
   */
  receiving(
    give: GiveCommand,
    log?: (part: 'inbox' | 'inbox-replays', event: InboxEvent | FollowerEvent) => void,
  ): Receiving | undefined;
  /** Compares what other systems sent with what became of it; undefined without Kafka. */
  verifyInbox(commandIdOf: (of: CommandIdOf) => string): Promise<InboxVerified | undefined>;
  /** How Kafka is used here, for whoever looks after it; undefined where it is not. */
  readonly messages: MessagesHere | undefined;
  /** Says in the store how the followers of this process stand, not started yet; `close` has it say the last word. */
  reporting(followers: readonly Reported[]): Reporting;
  /** The log against the topics in which other systems are told of it; undefined without Kafka. */
  verifyTopics(): Promise<TopicsVerified | undefined>;
  /**
   * The same installation for a year that is played: its events are recorded by that clock, and who plays the administrator
   * administers as long as the register names nobody. Closes by itself or with this one.
   */
  onClock(clock: Clock, initialAdministrator?: string): Installation;
  /**
   * The same installation as a demonstration, on the clock of its store. A store that has none gets one, for ever: it
   * stands at `at`, or where the log ends if that is later. Closes by itself or with this one.
   */
  asDemonstration(at: string): Promise<Installation>;
  /** Stops what was started and closes what was opened, the last first. */
  close(): Promise<void>;
}

export interface MessagesHere {
  /** Who may send what. */
  readonly senders: readonly Sender[];
  /** The topic of a system. */
  topicOf(sender: Sender): string;
  /** How far the inbox is behind in each topic, in whichever process it runs. Throws MessagingUnavailableError. */
  lag(): Promise<readonly PartitionLag[]>;
}

export interface InstallationParts {
  readonly clock?: Clock | DemonstrationClock;
  readonly messaging?: Messaging | undefined;
  /** User id of who administers where the register of people names nobody yet. */
  readonly initialAdministrator?: string | undefined;
}

/** Opens the stores; what must be closed again is entered in `opened`. Without a clock they take their own time. */
export type OpenStores = (opened: AsyncDisposableStack, clock?: Clock) => Stores;

const serverTime: Clock = () => new Date().toISOString();

/** The wiring over whichever stores. Whoever follows the log stops together with the others, before the stores close. */
export function installationOver(
  openStores: OpenStores,
  law: LiveStatutes,
  opened: AsyncDisposableStack,
  { clock, messaging, initialAdministrator }: InstallationParts = {},
): Installation {
  const demonstration = clock instanceof DemonstrationClock ? clock : undefined;
  const ownNow = typeof clock === 'function' ? clock : demonstration?.now;
  const now = ownNow ?? serverTime;
  const stores = openStores(opened, ownNow);
  if (demonstration !== undefined) opened.defer(() => demonstration.close());
  const { store: log, readModelStore, playedTime } = stores;
  const store = raising(log, aggregateNamed);
  const { statutes } = law;
  const standing = byRegister(initialAdministrator);
  const loop = lawLoop(store, statutes, standing);
  const calendar = new CalendarWatch(store, law);
  opened.defer(() => calendar.stop());
  const followers: { stop(): Promise<void> }[] = [];
  const followed = <Started extends { stop(): Promise<void> }>(follower: Started): Started => {
    followers.push(follower);
    return follower;
  };
  const reportings: Reporting[] = [];
  opened.defer(async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
    await Promise.all(reportings.map((reporting) => reporting.stop()));
  });
  let closing: Promise<void> | undefined;
  return {
    ...stores,
    queues: () => [...stores.queues(), ...loop.queues()],
    log,
    store,
    statutes,
    calendar,
    now,
    demonstration,
    loop,
    people: peopleOfRegister(loop, standing),
    projector: (log) => followed(lawProjector({ store, readModelStore, ...(log && { log }) })),
    deadlineClock: (log) =>
      followed(deadlineClock({ store, readModelStore, loop, statutes, now, ...(log && { log }) })),
    reactions: (log) =>
      followed(
        reacting({
          ...stores,
          store,
          loop,
          get ruleset() {
            return statutes.version;
          },
          now,
          ...(log && { log }),
        }),
      ),
    relays: (log) => (messaging ? relaysOver(messaging, { ...stores, store }, log).map(followed) : []),
    relayLags: () => {
      const names = messaging ? Object.values(relayNames(messaging)) : [];
      return Promise.all(names.map((name) => relayLag({ name, store, checkpoints: stores.checkpoints })));
    },
    receiving: (give, log) => {
      if (!messaging || messaging.senders.length === 0) return undefined;
      return followed(receivingOver(messaging, stores, give, now, log));
    },
    verifyInbox: async (commandIdOf) => messaging && verifyInbox(messaging, stores, commandIdOf),
    messages: messaging && {
      senders: messaging.senders,
      topicOf: (sender) => `${messaging.contract.topicPrefix}.${topicOfSender(sender)}`,
      lag: () => inboxLag(messaging),
    },
    reporting: (reported) => {
      const reporting = new Reporting(stores.reports, reported);
      reportings.push(reporting);
      return reporting;
    },
    verifyTopics: async () => messaging && (await verifyTopics(messaging, { store, checkpoints: stores.checkpoints })),
    onClock: (other, administrator) =>
      installationOver(openStores, law, opened.use(new AsyncDisposableStack()), {
        clock: other,
        initialAdministrator: administrator ?? initialAdministrator,
      }),
    asDemonstration: async (at) => {
      const { recordedAt = at } = await log.head();
      await playedTime.begin(recordedAt > at ? recordedAt : at);
      const own = opened.use(new AsyncDisposableStack());
      const running = new DemonstrationClock(playedTime, (await playedTime.read())!);
      return installationOver(openStores, law, own, { clock: running, messaging, initialAdministrator });
    },
    close: () => {
      closing ??= opened.disposeAsync();
      return closing;
    },
  };
}

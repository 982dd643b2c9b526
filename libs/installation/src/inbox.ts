import type { Checkpoints, DeadLetters, Follower, FollowerEvent } from '#eventsourcing';
import { type GiveCommand, Inbound } from '#exchange';
import { REACTING } from '#figures';
import { Inbox, type InboxEvent, type PartitionLag, replays } from '#messaging';
import type { Messaging } from './messaging.js';

/** Topics of what comes in. Unlike what goes out they may hold names: they are not kept for ever. */
export const INBOUND_TOPICS = {
  /** An inbox that stands still for longer loses messages; the same holds for who reads his replies. */
  retentionMs: 90 * 24 * 60 * 60 * 1000,
} as const;

/** What comes in: the inbox, and the replay of what it laid aside. */
export interface Receiving {
  readonly inbox: Inbox;
  readonly replays: Follower;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Names of the consumer group and of the lease of the replays. */
export function inboxNames({ contract: { topicPrefix } }: Messaging) {
  return { group: `${topicPrefix}.inbox`, replays: `${topicPrefix}.inbox-replays` };
}

/** The inbox of an installation over its broker. `give` is the door to the CommandBus, `now` the time by which it acts. */
export function receivingOver(
  messaging: Messaging,
  kept: { readonly deadLetters: DeadLetters; readonly checkpoints: Checkpoints },
  give: GiveCommand,
  now: () => string,
  log?: (part: 'inbox' | 'inbox-replays', event: InboxEvent | FollowerEvent) => void,
): Receiving {
  const { broker } = messaging;
  const inbound = inboundOf(messaging, give, now);
  const names = inboxNames(messaging);
  const declared = ({ name }: { readonly name: string }) => inboundTopic(messaging, name);
  const { receive } = inbound;
  const { deadLetters, checkpoints } = kept;
  const inbox = new Inbox({
    group: names.group,
    broker,
    topics: inbound.topics().map(declared),
    replyTopics: inbound.replyTopics().map(declared),
    deadLettersTopic: declared(inbound.deadLettersTopic()),
    deadLetters,
    receive,
    ...(log && { log: (event) => log('inbox', event) }),
  });
  const again = replays({
    name: names.replays,
    checkpoints,
    broker,
    deadLetters,
    receive,
    isOurs: ({ topic }) => topic !== REACTING,
    ...(log && { log: (event) => log('inbox-replays', event) }),
  });
  return {
    inbox,
    replays: again,
    start: async () => {
      inbox.start();
      await again.start();
    },
    stop: async () => void (await Promise.all([inbox.stop(), again.stop()])),
  };
}

/** How far the inbox is behind in each topic, whichever process it runs in. Throws MessagingUnavailableError. */
export function inboxLag(messaging: Messaging): Promise<PartitionLag[]> {
  const topics = inboundOf(messaging).topics();
  if (topics.length === 0) return Promise.resolve([]);
  return messaging.broker.lag(
    inboxNames(messaging).group,
    topics.map(({ name }) => name),
  );
}

/** Who understands what comes in. */
export function inboundOf(
  { contract: { bureau, topicPrefix }, senders }: Messaging,
  give: GiveCommand = neverGiven,
  now?: () => string,
): Inbound {
  return new Inbound({ senders, bureau, topicPrefix, give, ...(now && { now }) });
}

const neverGiven: GiveCommand = () => Promise.reject(new Error('nothing is received here'));

/** A topic of what comes in, as it is made or verified. */
export function inboundTopic(messaging: Pick<Messaging, 'topic'>, name: string) {
  return { ...messaging.topic(''), name, retentionMs: INBOUND_TOPICS.retentionMs };
}

import { readFile } from 'node:fs/promises';
import type { Checkpoints, EventStore, FollowerEvent, LedgerReader, ReadModelStore } from '#eventsourcing';
import { asFarAsFigures, Contract, type ContractOptions, FIGURES_TOPIC, Restatements, type Sender } from '#exchange';
import {
  type KafkaOptions,
  MESSAGING_LIMITS,
  type MessageBroker,
  openKafka,
  Relay,
  type RelayOptions,
  type TopicDeclaration,
} from '#messaging';
import { sendersIn } from './senders-file.js';

/** The bureau's Kafka, and how this installation is called there. */
export interface MessagingConfiguration extends Pick<KafkaOptions, 'brokers' | 'sasl'> {
  readonly topicPrefix: string;
  readonly replication: number;
  readonly bureau: string;
  /** Where other systems reach the api. */
  readonly url: string;
  readonly tls?: { readonly caFile?: string };
  /** File of the connected systems; without it nobody may send. */
  readonly sendersFile?: string;
}

/** Every topic that is made here. */
export const MESSAGING_TOPICS = {
  /** Never changed: with another number, the messages of a key would lie in two partitions. */
  partitions: 12,
  /** For ever: whoever connects later reads from the beginning, and what lies there can be compared with the log. */
  retentionMs: -1,
  maxMessageBytes: MESSAGING_LIMITS.topicMessageBytes,
} as const;

/** The file that KAFKA_TLS names cannot be read. The message is a sentence for the operator. */
export class MessagingFileError extends Error {
  override readonly name = 'MessagingFileError';
}

/** An opened broker, and who speaks through it. */
export interface Messaging {
  readonly broker: MessageBroker;
  readonly contract: ContractOptions;
  /** Who may send what. */
  readonly senders: readonly Sender[];
  /** A topic of this installation, by its name without the prefix. */
  topic(name: string): TopicDeclaration;
}

/** Opens the way to Kafka; nothing is connected yet. Throws MessagingFileError and SendersFileError. */
export async function openMessaging(configuration: MessagingConfiguration): Promise<Messaging> {
  const { brokers, bureau, sasl, tls, sendersFile } = configuration;
  const senders = await sendersIn(sendersFile);
  const ca = tls?.caFile === undefined ? undefined : await authorityIn(tls.caFile);
  const broker = openKafka({
    brokers,
    clientId: `anjuan-${bureau}`,
    ...(tls && { tls: ca === undefined ? {} : { ca } }),
    ...(sasl && { sasl }),
  });
  return messagingOver(broker, configuration, senders);
}

/** Whoever speaks through a broker that is opened. */
export function messagingOver(
  broker: MessageBroker,
  { bureau, topicPrefix, replication, url }: Omit<MessagingConfiguration, 'brokers'>,
  senders: readonly Sender[] = [],
): Messaging {
  return {
    broker,
    contract: { bureau, topicPrefix, schemas: `${url}/api/contract` },
    senders,
    topic: (name) => ({ name: `${topicPrefix}.${name}`, replication, ...MESSAGING_TOPICS }),
  };
}

/** What the relays read. */
export interface Relayed {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly ledger: LedgerReader;
  readonly checkpoints: Checkpoints;
}

/** Names of the relays, of their leases and their checkpoints: other topics have to be told everything. */
export function relayNames({ contract: { topicPrefix } }: Messaging) {
  return { events: `${topicPrefix}.messages`, figures: `${topicPrefix}.figures-messages` };
}

/** The relay of the log to a topic for each register, and that of what it changed in figures of months that are over. */
export function relaysOver(
  messaging: Messaging,
  { store, readModelStore, ledger, checkpoints }: Relayed,
  log?: (relay: string, event: FollowerEvent) => void,
): Relay[] {
  const { broker, contract: options, topic } = messaging;
  const contract = new Contract(options);
  const restatements = new Restatements(options, ledger);
  const figures = topic(FIGURES_TOPIC);
  const names = relayNames(messaging);
  const relay = (name: string, source: Pick<RelayOptions, 'store' | 'topics' | 'toMessages'>) =>
    new Relay({ name, checkpoints, broker, ...source, ...(log && { log: (event) => log(name, event) }) });
  return [
    relay(names.events, {
      store,
      topics: contract
        .topics()
        .map(({ name }) => ({ ...figures, name }))
        .filter(({ name }) => name !== figures.name),
      toMessages: (events) => events.flatMap((event) => contract.toMessages(event)),
    }),
    relay(names.figures, {
      store: asFarAsFigures(store, readModelStore),
      topics: [figures],
      toMessages: (events) => restatements.toMessages(events),
    }),
  ];
}

function authorityIn(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new MessagingFileError(`无法读取 KAFKA_TLS 指定的证书文件 ${file}：${error.message}`);
  });
}

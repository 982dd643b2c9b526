import { createHash } from 'node:crypto';
import { type Checkpoints, type EventStore, LOG_START } from '#eventsourcing';
import { Contract, FIGURES_TOPIC, type TopicsVerified, Verification } from '#exchange';
import { partitionOf } from '#messaging';
import { type Messaging, relayNames } from './messaging.js';

/**
 * Compares the log with the topics of events. What was relayed before the first message is read has to be there. The topic
 * of figures is not compared: what was known on a past day is asked of the ledger.
 */
export async function verifyTopics(
  messaging: Messaging,
  { store, checkpoints }: { readonly store: EventStore; readonly checkpoints: Checkpoints },
): Promise<TopicsVerified> {
  const { broker, contract: options, topic } = messaging;
  const contract = new Contract(options);
  const relay = relayNames(messaging).events;
  const relayedTo = await checkpoints.load(relay);
  const verification = new Verification({ store, contract, relayedTo, digestOf, partitionOf });
  await verification.readLog();
  const figures = topic(FIGURES_TOPIC).name;
  // Before anything was relayed there are no topics.
  const topics = relayedTo === LOG_START ? [] : contract.topics().filter(({ name }) => name !== figures);
  for (const { name } of topics) {
    // Of a group that nobody is in: what each partition keeps.
    verification.begin(name, await broker.lag(`${relay}.verify`, [name]));
    await broker.readTopic(name, (message) => verification.take(name, message));
  }
  return verification.finish();
}

function digestOf(text: string): readonly [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}

import type { DeadLetters, EventStore } from '#eventsourcing';
import { defined } from '#eventsourcing';
import { deliveryId } from '#messaging';
import { inboundOf, inboxLag } from './inbox.js';
import type { Messaging } from './messaging.js';

/** What a comparison of the inbox with the commands found. */
export interface InboxVerified {
  /** Messages in the topics of the systems, as far as they are kept. */
  readonly messages: number;
  /** Became a command that is on record. */
  readonly done: number;
  /** Said what held already: answered, nothing had to be recorded. */
  readonly unchanged: number;
  /** Laid aside, whatever became of them then. */
  readonly laidAside: number;
  /** Not read yet. */
  readonly notDue: number;
  /** Read, and nothing is known of them: topic, partition and offset, the first hundred. */
  readonly missing: readonly string[];
  readonly missingCount: number;
}

const MAX_MISSING = 100;

/**
 * Compares what the systems sent, as far as it is kept, with what became of it: of each message that the inbox is done with
 * there is a command on record, a dead letter, or the answer that it held already.
 */
export async function verifyInbox(
  messaging: Messaging,
  { store, deadLetters }: { readonly store: EventStore; readonly deadLetters: DeadLetters },
  commandIdOf: (of: CommandIdOf) => string,
): Promise<InboxVerified> {
  const { broker } = messaging;
  const inbound = inboundOf(messaging);
  const counts = { messages: 0, done: 0, unchanged: 0, laidAside: 0, notDue: 0 };
  const missing: string[] = [];
  let missingCount = 0;
  const lags = await inboxLag(messaging);
  const accepted = new Set<string>();
  for (const { name } of inbound.replyTopics())
    await broker.readTopic(name, ({ value }) => {
      const place = acceptedPlace(value);
      if (place !== undefined) accepted.add(place);
    });
  for (const { name: topic } of inbound.topics()) {
    const due = new Map(
      lags.filter((lag) => lag.topic === topic).map(({ partition, committed }) => [partition, BigInt(committed ?? 0)]),
    );
    await broker.readTopic(topic, async ({ partition, offset, value }) => {
      counts.messages += 1;
      if (BigInt(offset) >= (due.get(partition) ?? 0n)) {
        counts.notDue += 1;
        return;
      }
      const command = inbound.command({ topic, ...defined({ value }) });
      const id = command && commandIdOf({ ...command, actorId: command.actor.id });
      if (id !== undefined && (await store.outcomeOf(id)) !== undefined) counts.done += 1;
      else if ((await deadLetters.get(deliveryId({ topic, partition, offset, value }))) !== undefined)
        counts.laidAside += 1;
      else if (accepted.has(placeOf(topic, partition, offset))) counts.unchanged += 1;
      else {
        missingCount += 1;
        if (missing.length < MAX_MISSING) missing.push(placeOf(topic, partition, offset));
      }
    });
  }
  return { ...counts, missing, missingCount };
}

/** From what the id of a command follows (`commandIdOf` of the platform). */
export interface CommandIdOf {
  readonly actorId: string;
  readonly aggregate: string;
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

function placeOf(topic: string, partition: number, offset: string): string {
  return `${topic} 分区 ${partition} 位移 ${offset}`;
}

/** The place of the message that was answered as accepted. */
function acceptedPlace(value: Buffer | undefined): string | undefined {
  const { data } = JSON.parse(String(value)) as {
    readonly data: { readonly outcome: string; readonly place: { topic: string; partition: number; offset: string } };
  };
  return data.outcome === 'accepted' ? placeOf(data.place.topic, data.place.partition, data.place.offset) : undefined;
}

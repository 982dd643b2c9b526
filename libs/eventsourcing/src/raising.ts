import type { Aggregate } from './decider.js';
import type { RecordedEvent } from './event.js';
import type { EventStore } from './event-store.js';

/** A stored event that cannot be brought to the present shape of its type. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
  constructor(event: RecordedEvent) {
    super(`${event.type} ${event.stream}/${event.revision}: ${errorOf(event.unreadable)}`, {
      cause: event.unreadable,
    });
  }
}

function errorOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/**
 * The log as the domain reads it: every event in the present shape of its type, raised here and nowhere else. One that
 * cannot be raised comes as it was stored, with the reason in `unreadable`: whoever needs it parks what it belongs to.
 * Who proves what was stored reads the store itself.
 */
export function raising(store: EventStore, aggregateOf: (name: string) => Aggregate | undefined): EventStore {
  const present = (event: RecordedEvent): RecordedEvent => {
    const { stream, type, schemaVersion } = event;
    const aggregate = aggregateOf(stream.slice(0, stream.indexOf('-')));
    if (aggregate === undefined) return event;
    const now = aggregate.schemaVersion(type);
    if (now === schemaVersion) return event;
    try {
      return { ...event, schemaVersion: now, data: aggregate.upcast(type, schemaVersion, event.data) };
    } catch (reason) {
      return { ...event, unreadable: reason };
    }
  };
  return {
    positions: store.positions,
    append: (writes, options) => store.append(writes, options),
    outcomeOf: (commandId) => store.outcomeOf(commandId),
    readStream: async (stream, from, to) => (await store.readStream(stream, from, to)).map(present),
    readStreams: async (slices) => (await store.readStreams(slices)).map((events) => events.map(present)),
    readAll: async (after, limit, types) => (await store.readAll(after, limit, types)).map(present),
    head: () => store.head(),
    onAppended: (listener) => store.onAppended(listener),
    close: () => store.close(),
  };
}

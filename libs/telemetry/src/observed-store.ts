import { type EventStore, InvalidAppendError, StoreUnavailableError } from '#eventsourcing';
import type { Telemetry } from './telemetry.js';

/** The same log, with every append told of: how long it took, queueing included, and what became of it. */
export function observed(store: EventStore, telemetry: Telemetry): EventStore {
  return {
    positions: store.positions,
    append: async (writes, options) => {
      const { commandId } = options;
      const events = writes.reduce((sum, write) => sum + write.events.length, 0);
      const correlationId = writes.find((write) => write.events.length > 0)?.events[0]?.meta.correlationId ?? commandId;
      const end = telemetry.appending(commandId, correlationId, events);
      try {
        const outcome = await store.append(writes, options);
        if (outcome.kind === 'conflict') end('conflict');
        else end(outcome.replayed ? 'replayed' : 'appended', outcome.position);
        return outcome;
      } catch (error) {
        const isInvalid = error instanceof InvalidAppendError;
        end(
          isInvalid ? 'invalid' : error instanceof StoreUnavailableError ? 'unavailable' : 'failed',
          undefined,
          error,
        );
        throw error;
      }
    },
    outcomeOf: (commandId) => store.outcomeOf(commandId),
    readStream: (stream, from, to) => store.readStream(stream, from, to),
    readStreams: (slices) => store.readStreams(slices),
    readAll: (after, limit, types) => store.readAll(after, limit, types),
    head: () => store.head(),
    onAppended: (listener) => store.onAppended(listener),
    close: () => store.close(),
  };
}

import { type EventStore, Projector, type ProjectorEvent, type ReadModelStore } from '#eventsourcing';
import { READ_MODELS } from './registers.js';

/** The projector of all our read models, over the log with its events in their present shape. */
export function lawProjector(options: {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly log?: (event: ProjectorEvent) => void;
}): Projector {
  return new Projector({ ...options, readModels: READ_MODELS });
}

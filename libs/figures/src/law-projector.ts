import { aggregateNamed } from '#enforcement';
import { type EventStore, Projector, type ProjectorEvent, present, type ReadModelStore } from '#eventsourcing';
import { READ_MODELS } from './registers.js';

/** The projector of all our read models; events of old shapes are raised by their own aggregate. */
export function lawProjector(options: {
  readonly store: EventStore;
  readonly readModelStore: ReadModelStore;
  readonly log?: (event: ProjectorEvent) => void;
}): Projector {
  return new Projector({
    ...options,
    readModels: READ_MODELS,
    decode: (event) => {
      const aggregate = aggregateNamed(event.stream.slice(0, event.stream.indexOf('-')));
      return aggregate ? present(aggregate, event) : event;
    },
  });
}

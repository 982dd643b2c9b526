import type { Actor } from '#eventsourcing';

/** Somebody whom one may be. */
export interface DemonstrationPerson extends Actor {
  readonly name: string;
  readonly unitName: string;
  /** By what people tell them apart. */
  readonly title: string;
  /** What he does here, in a sentence. */
  readonly does: string;
}

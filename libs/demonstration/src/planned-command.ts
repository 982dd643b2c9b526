import type { Actor } from '#eventsourcing';
import type { LegalDay } from '#statutes';
import type { Dice } from './random.js';

/** A command of the year: on which day, by whom, for what. */
export interface PlannedCommand {
  readonly on: LegalDay;
  readonly aggregate: string;
  readonly id: string;
  readonly command: string;
  /** A function where building it early would cost memory: the batches of the offline system. */
  readonly body: object | (() => object);
  readonly actor: Actor;
  /** Idempotency key. The same plan gives the same keys: a play that was cut off goes on where it stopped. */
  readonly key: string;
  /** Commands of one chain and day are given one after the other; others run side by side. */
  readonly chain: string;
}

/** Plans commands of one stream, all by one person; they are a chain of their own. */
export function commandsTo(dice: Dice, aggregate: string, id: string, actor: Actor) {
  return (on: LegalDay, command: string, body: PlannedCommand['body']): PlannedCommand => ({
    on,
    aggregate,
    id,
    command,
    body,
    actor,
    key: dice.uuid(),
    chain: `${aggregate}-${id}`,
  });
}

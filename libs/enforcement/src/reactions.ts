import type { RecordedEvent } from '#eventsourcing';
import { caseAggregate } from './case/case.js';
import { HearOfRemedy } from './case/remedies.js';
import type { LawAggregate, RegisteredCommand } from './definition/aggregate.js';
import { caseHears, HEARD_BY_CASES } from './remedy/case-hears.js';
import { remedy } from './remedy/remedy.js';
import type { RemedyState } from './remedy/state.js';

/*
 * Reactions: what one record has to hear of another, events in, commands out. Pure; who follows the log, gives the
 * commands and keeps how far it has come is in `figures`.
 */

/** A command that follows from an event, for a record of another aggregate. */
export interface Reacted {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: commands over whatever state.
  readonly decider: RegisteredCommand<any, any>;
  readonly command: object;
}

export interface Reaction<State = unknown> {
  /** Never used for another one: the ids of its commands follow from it. */
  readonly name: string;
  /** Whose events. */
  readonly of: LawAggregate<State>;
  /** Types of the events that anything follows from. */
  readonly types: ReadonlySet<string>;
  /** What follows from an event, with the record as it stands after it. */
  readonly react: (event: RecordedEvent, after: State) => readonly Reacted[];
}

/** The command by which a record hears of others. Throws where there is none. */
function toldBy<State, Command extends object>(aggregate: LawAggregate<State>, input: new () => Command) {
  const found = aggregate.told.find(({ name }) => name === input.name);
  if (found === undefined) throw new Error(`${aggregate.name} hears nothing by ${input.name}`);
  return found;
}

const hearOfRemedy = toldBy(caseAggregate, HearOfRemedy);

/** 案件知道它的救济. */
const caseOfRemedy: Reaction<RemedyState> = {
  name: 'case-of-remedy',
  of: remedy,
  types: HEARD_BY_CASES,
  react: (event, after) => {
    const heard = caseHears(event, after);
    return heard === undefined ? [] : [{ id: heard.caseId, decider: hearOfRemedy, command: heard.told }];
  },
};

// biome-ignore lint/suspicious/noExplicitAny: reactions to records of different states.
export const REACTIONS: readonly Reaction<any>[] = [caseOfRemedy];

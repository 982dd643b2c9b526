import { clocksOfRow, type Register, stateOn } from '#enforcement';
import { fieldsOf, type JsonSchema, schemaOf, withoutPersonal } from '#fields';
import { byId, day, derived, listOf, moment, type Of, object, oneOf, orNull, text, whole } from './answers.js';

/* A record as a person may see it: rows and clocks, masked by the marks of their fields. */

/** Names behind the ids of people and units that an answer speaks of. */
export const NAMES = object({ people: byId(text), units: byId(text) });
export type Names = Of<typeof NAMES>;

/** A record of a register in a list. `row` has the fields of the register's row class. */
export const RECORD = object({
  id: text,
  /** What people call it by: its number or name; its id where it has none. */
  called: text,
  phase: text,
  phaseTitle: text,
  /** The nearest open day, and what has to be done by it. */
  nextDueOn: orNull(day),
  nextDue: orNull(text),
  revision: whole,
  updatedAt: moment,
  row: derived<Readonly<Record<string, unknown>>>({ type: 'object' }),
});
export type RecordShown = Of<typeof RECORD>;

/** A clock of a record as it stands today. */
export const CLOCK = object({
  clock: text,
  what: text,
  /** Of which of the parties, where they are handled apart and the person sees names. */
  parties: listOf(text),
  dueOn: day,
  rule: orNull(text),
  doneOn: orNull(day),
  /** What the unit has to do once the day has passed that another owes; null where it is its own. */
  next: orNull(text),
  state: oneOf('running', 'met', 'late', 'missed', 'lapsed', 'moot'),
});
export type ClockShown = Of<typeof CLOCK>;

/** A record as it is shown in a list. */
export function shownRecord(
  register: Register,
  id: string,
  row: Readonly<Record<string, unknown>>,
  seesNames: boolean,
): RecordShown {
  const shown = shownRow(register, row, seesNames);
  const called = register.calledBy === undefined ? undefined : shown[register.calledBy];
  const { phase, nextDueOn, nextDue, revision, updatedAt } = row as unknown as Omit<RecordShown, 'row'>;
  return {
    id,
    called: typeof called === 'string' ? called : id,
    phase,
    phaseTitle: register.phases[phase] ?? phase,
    nextDueOn: nextDueOn ?? null,
    nextDue: nextDue ?? null,
    revision,
    updatedAt,
    row: shown,
  };
}

/** The declared fields of a row, null where there is nothing, masked where the person is to see no names. */
export function shownRow(
  { row: type }: Register,
  row: Readonly<Record<string, unknown>>,
  seesNames: boolean,
): Readonly<Record<string, unknown>> {
  const shown = seesNames ? row : withoutPersonal(type, row);
  return Object.fromEntries([...fieldsOf(type).keys()].map((name) => [name, shown[name] ?? null]));
}

/** The clocks of a row as they stand on a day. */
export function shownClocks(
  register: Register,
  row: Readonly<Record<string, unknown>>,
  today: string,
  namesOf: (partyIds: readonly string[] | undefined) => readonly string[] = () => [],
): ClockShown[] {
  return clocksOfRow(register, row).map((standing) => {
    const { clock, what, dueOn, rule, doneOn, next, isOfSome, partyIds } = standing;
    return {
      clock,
      what,
      parties: isOfSome ? [...namesOf(partyIds)] : [],
      dueOn,
      rule: rule ?? null,
      doneOn: doneOn ?? null,
      next: next ?? null,
      state: stateOn(standing, today),
    };
  });
}

/** Keywords that a row keeps its word on, masked or not. */
const KEPT = ['title', 'type', 'enum', 'format', 'x-terms', 'x-kind'] as const;

/** JSON schema of the rows of a register as they are shown: any field may be null, and a masked one keeps no form. */
export function rowSchema({ row }: Register): JsonSchema {
  return loosened(schemaOf(row));
}

function loosened(schema: JsonSchema): JsonSchema {
  const { properties, items } = schema as {
    readonly properties?: Record<string, JsonSchema>;
    readonly items?: JsonSchema;
  };
  const kept = Object.fromEntries(KEPT.flatMap((word) => (schema[word] === undefined ? [] : [[word, schema[word]]])));
  if (properties !== undefined)
    return {
      ...kept,
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, orNull(derived(loosened(property))).schema]),
      ),
    };
  return items === undefined ? kept : { ...kept, items: loosened(items) };
}

import { accept, defined } from '#eventsourcing';
import { ActDay, Day, Ids, Label, Optional, Rule, say, the, UnitRef, WholeNumber } from '#fields';
import { addDays, daysBetween, type LegalDay } from '#statutes';
import type { CommandDefinition, EventDefinition } from './stage.js';
import type { OfParties } from './standings.js';

/* The days that people live by: what runs, until when, and what it is that has to be done. */

type Reading<Row, Value> = (keyof Row & string) | ((row: Row) => Value | null | undefined);

/** A period that runs in the life of a record, or of each of some parts of it. */
export interface Clock<Row, Part = Row> {
  /** Tells it apart from the record's other clocks, for ever. */
  readonly name: string;
  /** What has to be done, in Chinese: 响应, 作出决定. */
  readonly what: string;
  /** What it runs for, each by itself: the parties of a case that are handled apart. The record where nothing is said. */
  readonly each?: (row: Row) => readonly Part[];
  /** Its last day; nothing where it does not run, or cannot be computed yet. */
  readonly due: Reading<Part, LegalDay>;
  /** The rule with its edition by which the last day was found. */
  readonly rule?: Reading<Part, string>;
  /** The day on which it was done. */
  readonly done: Reading<Part, LegalDay>;
  /** The unit that owes it, where that is not the record's own: a day that was missed stays with who missed it. */
  readonly unit?: Reading<Part, string>;
  /** Whether somebody still waits for it; always, where nothing is said. */
  readonly runs?: (part: Part) => boolean;
  /** What the unit has to do when another has let the day pass; nothing where the day is its own. */
  readonly next?: (part: Part) => string | undefined;
  /** The acts by which one gets there, the last step first: what a desk offers beside the day. None where a right runs out. */
  readonly by?: readonly string[];
  /** A period that is the party's right runs out, nobody misses it. */
  readonly isRight?: boolean;
}

/** A deadline that was found missed, by its clock, its last day, and whom of several it was of. */
export interface Missed extends OfParties {
  readonly clock: string;
  readonly dueOn: LegalDay;
}

/** What has been recorded as missed, in the state of whatever has clocks. */
export interface Watched {
  readonly missed: readonly Missed[];
}

/** A clock as it stands in one record. */
export interface Standing extends OfParties {
  /** It is of some of the parties alone: of those named, or of all whom no other one names. */
  readonly isOfSome: boolean;
  readonly clock: string;
  readonly what: string;
  readonly dueOn: LegalDay;
  readonly rule: string | undefined;
  /** The unit that owes it; undefined where it is the record's own. */
  readonly unit: string | undefined;
  readonly doneOn: LegalDay | undefined;
  readonly isRight: boolean;
  /** What the unit has to do once the day has passed that another owes; undefined where it is its own. */
  readonly next: string | undefined;
  /** Somebody waits for it still. */
  readonly isOpen: boolean;
}

function read<Row, Value>(row: Row, reading: Reading<Row, Value> | undefined): Value | undefined {
  if (reading === undefined) return undefined;
  return ((typeof reading === 'function' ? reading(row) : row[reading]) as Value | null | undefined) ?? undefined;
}

/** The clocks of a record that have a last day, in the order of the declaration. */
export function standingsOf<Row, Part>(clocks: readonly Clock<Row, Part>[], row: Row): Standing[] {
  return clocks.flatMap((clock) => {
    const parts = clock.each?.(row) ?? [row as unknown as Part];
    return parts.flatMap((part) => standingOf(clock, part, parts.length > 1));
  });
}

function standingOf<Row, Part>(clock: Clock<Row, Part>, part: Part, isOfSome: boolean): Standing[] {
  const dueOn = read(part, clock.due);
  if (dueOn === undefined) return [];
  const doneOn = read(part, clock.done);
  const isOpen = doneOn === undefined && (clock.runs?.(part) ?? true);
  const { name, what, isRight = false } = clock;
  const [rule, unit] = [read(part, clock.rule), read(part, clock.unit)];
  const next = clock.next?.(part);
  const { partyIds = [] } = isOfSome ? (part as OfParties) : {};
  const of = partyIds.length === 0 ? {} : { partyIds };
  return [{ clock: name, what, dueOn, rule, unit, doneOn, isRight, next, isOpen, isOfSome, ...of }];
}

/** Clocks that are declared for what `terms` makes of a record, as clocks of the record itself. */
export function clocksOver<Row, Terms>(
  clocks: readonly Clock<Terms>[],
  terms: (row: Row) => Terms,
): Clock<Row, Terms>[] {
  return clocks.map((clock) => ({
    ...clock,
    each: (row) => {
      const read = terms(row);
      return clock.each?.(read) ?? [read];
    },
  }));
}

/** Whether it is the same deadline. */
export function isSameDeadline(one: Missed, other: Missed): boolean {
  return one.clock === other.clock && one.dueOn === other.dueOn && one.partyIds?.[0] === other.partyIds?.[0];
}

/** Whether it was done, and if not, whether its day has passed. */
export type ClockState = 'running' | 'met' | 'late' | 'missed' | 'lapsed' | 'moot';

/** How a clock stands on a day. `late`: done after its day; `lapsed`: a right that ran out; `moot`: nobody waits any more. */
export function stateOn({ dueOn, doneOn, isRight, isOpen }: Standing, today: LegalDay): ClockState {
  if (doneOn !== undefined) return doneOn <= dueOn ? 'met' : 'late';
  if (!isOpen) return 'moot';
  if (today <= dueOn) return 'running';
  return isRight ? 'lapsed' : 'missed';
}

/** What a list sorts and a clock watches by. */
export interface Agenda {
  /** The nearest open day, and what has to be done by it. */
  readonly nextDueOn: LegalDay | null;
  readonly nextDue: string | null;
  /** The nearest open day that nobody has recorded as missed: on the day after it somebody has to. */
  readonly watchedOn: LegalDay | null;
}

export function agendaOf(standings: readonly Standing[], { missed }: Watched): Agenda {
  let next: Standing | undefined;
  let watchedOn: LegalDay | null = null;
  for (const standing of standings) {
    const { dueOn, isOpen, isRight } = standing;
    // What somebody may do until a day is nothing that has to be done by it.
    if (!isOpen || isRight) continue;
    if (next === undefined || dueOn < next.dueOn) next = standing;
    if (watchedOn !== null && watchedOn <= dueOn) continue;
    if (!missed.some((known) => isSameDeadline(known, standing))) watchedOn = dueOn;
  }
  return { nextDueOn: next?.dueOn ?? null, nextDue: next?.what ?? null, watchedOn };
}

/** 逾期: a deadline passed and nothing was done. Recorded once for each clock and day, by the clock of the worker. */
export class DeadlineMissed {
  @UnitRef('责任单位') unitId!: string;
  @Label('期限') clock!: string;
  @Label('事项') what!: string;
  @Day('期限届满日') dueOn!: LegalDay;
  @Optional() @Rule('期限依据') rule?: string;
  /** The first day on which it was late. */
  @ActDay('逾期之日') missedOn!: LegalDay;
  /** Calendar days past the last day when it was recorded. */
  @WholeNumber('记录时已逾期天数', { min: 1 }) days!: number;
  /** Of which of several parties that are handled apart. */
  @Optional() @Ids('对哪些当事人', { of: 'party' }) partyIds?: readonly string[];
}

/** Records that a deadline has passed: given by the clock of the worker, never by a person. */
export class RecordMissedDeadline {
  @Label('期限') clock!: string;
  @Day('期限届满日') dueOn!: LegalDay;
  @Optional() @Ids('对哪些当事人', { of: 'party' }) partyIds?: readonly string[];
}

/** The event that everything with clocks has. */
export function deadlineMissed<State extends Watched>(): EventDefinition<State, DeadlineMissed> {
  return {
    type: DeadlineMissed,
    title: '期限届满未办',
    says: ({ what, dueOn, days }) => say`${the.label(what)}的期限${the.day(dueOn)}届满未办，已逾期${days}天`,
    evolve: (state, { clock, dueOn, partyIds }) => ({
      ...state,
      missed: [...state.missed, { clock, dueOn, ...defined({ partyIds }) }],
    }),
  };
}

/**
 * The command of the clock: decided on the state as it is, so that what was done in time, moved, or recorded before
 * changes nothing.
 */
export function recordMissedDeadline<State extends Watched & { readonly unitId: string }, Part>(
  clocks: readonly Clock<State, Part>[],
): CommandDefinition<State, RecordMissedDeadline> {
  return {
    input: RecordMissedDeadline,
    title: '记录期限届满未办',
    article: '行政处罚法第四十七条',
    roles: [],
    isOfWhole: true,
    decide: (given, state, { today }) => {
      const { clock, dueOn } = given;
      const standing = standingsOf(clocks, state).find((known) => isSameDeadline(known, given));
      const isKnown = state.missed.some((known) => isSameDeadline(known, given));
      if (standing === undefined || isKnown || standing.isRight || !standing.isOpen || today <= dueOn) return accept();
      const { what, rule, unit, partyIds } = standing;
      const data: DeadlineMissed = {
        unitId: unit ?? state.unitId,
        clock,
        what,
        dueOn,
        ...defined({ rule }),
        missedOn: addDays(dueOn, 1),
        days: daysBetween(dueOn, today),
        ...defined({ partyIds }),
      };
      return accept({ type: DeadlineMissed.name, data });
    },
  };
}

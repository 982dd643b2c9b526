import { type Accepted, accept, acceptWith, type Need } from '#eventsourcing';
import { ActDay, Day, Ids, Label, Optional, Rule, say, the, WholeNumber } from '#fields';
import {
  DEADLINES,
  type DeadlineId,
  type DueDate,
  type LegalDay,
  type Statutes,
  type Trigger,
  UnpublishedYearError,
} from '#statutes';
import { changed, type PartOf } from './act.js';
import { ruleOf } from './context.js';
import type { CommandDefinition, EventDefinition } from './stage.js';

/*
 * 待定的期限 (DOMAIN F2): what has happened is put on record also where a day that follows from it cannot be told yet, since
 * the year's days off are not published. The day is open, with the reason, until an event determines it; what rests on the
 * day waits, and says so.
 */

/** A last day that the law sets and nobody can tell yet. */
export class OpenDay {
  @Label('期限') rule!: DeadlineId;
  @Optional() @Label('情形') variant?: string;
  @Day('起算日') on!: LegalDay;
  /** The year whose days off are not published. */
  @WholeNumber('尚无放假安排的年份', { max: 9_999 }) year!: number;
}

/** Whatever has last days that may be open. */
export interface WithOpenDays {
  readonly openDays: readonly OpenDay[];
}

/** A last day with its rule, or that it is open. */
export type LastDay =
  | { readonly dueOn: LegalDay; readonly rule: string; readonly openDays: readonly [] }
  | { readonly dueOn?: undefined; readonly rule?: undefined; readonly openDays: readonly OpenDay[] };

/** Of a period that there is not. */
export const NO_DAY: LastDay & { readonly dueOn?: undefined } = { openDays: [] };

/** The last day of a period, found now or left open. Throws StatutesError for whatever else the law cannot answer. */
export function lastDay(statutes: Statutes, rule: DeadlineId, trigger: Trigger): LastDay {
  try {
    const due = statutes.due(rule, trigger);
    return { dueOn: due.dueOn, rule: ruleOf(due), openDays: [] };
  } catch (reason) {
    if (!(reason instanceof UnpublishedYearError)) throw reason;
    const { on, variant } = trigger;
    return { openDays: [{ rule, ...(variant === undefined ? {} : { variant }), on, year: reason.year }] };
  }
}

/** What an event says of days that are open: nothing where all are known. */
export function openOf(...days: readonly LastDay[]): readonly OpenDay[] | undefined {
  const open = days.flatMap(({ openDays }) => openDays);
  return open.length === 0 ? undefined : open;
}

/** Where in a state a last day stands, and how it is found once it can be. */
export interface Determined<State> {
  /** With all that has happened to the period since; from the open day alone where nothing is said. */
  readonly due?: (state: State, open: OpenDay, statutes: Statutes) => DueDate;
  /** The state with the day, or without one while it is open. */
  readonly set: (state: State, dueOn: LegalDay | undefined, rule: string | undefined) => PartOf<State>;
  /** Other streams that hear of the day, in the same append. */
  readonly needs?: (state: State) => readonly Need[];
  readonly elsewhere?: (state: State, dueOn: LegalDay) => Accepted['elsewhere'];
}
export type Determines<State> = Partial<Record<DeadlineId, Determined<State>>>;

/** A period whose last day was open has one now: the days off of its year are published. */
export class DeadlineDetermined {
  @Label('期限') rule!: DeadlineId;
  @Optional() @Label('情形') variant?: string;
  @Day('起算日') on!: LegalDay;
  @Day('期限届满日') dueOn!: LegalDay;
  @Rule('期限依据') dueRule!: string;
  @ActDay('确定日期') determinedOn!: LegalDay;
  /** Of which of several parties that are handled apart. */
  @Optional() @Ids('对哪些当事人', { of: 'party' }) partyIds?: readonly string[];
}

/** Determines a day that was open: given by the clock of the deadlines, never by a person. */
export class DetermineDeadline {
  @Label('期限') rule!: DeadlineId;
  @Optional() @Label('情形') variant?: string;
  @Day('起算日') on!: LegalDay;
  @Optional() @Ids('对哪些当事人', { of: 'party' }) partyIds?: readonly string[];
}

function isOf(one: Pick<OpenDay, 'rule' | 'variant' | 'on'>, other: Pick<OpenDay, 'rule' | 'variant' | 'on'>): boolean {
  return one.rule === other.rule && one.variant === other.variant && one.on === other.on;
}

/** The state after an event that leaves days open: those that it had of the same rules are known no longer. */
export function opened<State extends WithOpenDays>(
  state: State,
  open: readonly OpenDay[],
  determines: Determines<State>,
): State {
  const rules = new Set(open.map(({ rule }) => rule));
  const left = state.openDays.filter(({ rule }) => !rules.has(rule));
  const without = open.reduce(
    (known, { rule }) => changed(known, determines[rule]?.set(known, undefined, undefined) ?? {}),
    state,
  );
  return { ...without, openDays: [...left, ...open] };
}

/** The first day of the earliest year that is waited for; null where no day is open. */
export function openOn({ openDays }: WithOpenDays): LegalDay | null {
  return openDays.length === 0 ? null : `${Math.min(...openDays.map(({ year }) => year))}-01-01`;
}

/** 办案期限待定，2027年放假安排公布后确定. */
export function openInWords(open: readonly OpenDay[]): string {
  const names = open.map(({ rule }) => DEADLINES.find(({ id }) => id === rule)?.name ?? rule).join('、');
  return `${names}待定，${[...new Set(open.map(({ year }) => year))].join('、')}年放假安排公布后确定`;
}

/** The event with what it leaves open in its sentence. */
export function sayingOpen<State, Data extends { readonly openDays?: readonly OpenDay[] }>(
  event: EventDefinition<State, Data>,
): EventDefinition<State, Data> {
  const { says, title } = event;
  return {
    ...event,
    says: (data) => {
      const said = says?.(data) ?? title;
      return data.openDays === undefined ? said : [said, '；', openInWords(data.openDays)].flat();
    },
  };
}

export function deadlineDetermined<State extends WithOpenDays>(
  determines: Determines<State>,
): EventDefinition<State, DeadlineDetermined> {
  return {
    type: DeadlineDetermined,
    title: '期限确定',
    says: ({ dueRule, dueOn }) => say`放假安排公布，期限（${the.label(dueRule)}）确定为${the.day(dueOn)}`,
    evolve: (state, data) => ({
      ...changed(state, determines[data.rule]?.set(state, data.dueOn, data.dueRule) ?? {}),
      openDays: state.openDays.filter((open) => !isOf(open, data)),
    }),
  };
}

/** Decided on the state as it is: what was determined before, or cannot be told yet, changes nothing. */
export function determineDeadline<State extends WithOpenDays>(
  determines: Determines<State>,
): CommandDefinition<State, DetermineDeadline> {
  return {
    input: DetermineDeadline,
    title: '确定待定的期限',
    article: '行政处罚法第八十五条',
    roles: [],
    needs: ({ rule }, state) => determines[rule]?.needs?.(state) ?? [],
    decide: (given, state, { statutes, today }) => {
      const open = state.openDays.find((known) => isOf(known, given));
      if (open === undefined) return accept();
      const { rule, variant, on } = open;
      const due = determines[rule]?.due?.(state, open, statutes) ?? statutes.due(rule, { on, variant });
      const data: DeadlineDetermined = {
        ...given,
        dueOn: due.dueOn,
        dueRule: ruleOf(due),
        determinedOn: today,
      };
      return acceptWith(
        [{ type: DeadlineDetermined.name, data }],
        determines[rule]?.elsewhere?.(state, due.dueOn) ?? [],
      );
    },
  };
}

import type { WorkCalendar } from './calendar.js';
import { type CountedDay, type Counting, countedDays, type LastDay, lastDay } from './counting.js';
import { DEADLINES, type Deadline, type DeadlineId, type Edition } from './deadlines.js';
import { StatutesError } from './errors.js';
import { epochDay, instant, type LegalDay, legalDayOf } from './legal-day.js';
import type { BureauParameters } from './parameters.js';
import { type Binds, type Citation, inForce, type Period, periodName, type Unit, type Validity } from './rows.js';
import { type Interval, united } from './suspensions.js';

/** What starts a period, and what has happened to it since. */
export interface Trigger {
  /** The day of the trigger. It also chooses the edition (R10). */
  readonly on: LegalDay;
  /** Which case of the rule, one of its row's `variants`; the first when absent. */
  readonly variant?: string | undefined;
  /** When the clock stood still (R9). For one that still stands, end it on the day you are asking about. */
  readonly suspensions?: readonly Interval[] | undefined;
  /** Extensions granted: how many units by each, in order; a bare number is their sum. */
  readonly extensions?: number | readonly number[] | undefined;
}

export interface DueDate extends Citation {
  readonly rule: DeadlineId;
  readonly name: string;
  readonly variant: string | null;
  /** Whose period it is, which decides what its end means (R11). */
  readonly binds: Binds;
  /** What starts the period, in Chinese. */
  readonly trigger: string;
  readonly note: string | null;
  readonly on: LegalDay;
  /** The first day of the period: the day after the trigger (R1). */
  readonly firstDay: LegalDay;
  /** The last day on which the act is in time. */
  readonly dueOn: LegalDay;
  /** The last day before it was moved by R5. */
  readonly nominalDueOn: LegalDay;
  readonly rolledOver: boolean;
  readonly unit: Unit;
  /** In `unit`, extensions included. */
  readonly length: number;
  /** Day by day, built when asked for. */
  explanation(): CountedDay[];
}

export interface DueInstant extends Citation {
  readonly rule: DeadlineId;
  readonly name: string;
  readonly variant: string | null;
  readonly trigger: string;
  readonly note: string | null;
  readonly at: string;
  /** ISO-8601 UTC with milliseconds. */
  readonly dueAt: string;
  readonly unit: 'HOUR';
  readonly length: number;
}

export interface ActWindow extends Citation {
  readonly rule: DeadlineId;
  readonly name: string;
  readonly variant: string | null;
  readonly on: LegalDay;
  readonly firstOn: LegalDay;
  /** Absent: no last day is set by this rule. */
  readonly lastOn?: LegalDay;
  explanation(): CountedDay[];
}

/** What a bureau set for a rule for some time. */
export interface DeadlineSetting extends Validity {
  readonly rule: DeadlineId;
  readonly variant?: string;
  readonly length?: number;
  readonly unit?: Unit;
  readonly rollsOver?: boolean;
  readonly extensions?: readonly number[];
  readonly source: string;
}

/** Counts the rows of `DEADLINES`, as a bureau set them, on a calendar. */
export class DeadlineClock {
  readonly #rules = new Map<string, { deadline: Deadline; settings: DeadlineSetting[] }>();
  readonly #calendar: WorkCalendar;
  readonly #parameters: (on: LegalDay) => BureauParameters;

  /** Days of which the law of a rule is asked, whatever the day of the trigger. */
  readonly #lawOf: ReadonlyMap<string, LegalDay>;

  constructor(
    calendar: WorkCalendar,
    settings: readonly DeadlineSetting[],
    parameters: (on: LegalDay) => BureauParameters,
    lawOf: ReadonlyMap<string, LegalDay> = new Map(),
  ) {
    this.#calendar = calendar;
    this.#parameters = parameters;
    this.#lawOf = lawOf;
    for (const deadline of DEADLINES) {
      this.#rules.set(deadline.id, { deadline, settings: settings.filter(({ rule }) => rule === deadline.id) });
    }
  }

  due(rule: DeadlineId, trigger: Trigger): DueDate {
    const on = epochDay(trigger.on);
    const { deadline, edition, period, head } = this.#row(rule, trigger.on, trigger.variant);
    if (period.unit === 'HOUR')
      throw new StatutesError(`${rule}${deadline.name}以小时计，应给出触发的时刻，如 2023-09-26T10:00:00+08:00`);
    const suspended = united(trigger.suspensions);
    if (suspended.length > 0 && deadline.suspendedBy === undefined) {
      throw new StatutesError(`${rule}${deadline.name}不因任何事由停止计算（${edition.article}）`);
    }
    const extension = extended(deadline, edition, trigger.extensions);
    const counting: Counting = { period, on, extension, suspended, rollsOver: edition.rollsOver === true };
    const calendar = this.#calendar;
    const end: LastDay = lastDay(counting, calendar);
    return {
      ...head,
      binds: edition.binds ?? deadline.binds,
      on: trigger.on,
      firstDay: legalDayOf(on + 1),
      dueOn: legalDayOf(end.last),
      nominalDueOn: legalDayOf(end.nominal),
      rolledOver: end.last !== end.nominal,
      unit: period.unit,
      length: period.length + extension,
      explanation: () => countedDays(counting, end, calendar),
    };
  }

  /** R7: hours run from the moment, through nights and days off. */
  dueAt(rule: DeadlineId, trigger: { at: string; variant?: string | undefined }): DueInstant {
    const at = instant(trigger.at);
    const on = at.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
    const { deadline, period, head } = this.#row(rule, on, trigger.variant);
    if (period.unit !== 'HOUR')
      throw new StatutesError(`${rule}${deadline.name}以日计，应给出触发的日期，如 2023-09-26`);
    return {
      ...head,
      at: trigger.at,
      dueAt: at.add({ hours: period.length }).toString({ smallestUnit: 'millisecond' }),
      unit: 'HOUR',
      length: period.length,
    };
  }

  /** The first and last day on which the act is possible. */
  window(rule: DeadlineId, trigger: Trigger): ActWindow {
    const due = this.due(rule, trigger);
    const window = {
      rule,
      name: due.name,
      variant: due.variant,
      edition: due.edition,
      article: due.article,
      mark: due.mark,
      on: due.on,
      explanation: due.explanation,
    };
    const dayAfter = legalDayOf(epochDay(due.dueOn) + 1);
    switch (this.#rules.get(rule)!.deadline.sense ?? 'WITHIN') {
      case 'WITHIN':
        return { ...window, firstOn: due.on, lastOn: due.dueOn };
      case 'EXPIRED_WITHIN':
        return { ...window, firstOn: due.firstDay, lastOn: due.dueOn };
      case 'AFTER':
        return { ...window, firstOn: dayAfter };
      case 'CLEAR_BEFORE':
        // R6: with clear days neither the day of the notice nor that of the hearing is counted.
        return { ...window, firstOn: this.#parameters(due.on).clearDays ? dayAfter : due.dueOn };
    }
  }

  deadline(rule: DeadlineId): Deadline {
    return this.#rules.get(rule)?.deadline ?? unknownRule(rule);
  }

  /** By how many units each extension may move it at most, in order; none where it may not be extended. */
  extensions(rule: DeadlineId, on: LegalDay): readonly number[] {
    return this.#row(rule, on, undefined).edition.extensions ?? [];
  }

  /** The period as the row gives it on a day, uncounted. */
  period(rule: DeadlineId, on: LegalDay): Period {
    return this.#row(rule, on, undefined).period;
  }

  /** R10: the edition in force on the day of the trigger, as the bureau set it. */
  #row(rule: DeadlineId, triggeredOn: LegalDay, asked: string | undefined) {
    const { deadline, settings } = this.#rules.get(rule) ?? unknownRule(rule);
    const on = this.#lawOf.get(rule) ?? triggeredOn;
    const variant = variantOf(deadline, asked);
    const editions = deadline.editions;
    const lawful =
      (variant === undefined ? undefined : editions.find((row) => row.variant === variant && inForce(row, on))) ??
      editions.find((row) => row.variant === undefined && inForce(row, on));
    if (lawful === undefined) {
      throw new StatutesError(`${rule}${deadline.name}：${on}没有已录入的有效规定`);
    }
    const setting =
      settings.length === 0
        ? undefined
        : (settings.find((row) => row.variant === variant && inForce(row, on)) ??
          settings.find((row) => row.variant === undefined && inForce(row, on)));
    const edition = setting === undefined ? lawful : asSet(lawful, setting);
    if (edition.period === null) {
      throw new StatutesError(`${rule}${deadline.name}：${edition.note}（${edition.article}）`);
    }
    const head = {
      rule,
      name: deadline.name,
      variant: variant ?? null,
      trigger: edition.trigger ?? deadline.trigger,
      note: edition.note ?? null,
      edition: edition.from,
      article: edition.article,
      mark: edition.mark,
    };
    return { deadline, edition, period: edition.period, head };
  }
}

function unknownRule(rule: string): never {
  throw new StatutesError(`没有编号为${rule}的期限`);
}

function variantOf(deadline: Deadline, asked: string | undefined): string | undefined {
  const known = Object.keys(deadline.variants ?? {});
  if (asked === undefined) return firstVariant(deadline, known);
  if (!known.includes(asked)) {
    const expected = known.length === 0 ? '不分情形' : `情形应为${known.join('、')}之一`;
    throw new StatutesError(`${deadline.id}${deadline.name}${expected}，实为${asked}`);
  }
  return asked;
}

/** Integer-like keys such as '12345' come first in an object; the first variant is the first as the row writes it. */
function firstVariant(deadline: Deadline, known: readonly string[]): string | undefined {
  return deadline.editions[0]?.variant ?? known.find((variant) => !/^\d/.test(variant));
}

function asSet(lawful: Edition, setting: DeadlineSetting): Edition {
  const period: Period | null =
    setting.length === undefined && setting.unit === undefined
      ? lawful.period
      : {
          unit: setting.unit ?? lawful.period?.unit ?? 'DAY',
          length: setting.length ?? lawful.period?.length ?? 0,
        };
  return {
    ...lawful,
    from: setting.from > lawful.from ? setting.from : lawful.from,
    period,
    mark: 'K',
    article: `${lawful.article}；${setting.source}`,
    ...(setting.rollsOver === undefined ? {} : { rollsOver: setting.rollsOver }),
    ...(setting.extensions === undefined ? {} : { extensions: setting.extensions }),
  };
}

/** The units by which the period was extended; throws if the row does not allow it. */
function extended(deadline: Deadline, edition: Edition, granted: Trigger['extensions']): number {
  if (granted === undefined) return 0;
  const rounds = typeof granted === 'number' ? [granted] : granted;
  const what = `${deadline.id}${deadline.name}`;
  if (rounds.some((units) => !Number.isInteger(units) || units < 0)) {
    throw new StatutesError(`${what}的延长应为非负整数，实为${rounds.join('、')}`);
  }
  const total = rounds.reduce((sum, units) => sum + units, 0);
  if (total === 0) return 0;
  const allowed = edition.extensions ?? [];
  if (allowed.length === 0) throw new StatutesError(`${what}不得延长（${edition.article}）`);
  const most = allowed.reduce((sum, units) => sum + units, 0);
  const tooLong = typeof granted !== 'number' && rounds.some((units, round) => units > (allowed[round] ?? 0));
  if (tooLong || total > most) {
    throw new StatutesError(
      `${what}至多延长${allowed.length}次，依次不超过${allowed.join('、')}（${periodName(edition.period!)}之外），` +
        `实为${rounds.join('、')}（${edition.article}）`,
    );
  }
  return total;
}

import { UnpublishedYearError } from './errors.js';
import {
  type EpochDay,
  epochDay,
  fromCivil,
  type LegalDay,
  legalDayOf,
  weekday,
  weekdayName,
  yearOf,
} from './legal-day.js';
import { PUBLISHED } from './published-notices.js';

/** What a year's notice of the State Council's General Office says: days off, and weekend days that are worked. */
export interface HolidayNotice {
  readonly year: number;
  readonly source: string;
  readonly holidays: readonly { readonly day: LegalDay; readonly name: string }[];
  /** The name is that of the holiday they make up for; '' if it is not told. */
  readonly workdays: readonly { readonly day: LegalDay; readonly name: string }[];
}

/** The notices that come with the library, one per year. */
export const PUBLISHED_NOTICES: readonly HolidayNotice[] = PUBLISHED.map(({ year, holidays, workdays }) => ({
  year,
  source: '国务院办公厅放假安排通知（chinese-days）',
  holidays: stretched(year, holidays),
  workdays: stretched(year, workdays),
}));

/**
 * R3: a working day is Monday to Friday and not a day off by the year's notice, or a weekend day that the notice makes a
 * working day. Known only for years whose notice is loaded: for any other year every question is refused.
 *
 * Every day of the covered years is numbered once at load, so that a question is one or two array reads.
 */
export class WorkCalendar {
  readonly firstYear: number;
  readonly lastYear: number;
  readonly #firstDay: EpochDay;
  readonly #holidays = new Map<EpochDay, string>();
  readonly #workdays = new Map<EpochDay, string>();
  /** `#before[i]`: how many working days precede day `#firstDay + i`. One longer than the calendar. */
  readonly #before: Int32Array;
  /** The working days in order. */
  readonly #working: Int32Array;

  /** Later notices win over earlier ones day by day. The years must follow one another without a gap. */
  constructor(notices: readonly HolidayNotice[]) {
    const years = notices.map((notice) => notice.year);
    this.firstYear = Math.min(...years);
    this.lastYear = Math.max(...years);
    for (const notice of notices) {
      for (const { day, name } of notice.holidays) this.#mark(epochDay(day), name, this.#holidays, this.#workdays);
      for (const { day, name } of notice.workdays) this.#mark(epochDay(day), name, this.#workdays, this.#holidays);
    }
    this.#firstDay = fromCivil(this.firstYear, 1, 1);
    const length = fromCivil(this.lastYear + 1, 1, 1) - this.#firstDay;
    this.#before = new Int32Array(length + 1);
    const working: EpochDay[] = [];
    for (let i = 0; i < length; i++) {
      this.#before[i] = working.length;
      if (this.#isWorked(this.#firstDay + i)) working.push(this.#firstDay + i);
    }
    this.#before[length] = working.length;
    this.#working = Int32Array.from(working);
  }

  /** Whether the year's notice is there, so that the day can be asked about. */
  covers(day: EpochDay): boolean {
    const index = day - this.#firstDay;
    return index >= 0 && index < this.#before.length - 1;
  }

  isWorkingDay(day: EpochDay): boolean {
    return this.#count(day) !== this.#count(day + 1);
  }

  /** The `n`-th working day after `day` (`n` ≥ 1); `day` itself for `n` = 0; before it for negative `n`. */
  addWorkingDays(day: EpochDay, n: number): EpochDay {
    if (n === 0) return day;
    const index = n > 0 ? this.#count(day + 1) + n - 1 : this.#count(day) + n;
    const found = this.#working[index];
    if (found === undefined) throw this.#unpublished(index < 0 ? this.firstYear - 1 : this.lastYear + 1);
    return found;
  }

  /** Working days in [from, to); 0 if the interval is empty. */
  workingDaysIn(from: EpochDay, to: EpochDay): number {
    return to <= from ? 0 : this.#count(to) - this.#count(from);
  }

  /** `day` itself if it is worked, else the first working day after it. */
  nextWorkingDay(day: EpochDay): EpochDay {
    const found = this.#working[this.#count(day)];
    if (found === undefined) {
      this.#count(day + 1);
      throw this.#unpublished(this.lastYear + 1);
    }
    return found;
  }

  /** Why the day is worked or not, for people: 春节假期, 调休上班（春节）, 周六, 工作日. */
  describe(day: EpochDay): string {
    const working = this.isWorkingDay(day);
    const holiday = this.#holidays.get(day);
    if (holiday !== undefined) return `${holiday}假期`;
    if (working) {
      const lieu = this.#workdays.get(day);
      if (lieu === undefined || !isWeekend(day)) return '工作日';
      return lieu === '' ? '调休上班' : `调休上班（${lieu}）`;
    }
    return weekdayName(day);
  }

  #mark(day: EpochDay, name: string, onto: Map<EpochDay, string>, off: Map<EpochDay, string>): void {
    onto.set(day, name);
    off.delete(day);
  }

  #isWorked(day: EpochDay): boolean {
    return this.#workdays.has(day) || (!isWeekend(day) && !this.#holidays.has(day));
  }

  /** Working days before `day`, counted from the start of the calendar. `day` may be one past the last covered day. */
  #count(day: EpochDay): number {
    const count = this.#before[day - this.#firstDay];
    if (count === undefined) throw this.#unpublished(yearOf(day));
    return count;
  }

  #unpublished(year: number): UnpublishedYearError {
    return new UnpublishedYearError(year, { first: this.firstYear, last: this.lastYear });
  }
}

function isWeekend(day: EpochDay): boolean {
  const number = weekday(day);
  return number === 0 || number === 6;
}

/** '春节 01-21~01-27；清明 04-05' → the days, each with its name. */
function stretched(year: number, text: string): { day: LegalDay; name: string }[] {
  return text.split('；').flatMap((stretch) => {
    const [name = '', span = ''] = stretch.split(' ');
    const [first = '', last = first] = span.split('~');
    const start = epochDay(`${year}-${first}`);
    const length = epochDay(`${year}-${last}`) - start + 1;
    return Array.from({ length }, (_, i) => ({ day: legalDayOf(start + i), name }));
  });
}

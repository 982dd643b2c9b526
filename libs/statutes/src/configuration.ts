import { type HolidayNotice, PUBLISHED_NOTICES } from './calendar.js';
import type { DeadlineSetting } from './deadline-clock.js';
import { DEADLINES, type Deadline, type DeadlineId, type Edition } from './deadlines.js';
import { type ConfigurationProblem, StatutesConfigurationError } from './errors.js';
import { parseJsonWithLines } from './json-lines.js';
import { addDays, daysBetween, epochDay, type LegalDay, weekday, weekdayName } from './legal-day.js';
import { PARAMETERS, type ParameterName, type ParameterSetting } from './parameters.js';
import type { Unit, Validity } from './rows.js';

/** What one bureau adds to the law: notices not yet in the package, times and parameters that the law leaves to it. */
export interface StatutesConfiguration {
  readonly bureau: string | null;
  readonly calendar: readonly NoticeSetting[];
  readonly deadlines: readonly DeadlineSetting[];
  readonly parameters: readonly ParameterSetting[];
}

/** A year's notice as a bureau writes it down: stretches of days off, both ends included, and the weekend days worked. */
export interface NoticeSetting {
  readonly year: number;
  readonly source: string;
  readonly holidays: readonly { readonly name: string; readonly from: LegalDay; readonly to?: LegalDay }[];
  readonly workdays: readonly LegalDay[];
}

/**
 * Reads a bureau's configuration from JSON text, for `loadStatutes`. Throws `StatutesConfigurationError`; each of its
 * problems names the line, the rule and what was expected.
 */
export function parseStatutesConfiguration(text: string): StatutesConfiguration {
  const { value, lines } = parseJsonWithLines(text);
  return validated(value, lines);
}

/**
 * Checks a configuration from top to bottom and returns it whole, or throws everything that is wrong with it. What it
 * returns has the form of what it reads, so that a configuration that was read once can be read again.
 */
export function validated(value: unknown, lines?: ReadonlyMap<string, number>): StatutesConfiguration {
  const check = new Check(lines);
  const top = check.object(value, '', ['bureau', 'calendar', 'deadlines', 'parameters']);
  const configuration: StatutesConfiguration = {
    bureau: top['bureau'] === undefined || top['bureau'] === null ? null : check.text(top['bureau'], 'bureau'),
    calendar: check.list(top['calendar'], 'calendar').map((entry, i) => notice(check, entry, `calendar[${i}]`)),
    deadlines: check.list(top['deadlines'], 'deadlines').map((entry, i) => setting(check, entry, `deadlines[${i}]`)),
    parameters: check
      .list(top['parameters'], 'parameters')
      .map((entry, i) => parameter(check, entry, `parameters[${i}]`)),
  };
  check.finish();
  // The entries are well-formed; now whether they agree with one another.
  yearsFollow(check, configuration.calendar);
  yearsWhole(check, configuration.calendar);
  apart(check, configuration.deadlines, 'deadlines', ({ rule, variant }) => `${rule} ${variant ?? ''}`.trim());
  apart(check, configuration.parameters, 'parameters', ({ name }) => name);
  check.finish();
  return configuration;
}

function notice(check: Check, value: unknown, path: string): NoticeSetting {
  const entry = check.object(value, path, ['year', 'source', 'holidays', 'workdays']);
  const year = check.whole(entry['year'], `${path}.year`, 2000, 2999);
  const known = year === entry['year'];
  check.about = known ? `${year}年放假安排` : undefined;
  const inYear = (value: unknown, at: string): LegalDay => {
    const day = check.day(value, at);
    // A notice may reach into the last days of the year before: 2022-12-31 is off by the notice of 2023.
    if (known && day === value && (day < `${year - 1}-12-25` || day > `${year}-12-31`)) {
      check.refuse(at, `${year}年（或上年年末）的日期`, day);
    }
    return day;
  };
  const stretches = check.list(entry['holidays'], `${path}.holidays`);
  if (stretches.length === 0 && (entry['holidays'] === undefined || Array.isArray(entry['holidays']))) {
    check.refuse(`${path}.holidays`, '至少一段放假', entry['holidays']);
  }
  const holidays = stretches.map((stretch, i) => {
    const at = `${path}.holidays[${i}]`;
    const { name, from, to } = check.object(stretch, at, ['name', 'from', 'to']);
    const label = check.text(name, `${at}.name`);
    const first = inYear(from, `${at}.from`);
    if (to === undefined) return { name: label, from: first };
    const last = inYear(to, `${at}.to`);
    const length = daysBetween(first, last) + 1;
    if (first === from && last === to && (length < 1 || length > 31)) {
      check.refuse(`${at}.to`, `不早于 from 且相距不超过31日的日期`, last);
    }
    return { name: label, from: first, to: last };
  });
  const isOff = (day: LegalDay) => holidays.some(({ from, to = from }) => from <= day && day <= to);
  const workdays = check.list(entry['workdays'], `${path}.workdays`).map((value, i) => {
    const at = `${path}.workdays[${i}]`;
    const day = inYear(value, at);
    if (day !== value) return day;
    const number = weekday(epochDay(day));
    if (number !== 0 && number !== 6) check.refuse(at, '周六或者周日（调休上班）', weekdayName(epochDay(day)));
    if (isOff(day)) check.refuse(at, '不在放假期间的日期', day);
    return day;
  });
  const source = check.text(entry['source'], `${path}.source`);
  check.about = undefined;
  return { year, source, holidays, workdays };
}

/** The notice day by day, as the calendar takes it. */
export function noticeAsSet({ year, source, holidays, workdays }: NoticeSetting): HolidayNotice {
  return {
    year,
    source,
    holidays: holidays.flatMap(({ name, from, to = from }) =>
      Array.from({ length: daysBetween(from, to) + 1 }, (_, n) => ({ day: addDays(from, n), name })),
    ),
    workdays: workdays.map((day) => ({ day, name: '' })),
  };
}

const UNITS: readonly Unit[] = ['HOUR', 'DAY', 'WORKING_DAY', 'MONTH', 'YEAR'];

function setting(check: Check, value: unknown, path: string): DeadlineSetting {
  const fields = ['rule', 'variant', 'from', 'to', 'length', 'unit', 'rollsOver', 'extensions', 'source'];
  const entry = check.object(value, path, fields);
  const deadline: Deadline | undefined = DEADLINES.find(({ id }) => id === entry['rule']);
  if (deadline === undefined) {
    check.refuse(`${path}.rule`, 'D01至D43、L01、L02之一', entry['rule']);
    return { rule: 'D01', from: '2000-01-01', source: '' };
  }
  check.about = `${deadline.id}${deadline.name}`;
  const before = check.count;
  const { from, to } = check.validity(entry, path);
  const variant = variantOf(check, deadline, entry['variant'], `${path}.variant`);
  const set: DeadlineSetting = {
    rule: deadline.id as DeadlineId,
    from,
    ...(to === undefined ? {} : { to }),
    ...(variant === undefined ? {} : { variant }),
    ...(entry['length'] === undefined ? {} : { length: check.whole(entry['length'], `${path}.length`, 1, 1000) }),
    ...(entry['unit'] === undefined ? {} : { unit: check.oneOf(entry['unit'], `${path}.unit`, UNITS) }),
    ...(entry['rollsOver'] === undefined ? {} : { rollsOver: check.yesNo(entry['rollsOver'], `${path}.rollsOver`) }),
    ...(entry['extensions'] === undefined
      ? {}
      : {
          extensions: check
            .list(entry['extensions'], `${path}.extensions`)
            .map((units, i) => check.whole(units, `${path}.extensions[${i}]`, 1, 1000)),
        }),
    source: check.text(entry['source'], `${path}.source`),
  };
  // Against the law only an entry that is well-formed can be measured.
  if (check.count === before) left(check, deadline, set, path);
  check.about = undefined;
  return set;
}

/** A bureau may set what the law leaves open, and nothing else: a number that the law gives is not the bureau's. */
function left(check: Check, deadline: Deadline, set: DeadlineSetting, path: string): void {
  const own = deadline.editions.filter((row) => row.variant === set.variant && overlap(row, set));
  const rows: readonly Edition[] =
    own.length > 0 ? own : deadline.editions.filter((row) => row.variant === undefined && overlap(row, set));
  const fixed = (field: keyof DeadlineSetting, why: string) =>
    check.refuse(`${path}.${field}`, `不写（${why}）`, set[field]);
  if (rows.length === 0) check.refuse(`${path}.from`, '该期限有规定的日期', set.from);

  const barred = rows.find((row) => row.bars === true);
  if (barred !== undefined) {
    check.refuse(path, `不写（${barred.article}：${barred.note}）`, set.rule);
    return;
  }
  const has = (unit: Unit) => rows.find((row) => row.period?.unit === unit);
  const law = rows.find((row) => row.mark === 'V' && row.period !== null) ?? has('DATE');
  if (law !== undefined) {
    const settled = `${law.article}已定，单位不得自定`;
    const mayChooseDays = deadline.unitIsOpen === true && law.period?.unit !== 'HOUR';
    if (set.length !== undefined) fixed('length', settled);
    if (set.extensions !== undefined && deadline.id !== 'D03') fixed('extensions', settled);
    if (set.unit !== undefined && !(mayChooseDays && (set.unit === 'DAY' || set.unit === 'WORKING_DAY'))) {
      fixed('unit', mayChooseDays ? '只可在 DAY 与 WORKING_DAY 间选择' : settled);
    }
  } else {
    const hourly = has('HOUR') !== undefined;
    if (set.unit !== undefined && (set.unit === 'HOUR') !== hourly) {
      check.refuse(`${path}.unit`, hourly ? 'HOUR' : '日、工作日、月或者年', set.unit);
    }
    // Where the law gives no number ("及时") there is nothing to add the other half to.
    if (rows.some((row) => row.period === null)) {
      if (set.length === undefined) check.refuse(`${path}.length`, '1至1000的整数（法律没有给出期限）', undefined);
      if (set.unit === undefined) check.refuse(`${path}.unit`, 'DAY、WORKING_DAY、MONTH、YEAR之一', undefined);
    }
  }
  const hourly = has('HOUR');
  if (hourly !== undefined && set.rollsOver !== undefined) fixed('rollsOver', '以小时计的不顺延（R7）');
  if (hourly !== undefined && law === undefined && set.extensions !== undefined) {
    fixed('extensions', '以小时计的不延长（R7）');
  }
  if (
    set.length === undefined &&
    set.unit === undefined &&
    set.rollsOver === undefined &&
    set.extensions === undefined
  ) {
    check.refuse(path, 'length、unit、rollsOver、extensions 至少一项', '均无');
  }
}

function variantOf(check: Check, deadline: Deadline, value: unknown, path: string): string | undefined {
  const known = Object.keys(deadline.variants ?? {});
  if (value === undefined) {
    const needed = deadline.editions.some((row) => row.variant !== undefined);
    if (needed) check.refuse(path, `${known.join('、')}之一`, '无');
    return undefined;
  }
  if (known.length === 0) {
    check.refuse(path, '不写（该期限不分情形）', value);
    return undefined;
  }
  return check.oneOf(value, path, known);
}

function parameter(check: Check, value: unknown, path: string): ParameterSetting {
  const entry = check.object(value, path, ['name', 'from', 'to', 'value', 'source']);
  const name = check.oneOf(entry['name'], `${path}.name`, Object.keys(PARAMETERS) as ParameterName[]);
  const row = name === entry['name'] ? PARAMETERS[name] : undefined;
  check.about = row?.name;
  const { from, to } = check.validity(entry, path);
  if (row !== undefined && !row.accepts(entry['value'])) check.refuse(`${path}.value`, row.expected, entry['value']);
  const source = check.text(entry['source'], `${path}.source`);
  check.about = undefined;
  return { name, from, ...(to === undefined ? {} : { to }), value: entry['value'], source };
}

/** A gap would leave days that no notice covers between days that one does. */
function yearsFollow(check: Check, calendar: readonly NoticeSetting[]): void {
  const years = new Set(PUBLISHED_NOTICES.map(({ year }) => year));
  const first = Math.min(...years);
  for (const [i, { year }] of calendar.entries()) {
    if (!years.has(year - 1) && year >= first) {
      check.refuse(`calendar[${i}].year`, `与已有年份相连的年份（${year - 1}年尚无）`, year);
    }
    if (year < first) check.refuse(`calendar[${i}].year`, `不早于${first}的年份`, year);
    years.add(year);
  }
}

/** 全国年节及纪念日放假办法2条: every year has these; the days of those without a date follow the moon or the sun. */
const STATUTORY_HOLIDAYS = [
  { name: '元旦', days: ['01-01'] },
  { name: '春节', days: [] },
  { name: '清明', days: [] },
  { name: '劳动', days: ['05-01'] },
  { name: '端午', days: [] },
  { name: '中秋', days: [] },
  { name: '国庆', days: ['10-01', '10-02', '10-03'] },
] as const;

/**
 * A year that no package notice covers has to be there whole: with half a notice, the other half of the year would be
 * counted as if it had no holidays, which is the guess that R3 forbids.
 */
function yearsWhole(check: Check, calendar: readonly NoticeSetting[]): void {
  const published = new Set(PUBLISHED_NOTICES.map(({ year }) => year));
  for (const [i, { year }] of calendar.entries()) {
    if (published.has(year) || calendar.findIndex((other) => other.year === year) < i) continue;
    const off = calendar.filter((other) => other.year === year).flatMap(({ holidays }) => holidays);
    const isOff = (day: LegalDay) => off.some(({ from, to = from }) => from <= day && day <= to);
    const missing = STATUTORY_HOLIDAYS.filter(
      ({ name, days }) => !off.some((one) => one.name.includes(name)) || !days.every((day) => isOff(`${year}-${day}`)),
    );
    if (missing.length > 0) {
      check.about = `${year}年放假安排`;
      const lacking = `缺${missing.map(({ name, days }) => [name, ...days].join(' ')).join('、')}`;
      check.refuse(`calendar[${i}].holidays`, '全年的放假安排（元旦、春节、清明、劳动节、端午、中秋、国庆）', lacking);
      check.about = undefined;
    }
  }
}

/** Two values for one thing on one day: which holds would be a guess. */
function apart<Entry extends Validity>(
  check: Check,
  entries: readonly Entry[],
  path: string,
  what: (entry: Entry) => string,
): void {
  for (const [i, one] of entries.entries()) {
    const clash = entries.slice(0, i).find((other) => what(other) === what(one) && overlap(one, other));
    if (clash !== undefined) {
      check.about = what(one);
      check.refuse(`${path}[${i}].from`, `不与同一事项的另一条（自${clash.from}）重叠的有效期`, one.from);
      check.about = undefined;
    }
  }
}

function overlap(one: Validity, other: Validity): boolean {
  return (one.to === undefined || other.from < one.to) && (other.to === undefined || one.from < other.to);
}

/** Reads values of unknown shape, and collects what is wrong instead of stopping at the first. */
class Check {
  /** The rule or parameter being read, for the message. */
  about: string | undefined;
  readonly #lines: ReadonlyMap<string, number> | undefined;
  readonly #problems: ConfigurationProblem[] = [];

  constructor(lines: ReadonlyMap<string, number> | undefined) {
    this.#lines = lines;
  }

  /** How many problems there are so far. */
  get count(): number {
    return this.#problems.length;
  }

  refuse(path: string, expected: string, found: unknown): void {
    const line = this.#lineOf(path);
    this.#problems.push({
      path: path === '' ? '配置' : path,
      ...(line === undefined ? {} : { line }),
      ...(this.about === undefined ? {} : { rule: this.about }),
      expected,
      found: inWords(found),
    });
  }

  finish(): void {
    if (this.#problems.length > 0) throw new StatutesConfigurationError(this.#problems);
  }

  object(value: unknown, path: string, fields: readonly string[]): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(path, `含有${fields.join('、')}的对象`, value);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (!fields.includes(key)) this.refuse(path === '' ? key : `${path}.${key}`, `${fields.join('、')}之一`, key);
    }
    return value as Record<string, unknown>;
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.refuse(path, '数组', value);
    return [];
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.refuse(path, '非空文字', value);
    return '';
  }

  whole(value: unknown, path: string, least: number, most: number): number {
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
    this.refuse(path, `${least}至${most}的整数`, value);
    return least;
  }

  yesNo(value: unknown, path: string): boolean {
    if (typeof value === 'boolean') return value;
    this.refuse(path, 'true 或 false', value);
    return false;
  }

  oneOf<Value extends string>(value: unknown, path: string, values: readonly Value[]): Value {
    if (values.includes(value as Value)) return value as Value;
    this.refuse(path, `${values.join('、')}之一`, value);
    return values[0]!;
  }

  day(value: unknown, path: string): LegalDay {
    try {
      epochDay(value as LegalDay);
      return value as LegalDay;
    } catch {
      this.refuse(path, '日历上的日期 YYYY-MM-DD', value);
      return '2000-01-01';
    }
  }

  /** `from`, and `to` if there is one: in force until the day before it. */
  validity(entry: Record<string, unknown>, path: string): Validity {
    const from = this.day(entry['from'], `${path}.from`);
    if (entry['to'] === undefined) return { from };
    const to = this.day(entry['to'], `${path}.to`);
    if (to <= from) this.refuse(`${path}.to`, `晚于 from（${from}）的日期`, to);
    return { from, to };
  }

  /** The line of the value, or, for a missing one, of the nearest thing around it. */
  #lineOf(path: string): number | undefined {
    for (let at = path; ; at = at.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]+)$/, '')) {
      const line = this.#lines?.get(at);
      if (line !== undefined || at === '') return line;
    }
  }
}

/** A text that looks like another kind of value is quoted: "应为整数，实为2027" would help nobody. */
function inWords(found: unknown): string {
  if (found === undefined) return '无';
  if (typeof found !== 'string') return JSON.stringify(found);
  return found.trim() === '' || /^(-?\d+(\.\d+)?|true|false|null)$/.test(found) ? `文字“${found}”` : found;
}

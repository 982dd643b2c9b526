import { defined, type LedgerGrouping, type LedgerSum } from '#eventsourcing';
import { measureTitle, registerNamed, subjectTerms } from '#figures';
import { day, listOf, moment, type Of, object, oneOf, orNull, text, whole } from './answers.js';
import { PART, PART_OF, SCOPE, sideOf } from './metrics.js';
import { wholeNumber, words } from './parameters.js';
import { question } from './question.js';
import { NAMES, RECORD } from './shown.js';

const DEFAULT_ENTRIES = 100;
const MAX_ENTRIES = 1_000;

const SUM = { count: whole, fen: whole, entries: whole } as const;

/** One booking of an event, with the record that it is about. */
const ENTRY = object({
  position: whole,
  ordinal: whole,
  stream: text,
  measure: text,
  measureTitle: text,
  subject: text,
  subjectTitle: text,
  unit: text,
  date: day,
  count: whole,
  fen: whole,
  recordedAt: moment,
  /** The register of the record, its noun and address; null where the stream is no register's. */
  register: orNull(text),
  noun: orNull(text),
  path: orNull(text),
  /** The record as it is now; null where it is not in sight. */
  record: orNull(RECORD),
});
const SIDE = oneOf('numerator', 'less', 'denominator');
const OF_A_SIDE = {
  metric: text,
  metricName: text,
  part: text,
  /** The side that is shown, and all that the figure has. */
  side: SIDE,
  sides: listOf(SIDE),
  scope: SCOPE,
  figure: PART,
} as const;
const ENTRIES_ANSWER = object({
  ...OF_A_SIDE,
  sum: object({ ...SUM, distinct: whole }),
  entries: listOf(ENTRY),
  next: orNull(text),
  names: NAMES,
});
export type EntryShown = Of<typeof ENTRY>;
export type EntriesAnswer = Of<typeof ENTRIES_ANSWER>;

/** The ledger entries that a figure is the sum of, each an event of a record. */
export const ENTRIES = question({
  name: 'list_metric_entries',
  title: '一个数字由哪些事件累计而成',
  tag: '指标',
  path: '/metrics/:id/entries',
  parameters: {
    ...PART_OF,
    cursor: words('上一页的 next', 200),
    limit: wholeNumber('每页条数', 1, MAX_ENTRIES),
  },
  answer: ENTRIES_ANSWER,
  ask: async (reader, q, place) => {
    const { query, head } = await sideOf(reader, q, place);
    const { limit = DEFAULT_ENTRIES, cursor } = q;
    const { page, sum, distinct } = await reader.figures.entries(query, { limit, after: cursor });
    const { metric, part, side, scope } = head;
    await reader.look({ question: '/metrics/:id/entries', filter: { metric, part, side, ...scope } });
    const records = await reader.records(page.entries.map(({ stream }) => stream));
    const entries = page.entries.map(({ readModel: _, ...entry }): EntryShown => {
      const at = entry.stream.indexOf('-');
      const register = registerNamed(entry.stream.slice(0, at));
      const record = records.get(entry.stream) ?? null;
      // Which of the bureau's people it is, is for those who see them.
      const isHidden = register?.aggregate.isOfStaff === true && record === null;
      const path = register && !isHidden ? `/${register.path}/${encodeURIComponent(entry.stream.slice(at + 1))}` : null;
      return {
        ...entry,
        stream: isHidden ? register.name : entry.stream,
        measureTitle: measureTitle(entry.measure),
        subjectTitle: subjectTitle(entry.measure, entry.subject),
        register: register?.name ?? null,
        noun: register?.noun ?? null,
        path,
        record,
      };
    });
    return {
      ...head,
      sum: { ...sumOf(sum), distinct },
      entries,
      next: page.next ?? null,
      names: await reader.names(
        [],
        page.entries.map(({ unit }) => unit),
      ),
    };
  },
});

/** `level`: of a unit, which it is of: CITY, COUNTY, TOWNSHIP. */
const GROUP = object({ group: text, title: text, ...SUM }, { level: text });
const GROUPS_ANSWER = object({
  ...OF_A_SIDE,
  month: listOf(GROUP),
  subject: listOf(GROUP),
  measure: listOf(GROUP),
  unit: listOf(GROUP),
});
export type GroupShown = Of<typeof GROUP>;
export type GroupsAnswer = Of<typeof GROUPS_ANSWER>;

/** The entries behind a figure, summed up by month, class, measure and unit. */
export const GROUPS = question({
  name: 'list_metric_groups',
  title: '一个数字按月、按分类、按行为、按单位',
  tag: '指标',
  path: '/metrics/:id/groups',
  parameters: PART_OF,
  answer: GROUPS_ANSWER,
  ask: async (reader, q, place) => {
    const { query, head } = await sideOf(reader, q, place);
    const units = await reader.units();
    const titled = async (of: LedgerGrouping, title: (group: string) => string): Promise<GroupShown[]> => {
      const groups = await reader.figures.groups(query, of);
      return groups.map((sum) => ({ group: sum.group, title: title(sum.group), ...sumOf(sum) }));
    };
    const subject = (group: string) =>
      query.measures.map((measure) => subjectTitle(measure, group)).find((title) => title !== group) ?? group;
    const [month, subjects, measure, unit] = await Promise.all([
      titled('month', (group) => group),
      titled('subject', subject),
      titled('measure', measureTitle),
      titled('unit', (group) => units.name(group)),
    ]);
    const levelled = unit.map((one) => ({ ...one, ...defined({ level: units.get(one.group)?.level }) }));
    return { ...head, month, subject: subjects, measure, unit: levelled };
  },
});

/** What a class within a measure is called; nothing for entries that have none. */
function subjectTitle(measure: string, subject: string): string {
  const terms = subjectTerms(measure);
  return Object.hasOwn(terms, subject) ? terms[subject]! : subject;
}

function sumOf({ count, fen, entries }: LedgerSum) {
  return { count, fen, entries };
}

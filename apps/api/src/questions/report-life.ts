import { type AnnualReportFrozen, type AnnualReportRestated, annualReport, unitYearId } from '#enforcement';
import { registerNamed } from '#figures';
import { badInput } from '#platform';
import { day, listOf, type Of, object, oneOf, orNull, text, whole } from './answers.js';
import { AFTER_POSITION, choice, words } from './parameters.js';
import { question } from './question.js';
import { reportRecord } from './report.js';

const RESTATEMENT = object({
  restatedOn: day,
  knownOn: text,
  reason: text,
  changes: listOf(object({ figure: text, name: text, before: whole, after: whole })),
  /** `path` is the address of the record; null where it has no page. */
  causes: listOf(object({ stream: text, path: orNull(text), position: whole, what: text, on: day })),
  moreCauses: whole,
});
const ANSWER = object({
  id: text,
  unitId: text,
  phase: oneOf('Unopened', 'Opened', 'Frozen', 'Signed', 'Published'),
  phaseTitle: text,
  /** Last day for publishing; null where it is not begun. */
  dueOn: orNull(day),
  /** To the minute, of Shanghai; null before it is frozen. */
  knownOn: orNull(text),
  frozenOn: orNull(day),
  signedOn: orNull(day),
  publishedOn: orNull(day),
  indexNo: orNull(text),
  /** The text as it was frozen, for ever; null before. */
  text: orNull(text),
  sha256: orNull(text),
  unbalanced: listOf(object({ rule: text, statement: text })),
  adjustments: listOf(object({ figure: text, name: text, computed: whole, value: whole, reason: text })),
  restatements: listOf(RESTATEMENT),
});
export type ReportLifeAnswer = Of<typeof ANSWER>;

/** The address of the record that a stream is the life of. */
function pathOf(stream: string): string | null {
  const at = stream.indexOf('-');
  const register = registerNamed(stream.slice(0, at));
  return register === undefined ? null : `/${register.path}/${encodeURIComponent(stream.slice(at + 1))}`;
}

/** How far a unit's annual report has come, the text that was frozen, and what was restated since. */
export const REPORT_LIFE = question({
  name: 'get_annual_report_life',
  title: '年报的编制、定稿、公开和重述',
  tag: '指标',
  path: '/reports/:year/life',
  parameters: {
    unit: words('单位编号，缺省为本人所在单位'),
    format: choice('形式', { json: 'JSON', text: '定稿的全文' }),
    after: AFTER_POSITION,
  },
  answer: ANSWER,
  ask: async (reader, { unit: asked, after }, { year = '' }) => {
    if (!/^(19|20)\d{2}$/.test(year)) throw badInput([{ path: 'year', message: '应为四位数的年份' }]);
    await reader.reach(after);
    const unitId = asked ?? reader.person.unit;
    await reader.figures.scopeOf({ from: year, to: year, unit: unitId });
    const { events, ...row } = await reportRecord(reader, unitId, Number(year));
    // A report that was sent back has no text until it is frozen anew.
    const frozen =
      row.frozenOn === undefined ? undefined : events.findLast(({ type }) => type === 'AnnualReportFrozen');
    const { text: fullText, unbalanced = [] } = (frozen?.data ?? {}) as Partial<AnnualReportFrozen>;
    return {
      id: unitYearId(unitId, Number(year)),
      unitId,
      phase: row.phase as ReportLifeAnswer['phase'],
      phaseTitle: annualReport.register.phases[row.phase]!,
      dueOn: row.dueOn ?? null,
      knownOn: row.knownOn ?? null,
      frozenOn: row.frozenOn ?? null,
      signedOn: row.signedOn ?? null,
      publishedOn: row.publishedOn ?? null,
      indexNo: row.indexNo ?? null,
      text: fullText ?? null,
      sha256: row.sha256 ?? null,
      unbalanced: unbalanced.map(({ rule, statement }) => ({ rule, statement })),
      adjustments: row.adjustments.map(({ figure, name, computed, value, reason }) => ({
        ...{ figure, name, computed, value, reason },
      })),
      restatements: events
        .filter(({ type }) => type === 'AnnualReportRestated')
        .map(({ data }) => {
          const { restatedOn, knownOn, reason, changes, causes, moreCauses = 0 } = data as AnnualReportRestated;
          return {
            ...{ restatedOn, knownOn, reason, moreCauses },
            changes: changes.map(({ figure, name, before, after: now }) => ({ figure, name, before, after: now })),
            causes: causes.map(({ stream, position, what, on }) => ({
              ...{ stream, position, what, on },
              path: pathOf(stream),
            })),
          };
        }),
    };
  },
  asText: ({ text: frozen }) => frozen ?? '年报还没有定稿\n',
});

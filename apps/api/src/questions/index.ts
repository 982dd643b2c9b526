import { ACTION_LISTS } from './actions.js';
import { ENTRIES, GROUPS } from './entries.js';
import { EVENT_PAGES, FILES, TIMELINES } from './files.js';
import { LISTS } from './lists.js';
import { LOOKS } from './looks.js';
import { METRIC, METRICS } from './metrics.js';
import type { AnyQuestion } from './question.js';
import { REPORT } from './report.js';
import { SIGHT } from './sight.js';
import { WORKLIST } from './worklist.js';

export type { Action, ActionsAnswer } from './actions.js';
export type { EntriesAnswer, EntryShown, GroupShown, GroupsAnswer } from './entries.js';
export type { EventsAnswer, FileAnswer, TimelineAnswer, TimelineEntry } from './files.js';
export type { ListAnswer } from './lists.js';
export type { LookShown, LooksAnswer } from './looks.js';
export type { MetricAnswer, MetricShown, MetricsAnswer, PartShown, ScopeAnswer, Side } from './metrics.js';
export { type Parameter, type Parameters, type QueryOf, readQuery } from './parameters.js';
export type { AnyQuestion, Place, Question, QuestionOf } from './question.js';
export { type Reader, Readers } from './reader.js';
export type { ClockShown, Names, RecordShown } from './shown.js';
export type { SightAnswer } from './sight.js';
export { type Spoken, type SpokenPiece, textOf } from './spoken.js';
export type { Unit } from './units.js';
export type { WorklistAnswer, WorklistItem } from './worklist.js';
export {
  ACTION_LISTS,
  ENTRIES,
  EVENT_PAGES,
  FILES,
  GROUPS,
  LISTS,
  LOOKS,
  METRIC,
  METRICS,
  REPORT,
  SIGHT,
  TIMELINES,
  WORKLIST,
};

/** Every question that there is: both doors and the description of the API go by this list. */
export const QUESTIONS: readonly AnyQuestion[] = [
  SIGHT,
  WORKLIST,
  ...[LISTS, FILES, TIMELINES, EVENT_PAGES, ACTION_LISTS].flatMap((questions) => [...questions.values()]),
  METRICS,
  METRIC,
  ENTRIES,
  GROUPS,
  REPORT,
  LOOKS,
];

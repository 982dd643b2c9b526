import { ACTION_LISTS } from './actions.js';
import { DEAD_LETTER, DEAD_LETTERS } from './dead-letters.js';
import { ENTRIES, GROUPS } from './entries.js';
import { EVENT_PAGES, FILES, TIMELINES } from './files.js';
import { LISTS } from './lists.js';
import { LOOKS } from './looks.js';
import { METRIC, METRICS } from './metrics.js';
import type { AnyQuestion } from './question.js';
import { REPORT } from './report.js';
import { SIGHT } from './sight.js';
import { STATUS } from './status.js';
import { WORKLIST } from './worklist.js';

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
  STATUS,
  DEAD_LETTERS,
  DEAD_LETTER,
];

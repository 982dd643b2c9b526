import { ACTION_LISTS } from './actions.js';
import { COMPARISON } from './comparison.js';
import { DEAD_LETTER, DEAD_LETTERS } from './dead-letters.js';
import { ENTRIES, GROUPS } from './entries.js';
import { EVENT_PAGES, FILES, TIMELINES } from './files.js';
import { FORMS } from './forms.js';
import { HAND_OVERS } from './hand-over.js';
import { LISTS } from './lists.js';
import { LOAD } from './load.js';
import { LOOKS } from './looks.js';
import { METRIC, METRICS } from './metrics.js';
import { PEOPLE_TO_PICK, RECORDS_TO_PICK, UNITS_TO_PICK } from './picks.js';
import type { AnyQuestion } from './question.js';
import { REPORT } from './report.js';
import { REPORT_LIFE } from './report-life.js';
import { SECURITY_LOG } from './security-log.js';
import { SIGHT } from './sight.js';
import { SIGNALS } from './signals.js';
import { STATUS } from './status.js';
import { WAITS } from './waits.js';
import { WORKLIST } from './worklist.js';

/** Every question that there is: both doors and the description of the API go by this list. */
export const QUESTIONS: readonly AnyQuestion[] = [
  SIGHT,
  WORKLIST,
  WAITS,
  LOAD,
  ...[LISTS, FILES, TIMELINES, EVENT_PAGES, ACTION_LISTS, FORMS, RECORDS_TO_PICK].flatMap((questions) => [
    ...questions.values(),
  ]),
  ...HAND_OVERS.values(),
  PEOPLE_TO_PICK,
  UNITS_TO_PICK,
  METRICS,
  METRIC,
  ENTRIES,
  GROUPS,
  COMPARISON,
  SIGNALS,
  REPORT,
  REPORT_LIFE,
  LOOKS,
  SECURITY_LOG,
  STATUS,
  DEAD_LETTERS,
  DEAD_LETTER,
];

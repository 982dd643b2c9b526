import type { WorkCalendar } from './calendar.js';
import type { ActWindow, DueDate, Trigger } from './deadline-clock.js';
import type { DeadlineId } from './deadlines.js';
import type { LegalDay } from './legal-day.js';
import type { BureauParameters } from './parameters.js';

/** What a formula may ask: the periods, the bureau's parameters, the calendar. */
export interface Law {
  readonly calendar: WorkCalendar;
  due(rule: DeadlineId, trigger: Trigger): DueDate;
  window(rule: DeadlineId, trigger: Trigger): ActWindow;
  parameters(on: LegalDay): BureauParameters;
}

import { Day, Optional, Rule } from '#fields';
import type { Interval, LegalDay, Statutes } from '#statutes';
import { ruleOf } from '../definition/context.js';
import type { CaseState } from './state.js';

/*
 * 办案期限 (D03, 行政处罚法第六十条) with the stretches that do not count (R9). Whatever ends such a stretch carries the new
 * last day, so that readers compute nothing.
 */

/** The last day for deciding after a stretch that did not count, with the edition of the rule; absent where there is none. */
export class ClockResumed {
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('期限依据') decisionDueRule?: string;
}

/** D03 with all stretches of the case left out, half-open; `stretch` is the one that ends now. */
export function clockResumed(statutes: Statutes, state: CaseState, stretch: Interval): ClockResumed {
  if (state.decisionDueOn === undefined) return {};
  const due = statutes.due('D03', { on: state.filedOn!, suspensions: [...state.suspensions, stretch] });
  return { decisionDueOn: due.dueOn, decisionDueRule: ruleOf(due) };
}

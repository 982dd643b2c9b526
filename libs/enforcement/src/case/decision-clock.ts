import { defined } from '#eventsourcing';
import { Day, Optional, Rule } from '#fields';
import type { Interval, LegalDay, Statutes } from '#statutes';
import type { PartOf } from '../definition/act.js';
import { ruleOf } from '../definition/context.js';
import type { CaseState } from './state.js';

/*
 * 办案期限 (D03, 行政处罚法第六十条) with the stretches that do not count (R9) and the extensions. Whatever moves the last
 * day carries the new one, so that readers compute nothing.
 */

/** The last day for deciding after a stretch that did not count, with the edition of the rule; absent where there is none. */
export class ClockResumed {
  @Optional() @Day('办案期限') decisionDueOn?: LegalDay;
  @Optional() @Rule('期限依据') decisionDueRule?: string;
}

/** What the last day is found by, beside the day of filing. */
type Moving = Pick<CaseState, 'decisionDueOn' | 'filedOn' | 'decisionRunsFrom' | 'suspensions' | 'extensions'>;

/** D03 with all stretches of the case left out, half-open, and all extensions added. */
export function decisionClock(statutes: Statutes, state: Moving): ClockResumed {
  const { decisionDueOn, filedOn, decisionRunsFrom = filedOn, suspensions, extensions } = state;
  if (decisionDueOn === undefined) return {};
  const due = statutes.due('D03', { on: decisionRunsFrom!, suspensions, extensions });
  return { decisionDueOn: due.dueOn, decisionDueRule: ruleOf(due) };
}

/** The same when one more stretch ends now. */
export function clockResumed(statutes: Statutes, state: CaseState, stretch: Interval): ClockResumed {
  return decisionClock(statutes, { ...state, suspensions: [...state.suspensions, stretch] });
}

/** What an event that moves the last day changes in the case. */
export function clockMoved({ decisionDueOn, decisionDueRule }: PartOf<ClockResumed>) {
  return defined({ decisionDueOn, decisionRule: decisionDueRule });
}

/** Days since which the clock stands still and has not gone on: entrusted tests, a suspension, a hearing that is asked for. */
export function standsStillSince({ entrusted, suspendedOn, hearing, others = [] }: CaseState): readonly LegalDay[] {
  const hearings = [hearing, ...others.map((other) => other.hearing)];
  return [
    ...entrusted.map(({ startedOn }) => startedOn),
    ...(suspendedOn === undefined ? [] : [suspendedOn]),
    ...hearings.flatMap((one) =>
      one === undefined || one.heldOn !== undefined || one.terminatedOn !== undefined ? [] : [one.requestedOn],
    ),
  ];
}

/** The last day as it stands on a day on which the clock may still stand still. */
export function decisionDueBy(statutes: Statutes, state: CaseState, on: LegalDay): LegalDay | undefined {
  const open = standsStillSince(state).map((startOn) => ({ startOn, endOn: on > startOn ? on : startOn }));
  return decisionClock(statutes, { ...state, suspensions: [...state.suspensions, ...open] }).decisionDueOn;
}

import { changed } from '../definition/act.js';
import type { Determines } from '../definition/open-day.js';
import type { CaseState } from './state.js';

/*
 * Last days of a case that may be open (DOMAIN F2), and where each stands once it is determined. Those by which only other
 * organs live, and that of the service, which is over when it is computed, are told on the timeline alone.
 */

const TOLD = { set: () => ({}) } as const;

export const CASE_DETERMINES: Determines<CaseState> = {
  D11: TOLD,
  D13: { set: (_state, paymentDueOn, paymentRule) => ({ paymentDueOn, paymentRule }) },
  D19: TOLD,
  D28: { set: (_state, publicationDueOn, publicationRule) => ({ publicationDueOn, publicationRule }) },
  D32: {
    set: ({ transfer }, policeDueOn, policeRule) =>
      transfer ? { transfer: changed(transfer, { policeDueOn, policeRule }) } : {},
  },
  D33: TOLD,
  D34: TOLD,
};

/** Whether a last day of the case waits for the days off of its year. */
export function isOpen({ openDays }: Pick<CaseState, 'openDays'>, rule: keyof typeof CASE_DETERMINES): boolean {
  return openDays.some((open) => open.rule === rule);
}

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
  D13: {
    // With a plan (G32) the party pays by its instalments; the day is the one that it would be without.
    set: ({ plan }, paymentDueOn, paymentRule) =>
      plan === undefined ? { paymentDueOn, paymentRule } : { plan: { ...plan, originalDueOn: paymentDueOn } },
  },
  D19: TOLD,
  D28: {
    // F6: what was served meanwhile, and later than that day, is published within the days after the service.
    due: ({ servedOn }, { on, variant }, statutes) => {
      const day = statutes.due('D28', { on, variant });
      if (variant !== undefined || servedOn === undefined || servedOn <= day.dueOn) return day;
      return statutes.due('D28', { on: servedOn, variant: 'AFTER_SERVICE' });
    },
    set: (_state, publicationDueOn, publicationRule) => ({ publicationDueOn, publicationRule }),
  },
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

import { type DomainEvent, defined } from '#eventsourcing';
import { actDayOf } from '#fields';
import type { HearOfRemedy, RemedyStep } from '../case/remedies.js';
import type { RemedyOutcome } from '../terms.js';
import { remedy } from './remedy.js';
import type { RemedyState } from './state.js';

/* What the case is told of each step of its remedy: the reaction's pure half (DOMAIN 9 F4). */

const STEPS: Readonly<Record<string, RemedyStep>> = {
  ReconsiderationFiled: 'SOUGHT',
  ReconsiderationAccepted: 'ACCEPTED',
  ReconsiderationDeclined: 'DECLINED',
  ReconsiderationWithdrawn: 'WITHDRAWN',
  ReconsiderationDecided: 'DECIDED',
  LitigationFiled: 'SOUGHT',
  LitigationAccepted: 'ACCEPTED',
  LitigationDeclined: 'DECLINED',
  LitigationWithdrawn: 'WITHDRAWN',
  LitigationJudged: 'JUDGED',
  LitigationEffective: 'DECIDED',
  RetrialOpened: 'RETRIED',
  OutcomeServed: 'SERVED',
};

/** Types of the events that a case hears of. */
export const HEARD_BY_CASES: ReadonlySet<string> = new Set(Object.keys(STEPS));

/** What there is to tell of an event, with the remedy as it stands after it; nothing of one that the case need not know. */
export function caseHears(event: DomainEvent, after: RemedyState): { caseId: string; told: HearOfRemedy } | undefined {
  const step = STEPS[event.type];
  const type = remedy.events.get(event.type)?.type;
  const on = type && actDayOf(type, event.data as object);
  const { caseId, remedyId, kind, partyIds } = after;
  if (step === undefined || on === undefined || caseId === undefined) return undefined;
  // 撤回 and 终止: the application is no more, and the decision as it was.
  const isEnded = step === 'DECIDED' && after.outcome === 'TERMINATED';
  const judged = event.type === 'LitigationJudged' ? (event.data as { readonly outcome: RemedyOutcome }) : undefined;
  const said = step === 'DECIDED' && !isEnded ? after : undefined;
  return {
    caseId,
    told: defined({
      remedyId,
      kind,
      step: isEnded ? ('WITHDRAWN' as const) : step,
      on,
      outcome: judged?.outcome ?? (said?.outcome as RemedyOutcome | undefined),
      servedOn: step === 'DECIDED' ? after.outcomeServedOn : undefined,
      redo: said?.redo === true ? true : undefined,
      isProcedural: said?.isProcedural,
      fineFen: said?.fineFen,
      confiscateFen: said?.confiscateFen,
      partyIds,
    }),
  };
}

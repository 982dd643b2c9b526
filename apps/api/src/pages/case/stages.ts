import type { CasePhase } from '#enforcement';
import type { CaseOverview } from '#figures';
import type { Stage } from '../../ui/stage-line.js';

/* The stages through which the law leads a case, in their fixed order. */

const STAGES = ['登记', '立案', '调查', '审核', '告知', '听证', '决定', '送达', '履行', '结案'] as const;
type StageTitle = (typeof STAGES)[number];

/** What was decided on the spot begins with the decision. */
const ON_THE_SPOT: readonly StageTitle[] = ['决定', '送达', '履行', '结案'];

/** The stage in which somebody has to act next; none once the case is over. */
const PRESENT: Readonly<Record<CasePhase, StageTitle | undefined>> = {
  Unregistered: '登记',
  Registered: '立案',
  Declined: undefined,
  Investigating: '调查',
  Suspended: '调查',
  Concluded: '审核',
  InLegalReview: '审核',
  ReviewPassed: '告知',
  Noticed: '告知',
  HearingPhase: '听证',
  InDiscussion: '决定',
  Decided: '送达',
  Served: '结案',
  Performing: '履行',
  PlanActive: '履行',
  Overdue: '履行',
  Demanded: '履行',
  CourtEnforcement: '履行',
  TransferPending: '调查',
  TransferredCriminal: '结案',
  Withdrawn: '结案',
  Terminated: '结案',
  TransferredOut: '结案',
  Merged: undefined,
  Closed: undefined,
  Archived: undefined,
};

/** How far a case has come: stages behind it that left no day were passed by, as a hearing that nobody asked for. */
export function stagesOf(row: CaseOverview, phase: string): Stage[] {
  const present = PRESENT[phase as CasePhase];
  const days = daysOf(row);
  const line = row.procedure === 'SUMMARY' ? ON_THE_SPOT : STAGES;
  const now = present === undefined ? line.length : line.indexOf(present);
  return line.map((title, index) => {
    const on = days[title];
    if (index === now) return { title, standing: 'now' };
    if (index > now) return { title, standing: 'to-come' };
    return on === undefined ? { title, standing: 'passed-by' } : { title, standing: 'done', on };
  });
}

/** The day on which each stage was done; of a review the day on which it was first submitted. */
function daysOf(row: CaseOverview): Readonly<Partial<Record<StageTitle, string>>> {
  const paidOn = [...row.payments, ...row.surcharges]
    .map(({ on }) => on)
    .sort()
    .at(-1);
  const days: Readonly<Record<StageTitle, string | null | undefined>> = {
    登记: row.registeredOn,
    立案: row.filedOn,
    调查: row.concludedOn,
    审核: row.reviewsSubmittedOn[0],
    告知: row.noticeServedOn,
    听证: row.hearingsHeldOn.at(-1),
    决定: row.decidedOn,
    送达: row.servedOn,
    履行: paidOn,
    结案: row.closedOn,
  };
  return Object.fromEntries(Object.entries(days).filter(([, on]) => on != null));
}

import { edition, type Formula } from './formula.js';
import type { Law } from './law.js';
import { addMonths, daysBetween, epochDay, type LegalDay, legalDayOf } from './legal-day.js';
import type { Procedure } from './penalty-kind.js';
import { remedyOrder } from './remedy-order.js';
import type { Citation } from './rows.js';

export const COURT_ENFORCEMENT_WINDOW: Formula = {
  id: 'F08',
  name: '申请法院强制执行的窗口',
  place: 'court-enforcement-window.ts',
  editions: [
    {
      from: '2012-01-01',
      says: '未复议、未起诉又不履行的，自法定起诉期限届满之日起三个月内；批准延期、分期的，自该期限结束之日起；并须催告书送达满十个工作日',
      article: '行政强制法53条、54条；行诉解释156条；行政处罚法72条2款',
      mark: 'V',
    },
  ],
};

export interface CourtEnforcementInput {
  /** The day on which the decision was served. */
  readonly servedOn: LegalDay;
  /** The day of the decision, if it was another. */
  readonly decidedOn?: LegalDay | undefined;
  readonly procedure: Procedure;
  /** False: the decision did not tell the party of the remedies or their periods. */
  readonly informed?: boolean | undefined;
  /** The party did apply for reconsideration, and was served its outcome on this day. */
  readonly reconsiderationServedOn?: LegalDay | undefined;
  /** The party did sue, and this is the last day for performing the judgment, or the day of its service. */
  readonly judgmentDueOn?: LegalDay | undefined;
  /** The party did turn to reconsideration or the court, and that ended on this day without touching the decision (withdrawn, not heard). */
  readonly remedyEndedOn?: LegalDay | undefined;
  /** The last day of an approved deferral or instalment plan. */
  readonly planEndsOn?: LegalDay | undefined;
  readonly demandServedOn?: LegalDay | undefined;
}

export interface CourtEnforcementWindow extends Citation {
  /** From where the three months run. */
  readonly basis: 'SUING_PERIOD' | 'AFTER_RECONSIDERATION' | 'PLAN' | 'JUDGMENT' | 'REMEDY_ENDED';
  /** The last day of the period from which the window runs. */
  readonly runsFrom: LegalDay;
  readonly firstOn: LegalDay;
  readonly lastOn: LegalDay;
  /** False: the demand was served so late that no day is left. */
  readonly open: boolean;
}

/** D18 with D16, D20, D25, D26: when the court may be asked to enforce a decision that the party let become final. */
export function courtEnforcementWindow(law: Law, input: CourtEnforcementInput): CourtEnforcementWindow {
  const { cite } = edition(COURT_ENFORCEMENT_WINDOW, input.decidedOn ?? input.servedOn);
  if (input.judgmentDueOn !== undefined) return afterJudgment(law, cite, input, input.judgmentDueOn);

  const suing = suingEnds(law, input);
  const later = (
    [
      ['PLAN', input.planEndsOn],
      ['REMEDY_ENDED', input.remedyEndedOn],
    ] as const
  ).reduce<{ on: LegalDay; basis: CourtEnforcementWindow['basis'] }>(
    (latest, [basis, on]) => (on !== undefined && daysBetween(latest.on, on) > 0 ? { on, basis } : latest),
    suing,
  );
  const runsFrom = later.on;
  const window = law.window('D18', { on: runsFrom });
  return bounded(law, input, {
    ...cite,
    basis: later.basis,
    runsFrom,
    firstOn: window.firstOn,
    lastOn: window.lastOn!,
  });
}

/** The last day on which the party can still attack the decision. */
function suingEnds(law: Law, input: CourtEnforcementInput): { on: LegalDay; basis: CourtEnforcementWindow['basis'] } {
  if (input.reconsiderationServedOn !== undefined) {
    return { on: law.due('D25', { on: input.reconsiderationServedOn }).dueOn, basis: 'AFTER_RECONSIDERATION' };
  }
  const informed = input.informed ?? true;
  const order = remedyOrder({ procedure: input.procedure, on: input.decidedOn ?? input.servedOn });
  if (order.first === 'RECONSIDERATION') {
    // No direct suit: once the days for reconsideration have gone by unused, the way to the court is closed too.
    const variant = informed ? 'INFORMED' : 'NOT_INFORMED';
    return { on: law.due('D20', { on: input.servedOn, variant }).dueOn, basis: 'SUING_PERIOD' };
  }
  // The months for suing outlast the days for reconsideration, whose end is therefore not asked.
  const variant = informed ? 'ORDINARY' : 'NOT_INFORMED';
  return { on: law.due('D26', { on: input.servedOn, variant }).dueOn, basis: 'SUING_PERIOD' };
}

/** 行诉解释153条: a judgment is enforced within two years of the last day for performing it. */
function afterJudgment(law: Law, cite: Citation, input: CourtEnforcementInput, on: LegalDay): CourtEnforcementWindow {
  const last = law.calendar.nextWorkingDay(addMonths(epochDay(on), 24));
  return bounded(law, input, {
    ...cite,
    article: '行政诉讼法95条；行诉解释153条',
    basis: 'JUDGMENT',
    runsFrom: on,
    firstOn: legalDayOf(epochDay(on) + 1),
    lastOn: legalDayOf(last),
  });
}

function bounded(law: Law, input: CourtEnforcementInput, window: Omit<CourtEnforcementWindow, 'open'>) {
  const demanded =
    input.demandServedOn === undefined ? window.firstOn : law.window('D16', { on: input.demandServedOn }).firstOn;
  const firstOn = demanded > window.firstOn ? demanded : window.firstOn;
  return { ...window, firstOn, open: firstOn <= window.lastOn };
}

import type { LegalDay, SurchargeInput } from '#statutes';
import type { CaseState, Receipt } from './state.js';

/*
 * How an approved deferral or instalment plan stands (行政处罚法第六十六条第二款), for those who ask: until when it lasts, what is due next, and
 * whether it was kept. It is a function of the plan and the payments, so that a payment recorded late counts as of its own day.
 */

/** 延期、分期缴纳的一期. */
export interface Instalment {
  readonly dueOn: LegalDay;
  readonly amountFen: number;
}

/** What has been paid of fine and confiscation by the end of a day. */
function paidBy(receipts: readonly Receipt[], on: LegalDay): number {
  return receipts.reduce(
    (sum, { kind, amountFen, paidOn }) => (kind === 'SURCHARGE' || paidOn > on ? sum : sum + amountFen),
    0,
  );
}

/** The last day of the first instalment that was not paid in full by it; undefined as long as every one could be or was. */
export function missedInstalment({ plan, paid, decision }: Planned): LegalDay | undefined {
  if (plan === undefined || decision === undefined) return undefined;
  // A decision that was altered to less since asks for no more than that.
  const imposedFen = decision.fineFen + decision.confiscateFen;
  let owedFen = plan.paidBeforeFen;
  for (const { dueOn, amountFen } of plan.instalments) {
    owedFen = Math.min(owedFen + amountFen, imposedFen);
    if (paidBy(paid.receipts, dueOn) < owedFen) return dueOn;
  }
  return undefined;
}

type Planned = Pick<CaseState, 'plan' | 'paid' | 'decision'>;

/** The last day for the next instalment, once so much is paid; the last one's when all are. */
export function nextInstalmentOn(instalments: readonly Instalment[], paidFen: number): LegalDay {
  let owedFen = 0;
  for (const { dueOn, amountFen } of instalments) {
    owedFen += amountFen;
    if (paidFen < owedFen) return dueOn;
  }
  return instalments.at(-1)!.dueOn;
}

/** The last day of the plan: of its last instalment, or of the one that was missed, which ends it. */
export function planEndsOn(state: Planned): LegalDay | undefined {
  return missedInstalment(state) ?? state.plan?.instalments.at(-1)?.dueOn;
}

/** D14: no day of the plan bears a surcharge. */
export function planPauses(state: CaseState): NonNullable<SurchargeInput['plans']> {
  return state.plan === undefined ? [] : [{ fromOn: state.plan.approvedOn, toOn: planEndsOn(state)! }];
}

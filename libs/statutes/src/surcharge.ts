import { StatutesError } from './errors.js';
import { edition, type Formula, type FormulaEdition, wholeFen } from './formula.js';
import type { Law } from './law.js';
import { type EpochDay, epochDay, type LegalDay, legalDayOf } from './legal-day.js';
import type { Citation } from './rows.js';

interface SurchargeEdition extends FormulaEdition {
  readonly percentPerDay: number;
}

export const SURCHARGE: Formula<SurchargeEdition> = {
  id: 'F01',
  name: '加处罚款',
  place: 'surcharge.ts',
  editions: [
    {
      from: '2021-07-15',
      percentPerDay: 3,
      says: '到期不缴纳罚款的，每日按罚款数额的3%加处，总额不超过罚款数额；没收部分不加处；复议、诉讼期间不予计算（首尾均停，R8）；延期、分期期间不计',
      article: '行政处罚法72条1款(一)、73条3款；行政强制法45条',
      mark: 'V',
    },
    {
      from: '1996-10-01',
      to: '2021-07-15',
      percentPerDay: 3,
      says: '每日按罚款数额的3%加处，总额不超过罚款数额；复议、诉讼期间不计为当时的司法答复',
      article: '行政处罚法（2017）51条(一)；行政强制法45条2款',
      mark: 'K',
    },
  ],
};

export interface SurchargeInput {
  /** The fine alone: confiscated sums bear no surcharge. */
  readonly fineFen: number;
  /** The last day for paying (D13, or the day that a deferral set). */
  readonly dueOn: LegalDay;
  /** The last day to charge for. */
  readonly asOf: LegalDay;
  /** What was paid towards the fine. */
  readonly payments?: readonly { readonly on: LegalDay; readonly fen: number }[];
  /** R8: reconsiderations and suits, from the application to the service of the outcome; still pending without it. */
  readonly remedies?: readonly { readonly appliedOn: LegalDay; readonly outcomeServedOn?: LegalDay | undefined }[];
  /** Deferrals and instalment plans, both days included. */
  readonly plans?: readonly { readonly fromOn: LegalDay; readonly toOn: LegalDay }[];
}

export interface ChargedDay {
  readonly day: LegalDay;
  readonly baseFen: number;
  /** The surcharge up to and including this day. */
  readonly totalFen: number;
}

export interface PausedRange {
  readonly firstOn: LegalDay;
  readonly lastOn: LegalDay;
  readonly reason: string;
}

export interface SurchargeResult extends Citation {
  readonly amountFen: number;
  /** The day after the last day for paying. */
  readonly startsOn: LegalDay;
  readonly days: number;
  readonly capped: boolean;
  /** The first day on which the cap was reached. */
  readonly cappedOn: LegalDay | null;
  readonly chargedDays: readonly ChargedDay[];
  /** Stretches after the last day for paying that were not charged, both days included. */
  readonly pausedRanges: readonly PausedRange[];
}

/**
 * D14, R8. The sum of 3% of the base over the charged days, rounded down to the fen at the end, never above the fine.
 * The base is the fine or what is left of it, and the day of a payment is charged or not, as the bureau set on `dueOn`.
 */
export function surcharge(law: Law, input: SurchargeInput): SurchargeResult {
  const fineFen = wholeFen(input.fineFen, '罚款数额');
  const { row, cite } = edition(SURCHARGE, input.dueOn);
  const parameters = law.parameters(input.dueOn);
  const payments = (input.payments ?? []).map(({ on, fen }) => ({ on: epochDay(on), fen: wholeFen(fen, '缴款数额') }));
  const pauses = pausesOf(input, parameters.surchargePausedOnApplicationDay, parameters.surchargePausedOnOutcomeDay);
  const due = epochDay(input.dueOn);
  const asOf = epochDay(input.asOf);

  const chargedDays: ChargedDay[] = [];
  const pausedRanges: PausedRange[] = [];
  let percentFen = 0;
  let amountFen = 0;
  for (let day = due + 1; day <= asOf && amountFen < fineFen; day++) {
    const paidFen = payments.reduce(
      (sum, { on, fen }) => (on < day || (on === day && !parameters.surchargeOnPaymentDay) ? sum + fen : sum),
      0,
    );
    if (paidFen >= fineFen) break;
    const pause = pauses.find(({ first, last }) => first <= day && day <= last);
    if (pause !== undefined) {
      const last = Math.min(pause.last, asOf);
      pausedRanges.push({ firstOn: legalDayOf(day), lastOn: legalDayOf(last), reason: pause.reason });
      day = last;
      continue;
    }
    const baseFen = parameters.surchargeBase === 'UNPAID' ? fineFen - paidFen : fineFen;
    percentFen += baseFen * row.percentPerDay;
    amountFen = Math.min(fineFen, Math.floor(percentFen / 100));
    chargedDays.push({ day: legalDayOf(day), baseFen, totalFen: amountFen });
  }
  const capped = fineFen > 0 && amountFen === fineFen;
  return {
    ...cite,
    amountFen,
    startsOn: legalDayOf(due + 1),
    days: chargedDays.length,
    capped,
    cappedOn: capped ? chargedDays.at(-1)!.day : null,
    chargedDays,
    pausedRanges,
  };
}

interface Pause {
  readonly first: EpochDay;
  readonly last: EpochDay;
  readonly reason: string;
}

function pausesOf(input: SurchargeInput, onApplicationDay: boolean, onOutcomeDay: boolean): Pause[] {
  const remedies = (input.remedies ?? []).map(({ appliedOn, outcomeServedOn }) => {
    const applied = epochDay(appliedOn);
    const served = outcomeServedOn === undefined ? Number.MAX_SAFE_INTEGER : epochDay(outcomeServedOn);
    if (served < applied) throw new StatutesError(`复议、诉讼结果送达日${outcomeServedOn}早于申请日${appliedOn}`);
    const reason = '复议、诉讼期间不予计算（73条3款）';
    return { first: applied + (onApplicationDay ? 0 : 1), last: served - (onOutcomeDay ? 0 : 1), reason };
  });
  const plans = (input.plans ?? []).map(({ fromOn, toOn }) => {
    const plan = { first: epochDay(fromOn), last: epochDay(toOn), reason: '批准延期、分期缴纳期间（66条2款）' };
    if (plan.last < plan.first) throw new StatutesError(`延期、分期止于${toOn}，早于其开始${fromOn}`);
    return plan;
  });
  return [...remedies, ...plans];
}

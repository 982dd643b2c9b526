import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Choices, Day, Nested, OfficialNumber, OfficialNumbers, Optional, Rule, say, the } from '#fields';
import { type LegalDay, type Statutes } from '#statutes';
import { ruleOf } from '../definition/context.js';
import { openInWords } from '../definition/open-day.js';
import type { Stage } from '../definition/stage.js';
import { CLAIMS, type Claim } from '../terms.js';
import { act } from './act.js';
import { idsOf, isNothing, type Owed, overdueFrom, owed } from './obligations.js';
import { isOpen } from './open-days.js';
import { WhichParties } from './parts.js';
import { Amounts, amountsInWords, total } from './payment.js';
import { guardNoRemedyPending } from './remedy-standing.js';
import type { CaseState } from './state.js';

/*
 * 催告 (行政强制法第三十五条、第五十四条; DOMAIN 2.4 阶段 17–18). 逾期 is no event: it is that the last day for paying has passed
 * unpaid, or that for doing what was imposed undone, and is found out here.
 */

// ---- events, stored for ever

export class DemandServed {
  @OfficialNumber('催告书文号') demandNo!: string;
  @ActDay('送达日期') servedOn!: LegalDay;
  @Optional() @OfficialNumber('送达回证编号') receiptId?: string;
  /** D16: the tenth working day; the court may be asked from the day after it. */
  @Day('履行期限') dueOn!: LegalDay;
  @Rule('履行期限依据') demandRule!: string;
  /** What was outstanding on the day of service. */
  @Nested('尚欠款项', () => Amounts) amounts!: Amounts;
  /** 行为义务 that were not performed. */
  @Optional() @OfficialNumbers('未履行的行为义务编号', { max: 20 }) obligations?: readonly string[];
  /** Which of what was owed is demanded, where not all of it is. */
  @Optional() @Choices('催告的义务', CLAIMS) claims?: readonly Claim[];
  @WhichParties() partyIds?: readonly string[];
}

// ---- commands

export class ServeDemand {
  @ActDay('送达日期') servedOn!: LegalDay;
  @Optional() @OfficialNumber('送达回证编号') receiptId?: string;
  /** Everything that is owed where nothing is said. */
  @Optional() @Choices('催告的义务', CLAIMS) claims?: readonly Claim[];
  @WhichParties() partyIds?: readonly string[];
}

const ARTICLE = '行政强制法第五十四条';

/** 第六十七条第三款: the last day belongs to the party, for paying as for whatever else was imposed. */
function guardPeriodOver(what: Owed, state: CaseState, on: LegalDay): Refusal | undefined {
  const article = '行政处罚法第六十七条第三款';
  const earliest = overdueFrom(what, state);
  if (earliest === undefined && isOpen(state, 'D13'))
    return refuse({
      code: 'demand.payment_day_open',
      article,
      message: `${openInWords(state.openDays.filter(({ rule }) => rule === 'D13'))}，此前不能催告`,
    });
  if (earliest === undefined)
    return refuse({
      code: 'demand.no_payment_period',
      article,
      message: '本案没有决定书送达的记录，缴款、履行的期限没有起算，不能催告',
    });
  if (on >= earliest) return undefined;
  return refuse({
    code: 'demand.payment_period_open',
    article,
    message: `当事人在${earliest}以前可以缴款、履行，最早可于${earliest}催告`,
    earliest,
  });
}

function guardOwed(what: Owed): Refusal | undefined {
  if (!isNothing(what)) return undefined;
  return refuse({ code: 'demand.nothing_owed', article: ARTICLE, message: '当事人已经履行完毕，不需要催告' });
}

/** What can be demanded on a day: of what is claimed, that whose last day has passed. */
function overdue(statutes: Statutes, state: CaseState, on: LegalDay, claims?: readonly Claim[]): Owed {
  const { amounts, acts } = owed(statutes, state, on, claims);
  const isPaymentOver = state.paymentDueOn !== undefined && state.paymentDueOn < on;
  return {
    amounts: isPaymentOver ? amounts : { fineFen: 0, confiscateFen: 0, surchargeFen: 0 },
    acts: acts.filter(({ dueOn }) => dueOn !== undefined && dueOn < on),
  };
}

export const demand: readonly Stage<CaseState>[] = [
  act(ServeDemand, DemandServed, {
    title: '送达履行催告书',
    article: ARTICLE,
    roles: ['OFFICER'],
    document: 'DEMAND',
    says: ({ demandNo, amounts, obligations = [], dueOn }) =>
      say`${the.label(demandNo)}催告${
        total(amounts) > 0 ? say`缴纳${amountsInWords(amounts)}` : undefined
      }${obligations.length > 0 ? `${total(amounts) > 0 ? '，并' : ''}履行行为义务${obligations.join('、')}` : undefined}，应于${the.day(dueOn)}前履行`,
    restsOn: ({ courtRejectedOn }) => [[courtRejectedOn, '法院裁定不予受理的日期']],
    may: (state, { today, statutes }) => {
      const all = owed(statutes, state, today);
      return isNothing(all) ? undefined : guardPeriodOver(all, state, today);
    },
    decide: ({ servedOn, claims }, state, { statutes }, { number }) => {
      const claimed = owed(statutes, state, servedOn, claims);
      const early =
        guardNoRemedyPending(state, servedOn, '催告', 'demand.remedy_pending') ??
        guardOwed(claimed) ??
        guardPeriodOver(claimed, state, servedOn);
      if (early) return early;
      const late = overdue(statutes, state, servedOn, claims);
      const due = statutes.due('D16', { on: servedOn });
      return {
        demandNo: number,
        dueOn: due.dueOn,
        demandRule: ruleOf(due),
        amounts: late.amounts,
        obligations: idsOf(late),
      };
    },
    evolve: (_state, { servedOn, claims }) => ({ demandServedOn: servedOn, demanded: claims }),
  }),
];

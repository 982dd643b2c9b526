import { type Refusal, refuse } from '#eventsourcing';
import { ActDay, Day, Nested, OfficialNumber, Optional, Rule, say, the } from '#fields';
import { addDays, type LegalDay } from '#statutes';
import { ruleOf } from '../definition/context.js';
import type { Stage } from '../definition/stage.js';
import { act } from './act.js';
import { Amounts, amountsInWords, outstanding, total } from './payment.js';
import type { CaseState } from './state.js';

/*
 * 催告 (行政强制法第三十五条、第五十四条; DOMAIN 2.4 阶段 17–18). 逾期 is no event: it is that the last day for paying has passed
 * unpaid, and is found out here.
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
}

// ---- commands

export class ServeDemand {
  @ActDay('送达日期') servedOn!: LegalDay;
  @Optional() @OfficialNumber('送达回证编号') receiptId?: string;
}

const ARTICLE = '行政强制法第五十四条';

/** 第六十七条第三款: the last day belongs to the party. */
function guardPaymentPeriodOver({ paymentDueOn }: CaseState, on: LegalDay): Refusal | undefined {
  const article = '行政处罚法第六十七条第三款';
  if (paymentDueOn === undefined)
    return refuse({
      code: 'demand.no_payment_period',
      article,
      message: '本案没有决定书送达的记录，缴款期限没有起算，不能催告',
    });
  if (on > paymentDueOn) return undefined;
  const earliest = addDays(paymentDueOn, 1);
  return refuse({
    code: 'demand.payment_period_open',
    article,
    message: `当事人在${paymentDueOn}以前（含当日）可以缴款，最早可于${earliest}催告`,
    earliest,
  });
}

export const demand: readonly Stage<CaseState>[] = [
  act(ServeDemand, DemandServed, {
    title: '送达履行催告书',
    article: ARTICLE,
    roles: ['OFFICER'],
    document: 'DEMAND',
    says: ({ demandNo, amounts, dueOn }) =>
      say`${the.label(demandNo)}催告缴纳${amountsInWords(amounts)}，应于${the.day(dueOn)}前履行`,
    restsOn: ({ courtRejectedOn }) => [[courtRejectedOn, '法院裁定不予受理的日期']],
    may: (state, { today }) => guardPaymentPeriodOver(state, today),
    decide: ({ servedOn }, state, { statutes }, { number }) => {
      const early = guardPaymentPeriodOver(state, servedOn);
      if (early) return early;
      const amounts = outstanding(statutes, state, servedOn);
      if (total(amounts) === 0)
        return refuse({ code: 'demand.nothing_owed', article: ARTICLE, message: '当事人已经履行完毕，不需要催告' });
      const due = statutes.due('D16', { on: servedOn });
      return { demandNo: number, dueOn: due.dueOn, demandRule: ruleOf(due), amounts };
    },
    evolve: (_state, { servedOn }) => ({ demandServedOn: servedOn }),
  }),
];

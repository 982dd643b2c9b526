import { acceptWith, type Refusal, refuse } from '#eventsourcing';
import { addDays, type LegalDay } from '#statutes';
import { guardNotBefore, guardNotInFuture } from '../days.js';
import { command, event, type Stage } from '../definition.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { Day, Id, Optional } from '../fields.js';
import { type Amounts, amountsInWords, outstanding, total } from './payment.js';
import { inPhase } from './phases.js';
import type { CaseState } from './state.js';

/*
 * 催告 (行政强制法第三十五条、第五十四条; DOMAIN 2.4 阶段 17–18). 逾期 is no event: it is that the last day for paying has passed
 * unpaid, and is found out here.
 */

// ---- events, stored for ever

export interface DemandServed {
  readonly demandNo: string;
  readonly servedOn: LegalDay;
  /** 送达回证编号. */
  readonly receiptId?: string;
  /** D16: the tenth working day; the court may be asked from the day after it. */
  readonly dueOn: LegalDay;
  readonly demandRule: string;
  /** What was outstanding on the day of service. */
  readonly amounts: Amounts;
}

// ---- commands

/** 送达履行催告书. */
export class ServeDemand {
  @Day('送达日期') servedOn!: LegalDay;
  @Optional() @Id('送达回证编号') receiptId?: string;
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

export const demand: Stage<CaseState> = {
  events: {
    DemandServed: event<CaseState, DemandServed>({
      title: '送达履行催告书',
      describe: (data) => `${data.demandNo}催告缴纳${amountsInWords(data.amounts)}，应于${data.dueOn}前履行`,
      evolve: (state, data) => ({ ...state, phase: 'Demanded', demandServedOn: data.servedOn }),
    }),
  },
  commands: [
    command<CaseState, ServeDemand>({
      input: ServeDemand,
      title: '送达履行催告书',
      article: ARTICLE,
      roles: ['OFFICER'],
      needs: (input, state) => numberNeeds(state.unitId, 'DEMAND', input.servedOn),
      may: (state, { today }) =>
        inPhase(state, '催告', ARTICLE, 'Performing', 'Overdue') ?? guardPaymentPeriodOver(state, today),
      decide: (input, state, { facts, statutes, today }) => {
        const early =
          guardNotInFuture(input.servedOn, today, '催告书送达日期', ARTICLE) ??
          guardNotBefore(
            input.servedOn,
            state.courtRejectedOn ?? '',
            '催告书送达日期',
            '法院裁定不予受理的日期',
            ARTICLE,
          ) ??
          guardPaymentPeriodOver(state, input.servedOn);
        if (early) return early;
        const amounts = outstanding(statutes, state, input.servedOn);
        if (total(amounts) === 0)
          return refuse({ code: 'demand.nothing_owed', article: ARTICLE, message: '当事人已经履行完毕，不需要催告' });
        const { number, write } = takeNumber(facts, {
          unitId: state.unitId,
          kind: 'DEMAND',
          on: input.servedOn,
          takenFor: state.caseId,
        });
        const due = statutes.due('D16', { on: input.servedOn });
        return acceptWith(
          [
            {
              type: 'DemandServed',
              data: {
                demandNo: number,
                servedOn: input.servedOn,
                ...(input.receiptId === undefined ? {} : { receiptId: input.receiptId }),
                dueOn: due.dueOn,
                demandRule: `${due.rule}@${due.edition}`,
                amounts,
              } satisfies DemandServed,
            },
          ],
          [write],
        );
      },
    }),
  ],
};

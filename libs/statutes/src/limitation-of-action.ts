import { StatutesError } from './errors.js';
import { edition, type Formula } from './formula.js';
import type { Law } from './law.js';
import { daysBetween, type LegalDay } from './legal-day.js';
import type { Citation } from './rows.js';

export const LIMITATION_OF_ACTION: Formula = {
  id: 'F05',
  name: '追责时效',
  place: 'limitation-of-action.ts',
  editions: [
    {
      from: '2026-08-15',
      says: '二年内未被发现的不再处罚；涉及公民生命健康安全、金融安全且有危害后果的，以及生态环境违法行为造成危害后果的，五年；自行为发生之日起，连续或者继续的自终了之日起（期间见D35）',
      article: '行政处罚法36条；生态环境法典1054条',
      mark: 'V2',
    },
    {
      from: '2021-07-15',
      to: '2026-08-15',
      says: '二年内未被发现的不再处罚；涉及公民生命健康安全、金融安全且有危害后果的五年；自行为发生之日起，连续或者继续的自终了之日起（期间见D35）',
      article: '行政处罚法36条',
      mark: 'V',
    },
    {
      from: '1996-10-01',
      to: '2021-07-15',
      says: '二年内未被发现的不再处罚，没有五年的例外；自行为发生或者终了之日起',
      article: '行政处罚法（2017）29条',
      mark: 'K',
    },
  ],
};

export interface LimitationInput {
  readonly happenedOn: LegalDay;
  /** The end of a continuing act; null while it goes on; absent for an act of one day. */
  readonly endedOn?: LegalDay | null | undefined;
  readonly discoveredOn: LegalDay;
  /** 涉及公民生命健康安全、金融安全. */
  readonly endangersLifeHealthOrFinance?: boolean;
  /** 生态环境案由: five years where there was harm, of what ended since the code. */
  readonly isEnvironmental?: boolean;
  /** 有危害后果. The five years need it beside either of them. */
  readonly harmful?: boolean;
}

export interface Limitation extends Citation {
  readonly barred: boolean;
  /** The day from which the period runs; null while the act goes on. */
  readonly runsFrom: LegalDay | null;
  /** The last day on which a discovery is in time; null while the act goes on. */
  readonly lastOn: LegalDay | null;
  readonly years: number;
}

/** 36条. The edition is that of the day on which the act ended: an act that ended under the two-year rule keeps it. */
export function limitationOfAction(law: Law, input: LimitationInput): Limitation {
  const goesOn = input.endedOn === null;
  const runsFrom = input.endedOn ?? input.happenedOn;
  if (daysBetween(input.happenedOn, runsFrom) < 0)
    throw new StatutesError(`行为终了日${runsFrom}早于其发生日${input.happenedOn}`);
  if (daysBetween(input.happenedOn, input.discoveredOn) < 0) {
    throw new StatutesError(`行为发现日${input.discoveredOn}早于其发生日${input.happenedOn}`);
  }
  const { cite } = edition(LIMITATION_OF_ACTION, goesOn ? input.discoveredOn : runsFrom);
  const grave = input.endangersLifeHealthOrFinance === true && input.harmful === true;
  const environmental = input.isEnvironmental === true && input.harmful === true;
  const due = law.due('D35', {
    on: goesOn ? input.discoveredOn : runsFrom,
    variant: grave ? 'GRAVE' : environmental ? 'ENVIRONMENT' : 'GENERAL',
  });
  if (goesOn) return { ...cite, barred: false, runsFrom: null, lastOn: null, years: due.length };
  return { ...cite, barred: input.discoveredOn > due.dueOn, runsFrom, lastOn: due.dueOn, years: due.length };
}

import { StatutesError } from './errors.js';
import { edition, type Formula } from './formula.js';
import type { Law } from './law.js';
import { addMonths, epochDay, type LegalDay } from './legal-day.js';
import type { Citation } from './rows.js';

export const RESPONSIBLE_AGE: Formula = {
  id: 'F06',
  name: '责任年龄',
  place: 'responsible-age.ts',
  editions: [
    {
      from: '2021-07-15',
      says: '行为时不满十四周岁的不予处罚，责令监护人管教；已满十四不满十八周岁的应当从轻或者减轻（周岁自生日次日起满，K）',
      article: '行政处罚法30条',
      mark: 'V',
    },
    {
      from: '1996-10-01',
      to: '2021-07-15',
      says: '不满十四周岁的不予处罚，责令监护人管教；已满十四不满十八周岁的从轻或者减轻',
      article: '行政处罚法（2017）25条',
      mark: 'K',
    },
  ],
};

export interface ResponsibleAge extends Citation {
  /** Full years of age on the day of the act. */
  readonly age: number;
  readonly verdict: 'NOT_PUNISHABLE' | 'MUST_MITIGATE' | 'FULL';
}

/** 30条: what counts is the age on the day of the act, not on that of the decision. */
export function responsibleAge(law: Law, input: { bornOn: LegalDay; actOn: LegalDay }): ResponsibleAge {
  const { cite } = edition(RESPONSIBLE_AGE, input.actOn);
  const born = epochDay(input.bornOn);
  const act = epochDay(input.actOn);
  if (act < born) throw new StatutesError(`行为日${input.actOn}早于出生日${input.bornOn}`);
  const wait = law.parameters(input.actOn).ageReachedOnBirthday ? 0 : 1;
  let age = Number(input.actOn.slice(0, 4)) - Number(input.bornOn.slice(0, 4));
  if (age > 0 && addMonths(born, age * 12) + wait > act) age -= 1;
  return { ...cite, age, verdict: age < 14 ? 'NOT_PUNISHABLE' : age < 18 ? 'MUST_MITIGATE' : 'FULL' };
}

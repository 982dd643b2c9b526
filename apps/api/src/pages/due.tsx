import { daysBetween, type Statutes, StatutesError } from '#statutes';

/* How a day that the law holds against somebody stands: passed, near, or far. In words, the colour only repeats them. */

export type Tone = 'good' | 'near' | 'late';

export interface Standing {
  readonly tone: Tone;
  readonly text: string;
}

/** From so many working days before the day on, it is near. */
const NEAR_WORKING_DAYS = 3;

/** Of what is still to be done. */
export function standingOf(statutes: Statutes, dueOn: string, today: string): Standing {
  if (today > dueOn) return { tone: 'late', text: `已超期 ${daysBetween(dueOn, today)} 天` };
  try {
    const left = statutes.workingDaysBetween(today, dueOn);
    const tone = dueOn <= statutes.addWorkingDays(today, NEAR_WORKING_DAYS) ? 'near' : 'good';
    return { tone, text: today === dueOn ? '今天到期' : `剩 ${left} 个工作日` };
  } catch (error) {
    if (!(error instanceof StatutesError)) throw error;
    // The holidays of that year are not published: working days cannot be told, calendar days can.
    const left = daysBetween(today, dueOn);
    return { tone: left <= NEAR_WORKING_DAYS ? 'near' : 'good', text: `剩 ${left} 天` };
  }
}

/** Of what was done. */
export function doneStanding(dueOn: string, doneOn: string): Standing {
  return doneOn <= dueOn
    ? { tone: 'good', text: '按期' }
    : { tone: 'late', text: `逾期 ${daysBetween(dueOn, doneOn)} 天` };
}

export function DueTag({ tone, text }: Standing) {
  return <span class={`tag ${tone}`}>{text}</span>;
}

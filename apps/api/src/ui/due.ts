import { daysBetween, type LegalDay, type Statutes, StatutesError } from '#statutes';
import type { ClockShown } from '../questions/shown.js';
import type { Tone } from './tag.js';

/* How a day that the law holds against somebody stands, in words; the tone only repeats them. */

interface DueWords {
  readonly tone: Tone;
  readonly text: string;
}

/** From so many working days before the day on, it is near. */
const NEAR_WORKING_DAYS = 3;

/** How a clock stands: how long there is still, by how much it was or is late. */
export function dueWords(
  statutes: Statutes,
  { dueOn, doneOn, state, next }: Pick<ClockShown, 'dueOn' | 'doneOn' | 'state'> & Partial<Pick<ClockShown, 'next'>>,
  today: LegalDay,
): DueWords {
  switch (state) {
    case 'running':
      return remaining(statutes, dueOn, today);
    case 'missed':
      // Another's day: what counts is what it makes us do.
      if (next != null) return { tone: 'near', text: `已逾期 ${daysBetween(dueOn, today)} 天，${next}` };
      return { tone: 'late', text: `已超期 ${daysBetween(dueOn, today)} 天` };
    case 'met':
      return { tone: 'good', text: '按期' };
    case 'late':
      return { tone: 'late', text: `逾期 ${daysBetween(dueOn, doneOn ?? today)} 天` };
    case 'lapsed':
      return { tone: 'quiet', text: '期限已届满' };
    case 'moot':
      return { tone: 'quiet', text: '不再等待' };
  }
}

function remaining(statutes: Statutes, dueOn: LegalDay, today: LegalDay): DueWords {
  if (today === dueOn) return { tone: 'near', text: '今天到期' };
  try {
    const left = statutes.workingDaysBetween(today, dueOn);
    const tone = dueOn <= statutes.addWorkingDays(today, NEAR_WORKING_DAYS) ? 'near' : 'good';
    return { tone, text: `剩 ${left} 个工作日` };
  } catch (error) {
    if (!(error instanceof StatutesError)) throw error;
    // The holidays of that year are not published: working days cannot be told, calendar days can.
    const left = daysBetween(today, dueOn);
    return { tone: left <= NEAR_WORKING_DAYS ? 'near' : 'good', text: `剩 ${left} 天` };
  }
}

import type { DueDate } from './deadline-clock.js';
import { addDays, daysBetween, type LegalDay } from './legal-day.js';
import type { Citation } from './rows.js';

/**
 * R11: the end of a period does not make a late act void.
 *
 * IN_TIME: on or before the last day. PROCEDURAL_DEFECT: an agency is late; it extends in time or records the defect.
 * RIGHT_LAPSED: a party let its right go by. OTHER_AUTHORITY_LATE: a court, the police.
 * IN_EFFECT: the effect of the last day (deemed served, capped) has set in.
 */
export type Consequence = 'IN_TIME' | 'PROCEDURAL_DEFECT' | 'RIGHT_LAPSED' | 'OTHER_AUTHORITY_LATE' | 'IN_EFFECT';

export interface Expiry extends Citation {
  readonly consequence: Consequence;
  /** Calendar days past the last day; 0 in time. */
  readonly daysLate: number;
  /** For a party's period: the first day on which the agency may go on without the party. Null for other periods. */
  readonly agencyMayActFrom: LegalDay | null;
}

const WHEN_LATE = {
  AGENCY: 'PROCEDURAL_DEFECT',
  PARTY: 'RIGHT_LAPSED',
  OTHER: 'OTHER_AUTHORITY_LATE',
  EFFECT: 'IN_EFFECT',
} as const;

export function expiry(due: DueDate, on: LegalDay): Expiry {
  const daysLate = Math.max(0, daysBetween(due.dueOn, on));
  const setsIn = due.binds === 'EFFECT' && on === due.dueOn;
  return {
    rule: due.rule,
    edition: due.edition,
    article: due.article,
    mark: due.mark,
    consequence: daysLate > 0 || setsIn ? WHEN_LATE[due.binds] : 'IN_TIME',
    daysLate,
    agencyMayActFrom: due.binds === 'PARTY' ? addDays(due.dueOn, 1) : null,
  };
}

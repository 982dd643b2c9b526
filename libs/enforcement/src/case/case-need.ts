import type { Need } from '#eventsourcing';

/** The stream of the case that something is about; nothing for what is not about a case of the register. */
export function caseNeeds(caseId: string | undefined): Need[] {
  return caseId === undefined ? [] : [{ aggregate: 'case', id: caseId }];
}

import { aggregateNamed, type LawAggregate } from '#enforcement';
import type { ReadModel, RecordedEvent } from '#eventsourcing';
import { dayOf } from '#statutes';

/** One event as a person reads it: who did what, when it happened and when it was recorded. */
export interface TimelineEntry {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly type: string;
  /** What happened, in Chinese. */
  readonly sentence: string;
  /** The business day of the act, where its data name one. */
  readonly happenedOn: string | null;
  readonly actor: string;
  readonly role: string;
  readonly unitId: string;
  readonly recordedAt: string;
}

/** Names under which events carry the day or moment of the act itself, before any day that follows from it. */
const ACT_DAYS = [
  // The notice of a hearing is the act; the hearing itself, `on`, is still to come.
  'noticeServedOn',
  'obtainedAt',
  'approvedAt',
  'assignedAt',
  'on',
  'registeredOn',
  'filedOn',
  'declinedOn',
  'decidedOn',
  'servedOn',
  'heldOn',
  'terminatedOn',
  'requestedOn',
  'submittedOn',
  'passedOn',
  'returnedOn',
  'concludedOn',
  'discussedOn',
  'publishedOn',
  'paidOn',
  'appliedOn',
  'proposedOn',
  'refusedOn',
  'sentOn',
  'closedOn',
  'acceptedOn',
  'receivedOn',
  'reviewedOn',
  'waivedOn',
  'enrolledOn',
  'judgedOn',
  'effectiveOn',
  'assignedOn',
  'removedOn',
  'orderedOn',
  'importedOn',
  'finishedOn',
  'doneOn',
  'revokedOn',
  'from',
];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function actDay(data: unknown): string | null {
  const fields = data as Readonly<Record<string, unknown>>;
  for (const name of ACT_DAYS) {
    const value = fields[name];
    if (typeof value !== 'string') continue;
    if (name.endsWith('At')) return dayOf(value);
    if (DAY.test(value)) return value;
  }
  return null;
}

/** What happened, in a sentence: the event's own description, or its title. */
export function sentenceOf(event: RecordedEvent): string {
  const aggregate: LawAggregate | undefined = aggregateNamed(event.stream.slice(0, event.stream.indexOf('-')));
  const definition = aggregate?.events.get(event.type);
  if (!definition) return event.type;
  return definition.describe?.(event.data) ?? definition.title;
}

/** 时间线: a row per event of every stream but the registers of document numbers. */
export const timeline: ReadModel<TimelineEntry> = {
  name: 'timeline',
  version: 2,
  columns: {
    stream: { type: 'text' },
    revision: { type: 'integer' },
    position: { type: 'bigint' },
    type: { type: 'text' },
    sentence: { type: 'text' },
    happenedOn: { type: 'date', optional: true },
    actor: { type: 'text' },
    role: { type: 'text' },
    unitId: { type: 'text' },
    recordedAt: { type: 'instant' },
  },
  indexes: [['stream', 'revision']],
  key: (event) => (event.stream.startsWith('documentNumber-') ? undefined : `${event.stream}/${event.revision}`),
  begins: () => true,
  evolve: (_row, event) => ({
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    type: event.type,
    sentence: sentenceOf(event),
    happenedOn: actDay(event.data),
    actor: event.meta.actor,
    role: event.meta.role,
    unitId: event.meta.unit,
    recordedAt: event.recordedAt,
  }),
};

import { aggregateNamed, type LawAggregate } from '#enforcement';
import type { ReadModel, RecordedEvent } from '#eventsourcing';

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

/** Names under which events carry the day of the act itself, before any day that follows from it. */
const ACT_DAYS = [
  'on',
  'registeredOn',
  'filedOn',
  'declinedOn',
  'decidedOn',
  'servedOn',
  'heldOn',
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
  'sentOn',
  'closedOn',
  'acceptedOn',
  'receivedOn',
  'enrolledOn',
  'judgedOn',
  'assignedOn',
  'orderedOn',
];

function actDay(data: unknown): string | null {
  const fields = data as Readonly<Record<string, unknown>>;
  for (const name of ACT_DAYS) {
    const value = fields[name];
    if (typeof value === 'string') return value;
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
  version: 1,
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

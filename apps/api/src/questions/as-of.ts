import { isDay, type Position, type RecordedEvent, type Revision } from '#eventsourcing';
import { instantsOf } from '#statutes';
import type { Parameter } from './parameters.js';

/** A moment in the life of an aggregate. */
export type AsOf =
  | { readonly by: 'revision'; readonly revision: Revision }
  | { readonly by: 'position'; readonly position: Position }
  /** What was recorded up to this instant, ISO-8601 UTC with milliseconds. */
  | { readonly by: 'instant'; readonly instant: string };

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+ -]([01]\d|2[0-3]):[0-5]\d)$/;

/** `12` (revision), `position:345`, `2023-05-06` (to the end of that day in Shanghai), or an instant with its offset. */
export const AS_OF: Parameter<AsOf> = {
  title: '应为版本号（12）、全局位置（position:345）、日期（2023-05-06）或者带时区的时刻（2023-05-06T09:30:00+08:00）',
  schema: { type: 'string' },
  read: (text) => {
    if (/^\d{1,9}$/.test(text)) return { by: 'revision', revision: Number(text) };
    const position = /^position:(\d{1,15})$/.exec(text)?.[1];
    if (position !== undefined) return { by: 'position', position: Number(position) };
    if (isDay(text)) return { by: 'instant', instant: instantsOf(text).last };
    const day = INSTANT.exec(text)?.[1];
    if (day === undefined || !isDay(day)) return undefined;
    // A plus sign that was not escaped arrives as a space.
    const instant = new Date(text.replace(' ', '+')).toISOString();
    // Instants are compared as text, and beyond the year 9999 they begin with a sign.
    return instant.startsWith('+') ? undefined : { by: 'instant', instant };
  },
};

/** Whether the event had happened by then. */
export function isWithin(event: RecordedEvent, asOf: AsOf): boolean {
  switch (asOf.by) {
    case 'revision':
      return event.revision <= asOf.revision;
    case 'position':
      return event.position <= asOf.position;
    case 'instant':
      return event.recordedAt <= asOf.instant;
  }
}

import pg from 'pg';
import type { EventMeta, RecordedEvent } from '#eventsourcing';

const INT8 = 20;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ = 1184;

/** Values as the log wants them: int8 as number (positions stay below 2^53), timestamptz as ISO-8601 UTC. */
export const LOG_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number;
    if (oid === INT8_ARRAY) return numbersOf;
    if (oid === TIMESTAMPTZ) return instantOf;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function numbersOf(text: string): number[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',').map(Number);
}

/** `2026-11-24 08:02:00.1+00` as `2026-11-24T08:02:00.100Z`. */
export function instantOf(text: string): string {
  // The common case without a Date per row: the session's time zone is UTC and the year has four digits.
  if (text.endsWith('+00') && text[4] === '-' && text.length >= 22 && text.length <= 26)
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`;
  return new Date(text).toISOString();
}

export const EVENT_COLUMNS =
  'e.position, e.stream, e.revision, e.id, e.type, e.schema_version, e.data, e.meta, e.recorded_at';

export type EventRow = [number, string, number, string, string, number, unknown, EventMeta, string];

export function eventOf(row: EventRow): RecordedEvent {
  const [position, stream, revision, id, type, schemaVersion, data, meta, recordedAt] = row;
  return { id, stream, revision, position, type, schemaVersion, data, meta, recordedAt };
}

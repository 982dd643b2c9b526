import type { Register } from '#enforcement';
import type { RecordShown } from '../questions/shown.js';
import { recordHref } from '../ui/value.js';
import { slotsOf } from './slots.js';

interface RecordNameProps {
  readonly register: Register;
  readonly record: RecordShown;
  readonly lines: readonly (string | undefined)[];
}

/** What a record is called, as the way to its file. */
export function RecordName({ register, record, lines }: RecordNameProps) {
  const under = inLine(lines);
  return (
    <>
      <a href={recordHref(register, record.id)}>{slotsOf(register).called?.(record.row) ?? record.called}</a>
      {under === '' ? null : <small>{under}</small>}
    </>
  );
}

/** What there is of it, in one line. */
export function inLine(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('　');
}

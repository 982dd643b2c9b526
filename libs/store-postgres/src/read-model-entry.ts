import type { LedgerEntry } from '#eventsourcing';

/** Columns of the ledger in the order in which `entryOf` reads them. */
export const ENTRY_COLUMNS = [
  'position',
  'ordinal',
  'read_model',
  'stream',
  'measure',
  'subject',
  'unit',
  'date',
  'count',
  'fen',
  'recorded_at',
] as const;

/** The entry in what a select of ENTRY_COLUMNS gave back; undefined where an outer join found none. */
export function entryOf(values: readonly unknown[], from = 0): LedgerEntry | undefined {
  if (values[from] === null) return undefined;
  const [position, ordinal, readModel, stream, measure, subject, unit, date, count, fen, recordedAt] = values.slice(
    from,
    from + ENTRY_COLUMNS.length,
  );
  return { position, ordinal, readModel, stream, measure, subject, unit, date, count, fen, recordedAt } as LedgerEntry;
}

import type { RecordedEvent } from '#eventsourcing';

/* How the overviews of small aggregates are written: the first event makes the row, each later one changes a part. */

/** What each type of event changes. An event that is not here changes only `revision` and `updatedAt`. */
export interface RowChanges<Row> {
  readonly [type: string]: (row: Row, data: never) => Partial<Row>;
}

/** Columns that every overview carries: how far the row has got. */
export interface Progress {
  readonly revision: number;
  readonly updatedAt: string;
}

export const PROGRESS_COLUMNS = { revision: { type: 'integer' }, updatedAt: { type: 'instant' } } as const;

/** Key of the row: the id within streams of this aggregate. */
export function keyOfStreams(aggregate: string): (event: RecordedEvent) => string | undefined {
  const prefix = `${aggregate}-`;
  return ({ stream }) => (stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined);
}

/** Where a row is about one stream, its first event begins it: nothing was there before. */
export function beginsStream({ revision }: RecordedEvent): boolean {
  return revision === 0;
}

/** The row after an event: begun by one of `begin`, changed by one of `changes`. */
export function evolveRow<Row extends Progress>(
  begin: { readonly [type: string]: (data: never) => Omit<Row, keyof Progress> },
  changes: RowChanges<Row>,
): (row: Row | undefined, event: RecordedEvent) => Row | undefined {
  return (row, { type, data, revision, recordedAt }) => {
    const progress = { revision, updatedAt: recordedAt };
    if (row === undefined) {
      const first = begin[type] as ((data: unknown) => Omit<Row, keyof Progress>) | undefined;
      return first && ({ ...first(data), ...progress } as Row);
    }
    const change = changes[type] as ((row: Row, data: unknown) => Partial<Row>) | undefined;
    return { ...row, ...change?.(row, data), ...progress };
  };
}

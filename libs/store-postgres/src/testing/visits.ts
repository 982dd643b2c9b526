import type { ReadModel } from '#eventsourcing';

export interface Visits {
  readonly visitCount: number;
  readonly lastUnit: string;
}

/** A read model of the specs: a row per stream that counts its events, and a measure of them. */
export const visits: ReadModel<Visits> = {
  name: 'visits',
  version: 1,
  columns: { visitCount: { type: 'integer' }, lastUnit: { type: 'text' } },
  indexes: [['lastUnit']],
  key: ({ stream }) => stream,
  evolve: (row, { data }) => ({
    visitCount: (row?.visitCount ?? 0) + 1,
    lastUnit: (data as { readonly unit: string }).unit,
  }),
  facts: ({ visitCount, lastUnit }) => [
    { measure: 'visits', date: '2023-05-04', unit: lastUnit, count: visitCount, fen: 0 },
  ],
};

import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerQuery } from '../metric-ledger.js';
import type { LedgerEntry, ReadModel } from '../read-model.js';
import { InvalidQueryError } from '../read-model-check.js';
import { allEntries, type CaseData, cases, MEASURES, MODELS } from './read-model-fixtures.js';
import { filed, type ReadModelPlay } from './read-model-play.js';

/** Figures and the entries that they open into. */
export function ledgerContract(play: ReadModelPlay): void {
  const { follow, clear } = play;
  describe('ledger', () => {
    beforeEach(async () => {
      play.log.now = '2023-12-31T15:59:59.999Z'; // the last moment of 2023 in Shanghai
      await play.log.append(
        ['case-1', 'Filed', filed('north', '2023-01-05')],
        ['case-2', 'Filed', filed('north', '2023-02-28', 1_000)],
        ['case-3', 'Filed', filed('south', '2023-12-31', 2_000)],
        ['case-2', 'Paid', { paidOn: '2023-05-01' }],
      );
      play.log.now = '2023-12-31T16:00:00.000Z'; // the first of 2024
      await play.log.append(['case-3', 'Paid', { paidOn: '2023-12-31' }], ['case-1', 'Moved', { unit: 'south' }]);
      await follow();
    });

    it('sums by measure, subject, unit and inclusive days', async () => {
      const { ledger } = play.under;
      expect(await ledger.sum({ measures: ['filed'] })).toEqual({ count: 3, fen: 0, entries: 5 });
      expect(await ledger.sum({ measures: ['filed'], units: ['south'] })).toMatchObject({ count: 2 });
      expect(await ledger.sum({ measures: ['filed'], units: [] })).toMatchObject({ count: 0 });
      expect(await ledger.sum({ measures: ['paid'], subjects: ['fine'] })).toMatchObject({ count: 2, fen: 3_000 });
      expect(await ledger.sum({ measures: ['filed', 'paid'], subjects: [''] })).toMatchObject({ count: 3, fen: 0 });
      expect(
        await ledger.sums([
          { measures: ['filed'], from: '2023-01-05', to: '2023-02-28' },
          { measures: ['filed'], from: '2023-01-06', to: '2023-02-27' },
          { measures: ['paid'], to: '2023-05-01' },
          { measures: ['paid', 'filed'], from: '2023-12-31' },
          { measures: ['none'] },
        ]),
      ).toEqual([
        { count: 2, fen: 0, entries: 4 },
        { count: 0, fen: 0, entries: 0 },
        { count: 1, fen: 1_000, entries: 1 },
        { count: 2, fen: 2_000, entries: 2 },
        { count: 0, fen: 0, entries: 0 },
      ]);
      expect(await ledger.sums([])).toEqual([]);
    });

    it('knows the figures as they were known at the end of a day in Shanghai', async () => {
      const { ledger } = play.under;
      expect(await ledger.sum({ measures: ['paid'], knownOn: '2023-12-30' })).toMatchObject({ count: 0 });
      expect(await ledger.sum({ measures: ['paid'], knownOn: '2023-12-31' })).toMatchObject({ count: 1 });
      expect(await ledger.sum({ measures: ['paid'], knownOn: '2024-01-01' })).toMatchObject({ count: 2 });
      const query = { measures: ['filed'], units: ['north'] };
      expect(await ledger.sum({ ...query, knownOn: '2023-12-31' })).toMatchObject({ count: 2 });
      expect(await ledger.sum(query)).toMatchObject({ count: 1 });
      expect(await allEntries(ledger, { ...query, knownOn: '2023-12-31' })).toHaveLength(2);
    });

    it('knows the figures as they were known at the end of a minute in Shanghai', async () => {
      const { ledger } = play.under;
      play.log.now = '2024-01-02T02:30:59.999Z'; // the last moment of 10:30 in Shanghai
      await play.log.append(['case-4', 'Filed', filed('north', '2024-01-02', 500)]);
      play.log.now = '2024-01-02T02:31:00.000Z'; // the first of 10:31
      await play.log.append(
        ['case-4', 'Paid', { paidOn: '2024-01-02' }],
        ['case-2', 'Moved', { unit: 'west' }],
        ['case-4', 'Moved', { unit: 'west' }],
      );
      await play.follow();
      const measures = ['filed', 'paid'];
      const known = async (knownOn: string) => {
        const query = { measures, knownOn };
        const sum = await ledger.sum(query);
        expect(await allEntries(ledger, query, 3)).toHaveLength(sum.entries);
        return sum;
      };
      // Both sides of midnight, and of the minute.
      expect(await known('2023-12-31T23:58')).toEqual({ count: 0, fen: 0, entries: 0 });
      expect(await known('2023-12-31T23:59')).toEqual({ count: 4, fen: 1_000, entries: 4 });
      expect(await known('2024-01-01T00:00')).toEqual({ count: 5, fen: 3_000, entries: 7 });
      expect(await known('2024-01-02T00:00')).toEqual(await known('2024-01-01'));
      expect(await known('2024-01-02T10:29')).toEqual(await known('2024-01-01'));
      expect(await known('2024-01-02T10:30')).toEqual({ count: 6, fen: 3_000, entries: 8 });
      expect(await known('2024-01-02T10:31')).toEqual({ count: 7, fen: 3_500, entries: 17 });
      expect(await known('2024-01-02T23:59')).toEqual(await known('2024-01-02'));
      expect(await known('2024-01-02')).toEqual(await ledger.sum({ measures }));
      const atHalfPast = { measures: ['filed'], knownOn: '2024-01-02T10:30' };
      expect(await ledger.groupBy(atHalfPast, 'unit')).toEqual([
        { group: 'north', count: 2, fen: 0, entries: 4 },
        { group: 'south', count: 2, fen: 0, entries: 2 },
      ]);
      // What the days before and the day itself book against each other is no group.
      expect(await ledger.groupBy({ ...atHalfPast, knownOn: '2024-01-02T10:31' }, 'unit')).toEqual([
        { group: 'south', count: 2, fen: 0, entries: 2 },
        { group: 'west', count: 2, fen: 0, entries: 2 },
      ]);
      // Several moments, months and days in one round trip.
      const asked = ['2024-01-02T10:30', '2023-12-31', '2024-01-02T10:31', undefined, '2023-12-31T23:59'].map(
        (knownOn) => ({ measures, from: '2023-02-01', to: '2024-01-02', ...(knownOn && { knownOn }) }),
      );
      const sums = await ledger.sums(asked);
      for (const [index, query] of asked.entries()) expect(sums[index]).toEqual(await ledger.sum(query));
      expect(sums.map(({ count }) => count)).toEqual([5, 3, 6, 6, 3]);
    });

    it('tells what a stretch of the log booked, whatever it is', async () => {
      const { ledger } = play.under;
      const events = await play.log.store.readAll(0, 100);
      const all = await ledger.bookedBy(events[0]!, events.at(-1)!);
      const place = ({ position, measure, unit, date, count, fen }: LedgerEntry) =>
        [events.findIndex((event) => event.position === position), measure, unit, date, count, fen].join(' ');
      expect(all.map(place)).toEqual([
        '0 filed north 2023-01-05 1 0',
        '0 unit.filed all 2023-01-01 1 0',
        '1 filed north 2023-02-28 1 0',
        '1 unit.filed all 2023-01-01 1 0',
        '2 filed south 2023-12-31 1 0',
        '2 unit.filed all 2023-01-01 1 0',
        '3 paid north 2023-05-01 1 1000',
        '4 paid south 2023-12-31 1 2000',
        '5 filed north 2023-01-05 -1 0',
        '5 filed south 2023-01-05 1 0',
      ]);
      expect(all).toEqual(await allEntries(ledger, { measures: MEASURES }));
      expect(await ledger.bookedBy(events[3]!, events[4]!)).toEqual(all.slice(6, 8));
      expect(await ledger.bookedBy(events[5]!, events[5]!)).toEqual(all.slice(8));
    });

    it('groups by subject, unit, month and measure, and leaves out what is zero', async () => {
      const { ledger } = play.under;
      expect(await ledger.groupBy({ measures: ['filed'] }, 'unit')).toEqual([
        { group: 'north', count: 1, fen: 0, entries: 3 },
        { group: 'south', count: 2, fen: 0, entries: 2 },
      ]);
      expect(await ledger.groupBy({ measures: ['filed'], units: ['north'] }, 'month')).toEqual([
        { group: '2023-02', count: 1, fen: 0, entries: 1 },
      ]);
      expect(await ledger.groupBy({ measures: ['filed', 'paid'] }, 'measure')).toEqual([
        { group: 'filed', count: 3, fen: 0, entries: 5 },
        { group: 'paid', count: 2, fen: 3_000, entries: 2 },
      ]);
      expect(await ledger.groupBy({ measures: ['filed', 'paid'] }, 'subject')).toEqual([
        { group: '', count: 3, fen: 0, entries: 5 },
        { group: 'fine', count: 2, fen: 3_000, entries: 2 },
      ]);
    });

    it('counts different subjects, those that were booked away apart', async () => {
      const inspections: ReadModel<{ readonly unit: string; readonly filedOn: string; readonly note: string }> = {
        name: 'contract_inspection',
        version: 1,
        columns: { unit: { type: 'text' }, filedOn: { type: 'date' }, note: { type: 'text' } },
        key: ({ stream }) => (stream.startsWith('inspection') ? stream : undefined),
        evolve: (row, { type, data }) => {
          const { unit, filedOn, note } = data as CaseData;
          if (type === 'Filed') return { unit, filedOn, note };
          return type === 'Moved' && row ? { ...row, unit } : undefined;
        },
        facts: ({ unit, filedOn, note }) => [
          { measure: 'inspected', date: filedOn, unit, count: 1, fen: 0, subject: note },
          { measure: 'inspected.worth', date: filedOn, unit, count: 0, fen: 5, subject: note },
        ],
      };
      const inspected = (firm: string, unit: string, filedOn: string) => ({ ...filed(unit, filedOn), note: firm });
      play.log.now = '2024-02-01T02:00:00.000Z';
      await play.log.append(
        ['inspection-1', 'Filed', inspected('91330800A', 'north', '2024-01-10')],
        ['inspection-2', 'Filed', inspected('91330800A', 'north', '2024-01-20')],
        ['inspection-3', 'Filed', inspected('91330800B', 'north', '2024-01-31')],
        ['inspection-4', 'Filed', inspected('91330800A', 'south', '2024-02-01')],
        ['inspection-5', 'Filed', inspected('', 'south', '2024-02-01')],
      );
      play.log.now = '2024-02-01T03:00:00.000Z';
      await play.log.append(
        ['inspection-1', 'Withdrawn'],
        ['inspection-3', 'Withdrawn'],
        ['inspection-4', 'Moved', { unit: 'north' }],
      );
      await play.follow({ readModels: [...MODELS, inspections] });
      const { ledger } = play.under;
      const measures = ['inspected'];
      const asked: (Omit<LedgerQuery, 'measures'> & { readonly subjectsBooked: number })[] = [
        { subjectsBooked: 1 },
        { knownOn: '2024-02-01T10:59', subjectsBooked: 2 },
        { knownOn: '2024-02-01T11:00', subjectsBooked: 1 },
        { knownOn: '2024-01-31', subjectsBooked: 0 },
        { units: ['south'], subjectsBooked: 0 },
        { units: ['south'], knownOn: '2024-02-01T10:59', subjectsBooked: 1 },
        { units: ['north'], to: '2024-01-19', subjectsBooked: 0 },
        { units: ['north'], to: '2024-01-20', subjectsBooked: 1 },
        { subjects: ['91330800B'], subjectsBooked: 0 },
      ];
      const queries = asked.map(({ subjectsBooked, ...query }) => ({ measures, ...query }));
      expect(await ledger.distinct(queries)).toEqual(asked.map(({ subjectsBooked }) => subjectsBooked));
      expect(await ledger.distinct([{ measures: ['inspected.worth'] }, { measures: ['paid'] }])).toEqual([0, 1]);
      expect(await ledger.distinct([])).toEqual([]);
      await expect(ledger.distinct([{ measures: [] }])).rejects.toThrow(InvalidQueryError);
    });

    it('opens a figure into its entries, page by page, in the order of the log', async () => {
      const { ledger } = play.under;
      const query = { measures: ['filed', 'paid', 'unit.filed'] };
      const entries = await allEntries(ledger, query, 2);
      expect(entries.map(({ position, readModel, ordinal }) => `${position} ${readModel} ${ordinal}`)).toEqual([
        `${play.log.at(1)} contract_case 0`,
        `${play.log.at(1)} contract_unit 0`,
        `${play.log.at(2)} contract_case 0`,
        `${play.log.at(2)} contract_unit 0`,
        `${play.log.at(3)} contract_case 0`,
        `${play.log.at(3)} contract_unit 0`,
        `${play.log.at(4)} contract_case 0`,
        `${play.log.at(5)} contract_case 0`,
        `${play.log.at(6)} contract_case 0`,
        `${play.log.at(6)} contract_case 1`,
      ]);
      expect(entries[7]).toEqual({
        position: play.log.at(5),
        ordinal: 0,
        readModel: cases.name,
        stream: 'case-3',
        measure: 'paid',
        subject: 'fine',
        unit: 'south',
        date: '2023-12-31',
        count: 1,
        fen: 2_000,
        recordedAt: '2023-12-31T16:00:00.000Z',
      });
      const sum = await ledger.sum(query);
      expect(entries.reduce((total, { count }) => total + count, 0)).toBe(sum.count);
      expect(entries.reduce((total, { fen }) => total + fen, 0)).toBe(sum.fen);
      expect(entries).toHaveLength(sum.entries);
      expect(
        await ledger.entries({ ...query, units: ['north'], from: '2023-01-05', to: '2023-01-05', limit: 9 }),
      ).toEqual({ entries: [entries[0], entries[8]] });
      // What was recorded from a moment on.
      const { recordedAt } = entries[7]!;
      expect((await ledger.entries({ ...query, since: recordedAt, limit: 9 })).entries).toEqual(
        entries.filter((entry) => entry.recordedAt >= recordedAt),
      );
    });

    it('gives as every figure, of whatever days, the sum of the entries that it opens into', async () => {
      const units = ['north', 'south', 'east'];
      const days = fc
        .date({ min: new Date('2022-11-01'), max: new Date('2024-03-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
      const queries = fc.record(
        {
          measures: fc.subarray(MEASURES, { minLength: 1 }),
          subjects: fc.subarray(['', 'fine']),
          units: fc.subarray(units),
          from: days,
          to: days,
          knownOn: fc.constantFrom(
            ...['2023-12-30', '2023-12-31', '2024-01-01', '2024-01-02'],
            ...['2023-12-31T17:59', '2023-12-31T18:00', '2024-01-01T17:59', '2024-01-01T18:00'],
          ),
        },
        { requiredKeys: ['measures'] },
      );
      const filings = fc.array(fc.record({ unit: fc.constantFrom(...units), filedOn: days, paidOn: days }), {
        minLength: 30,
        maxLength: 60,
      });
      await fc.assert(
        fc.asyncProperty(filings, fc.array(queries, { minLength: 30, maxLength: 30 }), async (drafts, asked) => {
          await clear();
          play.log.now = '2023-12-31T10:00:00.000Z';
          for (const [index, { paidOn, ...data }] of drafts.entries()) {
            if (index === drafts.length >> 1) play.log.now = '2024-01-01T10:00:00.000Z';
            await play.log.append([`case-${index}`, 'Filed', { ...filed('north'), ...data }]);
            if (index % 3 === 0) await play.log.append([`case-${index >> 1}`, 'Paid', { paidOn }]);
            if (index % 5 === 0) await play.log.append([`case-${index >> 1}`, 'Moved', { unit: 'east' }]);
          }
          await follow();
          const sums = await play.under.ledger.sums(asked);
          for (const [index, query] of asked.entries()) {
            const entries = await allEntries(play.under.ledger, query, 20);
            for (const { measure, subject, unit, date, recordedAt } of entries) {
              expect(query.measures).toContain(measure);
              expect(query.subjects ?? [subject]).toContain(subject);
              expect(query.units ?? [unit]).toContain(unit);
              expect(date >= (query.from ?? date) && date <= (query.to ?? date)).toBe(true);
              const shanghai = new Date(Date.parse(recordedAt) + 8 * 3_600_000).toISOString();
              expect(query.knownOn === undefined || shanghai.slice(0, query.knownOn.length) <= query.knownOn).toBe(
                true,
              );
            }
            const total = (of: (entry: LedgerEntry) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
            const expected = { count: total((e) => e.count), fen: total((e) => e.fen), entries: entries.length };
            expect(sums[index]).toEqual(expected);
            expect(await play.under.ledger.sum(query)).toEqual(expected);
            const booked = new Map<string, number>();
            for (const { subject, count } of entries) booked.set(subject, (booked.get(subject) ?? 0) + count);
            const different = [...booked].filter(([subject, count]) => subject !== '' && count !== 0).length;
            expect(await play.under.ledger.distinct([query])).toEqual([different]);
            const groups = await play.under.ledger.groupBy(query, 'month');
            expect(groups.reduce((sum, { fen }) => sum + fen, 0)).toBe(expected.fen);
          }
          const everything = await allEntries(play.under.ledger, { measures: MEASURES });
          const byKnownOn = await allEntries(play.under.ledger, { measures: MEASURES, knownOn: '2023-12-31' });
          expect(byKnownOn).toEqual(everything.filter(({ recordedAt }) => recordedAt < '2023-12-31T16:00:00.000Z'));
          const february = { from: '2023-02-01', to: '2023-02-28' };
          expect(await allEntries(play.under.ledger, { measures: MEASURES, ...february })).toEqual(
            everything.filter(({ date }) => date.startsWith('2023-02')),
          );
        }),
        { numRuns: 4 },
      );
    });

    it('refuses queries that make no sense', async () => {
      const { ledger } = play.under;
      await expect(ledger.sum({ measures: [] })).rejects.toThrow(InvalidQueryError);
      await expect(ledger.sum({ measures: ['filed'], from: '2023-02-30' })).rejects.toThrow(InvalidQueryError);
      for (const knownOn of [
        '2023-02-30',
        '2023-02-28T24:00',
        '2023-02-28T1:00',
        '2023-02-28T10:00:00',
        '2023-02-28 10:00',
      ])
        await expect(ledger.sum({ measures: ['filed'], knownOn })).rejects.toThrow(InvalidQueryError);
      await expect(ledger.entries({ measures: ['filed'], limit: 0 })).rejects.toThrow(InvalidQueryError);
      await expect(ledger.entries({ measures: ['filed'], limit: 5, after: 'x' })).rejects.toThrow(InvalidQueryError);
    });
  });
}

import { setImmediate as others } from 'node:timers/promises';
import {
  type ExamineContext,
  type ImportSource,
  importedNumbers,
  importedNumbersNeeds,
  NUMBER_KINDS,
  recordExaminer,
  SummaryRecordInput,
} from '#enforcement';
import { type Aggregate, type EventStore, type Facts, fold, type Sentence, streamName } from '#eventsourcing';
import { fieldsOf } from '#fields';
import type { LegalDay, Statutes } from '#statutes';
import { IMPORT_LIMITS } from './limits.js';
import { headOf, type ReadTable } from './records.js';

/* What would become of the rows of a table if they were brought today. Nothing is changed. */

export interface Examination {
  /** Rows that can be brought, in their order. */
  readonly fit: readonly { readonly row: number; readonly record: SummaryRecordInput }[];
  readonly unfit: number;
  /** Of the rows that can be brought, those that are on record already. */
  readonly repeated: number;
  /** The first faults and repetitions. */
  readonly faults: readonly { readonly row: number; readonly column: string; readonly said: string | Sentence }[];
  readonly repetitions: readonly Repetition[];
}

export interface Repetition {
  readonly row: number;
  readonly sourceNo: string;
  readonly by: string;
  readonly caseId: string;
}

export interface ExaminedFor {
  readonly source: ImportSource;
  readonly unitId: string;
  readonly today: LegalDay;
  readonly statutes: Statutes;
  readonly store: EventStore;
}

export async function examined({ rows }: ReadTable, of: ExaminedFor): Promise<Examination> {
  const { source, unitId, today, statutes } = of;
  const days = rows.flatMap(({ record }) => (record === undefined ? [] : [record.decidedOn]));
  const context: ExamineContext = { today, statutes, facts: await numbersOf(of, days) };
  const examine = recordExaminer({ sourceSystem: source, unitId }, context);
  const fit: Examination['fit'][number][] = [];
  const faults: Examination['faults'][number][] = [];
  const repetitions: Repetition[] = [];
  let repeated = 0;
  for (const [index, { row, record, faults: own }] of rows.entries()) {
    if (index % IMPORT_LIMITS.rowsAtOnce === 0) await others();
    if (record === undefined) {
      for (const { column, message } of own)
        if (faults.length < IMPORT_LIMITS.shown) faults.push({ row, column, said: message });
      continue;
    }
    const outcome = examine(record, row);
    if ('unfit' in outcome) {
      const { field, refusal } = outcome.unfit;
      const column = headOf(fieldsOf(SummaryRecordInput).get(field)!);
      if (faults.length < IMPORT_LIMITS.shown) faults.push({ row, column, said: refusal.message });
      continue;
    }
    fit.push({ row, record });
    if (outcome.repeats === undefined) continue;
    repeated += 1;
    const { sourceNo, by, caseId } = outcome.repeats;
    if (repetitions.length < IMPORT_LIMITS.shown) repetitions.push({ row, sourceNo, by: NUMBER_KINDS[by], caseId });
  }
  return { fit, unfit: rows.length - fit.length, repeated, faults, repetitions };
}

/**
 * The registers of numbers of the unit. A case of before there were any is asked when the row is brought: to read a
 * stream a row would take longer than the whole examination.
 */
async function numbersOf({ unitId, store }: ExaminedFor, days: readonly LegalDay[]): Promise<Facts> {
  const needs = importedNumbersNeeds(unitId, days);
  const states = new Map<string, unknown>();
  const { initialState } = importedNumbers;
  for (const { id } of needs)
    states.set(
      id,
      fold(importedNumbers, initialState, await store.readStream(streamName({ aggregate: importedNumbers.name, id }))),
    );
  return {
    get: <State>(aggregate: Aggregate<State>, id: string): State =>
      (aggregate.name === importedNumbers.name ? (states.get(id) as State | undefined) : undefined) ??
      aggregate.initialState,
    length: () => 0,
  };
}

import { setImmediate as others } from 'node:timers/promises';
import { type ExamineContext, type ImportSource, NUMBER_KINDS, recordExaminer, SummaryRecordInput } from '#enforcement';
import { defined, type Sentence } from '#eventsourcing';
import { fieldsOf } from '#fields';
import { SHEET_LIMITS } from '#sheets';
import type { LegalDay } from '#statutes';
import type { ImportsReader } from '../../questions/imports-reader.js';
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
  /** The row before it that says the same: its case is yet to be. */
  readonly ofRow?: number;
}

export interface ExaminedFor {
  readonly source: ImportSource;
  readonly unitId: string;
  readonly today: LegalDay;
  readonly reader: ImportsReader;
}

export async function examined({ rows }: ReadTable, of: ExaminedFor): Promise<Examination> {
  const { source, unitId, today, reader } = of;
  const days = rows.flatMap(({ record }) => (record === undefined ? [] : [record.decidedOn]));
  const context: ExamineContext = { today, statutes: reader.statutes, facts: await reader.numbers(days) };
  const examine = recordExaminer({ sourceSystem: source, unitId }, context);
  const fit: Examination['fit'][number][] = [];
  const faults: Examination['faults'][number][] = [];
  const repetitions: Repetition[] = [];
  let repeated = 0;
  for (const [index, { row, record, faults: own }] of rows.entries()) {
    if (index % SHEET_LIMITS.rowsAtOnce === 0) await others();
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
    if (repetitions.length < IMPORT_LIMITS.shown)
      repetitions.push({ row, sourceNo, by: NUMBER_KINDS[by], caseId, ...defined({ ofRow: outcome.ofRow }) });
  }
  return { fit, unfit: rows.length - fit.length, repeated, faults, repetitions };
}

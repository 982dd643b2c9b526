import { SHEET_LIMITS } from './limits.js';

/** A number only where a workbook has one. */
export type Cell = string | number;

export interface SheetRow {
  /** As the spreadsheet counts it, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** What was sent is no table that can be read; the sentence is for whoever sent it. */
export class UnreadableSheetError extends Error {
  override readonly name = 'UnreadableSheetError';
}

/** Throws UnreadableSheetError. The head is a row too. */
export function assertWithin(rows: number, columns: number): void {
  const { rows: most, columns: wide } = SHEET_LIMITS;
  if (rows > most + 1) throw new UnreadableSheetError(`一个文件至多${most}行，请分成几个文件`);
  if (columns > wide) throw new UnreadableSheetError(`一行至多${wide}列`);
}

import { setImmediate as others } from 'node:timers/promises';
import { type CsvError, parse } from 'csv-parse';
import { SHEET_LIMITS } from './limits.js';
import { assertWithin, type SheetRow, UnreadableSheetError } from './sheet-row.js';
import { workbookRows } from './workbook.js';

/* A table as people have it, CSV or XLSX: its rows in order. */

const XLSX = [0x50, 0x4b, 0x03, 0x04];
const XLS = [0xd0, 0xcf, 0x11, 0xe0];

/** The rows that are not empty. Throws UnreadableSheetError. */
export async function sheetRows(content: Uint8Array): Promise<SheetRow[]> {
  const begins = (mark: readonly number[]) => mark.every((byte, index) => content[index] === byte);
  if (begins(XLS)) throw new UnreadableSheetError('这是旧版 XLS 文件，请另存为 XLSX 或者 CSV 再上传');
  const rows = begins(XLSX) ? await workbookRows(content) : await csvRows(content);
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (filled.length === 0) throw new UnreadableSheetError('文件里没有内容');
  return filled;
}

/** Chinese spreadsheets write UTF-8 with a mark, or the national encoding without a word. Throws UnreadableSheetError. */
function textOf(content: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch {
      // The next one.
    }
  throw new UnreadableSheetError('文件不是 XLSX，也不是 UTF-8 或者 GB18030 编码的 CSV');
}

async function csvRows(content: Uint8Array): Promise<SheetRow[]> {
  const text = textOf(content);
  const delimiter = text.slice(0, text.search(/[\r\n]|$/)).includes('\t') ? '\t' : ',';
  const records = parse(text, {
    delimiter,
    relax_column_count: true,
    max_record_size: SHEET_LIMITS.cell * 4,
  });
  const rows: SheetRow[] = [];
  try {
    for await (const cells of records as AsyncIterable<string[]>) {
      rows.push({ row: rows.length + 1, cells: cells.map((cell) => cell.trim()) });
      assertWithin(rows.length, cells.length);
      if (rows.length % SHEET_LIMITS.rowsAtOnce === 0) await others();
    }
  } catch (error) {
    if (error instanceof UnreadableSheetError) throw error;
    const { lines } = error as CsvError & { readonly lines?: number };
    if (lines === undefined) throw error;
    throw new UnreadableSheetError(`第${lines}行读不出来：引号不成对，或者一行过长`);
  }
  return rows;
}

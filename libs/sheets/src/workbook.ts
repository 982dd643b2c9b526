import { setImmediate as others } from 'node:timers/promises';
import { Unzip, UnzipInflate } from 'fflate';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { SHEET_LIMITS } from './limits.js';
import { assertWithin, type Cell, type SheetRow, UnreadableSheetError } from './sheet-row.js';

/*
 * The first sheet of a workbook (ECMA-376), within limits with names: it is unfolded piece by piece and counted while it
 * is, whatever its directory says of its size; entities are not expanded; formulas are not worked out, their last value counts.
 */

const DAMAGED = 'XLSX 文件已损坏，或者不是 XLSX；请用表格软件打开后另存一次';
/** Bytes that are unfolded, or characters that are read, at one go. */
const PIECE = 64 * 1024;
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/;
const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const STRINGS = 'xl/sharedStrings.xml';

/** The rows of the first sheet. Throws UnreadableSheetError. */
export async function workbookRows(content: Uint8Array): Promise<SheetRow[]> {
  const parts = await unfolded(content);
  const first = await firstSheet(parts);
  const sheet = parts.get(first);
  if (sheet === undefined) throw new UnreadableSheetError(DAMAGED);
  const strings = parts.get(STRINGS);
  return rowsOf(sheet, strings === undefined ? [] : await sharedStrings(strings));
}

async function unfolded(content: Uint8Array): Promise<Map<string, Uint8Array[]>> {
  const parts = new Map<string, Uint8Array[]>();
  let bytes = 0;
  let count = 0;
  const unzip = new Unzip((file) => {
    count += 1;
    if (count > SHEET_LIMITS.parts)
      throw new UnreadableSheetError(`XLSX 里的文件超过${SHEET_LIMITS.parts}个，不予读取`);
    if (![WORKBOOK, RELATIONS, STRINGS].includes(file.name) && !SHEET.test(file.name)) return;
    const pieces: Uint8Array[] = [];
    parts.set(file.name, pieces);
    file.ondata = (error, piece) => {
      if (error) throw error;
      bytes += piece.byteLength;
      if (bytes > SHEET_LIMITS.unfoldedBytes)
        throw new UnreadableSheetError(`XLSX 展开后超过 ${SHEET_LIMITS.unfoldedBytes / 1024 / 1024} MB，不予读取`);
      pieces.push(piece);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < content.length; at += PIECE) {
      unzip.push(content.subarray(at, at + PIECE), at + PIECE >= content.length);
      await others();
    }
  } catch (error) {
    throw error instanceof UnreadableSheetError ? error : new UnreadableSheetError(DAMAGED);
  }
  return parts;
}

interface Heard {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads XML piece by piece, where there is any; names come without their prefix. Throws UnreadableSheetError. */
async function hear(pieces: readonly Uint8Array[], { open, text, close }: Heard): Promise<void> {
  if (pieces.length === 0) return;
  const parser = new SaxesParser({ xmlns: false });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', () => {
    throw new UnreadableSheetError(DAMAGED);
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => open?.(local(name), attributes));
  parser.on('text', (found) => text?.(found));
  parser.on('cdata', (found) => text?.(found));
  parser.on('closetag', ({ name }) => close?.(local(name)));
  const decoder = new TextDecoder();
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += PIECE) {
      parser.write(decoder.decode(piece.subarray(at, at + PIECE), { stream: true }));
      await others();
    }
  parser.close();
}

async function firstSheet(parts: ReadonlyMap<string, readonly Uint8Array[]>): Promise<string> {
  let id: string | undefined;
  const targets = new Map<string, string>();
  await hear(parts.get(WORKBOOK) ?? [], {
    open: (name, attributes) => {
      if (name === 'sheet') id ??= Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (name === 'workbookPr' && ['1', 'true'].includes(attributes['date1904'] ?? ''))
        throw new UnreadableSheetError('这个 XLSX 使用 1904 日期系统，请在表格软件里改为 1900 日期系统再上传');
    },
  });
  await hear(parts.get(RELATIONS) ?? [], {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, Target);
    },
  });
  const target = targets.get(id ?? '') ?? 'worksheets/sheet1.xml';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** Texts that cells share. The reading aid above characters (`rPh`) is no part of a text. */
async function sharedStrings(pieces: readonly Uint8Array[]): Promise<string[]> {
  const strings: string[] = [];
  let current = '';
  let isText = false;
  let isAid = false;
  await hear(pieces, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 'rPh') isAid = true;
      if (name === 't') isText = !isAid;
    },
    text: (found) => {
      if (isText && current.length < SHEET_LIMITS.cell) current += found;
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isAid = false;
      if (name === 'si') strings.push(current);
    },
  });
  return strings;
}

async function rowsOf(pieces: readonly Uint8Array[], strings: readonly string[]): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  let row = 0;
  let cells: Cell[] = [];
  let column = 0;
  let kind = 'n';
  let value = '';
  let isValue = false;
  let isAid = false;
  await hear(pieces, {
    open: (name, { r, t }) => {
      if (name === 'row') {
        row = r === undefined ? row + 1 : Number(r);
        cells = [];
        column = 0;
      }
      if (name === 'c') {
        column = r === undefined ? column + 1 : columnOf(r);
        assertWithin(rows.length + 1, column);
        kind = t ?? 'n';
        value = '';
      }
      if (name === 'rPh') isAid = true;
      if (name === 'v' || name === 't') isValue = !isAid;
    },
    text: (found) => {
      if (isValue && value.length < SHEET_LIMITS.cell) value += found;
    },
    close: (name) => {
      if (name === 'v' || name === 't') isValue = false;
      if (name === 'rPh') isAid = false;
      if (name === 'c') {
        while (cells.length < column) cells.push('');
        cells[column - 1] = cellOf(kind, value, strings);
      }
      if (name === 'row') rows.push({ row, cells });
    },
  });
  return rows;
}

function cellOf(kind: string, value: string, strings: readonly string[]): Cell {
  if (kind === 's') return (strings[Number(value)] ?? '').trim();
  if (kind !== 'n' || value === '' || Number.isNaN(Number(value))) return value.trim();
  return Number(value);
}

/** 3 of C5. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '')) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

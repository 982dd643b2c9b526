import { setImmediate as others } from 'node:timers/promises';
import { SummaryRecordInput } from '#enforcement';
import { type Field, fieldsOf, parseCommand } from '#fields';
import { type Cell, SHEET_LIMITS, type SheetRow, UnreadableSheetError } from '#sheets';
import { addDays } from '#statutes';
import { WRITINGS } from '../form/filled.js';

/* Off-platform decisions as a table has them: a head with the titles of the fields, and a decision a row. */

const FIELDS = [...fieldsOf(SummaryRecordInput)];

/** The head of a column: the title, with its unit where it has one. */
export function headOf({ title, kind }: Field): string {
  return kind === 'fen' ? `${title}（元）` : title;
}

export const HEADS: readonly string[] = FIELDS.map(([, field]) => headOf(field));

/** What is wrong with a row: where, and what. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

export interface ReadRow {
  readonly row: number;
  /** Absent where something is wrong with it. */
  readonly record?: SummaryRecordInput;
  readonly faults: readonly RowFault[];
}

export interface ReadTable {
  readonly rows: readonly ReadRow[];
  /** Heads of columns that say nothing that is taken over. */
  readonly unused: readonly string[];
}

/** Reads a table. Throws UnreadableSheetError where its head is not one. */
export async function readRecords([head, ...rows]: readonly SheetRow[]): Promise<ReadTable> {
  const names = head!.cells.map((cell) => fieldOf(String(cell)));
  const missing = FIELDS.filter(([name, field]) => !field.isOptional && !names.includes(name));
  if (missing.length > 0)
    throw new UnreadableSheetError(
      `第一行应为列名，缺少：${missing.map(([, field]) => headOf(field)).join('、')}。请使用模板`,
    );
  const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index);
  if (twice !== undefined) throw new UnreadableSheetError(`列名“${titleOf(twice)}”出现了两次`);
  if (rows.length === 0) throw new UnreadableSheetError('只有列名，没有记录');
  const read: ReadRow[] = [];
  for (const row of rows) {
    read.push(readRow(names, row));
    if (read.length % SHEET_LIMITS.rowsAtOnce === 0) await others();
  }
  const unused = head!.cells.filter((cell, index) => cell !== '' && names[index] === undefined).map(String);
  return { rows: read, unused };
}

function fieldOf(head: string): string | undefined {
  const plain = head.replace(/[\s*＊]|[（(]元[）)]$/g, '');
  return FIELDS.find(([name, { title }]) => title === plain || name === plain)?.[0];
}

function titleOf(name: string): string {
  return headOf(fieldsOf(SummaryRecordInput).get(name)!);
}

function readRow(names: readonly (string | undefined)[], { row, cells }: SheetRow): ReadRow {
  const faults: RowFault[] = [];
  const fault = (name: string, message: string) => faults.push({ row, column: titleOf(name), message });
  const body: Record<string, unknown> = {};
  for (const [name, field] of FIELDS) {
    const cell = cells[names.indexOf(name)] ?? '';
    if (cell === '') {
      if (!field.isOptional) fault(name, '没有填写');
      continue;
    }
    const value = valueIn(field, cell);
    if (value === undefined) fault(name, `“${String(cell).slice(0, 40)}”读不出来：${formOf(field, cell)}`);
    else body[name] = value;
  }
  // What is wrong with the values, beyond what could not even be read.
  const known = new Set(faults.map(({ column }) => column));
  const parsed = parseCommand(SummaryRecordInput, body);
  for (const { path, message } of parsed.faults ?? []) {
    const name = /^\w+/.exec(path)?.[0] ?? '';
    if (!known.has(titleOf(name))) fault(name, message);
  }
  return faults.length > 0 || parsed.command === undefined ? { row, faults } : { row, record: parsed.command, faults };
}

/** Between the names of a list in one cell. */
const BETWEEN = /[、,，;；\s]+/;
/** A workbook keeps so many digits of a number; of longer ones the last are lost. */
const MAX_NUMBER = 1_000_000_000_000_000;
/** The day before the first of a workbook, as it counts from 1 March 1900 on. */
const BEFORE_DAY_ONE = '1899-12-30';
const LAST_SERIAL = 2_958_465;

function valueIn(field: Field, cell: Cell): unknown {
  if (field.isList) return String(cell).split(BETWEEN).filter(Boolean);
  if (field.kind === 'choice') {
    const terms = Object.entries(field.terms ?? {});
    return terms.find(([code, term]) => term === cell || code === cell)?.[0];
  }
  const writing = WRITINGS[field.kind];
  if (typeof cell === 'string') return writing === undefined ? cell : writing.read(cell);
  if (field.kind === 'day')
    return cell >= 1 && cell <= LAST_SERIAL ? addDays(BEFORE_DAY_ONE, Math.floor(cell)) : undefined;
  if (Math.abs(cell) >= MAX_NUMBER) return undefined;
  // 100.09999999999999 is 100.1, as the spreadsheet shows it.
  const text = String(Number(cell.toPrecision(15)));
  return writing === undefined ? text : writing.read(text);
}

function formOf(field: Field, cell: Cell): string {
  if (field.kind === 'choice') return `应为${Object.values(field.terms ?? {}).join('、')}之一`;
  const form = WRITINGS[field.kind]?.form;
  return form ?? (typeof cell === 'number' ? '数字过长，表格已丢失末尾几位，请把该列设为文本' : '格式不符');
}

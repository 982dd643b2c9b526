import { TABLE_TEMPLATES, type TableTemplate } from './table-templates.js';

/*
 * A table as some bureau published it, held against its own arithmetic (DOMAIN F15): the column 合计 is the sum of the columns
 * before it, the row 合计 the sum of the rows above it. Where one cell would set both right, that cell is named.
 */

/** A row as a spreadsheet has it, counted from 1. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly (string | number)[];
}

export interface TableFault {
  readonly row: number;
  readonly column: string;
  readonly said: string;
}

export interface CheckedTable {
  /** The template whose columns these are, where there is one. */
  readonly template: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly row: number; readonly name: string; readonly cells: readonly string[] }[];
  /** How many sums were compared. */
  readonly compared: number;
  readonly faults: readonly TableFault[];
}

/** What cannot be held against anything; the sentence is for whoever brought it. */
export class UncheckableTableError extends Error {
  override readonly name = 'UncheckableTableError';
}

interface Numbered {
  readonly value: number;
  /** Half of its last place: 8.589万 is what it says, give or take five. */
  readonly tolerance: number;
}

/** Checks a table. Throws UncheckableTableError. */
export function checkPublishedTable(given: readonly TableRow[]): CheckedTable {
  const headAt = given.findIndex(
    ({ cells }) => cells.some((cell) => isTotal(cell)) && cells.filter(isTitle).length > 2,
  );
  const head = given[headAt];
  if (head === undefined) throw new UncheckableTableError('没有找到含“合计”的列名行，不能核对加总');
  const titles = head.cells.map((cell) => String(cell).replace(/\s+/g, ''));
  const totalAt = titles.findIndex(isTotal);
  // What stands after the sum, and amounts and rates wherever they stand, are beside what is summed.
  const summed = titles.flatMap((title, index) =>
    index < totalAt && title !== '' && !isBeside(title) && !isLabel(given, headAt, index) ? [index] : [],
  );
  const rows = given
    .slice(headAt + 1)
    .filter(({ cells }) => cells.some((cell, index) => summed.includes(index) && numberIn(cell)));
  if (summed.length < 2 || rows.length === 0) throw new UncheckableTableError('合计之前没有可以相加的数字列');
  const faults: TableFault[] = [];
  const numbers = rows.map(({ row, cells }) =>
    titles.map((title, index) => {
      const cell = cells[index] ?? '';
      if (isLabel(given, headAt, index) || title === '') return NOTHING;
      const number = numberIn(cell);
      if (number === undefined && String(cell).trim() !== '' && !isBeside(title))
        faults.push({ row, column: title, said: `“${cell}”不是数字` });
      return number ?? NOTHING;
    }),
  );
  const across = rows.map((_row, at) => ({
    at,
    ...difference(
      numbers[at]![totalAt]!,
      summed.map((index) => numbers[at]![index]!),
    ),
  }));
  const lastAt = rows.length > 1 && rows.at(-1)!.cells.some((cell) => isTotal(cell)) ? rows.length - 1 : undefined;
  const inColumns = [...summed, totalAt];
  const down =
    lastAt === undefined
      ? []
      : inColumns.map((index) => ({
          index,
          ...difference(
            numbers[lastAt]![index]!,
            numbers.slice(0, lastAt).map((cells) => cells[index]!),
          ),
        }));
  const offAcross = across.filter(({ off }) => off !== 0);
  const offDown = down.filter(({ off }) => off !== 0);
  const named = crossing(offAcross, offDown, totalAt, lastAt);
  if (named !== undefined) {
    const { at, index, more } = named;
    const found = numbers[at]![index]!.value;
    faults.push({
      row: rows[at]!.row,
      column: titles[index]!,
      said: `这一格应为${plain(found - more)}，表中为${plain(found)}：改正后行、列的合计都平`,
    });
  }
  for (const { at, sum } of offAcross)
    faults.push({
      row: rows[at]!.row,
      column: titles[totalAt]!,
      said: `${summed.map((index) => plain(numbers[at]![index]!.value)).join(' + ')} = ${plain(sum)}，表中为${plain(numbers[at]![totalAt]!.value)}`,
    });
  for (const { index, sum } of offDown)
    faults.push({
      row: rows[lastAt!]!.row,
      column: titles[index]!,
      said: `各行之和为${plain(sum)}，表中为${plain(numbers[lastAt!]![index]!.value)}`,
    });
  return {
    template: templateOf(titles),
    columns: titles,
    rows: rows.map(({ row, cells }) => ({
      row,
      name:
        cells
          .find((cell) => typeof cell === 'string' && cell.trim() !== '' && numberIn(cell) === undefined)
          ?.toString() ?? '',
      cells: titles.map((_title, index) => String(cells[index] ?? '')),
    })),
    compared: across.length + down.length,
    faults,
  };
}

const NOTHING: Numbered = { value: 0, tolerance: 0 };

const isTotal = (cell: unknown): boolean => /^(合\s*计|总\s*计)/.test(String(cell).trim());
const isTitle = (cell: unknown): boolean =>
  typeof cell === 'string' && cell.trim() !== '' && numberIn(cell) === undefined;
const isBeside = (title: string): boolean => /金额|万元|率|申请(人民)?法院/.test(title);

/** A column that names its rows: 单位, 对象. */
function isLabel(given: readonly TableRow[], headAt: number, index: number): boolean {
  return given.slice(headAt + 1).every(({ cells }) => numberIn(cells[index] ?? '') === undefined);
}

/** The number of a cell, with what is noted behind it left out: 3590件(3145件为交通违停案件), 8.589(万件/次). */
function numberIn(cell: string | number): Numbered | undefined {
  if (typeof cell === 'number') return { value: cell, tolerance: 0 };
  const found = /^([\d,]+)(\.\d+)?\s*[（(]?(万)?/.exec(cell.normalize('NFKC').trim());
  if (found === null) return undefined;
  const [, whole = '', part = '', wan] = found;
  const scale = wan === undefined ? 1 : 10_000;
  const places = Math.max(0, part.length - 1);
  return {
    value: Math.round(Number(whole.replaceAll(',', '') + part) * scale * 1e6) / 1e6,
    tolerance: scale === 1 ? 0 : (scale / 10 ** places) * 0.5,
  };
}

function difference(total: Numbered, parts: readonly Numbered[]): { readonly sum: number; readonly off: number } {
  const sum = Math.round(parts.reduce((all, { value }) => all + value, 0) * 1e6) / 1e6;
  const tolerance = [total, ...parts].reduce((all, one) => all + one.tolerance, 0);
  const off = Math.round((sum - total.value) * 1e6) / 1e6;
  return { sum, off: Math.abs(off) <= tolerance ? 0 : off };
}

/** The one cell that is wrong, where exactly one row and one column are off, and by the same. */
function crossing(
  rows: readonly { readonly at: number; readonly off: number }[],
  columns: readonly { readonly index: number; readonly off: number }[],
  totalAt: number,
  lastAt: number | undefined,
) {
  const [row, anotherRow] = rows;
  const [column, anotherColumn] = columns;
  if (row === undefined || column === undefined || anotherRow !== undefined || anotherColumn !== undefined)
    return undefined;
  // In the column of sums, and in the row of sums, what is too much in the cell is too little in the comparison.
  const more = column.index === totalAt ? -row.off : row.off;
  const moreDown = row.at === lastAt ? -column.off : column.off;
  return more === moreDown ? { at: row.at, index: column.index, more } : undefined;
}

function plain(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}

/** The template that has these columns, its sums and amounts included. */
function templateOf(titles: readonly string[]): string | null {
  const bare = (title: string) => title.normalize('NFKC').replace(/[\s、,，。()（）]/g, '');
  const found = Object.values(TABLE_TEMPLATES).flatMap(({ name, tables }) =>
    (tables as readonly TableTemplate[])
      .filter(({ columns }) => {
        const own = columns.map(({ title }) => bare(title));
        return own.every((title) => titles.some((given) => bare(given) === title));
      })
      .map(({ title }) => `${name}　${title}`),
  );
  return found[0] ?? null;
}

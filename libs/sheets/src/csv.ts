/* Comma-separated values as spreadsheets read them (RFC 4180), in UTF-8 with the mark by which they know it. */

export type Rows = AsyncIterable<readonly (readonly string[])[]>;

/** What a spreadsheet takes for a formula or a command, however the text came there. */
const FORMULA = /^[\s\u00a0\u3000]*[=+\-@＝＋－＠\t\r\n]/;

/** A text that a spreadsheet shows and does not work out. */
export function defused(text: string): string {
  return FORMULA.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function cell(text: string): string {
  const safe = defused(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table piece by piece, as its rows come. */
export async function* csv(rows: Rows): AsyncGenerator<string> {
  yield '\ufeff';
  for await (const some of rows) yield some.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

import { strToU8, Zip, ZipDeflate } from 'fflate';
import { SHEET_LIMITS } from './limits.js';
import type { Cell } from './sheet-row.js';

/*
 * A workbook (ECMA-376), written row by row, sheet after sheet. A cell is a text or a number as it stands: nothing in it can be
 * worked out.
 */

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface Sheet {
  readonly title: string;
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const RELS = `${PACKAGE}/relationships`;

/** The parts of the package beside its sheets, which have these names. */
function partsOf(names: readonly string[]): Readonly<Record<string, string>> {
  const numbers = names.map((_name, index) => index + 1);
  const overrides = numbers.map(
    (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
  );
  const relations = numbers.map(
    (n) => `<Relationship Id="r${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  );
  const sheets = numbers.map((n) => `<sheet name="${names[n - 1]}" sheetId="${n}" r:id="r${n}"/>`);
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${RELS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELS}">${relations.join('')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  const whole = text.toWellFormed().replace(UNWRITABLE, '');
  return whole.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** The workbook piece by piece, as its rows come. */
export async function* xlsx(...sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const put = (name: string) => {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    return file;
  };
  for (const [path, content] of Object.entries(partsOf(sheets.map(({ title }) => nameOf(title)))))
    put(path).push(strToU8(HEAD + content), true);
  for (const [index, { rows }] of sheets.entries()) {
    const sheet = put(`xl/worksheets/sheet${index + 1}.xml`);
    sheet.push(strToU8(`${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`));
    for await (const some of rows) {
      sheet.push(strToU8(some.map(rowOf).join('')));
      yield* pieces.splice(0);
    }
    sheet.push(strToU8('</sheetData></worksheet>'), true);
  }
  zip.end();
  yield* pieces.splice(0);
}

/** Rows that are there already. */
export async function* rowsAtHand(rows: readonly (readonly Cell[])[]): Sheet['rows'] {
  yield rows;
}

/** A sheet's name has at most 31 characters and none of these. */
function nameOf(title: string): string {
  return escaped(title.replace(/[[\]:*?/\\]/g, '').slice(0, 31));
}

function rowOf(cells: readonly Cell[]): string {
  const written = cells.map((cell) => {
    if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
    const short = [...cell].slice(0, SHEET_LIMITS.cell).join('');
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(short)}</t></is></c>`;
  });
  return `<row>${written.join('')}</row>`;
}

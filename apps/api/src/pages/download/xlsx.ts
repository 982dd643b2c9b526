import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Rows } from './csv.js';

/* A workbook of one sheet (ECMA-376), written row by row. Every cell is a text: nothing in it can be worked out. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Characters of a cell; a spreadsheet takes no more. */
const MAX_CELL = 32_767;

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  const whole = text.toWellFormed().replace(UNWRITABLE, '');
  return whole.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** The workbook piece by piece, as its rows come. */
export async function* xlsx(title: string, rows: Rows): AsyncGenerator<Uint8Array> {
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
  // A sheet's name has at most 31 characters and none of these.
  const name = escaped(title.replace(/[[\]:*?/\\]/g, '').slice(0, 31));
  const workbook = `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/></sheets></workbook>`;
  for (const [path, content] of Object.entries({ ...PARTS, 'xl/workbook.xml': workbook }))
    put(path).push(strToU8(HEAD + content), true);
  const sheet = put('xl/worksheets/sheet1.xml');
  sheet.push(strToU8(`${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`));
  for await (const some of rows) {
    sheet.push(strToU8(some.map(rowOf).join('')));
    yield* pieces.splice(0);
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true);
  zip.end();
  yield* pieces.splice(0);
}

function rowOf(cells: readonly string[]): string {
  const written = cells.map((text) => {
    const short = [...text].slice(0, MAX_CELL).join('');
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(short)}</t></is></c>`;
  });
  return `<row>${written.join('')}</row>`;
}

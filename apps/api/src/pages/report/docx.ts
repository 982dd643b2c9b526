import {
  AlignmentType,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { type AnnualReport, type Piece, targetLine } from '#figures';

/* 年报 for a word processor, in the pieces of the page: what is written there is written here. */

const words = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
const said = (text: string) => new Paragraph({ indent: { firstLine: 480 }, children: [new TextRun(text)] });
const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });

/** The report as a DOCX file. */
export async function reportDocx(report: AnnualReport): Promise<Uint8Array> {
  const { title, sections, annex, unitName, checks, tables, targets, adjustments, knownOn } = report;
  const document = new Document({
    title,
    creator: unitName,
    styles: { default: { document: { run: { font: { eastAsia: '宋体', ascii: 'Times New Roman' }, size: 24 } } } },
    sections: [
      {
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER }),
          ...(knownOn === null ? [] : [said(`数据截至${knownOn.replace('T', ' ')}。`)]),
          ...sections.flatMap(({ heading, level, paragraphs }) => [
            ...(heading === ''
              ? []
              : [
                  new Paragraph({
                    text: heading,
                    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
                  }),
                ]),
            ...paragraphs.map((pieces) => said(words(pieces))),
          ]),
          new Paragraph({ text: `附件：${annex.title}`, heading: HeadingLevel.HEADING_1, pageBreakBefore: true }),
          said(`填写单位：${unitName}`),
          new Table({
            width: { size: 100, type: WidthType.PERCENTAGE },
            rows: [
              new TableRow({ tableHeader: true, children: ['', ...annex.columns].map(cell) }),
              ...annex.rows.map(
                ({ subject, cells }) => new TableRow({ children: [subject, ...cells.map(words)].map(cell) }),
              ),
            ],
          }),
          ...tables.flatMap(({ title: name, columns }) => [
            new Paragraph({ text: name, heading: HeadingLevel.HEADING_1 }),
            new Table({
              width: { size: 100, type: WidthType.PERCENTAGE },
              rows: [
                new TableRow({ tableHeader: true, children: columns.map((column) => cell(column.title)) }),
                new TableRow({ children: columns.map((column) => cell(column.text)) }),
              ],
            }),
          ]),
          ...(targets.length === 0 ? [] : [new Paragraph({ text: '目标对照', heading: HeadingLevel.HEADING_1 })]),
          ...targets.map((target) => said(`${targetLine(target, report.year)}。`)),
          new Paragraph({ text: '口径核对', heading: HeadingLevel.HEADING_1 }),
          ...checks.flatMap(({ id, statement, holds, apart, explanation }) => [
            said(`${holds ? (apart ? '文本看似不一　' : '') : '不平　'}${id}　${statement}`),
            ...(explanation === undefined ? [] : [said(`说明：${explanation}`)]),
          ]),
          ...(adjustments.length === 0 ? [] : [new Paragraph({ text: '调整说明', heading: HeadingLevel.HEADING_1 })]),
          ...adjustments.map(({ name, computed, value, reason }) =>
            said(`${name}：累计${computed}，采用${value}。${reason}`),
          ),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

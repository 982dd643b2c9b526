import type { AnnualReport, Piece, TargetShown } from './parts.js';
import { percent } from './written.js';

function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

/** A target beside what the year came to. */
export function targetLine({ year, name, set, value, met }: TargetShown, reportYear: number): string {
  const end = met === null ? '' : met ? '，达到' : '，未达到';
  return `${year}年${name}${set}：${reportYear}年${percent(value)}${end}`;
}

/** The report as plain text, in the structure of the published one. */
export function reportText(report: AnnualReport): string {
  const lines: string[] = [report.title, ''];
  for (const section of report.sections) {
    if (section.heading !== '') lines.push(section.heading, '');
    for (const paragraph of section.paragraphs) lines.push(`  ${plainText(paragraph)}`, '');
  }
  lines.push(`附件：${report.annex.title}`, `填写单位：${report.unitName}`, '');
  for (const row of report.annex.rows) {
    lines.push(`【${row.subject}】`);
    for (const [index, column] of report.annex.columns.entries())
      lines.push(`  ${column}：${plainText(row.cells[index] ?? [])}`);
    lines.push('');
  }
  for (const { title, columns, holds } of report.tables) {
    lines.push(`${title}${holds ? '' : '（✗ 合计不平）'}`);
    for (const column of columns) lines.push(`  ${column.title}：${column.text}`);
    lines.push('');
  }
  if (report.targets.length > 0)
    lines.push('目标对照', ...report.targets.map((target) => `  ${targetLine(target, report.year)}`), '');
  lines.push('口径核对');
  for (const check of report.checks) {
    lines.push(`  ${check.holds ? (check.apart ? '△ 文本看似不一' : '✓') : '✗ 不平'} ${check.id} ${check.statement}`);
    if (check.explanation !== undefined) lines.push(`    说明：${check.explanation}`);
  }
  if (report.adjustments.length > 0) lines.push('', '调整说明');
  for (const { name, computed, value, reason } of report.adjustments)
    lines.push(`  ${name}：累计${computed}，采用${value}。${reason}`);
  return `${lines.join('\n')}\n`;
}

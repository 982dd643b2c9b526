import type { AnnualReport, Figure, Piece } from '#figures';
import { metricNamed, written } from '#figures';
import { type Cell, rowsAtHand, type Sheet } from '#sheets';

/*
 * 年报 as a workbook: each figure with what it is the sum of and by which definition, the annex, what was checked. Numbers are
 * numbers, so that whoever takes them away can go on with them; money is in yuan.
 */

const words = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');

/** The sheets of a report. */
export function reportSheets(report: AnnualReport): Sheet[] {
  const sheet = (title: string, ...rows: readonly (readonly Cell[])[]): Sheet => ({ title, rows: rowsAtHand(rows) });
  const { annex, checks, targets, adjustments, figures } = report;
  return [
    sheet('数据', FIGURE_HEADS, ...Object.values(figures).map((figure) => figureRow(report, figure))),
    sheet(
      '附件',
      [annex.title],
      [`填写单位：${report.unitName}`],
      ['对象', ...annex.columns],
      ...annex.rows.map(({ subject, cells }) => [subject, ...cells.map((pieces) => numberOr(words(pieces)))]),
    ),
    ...report.tables.map(({ title, columns }) =>
      sheet(
        title.slice(0, title.indexOf('　')),
        [title],
        columns.map((column) => column.title),
        columns.map((column) => numberOr(column.text)),
      ),
    ),
    sheet(
      '口径核对',
      ['编号', '核对', '结果', '说明', '所比较的数据'],
      ...checks.map(({ id, statement, holds, apart, explanation, figures: keys }) => [
        id,
        statement,
        holds ? (apart ? '相符，文本看似不一' : '相符') : '不平',
        explanation ?? '',
        keys.map((key) => `${scopeName(report, figures[key]!)}${figures[key]!.name}`).join('、'),
      ]),
    ),
    ...(targets.length === 0
      ? []
      : [
          sheet(
            '目标对照',
            ['年度', '指标编号', '目标', '目标线', `${report.year}年`, '结果'],
            ...targets.map(({ year, metric, name, set, value, met }) => [
              ...[year, metric, name, set, value ?? '—', met === null ? '' : met ? '达到' : '未达到'],
            ]),
          ),
        ]),
    ...(adjustments.length === 0
      ? []
      : [
          sheet(
            '调整说明',
            ['数据', '累计数', '采用数', '单位', '理由'],
            ...adjustments.map(({ figure, name, computed, value, reason }) => {
              const { unit } = figures[figure]!;
              return [name, inUnit(computed, unit), inUnit(value, unit), unitName(unit), reason];
            }),
          ),
        ]),
  ];
}

const FIGURE_HEADS = [
  ...['指标编号', '数据', '范围', '数值', '单位', '分子', '分母', '年报写法', '统计期'],
  ...['数据截至', '口径', '计入日期', '不计', '依据'],
];

function figureRow(report: AnnualReport, figure: Figure): Cell[] {
  const { metric, name, unit, value, numerator, denominator } = figure;
  const [id = ''] = metric.split('/');
  const { definition, countsBy, excluded = '', source } = metricNamed(id)!;
  return [
    ...[metric, name, scopeName(report, figure)],
    // Where there is nothing to divide by there is no rate, and none is written.
    ...[value === null ? '—' : inUnit(value, unit), unitName(unit)],
    ...(denominator === undefined ? ['', ''] : [numerator, denominator]),
    written(figure),
    `${report.year}-01-01至${report.year}-12-31`,
    report.knownOn?.replace('T', ' ') ?? '导出时',
    ...[definition, countsBy, excluded, source],
  ];
}

const scopeName = ({ annex }: AnnualReport, { reach }: Figure) =>
  reach === 'UNIT' ? '本单位' : (annex.rows[1]?.subject ?? '');

const inUnit = (value: number, unit: Figure['unit']) => (unit === '分' ? value / 100 : value);
const unitName = (unit: Figure['unit']) => (unit === '分' ? '元' : unit);

function numberOr(text: string): Cell {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

import { type AnnualReport, type Check, type Piece, percent } from '#figures';
import type { GroupShown } from '../../questions/entries.js';
import { MonthBars, Shares } from '../../ui/charts.js';

/* The annual report as a sheet of paper, with its drawings beside it, its annex and what was checked. */

/** Figures that are drawn by month: what came in, what was finished, what was decided. */
export const BY_MONTH = [
  { title: '普通程序立案', figure: 'filedOrdinary', metric: 'M01', part: 'ordinary', unit: '件' },
  { title: '办结', figure: 'closed', metric: 'M02', part: 'all', unit: '件' },
  { title: '行政处罚', figure: 'penalties', metric: 'M04', part: 'all', unit: '宗' },
] as const;

/** Figures that are drawn as the parts of one. */
const SHARED = [
  {
    title: '简易程序办结的领域',
    unit: '件',
    parts: [
      ['交通违停', 'closedParking'],
      ['其他领域', 'closedSummaryOther'],
    ],
  },
  {
    title: '行政处罚的办理渠道',
    unit: '宗',
    parts: [
      ['未在平台', 'penaltiesOffPlatform'],
      ['平台办理', 'penaltiesOnPlatform'],
    ],
  },
] as const;

interface ReportProps {
  readonly report: AnnualReport;
  /** Where a figure opens into what it is the sum of; nothing where that is not in the reader's sight. */
  readonly href: (figure: string) => string | undefined;
  readonly months: readonly (readonly GroupShown[])[];
}

export function Report({ report, href, months }: ReportProps) {
  return (
    <div class="report">
      <article class="paper">
        <h1>{report.title}</h1>
        <p class="paper-note">
          {report.knownOn === null ? '按现在已记录的事件' : `按 ${report.knownOn} 终了时已记录的事件`}
          　·　点任一数字，看它由哪些案件相加而成
        </p>
        {report.sections.map(({ heading, level, paragraphs }) => (
          <section key={heading}>
            {heading === '' ? null : level === 1 ? <h2>{heading}</h2> : <h3>{heading}</h3>}
            {paragraphs.map((pieces, index) => (
              <p key={`${heading}-${index}`}>
                <Pieces pieces={pieces} report={report} href={href} />
              </p>
            ))}
          </section>
        ))}
      </article>
      <aside class="charts screen" aria-label="图示">
        {BY_MONTH.map(({ title, figure, unit }, index) => (
          <MonthBars
            key={title}
            title={title}
            unit={unit}
            year={report.year}
            sums="count"
            groups={months[index] ?? []}
            href={href(figure)}
          />
        ))}
        {SHARED.map(({ title, unit, parts }) => (
          <Shares
            key={title}
            title={title}
            unit={unit}
            parts={parts.map(([label, figure]) => ({
              label,
              value: report.figures[figure]!.numerator,
              href: href(figure),
            }))}
          />
        ))}
      </aside>
      <Annex report={report} href={href} />
      <Tables report={report} />
      <Targets report={report} />
      <Checks report={report} href={href} />
      <Adjustments report={report} href={href} />
    </div>
  );
}

/** Text, with every figure as a link to the entries that it is the sum of. */
function Pieces({ pieces, report, href }: Omit<ReportProps, 'months'> & { readonly pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) => {
        if (typeof piece === 'string') return piece;
        const { figure, text } = piece;
        const opens = href(figure);
        if (opens === undefined) return text;
        return (
          <a key={`${figure}-${index}`} href={opens} class="figure" title={report.figures[figure]!.name}>
            {text}
          </a>
        );
      })}
    </>
  );
}

function Annex({ report, href }: Omit<ReportProps, 'months'>) {
  const { title, columns, rows } = report.annex;
  return (
    <section class="annex" aria-labelledby="annex">
      <h2 id="annex">附件：{title}</h2>
      <p class="paper-note">填写单位：{report.unitName}</p>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: on a narrow screen the rows are cards, which takes the roles away. */}
      <table class="cards grid" role="table" aria-labelledby="annex">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              对象
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" role="columnheader">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ subject, cells }) => (
            <tr key={subject} role="row">
              <th scope="row" role="rowheader">
                {subject}
              </th>
              {cells.map((pieces, index) => (
                <td key={columns[index]} role="cell" data-label={columns[index]}>
                  <span>
                    <Pieces pieces={pieces} report={report} href={href} />
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: as above. */}
    </section>
  );
}

/** The yearly tables of the template that the report was begun with. */
function Tables({ report }: Pick<ReportProps, 'report'>) {
  return (
    <>
      {report.tables.map(({ title, columns, holds }) => (
        <section key={title} class="annex" aria-label={title}>
          <h2>{title}</h2>
          {holds ? null : <p class="verdict bad">合计与各栏之和不平</p>}
          {/* biome-ignore-start lint/a11y/noRedundantRoles: on a narrow screen the row is a card, which takes the roles away. */}
          <table class="cards grid" role="table" aria-label={title}>
            <thead role="rowgroup">
              <tr role="row">
                {columns.map((column) => (
                  <th key={column.title} scope="col" role="columnheader">
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody role="rowgroup">
              <tr role="row">
                {columns.map((column) => (
                  <td key={column.title} role="cell" data-label={column.title}>
                    <span>{column.text}</span>
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
          {/* biome-ignore-end lint/a11y/noRedundantRoles: as above. */}
        </section>
      ))}
    </>
  );
}

/** What was set for the year, and is for the next, beside what the year came to. */
function Targets({ report }: Pick<ReportProps, 'report'>) {
  if (report.targets.length === 0) return null;
  return (
    <section class="checks sheet" aria-labelledby="targets">
      <h2 id="targets">目标对照</h2>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">年度</th>
            <th scope="col">目标</th>
            <th scope="col">目标线</th>
            <th scope="col" class="number">
              {report.year}年
            </th>
            <th scope="col">结果</th>
          </tr>
        </thead>
        <tbody>
          {report.targets.map(({ year, metric, name, set, value, met }) => (
            <tr key={`${year} ${metric}`}>
              <td>{year}</td>
              <th scope="row">{name}</th>
              <td>{set}</td>
              <td class="number">{percent(value)}</td>
              <td>
                {year === report.year ? (met === null ? '没有可以计算的' : met ? '达到' : '未达到') : '下一年度的目标'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the report gives otherwise than its entries say, with both figures and the reason. */
function Adjustments({ report, href }: Omit<ReportProps, 'months'>) {
  if (report.adjustments.length === 0) return null;
  return (
    <section class="checks sheet" aria-labelledby="adjustments">
      <h2 id="adjustments">调整说明</h2>
      <ul>
        {report.adjustments.map(({ figure, name, computed, value, reason }) => (
          <li key={figure}>
            <span>
              <Pieces pieces={[{ figure, text: name }]} report={report} href={href} />
              ：累计{computed}，采用{value}（{report.figures[figure]!.unit}）<small>{reason}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Checks({ report, href }: Omit<ReportProps, 'months'>) {
  const { checks, figures, annex } = report;
  const nameOf = (figure: string) => {
    const { reach, name } = figures[figure]!;
    return reach === 'CITY' ? `${annex.rows[1]!.subject}${name}` : name;
  };
  const broken = checks.filter(({ holds }) => !holds).length;
  const apart = checks.filter((check) => check.holds && check.apart).length;
  return (
    <section class="checks sheet" aria-labelledby="checks">
      <h2 id="checks">口径核对</h2>
      <p class={broken === 0 ? 'verdict good' : 'verdict bad'}>
        {broken === 0 ? `${checks.length} 项全部相符` : `${checks.length} 项中有 ${broken} 项不平`}
        {apart === 0 ? null : `，${apart} 项文本中看似不一，各有说明（△）`}
      </p>
      <ul>
        {checks.map((check) => (
          <li key={check.id} class={check.holds ? 'good' : 'bad'}>
            <Mark {...check} />
            <span>
              {check.statement}
              {check.explanation === undefined ? null : <small>{check.explanation}</small>}
              {check.figures.length === 0 ? null : (
                <small class="screen">
                  <Pieces
                    pieces={check.figures
                      .map((figure) => ({ figure, text: nameOf(figure) }))
                      .flatMap((piece, index) => (index === 0 ? [piece] : ['、', piece]))}
                    report={report}
                    href={href}
                  />
                </small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mark({ holds, apart }: Check) {
  const [mark, label] = holds ? (apart ? ['△', '相符，文本看似不一'] : ['✓', '相符']) : ['✗', '不平'];
  return (
    <span class="mark" role="img" aria-label={label}>
      {mark}
    </span>
  );
}

import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Person, SignedIn } from '#platform';
import { type Cell, rowsAtHand, XLSX_TYPE, xlsx } from '#sheets';
import { COMPARISON, type ComparisonAnswer } from '../questions/comparison.js';
import { readQuery } from '../questions/parameters.js';
import { Readers } from '../questions/reader.js';
import { addressOf } from '../ui/form.js';
import { figureText } from '../ui/format.js';
import { entriesHref, FIGURE_SCOPE, type FigureScope, figuresAsked, reachOf, scopeAsked } from './figure-scope.js';
import { type Given, page } from './page.js';
import { ScopeForm } from './scope-form.js';

/** 单位比较: the units in sight beside one another, by rates that know of no money. */
export const comparisonPage = page({
  path: 'comparison',
  parameters: FIGURE_SCOPE,
  here: '/comparison',
  show: async ({ ask, sight, today }, { parameters }) => {
    const scope = scopeAsked(parameters, sight, today);
    const { rankings } = await ask(COMPARISON, figuresAsked(scope));
    return {
      title: `${scope.year}年单位比较`,
      body: (
        <>
          <h1>
            单位比较
            <small>
              {reachOf(scope, sight)}　{scope.year}年
            </small>
          </h1>
          <p>
            罚没款不得同行政机关及其工作人员的考核、考评挂钩（行政处罚法第七十四条第三款）：罚款、没收的数额和处罚的多少都不参与比较，也没有选项可以让它们参与。
          </p>
          <div class="controls">
            <ScopeForm action="/comparison" scope={scope} sight={sight} />
            <p class="formats screen">
              <a href={addressOf('/downloads/comparison.xlsx', figuresAsked(scope))}>XLSX（附口径）</a>
              <a href={addressOf('/api/comparison', figuresAsked(scope))}>JSON</a>
            </p>
          </div>
          <div class="leagues">
            {rankings.map((ranking) => (
              <League key={ranking.metric} ranking={ranking} scope={scope} />
            ))}
          </div>
        </>
      ),
    };
  },
});

type Ranking = ComparisonAnswer['rankings'][number];

/** So many units are seen at once; the rest are behind a line that says how many. */
const SHOWN = 10;

function League({ ranking, scope }: { readonly ranking: Ranking; readonly scope: FigureScope }) {
  const { metric, name, better, definition, countsBy, standings } = ranking;
  const rest = standings.slice(SHOWN);
  return (
    <section class="bars sheet" aria-labelledby={metric}>
      <h2 id={metric}>
        {name}
        <small>{better === 'HIGH' ? '高者在前' : '低者在前'}</small>
      </h2>
      <p class="hint">
        {definition}（按{countsBy}）
      </p>
      {standings.length === 0 ? (
        <p>没有单位有可以计算的数。</p>
      ) : (
        <Standings ranking={ranking} scope={scope} rows={standings.slice(0, SHOWN)} />
      )}
      {rest.length === 0 ? null : (
        <details>
          <summary>其余 {rest.length} 个单位</summary>
          <Standings ranking={ranking} scope={scope} rows={rest} />
        </details>
      )}
    </section>
  );
}

function Standings({
  ranking: { metric, name, unit, standings },
  scope,
  rows,
}: {
  readonly ranking: Ranking;
  readonly scope: FigureScope;
  readonly rows: Ranking['standings'];
}) {
  const highest = unit === '率' ? 1 : Math.max(1, ...standings.map(({ value }) => value));
  const [id = '', part = ''] = metric.split('/');
  return (
    <table>
      <caption class="unseen">{name}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">名次和单位</th>
          <th scope="col">图示</th>
          <th scope="col">数值</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ rank, unit: unitId, unitName, value, numerator, denominator }) => (
          <tr key={unitId}>
            <th scope="row">
              {rank}　<a href={entriesHref(id, part, { ...scope, unit: unitId, below: undefined })}>{unitName}</a>
            </th>
            <td class="track">
              <svg width="100%" height="10" aria-hidden="true">
                <rect width={`${((value / highest) * 100).toFixed(2)}%`} height="10" rx="1.5" class="bar" />
              </svg>
            </td>
            <td class="number">
              {figureText(unit as Parameters<typeof figureText>[0], value)}
              <small>
                {numerator}/{denominator}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same to take away, with what each number means. */
@Controller('downloads')
export class ComparisonDownloadController {
  constructor(@Inject(Readers) private readonly readers: Readers) {}

  @Get('comparison.xlsx')
  async take(@Query() query: Given, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    const asked = readQuery(COMPARISON.parameters, query);
    const { scope, rankings } = await COMPARISON.ask(this.readers.of(person), asked, {});
    const period = `${scope.from}至${scope.to}`;
    const rows: (readonly Cell[])[] = [
      ['指标编号', '指标', '名次', '单位', '数值', '计量', '分子', '分母', '统计期'],
      ...rankings.flatMap(({ metric, name, unit, standings }) =>
        standings.map(({ rank, unitName, value, numerator, denominator }): readonly Cell[] => [
          ...[metric, name, rank, unitName, value, unit, numerator, denominator, period],
        ]),
      ),
    ];
    const definitions: (readonly Cell[])[] = [
      ['指标编号', '指标', '口径', '计入日期', '不计', '依据', '次序'],
      ...rankings.map(({ metric, name, definition, countsBy, excluded, source, better }): readonly Cell[] => [
        ...[metric, name, definition, countsBy, excluded ?? '', source, better === 'HIGH' ? '高者在前' : '低者在前'],
      ]),
    ];
    const book = xlsx({ title: '单位比较', rows: rowsAtHand(rows) }, { title: '口径', rows: rowsAtHand(definitions) });
    const name = encodeURIComponent(`单位比较${scope.from.slice(0, 4)}.xlsx`);
    void reply
      .type(XLSX_TYPE)
      .header('content-disposition', `attachment; filename="comparison.xlsx"; filename*=UTF-8''${name}`)
      .send(Readable.from(book));
  }
}

import { randomUUID } from 'node:crypto';
import { REPORT_TEMPLATES } from '#enforcement';
import { type AnnualReport, spokenName, written } from '#figures';
import type { ReportLifeAnswer } from '../../questions/report-life.js';
import { Hidden } from '../../ui/act-form.js';
import { Facts } from '../../ui/facts.js';
import { addressOf, Select } from '../../ui/form.js';

/* 年报的编制: how far the report has come, and what its analyst does next. */

interface ReportLifeProps {
  readonly year: string;
  readonly life: ReportLifeAnswer;
  readonly report: AnnualReport;
  /** Whether the person prepares this unit's report. */
  readonly mayPrepare: boolean;
}

export function ReportLife({ year, life, report, mayPrepare }: ReportLifeProps) {
  const { id, phase, phaseTitle, dueOn, knownOn, signedOn, publishedOn, indexNo, sha256, restatements } = life;
  const known = [
    { title: '状态', shown: phaseTitle },
    { title: '公开期限', shown: dueOn },
    { title: '数据截至', shown: knownOn?.replace('T', ' ') ?? null },
    { title: '签发', shown: signedOn },
    { title: '公开', shown: publishedOn },
    { title: '索引号', shown: indexNo },
    { title: '全文校验值（SHA-256）', shown: sha256 },
  ];
  return (
    <section class="sheet report-life screen" aria-labelledby="life">
      <h2 id="life">编制和公开</h2>
      <Facts facts={known.flatMap(({ title, shown }) => (shown === null ? [] : [{ title, shown }]))} />
      {phase === 'Unopened' ? null : (
        <p>
          {life.text === null ? null : (
            <a href={addressOf(`/reports/${year}/frozen.txt`, { unit: life.unitId })}>定稿的全文</a>
          )}{' '}
          <a href={`/annual-reports/${encodeURIComponent(id)}`}>办理经过（签发、退回、公开）</a>
        </p>
      )}
      {mayPrepare ? <Next year={year} life={life} report={report} /> : null}
      {life.unbalanced.length === 0 ? null : (
        <>
          <h3>定稿时不平的口径</h3>
          <ul>
            {life.unbalanced.map(({ rule, statement }) => (
              <li key={rule}>
                {rule}　{statement}
              </li>
            ))}
          </ul>
        </>
      )}
      {restatements.map((restatement) => (
        <Restated
          key={restatement.knownOn}
          restatement={restatement}
          units={(figure) => report.figures[figure]?.unit ?? ''}
        />
      ))}
    </section>
  );
}

function Next({ year, life: { id, phase }, report }: Omit<ReportLifeProps, 'mayPrepare'>) {
  switch (phase) {
    case 'Unopened':
      return (
        <Act year={year} name="open" button="开始编制">
          <p>开始编制后可以撰写文字、调整数据、定稿。</p>
          <Select
            name="template"
            title="数据表样式"
            terms={{ '': '不附数据表', ...REPORT_TEMPLATES }}
            chosen="ZJ_2024"
          />
        </Act>
      );
    case 'Opened':
      return (
        <>
          <Act year={year} name="freeze" button="定稿">
            <p>定稿把此刻以前一分钟已经记录的事件固定为年报的数据，全文从此不变；以后记录的，以重述说明。</p>
          </Act>
          <Writing id={id} report={report} />
          <details>
            <summary>调整一项数据</summary>
            <Act year={year} name="adjust" button="调整">
              <label>
                数据
                <select name="figure" required>
                  {Object.values(report.figures)
                    .filter(({ denominator }) => denominator === undefined)
                    .map(({ key, name, numerator, computed, unit, reach }) => (
                      <option key={key} value={key}>
                        {`${name}${reach === 'CITY' ? '（辖区）' : ''}　累计${computed ?? numerator}${unit}`}
                      </option>
                    ))}
                </select>
              </label>
              <label>
                采用数（金额以分为单位；与累计数相同的，即取消调整）
                <input name="value" inputMode="numeric" pattern="\d{1,15}" required />
              </label>
              <label>
                理由
                <textarea name="reason" rows={2} required maxLength={2000} />
              </label>
            </Act>
          </details>
        </>
      );
    case 'Published':
      return (
        <details>
          <summary>重述</summary>
          <Act year={year} name="restate" button="重述">
            <p>重述逐件列出定稿以后记入本年度的事件和变动的数据；已经公开的全文不变。</p>
            <label>
              说明
              <textarea name="reason" rows={2} required maxLength={2000} />
            </label>
          </Act>
        </details>
      );
    default:
      return null;
  }
}

/** Where a section is written by hand, and what the figures are called in its words. */
function Writing({ id, report }: { readonly id: string; readonly report: AnnualReport }) {
  return (
    <details>
      <summary>撰写文字</summary>
      <p>
        <a href={`/annual-reports/${encodeURIComponent(id)}/WriteSection`}>撰写一个部分</a>
        。数据写作【数据名】，由系统填入；“下步工作”部分来自下一年度的
        <a href="/work-plans">年度工作安排</a>。
      </p>
      <p>
        数据名后可以写明写法：【法制审核|余】写作400余，【编制事项|余10】写作80余，【下放事项实施率|超】写作超40%；【监督通知按期反馈率|满=均按期反馈】只在100%时写这几个字，【行政败诉|零=无行政败诉案件】只在没有时写；【全市协同响应率=全市赋码率】几项相同时合写一个数。
      </p>
      <ul class="names">
        {Object.values(report.figures).map((figure) => (
          <li key={figure.key}>
            【{spokenName(figure)}】{written(figure)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Act(props: {
  readonly year: string;
  readonly name: string;
  readonly button: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <form method="post" action={`/reports/${props.year}/${props.name}`} class="act">
      <Hidden inputs={[['_key', randomUUID()]]} />
      {props.children}
      <p>
        <button type="submit">{props.button}</button>
      </p>
    </form>
  );
}

interface RestatedProps {
  readonly restatement: ReportLifeAnswer['restatements'][number];
  /** In what a figure is counted: 件, 分. */
  readonly units: (figure: string) => string;
}

function Restated({ restatement, units }: RestatedProps) {
  const { restatedOn, knownOn, reason, changes, causes, moreCauses } = restatement;
  return (
    <div class="restatement">
      <h3>
        {restatedOn}重述（数据截至{knownOn.replace('T', ' ')}）
      </h3>
      <p>{reason}</p>
      <p>
        定稿以后记入的事件{causes.length + moreCauses}件，变动的数据{changes.length}项。
      </p>
      {changes.length === 0 ? null : (
        <table class="grid">
          <thead>
            <tr>
              <th>数据</th>
              <th class="number">公布数</th>
              <th class="number">现在数</th>
              <th class="number">增减</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ figure, name, before, after }) => (
              <tr key={figure}>
                <td>
                  {name}（{units(figure)}）
                </td>
                <td class="number">{before}</td>
                <td class="number">{after}</td>
                <td class="number">{after > before ? `+${after - before}` : after - before}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul>
        {causes.map(({ stream, path, position, what, on }) => (
          <li key={position}>
            {on}　{what}　{path === null ? stream : <a href={path}>{stream}</a>}
          </li>
        ))}
        {moreCauses === 0 ? null : <li>另有{moreCauses}件，见各项数据的分录</li>}
      </ul>
    </div>
  );
}

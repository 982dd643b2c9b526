import { SIGNALS, type SignalRecord, type SignalShown } from '../questions/signals.js';
import { BarList } from '../ui/charts.js';
import { addressOf } from '../ui/form.js';
import { FIGURE_SCOPE, figuresAsked, reachOf, scopeAsked } from './figure-scope.js';
import { page } from './page.js';
import { ScopeForm } from './scope-form.js';

/** 监督线索: what the events give a supervisor to look into, each opening into its record. */
export const signalsPage = page({
  path: 'signals',
  parameters: FIGURE_SCOPE,
  here: '/signals',
  show: async ({ ask, sight, today }, { parameters }) => {
    const scope = scopeAsked(parameters, sight, today);
    const { signals, repeated } = await ask(SIGNALS, figuresAsked(scope));
    return {
      title: `${scope.year}年监督线索`,
      body: (
        <>
          <h1>
            监督线索
            <small>
              {reachOf(scope, sight)}　{scope.year}年
            </small>
          </h1>
          <p>由案件的事件得出，供监督核查，不是对任何单位、任何人的认定。</p>
          <div class="controls">
            <ScopeForm action="/signals" scope={scope} sight={sight} />
            <p class="formats screen">
              <a href={addressOf('/api/signals', figuresAsked(scope))}>JSON</a>
            </p>
          </div>
          {signals.map((signal) => (
            <Signal key={signal.key} signal={signal} />
          ))}
          <section class="sheet signal" aria-labelledby="repeated">
            <h2 id="repeated">
              反复罚款而没有改正 <Count of={repeated.length} />
            </h2>
            <p class="hint">
              同一单位因同一事项在本年度被罚款两次以上，各次都没有查实改正（行政处罚法第二十八条第一款）。自然人不在其中。
            </p>
            {repeated.length === 0 ? <p>没有。</p> : null}
            {repeated.map(({ subject, count, records }) => (
              <details key={subject}>
                <summary>
                  {subject}　{count}次
                </summary>
                <Records records={records} />
              </details>
            ))}
          </section>
        </>
      ),
    };
  },
});

function Signal({
  signal: { key, title, article, says, count, units, records, hasMore },
}: {
  readonly signal: SignalShown;
}) {
  return (
    <section class="sheet signal" aria-labelledby={key}>
      <h2 id={key}>
        {title} <Count of={count} />
      </h2>
      <p class="hint">
        {says}（{article}）。
      </p>
      {count === 0 ? (
        <p>没有。</p>
      ) : (
        <>
          <BarList
            caption="按单位"
            sums="count"
            unit="件"
            bars={units.map(({ unit, unitName, count: own }) => ({ key: unit, label: unitName, value: own }))}
          />
          <details open={records.length <= 10}>
            <summary>逐件{hasMore ? `（最早的${records.length}件）` : ''}</summary>
            <Records records={records} />
          </details>
        </>
      )}
    </section>
  );
}

/** Only what is there to look into is in red. */
function Count({ of: count }: { readonly of: number }) {
  return <span class={count === 0 ? 'signal-count none' : 'signal-count'}>{count}</span>;
}

function Records({ records }: { readonly records: readonly SignalRecord[] }) {
  return (
    <ul>
      {records.map(({ date, unitName, noun, called, path }, index) => (
        <li key={`${path ?? index} ${date}`}>
          {date}　{path === null ? `${noun}（不在查阅范围）` : <a href={path}>{called}</a>}　{unitName}
        </li>
      ))}
    </ul>
  );
}

import type { Action } from '../actions.js';

/* What the reader may do with a case now; and of what he may not: why, by which article, and from which day he may. */

export function Acts({
  actions,
  sentence,
}: {
  readonly actions: readonly Action[];
  /** Puts names for the ids of people. */
  readonly sentence: (text: string) => string;
}) {
  const own = actions.filter(({ isInRole }) => isInRole);
  if (own.length === 0) return null;
  const possible = own.filter(({ isPossible }) => isPossible);
  const refused = own.flatMap(({ command, title, refusal }) =>
    refusal ? [{ command, title, ...refusal, message: sentence(refusal.message) }] : [],
  );
  const awaited = refused.filter(({ earliest }) => earliest !== null);
  const others = refused.filter(({ earliest }) => earliest === null);
  return (
    <section class="acts" aria-labelledby="acts">
      <h2 id="acts">现在可以办理</h2>
      {possible.length === 0 ? (
        <p class="faint">没有您现在可以办理的事项。</p>
      ) : (
        <ul class="possible">
          {possible.map(({ command, title, article }) => (
            <li key={command} class="tag" title={article}>
              {title}
            </li>
          ))}
        </ul>
      )}
      {awaited.length === 0 ? null : (
        <ul class="awaited">
          {awaited.map(({ command, title, earliest, message, article }) => (
            <li key={command}>
              <b>
                {title}：{earliest} 起
              </b>
              <Reason message={message} article={article} />
            </li>
          ))}
        </ul>
      )}
      {others.length === 0 ? null : (
        <details>
          <summary>暂不能办理的 {others.length} 项</summary>
          <ul class="awaited">
            {others.map(({ command, title, message, article }) => (
              <li key={command}>
                <b>{title}</b>
                <Reason message={message} article={article} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Reason({ message, article }: { readonly message: string; readonly article: string }) {
  return (
    <span>
      {message}
      <small>（{article}）</small>
    </span>
  );
}

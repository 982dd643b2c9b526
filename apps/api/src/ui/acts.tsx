import type { Action } from '../questions/actions.js';
import { SentenceText } from './sentence.js';

/** What the reader may do with a record now; and of what he may not: why, by which article, and from which day he may. */
export function Acts({
  acts,
  href,
}: {
  readonly acts: readonly Action[];
  /** Address of the form of a command. */
  readonly href: (command: string) => string;
}) {
  const own = acts.filter(({ isInRole }) => isInRole);
  if (own.length === 0) return null;
  const possible = own.filter(({ isPossible }) => isPossible);
  const refused = own.filter(({ refusal }) => refusal !== null);
  const awaited = refused.filter(({ refusal }) => refusal?.earliest !== null);
  const others = refused.filter(({ refusal }) => refusal?.earliest === null);
  return (
    <section class="acts sheet screen" aria-labelledby="acts">
      <h2 id="acts">现在可以办理</h2>
      {possible.length === 0 ? (
        <p class="faint">没有您现在可以办理的事项。</p>
      ) : (
        <ul class="possible">
          {possible.map(({ command, title, article }) => (
            <li key={command}>
              <a class="button quiet" href={href(command)} title={article}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      <Refused acts={awaited} />
      {others.length === 0 ? null : (
        <details>
          <summary>暂不能办理的 {others.length} 项</summary>
          <Refused acts={others} />
        </details>
      )}
    </section>
  );
}

function Refused({ acts }: { readonly acts: readonly Action[] }) {
  if (acts.length === 0) return null;
  return (
    <ul class="awaited">
      {acts.map(({ command, title, refusal }) => (
        <li key={command}>
          <b>
            {title}
            {refusal?.earliest == null ? '' : `：${refusal.earliest} 起`}
          </b>
          <span>
            <SentenceText of={refusal?.parts ?? []} />
            <small>（{refusal?.article}）</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

import type { Problem, ProblemPage, SignedRequest } from '#platform';
import { type ApiOptions, demonstratedOn } from '../api-options.js';
import { Hidden } from '../ui/act-form.js';
import { type Fact, Facts } from '../ui/facts.js';
import { framed } from './frame.js';
import { type KeptInput, keptOf } from './kept-input.js';
import { sessionOverPage } from './sign-in/sign-in.page.js';

/** How a browser sees a problem: sign-in for those who are not signed in, else a page that says what to do next. */
export const problemPage =
  (options: ApiOptions): ProblemPage =>
  (problem, request) => {
    if (problem.status === 401) {
      const kept = keptOf(request);
      // A session that ended while a form was filled in takes nothing with it.
      if (kept !== undefined) return { html: sessionOverPage(kept, demonstratedOn(options)) };
      const back = request.method === 'GET' ? request.url : '/';
      return { redirectTo: back === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}` };
    }
    const { person } = request as SignedRequest;
    // What waiting mends is sent again as it was: with the same key, so that it is done once whatever became of the first time.
    const again = problem.status === 503 || problem.status === 429 ? keptOf(request) : undefined;
    return {
      html: framed({
        title: problem.title,
        person,
        demonstratedOn: demonstratedOn(options),
        body: (
          <div class="narrow">
            <p class="problem-status">{problem.status}</p>
            <h1>{problem.title}</h1>
            <p class="lead">
              {again === undefined || problem.status === 429
                ? problem.detail
                : '系统暂时忙不过来，这一次是否办成还不知道。'}
            </p>
            <Faults problem={problem} />
            <Facts facts={particularsOf(problem)} />
            {again === undefined ? null : <Again kept={again} />}
            <p>
              <a class={again === undefined ? 'button' : 'button quiet'} href="/">
                回到工作台
              </a>
            </p>
          </div>
        ),
      }),
    };
  };

function Again({ kept: { path, inputs } }: { readonly kept: KeptInput }) {
  return (
    <form method="post" action={path} class="act">
      <p>您填写的内容没有丢失。稍等片刻再提交一次；即使刚才已经办成，也不会办两次。</p>
      <Hidden inputs={inputs} />
      <p>
        <button type="submit">再提交一次</button>
      </p>
    </form>
  );
}

function Faults({ problem }: { readonly problem: Problem }) {
  const { faults } = problem as { readonly faults?: readonly { readonly path: string; readonly message: string }[] };
  if (!faults || faults.length === 0) return null;
  return (
    <ul>
      {faults.map(({ path, message }) => (
        <li key={path}>
          {path === '' ? '' : <code>{path}</code>} {message}
        </li>
      ))}
    </ul>
  );
}

const PARTICULARS: readonly (readonly [string, string])[] = [
  ['article', '依据'],
  ['earliest', '最早可办理日'],
  ['code', '代码'],
  ['traceId', '追踪编号'],
];

function particularsOf(problem: Problem): Fact[] {
  return PARTICULARS.flatMap(([name, title]) =>
    typeof problem[name] === 'string' ? [{ title, shown: String(problem[name]) }] : [],
  );
}

import type { CommandRegistry, Problem, ProblemPage, SignedRequest } from '#platform';
import { html, Layout } from './layout.js';

/** How a browser sees a problem: sign-in for those who are not signed in, else a page that says what to do next. */
export function problemPage({ roleTitle }: Pick<CommandRegistry, 'roleTitle'>): ProblemPage {
  return (problem, request) => {
    if (problem.status === 401) {
      const back = request.method === 'GET' ? request.url : '/';
      return { redirectTo: back === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}` };
    }
    const { person } = request as SignedRequest;
    return {
      html: html(
        <Layout title={problem.title} person={person} roleTitle={roleTitle}>
          <div class="narrow problem">
            <p class="problem-status">{problem.status}</p>
            <h1>{problem.title}</h1>
            <p class="lead">{problem.detail}</p>
            <Faults problem={problem} />
            <Particulars problem={problem} />
            <p>
              <a class="button" href="/">
                回到工作台
              </a>
            </p>
          </div>
        </Layout>,
      ),
    };
  };
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

function Particulars({ problem }: { readonly problem: Problem }) {
  const shown = PARTICULARS.filter(([name]) => typeof problem[name] === 'string');
  return (
    <dl class="facts">
      {shown.map(([name, label]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>{String(problem[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { Person } from '#platform';
import type { LegalDay } from '#statutes';
import { Hidden } from '../ui/act-form.js';
import { Facts } from '../ui/facts.js';
import { moment } from '../ui/format.js';
import { SCRIPT_PATH } from './assets.js';
import { framed, roleTitles } from './frame.js';
import { KEPT, type KeptInput, keptText } from './kept-input.js';

interface SignInProps {
  readonly demonstratedOn: LegalDay | undefined;
  readonly person?: Person | undefined;
  /** Where one goes on to. */
  readonly onward: string;
  /** A link with a token signs in by itself; else it only fills in the form. */
  readonly submits?: boolean;
  readonly fault?: string | undefined;
  readonly hint?: string | undefined;
  /** What had been filled in when the session was found to be over. */
  readonly kept?: KeptInput | undefined;
}

const USUAL_HINT = '令牌由本单位的统一身份认证签发，粘贴后点“登录”。';

/** The page of signing in. */
export function signInPage({
  demonstratedOn,
  person,
  onward,
  submits = false,
  fault,
  hint = USUAL_HINT,
  kept,
}: SignInProps): string {
  return framed({
    title: '登录',
    person,
    demonstratedOn,
    script: SCRIPT_PATH,
    body: (
      <div class="narrow">
        <h1>{person ? '已登录' : kept ? '登录已经失效，请重新登录' : '登录案卷'}</h1>
        {person ? <SignedIn person={person} onward={onward} /> : null}
        {kept === undefined ? null : <p class="lead">您刚才填写的内容没有丢失，也还没有办理：登录后可以接着填写。</p>}
        {fault === undefined ? null : (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
        <form method="post" action="/sign-in" class="sheet sign-in" data-fragment={submits ? 'submit' : 'fill'}>
          {person ? <h2>换一个身份</h2> : null}
          <Hidden inputs={[['return', onward], ...(kept === undefined ? [] : [[KEPT, keptText(kept)] as const])]} />
          <label>
            登录令牌
            <textarea
              name="token"
              rows={5}
              required
              maxLength={8192}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="token-hint"
            />
          </label>
          <p class="hint" id="token-hint">
            {hint} 案卷只把它存在本浏览器中，到期自动失效。
          </p>
          <button type="submit">登录</button>
        </form>
      </div>
    ),
  });
}

/** After signing in again: the way back into the form, with everything that was in it. */
export function keptPage(person: Person, { path, inputs }: KeptInput, demonstratedOn: LegalDay | undefined): string {
  return framed({
    title: '继续填写',
    person,
    demonstratedOn,
    body: (
      <div class="narrow">
        <h1>已重新登录</h1>
        <p class="lead">您刚才填写的内容还在，尚未办理。</p>
        <form method="post" action={path}>
          <Hidden inputs={[...inputs.filter(([name]) => name !== '_action'), ['_action', 'edit']]} />
          <button type="submit">继续填写</button>
        </form>
      </div>
    ),
  });
}

/** As whom somebody is signed in, and until when. */
function SignedIn({ person, onward }: { readonly person: Person; readonly onward: string }) {
  return (
    <>
      <Facts
        facts={[
          { title: '姓名', shown: person.name },
          { title: '身份', shown: roleTitles(person) || '未授予身份' },
          { title: '单位编号', shown: person.unit },
          { title: '登录有效至', shown: moment(new Date(person.expiresAt * 1000).toISOString()) },
        ]}
      />
      <p>
        <a class="button" href={onward}>
          继续
        </a>
      </p>
    </>
  );
}

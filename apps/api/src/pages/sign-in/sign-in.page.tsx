import type { ComponentChildren } from 'preact';
import type { Person } from '#platform';
import type { LegalDay } from '#statutes';
import { Hidden } from '../../ui/act-form.js';
import { Facts } from '../../ui/facts.js';
import { moment } from '../../ui/format.js';
import { framed, roleTitles } from '../frame.js';
import type { KeptInput } from '../kept-input.js';

export interface SignInShown {
  readonly demonstratedOn: LegalDay | undefined;
  readonly person?: Person | undefined;
  /** Where one goes on to. */
  readonly onward: string;
  /** Whether people sign in here at all. */
  readonly isOffered: boolean;
  readonly fault?: string | undefined;
}

function narrow(
  title: string,
  demonstratedOn: LegalDay | undefined,
  person: Person | undefined,
  body: ComponentChildren,
): string {
  return framed({ title, person, demonstratedOn, body: <div class="narrow">{body}</div> });
}

/** The page of signing in. */
export function signInPage({ demonstratedOn, person, onward, isOffered, fault }: SignInShown): string {
  return narrow(
    '登录',
    demonstratedOn,
    person,
    <>
      <h1>{person ? '已登录' : '登录案卷'}</h1>
      {fault === undefined ? null : (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {person ? <SignedIn person={person} onward={onward} /> : null}
      {person ? (
        <form method="post" action="/sign-out" class="sheet sign-in">
          <p>要以别的身份办理的，先退出，再登录。</p>
          <button type="submit" class="quiet">
            退出
          </button>
        </form>
      ) : isOffered ? (
        <div class="sheet sign-in">
          <p>案卷不保存口令，由统一身份认证核对身份。</p>
          <a class="button" href={`/sign-in/start?return=${encodeURIComponent(onward)}`}>
            登录
          </a>
        </div>
      ) : (
        <p class="lead">本系统没有接入统一身份认证，网页不能登录；程序凭令牌访问接口。请联系系统管理员。</p>
      )}
    </>,
  );
}

/** For whoever sent a form after his session had ended: nothing that he wrote is lost. */
export function sessionOverPage({ path, inputs }: KeptInput, demonstratedOn: LegalDay | undefined): string {
  return narrow(
    '重新登录',
    demonstratedOn,
    undefined,
    <>
      <h1>登录已经失效，请重新登录</h1>
      <p class="lead">您刚才填写的内容没有丢失，也还没有办理。请不要关闭本页。</p>
      <ol class="sheet steps">
        <li>
          <p>在新窗口登录。</p>
          <a class="button" href="/sign-in/start?return=/sign-in/done" target="_blank" rel="noopener">
            登录
          </a>
        </li>
        <li>
          <p>登录后回到本页，接着填写。</p>
          <form method="post" action={path}>
            <Hidden inputs={[...inputs.filter(([name]) => name !== '_action'), ['_action', 'edit']]} />
            <button type="submit" class="quiet">
              继续填写
            </button>
          </form>
        </li>
      </ol>
    </>,
  );
}

/** In the window in which somebody signed in anew. */
export function backAgainPage(person: Person | undefined, demonstratedOn: LegalDay | undefined): string {
  return narrow(
    '已登录',
    demonstratedOn,
    person,
    person ? (
      <>
        <h1>已登录</h1>
        <p class="lead">请关闭本窗口，回到刚才的页面，点“继续填写”。</p>
      </>
    ) : (
      <>
        <h1>尚未登录</h1>
        <p>
          <a class="button" href="/sign-in/start?return=/sign-in/done">
            登录
          </a>
        </p>
      </>
    ),
  );
}

/** Signed out here; on the way to be signed out at the provider as well. */
export function signedOutPage(providerUrl: string, demonstratedOn: LegalDay | undefined): string {
  return narrow(
    '退出',
    demonstratedOn,
    undefined,
    <>
      <h1>已退出案卷</h1>
      <p>
        正在退出统一身份认证。没有自动转到的，请点：<a href={providerUrl}>退出统一身份认证</a>
      </p>
    </>,
  );
}

/** As whom somebody is signed in, and until when. */
function SignedIn({ person, onward }: { readonly person: Person; readonly onward: string }) {
  return (
    <>
      <Facts
        facts={[
          { title: '姓名', shown: person.name },
          { title: '身份', shown: roleTitles(person) || '未授予身份' },
          ...(person.unit === '' ? [] : [{ title: '单位编号', shown: person.unit }]),
          { title: '登录有效至', shown: moment(new Date(person.expiresAt * 1000).toISOString()) },
        ]}
      />
      <p>
        <a class="button" href={onward}>
          继续
        </a>{' '}
        <a href="/sessions">我在哪些浏览器登录着</a>
      </p>
    </>
  );
}

import { Body, Controller, Get, Header, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertSameOrigin, type Person, ProblemError, Public, TOKEN_COOKIE, TokenVerifier } from '#platform';
import { API_OPTIONS, type ApiOptions } from '../api-options.js';
import { setTokenCookie } from '../session-cookie.js';
import { Facts } from '../ui/facts.js';
import { moment } from '../ui/format.js';
import { SCRIPT_PATH } from './assets.js';
import { framed, roleTitles } from './frame.js';
import { PAGE_TYPE } from './page.js';

/** An address of ours to go on to; the start page for anything else. */
function ownPath(address: unknown): string {
  if (typeof address !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(address)) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(address, base)) return '/';
  const url = new URL(address, base);
  // Dot segments are gone by now: `/.//elsewhere` has become another site's address.
  if (url.origin !== base || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/';
  return url.pathname + url.search;
}

@Controller()
export class SignInPage {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly verifier: TokenVerifier,
  ) {}

  @Get('sign-in')
  @Public()
  @Header('content-type', PAGE_TYPE)
  async show(@Query() query: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest): Promise<string> {
    return this.page(await this.signedIn(request), ownPath(query['return']), mayBeTold(request));
  }

  @Post('sign-in')
  @Public()
  async signIn(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertSameOrigin(request);
    const form = (body ?? {}) as Readonly<Record<string, unknown>>;
    const token = typeof form['token'] === 'string' ? form['token'].trim() : '';
    const onward = ownPath(form['return']);
    try {
      setTokenCookie(reply, token, await this.verifier.verify(token));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
      const fault = token === '' ? '请粘贴登录令牌' : error.problem.detail;
      void reply
        .status(401)
        .type(PAGE_TYPE)
        .send(this.page(undefined, onward, false, fault));
      return;
    }
    void reply.redirect(onward, 303);
  }

  @Post('sign-out')
  @Public()
  signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    assertSameOrigin(request);
    void reply.clearCookie(TOKEN_COOKIE, { path: '/' }).redirect('/sign-in', 303);
  }

  private async signedIn(request: FastifyRequest): Promise<Person | undefined> {
    const token = request.cookies[TOKEN_COOKIE];
    if (token === undefined || token === '') return undefined;
    try {
      return await this.verifier.verify(token);
    } catch {
      return undefined;
    }
  }

  private page(person: Person | undefined, onward: string, submits: boolean, fault?: string): string {
    const { signInHint: hint = '令牌由本单位的统一身份认证签发，粘贴后点“登录”。' } = this.options;
    return framed({
      title: '登录',
      person,
      script: SCRIPT_PATH,
      body: (
        <div class="narrow">
          <h1>{person ? '已登录' : '登录案卷'}</h1>
          {person ? <SignedIn person={person} onward={onward} /> : null}
          {fault === undefined ? null : (
            <p class="fault" role="alert">
              {fault}
            </p>
          )}
          <form method="post" action="/sign-in" class="sheet sign-in" data-fragment={submits ? 'submit' : 'fill'}>
            {person ? <h2>换一个身份</h2> : null}
            <input type="hidden" name="return" value={onward} />
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

/** Whether the address was opened by the person (typed, bookmarked, from a terminal) or by a page of ours. */
function mayBeTold({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'none' || site === 'same-origin';
}

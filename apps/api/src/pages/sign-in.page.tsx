import { Body, Controller, Get, Header, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertSameOrigin, type Person, ProblemError, Public, TOKEN_COOKIE, TokenVerifier } from '#platform';
import { API_OPTIONS, type ApiOptions, demonstratedOn } from '../api-options.js';
import { setTokenCookie } from '../session-cookie.js';
import { type FormFields, fieldIn } from './form-body.js';
import { KEPT, readKept } from './kept-input.js';
import { ownPath } from './own-path.js';
import { PAGE_TYPE } from './page.js';
import { keptPage, signInPage } from './sign-in-form.js';

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
    return signInPage({
      demonstratedOn: demonstratedOn(this.options),
      person: await this.signedIn(request),
      onward: ownPath(query['return']),
      submits: mayBeTold(request),
      hint: this.options.signInHint,
    });
  }

  @Post('sign-in')
  @Public()
  async signIn(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertSameOrigin(request);
    const form = (body ?? {}) as FormFields;
    const token = fieldIn(form, 'token')?.trim() ?? '';
    const onward = ownPath(fieldIn(form, 'return'));
    const kept = readKept(fieldIn(form, KEPT));
    try {
      const person = await this.verifier.verify(token);
      setTokenCookie(reply, token, person);
      if (kept !== undefined)
        return void reply.type(PAGE_TYPE).send(keptPage(person, kept, demonstratedOn(this.options)));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
      const fault = token === '' ? '请粘贴登录令牌' : error.problem.detail;
      void reply
        .status(401)
        .type(PAGE_TYPE)
        .send(
          signInPage({
            demonstratedOn: demonstratedOn(this.options),
            onward,
            fault,
            kept,
            hint: this.options.signInHint,
          }),
        );
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
}

/** Whether the address was opened by the person (typed, bookmarked, from a terminal) or by a page of ours. */
function mayBeTold({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'none' || site === 'same-origin';
}

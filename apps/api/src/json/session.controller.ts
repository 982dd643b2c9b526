import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertSameOrigin, badInput, type Person, Public, SignedIn, TOKEN_COOKIE, TokenVerifier } from '#platform';
import { setTokenCookie } from '../session-cookie.js';

/** Sign-in of a browser: it hands over its token once and carries it in a cookie that scripts cannot read. */
@Controller('api/session')
export class SessionController {
  constructor(private readonly verifier: TokenVerifier) {}

  /** Who I am, according to my token. */
  @Get()
  person(@SignedIn() { id, name, unit, roles, expiresAt }: Person) {
    return { id, name, unit, roles, expiresAt: new Date(expiresAt * 1000).toISOString() };
  }

  @Post()
  @Public()
  @HttpCode(200)
  async open(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    // Another site must not be able to sign a browser in as somebody of its choosing.
    assertSameOrigin(request);
    const token = (body as { readonly token?: unknown } | null | undefined)?.token;
    if (typeof token !== 'string') throw badInput([{ path: 'token', message: '应为登录令牌' }]);
    const person = await this.verifier.verify(token);
    setTokenCookie(reply, token, person);
    return this.person(person);
  }

  @Delete()
  @HttpCode(204)
  close(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.clearCookie(TOKEN_COOKIE, { path: '/' });
  }
}

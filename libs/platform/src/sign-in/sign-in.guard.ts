import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { forbidden, ProblemError, problem } from '../problem.js';
import type { SignedRequest } from './person.js';
import { TokenVerifier } from './token-verifier.js';

/** HttpOnly cookie that carries the token of a browser. */
export const TOKEN_COOKIE = 'anjuan_token';

const PUBLIC = 'anjuan:public';

/** The route asks for no sign-in. */
export const Public = () => SetMetadata(PUBLIC, true);

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets only people through whose token verifies: `Authorization: Bearer`, or the cookie for browsers. A browser sends
 * cookies with whatever any site makes it ask, so what changes something must come from our own pages.
 */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(@Inject(TokenVerifier) private readonly verifier: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context.getHandler()) || isPublic(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<SignedRequest>();
    request.person = await this.verifier.verify(tokenOf(request));
    return true;
  }
}

function isPublic(target: object): boolean {
  return Reflect.getMetadata(PUBLIC, target) === true;
}

function tokenOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw notSignedIn('Authorization 应为“Bearer 令牌”');
    return token;
  }
  const cookie = request.cookies[TOKEN_COOKIE];
  if (cookie === undefined || cookie === '') throw notSignedIn('请先登录');
  if (!SAFE_METHODS.has(request.method)) assertSameOrigin(request);
  return cookie;
}

function notSignedIn(detail: string): ProblemError {
  return new ProblemError(problem('unauthenticated', detail), { 'www-authenticate': 'Bearer realm="anjuan"' });
}

/** Throws ProblemError 403 when the request was not made by one of our own pages. */
export function assertSameOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  // Browsers without Sec-Fetch-Site still send Origin with what changes something.
  if (site === undefined && originHost(request.headers.origin) === request.host) return;
  throw forbidden('该请求不是由本系统的页面发出的，已经拒绝');
}

function originHost(origin: string | undefined): string | undefined {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : undefined;
}

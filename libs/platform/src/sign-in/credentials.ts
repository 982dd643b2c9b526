import { Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { forbidden, ProblemError, problem } from '../problem.js';
import { SAFE_METHODS } from '../safe-methods.js';
import { SecurityJournal } from '../security/security-journal.js';
import { askedBy } from '../security/watched-request.js';
import { BrowserSignIn, SESSION_COOKIE } from './browser-sign-in.js';
import type { Claimant, SignedRequest } from './person.js';
import { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i;

/**
 * Who asks: programs say it by `Authorization: Bearer`, browsers by the cookie of a session. A browser sends cookies with
 * whatever any site makes it ask, so what changes something must come from our own pages.
 */
@Injectable()
export class Credentials {
  constructor(
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
    @Optional() @Inject(BrowserSignIn) private readonly browsers?: BrowserSignIn,
    @Optional() @Inject(SecurityJournal) private readonly journal?: SecurityJournal,
  ) {}

  /** Found once for a request. Throws ProblemError 401, 403 for another site's request, and 429 for who asks too much. */
  async claimantOf(request: SignedRequest): Promise<Claimant> {
    if (request.claimant !== undefined) return request.claimant;
    const claimant = await this.identified(request).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.status === 401) this.isNobody(request);
      throw error;
    });
    request.caller?.is(claimant.id);
    request.claimant = claimant;
    return claimant;
  }

  /** Whoever shows nothing is no stranger with a key that does not fit. */
  private isNobody(request: SignedRequest): void {
    request.caller?.isNobody();
    if (credentialOf(request) === undefined) return;
    const what = request.headers.authorization === undefined ? 'session' : 'token';
    this.journal?.tell({ ...askedBy(request), kind: 'wrong-credential', what });
  }

  private async identified(request: FastifyRequest): Promise<Claimant> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.verifier.verify(bearerOf(authorization));
    const secret = this.browsers?.secretIn(request.cookies);
    if (this.browsers === undefined || secret === undefined) throw notSignedIn('请先登录');
    if (!SAFE_METHODS.has(request.method)) assertSameOrigin(request);
    const claimant = await this.browsers.claimantOf(secret);
    if (claimant === undefined) throw notSignedIn('登录已经失效，请重新登录');
    return claimant;
  }
}

/** What a request shows to say who asks, good or not; undefined where it shows nothing. */
export function credentialOf({ headers, cookies }: FastifyRequest): string | undefined {
  const token = BEARER.exec(headers.authorization ?? '')?.[1];
  return token ?? cookies[`__Host-${SESSION_COOKIE}`] ?? cookies[SESSION_COOKIE];
}

function bearerOf(authorization: string): string {
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw notSignedIn('Authorization 应为“Bearer 令牌”');
  return token;
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

import type { FastifyReply } from 'fastify';
import { type Person, TOKEN_COOKIE } from '#platform';

/** Gives a browser its token as the cookie that the guard reads. The token must have been verified. */
export function setTokenCookie(reply: FastifyReply, token: string, person: Person): void {
  const { protocol, headers } = reply.request;
  void reply.setCookie(TOKEN_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    // The proxy's word is enough here: a false one only makes the cookie stricter.
    secure: protocol === 'https' || headers['x-forwarded-proto'] === 'https',
    expires: new Date(person.expiresAt * 1000),
  });
}

import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Telemetry } from '#telemetry';
import { ProblemError, problem } from '../problem.js';
import { credentialOf } from '../sign-in/credentials.js';
import { callerAddress, proxiesOf } from './caller-address.js';
import type { Callers, TurnedAway } from './callers.js';

/** Who stands behind one request, as far as it is known by now. */
export interface Caller {
  /** The address that the request comes from: of whoever a proxy of ours speaks for, where one does. */
  readonly address: string;
  /** It is this person's. Throws ProblemError 429 where he asks too much. */
  is(person: string): void;
  /** What it showed turned out to be nobody's. */
  isNobody(): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

export interface CallersOptions {
  readonly callers: Callers;
  /** Addresses and networks of the proxies before us. */
  readonly proxies: readonly string[];
  readonly telemetry: Telemetry | undefined;
}

/** Asks of every request whether it may come in, before anything of it is read. */
export function watchCallers(fastify: FastifyInstance, { callers, proxies, telemetry }: CallersOptions): void {
  const ours = proxiesOf(proxies).proxies;
  const logger = new Logger('http');
  let isProxyTold = false;

  const letIn = (turnedAway: TurnedAway | undefined): void => {
    if (turnedAway === undefined) return;
    const { why, retryAfterS } = turnedAway;
    telemetry?.metrics.count('anjuan_turned_away_total', { why });
    const detail = `${SENTENCES[why]}，请${retryAfterS}秒后再试`;
    throw new ProblemError(problem('too_many', detail), { 'retry-after': String(retryAfterS) });
  };

  const enter = (request: FastifyRequest, reply: FastifyReply): void => {
    const forwardedFor = request.headers['x-forwarded-for'];
    const address = callerAddress(request.socket.remoteAddress, forwardedFor, ours);
    if (forwardedFor !== undefined && proxies.length === 0 && !isProxyTold) {
      isProxyTold = true;
      logger.warn('请求经过反向代理，而没有设置 ANJUAN_PROXIES：经代理来的人都算作同一个地址');
    }
    const credential = credentialOf(request);
    letIn(callers.come(address, credential));
    // Also of a request whose caller hangs up.
    reply.raw.once('close', () => callers.leave(address));
    request.caller = {
      address,
      is: (person) => {
        letIn(callers.personComes(person, credential));
        reply.raw.once('close', () => callers.personLeaves(person));
      },
      isNobody: () => {
        if (credential !== undefined) callers.wrong(address, credential);
      },
    };
  };

  fastify.decorateRequest('caller');
  fastify.addHook('onRequest', (request, reply, done) => {
    try {
      enter(request, reply);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

const SENTENCES: Readonly<Record<TurnedAway['why'], string>> = {
  'address-in-flight': '来自这个地址、尚未答复的请求过多',
  strangers: '来自这个地址的请求过于频繁',
  'wrong-credentials': '来自这个地址的无效登录过多，暂不受理新的登录凭据',
  'person-in-flight': '您尚未得到答复的请求过多',
  person: '您的请求过于频繁',
};

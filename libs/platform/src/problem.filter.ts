import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
  Logger,
  Optional,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ClockBehindError,
  FollowerStoppedError,
  InvalidAppendError,
  InvalidQueryError,
  LooksUnavailableError,
  ReadModelNotReadyError,
  StoreUnavailableError,
} from '#eventsourcing';
import { HTTP_LIMITS } from './http-limits.js';
import { type Problem, ProblemError, problem } from './problem.js';
import { SAFE_METHODS } from './safe-methods.js';
import { SecurityJournal } from './security/security-journal.js';
import { askedBy } from './security/watched-request.js';

export const PROBLEM_PAGE = Symbol('problem page');

/** How a problem is shown to a browser that asked for a page: HTML, or the address to go to instead (sign-in). */
export type ProblemPage = (
  problem: Problem,
  request: FastifyRequest,
) => { readonly html: string } | { readonly redirectTo: string } | undefined;

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

interface Answer {
  readonly problem: Problem;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes every failure of a request as problem details (RFC 9457). The only place that turns errors into statuses. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    @Optional() @Inject(PROBLEM_PAGE) private readonly page?: ProblemPage,
    @Optional() @Inject(SecurityJournal) private readonly journal?: SecurityJournal,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    // Who hangs up in the middle of his request is not there to be answered, and no fault of ours.
    if (request.raw.errored === error) return;
    const answer = answerTo(error, request);
    if (answer.problem.status === 500)
      this.logger.error(
        `${request.method} ${request.url} failed, trace ${request.id}`,
        error instanceof Error ? error.stack : String(error),
      );
    if (answer.problem.status === 403)
      this.journal?.tell({ kind: 'refused', ...askedBy(request), code: answer.problem.code });
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const shown = this.page && wantsPage(request) ? this.page(answer.problem, request) : undefined;
    if (shown && 'redirectTo' in shown) {
      void reply.redirect(shown.redirectTo, 303);
      return;
    }
    void reply.status(answer.problem.status).headers({ 'cache-control': 'no-store', ...answer.headers });
    if (shown) void reply.type('text/html; charset=utf-8').send(shown.html);
    else void reply.type(PROBLEM_TYPE).send(JSON.stringify(answer.problem));
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html');
}

function answerTo(error: unknown, request: FastifyRequest): Answer {
  if (error instanceof ProblemError) return error;
  if (error instanceof ClockBehindError)
    return {
      problem: problem(
        'unavailable',
        '数据库服务器的时钟比最后一条事件的记录时刻慢了五分钟以上，为保证记录时刻可信，暂停办理：请系统管理员用 anjuan status 核对后校准时钟',
      ),
      headers: { 'retry-after': '60' },
    };
  if (error instanceof StoreUnavailableError)
    return error.isOutcomeUnknown
      ? {
          problem: problem(
            'unavailable',
            '数据存储暂时无法访问，本次办理是否成功尚不确定，请用同一个 Idempotency-Key 重试',
          ),
          headers: { 'retry-after': '1' },
        }
      : {
          problem: problem('unavailable', '数据存储暂时无法访问，请稍后再试'),
          headers: { 'retry-after': '2' },
        };
  if (error instanceof LooksUnavailableError)
    return { problem: problem('unavailable', '查阅记录暂时无法写入，请稍后再试'), headers: { 'retry-after': '2' } };
  if (error instanceof ReadModelNotReadyError)
    return { problem: problem('behind', '查询用的数据正在建立，请稍后再试'), headers: { 'retry-after': '2' } };
  if (error instanceof FollowerStoppedError)
    return { problem: problem('behind', '数据更新已经停止，请稍后再试'), headers: { 'retry-after': '5' } };
  if (error instanceof InvalidAppendError) {
    const isTooLarge = /^(event_too_large|too_many_)/.test(error.code);
    return {
      problem: isTooLarge
        ? problem('too_large', '一次办理的内容超过了系统上限，请减少内容或者分次办理', { limit: error.code })
        : problem('not_acceptable', '办理的内容无法存入案卷', { limit: error.code }),
    };
  }
  if (error instanceof InvalidQueryError)
    return { problem: problem('bad_input', '查询条件或者翻页位置有误', { faults: [] }) };
  const { code } = ((error instanceof HttpException ? error.cause : error) ?? {}) as { readonly code?: unknown };
  if (code === 'FST_ERR_HANDLER_TIMEOUT') {
    const detail = SAFE_METHODS.has(request.method)
      ? '系统没有及时答复，请稍后再试'
      : '系统没有及时答复，本次办理是否成功尚不确定，请用同一个 Idempotency-Key 重试';
    return { problem: problem('unavailable', detail), headers: { 'retry-after': '5' } };
  }
  if (error instanceof HttpException && error.getStatus() < 500) {
    return { problem: problemOfDoor(error.getStatus(), code, request) };
  }
  return {
    problem: problem('internal', '系统出错，本次请求没有完成。请把追踪编号告诉管理员', { traceId: request.id }),
  };
}

/** Faults that Node, Fastify and Nest find before a controller is reached. `code` is theirs. */
export function problemOfDoor(status: number, code: unknown, request?: { method: string; url: string }): Problem {
  switch (status) {
    case 404:
      return problem('not_found', `没有这个地址：${request?.method} ${request?.url.slice(0, 200)}`);
    case 408:
      return problem('timeout', `请求没有在${HTTP_LIMITS.requestTimeoutMs / 1000}秒内发完`);
    case 413:
      // Forms of pages have a smaller limit of their own.
      return problem(
        'too_large',
        request?.url.startsWith('/api/')
          ? `请求正文超过上限 ${HTTP_LIMITS.bodyBytes / 1024 / 1024} MB`
          : '提交的内容超过上限',
      );
    case 414:
      return problem('url_too_long', '地址中的编号过长');
    case 415:
      return problem('unsupported_media_type', '请求正文应为 JSON（Content-Type: application/json）');
    case 431:
      return problem('header_too_large', '请求头过大：登录令牌或者 Cookie 过长');
    case 400:
      if (code === 'FST_ERR_BAD_URL') return problem('not_acceptable', '地址中有无法解码的字符');
      if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
        return problem('malformed_body', '请求正文的长度与 Content-Length 不符');
      return problem('not_acceptable', '请求不合 HTTP 的规定，无法处理');
    default:
      return { ...problem('not_acceptable', '请求无法处理'), status };
  }
}

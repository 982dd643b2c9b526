import { type CommandOutcome, defined, plainText } from '#eventsourcing';
import type { CommandEntry, Fault } from './command-registry.js';

/** Every kind of failure that a door answers with: HTTP status and Chinese title. Part of the API. */
export const PROBLEM_KINDS = {
  bad_input: [400, '请求内容有误'],
  malformed_body: [400, '请求正文无法解析'],
  unauthenticated: [401, '尚未登录或者登录无效'],
  forbidden: [403, '无权办理'],
  not_found: [404, '没有找到'],
  timeout: [408, '请求超时'],
  lost_race: [409, '有人同时在办理'],
  stale: [412, '内容已经变化'],
  too_large: [413, '内容过大'],
  url_too_long: [414, '地址过长'],
  unsupported_media_type: [415, '请求正文的格式不受支持'],
  refused: [422, '依法不能办理'],
  reused_key: [422, 'Idempotency-Key 已经用过'],
  too_many: [429, '请求过多'],
  header_too_large: [431, '请求头过大'],
  not_acceptable: [400, '请求无法处理'],
  internal: [500, '系统出错'],
  unavailable: [503, '服务暂时不可用'],
  behind: [503, '数据尚未更新到所要求的位置'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** Problem details of RFC 9457. `code` is stable and dotted or snake_case; `detail` is a sentence in Chinese. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly [extension: string]: unknown;
}

export function problem(
  kind: ProblemKind,
  detail: string,
  extensions: Readonly<Record<string, unknown>> = {},
): Problem {
  const [status, title] = PROBLEM_KINDS[kind];
  return { type: `urn:anjuan:problem:${kind}`, title, status, detail, code: kind, ...extensions };
}

/** Ends a request with a problem. Thrown by what stands around commands and queries, written by ProblemFilter alone. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly problem: Problem,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.detail);
  }
}

/** Characters of a path that an answer repeats: the names in it are the caller's, of whatever length. */
const MAX_PATH = 200;

export function badInput(given: readonly Fault[]): ProblemError {
  const faults = given.map(({ path, message }) => ({
    path: path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path,
    message,
  }));
  const [first] = faults;
  const detail =
    faults.length === 1 && first
      ? `${first.path === '' ? '' : `${first.path}：`}${first.message}`
      : `共有${faults.length}处有误，见 faults`;
  return new ProblemError(problem('bad_input', detail, { faults }));
}

export function notFound(detail: string, extensions?: Readonly<Record<string, unknown>>): ProblemError {
  return new ProblemError(problem('not_found', detail, extensions));
}

export function forbidden(detail: string, extensions?: Readonly<Record<string, unknown>>): ProblemError {
  return new ProblemError(problem('forbidden', detail, extensions));
}

export function unauthenticated(detail: string): ProblemError {
  return new ProblemError(problem('unauthenticated', detail), {
    'www-authenticate': 'Bearer realm="anjuan", error="invalid_token"',
  });
}

/** @param retryAfterSeconds when trying again makes sense. */
export function unavailable(detail: string, retryAfterSeconds = 1, kind: 'unavailable' | 'behind' = 'unavailable') {
  return new ProblemError(problem(kind, detail), { 'retry-after': String(retryAfterSeconds) });
}

/**
 * What an outcome that is not `done` says to the person who gave the command. `message` is the sentence of a refusal with
 * the names in it; without one the ids stand as they are.
 */
export function problemOfOutcome(
  command: CommandEntry,
  outcome: Exclude<CommandOutcome, { readonly kind: 'done' }>,
  message?: string,
): ProblemError {
  switch (outcome.kind) {
    case 'refused': {
      const { code, article, message: sentence, earliest } = outcome.refusal;
      return new ProblemError(
        problem('refused', message ?? plainText(sentence), {
          code,
          article,
          ...defined({ earliest }),
        }),
      );
    }
    case 'id-reused':
      return new ProblemError(
        problem(
          'reused_key',
          `同一个 Idempotency-Key 已用于内容不同的“${command.title}”，本次没有办理；新的办理请换一个 Idempotency-Key`,
          { code: 'idempotency.other_body', stream: outcome.stream },
        ),
      );
    case 'stale':
      return new ProblemError(
        problem('stale', `“${command.title}”所依据的内容已经变化，请刷新后再办理`, {
          stream: outcome.stream,
          actual: outcome.actual,
        }),
      );
    case 'lost-race':
      return new ProblemError(
        problem('lost_race', `办理“${command.title}”时，他人接连变更了同一内容，请稍后再试`, {
          stream: outcome.stream,
          actual: outcome.actual,
        }),
        { 'retry-after': '1' },
      );
  }
}

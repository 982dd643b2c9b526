import type { FastifyRequest } from 'fastify';
import { ProblemError, problem } from './problem.js';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request body as JSON in UTF-8. Fastify's own reader puts U+FFFD for whatever is not UTF-8, and a file would
 * keep the garbled name of a client that writes GBK. Fields such as `__proto__` come through as what they are: unknown
 * fields, named by the check of the command.
 */
export function readJsonBody(
  _request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const read = jsonOf(body);
  if (read.fault === undefined) done(null, read.value);
  else done(new ProblemError(problem('malformed_body', read.fault)));
}

function jsonOf(body: Buffer): { readonly value: unknown; readonly fault?: undefined } | { readonly fault: string } {
  if (body.length === 0) return { fault: '请求正文为空，应为 JSON 对象' };
  let text: string;
  try {
    text = UTF_8.decode(body);
  } catch {
    return { fault: '请求正文不是 UTF-8 编码，请以 UTF-8 发送' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: '请求正文不是合法的 JSON' };
  }
}

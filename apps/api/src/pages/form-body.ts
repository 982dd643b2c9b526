import { Injectable, type OnModuleInit, UnsupportedMediaTypeException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError, problem } from '#platform';

export const FORM_LIMITS = {
  /** Bytes of a form: the largest command as JSON, whose Chinese takes three times as much when it is a form. */
  bytes: 6 * 1024 * 1024,
  /** Inputs of a form: an import of 500 records has some 7,000. */
  inputs: 20_000,
  /** Characters of an input's name. */
  name: 200,
} as const;

/** What a form sent, by the names of its inputs; a list where several have the same name. It has no prototype. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** Lets the forms of pages be posted. The API goes on taking JSON alone. */
@Injectable()
export class FormBody implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMITS.bytes },
      (request: FastifyRequest, body: string, done) => {
        if (request.url.startsWith('/api/')) return done(new UnsupportedMediaTypeException());
        try {
          done(null, readForm(body));
        } catch (error) {
          done(error as Error);
        }
      },
    );
  }
}

const TOO_MANY = `表单的内容超过上限 ${FORM_LIMITS.inputs} 项，请分次办理`;

/** Reads a form as browsers send it. Throws ProblemError 413 and 400: too many inputs, names too long, not UTF-8. */
export function readForm(body: string): FormFields {
  const fields: Record<string, string | string[]> = Object.create(null);
  if (body === '') return fields;
  const parts = body.split('&', FORM_LIMITS.inputs + 1);
  if (parts.length > FORM_LIMITS.inputs) throw new ProblemError(problem('too_large', TOO_MANY));
  for (const part of parts) {
    const sign = part.indexOf('=');
    const name = decoded(sign < 0 ? part : part.slice(0, sign));
    const value = sign < 0 ? '' : decoded(part.slice(sign + 1));
    if (name.length > FORM_LIMITS.name) throw new ProblemError(problem('malformed_body', '表单中有过长的栏目名称'));
    const known = fields[name];
    if (known === undefined) fields[name] = value;
    else if (typeof known === 'string') fields[name] = [known, value];
    else known.push(value);
  }
  return fields;
}

/** URLSearchParams puts U+FFFD for whatever is not UTF-8, and a file would keep the garbled name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ProblemError(problem('malformed_body', '表单不是 UTF-8 编码，请刷新页面后重新填写'));
  }
}

/** The one value of an input; the last where there are several. */
export function fieldIn(fields: FormFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' || value === undefined ? value : value.at(-1);
}

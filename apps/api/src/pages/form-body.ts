import { Injectable, type OnModuleInit, UnsupportedMediaTypeException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Characters of a form: a token and an address to return to. */
const MAX_FORM_BYTES = 16 * 1024;

/** Lets the forms of pages be posted. The API goes on taking JSON alone. */
@Injectable()
export class FormBody implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
      (request: FastifyRequest, body: string, done) => {
        if (request.url.startsWith('/api/')) done(new UnsupportedMediaTypeException());
        else done(null, Object.fromEntries(new URLSearchParams(body)));
      },
    );
  }
}

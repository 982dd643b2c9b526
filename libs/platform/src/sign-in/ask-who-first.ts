import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { HTTP_LIMITS } from '../http-limits.js';
import { bodyBytes } from '../http-load.js';
import { Credentials } from './credentials.js';

/** Of what a stranger sends nothing is read: whose it is, is found out before its first byte. */
@Injectable()
export class AskWhoFirst implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Credentials) private readonly credentials: Credentials,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request) => {
      const bytes = bodyBytes(request);
      const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
      if (bytes > 0 && !(isForm && bytes <= HTTP_LIMITS.strangersFormBytes)) await this.credentials.claimantOf(request);
    });
  }
}

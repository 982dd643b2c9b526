import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { SecurityJournal } from './security-journal.js';
import { askedBy } from './watched-request.js';

const EMPTY_FILES = new WeakSet<FastifyReply>();

/** What is answered is a file to take away that holds nothing of anybody. */
export function isEmptyFile(reply: FastifyReply): FastifyReply {
  EMPTY_FILES.add(reply);
  return reply;
}

/** Whatever is taken away as a file is in the security log, whichever page gives it. */
@Injectable()
export class WatchExports implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(SecurityJournal) private readonly journal: SecurityJournal,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', async (request, reply) => {
      const isFile = String(reply.getHeader('content-disposition') ?? '').startsWith('attachment');
      if (isFile && reply.statusCode === 200 && !EMPTY_FILES.has(reply))
        this.journal.tell({ kind: 'exported', ...askedBy(request) });
    });
  }
}

import { Controller, Get, Inject, Query, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SignedRequest } from '#platform';
import { readQuery } from '../questions/parameters.js';
import type { AnyQuestion, Place } from '../questions/question.js';
import { Readers } from '../questions/reader.js';

/** The JSON door of questions: a route for each, and nothing that one of them needs for itself. */
export function questionsController(questions: readonly AnyQuestion[]): Type<object> {
  class QuestionsController {
    constructor(readonly readers: Readers) {}
  }
  Inject(Readers)(QuestionsController, undefined, 0);
  for (const asked of questions) {
    const answer = async function (
      this: QuestionsController,
      request: SignedRequest,
      query: unknown,
      reply: FastifyReply,
    ): Promise<unknown> {
      const parameters = readQuery(asked.parameters, query) as { readonly format?: string };
      const reader = this.readers.of(request.person!);
      const said: unknown = await asked.ask(reader, parameters, request.params as Place);
      const revision = asked.revisionOf?.(said, parameters);
      if (revision !== undefined) void reply.header('etag', `"${revision}"`);
      if (asked.asText === undefined || parameters.format !== 'text') return said;
      void reply.type('text/plain; charset=utf-8');
      return asked.asText(said);
    };
    const prototype = QuestionsController.prototype as object;
    Object.defineProperty(prototype, asked.name, { value: answer, configurable: true, writable: true });
    Req()(prototype, asked.name, 0);
    Query()(prototype, asked.name, 1);
    Res({ passthrough: true })(prototype, asked.name, 2);
    Get(asked.path)(prototype, asked.name, Object.getOwnPropertyDescriptor(prototype, asked.name)!);
  }
  Controller('api')(QuestionsController);
  return QuestionsController;
}

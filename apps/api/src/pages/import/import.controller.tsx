import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import { Controller, Get, Injectable, type OnModuleInit, Param, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IMPORT_SOURCES, type ImportSource } from '#enforcement';
import { isEmptyFile, type Person, SignedIn } from '#platform';
import { rowsAtHand, UnreadableSheetError, XLSX_TYPE, xlsx } from '#sheets';
import { Desks, PAGE_TYPE } from '../page.js';
import { importedPage, uploadPage } from './import.page.js';
import { Imports } from './imports.js';
import { IMPORT_LIMITS } from './limits.js';
import { HEADS } from './records.js';
import { sentFile } from './sent-file.js';

/** Lets a file be sent, and nothing else of that kind: one file, and the few inputs before it. */
@Injectable()
export class FileBody implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Not waited for: waiting would start Fastify before Nest has told it how to answer what cannot be read.
    void this.host.httpAdapter.getInstance<FastifyInstance>().register(multipart, {
      limits: { files: 1, fileSize: IMPORT_LIMITS.bytes, fields: 5, fieldSize: 200, parts: 6, headerPairs: 20 },
    });
  }
}

/** Seconds after which a page of what is under way is asked for again. */
const REFRESH_SECONDS = 2;

/** 导入 of off-platform decisions from a file: sent, looked at, confirmed, followed. Works without script. */
@Controller('import')
export class ImportController {
  constructor(
    private readonly desks: Desks,
    private readonly imports: Imports,
  ) {}

  @Get()
  async open(@SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    this.imports.assertMay(person);
    void reply.type(PAGE_TYPE).send(uploadPage(await this.desks.of(person), {}));
  }

  @Get('template.xlsx')
  template(@Res() reply: FastifyReply): void {
    void isEmptyFile(reply)
      .type(XLSX_TYPE)
      .header('content-disposition', 'attachment; filename="template.xlsx"')
      .send(Readable.from(xlsx({ title: '当场处罚决定', rows: rowsAtHand([HEADS]) })));
  }

  @Post()
  async send(@Req() request: FastifyRequest, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    this.imports.assertMay(person);
    const { name, content, inputs, fault } = await sentFile(request);
    const asked = inputs.get('source') ?? '';
    const source: ImportSource = asked in IMPORT_SOURCES ? (asked as ImportSource) : 'IMPORT';
    const refuse = async (said: string) =>
      void reply
        .status(400)
        .type(PAGE_TYPE)
        .send(uploadPage(await this.desks.of(person), { source, fault: said }));
    if (fault !== undefined) return refuse(fault);
    try {
      const id = await this.imports.receive(person, { name, source, content });
      void reply.redirect(`/import/${id}`, 303);
    } catch (error) {
      if (!(error instanceof UnreadableSheetError)) throw error;
      return refuse(error.message);
    }
  }

  @Get(':id')
  async look(@Param('id') id: string, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    const note = await this.imports.note(person, id);
    if (note.state === 'running') void reply.header('refresh', String(REFRESH_SECONDS));
    void reply.type(PAGE_TYPE).send(importedPage(await this.desks.of(person), id, note));
  }

  @Post(':id')
  async bring(@Param('id') id: string, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    await this.imports.bring(person, id);
    void reply.redirect(`/import/${id}`, 303);
  }
}

import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Register } from '#enforcement';
import { fieldIn, fieldsOf } from '#fields';
import { type Person, SignedIn } from '#platform';
import { csv, type Rows, XLSX_TYPE, xlsx } from '#sheets';
import { TABLES, type TablePage } from '../../questions/lists.js';
import { readQuery } from '../../questions/parameters.js';
import { Readers } from '../../questions/reader.js';
import { valueText } from '../../ui/value-text.js';
import { columnNames } from '../list-columns.js';
import type { Given } from '../page.js';

/* A list as a table to take away: what the address asks for, in the columns that it shows, as this person reads it. */

export function downloadController(register: Register): Type {
  const table = TABLES.get(register.name)!;

  @Controller('downloads')
  class DownloadController {
    constructor(@Inject(Readers) private readonly readers: Readers) {}

    @Get(`${register.path}.csv`)
    async asCsv(@Query() query: Given, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
      const rows = await this.rows(query, person, 'csv');
      this.send(reply, 'csv', 'text/csv; charset=utf-8', Readable.from(csv(rows)));
    }

    @Get(`${register.path}.xlsx`)
    async asXlsx(@Query() query: Given, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
      const rows = await this.rows(query, person, 'xlsx');
      this.send(reply, 'xlsx', XLSX_TYPE, Readable.from(xlsx({ title: register.title, rows })));
    }

    private async rows(query: Given, person: Person, format: string): Promise<Rows> {
      const parameters = readQuery(table.parameters, query);
      const pages = await table.ask(this.readers.of(person), parameters, format);
      return cellsOf(register, columnNames(register, query['columns']), pages);
    }

    private send(reply: FastifyReply, extension: string, type: string, content: Readable): void {
      const name = encodeURIComponent(`${register.title}.${extension}`);
      void reply
        .type(type)
        .header('content-disposition', `attachment; filename="${register.path}.${extension}"; filename*=UTF-8''${name}`)
        .send(content);
    }
  }
  return DownloadController;
}

async function* cellsOf(register: Register, names: readonly string[], pages: AsyncIterable<TablePage>): Rows {
  const fields = fieldsOf(register.row);
  const shown = names.flatMap((name) => {
    const field = fields.get(name);
    return field === undefined || name === 'phase' ? [] : [[name, field] as const];
  });
  const title = ({ kind, title: text }: { kind: string; title: string }) => (kind === 'fen' ? `${text}（元）` : text);
  yield [['编号', ...shown.map(([, field]) => title(field)), '状态', '最近的期限']];
  for await (const page of pages)
    yield page.rows.map(({ called, row, phaseTitle, nextDueOn }) => [
      called,
      ...shown.map(([name, field]) => valueText(fieldIn(field, row), row[name], page.names)),
      phaseTitle,
      nextDueOn ?? '',
    ]);
}

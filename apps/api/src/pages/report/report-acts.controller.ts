import { Readable } from 'node:stream';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { AdjustFigure, annualReport, FreezeReport, OpenReport, RestateReport, unitYearId } from '#enforcement';
import type { CommandOutcome } from '#eventsourcing';
import { badInput, ExecuteCommand, type Person, problemOfOutcome, SignedIn } from '#platform';
import { XLSX_TYPE, xlsx } from '#sheets';
import { readQuery } from '../../questions/parameters.js';
import { type Reader, Readers } from '../../questions/reader.js';
import { REPORT } from '../../questions/report.js';
import { adjustFigure, freezeReport, restateReport } from '../../questions/report-acts.js';
import { REPORT_LIFE } from '../../questions/report-life.js';
import { textOf } from '../../questions/spoken.js';
import { addressOf } from '../../ui/form.js';
import { type FormFields, fieldIn } from '../form-body.js';
import type { Given } from '../page.js';
import { reportDocx } from './docx.js';
import { reportSheets } from './workbook.js';

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const KEY = /^[\x21-\x7e]{1,200}$/;

/** What is done with a unit's report from its page, and the report to take away. */
@Controller('reports/:year')
export class ReportActsController {
  constructor(
    private readonly readers: Readers,
    @Inject(CommandBus) private readonly bus: CommandBus,
  ) {}

  @Post('open')
  async open(
    @Param('year') year: string,
    @Body() body: FormFields,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    await this.act(reply, year, person, OpenReport, (reader, of) => {
      const envelope = { aggregate: annualReport.name, id: unitYearId(person.unit, of), name: OpenReport.name };
      const template = fieldIn(body, 'template') ?? '';
      const given = { year: of, openedOn: reader.today, ...(template === '' ? {} : { template }) };
      const correlationId = reply.request.id;
      return this.bus.execute(
        new ExecuteCommand({
          ...envelope,
          body: given,
          actor: person,
          now: reader.now,
          key: keyIn(body),
          correlationId,
        }),
      );
    });
  }

  @Post('adjust')
  async adjust(
    @Param('year') year: string,
    @Body() body: FormFields,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    const [figure, value, reason] = ['figure', 'value', 'reason'].map((name) => fieldIn(body, name)?.trim() ?? '');
    if (!/^\d{1,15}$/.test(value!)) throw badInput([{ path: 'value', message: '采用数应为整数，金额以分为单位' }]);
    if (reason === '') throw badInput([{ path: 'reason', message: '请填写调整的理由' }]);
    const asked = { figure: figure!, value: Number(value), reason: reason! };
    await this.act(reply, year, person, AdjustFigure, (reader, of) => adjustFigure(reader, of, asked, keyIn(body)));
  }

  @Post('freeze')
  async freeze(
    @Param('year') year: string,
    @Body() body: FormFields,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    await this.act(reply, year, person, FreezeReport, (reader, of) => freezeReport(reader, of, keyIn(body)));
  }

  @Post('restate')
  async restate(
    @Param('year') year: string,
    @Body() body: FormFields,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    const reason = fieldIn(body, 'reason')?.trim() ?? '';
    if (reason === '') throw badInput([{ path: 'reason', message: '请填写重述的说明' }]);
    await this.act(reply, year, person, RestateReport, (reader, of) => restateReport(reader, of, reason, keyIn(body)));
  }

  /** The report as the page shows it, for a word processor. */
  @Get('report.docx')
  async docx(
    @Param('year') year: string,
    @Query() query: Given,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    const report = await REPORT.ask(this.readers.of(person), readQuery(REPORT.parameters, query), { year });
    send(reply, DOCX_TYPE, `${report.title}.docx`, await reportDocx(report));
  }

  /** The figures of the report with their definitions, for a spreadsheet. */
  @Get('report.xlsx')
  async xlsx(
    @Param('year') year: string,
    @Query() query: Given,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    const report = await REPORT.ask(this.readers.of(person), readQuery(REPORT.parameters, query), { year });
    send(reply, XLSX_TYPE, `${report.title}.xlsx`, Readable.from(xlsx(...reportSheets(report))));
  }

  /** The text as it was frozen, byte for byte. */
  @Get('frozen.txt')
  async frozen(
    @Param('year') year: string,
    @Query() query: Given,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    const life = await REPORT_LIFE.ask(this.readers.of(person), readQuery(REPORT_LIFE.parameters, query), { year });
    if (life.text === null) throw badInput([{ path: 'year', message: '年报还没有定稿' }]);
    send(reply, 'text/plain; charset=utf-8', `${life.id}.txt`, Buffer.from(life.text));
  }

  private async act(
    reply: FastifyReply,
    year: string,
    person: Person,
    act: new () => object,
    give: (reader: Reader, year: number) => Promise<CommandOutcome>,
  ): Promise<void> {
    if (!/^(19|20)\d{2}$/.test(year)) throw badInput([{ path: 'year', message: '应为四位数的年份' }]);
    const reader = this.readers.of(person);
    const outcome = await give(reader, Number(year));
    if (outcome.kind !== 'done') {
      const [spoken] = outcome.kind === 'refused' ? await reader.speak([outcome.refusal.message]) : [];
      const command = [...annualReport.commands, ...annualReport.told].find(({ name }) => name === act.name)!;
      throw problemOfOutcome(command, outcome, spoken && textOf(spoken));
    }
    void reply.redirect(addressOf(`/reports/${year}`, { unit: person.unit, after: outcome.position }), 303);
  }
}

function keyIn(body: FormFields | undefined): string {
  const key = fieldIn(body ?? {}, '_key');
  if (key === undefined || !KEY.test(key)) throw badInput([{ path: '_key', message: '请刷新页面后再提交' }]);
  return key;
}

function send(reply: FastifyReply, type: string, name: string, content: Uint8Array | Readable): void {
  void reply
    .type(type)
    .header('content-disposition', `attachment; filename="report"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(content instanceof Readable ? content : Buffer.from(content));
}

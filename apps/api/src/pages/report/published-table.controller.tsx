import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CheckedTable, checkPublishedTable, UncheckableTableError } from '#figures';
import { type Person, SignedIn } from '#platform';
import { sheetRows, UnreadableSheetError } from '#sheets';
import { Note } from '../../ui/act-form.js';
import { Crumbs } from '../../ui/layout.js';
import { framed } from '../frame.js';
import { IMPORT_LIMITS } from '../import/limits.js';
import { sentFile } from '../import/sent-file.js';
import { type Desk, Desks, PAGE_TYPE } from '../page.js';

/* 核对公布的数据表: a table that some bureau published is looked at, row by row and column by column. Nothing is kept of it. */

const HERE = '/published-tables';

@Controller('published-tables')
export class PublishedTableController {
  constructor(private readonly desks: Desks) {}

  @Get()
  async open(@SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    void reply.type(PAGE_TYPE).send(tablePage(await this.desks.of(person), {}));
  }

  @Post()
  @HttpCode(200)
  async check(@Req() request: FastifyRequest, @SignedIn() person: Person, @Res() reply: FastifyReply): Promise<void> {
    const desk = await this.desks.of(person);
    const { name, content, fault } = await sentFile(request);
    const refuse = (said: string) =>
      void reply
        .status(400)
        .type(PAGE_TYPE)
        .send(tablePage(desk, { fault: said }));
    if (fault !== undefined) return refuse(fault);
    try {
      const checked = checkPublishedTable(await sheetRows(content));
      void reply.type(PAGE_TYPE).send(tablePage(desk, { name, checked }));
    } catch (error) {
      if (error instanceof UnreadableSheetError || error instanceof UncheckableTableError) return refuse(error.message);
      throw error;
    }
  }
}

interface TablePageProps {
  /** Why what was sent could not be held against anything. */
  readonly fault?: string;
  readonly name?: string;
  readonly checked?: CheckedTable;
}

function tablePage({ person, demonstratedOn, sight }: Desk, { fault, name, checked }: TablePageProps): string {
  return framed({
    title: '核对公布的数据表',
    person,
    demonstratedOn,
    sight,
    here: '/reports',
    body: (
      <>
        <Crumbs>
          <a href="/reports">年报</a>
        </Crumbs>
        <h1>
          核对公布的数据表
          <small>任何单位公布的统计表，核对各栏、各行的加总</small>
        </h1>
        {fault === undefined ? null : (
          <Note>
            <p>
              <b>这个文件不能核对：</b>
              {fault}。
            </p>
          </Note>
        )}
        {checked === undefined ? null : <Checked name={name ?? ''} checked={checked} />}
        <form method="post" action={HERE} encType="multipart/form-data" class="act sheet">
          <label for="file">
            XLSX 或者 CSV 文件
            <input
              id="file"
              name="file"
              type="file"
              required
              accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            />
          </label>
          <p class="hint">
            至多 {IMPORT_LIMITS.bytes / 1024 / 1024}{' '}
            MB。列名一行里应有“合计”；金额、比率和申请法院强制执行不相加，空格作零，括注不计。文件不保存。
          </p>
          <p class="sends">
            <button type="submit">核对</button>
          </p>
        </form>
      </>
    ),
  });
}

function Checked({
  name,
  checked: { template, columns, rows, compared, faults },
}: {
  name: string;
  checked: CheckedTable;
}) {
  const isWrong = (row: number, column: string) => faults.some((fault) => fault.row === row && fault.column === column);
  return (
    <section class="sheet published-table" aria-labelledby="checked">
      <h2 id="checked">{name}</h2>
      <p>{template === null ? '列名与已有的样式都不同，只核对加总。' : `样式：${template}。`}</p>
      <p class={faults.length === 0 ? 'verdict good' : 'verdict bad'} role="status">
        {faults.length === 0 ? `核对${compared}项合计，全部相符` : `核对${compared}项合计，有${faults.length}处不符`}
      </p>
      {faults.length === 0 ? null : (
        <ul>
          {faults.map(({ row, column, said }) => (
            <li key={`${row} ${column} ${said}`}>
              第{row}行“{column}”：{said}
            </li>
          ))}
        </ul>
      )}
      <div class="scroll">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">行</th>
              {columns.map((column, index) => (
                <th key={`${index} ${column}`} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, cells }) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {cells.map((cell, index) => (
                  <td key={`${row} ${index}`} class={isWrong(row, columns[index]!) ? 'wrong' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
